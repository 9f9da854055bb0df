//! What follows a dot: fields, relations, parts of dates; methods go on in `methods/`.

use super::constant::{of_constant, property};
use super::expression::Lowering;
use super::methods::{self, scalar};
use super::operand::{Env, Operand};
use super::position::start;
use super::unsupported::{at, untranslatable};
use crate::catalog::RelationKind;
use crate::error::{Error, article};
use crate::query::{Many, RowPath};
use crate::script::raise::{Raised, raise};
use rhai::{Expr, Position};

impl Lowering<'_, '_> {
    /// Reads what follows a dot.
    pub(super) fn chain(&mut self, base: Operand, rest: &Expr, env: &mut Env) -> Raised<Operand> {
        match rest {
            Expr::Property(property, position) => self.property(base, &property.2, *position),
            Expr::MethodCall(call, position) => {
                let args = call
                    .args
                    .iter()
                    .map(|arg| self.expr(arg, env))
                    .collect::<Raised<_>>()?;
                let first = call.args.first().map_or(*position, start);
                self.method(base, &call.name, args, *position, first)
            }
            Expr::Dot(parts, ..) => {
                let next = self.chain(base, &parts.lhs, env)?;
                self.chain(next, &parts.rhs, env)
            }
            Expr::Index(parts, flags, position) => {
                let next = self.chain(base, &parts.lhs, env)?;
                self.index(next, &parts.rhs, (*flags, *position), env)
            }
            other => Err(untranslatable(other.position(), "this access")),
        }
    }

    /// Reads a property.
    pub(super) fn property(
        &mut self,
        base: Operand,
        name: &str,
        position: Position,
    ) -> Raised<Operand> {
        match base {
            Operand::Row(row) => self.member(&row, name, position),
            Operand::Chosen(id, _) if name == "id" => Ok(Operand::Sql(id)),
            Operand::Chosen(_, entity) => Err(at(
                position,
                Error::failed(format!(
                    "of {} that is chosen here, only the id can be asked for",
                    article(entity.singular())
                ))
                .hint("choose between values: e.support?.full_name ?? me.full_name"),
            )),
            Operand::Constant(value) => {
                property(self.ctx, value, name)
                    .map(of_constant)
                    .map_err(|mut error| {
                        error.set_position(position);
                        error
                    })
            }
            Operand::Span(seconds) => scalar::of_span(seconds, name, position),
            Operand::Sql(expr) => scalar::property(expr, name, position),
            Operand::Map(entries) => match entries.into_iter().find(|(known, _)| known == name) {
                Some((_, operand)) => Ok(operand),
                None => Err(at(
                    position,
                    Error::failed(format!("the map has no '{name}'")),
                )),
            },
            Operand::Many(many) if methods::needs_nothing(name) => {
                let what = format!("'{name}' of the {} needs brackets", many.entity.name);
                Err(at(
                    position,
                    Error::failed(what).hint(format!("write {name}()")),
                ))
            }
            Operand::Many(many) => Err(at(
                position,
                Error::failed(format!(
                    "{} has many {}: '{name}' of which of them?",
                    article(many.parent.entity.singular()),
                    many.entity.name
                ))
                .hint("use .any(|x| …), .all(|x| …), .filter(|x| …), .count() or .sum(|x| …)"),
            )),
            _ => Err(untranslatable(position, format!("'{name}' here"))),
        }
    }

    /// Where a name is known, one relation further.
    fn further(&self, row: &RowPath, name: &str) -> Option<String> {
        let relations = row.entity.relations.iter();
        let mut ones = relations.filter(|relation| relation.kind == RelationKind::One);
        ones.find_map(|relation| {
            let target = self.catalog.entity(&relation.target).ok()?;
            let mut members = target.members();
            members
                .any(|member| member == name)
                .then(|| format!("{}.{name}", relation.name))
        })
    }

    /// A field or a relation of a row.
    fn member(&mut self, row: &RowPath, name: &str, position: Position) -> Raised<Operand> {
        if let Some(field) = row.entity.field(name) {
            return Ok(Operand::Sql(row.field(field)));
        }
        let Some(relation) = row.entity.relation(name) else {
            let error = row.entity.unknown_member(name);
            return Err(at(
                position,
                match self.further(row, name) {
                    Some(path) if error.hints.is_empty() => {
                        error.hint(format!("did you mean '{path}'?"))
                    }
                    _ => error,
                },
            ));
        };
        let target = self.catalog.entity(&relation.target).map_err(raise)?;
        Ok(match relation.kind {
            RelationKind::One => Operand::Row(row.follow(relation, target)),
            RelationKind::Many => {
                self.queries += 1;
                Operand::Many(Many {
                    entity: std::rc::Rc::clone(target),
                    key: relation.field.clone(),
                    parent: row.clone(),
                    depth: self.queries - 1,
                    filters: Vec::new(),
                })
            }
        })
    }
}
