//! Liveness of registers at safepoints, worked out once for each place a frame was seen at.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::frame::FrameFunction;
use crate::bytecode::liveness::Liveness;
use crate::bytecode::template::FunctionTemplate;

/// Flow analyses kept for at most this many functions.
const MAX_FUNCTIONS: usize = 4096;

struct Analysis {
    /// Keeps the address that is the key from being used again.
    template: Rc<FunctionTemplate>,
    flow: Liveness,
    /// Live registers, ascending, by instruction; waiting in it, or about to execute it.
    across: FxHashMap<u32, Rc<[u16]>>,
    before: FxHashMap<u32, Rc<[u16]>>,
}

/// See the module's header.
#[derive(Default)]
pub struct LivenessCache {
    functions: FxHashMap<*const FunctionTemplate, Analysis>,
}

impl LivenessCache {
    fn analysis(&mut self, template: &Rc<FunctionTemplate>) -> &mut Analysis {
        if self.functions.len() >= MAX_FUNCTIONS && !self.functions.contains_key(&Rc::as_ptr(template)) {
            self.functions.clear();
        }
        self.functions.entry(Rc::as_ptr(template)).or_insert_with(|| Analysis {
            template: template.clone(),
            flow: Liveness::of(template),
            across: FxHashMap::default(),
            before: FxHashMap::default(),
        })
    }

    /// The registers read after the instruction at word `pc` has got what it waits for.
    pub fn live_across(&mut self, template: &Rc<FunctionTemplate>, pc: u32) -> Rc<[u16]> {
        let analysis = self.analysis(template);
        if let Some(known) = analysis.across.get(&pc) {
            return known.clone();
        }
        let live: Rc<[u16]> = analysis.flow.live_across(&analysis.template, pc).iter().map(|r| r as u16).collect();
        analysis.across.insert(pc, live.clone());
        live
    }

    fn live_before(&mut self, template: &Rc<FunctionTemplate>, pc: u32) -> Rc<[u16]> {
        let analysis = self.analysis(template);
        if let Some(known) = analysis.before.get(&pc) {
            return known.clone();
        }
        let live: Rc<[u16]> = analysis.flow.live_before(&analysis.template, pc).iter().map(|r| r as u16).collect();
        analysis.before.insert(pc, live.clone());
        live
    }

    /// Calls `visit` with each live register of a frame of `function`.
    pub fn for_each_live(&mut self, function: &FrameFunction, in_call: bool, mut visit: impl FnMut(usize)) {
        // Calls that push a frame are one word long.
        let live = match in_call {
            true => self.live_across(&function.template, function.pc_index - 1),
            false => self.live_before(&function.template, function.pc_index),
        };
        live.iter().for_each(|&register| visit(register as usize));
    }
}
