//! What containers hold: elements of arrays and typed arrays, entries of maps and sets, bytes of buffers, results of
//! promises.

use super::layout::{Extras, Parts};
use super::style::Style;
use super::text::{group_left, more, number_text};
use super::{Formatter, Seen};
use crate::objects::bigint::{self, BigInt};
use crate::objects::buffer::AnyBuffer;
use crate::objects::object::{MapIterator, SetIterator};
use crate::objects::ordered_table::{self, Collection, OrderedTable};
use crate::objects::promise::{Promise, PromiseState};
use crate::objects::property;
use crate::objects::typed_array::{self, TypedArray};
use crate::objects::weak::WeakCollection;
use crate::vm::ops::prelude::*;

/// Keys and values of a collection.
type Pairs<'s> = Vec<(Handle<'s>, Handle<'s>)>;

impl Formatter<'_> {
    /// The elements of an array, holes counted; true if all shown are numbers.
    pub(super) fn array_entries(
        &mut self,
        cx: &mut Cx<'_>,
        array: Handle<'_, JsArray>,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<(Vec<String>, bool)> {
        let length = array.get(cx).length() as usize;
        let most = self.options.max_array_length.min(length);
        let object: Handle<'_, JsObject> = array.must(cx);
        let (mut entries, mut index, mut is_numeric) = (Vec::new(), 0, true);
        while index < length && entries.len() < most {
            scope!(cx);
            let own = property::get_own(cx, object, Key::Index(index as u32));
            if matches!(own, Own::Absent) {
                let next = next_element(cx, object, index).unwrap_or(length);
                entries.push(self.holes(next - index));
                (index, is_numeric) = (next, false);
                continue;
            }
            if let Own::Data { value, .. } = own {
                is_numeric &= value.val(cx).is_number() || value.val(cx).is::<BigInt>();
            }
            entries.push(self.own_value(cx, object, own, depth, Some(seen))?);
            index += 1;
        }
        if index < length {
            entries.push(more(length - index, "item"));
        }
        Ok((entries, is_numeric))
    }

    fn holes(&self, count: usize) -> String {
        let plural = if count > 1 { "s" } else { "" };
        self.paint(&format!("<{count} empty item{plural}>"), Style::Undefined)
    }

    pub(super) fn typed_array_entries(
        &mut self,
        cx: &mut Cx<'_>,
        array: Handle<'_, TypedArray>,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<Vec<String>> {
        let length = array.get(cx).checked_length().unwrap_or(0);
        let most = self.options.max_array_length.min(length);
        let object: Handle<'_, JsObject> = array.must(cx);
        let mut entries = Vec::with_capacity(most);
        for index in 0..most {
            scope!(cx);
            let element = typed_array::load(cx, object, index as u32);
            entries.push(self.typed_element(cx, element));
        }
        if length > most {
            entries.push(more(length - most, "item"));
        }
        if self.options.show_hidden {
            self.indentation += 2;
            for name in ["BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"] {
                scope!(cx);
                let key = Key::from_str(cx, name);
                let value = get(cx, object, key)?;
                let shown = self.value_or_buffer(cx, value, depth, Some(seen), true)?;
                entries.push(format!("[{name}]: {shown}"));
            }
            self.indentation -= 2;
        }
        Ok(entries)
    }

    fn typed_element(&self, cx: &mut Cx<'_>, element: Handle<'_>) -> String {
        let has_separators = self.options.numeric_separator;
        match element.cast::<BigInt>(cx) {
            Some(element) => {
                let digits = bigint::to_string(cx, element, 10).get(cx).to_rust(cx);
                let digits = if has_separators { group_left(&digits) } else { digits };
                self.paint(&format!("{digits}n"), Style::BigInt)
            }
            None => self.paint(&number_text(element.val(cx).as_number(), has_separators), Style::Number),
        }
    }

    pub(super) fn set_entries(
        &mut self,
        cx: &mut Cx<'_>,
        set: Handle<'_, Collection>,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<Vec<String>> {
        let pairs = self.pairs_of_collection(cx, set);
        let size = set.get(cx).size();
        self.indentation += 2;
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, _) in pairs {
            entries.push(self.value(cx, key, depth, Some(seen))?);
        }
        self.indentation -= 2;
        self.push_rest(&mut entries, size);
        Ok(entries)
    }

    pub(super) fn map_entries(
        &mut self,
        cx: &mut Cx<'_>,
        map: Handle<'_, Collection>,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<Vec<String>> {
        let pairs = self.pairs_of_collection(cx, map);
        let size = map.get(cx).size();
        self.indentation += 2;
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let key = self.value(cx, key, depth, Some(seen))?;
            let value = self.value(cx, value, depth, Some(seen))?;
            entries.push(format!("{key} => {value}"));
        }
        self.indentation -= 2;
        self.push_rest(&mut entries, size);
        Ok(entries)
    }

    fn push_rest(&self, entries: &mut Vec<String>, size: usize) {
        if size > self.options.max_array_length {
            entries.push(more(size - self.options.max_array_length, "item"));
        }
    }

    fn pairs_of_collection<'s>(&self, cx: &mut Cx<'s>, collection: Handle<'_, Collection>) -> Pairs<'s> {
        let table = ordered_table::open(cx, collection.get(cx)).root(cx);
        self.pairs_of_table(cx, table, 0)
    }

    /// The pairs of a table from `position` on, as many as are shown.
    fn pairs_of_table<'s>(&self, cx: &mut Cx<'s>, table: Handle<'s, OrderedTable>, position: usize) -> Pairs<'s> {
        let (mut pairs, mut position) = (Vec::new(), position);
        while pairs.len() < self.options.max_array_length {
            let Some(step) = ordered_table::next_entry(table.get(cx), position) else { break };
            pairs.push((step.table.key_at(step.entry).root(cx), step.table.value_at(step.entry).root(cx)));
            position = step.entry + 1;
            let present = step.table.val();
            table.set(cx, present);
        }
        pairs
    }

    /// The pairs of a weak collection, in no order. Only with `showHidden`.
    pub(super) fn weak_entries(
        &mut self,
        cx: &mut Cx<'_>,
        collection: Handle<'_, WeakCollection>,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<Vec<String>> {
        if !self.options.show_hidden {
            return Ok(vec![self.paint("<items unknown>", Style::Special)]);
        }
        let has_values = collection.get(cx).kind() == Kind::WeakMap as u8;
        let mut pairs: Pairs<'_> = Vec::new();
        collection.get(cx).for_each(|key, value| pairs.push((key.root(cx), value.root(cx))));
        let size = pairs.len();
        pairs.truncate(self.options.max_array_length);
        self.indentation += 2;
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let key = self.value(cx, key, depth, Some(seen))?;
            entries.push(match has_values {
                true => format!("{key} => {}", self.value(cx, value, depth, Some(seen))?),
                false => key,
            });
        }
        self.indentation -= 2;
        entries.sort();
        self.push_rest(&mut entries, size);
        Ok(entries)
    }

    /// What a Map or Set iterator still has to give; true if it gives pairs.
    pub(super) fn iterator_entries(
        &mut self,
        cx: &mut Cx<'_>,
        iterator: Handle<'_, JsObject>,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<(Vec<String>, bool)> {
        let raw = iterator.get(cx).upcast();
        let (table, position, kind) = match (raw.cast::<MapIterator>(), raw.cast::<SetIterator>()) {
            (Some(it), _) => (it.table(), it.position(), it.iteration_kind()),
            (_, Some(it)) => (it.table(), it.position(), it.iteration_kind()),
            _ => return Ok((Vec::new(), false)),
        };
        let (position, kind) = (position.value().as_number() as usize, kind.value().as_number() as u8);
        const ENTRIES: u8 = 2;
        let pairs = match table.root(cx).cast::<OrderedTable>(cx) {
            Some(table) => self.pairs_of_table(cx, table, position),
            None => Vec::new(),
        };
        self.indentation += 2;
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            entries.push(match kind {
                0 => self.value(cx, key, depth, Some(seen))?,
                ENTRIES => {
                    let both = vec![self.value(cx, key, depth, Some(seen))?, self.value(cx, value, depth, Some(seen))?];
                    let extras = Extras::Array { is_numeric: true };
                    let parts = Parts { base: String::new(), open: "[".into(), close: "]", extras, entries: both };
                    self.reduce(parts, depth)
                }
                _ => self.value(cx, value, depth, Some(seen))?,
            });
        }
        self.indentation -= 2;
        Ok((entries, kind == ENTRIES))
    }

    /// The first bytes of a buffer.
    pub(super) fn buffer_entries(&self, cx: &Cx<'_>, buffer: Handle<'_, AnyBuffer>) -> Vec<String> {
        let raw = buffer.get(cx);
        let Some(store) = raw.backing_store() else {
            return vec![self.paint("(detached)", Style::Special)];
        };
        let length = raw.byte_length();
        let shown = length.min(self.options.max_array_length);
        let bytes: Vec<String> = store.as_bytes()[..shown].iter().map(|byte| format!("{byte:02x}")).collect();
        let mut text = bytes.join(" ");
        if length > shown {
            text += &format!(" {}", more(length - shown, "byte"));
        }
        vec![format!("{}: <{text}>", self.paint("[Uint8Contents]", Style::Special))]
    }

    pub(super) fn promise_entries(
        &mut self,
        cx: &mut Cx<'_>,
        promise: Handle<'_, Promise>,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<Vec<String>> {
        let state = promise.get(cx).state();
        if state == PromiseState::Pending {
            return Ok(vec![self.paint("<pending>", Style::Special)]);
        }
        let result = promise.get(cx).result().root(cx);
        self.indentation += 2;
        let shown = self.value(cx, result, depth, Some(seen))?;
        self.indentation -= 2;
        Ok(vec![match state {
            PromiseState::Rejected => format!("{} {shown}", self.paint("<rejected>", Style::Special)),
            _ => shown,
        }])
    }
}

/// The first index after `index` that has an element.
fn next_element(cx: &Cx<'_>, array: Handle<'_, JsObject>, index: usize) -> Option<usize> {
    let indexes = crate::objects::elements::indexes(array.get(cx));
    let position = indexes.partition_point(|&other| (other as usize) <= index);
    indexes.get(position).map(|&next| next as usize)
}
