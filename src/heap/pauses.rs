//! How long the collector holds the program up: one row per kind of interruption, in processor time of the thread.
//!
//! Kept only when asked for (`--trace-gc-summary`), since reading that clock is a system call. An interruption counts once,
//! under the outermost kind: a page swept during a scavenge is part of the scavenge.

use super::heap::Heap;
use super::os;
use crate::base::histogram::Histogram;

macro_rules! pause_kinds {
    ($($(#[doc = $doc:literal])* $name:ident = $label:literal),* $(,)?) => {
        /// What holds the program up.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum PauseKind {
            $($(#[doc = $doc])* $name),*
        }

        impl PauseKind {
            pub const ALL: &'static [PauseKind] = &[$(PauseKind::$name),*];

            /// The name in the summary.
            pub const fn label(self) -> &'static str {
                match self {
                    $(PauseKind::$name => $label),*
                }
            }
        }
    };
}

pause_kinds! {
    /// A collection of the young generation.
    Scavenge = "scavenge",
    /// The start of an incremental marking, or a step of it.
    MarkingStep = "marking step",
    /// A full collection (or the last pause of an incremental one) that moved no old object.
    MarkSweep = "mark-sweep",
    /// One that evacuated pages.
    MarkCompact = "mark-compact",
    /// Pages swept between collections.
    Sweep = "sweep",
}

/// The interruptions so far.
pub struct Pauses {
    histograms: Vec<Histogram>,
}

impl Default for Pauses {
    fn default() -> Self {
        Pauses { histograms: vec![Histogram::default(); PauseKind::ALL.len()] }
    }
}

impl Pauses {
    pub fn record(&mut self, kind: PauseKind, ns: u64) {
        self.histograms[kind as usize].record(ns);
    }

    /// A row per kind that occurred and, last, one for all: count, total, median, 99th percentile, longest.
    pub fn summary(&self) -> String {
        let mut text = format!(
            "{:<14}{:>8}{:>12}{:>10}{:>10}{:>10}\n",
            "GC pauses", "count", "total ms", "p50 ms", "p99 ms", "max ms"
        );
        let mut all = Histogram::default();
        for (kind, histogram) in PauseKind::ALL.iter().zip(&self.histograms) {
            all.add(histogram);
            if histogram.count() > 0 {
                text += &row(kind.label(), histogram);
            }
        }
        text + &row("all", &all)
    }
}

fn row(label: &str, histogram: &Histogram) -> String {
    let ms = |ns: u64| ns as f64 / 1e6;
    format!(
        "{label:<14}{:>8}{:>12.3}{:>10.3}{:>10.3}{:>10.3}\n",
        histogram.count(),
        ms(histogram.total()),
        ms(histogram.quantile(500)),
        ms(histogram.quantile(990)),
        ms(histogram.max()),
    )
}

impl Heap {
    /// Does `work`, which interrupts the program, and notes how long it took if pauses are recorded.
    pub(super) fn interrupted<R>(&mut self, kind: PauseKind, work: impl FnOnce(&mut Heap) -> R) -> R {
        if self.tracer.pauses().is_none() {
            return work(self);
        }
        let start = os::cpu_ns();
        let result = work(self);
        self.tracer.record_pause(kind, os::cpu_ns() - start);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_has_a_row_for_each_kind_that_occurred() {
        let mut pauses = Pauses::default();
        for ms in 1..=3 {
            pauses.record(PauseKind::Scavenge, ms * 1_000_000);
        }
        pauses.record(PauseKind::MarkSweep, 10_000_000);
        assert_eq!(
            pauses.summary(),
            "GC pauses        count    total ms    p50 ms    p99 ms    max ms\n\
             scavenge             3       6.000     2.015     3.000     3.000\n\
             mark-sweep           1      10.000    10.000    10.000    10.000\n\
             all                  4      16.000     2.015    10.000    10.000\n"
        );
    }
}
