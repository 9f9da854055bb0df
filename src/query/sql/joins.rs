//! Which rows a query names, and the joins that lead to them: only those whose values are used.

use super::pen::Pen;
use crate::query::ast::expr::Expr;
use crate::query::ast::path::Step;
use crate::query::ast::select::ROW;

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

/// The paths of a depth that expressions use, each after those on its way.
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

/// All paths of a depth that an expression uses, each after those on its way.
fn collect(expr: &Expr, depth: usize, paths: &mut Vec<Vec<Step>>) {
    if let Expr::Field {
        depth: of, steps, ..
    } = expr
        && *of == depth
    {
        for length in 1..=steps.len() {
            let path = &steps[..length];
            if !paths.iter().any(|known| known == path) {
                paths.push(path.to_vec());
            }
        }
    }
    if let Some(id) = expr.many().and_then(|many| many.parent.id()) {
        collect(&id, depth, paths);
    }
    expr.each_part(&mut |part| collect(part, depth, paths));
}
