//! The only code that talks to a terminal.

mod printer;

pub use printer::Printer;
