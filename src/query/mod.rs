//! What is asked, as data: expressions and queries, and their SQL text with its parameters.
//!
//! Pure: no I/O, no scripts, no driver. Values never become part of the text; they are parameters.

mod calls;
mod change;
mod derived;
mod expr;
mod figures;
mod functions;
mod joins;
mod parts;
mod path;
mod reading;
mod select;
mod sql;
mod write;

pub use change::{NOT_ROUNDED, delete, delete_all, insert, update, update_all};
pub use derived::Derived;
pub use expr::{Aggregate, Binary, Expr, Many};
pub use functions::Function;
pub use path::{RowPath, Step};
pub use select::{Direction, Select};

use crate::value::Value;

/// A statement with its parameters, ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The text; `$1` is the first parameter.
    pub text: String,
    /// The parameters.
    pub params: Vec<Value>,
}
