//! The marker's list of grey objects.

/// Objects marked but not yet visited. Last in, first out.
#[derive(Default)]
pub struct Worklist {
    objects: Vec<usize>,
}

impl Worklist {
    #[inline(always)]
    pub fn push(&mut self, object: usize) {
        self.objects.push(object);
    }

    #[inline(always)]
    pub fn pop(&mut self) -> Option<usize> {
        self.objects.pop()
    }

    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Empties the list and returns its memory.
    pub fn reset(&mut self) {
        self.objects = Vec::new();
    }
}
