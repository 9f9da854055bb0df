//! Expressions as SQL text.

use super::expr::{Aggregate, Binary, Expr, Function, Many};
use super::path::Step;
use super::select::{Direction, ROW};
use super::write::Pen;
use crate::value::{Type, Value};

/// ` left join collaborators t_commercial on …`: the joins that the expressions use.
pub(super) fn joins<'a>(pen: &mut Pen, depth: usize, used_by: impl Iterator<Item = &'a Expr>) {
    for path in paths(depth, used_by) {
        let Some((step, before)) = path.split_last() else {
            continue;
        };
        let alias = row(depth, &path);
        pen.put(if step.nullable {
            " left join "
        } else {
            " join "
        })
        .name(&step.target)
        .put(" ");
        pen.name(&alias).put(" on ").name(&alias).put(".id = ");
        pen.name(&row(depth, before)).put(".").name(&step.key);
    }
}

/// Whether expressions of an outermost query use other rows than its own.
pub(super) fn uses_joins<'a>(exprs: impl Iterator<Item = &'a Expr>) -> bool {
    !paths(0, exprs).is_empty()
}

/// The paths of a depth that expressions use, each after the ones it goes through.
fn paths<'a>(depth: usize, used_by: impl Iterator<Item = &'a Expr>) -> Vec<Vec<Step>> {
    let mut paths = Vec::new();
    for expr in used_by {
        collect(expr, depth, &mut paths);
    }
    paths
}

/// ` where a and b`
pub(super) fn where_all(pen: &mut Pen, filters: &[Expr]) {
    if !filters.is_empty() {
        pen.put(" where ").join(" and ", filters, condition);
    }
}

/// ` order by …`; rows of a table end with the id, so that equal rows keep their places.
pub(super) fn order(pen: &mut Pen, by_id: bool, keys: &[(Expr, Direction)]) {
    if keys.is_empty() && !by_id {
        return;
    }
    pen.put(" order by ")
        .join(", ", keys, |pen, (key, direction)| {
            expression(pen, key);
            if *direction == Direction::Down {
                pen.put(" desc");
            }
            // Rhai and people alike see "nothing" before everything else.
            if key.is_nullable() {
                pen.put(if *direction == Direction::Down {
                    " nulls last"
                } else {
                    " nulls first"
                });
            }
        });
    if by_id {
        pen.put(if keys.is_empty() { "" } else { ", " })
            .put(ROW)
            .put(".id");
    }
}

/// An expression where a truth value is wanted; an operator of `and` keeps its brackets.
fn condition(pen: &mut Pen, expr: &Expr) {
    if matches!(expr, Expr::Or(_)) {
        pen.put("(");
        expression(pen, expr);
        pen.put(")");
    } else {
        expression(pen, expr);
    }
}

/// An expression.
pub(super) fn expression(pen: &mut Pen, expr: &Expr) {
    match expr {
        Expr::Value(Value::Null) => {
            pen.put("null");
        }
        Expr::Value(value) => {
            pen.bind(value);
        }
        Expr::Field {
            depth,
            steps,
            name,
            cast,
            ..
        } => {
            pen.name(&row(*depth, steps))
                .put(".")
                .name(name)
                .put(if *cast { "::text" } else { "" });
        }
        Expr::And(parts) => {
            pen.join(" and ", parts, condition);
        }
        Expr::Or(parts) => drop(pen.join(" or ", parts, |pen, part| match part {
            Expr::And(_) => bracketed(pen, part),
            _ => expression(pen, part),
        })),
        Expr::Not(inner) => negation(pen, inner),
        Expr::IsNull(inner) => {
            operand(pen, inner);
            pen.put(" is null");
        }
        Expr::In(of, list) => {
            operand(pen, of);
            pen.put(" = any(").bind(list).put(")");
        }
        Expr::Binary(operator, left, right) => binary(pen, *operator, left, right),
        Expr::Coalesce(parts) => arguments(pen, "coalesce", parts),
        Expr::If(test, yes, no) => {
            pen.put("case when ");
            expression(pen, test);
            pen.put(" then ");
            expression(pen, yes);
            pen.put(" else ");
            expression(pen, no);
            pen.put(" end");
        }
        Expr::Call(function, args) => call(pen, *function, args),
        Expr::Exists(many) => {
            pen.put("exists (select");
            related(pen, many, None);
            pen.put(")");
        }
        Expr::Total(aggregate, many, of) => {
            pen.put("(select ");
            figure(pen, *aggregate, of.as_deref(), None);
            related(pen, many, of.as_deref());
            pen.put(")");
        }
        Expr::Figure(aggregate, of, only) => {
            figure(pen, *aggregate, of.as_deref(), only.as_deref());
        }
    }
}

