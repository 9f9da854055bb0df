//! Functions, and their SQL text.

use super::expr::Expr;
use super::sql::{expression, operand};
use super::write::Pen;
use crate::value::{Type, Value};

/// Functions that exist in scripts and in SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The second text occurs in the first.
    Contains,
    /// The second text occurs in the first, whatever the case of letters.
    Finds,
    /// The first text begins with the second.
    StartsWith,
    /// The first text ends with the second.
    EndsWith,
    /// The text matches a regular expression.
    Matches,
    /// A comparison that is nothing when it is asked of nothing.
    Asked,
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
    /// Number of characters.
    Length,
    /// Without white space at both ends.
    Trim,
    /// The place of the second text in the first, from 0; -1 when it is not there.
    Position,
    /// From a character on; the first is 1.
    From,
    /// The first characters.
    First,
    /// The last characters.
    Last,
    /// Texts joined.
    Concat,
    /// As text.
    Text,
    /// Without its sign.
    Abs,
    /// Rounded to a whole number, or to a number of decimals.
    Round,
    /// The greatest whole number that is not greater.
    Floor,
    /// The least whole number that is not less.
    Ceiling,
    /// Without the digits after the point, as a decimal number.
    Whole,
    /// Without the digits after the point, as a whole number.
    Int,
    /// As a decimal number.
    Decimal,
    /// The other sign.
    Negate,
    /// The year of a date.
    Year,
    /// The month of a date, 1 to 12.
    Month,
    /// The day of a date, 1 to 31.
    Day,
    /// The hour of a moment, 0 to 23.
    Hour,
    /// The minute of a moment, 0 to 59.
    Minute,
    /// The day of a moment, in the local time zone.
    Date,
    /// A date some days later, or a moment some seconds later.
    Later,
    /// Seconds between two dates or moments.
    Seconds,
}

impl Function {
    /// The type of its value.
    pub(super) fn kind(self, of: Option<Type>) -> Option<Type> {
        Some(match self {
            Self::Contains
            | Self::Finds
            | Self::StartsWith
            | Self::EndsWith
            | Self::Matches
            | Self::Asked => Type::Bool,
            Self::Lower
            | Self::Upper
            | Self::Trim
            | Self::Concat
            | Self::Text
            | Self::From
            | Self::First
            | Self::Last => Type::Text,
            Self::Length
            | Self::Position
            | Self::Int
            | Self::Year
            | Self::Month
            | Self::Day
            | Self::Hour
            | Self::Minute
            | Self::Seconds => Type::Int,
            Self::Decimal => Type::Decimal,
            Self::Date => Type::Date,
            Self::Abs
            | Self::Round
            | Self::Floor
            | Self::Ceiling
            | Self::Whole
            | Self::Negate
            | Self::Later => return of,
        })
    }

    /// What a part of a date or a moment is called.
    #[must_use]
    pub fn of_time(self) -> Option<&'static str> {
        Some(match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Date => "date",
            _ => return None,
        })
    }

    /// Whether its SQL needs no brackets inside a larger expression.
    pub(super) fn is_unit(self) -> bool {
        !matches!(
            self,
            Self::Contains
                | Self::Finds
                | Self::StartsWith
                | Self::EndsWith
                | Self::Matches
                | Self::Asked
                | Self::Negate
                | Self::Later
        )
    }
}

