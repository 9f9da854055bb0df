//! What is asked of each part of a definition before it is read: which names it mentions, and whether it returns.
//!
//! The answers for all parts are found in one pass, when the definition is. Each part asks for its own; a walk
//! from each of them would visit the innermost as often as it is deep.

use super::operand::{Env, Operand, THIS};
use rhai::{ASTFlags, ASTNode, Expr, ImmutableString, Stmt};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// What is known of a part.
#[derive(Debug, Clone, Default)]
struct Part {
    /// The names that stand in it.
    names: BTreeSet<ImmutableString>,
    /// Whether it asks for the names themselves, by `is_def_var`.
    asks_for_names: bool,
    /// Whether a `return` stands somewhere in it.
    returns: bool,
}

/// What is known of the parts of the definitions that were read; they must stay where they are.
#[derive(Default)]
pub(super) struct Analysis {
    parts: HashMap<Place, Rc<Part>>,
    /// How many parts were visited so far.
    #[cfg(test)]
    pub(super) visits: usize,
}

/// Where a part is kept; an expression and its statement may share an address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Expr(*const Expr),
    Stmt(*const Stmt),
}

impl Place {
    fn of(node: &ASTNode<'_>) -> Option<Self> {
        match node {
            ASTNode::Expr(expr) => Some(Self::Expr(std::ptr::from_ref(*expr))),
            ASTNode::Stmt(statement) => Some(Self::Stmt(std::ptr::from_ref(*statement))),
            _ => None,
        }
    }
}

/// A part whose own parts are being visited, and how deep it is.
type Open = (usize, Option<Place>, Part);

impl Analysis {
    /// Takes in a statement of a definition, with all its parts.
    pub(super) fn add(&mut self, statement: &Stmt) {
        let mut open: Vec<Open> = Vec::new();
        statement.walk(&mut Vec::new(), &mut |path| {
            self.visit(path, &mut open);
            true
        });
        self.close(&mut open, 0);
    }

    fn visit(&mut self, path: &[ASTNode<'_>], open: &mut Vec<Open>) {
        let Some(node) = path.last() else { return };
        #[cfg(test)]
        {
            self.visits += 1;
        }
        self.close(open, path.len());
        let mut part = Part::default();
        match node {
            ASTNode::Expr(Expr::Variable(variable, ..)) => {
                part.names.insert(variable.1.clone());
            }
            ASTNode::Expr(Expr::ThisPtr(_)) => {
                part.names.insert(THIS.into());
            }
            ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _)) => {
                part.asks_for_names = call.name == "is_def_var";
            }
            ASTNode::Stmt(Stmt::Return(_, flags, _)) => part.returns = is_return(*flags),
            // Rhai does not walk into it.
            ASTNode::Stmt(Stmt::BreakLoop(Some(given), ..)) => part = self.add_given(given),
            _ => {}
        }
        open.push((path.len(), Place::of(node), part));
    }

    /// Takes in what a loop is left with.
    fn add_given(&mut self, given: &Expr) -> Part {
        let mut inner: Vec<Open> = vec![(0, None, Part::default())];
        given.walk(&mut Vec::new(), &mut |path| {
            self.visit(path, &mut inner);
            true
        });
        self.close(&mut inner, 1);
        inner.pop().map(|(_, _, part)| part).unwrap_or_default()
    }

    /// Ends the parts from a depth on: what is known of them is known of what they are in.
    fn close(&mut self, open: &mut Vec<Open>, depth: usize) {
        while let Some((_, place, part)) = open.pop_if(|(own, ..)| *own >= depth) {
            if let Some((_, _, outer)) = open.last_mut() {
                outer.names.extend(part.names.iter().cloned());
                outer.asks_for_names |= part.asks_for_names;
                outer.returns |= part.returns;
            }
            if let Some(place) = place {
                self.parts.insert(place, Rc::new(part));
            }
        }
    }

    /// Whether an expression speaks about a row, through any of its names.
    pub(super) fn depends_on_row(&self, expr: &Expr, env: &Env) -> bool {
        self.is_about_row(Place::Expr(std::ptr::from_ref(expr)), env)
    }

    /// Whether a statement that is an expression speaks about a row.
    pub(super) fn statement_depends_on_row(&self, statement: &Stmt, env: &Env) -> bool {
        self.is_about_row(Place::Stmt(std::ptr::from_ref(statement)), env)
    }

    fn is_about_row(&self, place: Place, env: &Env) -> bool {
        let of_row = |name: &ImmutableString| {
            let operand = env.iter().rev().find(|(bound, _)| name == bound);
            operand.is_some_and(|(_, operand)| !matches!(operand, Operand::Constant(_)))
        };
        let part = self.parts.get(&place);
        // All parts of what is read were added.
        part.is_none_or(|part| part.asks_for_names || part.names.iter().any(of_row))
    }

    /// Whether a `return` stands somewhere in a statement.
    pub(super) fn returns(&self, statement: &Stmt) -> bool {
        let part = self.parts.get(&Place::Stmt(std::ptr::from_ref(statement)));
        part.is_some_and(|part| part.returns)
    }
}

/// Whether it is `return`, not `throw`.
pub(super) fn is_return(flags: ASTFlags) -> bool {
    !flags.intersects(ASTFlags::BREAK)
}

#[cfg(test)]
mod tests {
    use crate::script::lowering::samples::lowered;

    /// How many parts are visited for a closure that nests so deep.
    fn visits(nested: impl Fn(usize) -> String) -> (usize, usize) {
        let count = |depth| {
            let (result, visits) = lowered("", &nested(depth));
            result.unwrap();
            visits
        };
        (count(3), count(6))
    }

    #[test]
    fn a_deeply_nested_closure_is_visited_once() {
        let sums =
            |depth: usize| format!("|t| {}t.id{} > 3", "(1 + ".repeat(depth), ")".repeat(depth));
        let blocks = |depth: usize| {
            let (open, close) = ("{ let x = 1; if t.flag { ", " } else { 2 } }");
            format!("|t| {}t.id{}", open.repeat(depth), close.repeat(depth))
        };
        let returns = |depth: usize| {
            let open = "if t.flag { return 1; } else { ";
            format!(
                "|t| {{ {}return t.id; {} }}",
                open.repeat(depth),
                "}".repeat(depth)
            )
        };
        for (what, (three, six)) in [
            ("sums", visits(sums)),
            ("blocks", visits(blocks)),
            ("returns", visits(returns)),
        ] {
            assert!(three > 3, "{what}: {three}");
            assert!(six < three * 2 + 10, "{what}: {three} parts, then {six}");
        }
    }

    #[test]
    fn a_function_that_is_called_again_is_visited_once() {
        let calls = |count: usize| format!("|t| {}", vec!["big(t)"; count].join(" && "));
        let visits = |count| {
            let big = "fn big(t) { t.id > 1 && t.id > 2 && t.id > 3 && t.id > 4 && t.id > 5 }";
            let (result, visits) = lowered(big, &calls(count));
            result.unwrap();
            visits
        };
        let (two, three) = (visits(2), visits(3));
        assert!(three - two < 5, "{two} parts, then {three}");
    }
}
