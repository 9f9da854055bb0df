//! Methods of numbers.

use super::scalar::asked_of;
use super::{Asked, Becomes, Method, Receiver, Refused};
use crate::error::Error;
use crate::query::{Binary, Expr as Sql, Function};
use crate::script::lowering::operand::{Operand, constant};
use crate::script::lowering::unsupported::{at, untranslatable};
use crate::script::raise::Raised;
use crate::value::{Type, Value};

pub(super) const METHODS: &[Method] = &[
    Method::either("round", DECIMAL, 0..=1, Becomes::OfValue(round)),
    Method::either("floor", DECIMAL, 0..=0, Becomes::Function(Function::Floor)),
    Method::either(
        "ceiling",
        DECIMAL,
        0..=0,
        Becomes::Function(Function::Ceiling),
    ),
    Method::either("int", DECIMAL, 0..=0, Becomes::Function(Function::Whole)),
    Method::call("abs", EXACT, 0..=0, Becomes::Function(Function::Abs)),
    Method::either("is_zero", EXACT, 0..=0, Becomes::OfValue(is_zero)),
    Method::either("is_even", INT, 0..=0, Becomes::OfValue(is_even)),
    Method::either("is_odd", INT, 0..=0, Becomes::OfValue(is_odd)),
    Method::call("to_int", INEXACT, 0..=0, Becomes::Function(Function::Int)),
    Method::call("to_int", INT, 0..=0, Becomes::OfValue(same)),
    Method::call(
        "to_decimal",
        INT,
        0..=0,
        Becomes::Function(Function::Decimal),
    ),
    Method::property("minutes", INT, Becomes::Refused(SPAN)),
    Method::property("hours", INT, Becomes::Refused(SPAN)),
    Method::property("days", INT, Becomes::Refused(SPAN)),
    Method::property("weeks", INT, Becomes::Refused(SPAN)),
];

const INT: &[Receiver] = &[Receiver::Value(Type::Int)];
const DECIMAL: &[Receiver] = &[Receiver::Value(Type::Decimal)];
const EXACT: &[Receiver] = &[Receiver::Value(Type::Int), Receiver::Value(Type::Decimal)];
const INEXACT: &[Receiver] = &[Receiver::Value(Type::Decimal), Receiver::Value(Type::Float)];
const SPAN: Refused = Refused::Gives("a span that depends on the row");

fn round(number: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    let digits = match asked.args {
        [] => None,
        [Operand::Constant(digits), ..] => Some(constant(digits, asked.first)?),
        _ => {
            let what = "rounding to decimals that depend on the row";
            return Err(untranslatable(asked.first, what));
        }
    };
    if let Some(digits) = &digits
        && !matches!(digits, Value::Int(0..=28))
    {
        let what = format!("a number has 0 to 28 decimals, not {digits}");
        return Err(at(asked.first, Error::failed(what)));
    }
    let digits = digits.map(Sql::Value);
    let parts = std::iter::once(number).chain(digits).collect();
    Ok(Operand::Sql(Sql::Call(Function::Round, parts)))
}

fn is_zero(number: Sql, _: &Asked<'_>) -> Raised<Operand> {
    Ok(asked_of(number.eq(Value::Int(0))))
}

fn is_even(number: Sql, _: &Asked<'_>) -> Raised<Operand> {
    Ok(rest_of_two(number, Binary::Eq))
}

fn is_odd(number: Sql, _: &Asked<'_>) -> Raised<Operand> {
    Ok(rest_of_two(number, Binary::Ne))
}

/// Whether dividing by two leaves nothing, or something.
fn rest_of_two(number: Sql, sign: Binary) -> Operand {
    let (two, none) = (Sql::Value(Value::Int(2)), Sql::Value(Value::Int(0)));
    let rest = Sql::Binary(Binary::Rem, Box::new(number), Box::new(two));
    asked_of(Sql::Binary(sign, Box::new(rest), Box::new(none)))
}

fn same(number: Sql, _: &Asked<'_>) -> Raised<Operand> {
    Ok(Operand::Sql(number))
}
