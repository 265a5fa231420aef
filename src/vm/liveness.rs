//! Liveness of registers at safepoints, worked out once for each place a frame was seen at.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::frame::FrameFunction;
use crate::bytecode::liveness::Liveness;
use crate::bytecode::template::FunctionTemplate;
use crate::heap::Gc;
use crate::objects::function::FunctionInfo;

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

/// Answers kept at hand.
const RECENT: usize = 64;

/// An answer of [`LivenessCache::live_across`]; the template is one of those analysed.
#[derive(Clone, Default)]
struct Recent {
    template: Option<*const FunctionTemplate>,
    pc: u32,
    live: Rc<[u16]>,
}

/// See the module's header.
pub struct LivenessCache {
    functions: FxHashMap<*const FunctionTemplate, Analysis>,
    recent: Box<[Recent]>,
}

impl Default for LivenessCache {
    fn default() -> LivenessCache {
        LivenessCache { functions: FxHashMap::default(), recent: vec![Recent::default(); RECENT].into() }
    }
}

impl LivenessCache {
    fn analysis(&mut self, template: &Rc<FunctionTemplate>) -> &mut Analysis {
        if self.functions.len() >= MAX_FUNCTIONS && !self.functions.contains_key(&Rc::as_ptr(template)) {
            self.functions.clear();
            self.recent.fill(Recent::default());
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

    /// [`LivenessCache::live_across`] of a function: generators ask again and again at the same places.
    pub fn live_across_in(&mut self, function: Gc<'_, FunctionInfo>, pc: u32) -> Rc<[u16]> {
        let template: *const FunctionTemplate = function.template();
        let at = (template.addr() / 64 + pc as usize) % RECENT;
        if self.recent[at].template == Some(template) && self.recent[at].pc == pc {
            return self.recent[at].live.clone();
        }
        let live = self.live_across(&function.template_rc(), pc);
        self.recent[at] = Recent { template: Some(template), pc, live: live.clone() };
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
