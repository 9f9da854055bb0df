//! What a script can say: one file per noun. The doc comments are the help.
//!
//! Functions stand in modules. The first line of a module's doc comment is the group that help and the
//! reference show them in; modules of several files may share a group.

mod aggregate;
mod ask;
mod beyond;
mod bulk;
mod chart;
mod collection;
mod date_order;
mod group;
mod history;
mod import;
mod json;
mod me;
mod money;
mod options;
mod order;
mod password;
mod printed;
mod progress;
mod query;
mod record;
mod runs;
mod save_as;
mod scopes;
mod span;
mod sql;
mod text;
mod time;
mod transaction;
mod verbs;

pub(super) use sql::value_of;

use super::context::Context;
use crate::error::Error;
use rhai::{Engine, Module};

/// The options that a function takes in a map, by its name.
#[must_use]
pub fn options_of(function: &str) -> Option<&'static [&'static str]> {
    match function {
        "chart" => Some(&crate::render::chart::OPTIONS),
        "import_file" => Some(&import::OPTIONS),
        "save_as" => Some(&save_as::OPTIONS),
        _ => None,
    }
}

/// The words that an option of a function takes, where they are few.
#[must_use]
pub fn words_of(function: &str, option: &str) -> &'static [&'static str] {
    match (function, option) {
        ("chart", "kind") => &crate::render::chart::Kind::WORDS,
        ("import_file", "dates") => &import::DATES,
        ("import_file", "decimal") => &import::DECIMAL,
        ("import_file", "delimiter") => &import::DELIMITER,
        ("import_file", "duplicates") => &crate::api::Duplicates::WORDS,
        ("save_as", "formulas") => &save_as::FORMULAS,
        _ => &[],
    }
}

/// Registers everything.
pub(super) fn register(engine: &mut Engine, context: &Context) {
    engine.register_type_with_name::<Error>("error");
    engine.register_get("message", |error: &mut Error| error.message.clone());
    time::register(engine);
    money::register(engine);
    beyond::register(engine);
    printed::register(engine);
    order::register(engine);
    chart::register(engine);
    collection::register(engine);
    aggregate::register(engine);
    date_order::register(engine);
    record::register(engine, context);
    me::register(engine);
    password::register(engine);
    progress::register(engine);
    for module in modules() {
        engine.register_global_module(module.into());
    }
}

/// The modules of all functions; their order is that of the groups in help.
pub(super) fn modules() -> Vec<Module> {
    [
        query::modules(),
        group::modules(),
        aggregate::modules(),
        collection::modules(),
        scopes::modules(),
        record::modules(),
        bulk::modules(),
        import::modules(),
        verbs::modules(),
        password::modules(),
        save_as::modules(),
        history::modules(),
        runs::modules(),
        me::modules(),
        span::modules(),
        time::modules(),
        money::modules(),
        text::modules(),
        json::modules(),
        order::modules(),
        chart::modules(),
        sql::modules(),
        transaction::modules(),
        ask::modules(),
        progress::modules(),
        crate::script::reference::help::modules(),
    ]
    .concat()
}
