//! Generates the parser from grammar/javascript.lalrpop.
//!
//! LALRPOP's parser runs on a loop in `lalrpop_util::state_machine`. Ours replaces it: the one line that names that module
//! is made to name `crate::syntax::driver`. That module is not a public interface of LALRPOP, hence the exact version in
//! Cargo.toml and the check below.

use std::path::PathBuf;
use std::{env, fs};

const THEIR_LOOP: &str = "use self::__lalrpop_util::state_machine as __state_machine;";
const OUR_LOOP: &str = "use crate::syntax::driver as __state_machine;";

fn main() {
    println!("cargo:rerun-if-changed=grammar");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .set_out_dir(&out)
        .emit_rerun_directives(true)
        .process()
        .expect("the grammar is LR(1)");
    let path = out.join("javascript.rs");
    let generated = fs::read_to_string(&path).expect("LALRPOP wrote the parser");
    assert!(generated.contains(THEIR_LOOP), "this LALRPOP generates other code: see src/syntax/driver.rs");
    fs::write(out.join("javascript_parser.rs"), generated.replace(THEIR_LOOP, OUR_LOOP)).expect("OUT_DIR is writable");
}
