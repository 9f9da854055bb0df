//! The only code that talks to a terminal: the prompt, its completion, colours and history, the
//! commands that begin with a colon, questions, and how results and errors look.
//!
//! `repl.rs` is the shell. It hands each entry to the interpreter (or to a colon command) and shows what
//! comes back; what an entry means and what is allowed is decided elsewhere.

mod ask;
mod cancel;
mod changes;
mod commands;
mod completion;
mod console;
mod highlight;
mod history;
mod line;
mod locale;
mod modes;
mod printer;
mod private_file;
mod prompt;
mod repl;
mod report;
mod runs;
mod sign_in;
mod state;
mod suspend;

pub use ask::{ask_line, ask_password};
pub use console::{Consent, Console};
pub use modes::restore_terminal;
pub(crate) use printer::unwritten;
pub use printer::{Printer, print};
pub(crate) use repl::run;
pub use report::{report, say};
pub(crate) use sign_in::PASSWORD_CHANGED;
pub use sign_in::signed_in_as;
