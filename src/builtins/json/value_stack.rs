//! A stack of values on the heap, for natives that keep more of them than handles are meant for.

use crate::objects::array::{self, JsArray};
use crate::objects::fixed::FixedArray;
use crate::objects::storage::FIRST_PROPERTY;
use crate::vm::ops::prelude::*;

/// See the module's header.
pub struct ValueStack<'s> {
    slots: Handle<'s, FixedArray>,
    length: usize,
}

const INITIAL_CAPACITY: usize = 16;

impl<'s> ValueStack<'s> {
    pub fn new(cx: &mut Cx<'s>) -> ValueStack<'s> {
        ValueStack { slots: FixedArray::new(cx, INITIAL_CAPACITY), length: 0 }
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn push(&mut self, cx: &mut Cx<'_>, value: Handle<'_>) {
        let capacity = self.slots.get(cx).len();
        if self.length == capacity {
            scope!(cx);
            let larger = FixedArray::new(cx, 2 * capacity);
            larger.get(cx).copy_words(cx, 1, self.slots.get(cx), 1, capacity);
            self.slots.set(cx, larger.val(cx));
        }
        self.slots.get(cx).set(cx, self.length, value.val(cx));
        self.length += 1;
    }

    /// The value at `index`, which is below the length.
    pub fn at<'g>(&self, cx: &'g Cx<'_>, index: usize) -> Val<'g> {
        self.slots.get(cx).at(index)
    }

    /// The top; the stack is not empty.
    pub fn last<'t>(&self, cx: &Cx<'t>) -> Handle<'t> {
        self.at(cx, self.length - 1).root(cx)
    }

    /// Takes the top; the stack is not empty.
    pub fn pop<'t>(&mut self, cx: &Cx<'t>) -> Handle<'t> {
        let top = self.last(cx);
        self.truncate(cx, self.length - 1);
        top
    }

    /// Takes everything from `first` on as an array.
    pub fn pop_array<'t>(&mut self, cx: &mut Cx<'t>, first: usize) -> Handle<'t, JsArray> {
        let count = self.length - first;
        let array = array::with_capacity(cx, count);
        array.get(cx).storage().copy_words(cx, FIRST_PROPERTY, self.slots.get(cx), 1 + first, count);
        array.get(cx).set_length_raw(cx, count as u32);
        self.truncate(cx, first);
        array
    }

    /// Drops everything from `length` on, so that it is not kept alive.
    fn truncate(&mut self, cx: &Cx<'_>, length: usize) {
        for index in length..self.length {
            self.slots.get(cx).set(cx, index, Val::UNDEFINED);
        }
        self.length = length;
    }
}
