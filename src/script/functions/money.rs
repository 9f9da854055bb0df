//! Money: exact decimal numbers.

use crate::error::Error;
use crate::script::failure::{Raised, raise};
use rhai::Engine;
use rhai::plugin::{export_module, exported_module};
use rust_decimal::Decimal;

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Decimal>("decimal");
    engine.register_global_module(exported_module!(functions).into());
}

#[export_module]
mod functions {
    /// An exact decimal number, from its digits.
    ///
    /// ```
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
    /// ```
    /// dec(12)
    /// ```
    #[rhai_fn(name = "dec")]
    pub fn from_int(number: i64) -> Decimal {
        number.into()
    }
}
