//! Saved scripts: where they are, what their headers declare, and what a call gives for it.
//!
//! A script is a file of Rhai whose first lines, `//! …`, are its documentation and its interface. From one
//! declaration follow flags, help, completion, questions for what is missing, checks before anything runs, and the
//! constants that the script sees. Nothing here runs a script: [`Call`] is what the script room is given.

mod ask;
mod call;
mod check;
mod embedded;
mod find;
mod flags;
mod folder;
mod header;
mod kind;
mod line;
mod parameter;
mod script;
mod suggest;
mod table;
mod template;
mod wrong;

pub use call::Environment;
pub use call::{Call, Given};
pub use check::{Check, Use};
pub use find::{Found, Library};
pub use flags::{given, run_command};
pub use folder::Place;
pub use header::Header;
pub use kind::Kind;
pub use line::read;
pub use parameter::Parameter;
pub use script::Script;
pub use suggest::{Following, Suggestion};
pub use template::template;
pub use wrong::Wrong;
