//! What is asked, as data: expressions and queries, and their SQL text with its parameters.
//!
//! Pure: no I/O, no scripts, no driver. Values never become part of the text; they are parameters.

mod ast;
mod sql;
mod statement;

pub use ast::derived::Derived;
pub use ast::expr::{Aggregate, Binary, Expr, Many};
pub use ast::functions::Function;
pub use ast::path::{RowPath, Step};
pub use ast::select::{Direction, Select};
pub use sql::change::{NOT_ROUNDED, delete, delete_all, insert, update, update_all};
pub use sql::columns::{Column, insert_columns, matching, update_columns};
pub use sql::select::NameOf;
pub use sql::undo::{
    Reference, bring_back, changes_of, hold_rows, leads_nowhere, leads_to_created, net_summary,
    put_back, put_back_one, remove_again, still_there,
};
pub use statement::Statement;
