//! Parts of dates, moments and spans.

use super::{Asked, Becomes, Method, Receiver};
use crate::query::{Binary, Expr as Sql, Function};
use crate::script::lowering::operand::Operand;
use crate::script::raise::Raised;
use crate::script::types::{DAY, HOUR, MINUTE, WEEK};
use crate::value::{Type, Value};

pub(super) const METHODS: &[Method] = &[
    Method::property("year", TIMES, Becomes::Function(Function::Year)),
    Method::property("month", TIMES, Becomes::Function(Function::Month)),
    Method::property("day", TIMES, Becomes::Function(Function::Day)),
    Method::property("hour", MOMENT, Becomes::Function(Function::Hour)),
    Method::property("minute", MOMENT, Becomes::Function(Function::Minute)),
    Method::property("date", MOMENT, Becomes::Function(Function::Date)),
    Method::property("days", SPAN, Becomes::OfValue(units)),
    Method::property("hours", SPAN, Becomes::OfValue(units)),
    Method::property("minutes", SPAN, Becomes::OfValue(units)),
    Method::property("weeks", SPAN, Becomes::OfValue(units)),
];

const TIMES: &[Receiver] = &[
    Receiver::Value(Type::Date),
    Receiver::Value(Type::Timestamp),
];
const MOMENT: &[Receiver] = &[Receiver::Value(Type::Timestamp)];
const SPAN: &[Receiver] = &[Receiver::Span];

/// How many whole units a span has, whose seconds these are.
fn units(seconds: Sql, asked: &Asked<'_>) -> Raised<Operand> {
    let unit = match asked.name {
        "weeks" => WEEK,
        "days" => DAY,
        "hours" => HOUR,
        _ => MINUTE,
    };
    let unit = Box::new(Sql::Value(Value::Int(unit)));
    let whole = Sql::Binary(Binary::Div, Box::new(seconds), unit);
    Ok(Operand::Sql(whole))
}
