//! The `epic` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    epic::cli::main(std::env::args_os())
}
