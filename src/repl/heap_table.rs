//! `.heap`: the spaces of the heap as a table.

use comfy_table::{Cell, CellAlignment, Table, presets};

use crate::heap::HeapStatistics;
use crate::inspect::spaces::{self, SpaceRow};

/// The table, in kilobytes, with the sums and the limit below.
pub fn table(statistics: &HeapStatistics) -> String {
    let rows = spaces::all(statistics);
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_header(["space", "size KB", "used KB", "available KB"].map(|title| match title {
        "space" => Cell::new(title),
        _ => Cell::new(title).set_alignment(CellAlignment::Right),
    }));
    for row in rows.iter().chain([&spaces::total(&rows)]) {
        table.add_row(cells(row));
    }
    let limit = statistics.heap_size_limit >> 20;
    let external = kilobytes(statistics.external_memory);
    format!("{table}\nlimit {limit} MB, external {external} KB\n")
}

fn cells(row: &SpaceRow) -> Vec<Cell> {
    let number = |bytes| Cell::new(kilobytes(bytes)).set_alignment(CellAlignment::Right);
    vec![Cell::new(row.name), number(row.size), number(row.used), number(row.available)]
}

fn kilobytes(bytes: usize) -> String {
    bytes.div_ceil(1024).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heap::{Heap, HeapConfig};
    use crate::objects::kinds::LAYOUTS;

    #[test]
    fn every_space_has_its_line() {
        let heap = Heap::new(HeapConfig::default(), LAYOUTS);
        let text = table(&heap.statistics());
        for name in ["new_space", "old_space", "map_space", "code_space", "large_object_space", "total", "limit "] {
            assert!(text.contains(name), "{name} is missing:\n{text}");
        }
    }
}
