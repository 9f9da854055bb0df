//! Which rows a query names, and the joins that lead to them: only those whose values are used.

use super::expr::{Expr, Many};
use super::path::Step;
use super::select::ROW;
use super::write::Pen;

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

/// The name of a query's own row.
pub(super) fn own_row(depth: usize) -> String {
    if depth == 0 {
        ROW.to_owned()
    } else {
        format!("{ROW}{depth}")
    }
}

/// The name of a row reached by steps.
pub(super) fn row(depth: usize, steps: &[Step]) -> String {
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
