//! What the tests lower closures about: an entity with a field of each type, and one that it has many of.

use super::expression::Lowering;
use super::operand::Operand;
use crate::catalog::Catalog;
use crate::error::Error;
use crate::query::{Expr, RowPath};
use crate::script::context::Context;
use crate::script::{Limits, engine};
use rhai::{FnPtr, NativeCallContext, Position};
use std::cell::RefCell;
use std::rc::Rc;

/// The fields of a thing, by their types; `parts` are those that belong to it.
pub(super) const FIELDS: [(&str, &str); 11] = [
    ("id", "integer"),
    ("bool", "boolean"),
    ("int", "bigint"),
    ("float", "double precision"),
    ("decimal", "numeric"),
    ("text", "text"),
    ("date", "date"),
    ("timestamp", "timestamp with time zone"),
    ("uuid", "uuid"),
    ("json", "jsonb"),
    ("flag", "boolean"),
];

/// Things, and the parts that they have.
pub(in crate::script) fn catalog() -> Rc<Catalog> {
    let field = |(name, kind): (&str, &str)| {
        serde_json::json!({
            "name": name, "type": kind, "nullable": true, "has_default": false, "generated": false,
            "hidden": false, "comment": null, "values": null,
            "may_select": true, "may_insert": true, "may_update": true,
        })
    };
    let entity = |name: &str, fields: &[(&str, &str)], relations: serde_json::Value| {
        serde_json::json!({
            "name": name, "comment": null, "may_delete": false, "constraints": [], "rules": [],
            "fields": fields.iter().copied().map(field).collect::<Vec<_>>(), "relations": relations,
        })
    };
    let parts = [
        ("id", "integer"),
        ("size", "integer"),
        ("thing_id", "integer"),
    ];
    let to_thing = serde_json::json!([{ "field": "thing_id", "target": "things" }]);
    let json = serde_json::json!({ "me": null, "entities": [
        entity("things", &FIELDS, serde_json::json!([])),
        entity("parts", &parts, to_thing),
    ]});
    Rc::new(Catalog::read(&json.to_string()).expect("a catalog"))
}

/// What a closure becomes, or why not; and how many parts of it were visited.
type Lowered = (Result<Option<Expr>, Error>, usize);

/// What a closure about a thing becomes, or why not; and how many parts of it were visited.
pub(in crate::script) fn lowered(before: &str, closure: &str) -> Lowered {
    let mut engine = engine::build(&Context::new(None), Limits::default());
    let found: Rc<RefCell<Option<Lowered>>> = Rc::default();
    let answer = Rc::clone(&found);
    engine.register_fn("lower", move |ctx: NativeCallContext, closure: FnPtr| {
        let catalog = catalog();
        let row = RowPath::of(catalog.entity("things").expect("things"), 0);
        let mut lowering = Lowering::with(&ctx, Rc::clone(&catalog));
        let operand = lowering.closure(&closure, row);
        let result = operand
            .map(|(operand, _)| expression(operand))
            .map_err(|error| {
                let thrown = match *error {
                    rhai::EvalAltResult::ErrorRuntime(value, _) => value.try_cast::<Error>(),
                    other => Some(Error::failed(other.to_string())),
                };
                thrown.expect("an error of ours")
            });
        answer.replace(Some((result, lowering.analysis.visits)));
    });
    let code = format!("{before}\nlower({closure})");
    engine
        .run(&code)
        .unwrap_or_else(|error| panic!("{code}: {error}"));
    found
        .take()
        .unwrap_or_else(|| panic!("{code} was not lowered"))
}

/// The expression of what is a value; related rows and spans have none.
fn expression(operand: Operand) -> Option<Expr> {
    operand.value_or_seconds(Position::NONE).ok()
}
