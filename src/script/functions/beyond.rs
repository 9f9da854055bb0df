//! Values that no type here can hold: they print, and are refused where one calculates with them.

use crate::error::Error;
use crate::script::raise::{Raised, raise};
use crate::value::Beyond;
use rhai::{Dynamic, Engine, ImmutableString};

/// What people call their type.
pub(super) const NAME: &str = "value out of range";

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Beyond>(NAME);
    engine.register_fn("==", |left: Beyond, right: Beyond| left == right);
    engine.register_fn("!=", |left: Beyond, right: Beyond| left != right);
    engine.register_fn("+", |text: ImmutableString, value: Beyond| {
        format!("{text}{}", value.text)
    });
    engine.register_fn("+", |value: Beyond, text: ImmutableString| {
        format!("{}{text}", value.text)
    });
    engine.register_fn("round", |value: &mut Beyond| refuse(value));
    engine.register_fn("round", |value: &mut Beyond, _: i64| refuse(value));
    for sign in ["<", "<=", ">", ">=", "+", "-", "*", "/", "%"] {
        engine.register_fn(sign, |value: Beyond, _: Dynamic| refuse(&value));
        engine.register_fn(sign, |_: Dynamic, value: Beyond| refuse(&value));
    }
}

fn refuse(value: &Beyond) -> Raised<Dynamic> {
    let error = Error::failed(format!(
        "{} is {} that can be shown here, and not calculated with",
        value.text,
        value.kind.one()
    ));
    Err(raise(
        error.hint("the database can: in a closure, or in plain SQL"),
    ))
}
