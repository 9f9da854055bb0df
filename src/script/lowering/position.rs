//! Where the parts of a closure begin: the positions that messages point at.

use rhai::{Expr, Position, Stmt};

/// Where an expression begins.
pub(super) fn start(expr: &Expr) -> Position {
    match expr {
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => start(&parts.lhs),
        Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => {
            parts.first().map_or(expr.position(), start)
        }
        Expr::FnCall(call, position) if call.is_operator_call() && call.args.len() == 2 => {
            call.args.first().map_or(*position, start)
        }
        _ => expr.position(),
    }
}

/// Where a statement begins.
pub(super) fn beginning(statement: &Stmt) -> Position {
    match statement {
        Stmt::Expr(expr) => start(expr),
        Stmt::FnCall(call, position) if call.is_operator_call() && call.args.len() == 2 => {
            call.args.first().map_or(*position, start)
        }
        other => other.position(),
    }
}
