//! What a script can say: one file per noun. The doc comments are the help.

mod bulk;
mod collection;
mod figure;
mod help;
mod money;
mod query;
mod record;
mod scopes;
mod signature;
mod sql;
mod text;
mod time;
mod transaction;

pub(super) use help::{help, names};
pub(super) use record::member;
pub use signature::Function;
pub(super) use signature::functions;
pub(super) use text::pattern;
pub use time::Span;

use crate::error::Error;
use rhai::Engine;

/// Registers everything.
pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Error>("error");
    engine.register_get("message", |error: &mut Error| error.message.clone());
    engine.register_fn("to_string", |error: &mut Error| error.message.clone());
    time::register(engine);
    money::register(engine);
    collection::register(engine);
    query::register(engine);
    figure::register(engine);
    scopes::register(engine);
    bulk::register(engine);
    record::register(engine);
    sql::register(engine);
    text::register(engine);
    transaction::register(engine);
}
