//! Methods: of rows and related rows; those of values are in `of_value.rs`.

use super::definition;
use super::known::of_known;
use super::of_value::method as of_value;
use super::operator::operator;
use super::term::Term;
use super::translate::Translator;
use super::{at, one};
use crate::error::{Error, article};
use crate::query::{Aggregate, Expr as Sql, Function, Many};
use crate::script::failure::Raised;
use crate::value::{Type, Value};
use rhai::{Dynamic, Position};

/// What related rows can be asked in a closure.
pub const RELATED: [&str; 12] = [
    "all", "any", "avg", "count", "exists", "filter", "is_empty", "len", "max", "min", "none",
    "sum",
];

impl Translator<'_, '_> {
    /// Reads a method's call; `first` is the place of its first argument.
    pub(super) fn method(
        &mut self,
        base: Term,
        name: &str,
        args: Vec<Term>,
        place: Position,
        first: Position,
    ) -> Raised<Term> {
        let is_closure = matches!(base, Term::Closure { .. });
        if !is_closure && definition::exists(self.ctx, name, args.len()) {
            return self.call_of(Some(base), name, args, place);
        }
        match base {
            Term::Many(many) => self.of_many(many, name, args, place, first),
            Term::Closure { .. } if name == "call" => self.apply(base, args, place),
            Term::Known(list) if list.is_array() && matches!(name, "some" | "all") => {
                self.of_list(&list, name, args, place)
            }
            // Nothing gives nothing.
            base if base.is_nothing() && name != "to_string" => Ok(base),
            base if name == "contains" && args.len() == 1 => {
                let mut terms = vec![base];
                terms.extend(args);
                operator("contains", terms, place, first)
            }
            Term::Row(row) => {
                let what = article(row.entity.singular());
                let error = Error::failed(format!("there is no function '{name}' for {what}"));
                let takes_row = definition::exists(self.ctx, name, args.len() + 1);
                Err(at(
                    place,
                    if takes_row {
                        error.hint(format!("it takes the row as its argument: {name}(row)"))
                    } else {
                        error.did_you_mean(name, row.entity.members()).hint(format!(
                            "inside a closure, functions are your own: fn {name}(row) {{ … }}; a closure is called \
                             by {name}.call(row)"
                        ))
                    },
                ))
            }
            base => of_value(base, name, &args, place, first),
        }
    }

    /// Whether a closure is true for some or all items of a known list.
    fn of_list(
        &mut self,
        list: &Dynamic,
        name: &str,
        args: Vec<Term>,
        place: Position,
    ) -> Raised<Term> {
        let mut args = args.into_iter();
        let (Some(closure), None) = (args.next(), args.next()) else {
            let what = format!("'{name}' of a list takes one closure");
            return Err(at(place, Error::failed(what)));
        };
        let items = list.clone().into_array().unwrap_or_default();
        let tests = items.into_iter().map(|item| {
            let item = of_known(item.flatten());
            let tested = self.apply(closure.clone(), vec![item], place)?;
            self.count(&tested, place)?;
            tested.test(place)
        });
        let tests: Vec<Sql> = tests.collect::<Raised<_>>()?;
        Ok(match (tests.is_empty(), name) {
            (true, name) => Term::Known((name == "all").into()),
            (false, "some") => Term::Sql(Sql::Or(tests)),
            (false, _) => Term::Sql(Sql::And(tests)),
        })
    }

