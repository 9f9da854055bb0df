//! The only code that talks to a terminal: the prompt, its completion, colours and history, the
//! commands that begin with a colon, questions, and how results and errors look.
//!
//! `repl.rs` is the shell. It hands each entry to the interpreter (or to a colon command) and shows what
//! comes back; what an entry means and what is allowed is decided elsewhere.

mod ask;
mod changes;
mod child;
mod commands;
mod completion;
mod console;
mod destination;
mod dumb;
mod editor;
mod hand_in;
mod highlight;
mod history;
mod language;
mod last;
mod line;
mod locale;
mod modes;
mod notes;
mod pager;
mod picture;
mod printer;
mod progress;
mod prompt;
mod repl;
mod report;
mod runs;
mod sandbox;
mod sandboxed;
mod settings;
mod sign_in;
mod standard_streams;
mod startup;
mod state;
mod stopwatch;
mod suspend;
mod undo;

pub use ask::{ask_line, ask_password};
pub use completion::SQL_KEYWORDS;
pub use console::{Consent, Console};
pub use destination::{Destination, OutFile};
pub(crate) use dumb::is_dumb;
pub use last::Last;
pub(crate) use locale::speaks_utf8;
pub use modes::{restore_terminal, wake_writers};
pub use pager::Pager;
pub use printer::{Printer, Shown, print};
pub use progress::{follow_statement, is_seen};
pub(crate) use repl::run;
pub use report::{report, say};
pub(crate) use sign_in::PASSWORD_CHANGED;
pub use sign_in::signed_in_as;
pub(crate) use standard_streams::{columns, unwritten};