fn bracketed(pen: &mut Pen, expr: &Expr) {
    pen.put("(");
    expression(pen, expr);
    pen.put(")");
}

/// An expression as a part of a larger one: in brackets unless it is a unit by itself.
fn operand(pen: &mut Pen, expr: &Expr) {
    match expr {
        Expr::Value(_)
        | Expr::Field { .. }
        | Expr::Coalesce(_)
        | Expr::Exists(_)
        | Expr::Total(..)
        | Expr::Figure(..)
        | Expr::If(..) => expression(pen, expr),
        Expr::Call(function, _) if function.is_unit() => expression(pen, expr),
        _ => bracketed(pen, expr),
    }
}

/// Null does not hold, so its negation does.
fn negation(pen: &mut Pen, inner: &Expr) {
    match inner {
        Expr::IsNull(of) => {
            operand(pen, of);
            pen.put(" is not null");
        }
        _ if inner.is_nullable() => {
            bracketed(pen, inner);
            pen.put(" is not true");
        }
        _ => {
            pen.put("not ");
            operand(pen, inner);
        }
    }
}

fn binary(pen: &mut Pen, operator: Binary, left: &Expr, right: &Expr) {
    let (one, both) = (
        left.is_nullable() || right.is_nullable(),
        left.is_nullable() && right.is_nullable(),
    );
    let sign = match operator {
        Binary::Eq if both => " is not distinct from ",
        Binary::Eq => " = ",
        Binary::Ne if one => " is distinct from ",
        Binary::Ne => " <> ",
        Binary::Lt => " < ",
        Binary::Le => " <= ",
        Binary::Gt => " > ",
        Binary::Ge => " >= ",
        Binary::Add => " + ",
        Binary::Sub => " - ",
        Binary::Mul => " * ",
        Binary::Div => " / ",
        Binary::Rem => " % ",
    };
    operand(pen, left);
    if is_whole(left) && is_whole(right) && !operator.is_comparison() {
        // Columns of 32 bits are reckoned with in 64, as scripts do.
        pen.put("::bigint");
    }
    pen.put(sign);
    if matches!(operator, Binary::Div | Binary::Rem) && right.may_be_zero() {
        // One row must not stop the whole query; and `and` does not promise to look left first.
        pen.put("nullif(");
        expression(pen, right);
        pen.put(", 0)");
    } else {
        operand(pen, right);
    }
    let ordered = matches!(operator, Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge);
    if ordered && left.kind() == Some(Type::Text) {
        // Texts are compared as scripts compare them, whatever the database's language.
        pen.put(" collate \"C\"");
    }
}

/// A whole number that is not a parameter (those have 64 bits already).
fn is_whole(expr: &Expr) -> bool {
    expr.kind() == Some(Type::Int) && !matches!(expr, Expr::Value(_))
}

fn arguments(pen: &mut Pen, name: &str, args: &[Expr]) {
    pen.put(name).put("(").join(", ", args, expression).put(")");
}

impl Function {
    /// Whether its SQL needs no brackets inside a larger expression.
    fn is_unit(self) -> bool {
        !matches!(
            self,
            Self::Contains
                | Self::Finds
                | Self::StartsWith
                | Self::EndsWith
                | Self::Matches
                | Self::Negate
                | Self::Later
        )
    }
}

