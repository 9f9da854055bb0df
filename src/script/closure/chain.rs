//! What follows a dot: fields, relations, parts of dates; methods go on in `method.rs`.

use super::known::{of_known, property};
use super::of_value;
use super::place::start;
use super::term::Term;
use super::translate::{Env, Translator};
use super::{at, untranslatable};
use crate::catalog::RelationKind;
use crate::error::{Error, article};
use crate::query::{Binary, Expr as Sql, Many, RowPath};
use crate::script::failure::{Raised, raise};
use crate::script::functions::{DAY, HOUR, MINUTE, WEEK};
use crate::value::Value;
use rhai::{Expr, Position};

impl Translator<'_, '_> {
    /// Reads what follows a dot.
    pub(super) fn chain(&mut self, base: Term, rest: &Expr, env: &mut Env) -> Raised<Term> {
        match rest {
            Expr::Property(property, place) => self.property(base, &property.2, *place),
            Expr::MethodCall(call, place) => {
                let args = call
                    .args
                    .iter()
                    .map(|arg| self.expr(arg, env))
                    .collect::<Raised<_>>()?;
                let first = call.args.first().map_or(*place, start);
                self.method(base, &call.name, args, *place, first)
            }
            Expr::Dot(parts, ..) => {
                let next = self.chain(base, &parts.lhs, env)?;
                self.chain(next, &parts.rhs, env)
            }
            Expr::Index(parts, flags, place) => {
                let next = self.chain(base, &parts.lhs, env)?;
                self.index(next, &parts.rhs, (*flags, *place), env)
            }
            other => Err(untranslatable(other.position(), "this access")),
        }
    }

    /// Reads a property.
    pub(super) fn property(&mut self, base: Term, name: &str, place: Position) -> Raised<Term> {
        match base {
            Term::Row(row) => self.member(&row, name, place),
            Term::Chosen(id, _) if name == "id" => Ok(Term::Sql(id)),
            Term::Chosen(_, entity) => Err(at(
                place,
                Error::failed(format!(
                    "of {} that is chosen here, only the id can be asked for",
                    article(entity.singular())
                ))
                .hint("choose between values: e.support?.full_name ?? me.full_name"),
            )),
            Term::Known(value) => {
                property(self.ctx, value, name)
                    .map(of_known)
                    .map_err(|mut error| {
                        error.set_position(place);
                        error
                    })
            }
            Term::Span(seconds) => of_span(seconds, name).ok_or_else(|| {
                let what = format!("a span of time has no '{name}'");
                at(
                    place,
                    Error::failed(what).hint("it has days, hours, minutes and weeks"),
                )
            }),
            Term::Sql(expr) => of_value::property(expr, name, place),
            Term::Map(entries) => match entries.into_iter().find(|(known, _)| known == name) {
                Some((_, term)) => Ok(term),
                None => Err(at(place, Error::failed(format!("the map has no '{name}'")))),
            },
            Term::Many(many) if matches!(name, "count" | "len" | "is_empty" | "exists") => {
                let what = format!("'{name}' of the {} needs brackets", many.entity.name);
                Err(at(
                    place,
                    Error::failed(what).hint(format!("write {name}()")),
                ))
            }
            Term::Many(many) => Err(at(
                place,
                Error::failed(format!(
                    "{} has many {}: '{name}' of which of them?",
                    article(many.parent.entity.singular()),
                    many.entity.name
                ))
                .hint("use .any(|x| …), .all(|x| …), .filter(|x| …), .count() or .sum(|x| …)"),
            )),
            _ => Err(untranslatable(place, format!("'{name}' here"))),
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
    fn member(&mut self, row: &RowPath, name: &str, place: Position) -> Raised<Term> {
        if let Some(field) = row.entity.field(name) {
            return Ok(Term::Sql(row.field(field)));
        }
        let Some(relation) = row.entity.relation(name) else {
            let error = row.entity.unknown_member(name);
            return Err(at(
                place,
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
            RelationKind::One => Term::Row(row.follow(relation, target)),
            RelationKind::Many => {
                self.queries += 1;
                Term::Many(Many {
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

/// A whole unit of a span.
fn of_span(seconds: Sql, name: &str) -> Option<Term> {
    let unit = match name {
        "weeks" => WEEK,
        "days" => DAY,
        "hours" => HOUR,
        "minutes" => MINUTE,
        _ => return None,
    };
    let whole = Sql::Binary(
        Binary::Div,
        Box::new(seconds),
        Box::new(Sql::Value(Value::Int(unit))),
    );
    Some(Term::Sql(whole))
}
