//! The `epic` command.

use cap::Cap;
use std::alloc::System;
use std::process::ExitCode;
use std::thread;

/// The most memory that this process may ever take. Scripts are stopped long before, with a message; what
/// one single operation would take beyond this ends the process, and not the machine.
const MOST: usize = 4 << 30;

/// How much stack there is, if it is ever needed: lists that a script puts into each other are copied and
/// given back one inside the other.
const STACK: usize = 1 << 30;

/// Counts allocated memory, so that scripts can be stopped in time.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, MOST);

fn main() -> ExitCode {
    epic::script::measure_memory(|| MEMORY.allocated());
    let main = || epic::cli::main(std::env::args_os());
    match thread::Builder::new().stack_size(STACK).spawn(main) {
        Ok(running) => running.join().unwrap_or(ExitCode::FAILURE),
        // A system that promises no memory it may not have: then with what there is.
        Err(_) => main(),
    }
}
