//! JSON in scripts: no digit is lost on the way in or out.

use crate::error::Error;
use crate::script::raise::{Raised, raise};
use crate::script::values::{json_to_rhai, shown};
use crate::value::Json;
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, Map, Module};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(json)]
}

fn written(value: &Dynamic) -> Raised<String> {
    let value = shown(value).map_err(raise)?;
    Ok(Json::of(&value).compact())
}

/// Texts
#[export_module]
mod json {
    /// What a JSON text says: objects are maps; numbers with a point are exact decimals.
    ///
    /// ```rhai
    /// parse_json("{\"price\": 12.50}").price * 2
    /// ```
    #[rhai_fn(return_raw)]
    pub fn parse_json(text: &str) -> Raised<Dynamic> {
        Json::read(text).as_ref().map(json_to_rhai).ok_or_else(|| {
            let why = serde_json::from_str::<serde_json::Value>(text).err();
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            raise(Error::failed(format!("this is no JSON{why}")))
        })
    }

    /// A value as JSON: dates and moments are texts, decimals keep their digits.
    ///
    /// ```rhai
    /// #{ due: dec("12.50"), on: date("2026-01-31") }.to_json()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn to_json(value: Dynamic) -> Raised<String> {
        written(&value)
    }

    // Rhai has one of its own for maps.
    #[rhai_fn(name = "to_json", return_raw)]
    pub fn map_to_json(map: Map) -> Raised<String> {
        written(&map.into())
    }
}
