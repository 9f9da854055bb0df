//! What stands in brackets after a value: `c["phone"]`.

use super::constant::{evaluate, of_constant};
use super::expression::Lowering;
use super::operand::{Env, Operand};
use super::position::start;
use super::unsupported::{at, untranslatable};
use crate::error::Error;
use crate::script::raise::Raised;
use crate::value::Type;
use rhai::{ASTFlags, Dynamic, Expr, Position};

impl Lowering<'_, '_> {
    /// Reads `base[rest]`. Unless it ends there, the rest is what stands in the brackets, and what follows.
    pub(super) fn index(
        &mut self,
        base: Operand,
        rest: &Expr,
        (flags, position): (ASTFlags, Position),
        env: &mut Env,
    ) -> Raised<Operand> {
        match rest {
            Expr::Dot(parts, ..) if !flags.intersects(ASTFlags::BREAK) => {
                let inner = self.at_key(base, &parts.lhs, position, env)?;
                self.chain(inner, &parts.rhs, env)
            }
            Expr::Index(parts, further, next) if !flags.intersects(ASTFlags::BREAK) => {
                let inner = self.at_key(base, &parts.lhs, position, env)?;
                self.index(inner, &parts.rhs, (*further, *next), env)
            }
            key => self.at_key(base, key, position, env),
        }
    }

    /// Reads `base[key]`: a field or an entry by its name.
    fn at_key(
        &mut self,
        base: Operand,
        key: &Expr,
        position: Position,
        env: &Env,
    ) -> Raised<Operand> {
        let of_names = matches!(
            base,
            Operand::Row(_) | Operand::Map(_) | Operand::List(_) | Operand::Constant(_)
        );
        if of_names
            && !self.analysis.depends_on_row(key, env)
            && let Operand::Constant(value) = evaluate(self.ctx, key, env)?
        {
            if let Ok(name) = value.as_immutable_string_ref() {
                return self.property(base, &name, start(key));
            }
            if let Some(item) = item(&base, &value) {
                return Ok(item);
            }
        }
        if base.kind() == Some(Type::Text) {
            return Err(at(
                position,
                Error::failed("'[…]' of a row's text can't become SQL")
                    .hint("write .sub_string(0, 1), or .starts_with(\"A\")"),
            ));
        }
        Err(untranslatable(position, "'[…]' on a row's value"))
    }
}

/// An item of a list by its index; from the end when that is negative.
fn item(list: &Operand, index: &Dynamic) -> Option<Operand> {
    let index = index.as_int().ok()?;
    let counted = |length: usize| {
        let from = if index < 0 {
            i64::try_from(length).ok()?
        } else {
            0
        };
        usize::try_from(from.checked_add(index)?).ok()
    };
    match list {
        Operand::List(operands) => operands.get(counted(operands.len())?).cloned(),
        Operand::Constant(list) => {
            let list = list.as_array_ref().ok()?;
            let item = list.get(counted(list.len())?)?;
            Some(of_constant(item.flatten_clone()))
        }
        _ => None,
    }
}
