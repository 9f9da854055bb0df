//! Functions as SQL text.

use super::expression::{expression, operand};
use super::pen::Pen;
use crate::query::ast::expr::Expr;
use crate::query::ast::functions::Function;
use crate::value::{Type, Value};

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
    if let Expr::Value(_) = count {
        operand(pen, count);
    } else {
        // No text is longer; and one row with a greater number must not stop the whole query.
        pen.put("least(");
        expression(pen, count);
        pen.put(", 2147483647)");
    }
    pen.put("::integer)");
}

/// `name(a, b)`
pub(super) fn arguments(pen: &mut Pen, name: &str, args: &[Expr]) {
    pen.put(name).put("(").join(", ", args, expression).put(")");
}