fn call(pen: &mut Pen, function: Function, args: &[Expr]) {
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
        Function::Lower => arguments(pen, "lower", args),
        Function::Upper => arguments(pen, "upper", args),
        Function::Length => arguments(pen, "length", args),
        Function::Trim => wrap(pen, "btrim(", ", E' \\t\\n\\r')"),
        Function::Concat => arguments(pen, "concat", args),
        Function::Text => {
            pen.join("", args, operand).put("::text");
        }
        Function::Abs => arguments(pen, "abs", args),
        Function::Round => match args {
            [number, decimals] => {
                pen.put("round(");
                expression(pen, number);
                pen.put(", ");
                operand(pen, decimals);
                pen.put("::integer)");
            }
            _ => arguments(pen, "round", args),
        },
        Function::Negate => {
            pen.put("-").join("", args, operand);
        }
        Function::Year => wrap(pen, "extract(year from ", ")::bigint"),
        Function::Month => wrap(pen, "extract(month from ", ")::bigint"),
        Function::Day => wrap(pen, "extract(day from ", ")::bigint"),
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

fn figure(pen: &mut Pen, aggregate: Aggregate, of: Option<&Expr>, only: Option<&Expr>) {
    let whole = of.and_then(Expr::kind) == Some(Type::Int);
    let (before, after) = match aggregate {
        // The sum of nothing is 0; whole numbers stay whole.
        Aggregate::Sum if whole => ("coalesce(", ", 0)::bigint"),
        Aggregate::Sum => ("coalesce(", ", 0)"),
        // PostgreSQL gives more digits than a decimal number of ours can hold.
        Aggregate::Avg => ("trim_scale(round(", ", 10))"),
        _ => ("", ""),
    };
    pen.put(before).put(aggregate.sql()).put("(");
    match of {
        Some(of) => expression(pen, of),
        None => {
            pen.put("*");
        }
    }
    pen.put(")");
    if let Some(only) = only {
        pen.put(" filter (where ");
        expression(pen, only);
        pen.put(")");
    }
    pen.put(after);
}

/// The body of a sub-query over related rows.
fn related(pen: &mut Pen, many: &Many, of: Option<&Expr>) {
    pen.put(" from ")
        .name(&many.entity.name)
        .put(" ")
        .put(&own_row(many.depth));
    joins(pen, many.depth, many.filters.iter().chain(of));
    pen.put(" where ")
        .put(&own_row(many.depth))
        .put(".")
        .name(&many.key)
        .put(" = ");
    match many.parent.id() {
        Some(id) => expression(pen, &id),
        None => {
            pen.put("null");
        }
    }
    for filter in &many.filters {
        pen.put(" and ");
        condition(pen, filter);
    }
}

/// The name of a query's own row.
fn own_row(depth: usize) -> String {
    if depth == 0 {
        ROW.to_owned()
    } else {
        format!("{ROW}{depth}")
    }
}

/// The name of a row reached by steps.
fn row(depth: usize, steps: &[Step]) -> String {
    let mut name = own_row(depth);
    for step in steps {
        name.push('_');
        name.push_str(&step.name);
    }
    name
}

/// All paths of a depth that an expression uses, each after the ones it goes through.
fn collect(expr: &Expr, depth: usize, paths: &mut Vec<Vec<Step>>) {
    let mut use_path = |steps: &[Step]| {
        for length in 1..=steps.len() {
            let path = steps[..length].to_vec();
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    };
    match expr {
        Expr::Value(_) => {}
        Expr::Field {
            depth: of, steps, ..
        } => {
            if *of == depth {
                use_path(steps);
            }
        }
        Expr::And(parts) | Expr::Or(parts) | Expr::Coalesce(parts) | Expr::Call(_, parts) => {
            for part in parts {
                collect(part, depth, paths);
            }
        }
        Expr::Not(inner) | Expr::IsNull(inner) | Expr::In(inner, _) => collect(inner, depth, paths),
        Expr::Binary(_, left, right) => [left, right]
            .into_iter()
            .for_each(|e| collect(e, depth, paths)),
        Expr::If(test, yes, no) => [test, yes, no]
            .into_iter()
            .for_each(|e| collect(e, depth, paths)),
        Expr::Exists(many) => collect_many(many, None, depth, paths),
        Expr::Total(_, many, of) => collect_many(many, of.as_deref(), depth, paths),
        Expr::Figure(_, of, only) => {
            of.iter().chain(only).for_each(|e| collect(e, depth, paths));
        }
    }
}

fn collect_many(many: &Many, of: Option<&Expr>, depth: usize, paths: &mut Vec<Vec<Step>>) {
    if let Some(id) = many.parent.id() {
        collect(&id, depth, paths);
    }
    many.filters
        .iter()
        .chain(of)
        .for_each(|expr| collect(expr, depth, paths));
}
