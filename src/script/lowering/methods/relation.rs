//! Methods of the rows that a relation to many leads to.

use super::{Asked, Becomes, Method, Receiver, find};
use crate::error::Error;
use crate::query::{Aggregate, Expr as Sql, Many};
use crate::script::lowering::aggregate::aggregate;
use crate::script::lowering::expression::Lowering;
use crate::script::lowering::operand::Operand;
use crate::script::lowering::unsupported::at;
use crate::script::raise::Raised;
use crate::value::Value;
use rhai::Position;

pub(super) const METHODS: &[Method] = &[
    Method::call("any", RELATED, 1..=1, Becomes::OfRelated(any)),
    Method::call("all", RELATED, 1..=1, Becomes::OfRelated(all)),
    Method::call("none", RELATED, 1..=1, Becomes::OfRelated(none)),
    Method::call("filter", RELATED, 1..=1, Becomes::OfRelated(filter)),
    Method::call("exists", RELATED, 0..=0, Becomes::OfRelated(exists)),
    Method::call("is_empty", RELATED, 0..=0, Becomes::OfRelated(is_empty)),
    Method::call("count", RELATED, 0..=1, Becomes::OfRelated(count)),
    Method::call("sum", RELATED, 1..=1, Becomes::OfRelated(total)),
    Method::call("avg", RELATED, 1..=1, Becomes::OfRelated(total)),
    Method::call("min", RELATED, 1..=1, Becomes::OfRelated(total)),
    Method::call("max", RELATED, 1..=1, Becomes::OfRelated(total)),
    // As of a list.
    Method::call("some", RELATED, 1..=1, Becomes::OfRelated(any)),
    Method::call("len", RELATED, 0..=0, Becomes::OfRelated(count)),
];

const RELATED: &[Receiver] = &[Receiver::Related];

impl Lowering<'_, '_> {
    pub(super) fn of_related(
        &mut self,
        many: Many,
        name: &str,
        args: &[Operand],
        position: Position,
        first: Position,
    ) -> Raised<Operand> {
        if args.len() > 1 {
            let what = format!("'{name}' of many {} takes one closure", many.entity.name);
            return Err(at(position, Error::failed(what)));
        }
        let method =
            find(Receiver::Related, name).filter(|method| method.takes.contains(&args.len()));
        let Some((method, Becomes::OfRelated(make))) =
            method.map(|method| (method, &method.becomes))
        else {
            let what = format!("'{name}' of many {} can't become SQL", many.entity.name);
            return Err(at(position, Error::failed(what).hint(what_there_is())));
        };
        let asked = Asked {
            name: method.name,
            args,
            position,
            first,
        };
        let parent = many.parent.clone();
        let answer = make(self, many, &asked)?;
        Ok(match (answer, parent.id()) {
            // A question to nothing is nothing, as everywhere.
            (Operand::Sql(answer), Some(id)) if parent.is_nullable() => Operand::Sql(Sql::If(
                Box::new(Sql::Not(Box::new(Sql::IsNull(Box::new(id))))),
                Box::new(answer),
                Box::new(Sql::Value(Value::Null)),
            )),
            (answer, _) => answer,
        })
    }

    /// Related rows for which a closure is true, or for which it is not.
    fn only(&mut self, mut many: Many, asked: &Asked<'_>, wanted: bool) -> Raised<Many> {
        if let Some(closure) = asked.args.first() {
            let condition = self.of_each(&many, closure.clone(), asked.first)?;
            let condition = condition.test(asked.first)?;
            many.filters.push(if wanted {
                condition
            } else {
                Sql::Not(Box::new(condition))
            });
        }
        Ok(many)
    }

    /// What a closure gives for each of the related rows.
    fn of_each(&mut self, many: &Many, closure: Operand, position: Position) -> Raised<Operand> {
        if self.open.contains(&many.depth) {
            return Err(at(
                position,
                Error::failed(format!("the {} ask themselves here", many.entity.name))
                    .hint("follow the relation once more, instead of using the name given to it"),
            ));
        }
        self.open.push(many.depth);
        let operand = self.apply(closure, vec![Operand::Row(many.row())], position);
        self.open.pop();
        operand
    }
}

/// How each of the methods is written.
fn what_there_is() -> String {
    let written = METHODS.iter().map(|method| match method.takes.start() {
        0 => format!(".{}()", method.name),
        _ => format!(".{}(|x| …)", method.name),
    });
    format!("use {}", written.collect::<Vec<_>>().join(", "))
}

fn filter(lowering: &mut Lowering<'_, '_>, many: Many, asked: &Asked<'_>) -> Raised<Operand> {
    lowering.only(many, asked, true).map(Operand::Many)
}

fn any(lowering: &mut Lowering<'_, '_>, many: Many, asked: &Asked<'_>) -> Raised<Operand> {
    lowering.only(many, asked, true).map(is_there)
}

fn none(lowering: &mut Lowering<'_, '_>, many: Many, asked: &Asked<'_>) -> Raised<Operand> {
    lowering.only(many, asked, true).map(is_not_there)
}

fn all(lowering: &mut Lowering<'_, '_>, many: Many, asked: &Asked<'_>) -> Raised<Operand> {
    lowering.only(many, asked, false).map(is_not_there)
}

fn exists(_: &mut Lowering<'_, '_>, many: Many, _: &Asked<'_>) -> Raised<Operand> {
    Ok(is_there(many))
}

fn is_empty(_: &mut Lowering<'_, '_>, many: Many, _: &Asked<'_>) -> Raised<Operand> {
    Ok(is_not_there(many))
}

fn count(lowering: &mut Lowering<'_, '_>, many: Many, asked: &Asked<'_>) -> Raised<Operand> {
    let many = lowering.only(many, asked, true)?;
    let count = Sql::Total(Aggregate::Count, Box::new(many), None);
    Ok(Operand::Sql(count))
}

fn total(lowering: &mut Lowering<'_, '_>, many: Many, asked: &Asked<'_>) -> Raised<Operand> {
    let first = asked.first;
    let value = lowering
        .of_each(&many, asked.args[0].clone(), first)?
        .value(first)?;
    let aggregate = aggregate(asked.name, &value, first)?;
    let total = Sql::Total(aggregate, Box::new(many), Some(Box::new(value)));
    Ok(Operand::Sql(total))
}

fn is_there(many: Many) -> Operand {
    Operand::Sql(Sql::Exists(Box::new(many)))
}

fn is_not_there(many: Many) -> Operand {
    Operand::Sql(Sql::Not(Box::new(Sql::Exists(Box::new(many)))))
}
