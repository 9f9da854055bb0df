//! Money: exact decimal numbers.

use crate::error::Error;
use crate::script::failure::{Raised, raise};
use rhai::plugin::{export_module, exported_module};
use rhai::{Engine, Module};
use rust_decimal::Decimal;

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(money)]
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Decimal>("decimal");
}

/// Time and money
#[export_module]
mod money {
    /// An exact decimal number, from its digits.
    ///
    /// ```rhai
    /// dec("12.50") * 3
    /// ```
    #[rhai_fn(name = "dec", return_raw)]
    pub fn from_text(digits: &str) -> Raised<Decimal> {
        digits.trim().parse().map_err(|_| {
            raise(
                Error::failed(format!("'{digits}' is not a decimal number"))
                    .hint("write dec(\"12.50\")"),
            )
        })
    }

    /// A whole number as an exact decimal number.
    ///
    /// ```rhai
    /// dec(12)
    /// ```
    #[rhai_fn(name = "dec")]
    pub fn from_int(number: i64) -> Decimal {
        number.into()
    }
}
