//! The `tenure` command: everything it does is in [`tenure::cli`].

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    std::process::exit(tenure::cli::main())
}
