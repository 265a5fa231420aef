//! The opcode table: one row for each instruction, from which everything else derives.
//!
//! An instruction is one 64-bit word, or two when its row is marked `wide`:
//!
//! ```text
//! word 0   op:8 | flags:8 | a:16 | b:16 | c:16        (low to high; `bc` is b and c read as one 32-bit field)
//! word 1   x:32 | y:32                                (wide instructions; read by slow paths only, where possible)
//! ```
//!
//! `r[i]` is register i of the frame: `r[0]` is `this`, `r[1]..` the parameters, then locals and temporaries. `k[i]` is the
//! function's table of constants and feedback. A jump offset counts words from the end of the instruction that holds it.
//! A *window* `w` is where a callee's frame will stand: `r[w-3]`, `r[w-2]` are kept free for the linkage, `r[w-1]` holds
//! the callee and becomes the result, `r[w]` is the receiver, `r[w+1]..` the arguments.
//!
//! Rows give, for each operand, its field and its role ([`Role`]); the decoder, writer, disassembler, verifier, liveness
//! and dispatch are projections of the rows. The order of rows is free: nothing depends on an opcode's number.
//!
//! Conditional forward jumps come in complementary pairs ([`Opcode::complement`]), so that the assembler can lengthen any
//! of them. Backward branches are opcodes of their own (`Loop*`): interrupt polls and counters live only there.

use bitflags::bitflags;

/// What an operand field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Register written.
    Def,
    /// Register read.
    Use,
    /// Register read, then written.
    UseDef,
    /// Register pair `r[i]`, `r[i+1]` written (an iterator record: iterator, next method).
    DefPair,
    /// Register pair read.
    UsePair,
    /// Window of a call: reads `r[w-1] ..= r[w+argc]` (argc from the `Argc` operand; without one, nothing), writes `r[w-1]`.
    /// A window is above every register that is live across the call: the callee's frame overwrites the rest.
    Window,
    /// Window of a construct: reads `r[w-1]` and `r[w+1] ..= r[w+argc]`, writes `r[w-1]` and `r[w]`.
    NewWindow,
    /// Count of arguments in the window.
    Argc,
    /// Window read as callee and receiver being prepared: writes `r[w-1]` and `r[w]`.
    DefMethod,
    /// First of `Count` consecutive registers read.
    First,
    /// Count of registers from `First`.
    Count,
    /// Signed immediate (16 bits; 32 bits in `bc`).
    Imm,
    /// Unsigned literal whose meaning the row explains.
    Lit,
    /// Index of a constant in `k`.
    Const,
    /// Index of the first feedback word in `k`.
    Slot,
    /// Forward jump offset in words (in `c` at most 32767; 32 bits in `bc`).
    Jump,
    /// Backward jump offset in words (negative).
    Back,
}

/// The field of the instruction an operand stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Flags,
    A,
    B,
    C,
    Bc,
    X,
    Y,
}

bitflags! {
    /// What an instruction may do, besides reading and writing its registers.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Effects: u8 {
        /// May run a collection.
        const COLLECTS = 1;
        /// May throw.
        const THROWS = 2;
        /// May run JavaScript or push a frame.
        const CALLS = 4;
        /// Control never reaches the next instruction.
        const ENDS = 8;
        /// Leaves the frame for a while (yield, await): all that is live is saved.
        const SUSPENDS = 16;
    }
}

/// The special values of `LoadSpecial`, by their payload in the value's word (see `value::Value`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Special {
    Undefined = 1,
    Null = 2,
    False = 4,
    True = 5,
    /// Absence: a binding in its dead zone, a hole of an array. Never seen by a script.
    Hole = 8,
}

impl Special {
    pub const ALL: &'static [Special] =
        &[Special::Undefined, Special::Null, Special::False, Special::True, Special::Hole];

    pub fn name(self) -> &'static str {
        match self {
            Special::Undefined => "undefined",
            Special::Null => "null",
            Special::False => "false",
            Special::True => "true",
            Special::Hole => "hole",
        }
    }

    /// The special value with this payload, if there is one.
    pub fn from_payload(payload: u32) -> Option<Special> {
        Special::ALL.iter().copied().find(|&special| special as u32 == payload)
    }
}

