//! Suspended activations: generators, async functions and async generators, and the frame they keep.

heap_object! {
    /// A suspended frame's live registers.
    ///
    /// ```text
    /// word 1   the instruction to go on with, as a word index in the bytecode (raw)
    /// word 2.. callee, then registers 0 .. of the frame (undefined where dead)
    /// ```
    pub SavedFrame = SavedFrame, "(suspended frame)" {} [2] {
        2: callee, set_callee;
    }
}

/// Word of a saved frame's register 0.
pub const FIRST_REGISTER: usize = SavedFrame::WORDS;

/// Where a generator stands: the Smi in its `state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum GeneratorState {
    SuspendedStart,
    SuspendedYield,
    Running,
    Completed,
    /// As `SuspendedYield`, by a `yield*` that passed on the result object of its iterator.
    SuspendedDelegate,
    /// Async generators: awaiting the completion of a `return`.
    AwaitingReturn,
}

js_object! {
    pub Generator = Generator, "Generator" {
        /// A [`GeneratorState`] as a Smi.
        2: state, set_state;
        /// SavedFrame once started, empty while running; undefined when completed.
        3: frame, set_frame;
    }

    /// The state of one call of an async function; never seen by scripts.
    pub AsyncFunction = AsyncFunction, "(async function)" {
        2: promise, set_promise;
        3: frame, set_frame;
    }

    pub AsyncGenerator = AsyncGenerator, "AsyncGenerator" {
        2: state, set_state;
        3: frame, set_frame;
        /// Queue of requests: an array of [completion kind, value, capability] triples.
        4: queue, set_queue;
    }
}
