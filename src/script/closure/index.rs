//! What stands in brackets after a value: `c["phone"]`.

use super::known::{depends_on_row, evaluate, of_known};
use super::place::start;
use super::term::Term;
use super::translate::{Env, Translator};
use super::{at, untranslatable};
use crate::error::Error;
use crate::script::failure::Raised;
use crate::value::Type;
use rhai::{ASTFlags, Dynamic, Expr, Position};

impl Translator<'_, '_> {
    /// Reads `base[rest]`. Unless it ends there, the rest is what stands in the brackets, and what follows.
    pub(super) fn index(
        &mut self,
        base: Term,
        rest: &Expr,
        (flags, place): (ASTFlags, Position),
        env: &mut Env,
    ) -> Raised<Term> {
        match rest {
            Expr::Dot(parts, ..) if !flags.intersects(ASTFlags::BREAK) => {
                let inner = self.at_key(base, &parts.lhs, place, env)?;
                self.chain(inner, &parts.rhs, env)
            }
            Expr::Index(parts, further, next) if !flags.intersects(ASTFlags::BREAK) => {
                let inner = self.at_key(base, &parts.lhs, place, env)?;
                self.index(inner, &parts.rhs, (*further, *next), env)
            }
            key => self.at_key(base, key, place, env),
        }
    }

    /// Reads `base[key]`: a field or an entry by its name.
    fn at_key(&mut self, base: Term, key: &Expr, place: Position, env: &Env) -> Raised<Term> {
        let of_names = matches!(
            base,
            Term::Row(_) | Term::Map(_) | Term::List(_) | Term::Known(_)
        );
        if of_names
            && !depends_on_row(key, env)
            && let Term::Known(known) = evaluate(self.ctx, key, env)?
        {
            if let Ok(name) = known.as_immutable_string_ref() {
                return self.property(base, &name, start(key));
            }
            if let Some(item) = item(&base, &known) {
                return Ok(item);
            }
        }
        if base.kind() == Some(Type::Text) {
            return Err(at(
                place,
                Error::failed("'[…]' of a row's text can't become SQL")
                    .hint("write .sub_string(0, 1), or .starts_with(\"A\")"),
            ));
        }
        Err(untranslatable(place, "'[…]' on a row's value"))
    }
}

/// An item of a list by its place; from the end when that is negative.
fn item(list: &Term, place: &Dynamic) -> Option<Term> {
    let place = place.as_int().ok()?;
    let place_of = |length: usize| {
        let from = if place < 0 {
            i64::try_from(length).ok()?
        } else {
            0
        };
        usize::try_from(from.checked_add(place)?).ok()
    };
    match list {
        Term::List(terms) => terms.get(place_of(terms.len())?).cloned(),
        Term::Known(list) => {
            let list = list.as_array_ref().ok()?;
            let item = list.get(place_of(list.len())?)?;
            Some(of_known(item.flatten_clone()))
        }
        _ => None,
    }
}