/// A function's value.
pub(super) fn call(pen: &mut Pen, function: Function, args: &[Expr]) {
    let wrap = |pen: &mut Pen, before: &str, after: &str| {
        pen.put(before).join(", ", args, expression).put(after);
    };
    match function {
        Function::Contains => like(pen, " like ", args, "%", "%"),
        Function::Finds => like(pen, " ilike ", args, "%", "%"),
        Function::StartsWith => like(pen, " like ", args, "", "%"),
        Function::EndsWith => like(pen, " like ", args, "%", ""),
        Function::Matches => {
            pen.join(" ~ ", args, operand);
        }
        Function::Asked => {
            pen.join("", args, expression);
        }
        Function::Lower => arguments(pen, "lower", args),
        Function::Upper => arguments(pen, "upper", args),
        Function::Length => arguments(pen, "length", args),
        Function::Trim => wrap(pen, "btrim(", ", E' \\t\\n\\r')"),
        Function::Position => wrap(pen, "(strpos(", ") - 1)"),
        Function::From => counted(pen, "substr", args),
        Function::First => counted(pen, "left", args),
        Function::Last => counted(pen, "right", args),
        Function::Concat => arguments(pen, "concat", args),
        Function::Text => {
            pen.join("", args, operand).put("::text");
        }
        Function::Abs => arguments(pen, "abs", args),
        Function::Round => counted(pen, "round", args),
        Function::Floor => arguments(pen, "floor", args),
        Function::Ceiling => arguments(pen, "ceil", args),
        Function::Whole => arguments(pen, "trunc", args),
        Function::Int => wrap(pen, "trunc(", ")::bigint"),
        Function::Decimal => {
            pen.join("", args, operand).put("::numeric");
        }
        Function::Negate => {
            pen.put("-").join("", args, operand);
        }
        Function::Year => wrap(pen, "extract(year from ", ")::bigint"),
        Function::Month => wrap(pen, "extract(month from ", ")::bigint"),
        Function::Day => wrap(pen, "extract(day from ", ")::bigint"),
        Function::Hour => wrap(pen, "extract(hour from ", ")::bigint"),
        Function::Minute => wrap(pen, "extract(minute from ", ")::bigint"),
        Function::Date => {
            pen.join("", args, operand).put("::date");
        }
        Function::Later => later(pen, args),
        Function::Seconds => seconds(pen, args),
    }
}

/// A date some days later, or a moment some seconds later.
fn later(pen: &mut Pen, args: &[Expr]) {
    let [moment, by] = args else { return };
    operand(pen, moment);
    if moment.kind() == Some(Type::Date) {
        pen.put(" + ");
        operand(pen, by);
        pen.put("::integer");
    } else {
        pen.put(" + make_interval(secs => ");
        expression(pen, by);
        pen.put(")");
    }
}

/// The seconds between two dates or two moments.
fn seconds(pen: &mut Pen, args: &[Expr]) {
    if args.iter().all(|arg| arg.kind() == Some(Type::Date)) {
        pen.put("((")
            .join(" - ", args, operand)
            .put(")::bigint * 86400)");
    } else {
        pen.put("trunc(extract(epoch from ")
            .join(" - ", args, operand)
            .put("))::bigint");
    }
}

/// `like` with a pattern that means its text literally.
fn like(pen: &mut Pen, operator: &str, args: &[Expr], before: &str, after: &str) {
    let [text, part] = args else { return };
    operand(pen, text);
    pen.put(operator);
    if let Expr::Value(Value::Text(part)) = part {
        let literal = part
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        pen.bind(&Value::Text(format!("{before}{literal}{after}")));
    } else {
        let ends = |pattern: &str, text: &'static str| if pattern.is_empty() { "" } else { text };
        pen.put("(")
            .put(ends(before, "'%' || "))
            .put("regexp_replace(");
        expression(pen, part);
        pen.put(", '([%_\\\\])', '\\\\\\1', 'g')")
            .put(ends(after, " || '%'"))
            .put(")");
    }
}

/// `name(a, b::integer)`
fn counted(pen: &mut Pen, name: &str, args: &[Expr]) {
    let [of, count] = args else {
        return arguments(pen, name, args);
    };
    pen.put(name).put("(");
    expression(pen, of);
    pen.put(", ");
    operand(pen, count);
    pen.put("::integer)");
}

/// `name(a, b)`
pub(super) fn arguments(pen: &mut Pen, name: &str, args: &[Expr]) {
    pen.put(name).put("(").join(", ", args, expression).put(")");
}
