//! Methods: of rows and related rows; those of values are in `scalar.rs`.

use super::scalar::method as method_of_value;
use crate::error::{Error, article};
use crate::query::{Aggregate, Expr as Sql, Many};
use crate::script::lowering::aggregate::aggregate;
use crate::script::lowering::constant::of_constant;
use crate::script::lowering::definition;
use crate::script::lowering::expression::Lowering;
use crate::script::lowering::operand::Operand;
use crate::script::lowering::operator::operator;
use crate::script::lowering::unsupported::at;
use crate::script::raise::Raised;
use crate::value::Value;
use rhai::{Dynamic, Position};

/// What related rows can be asked in a closure.
pub const RELATED: [&str; 12] = [
    "all", "any", "avg", "count", "exists", "filter", "is_empty", "len", "max", "min", "none",
    "sum",
];

impl Lowering<'_, '_> {
    /// Reads a method's call; `first` is the position of its first argument.
    pub(in crate::script::lowering) fn method(
        &mut self,
        base: Operand,
        name: &str,
        args: Vec<Operand>,
        position: Position,
        first: Position,
    ) -> Raised<Operand> {
        let is_closure = matches!(base, Operand::Closure { .. });
        if !is_closure && definition::exists(self.ctx, name, args.len()) {
            return self.call_of(Some(base), name, args, position);
        }
        match base {
            Operand::Many(many) => self.of_many(many, name, args, position, first),
            Operand::Closure { .. } if name == "call" => self.apply(base, args, position),
            Operand::Constant(list) if list.is_array() && matches!(name, "some" | "all") => {
                self.of_list(&list, name, args, position)
            }
            // Nothing gives nothing.
            base if base.is_nothing() && name != "to_string" => Ok(base),
            base if name == "contains" && args.len() == 1 => {
                let mut operands = vec![base];
                operands.extend(args);
                operator("contains", operands, position, first)
            }
            Operand::Row(row) => {
                let what = article(row.entity.singular());
                let error = Error::failed(format!("there is no function '{name}' for {what}"));
                let takes_row = definition::exists(self.ctx, name, args.len() + 1);
                Err(at(
                    position,
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
            base => method_of_value(base, name, &args, position, first),
        }
    }

    /// Whether a closure is true for some or all items of a constant list.
    fn of_list(
        &mut self,
        list: &Dynamic,
        name: &str,
        args: Vec<Operand>,
        position: Position,
    ) -> Raised<Operand> {
        let mut args = args.into_iter();
        let (Some(closure), None) = (args.next(), args.next()) else {
            let what = format!("'{name}' of a list takes one closure");
            return Err(at(position, Error::failed(what)));
        };
        let items = list.clone().into_array().unwrap_or_default();
        let tests = items.into_iter().map(|item| {
            let item = of_constant(item.flatten());
            let tested = self.apply(closure.clone(), vec![item], position)?;
            self.count(&tested, position)?;
            tested.test(position)
        });
        let tests: Vec<Sql> = tests.collect::<Raised<_>>()?;
        Ok(match (tests.is_empty(), name) {
            (true, name) => Operand::Constant((name == "all").into()),
            (false, "some") => Operand::Sql(Sql::Or(tests)),
            (false, _) => Operand::Sql(Sql::And(tests)),
        })
    }

    fn of_many(
        &mut self,
        mut many: Many,
        name: &str,
        args: Vec<Operand>,
        position: Position,
        first: Position,
    ) -> Raised<Operand> {
        if args.len() > 1 {
            let what = format!("'{name}' of many {} takes one closure", many.entity.name);
            return Err(at(position, Error::failed(what)));
        }
        let (closure, parent) = (args.into_iter().next(), many.parent.clone());
        let exists = |many| Sql::Exists(Box::new(many));
        let answer = match (name, closure) {
            ("filter", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(condition);
                Operand::Many(many)
            }
            ("any" | "some", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(condition);
                Operand::Sql(exists(many))
            }
            ("none", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(condition);
                Operand::Sql(Sql::Not(Box::new(exists(many))))
            }
            ("all", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(Sql::Not(Box::new(condition)));
                Operand::Sql(Sql::Not(Box::new(exists(many))))
            }
            ("exists", None) => Operand::Sql(exists(many)),
            ("is_empty", None) => Operand::Sql(Sql::Not(Box::new(exists(many)))),
            ("count" | "len", None) => {
                Operand::Sql(Sql::Total(Aggregate::Count, Box::new(many), None))
            }
            ("count", Some(closure)) => {
                let condition = self.of_each(&many, closure, first)?.test(first)?;
                many.filters.push(condition);
                Operand::Sql(Sql::Total(Aggregate::Count, Box::new(many), None))
            }
            ("sum" | "avg" | "min" | "max", Some(closure)) => {
                let value = self.of_each(&many, closure, first)?.value(first)?;
                let aggregate = aggregate(name, &value, first)?;
                Operand::Sql(Sql::Total(aggregate, Box::new(many), Some(Box::new(value))))
            }
            (name, _) => {
                return Err(at(
                    position,
                    Error::failed(format!("'{name}' of many {} can't become SQL", many.entity.name)).hint(
                        "use .any(|x| …), .all(|x| …), .none(|x| …), .filter(|x| …), .exists(), .is_empty(), \
                         .count(), .sum(|x| …), .avg(|x| …), .min(|x| …) or .max(|x| …)",
                    ),
                ));
            }
        };
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
