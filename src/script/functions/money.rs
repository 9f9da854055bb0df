//! Money: exact decimal numbers.

use crate::error::Error;
use crate::script::raise::{Raised, raise};
use crate::value::{decimal, is_decimal};
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, Engine, Module};
use rust_decimal::{Decimal, RoundingStrategy};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(money)]
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Decimal>("decimal");
    beside_floats(engine);
}

/// A number written with a point is exact beside a decimal number, as it is in the database: `due > 10.5`.
fn beside_floats(engine: &mut Engine) {
    macro_rules! operators {
        ($($sign:literal $of:expr),*) => { $(
            engine.register_fn($sign, |left: Decimal, right: f64| -> Raised<Dynamic> {
                $of(left, exact(right)?)
            });
            engine.register_fn($sign, |left: f64, right: Decimal| -> Raised<Dynamic> {
                $of(exact(left)?, right)
            });
        )* };
    }
    operators!(
        "==" |a: Decimal, b: Decimal| truth(a == b),
        "!=" |a: Decimal, b: Decimal| truth(a != b),
        "<" |a: Decimal, b: Decimal| truth(a < b),
        "<=" |a: Decimal, b: Decimal| truth(a <= b),
        ">" |a: Decimal, b: Decimal| truth(a > b),
        ">=" |a: Decimal, b: Decimal| truth(a >= b),
        "+" |a: Decimal, b: Decimal| number(a.checked_add(b)),
        "-" |a: Decimal, b: Decimal| number(a.checked_sub(b)),
        "*" |a: Decimal, b: Decimal| number(a.checked_mul(b)),
        "/" |a: Decimal, b: Decimal| number(a.checked_div(b)),
        "%" |a: Decimal, b: Decimal| number(a.checked_rem(b))
    );
}

fn number(result: Option<Decimal>) -> Raised<Dynamic> {
    result
        .map(Dynamic::from)
        .ok_or_else(|| raise(Error::failed("the number is too large, or divided by zero")))
}

#[allow(clippy::unnecessary_wraps)] // as the other operators
fn truth(holds: bool) -> Raised<Dynamic> {
    Ok(holds.into())
}

/// The decimal number whose digits people see.
fn exact(number: f64) -> Raised<Decimal> {
    decimal(&number.to_string())
        .ok_or_else(|| raise(Error::failed(format!("{number} is no decimal number"))))
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
        decimal(digits.trim()).ok_or_else(|| {
            raise(if is_decimal(digits.trim()) {
                Error::failed(format!("'{digits}' has more than 28 digits"))
                    .hint("the database calculates with so many: sql(\"select …\")")
            } else {
                Error::failed(format!("'{digits}' is not a decimal number"))
                    .hint("write dec(\"12.50\")")
            })
        })
    }

    /// A decimal number, rounded to a whole one; a half goes away from zero.
    ///
    /// ```rhai
    /// dec("12.50").round()
    /// ```
    #[rhai_fn(name = "round", get = "round")]
    pub fn round_whole(number: Decimal) -> Decimal {
        number.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
    }

    /// A decimal number, rounded to so many decimals; a half goes away from zero.
    ///
    /// ```rhai
    /// (dec("100") / 3).round(2)
    /// ```
    #[rhai_fn(name = "round", return_raw)]
    pub fn round_to(number: Decimal, decimals: i64) -> Raised<Decimal> {
        match u32::try_from(decimals) {
            Ok(decimals) if decimals <= Decimal::MAX_SCALE => {
                let half_away = RoundingStrategy::MidpointAwayFromZero;
                let mut rounded = number.round_dp_with_strategy(decimals, half_away);
                // 12.5 to two decimals is shown as 12.50.
                rounded.rescale(decimals);
                Ok(rounded)
            }
            _ => Err(raise(Error::failed(format!(
                "a number has 0 to {} decimals, not {decimals}",
                Decimal::MAX_SCALE
            )))),
        }
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
