//! Lists under construction.

use std::marker::PhantomData;

use super::Builder;
use crate::syntax::ast::*;

/// The elements of a list being parsed: those of their sort's stack from here to its top.
#[derive(Debug)]
pub struct Batch<T> {
    start: u32,
    elements: PhantomData<T>,
}

impl<T> Clone for Batch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Batch<T> {}

/// Something that lists are made of.
pub trait Batched: Sized {
    fn stack(stacks: &mut Stacks) -> &mut Vec<Self>;
}

macro_rules! stacks {
    ($($field:ident: $element:ty,)*) => {
        /// A stack for each sort of element.
        #[derive(Debug, Default)]
        pub struct Stacks {
            $($field: Vec<$element>,)*
        }

        $(impl Batched for $element {
            fn stack(stacks: &mut Stacks) -> &mut Vec<Self> {
                &mut stacks.$field
            }
        })*
    };
}

stacks! {
    statements: StmtId,
    expressions: ExprId,
    patterns: PatternId,
    pattern_elements: Option<PatternId>,
    pattern_properties: PatternProperty,
    declarators: Declarator,
    arguments: Argument,
    array_elements: ArrayElement,
    properties: Property,
    keys: PropertyKey,
    template_strings: TemplateString,
    cases: SwitchCase,
    class_elements: ClassElement,
    import_bindings: ImportBinding,
    attributes: ImportAttribute,
    export_specifiers: ExportSpecifier,
    pending_operators: super::operators::Pending,
}

impl Builder<'_> {
    /// A list with nothing in it yet.
    pub fn empty<T: Batched>(&mut self) -> Batch<T> {
        let start = T::stack(&mut self.stacks).len() as u32;
        Batch { start, elements: PhantomData }
    }

    /// A list that begins with `element`.
    #[inline]
    pub fn first<T: Batched>(&mut self, element: T) -> Batch<T> {
        let batch = self.empty();
        self.push(batch, element)
    }

    #[inline]
    pub fn push<T: Batched>(&mut self, batch: Batch<T>, element: T) -> Batch<T> {
        T::stack(&mut self.stacks).push(element);
        batch
    }

    /// The batch made longer by the one that lies right above it.
    pub fn join<T: Batched>(&mut self, batch: Batch<T>, above: Batch<T>) -> Batch<T> {
        debug_assert!(batch.start <= above.start);
        batch
    }

    /// Ends a list.
    pub fn finish<T: Batched>(&mut self, batch: Batch<T>) -> Box<[T]> {
        T::stack(&mut self.stacks).drain(batch.start as usize..).collect()
    }

    /// Ends a list of one.
    pub(super) fn take<T: Batched>(&mut self, batch: Batch<T>) -> T {
        let stack = T::stack(&mut self.stacks);
        debug_assert_eq!(batch.start as usize + 1, stack.len());
        stack.pop().expect("a batch of one holds an element")
    }

    /// Takes the element that was pushed last.
    pub(super) fn pop<T: Batched>(&mut self, batch: Batch<T>) -> Option<T> {
        let stack = T::stack(&mut self.stacks);
        if stack.len() > batch.start as usize { stack.pop() } else { None }
    }

    pub(super) fn batch_len<T: Batched>(&mut self, batch: Batch<T>) -> usize {
        T::stack(&mut self.stacks).len() - batch.start as usize
    }

    /// The topmost `count` elements as a batch.
    pub(super) fn topmost<T: Batched>(&mut self, count: usize) -> Batch<T> {
        let start = (T::stack(&mut self.stacks).len() - count) as u32;
        Batch { start, elements: PhantomData }
    }

    /// The element that was pushed last.
    pub(super) fn last<T: Batched>(&mut self, batch: Batch<T>) -> Option<&T> {
        let stack = T::stack(&mut self.stacks);
        stack.get(batch.start as usize..).and_then(<[T]>::last)
    }
}
