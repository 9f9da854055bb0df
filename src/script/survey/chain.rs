//! Chains of dots and indexes, `a.b[0].c()`, link by link. Rhai nests them to the right.

use rhai::{ASTFlags, ASTNode, Expr};

/// A link of a chain.
pub(super) enum Link<'e> {
    /// A property or a method.
    Member(&'e Expr),
    /// An index.
    Index,
}

/// The beginning of a chain and its links; nothing for what is none.
pub(super) fn links(expr: &Expr) -> Option<(&Expr, Vec<Link<'_>>)> {
    let (pair, mut is_dot, mut flags) = parts(expr)?;
    let mut node = pair;
    let mut links = Vec::new();
    let link = |is_dot: bool, expr| {
        if is_dot {
            Link::Member(expr)
        } else {
            Link::Index
        }
    };
    loop {
        match parts(&node.rhs).filter(|_| !flags.contains(ASTFlags::BREAK)) {
            Some((next, next_is_dot, next_flags)) => {
                links.push(link(is_dot, &next.lhs));
                (node, is_dot, flags) = (next, next_is_dot, next_flags);
            }
            None => {
                links.push(link(is_dot, &node.rhs));
                return Some((&pair.lhs, links));
            }
        }
    }
}

/// Whether the last node of a path is a part of the chain that the node before it begins.
pub(super) fn is_inner(path: &[ASTNode<'_>]) -> bool {
    let [.., ASTNode::Expr(outer), ASTNode::Expr(inner)] = path else {
        return false;
    };
    parts(outer).is_some_and(|(pair, _, flags)| {
        !flags.contains(ASTFlags::BREAK) && std::ptr::eq(&raw const pair.rhs, *inner)
    })
}

fn parts(expr: &Expr) -> Option<(&rhai::BinaryExpr, bool, ASTFlags)> {
    match expr {
        Expr::Dot(pair, flags, _) => Some((pair, true, *flags)),
        Expr::Index(pair, flags, _) => Some((pair, false, *flags)),
        _ => None,
    }
}