/// The operand list and effects of one row.
pub type Operands = &'static [(Field, Role)];

/// Calls `$callback!` with all rows.
///
/// Row: `Name { field: Role, ... } wide? [effects] "formula";`
#[macro_export]
macro_rules! for_each_opcode {
    ($callback:ident) => {
        $callback! {
            // ---- moves and constants
            Nop {} [] "nothing";
            Move { A: Def, B: Use } [] "r[a] := r[b]";
            LoadInt { A: Def, Bc: Imm } [] "r[a] := bc";
            LoadK { A: Def, Bc: Const } [] "r[a] := k[bc]";
            LoadSpecial { A: Def, B: Lit } [] "r[a] := the special value with payload b (undefined, null, false, true, hole)";
            LoadCallee { A: Def } [] "r[a] := the running function";

            // ---- arithmetic and bits: numbers inline; BigInt, strings and objects by the slow path
            Add { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] + r[c]";
            Sub { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] - r[c]";
            Mul { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] * r[c]";
            Div { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] / r[c]";
            Mod { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] % r[c]";
            Exp { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] ** r[c]";
            BitAnd { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] & r[c]";
            BitOr { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] | r[c]";
            BitXor { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] ^ r[c]";
            Shl { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] << r[c]";
            Shr { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] >> r[c]";
            UShr { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] >>> r[c]";
            AddI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] + c";
            SubI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] - c";
            MulI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] * c";
            DivI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] / c";
            ModI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] % c";
            BitAndI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] & c";
            BitOrI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] | c";
            BitXorI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] ^ c";
            ShlI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] << c";
            ShrI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] >> c";
            UShrI { A: Def, B: Use, C: Imm } [COLLECTS THROWS CALLS] "r[a] := r[b] >>> c";
            AddK { A: Def, B: Use, C: Const } [COLLECTS THROWS CALLS] "r[a] := r[b] + k[c], k[c] a double";
            SubK { A: Def, B: Use, C: Const } [COLLECTS THROWS CALLS] "r[a] := r[b] - k[c], k[c] a double";
            MulK { A: Def, B: Use, C: Const } [COLLECTS THROWS CALLS] "r[a] := r[b] * k[c], k[c] a double";
            DivK { A: Def, B: Use, C: Const } [COLLECTS THROWS CALLS] "r[a] := r[b] / k[c], k[c] a double";
            KSub { A: Def, B: Const, C: Use } [COLLECTS THROWS CALLS] "r[a] := k[b] - r[c], k[b] a number";
            KDiv { A: Def, B: Const, C: Use } [COLLECTS THROWS CALLS] "r[a] := k[b] / r[c], k[b] a number";
            Inc { A: Def, B: Use } [COLLECTS THROWS CALLS] "r[a] := ToNumeric(r[b]) + 1";
            Dec { A: Def, B: Use } [COLLECTS THROWS CALLS] "r[a] := ToNumeric(r[b]) - 1";
            Neg { A: Def, B: Use } [COLLECTS THROWS CALLS] "r[a] := -r[b]";
            BitNot { A: Def, B: Use } [COLLECTS THROWS CALLS] "r[a] := ~r[b]";
            ToNumber { A: Def, B: Use } [COLLECTS THROWS CALLS] "r[a] := ToNumber(r[b]) (unary plus)";
            ToNumeric { A: Def, B: Use } [COLLECTS THROWS CALLS] "r[a] := ToNumeric(r[b])";
            Not { A: Def, B: Use } [] "r[a] := !ToBoolean(r[b])";
            Typeof { A: Def, B: Use } [] "r[a] := typeof r[b]";
            ToString { A: Def, B: Use } [COLLECTS THROWS CALLS] "r[a] := ToString(r[b]) (template literals)";
            ToPropertyKey { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := ToPropertyKey(r[b]), the key of a property of r[c]: TypeError before a conversion that runs code if that is undefined or null";
            ToObject { A: Def, B: Use } [COLLECTS THROWS] "r[a] := ToObject(r[b])";
            Concat { A: Def, B: First, C: Count } [COLLECTS THROWS] "r[a] := the strings r[b] .. r[b+c-1] joined";

            // ---- comparisons that give a boolean
            Lt { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] < r[c]";
            Le { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] <= r[c]";
            Gt { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] > r[c]";
            Ge { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] >= r[c]";
            Eq { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] == r[c]";
            Ne { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] != r[c]";
            StrictEq { A: Def, B: Use, C: Use } [] "r[a] := r[b] === r[c]";
            StrictNe { A: Def, B: Use, C: Use } [] "r[a] := r[b] !== r[c]";
            InstanceOf { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] instanceof r[c]";
            In { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := r[b] in r[c]";
            PrivateIn { A: Def, B: Use, C: Use } [THROWS] "r[a] := private name r[b] in r[c]";

            // ---- forward jumps, in complementary pairs
            Jump { Bc: Jump } [ENDS] "goto bc";
            JumpIfTrue { A: Use, Bc: Jump } [] "if ToBoolean(r[a]) goto bc";
            JumpIfFalse { A: Use, Bc: Jump } [] "if !ToBoolean(r[a]) goto bc";
            JumpIfNullish { A: Use, Bc: Jump } [] "if r[a] is undefined or null goto bc";
            JumpIfNotNullish { A: Use, Bc: Jump } [] "if r[a] is neither undefined nor null goto bc";
            JumpIfUndefined { A: Use, Bc: Jump } [] "if r[a] is undefined goto bc";
            JumpIfNotUndefined { A: Use, Bc: Jump } [] "if r[a] is not undefined goto bc";
            JumpIfHole { A: Use, Bc: Jump } [] "if r[a] is the hole goto bc";
            JumpIfNotHole { A: Use, Bc: Jump } [] "if r[a] is not the hole goto bc";
            JumpLt { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if r[a] < r[b] goto c";
            JumpNotLt { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if !(r[a] < r[b]) goto c";
            JumpLe { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if r[a] <= r[b] goto c";
            JumpNotLe { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if !(r[a] <= r[b]) goto c";
            JumpGt { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if r[a] > r[b] goto c";
            JumpNotGt { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if !(r[a] > r[b]) goto c";
            JumpGe { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if r[a] >= r[b] goto c";
            JumpNotGe { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if !(r[a] >= r[b]) goto c";
            JumpEq { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if r[a] == r[b] goto c";
            JumpNe { A: Use, B: Use, C: Jump } [COLLECTS THROWS CALLS] "if r[a] != r[b] goto c";
            JumpStrictEq { A: Use, B: Use, C: Jump } [] "if r[a] === r[b] goto c";
            JumpStrictNe { A: Use, B: Use, C: Jump } [] "if r[a] !== r[b] goto c";
            JumpLtI { A: Use, B: Imm, C: Jump } [COLLECTS THROWS CALLS] "if r[a] < b goto c";
            JumpNotLtI { A: Use, B: Imm, C: Jump } [COLLECTS THROWS CALLS] "if !(r[a] < b) goto c";
            JumpLeI { A: Use, B: Imm, C: Jump } [COLLECTS THROWS CALLS] "if r[a] <= b goto c";
            JumpNotLeI { A: Use, B: Imm, C: Jump } [COLLECTS THROWS CALLS] "if !(r[a] <= b) goto c";
            JumpGtI { A: Use, B: Imm, C: Jump } [COLLECTS THROWS CALLS] "if r[a] > b goto c";
            JumpNotGtI { A: Use, B: Imm, C: Jump } [COLLECTS THROWS CALLS] "if !(r[a] > b) goto c";
            JumpGeI { A: Use, B: Imm, C: Jump } [COLLECTS THROWS CALLS] "if r[a] >= b goto c";
            JumpNotGeI { A: Use, B: Imm, C: Jump } [COLLECTS THROWS CALLS] "if !(r[a] >= b) goto c";
            JumpStrictEqI { A: Use, B: Imm, C: Jump } [] "if r[a] === b goto c";
            JumpStrictNeI { A: Use, B: Imm, C: Jump } [] "if r[a] !== b goto c";

            // ---- backward branches: poll the interrupt word
            Loop { Bc: Back } [COLLECTS THROWS CALLS ENDS] "goto bc";
            LoopIfTrue { A: Use, Bc: Back } [COLLECTS THROWS CALLS] "if ToBoolean(r[a]) goto bc";
            LoopIfFalse { A: Use, Bc: Back } [COLLECTS THROWS CALLS] "if !ToBoolean(r[a]) goto bc";
            LoopLt { A: Use, B: Use, C: Back } [COLLECTS THROWS CALLS] "if r[a] < r[b] goto c";
            LoopLe { A: Use, B: Use, C: Back } [COLLECTS THROWS CALLS] "if r[a] <= r[b] goto c";
            LoopGt { A: Use, B: Use, C: Back } [COLLECTS THROWS CALLS] "if r[a] > r[b] goto c";
            LoopGe { A: Use, B: Use, C: Back } [COLLECTS THROWS CALLS] "if r[a] >= r[b] goto c";
            LoopStrictNe { A: Use, B: Use, C: Back } [COLLECTS THROWS CALLS] "if r[a] !== r[b] goto c";
            LoopLtI { A: Use, B: Imm, C: Back } [COLLECTS THROWS CALLS] "if r[a] < b goto c";
            LoopLeI { A: Use, B: Imm, C: Back } [COLLECTS THROWS CALLS] "if r[a] <= b goto c";
            LoopGtI { A: Use, B: Imm, C: Back } [COLLECTS THROWS CALLS] "if r[a] > b goto c";
            LoopGeI { A: Use, B: Imm, C: Back } [COLLECTS THROWS CALLS] "if r[a] >= b goto c";
            IncLoopLt { A: UseDef, B: Use, C: Back } [COLLECTS THROWS CALLS] "r[a] := r[a] + 1 (numeric); if r[a] < r[b] goto c";
            IncLoopLe { A: UseDef, B: Use, C: Back } [COLLECTS THROWS CALLS] "r[a] := r[a] + 1 (numeric); if r[a] <= r[b] goto c";
            IncLoopLtI { A: UseDef, B: Imm, C: Back } [COLLECTS THROWS CALLS] "r[a] := r[a] + 1 (numeric); if r[a] < b goto c";

            // ---- contexts (captured bindings): depth in flags counts parents from r[b]
            LoadContext { A: Def } [] "r[a] := the running function's context";
            NewContext { A: Def, B: Use, X: Const } wide [COLLECTS] "r[a] := a context for scope k[x] inside context r[b], slots undefined or the hole as k[x] says";
            CopyContext { A: UseDef } [COLLECTS] "r[a] := a copy of context r[a] (per-iteration bindings)";
            ParentContext { A: Def, B: Use } [] "r[a] := the parent of context r[b]";
            GetContext { Flags: Lit, A: Def, B: Use, C: Lit } [] "r[a] := slot c of the context flags levels above r[b]";
            GetContextChecked { Flags: Lit, A: Def, B: Use, C: Lit, X: Const } wide [THROWS COLLECTS] "as GetContext; ReferenceError for k[x] if it is the hole";
            SetContext { Flags: Lit, A: Use, B: Use, C: Lit } [] "slot c of the context flags levels above r[b] := r[a]";
            SetContextChecked { Flags: Lit, A: Use, B: Use, C: Lit, X: Const } wide [THROWS COLLECTS] "as SetContext; ReferenceError for k[x] if the slot is the hole";
            GetCell { Flags: Lit, A: Def, B: Use, C: Lit } [] "r[a] := the value of the cell in slot c of the context flags levels above r[b] (variables that modules share)";
            GetCellChecked { Flags: Lit, A: Def, B: Use, C: Lit, X: Const } wide [THROWS COLLECTS] "as GetCell; ReferenceError for k[x] if it is the hole";
            SetCell { Flags: Lit, A: Use, B: Use, C: Lit } [] "the value of the cell in slot c of the context flags levels above r[b] := r[a]";
            SetCellChecked { Flags: Lit, A: Use, B: Use, C: Lit, X: Const } wide [THROWS COLLECTS] "as SetCell; ReferenceError for k[x] if the value is the hole";
            ThrowIfHole { A: Use, X: Const } wide [THROWS COLLECTS] "ReferenceError for k[x] if r[a] is the hole; the name `this` is that of a derived constructor";
            ThrowIfNotHole { A: Use } [THROWS COLLECTS] "ReferenceError `Super constructor may only be called once` unless r[a] is the hole";
            MapArguments { A: Use, B: Use } [COLLECTS] "the sloppy arguments object r[a] shares its elements 0 .. param_count with slots 0 .. of context r[b]";
            ThrowConstAssign { X: Const } wide [THROWS COLLECTS ENDS] "TypeError: assignment to constant k[x]";

            // ---- names that objects in scope may have
            FindBinding { A: Def, B: Use, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := r[b] if that is an object with a binding k[x] (HasBinding of an object environment), else undefined";
            GetBinding { Flags: Lit, A: Def, B: Use, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := the binding k[x] of object r[b]; gone meanwhile: undefined, or with flags 1 (strict) a ReferenceError";
            SetBinding { Flags: Lit, A: Use, B: Use, X: Const } wide [COLLECTS THROWS CALLS] "binding k[x] of object r[b] := r[a]; flags 1: strict";

            // ---- globals
            DeclareGlobals { X: Const } wide [COLLECTS THROWS] "GlobalDeclarationInstantiation of k[x]";
            GetGlobal { A: Def, C: Slot, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := global k[x]; ReferenceError if absent or in its dead zone";
            GetGlobalOrUndefined { A: Def, C: Slot, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := global k[x] or undefined (typeof)";
            SetGlobal { Flags: Lit, A: Use, C: Slot, X: Const } wide [COLLECTS THROWS CALLS] "global k[x] := r[a]; flags 1: strict";
            InitGlobalLexical { A: Use, X: Const } wide [COLLECTS] "global lexical binding k[x] initialised to r[a]";
            DeleteGlobal { A: Def, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := delete of the unqualified name k[x] (sloppy)";

            // ---- properties
            GetNamed { A: Def, B: Use, C: Slot, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := r[b].k[x]";
            GetLength { A: Def, B: Use, C: Slot, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := r[b].length (k[x] is the key)";
            SetNamed { Flags: Lit, A: Use, B: Use, C: Slot, X: Const } wide [COLLECTS THROWS CALLS] "r[a].k[x] := r[b]; flags 1: strict";
            DefineNamed { Flags: Lit, A: Use, B: Use, C: Slot, X: Const } wide [COLLECTS THROWS CALLS] "own data property k[x] of r[a] := r[b]; flags 1: not enumerable";
            GetKeyed { A: Def, B: Use, C: Use, Y: Slot } wide [COLLECTS THROWS CALLS] "r[a] := r[b][r[c]]";
            SetKeyed { Flags: Lit, A: Use, B: Use, C: Use, Y: Slot } wide [COLLECTS THROWS CALLS] "r[a][r[b]] := r[c]; flags 1: strict";
            DefineKeyed { Flags: Lit, A: Use, B: Use, C: Use } [COLLECTS THROWS CALLS] "own data property r[b] (a property key) of r[a] := r[c]; flags 1: not enumerable";
            DefineGetter { Flags: Lit, A: Use, B: Use, C: Use } [COLLECTS THROWS CALLS] "own getter r[b] of r[a] := r[c]; flags 1: not enumerable";
            DefineSetter { Flags: Lit, A: Use, B: Use, C: Use } [COLLECTS THROWS CALLS] "own setter r[b] of r[a] := r[c]; flags 1: not enumerable";
            DeleteNamed { Flags: Lit, A: Def, B: Use, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := delete r[b].k[x]; flags 1: strict";
            DeleteKeyed { Flags: Lit, A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := delete r[b][r[c]]; flags 1: strict";
            GetSuper { A: Def, B: UsePair, C: Use } [COLLECTS THROWS CALLS] "r[a] := super[r[c]], home object r[b], receiver r[b+1]";
            SetSuper { Flags: Lit, A: Use, B: UsePair, C: Use } [COLLECTS THROWS CALLS] "super[r[c]] := r[a], home object r[b], receiver r[b+1]; flags 1: strict";
            SetPrototype { A: Use, B: Use } [COLLECTS THROWS] "prototype of the literal r[a] := r[b] if that is an object or null (`__proto__: v`)";
            GetPrivate { A: Def, B: Use, C: Use, Y: Slot } wide [COLLECTS THROWS CALLS] "r[a] := r[b].#r[c] (field, method or getter); TypeError without it";
            SetPrivate { A: Use, B: Use, C: Use, Y: Slot } wide [COLLECTS THROWS CALLS] "r[a].#r[b] := r[c]; TypeError without it, or if it is a method or has no setter";
            DefinePrivate { Flags: Lit, A: Use, B: Use, C: Use } [COLLECTS THROWS] "private r[b] added to r[a] := r[c]; flags 0: field, 1: method, 2: getter, 3: setter; TypeError if there";
            CopyDataProperties { A: Use, B: Use } [COLLECTS THROWS CALLS] "own enumerable properties of r[b] copied into r[a] (object spread)";
            CopyRest { Flags: Count, A: Def, B: Use, C: First } [COLLECTS THROWS CALLS] "r[a] := a new object with those of r[b] but the flags keys from r[c] (object rest)";

            // ---- calls
            GetMethod { A: DefMethod, B: Use, C: Slot, X: Const } wide [COLLECTS THROWS CALLS] "r[a] := r[b]; r[a-1] := r[b].k[x] (method of a call to come, window a)";
            Call { A: Window, B: Argc, C: Slot } [COLLECTS THROWS CALLS] "r[a-1] := r[a-1] called with receiver r[a] and b arguments from r[a+1]";
            CallSpread { A: Window, B: Argc } [COLLECTS THROWS CALLS] "as Call; b is 1 and r[a+1] an array of the arguments";
            Construct { A: NewWindow, B: Argc, C: Slot } [COLLECTS THROWS CALLS] "r[a-1] := new r[a-1](b arguments from r[a+1]); writes the new object to r[a] before the call; a ConstructResult of r[a-1], r[a] follows";
            ConstructSpread { A: NewWindow, B: Argc } [COLLECTS THROWS CALLS] "as Construct; b is 1 and r[a+1] an array of the arguments; ConstructResult follows";
            SuperConstruct { A: NewWindow, B: Argc, C: Use } [COLLECTS THROWS CALLS] "r[a-1] := super(...): r[a-1] is the parent constructor (see GetSuperConstructor), new.target is r[c]; ConstructResult follows";
            SuperConstructSpread { A: NewWindow, B: Argc, C: Use } [COLLECTS THROWS CALLS] "as SuperConstruct with an array of the arguments; ConstructResult follows";
            ConstructResult { A: UseDef, B: Use } [] "if r[a] is not an object, r[a] := r[b]; follows a construct of window b, a = b-1";
            GetSuperConstructor { A: Def, B: Use } [COLLECTS THROWS] "r[a] := [[GetPrototypeOf]] of the class constructor r[b]";
            CallEval { Flags: Lit, A: Window, B: Argc, C: Use, X: Const } wide [COLLECTS THROWS CALLS] "as Call, or with flags 1 as CallSpread; a direct eval when r[a-1] is the intrinsic eval: its code runs in context r[c], which k[x] describes";
            Return { A: Use } [ENDS] "return r[a]";
            EndGetter {} [ENDS] "what a getter entered by a load returns to: r[a] of the load := its result (see vm::frame; in no function's code)";
            ReturnDerived { A: Use, B: Use } [THROWS COLLECTS ENDS] "return r[a] if an object, else r[b] (`this`) if r[a] is undefined and r[b] not the hole; else TypeError or ReferenceError";
            Throw { Flags: Lit, A: Use } [THROWS COLLECTS ENDS] "throw r[a]; flags 1: rethrow of what a handler caught, whose place of origin stays";
            ThrowMessage { A: Lit } [THROWS COLLECTS ENDS] "throw the error of `Message` a";
            Catch { A: Def } [] "r[a] := the exception caught; first instruction of every handler";
            CheckObjectCoercible { A: Use } [THROWS COLLECTS] "TypeError if r[a] is undefined or null (destructuring; the message is rendered from the source, see compiler::callsite)";

            // ---- functions and classes
            NewClosure { A: Def, B: Use, X: Const } wide [COLLECTS] "r[a] := a closure of function k[x] in context r[b]";
            SetFunctionName { Flags: Lit, A: Use, B: Use } [COLLECTS THROWS] "SetFunctionName(r[a], r[b]); flags 1: `get`, 2: `set` prefix";
            NewClass { A: DefPair, B: Use, C: Use, X: Const } wide [COLLECTS THROWS CALLS] "r[a], r[a+1] := constructor of function k[x] in context r[c] and its prototype, extending r[b] (the hole: no heritage)";
            SetClassFields { A: Use, B: Use } [COLLECTS] "function r[b] initialises the fields of class r[a]";
            InitFields { A: Use, B: Use } [COLLECTS THROWS CALLS] "runs the field initialiser of class constructor r[b] on r[a]";
            NewPrivateName { A: Def, X: Const } wide [COLLECTS] "r[a] := a new private name described by k[x]";

            // ---- literals
            NewObject { A: Def } [COLLECTS] "r[a] := {}";
            NewObjectWith { A: Def, B: First, C: Count, X: Const, Y: Slot } wide [COLLECTS] "r[a] := an object with the keys of k[x] and the c values from r[b]";
            NewArray { A: Def, B: First, C: Count } [COLLECTS] "r[a] := [r[b] .. r[b+c-1]] (the hole makes a hole)";
            NewArrayConst { A: Def, Bc: Const } [COLLECTS] "r[a] := an array sharing the constant elements k[bc] until written";
            ArrayPush { A: Use, B: Use } [COLLECTS THROWS] "append r[b] to the literal r[a] (the hole makes a hole)";
            ArraySpread { A: Use, B: Use } [COLLECTS THROWS CALLS] "append all that r[b] iterates to the literal r[a]";
            NewRegExp { A: Def, X: Const, Y: Const } wide [COLLECTS THROWS] "r[a] := a RegExp with source k[x], flags k[y]";
            GetTemplateObject { A: Def, C: Slot, X: Const } wide [COLLECTS] "r[a] := the template object of this site, k[x] its strings";

            // ---- iteration: a record is a register pair (iterator, next method)
            GetIterator { Flags: Lit, A: DefPair, B: Use } [COLLECTS THROWS CALLS] "r[a], r[a+1] := GetIterator(r[b]); flags 1: async";
            ForOfNext { A: Window, B: UsePair, C: Jump } [COLLECTS THROWS CALLS] "next value of iterator r[b]: fast, into r[a-1], skipping the IteratorUnwrap that follows, or jumping to c when done; or by a call of next whose result goes to r[a-1]";
            IteratorUnwrap { A: UseDef, C: Jump } [COLLECTS THROWS CALLS] "r[a] := r[a].value, or goto c if r[a].done; TypeError if no object";
            IteratorNext { A: Def, B: UsePair } [COLLECTS THROWS CALLS] "r[a] := result object of iterator r[b]'s next (no argument), not checked";
            CheckIteratorResult { A: Use } [THROWS COLLECTS] "TypeError `Iterator result .. is not an object` unless r[a] is an object";
            IteratorClose { Flags: Lit, A: UsePair } [COLLECTS THROWS CALLS] "IteratorClose of r[a]; flags 1: because of a throw (errors of `return` are dropped)";
            ForInPrepare { A: Def, B: Use } [COLLECTS THROWS CALLS] "r[a] := an enumerator of r[b]'s enumerable string keys, own and inherited";
            ForInNext { A: Def, B: Use, C: Jump } [COLLECTS THROWS CALLS] "r[a] := the next key still present in enumerator r[b], or goto c";

            // ---- generators and async functions: the frame's object was made by the prologue
            CreateGenerator { A: Def } [COLLECTS THROWS CALLS SUSPENDS] "r[a] := the generator object of this call; returns it to the caller; resumes here on the first next";
            Yield { Flags: Lit, A: Def, B: Use, C: Def } [COLLECTS THROWS CALLS SUSPENDS] "suspend with value r[b]; when resumed r[a] := the value sent and r[c] := 0 for next, 2 for return (a throw is thrown here); flags 1: r[b] is a result object, given to the caller as it is (yield* of a sync generator)";
            CreateAsync { A: Def } [COLLECTS] "r[a] := the async function object of this call, with its promise";
            Await { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS SUSPENDS] "suspend until r[b] settles; r[a] := its value or throw its reason; r[c] is the async function or generator object";
            AsyncReturn { A: Use, B: Use } [COLLECTS ENDS] "resolve the promise of async function object r[b] with r[a] and return it";
            AsyncReject { A: Use, B: Use } [COLLECTS ENDS] "reject the promise of async function object r[b] with r[a] and return it";
            AsyncGeneratorResult { Flags: Lit, A: Use, B: Use } [COLLECTS THROWS CALLS ENDS] "complete async generator r[b] with r[a]; flags 0: return, 1: throw";
            YieldDelegate { A: UsePair, B: UsePair, C: DefPair } [COLLECTS THROWS CALLS] "one step of yield*: r[a] the value received, r[a+1] the resume mode (0 next, 1 throw, 2 return); calls that method of iterator r[b] with r[a]; r[c] := its result, not checked; r[c+1] := 0, or 1 if the iterator has no `throw`, 2 if it has no `return` (nothing was called then)";

            // ---- modules and the rest
            ImportCall { A: Def, B: Use, C: Use } [COLLECTS THROWS CALLS] "r[a] := import(r[b], r[c])";
            ImportMeta { A: Def } [COLLECTS THROWS CALLS] "r[a] := import.meta";
            Debugger {} [] "a breakpoint for a debugger; does nothing without one";
        }
    };
}

macro_rules! declare_opcodes {
    ($( $name:ident { $($field:ident : $role:ident),* } $($wide:ident)? [$($effect:ident)*] $formula:literal; )*) => {
        /// An instruction's operation. Its documentation is [`Opcode::formula`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Opcode {
            $( #[doc = $formula] $name, )*
        }

        impl Opcode {
            /// Every opcode, in the order of its number.
            pub const ALL: &'static [Opcode] = &[$(Opcode::$name),*];
            const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];
            const FORMULAS: &'static [&'static str] = &[$($formula),*];
            const OPERANDS: &'static [Operands] = &[$(&[$((Field::$field, Role::$role)),*]),*];
            const EFFECTS: &'static [Effects] = &[$(Effects::empty() $(.union(Effects::$effect))*),*];
            const WIDE: &'static [bool] = &[$(declare_opcodes!(@wide $($wide)?)),*];
        }
    };
    (@wide wide) => { true };
    (@wide) => { false };
}
for_each_opcode!(declare_opcodes);

impl Opcode {
    /// The opcode with this number, if there is one.
    #[inline]
    pub fn from_u8(number: u8) -> Option<Opcode> {
        Opcode::ALL.get(number as usize).copied()
    }

    pub fn name(self) -> &'static str {
        Opcode::NAMES[self as usize]
    }

    /// What it does, as a formula over its operand fields.
    pub fn formula(self) -> &'static str {
        Opcode::FORMULAS[self as usize]
    }

    pub fn operands(self) -> Operands {
        Opcode::OPERANDS[self as usize]
    }

    pub fn effects(self) -> Effects {
        Opcode::EFFECTS[self as usize]
    }

    /// Length in words: 1 or 2.
    pub const fn length(self) -> usize {
        1 + Opcode::WIDE[self as usize] as usize
    }

    /// The conditional jump that is taken exactly when this one is not.
    pub fn complement(self) -> Option<Opcode> {
        use Opcode::*;
        const PAIRS: &[(Opcode, Opcode)] = &[
            (JumpIfTrue, JumpIfFalse),
            (JumpIfNullish, JumpIfNotNullish),
            (JumpIfUndefined, JumpIfNotUndefined),
            (JumpIfHole, JumpIfNotHole),
            (JumpLt, JumpNotLt),
            (JumpLe, JumpNotLe),
            (JumpGt, JumpNotGt),
            (JumpGe, JumpNotGe),
            (JumpEq, JumpNe),
            (JumpStrictEq, JumpStrictNe),
            (JumpLtI, JumpNotLtI),
            (JumpLeI, JumpNotLeI),
            (JumpGtI, JumpNotGtI),
            (JumpGeI, JumpNotGeI),
            (JumpStrictEqI, JumpStrictNeI),
        ];
        PAIRS.iter().find_map(|&(p, q)| {
            if p == self {
                Some(q)
            } else if q == self {
                Some(p)
            } else {
                None
            }
        })
    }
}
