//! Comparisons. Nothing equals nothing, and is less than nothing else: as in scripts.

use super::operand::{Operand, fitted};
use super::unsupported::at;
use crate::error::{Error, article};
use crate::query::{Aggregate, Binary, Expr as Sql, RowPath};
use crate::script::raise::{Raised, type_name};
use crate::script::types::{DATE, MOMENT};
use crate::value::{Type, Value, parse};
use rhai::Position;

/// Reads a comparison.
pub(super) fn compare(
    name: &str,
    left: Operand,
    right: Operand,
    position: Position,
) -> Raised<Operand> {
    let operator = match name {
        "==" => Binary::Eq,
        "!=" => Binary::Ne,
        "<" => Binary::Lt,
        "<=" => Binary::Le,
        ">" => Binary::Gt,
        _ => Binary::Ge,
    };
    let equation = matches!(operator, Binary::Eq | Binary::Ne);
    if left.is_nothing() || right.is_nothing() {
        let tested = if left.is_nothing() { right } else { left };
        return with_nothing(tested, operator, position);
    }
    if is_row(&left) || is_row(&right) {
        if !equation {
            return Err(at(
                position,
                Error::failed("rows can be compared with == and != only")
                    .hint("compare one of their fields"),
            ));
        }
        let (left, right) = rows(&left, &right, position)?;
        return Ok(Operand::Sql(Sql::Binary(
            operator,
            Box::new(left),
            Box::new(right),
        )));
    }
    let spans = (left.is_span(), right.is_span());
    if spans.0 != spans.1 {
        return Err(at(
            position,
            Error::failed("a span of time can be compared with a span only")
                .hint("write 30.days, or take .days of the difference"),
        ));
    }
    let (left, right) = (
        left.value_or_seconds(position)?,
        right.value_or_seconds(position)?,
    );
    let (left_kind, right_kind) = (left.kind(), right.kind());
    let (left, right) = (fitted(left, right_kind), fitted(right, left_kind));
    let (left, right) = (in_time(left, right_kind), in_time(right, left_kind));
    if let Some(any) = any_at_all(operator, &left, &right) {
        return Ok(Operand::Sql(any));
    }
    match (left.kind(), right.kind()) {
        (Some(a), Some(b)) if !comparable(a, b) => Err(differing(operator, a, b, position)),
        (Some(Type::Bool), _) if !equation => {
            Err(at(position, Error::failed("true and false have no order")))
        }
        _ => Ok(Operand::Sql(Sql::Binary(
            operator,
            Box::new(left),
            Box::new(right),
        ))),
    }
}

/// A text beside a date or a moment is read as one, as it is where a field is given.
fn in_time(expr: Sql, beside: Option<Type>) -> Sql {
    let read = match (&expr, beside) {
        (Sql::Value(Value::Text(text)), Some(Type::Date)) => parse::date(text).map(Value::Date),
        (Sql::Value(Value::Text(text)), Some(Type::Timestamp)) => parse::moment(text)
            .and_then(Result::ok)
            .map(Value::Timestamp),
        _ => None,
    };
    read.map_or(expr, Sql::Value)
}

/// `count() > 0`, `count() == 0` and the like: the database need not go through all rows to know.
fn any_at_all(operator: Binary, left: &Sql, right: &Sql) -> Option<Sql> {
    let (Sql::Total(Aggregate::Count, many, None), Sql::Value(Value::Int(number))) = (left, right)
    else {
        return None;
    };
    let exists = Sql::Exists(many.clone());
    match (operator, number) {
        (Binary::Gt | Binary::Ne, 0) | (Binary::Ge, 1) => Some(exists),
        (Binary::Eq | Binary::Le, 0) | (Binary::Lt, 1) => Some(Sql::Not(Box::new(exists))),
        _ => None,
    }
}

/// `x == ()`, `x != ()`
fn with_nothing(tested: Operand, operator: Binary, position: Position) -> Raised<Operand> {
    let tested = match tested {
        Operand::Row(row) => key(&row, position)?,
        Operand::Chosen(id, _) => id,
        other => other.value_or_seconds(position)?,
    };
    let is_null = Sql::IsNull(Box::new(tested));
    match operator {
        Binary::Eq => Ok(Operand::Sql(is_null)),
        Binary::Ne => Ok(Operand::Sql(Sql::Not(Box::new(is_null)))),
        // A value from around the closure that happens to be nothing.
        _ => Ok(Operand::Sql(Sql::Value(Value::Bool(false)))),
    }
}

/// `x < ()`, written so: it would never hold.
pub(super) fn never_holds(name: &str, args: &[rhai::Expr], position: Position) -> Raised<()> {
    let ordered = matches!(name, "<" | "<=" | ">" | ">=");
    if ordered && args.iter().any(|arg| matches!(arg, rhai::Expr::Unit(_))) {
        return Err(at(
            position,
            Error::failed("() can be compared with == and != only"),
        ));
    }
    Ok(())
}

/// Whether it is a row that depends on the one the closure is about.
fn is_row(operand: &Operand) -> bool {
    matches!(operand, Operand::Row(_) | Operand::Chosen(..))
}

/// Two rows are equal when they are of one kind and have the same id.
fn rows(left: &Operand, right: &Operand, position: Position) -> Raised<(Sql, Sql)> {
    let (row, other) = if is_row(left) {
        (left, right)
    } else {
        (right, left)
    };
    let (id, entity) = row
        .row()
        .unwrap_or_else(|| Err(at(position, Error::failed("these rows have no id"))))?;
    let what = match other.row().transpose()? {
        Some((other, of)) if of.name == entity.name => return Ok((id, other)),
        Some((_, of)) => article(of.singular()),
        None => match other {
            Operand::Constant(value) => article(type_name(value.type_name())),
            _ => "a value".to_owned(),
        },
    };
    let what = format!("{} is compared with {what}", article(entity.singular()));
    Err(at(
        position,
        Error::failed(what).hint("compare it with a record, or compare its id"),
    ))
}

/// What tells rows of a kind apart.
pub(super) fn key(row: &RowPath, position: Position) -> Raised<Sql> {
    row.id()
        .ok_or_else(|| at(position, Error::failed("these rows have no id")))
}

fn comparable(left: Type, right: Type) -> bool {
    left == right || (left.is_number() && right.is_number())
}

fn differing(
    operator: Binary,
    left: Type,
    right: Type,
    position: Position,
) -> Box<rhai::EvalAltResult> {
    let error = Error::failed(format!("{} is compared with {}", left.one(), right.one()));
    let hint = match (left, right) {
        (Type::Date, Type::Text | Type::Int) | (Type::Text | Type::Int, Type::Date) => DATE,
        (Type::Timestamp, Type::Text | Type::Int) | (Type::Text | Type::Int, Type::Timestamp) => {
            MOMENT
        }
        (Type::Date, Type::Timestamp) | (Type::Timestamp, Type::Date) => {
            "take .date of the timestamp"
        }
        (Type::Decimal | Type::Int, Type::Text) | (Type::Text, Type::Decimal | Type::Int) => {
            "write the number without quotes"
        }
        (Type::Bool, _) | (_, Type::Bool) if !matches!(operator, Binary::Eq | Binary::Ne) => {
            "write two comparisons: 3 < x && x < 7"
        }
        _ => "they are never equal",
    };
    at(position, error.hint(hint))
}
