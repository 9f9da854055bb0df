//! What can be told of an entry by looking at what is written in it.
//!
//! Rhai compares a number with a text and says `false`, without asking anybody. To ask at each comparison would make
//! loops slower by a third, so only what is written there is looked at: `3 > "a"`, `clients.count() > "10"`.

use super::raise::raise;
use crate::error::Error;
use crate::value::Type;
use rhai::{AST, ASTNode, Engine, EvalAltResult, Expr, OptimizationLevel, Position};

/// Refuses an order between values of different kinds.
pub(super) fn check(text: &str) -> Result<(), Box<EvalAltResult>> {
    let may_compare = text.contains(['<', '>']) && text.contains(['"', '`', '\'']);
    if !may_compare {
        return Ok(());
    }
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    let Ok(ast) = engine.compile(text) else {
        return Ok(()); // what is wrong with it is said elsewhere
    };
    match unlike(&ast) {
        Some((left, right, position)) => Err(refusal(left, right, position)),
        None => Ok(()),
    }
}

/// What a division of whole numbers leaves out: `1 / 3`.
pub(super) fn rest(text: &str) -> Option<String> {
    let (left, right) = text.trim().trim_end_matches(';').split_once('/')?;
    let (left, right) = (left.trim(), right.trim());
    let rest = left.parse::<i64>().ok()?.checked_rem(right.parse().ok()?)?;
    (rest != 0)
        .then(|| format!("whole numbers divide to a whole one; exactly: dec({left}) / {right}"))
}

/// The first comparison between different kinds.
fn unlike(ast: &AST) -> Option<(Type, Type, Position)> {
    let mut found = None;
    ast.walk(&mut |nodes: &[ASTNode<'_>]| {
        let Some(ASTNode::Expr(Expr::FnCall(call, position))) = nodes.last() else {
            return true;
        };
        if let ("<" | "<=" | ">" | ">=", [left, right]) = (call.name.as_str(), &call.args[..])
            && let (Some(left), Some(right)) = (kind(left), kind(right))
            && (left == Type::Text) != (right == Type::Text)
        {
            found = Some((left, right, *position));
        }
        found.is_none()
    });
    found
}

fn kind(expr: &Expr) -> Option<Type> {
    Some(match expr {
        Expr::IntegerConstant(..) => Type::Int,
        Expr::FloatConstant(..) => Type::Float,
        Expr::BoolConstant(..) => Type::Bool,
        Expr::StringConstant(..) | Expr::InterpolatedString(..) | Expr::CharConstant(..) => {
            Type::Text
        }
        Expr::FnCall(call, _) if call.name == "-" && call.args.len() == 1 => kind(&call.args[0])?,
        Expr::Dot(parts, ..) => return kind(&parts.rhs),
        Expr::MethodCall(call, _) if matches!(call.name.as_str(), "count" | "len") => Type::Int,
        _ => return None,
    })
}

fn refusal(left: Type, right: Type, position: Position) -> Box<EvalAltResult> {
    let error = Error::failed(format!("{} is compared with {}", left.one(), right.one()));
    let mut refused = raise(error.hint("they have no order: write a number without quotes"));
    refused.set_position(position);
    refused
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_written_there_is_judged() {
        for text in [
            "3 > \"a\"",
            "fn f() { `x` <= -1.5 }",
            "|x| 'a' < x.len()",
            "c.all().len() > \"3\"",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
        for text in [
            "3 > x",
            "\"a\" < \"b\"",
            "x.y > \"a\"",
            "1 < 2; \"a\"",
            "3 > \"a",
            "3 == \"a\"",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
        assert!(rest("1/3").is_some_and(|hint| hint.ends_with("dec(1) / 3")));
        for text in ["6 / 3", "1 / 0", "1 / 3.0", "a / 3"] {
            assert_eq!(rest(text), None, "{text}");
        }
    }
}