    fn of_many(
        &mut self,
        mut many: Many,
        name: &str,
        args: Vec<Term>,
        place: Position,
        first: Position,
    ) -> Raised<Term> {
        if args.len() > 1 {
            let what = format!("'{name}' of many {} takes one closure", many.entity.name);
            return Err(at(place, Error::failed(what)));
        }
        let (closure, parent) = (args.into_iter().next(), many.parent.clone());
        let exists = |many| Sql::Exists(Box::new(many));
        let answer = match (name, closure) {
            ("filter", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(condition);
                Term::Many(many)
            }
            ("any" | "some", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(condition);
                Term::Sql(exists(many))
            }
            ("none", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(condition);
                Term::Sql(Sql::Not(Box::new(exists(many))))
            }
            ("all", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(Sql::Not(Box::new(condition)));
                Term::Sql(Sql::Not(Box::new(exists(many))))
            }
            ("exists", None) => Term::Sql(exists(many)),
            ("is_empty", None) => Term::Sql(Sql::Not(Box::new(exists(many)))),
            ("count" | "len", None) => {
                Term::Sql(Sql::Total(Aggregate::Count, Box::new(many), None))
            }
            ("count", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(condition);
                Term::Sql(Sql::Total(Aggregate::Count, Box::new(many), None))
            }
            ("sum" | "avg" | "min" | "max", Some(closure)) => {
                let value = self.of_each(&many, closure, first)?.value(first)?;
                let aggregate = aggregate(name, &value, first)?;
                Term::Sql(Sql::Total(aggregate, Box::new(many), Some(Box::new(value))))
            }
            (name, _) => {
                return Err(at(
                    place,
                    Error::failed(format!("'{name}' of many {} can't become SQL", many.entity.name)).hint(
                        "use .any(|x| …), .all(|x| …), .none(|x| …), .filter(|x| …), .exists(), .is_empty(), \
                         .count(), .sum(|x| …), .avg(|x| …), .min(|x| …) or .max(|x| …)",
                    ),
                ));
            }
        };
        Ok(match (answer, parent.id()) {
            // A question to nothing is nothing, as everywhere.
            (Term::Sql(answer), Some(id)) if parent.is_nullable() => Term::Sql(Sql::If(
                Box::new(Sql::Not(Box::new(Sql::IsNull(Box::new(id))))),
                Box::new(answer),
                Box::new(Sql::Value(Value::Null)),
            )),
            (answer, _) => answer,
        })
    }

    /// What a closure gives for each of the related rows.
    fn of_each(&mut self, many: &Many, closure: Term, place: Position) -> Raised<Term> {
        if self.open.contains(&many.depth) {
            return Err(at(
                place,
                Error::failed(format!("the {} ask themselves here", many.entity.name))
                    .hint("follow the relation once more, instead of using the name given to it"),
            ));
        }
        self.open.push(many.depth);
        let term = self.apply(closure, vec![Term::Row(many.row())], place);
        self.open.pop();
        term
    }
}

/// A figure over values; only numbers have a sum.
pub(super) fn aggregate(name: &str, of: &Sql, place: Position) -> Raised<Aggregate> {
    let aggregate = match name {
        "sum" => Aggregate::Sum,
        "avg" => Aggregate::Avg,
        "min" => Aggregate::Min,
        "max" => Aggregate::Max,
        _ => Aggregate::Count,
    };
    let adds = matches!(aggregate, Aggregate::Sum | Aggregate::Avg);
    match of.kind() {
        kind if adds && !kind.is_some_and(Type::is_number) => Err(at(
            place,
            Error::failed(format!("'{name}' is of numbers, this is {}", one(kind))),
        )),
        Some(Type::Bool) => Err(at(
            place,
            Error::failed(format!("'{name}' of true and false makes no sense"))
                .hint("count them: .filter(|x| …).count()"),
        )),
        _ => Ok(aggregate),
    }
}

/// A test of a text against another.
pub(super) fn with_text(
    function: Function,
    text: Sql,
    part: Term,
    place: Position,
) -> Raised<Term> {
    let part = part.value(place)?;
    if part.kind() != Some(Type::Text) {
        return Err(at(
            place,
            Error::failed(format!(
                "a text is needed here, this is {}",
                one(part.kind())
            )),
        ));
    }
    Ok(Term::Sql(Sql::Call(function, vec![text, part])))
}
