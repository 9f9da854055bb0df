//! Methods of constant lists whose closures are about the row.

use super::{Asked, Becomes, Method, Receiver, find};
use crate::error::Error;
use crate::query::Expr as Sql;
use crate::script::lowering::constant::of_constant;
use crate::script::lowering::expression::Lowering;
use crate::script::lowering::membership;
use crate::script::lowering::operand::Operand;
use crate::script::lowering::unsupported::at;
use crate::script::raise::Raised;
use rhai::{Dynamic, Position};

pub(super) const METHODS: &[Method] = &[
    Method::call("all", LIST, 1..=1, Becomes::OfList(tested)),
    Method::call("contains", LIST, 1..=1, Becomes::OfList(contains)),
    Method::call("some", LIST, 1..=1, Becomes::OfList(tested)),
];

const LIST: &[Receiver] = &[Receiver::List];

impl Lowering<'_, '_> {
    pub(super) fn of_list(
        &mut self,
        list: &Dynamic,
        name: &str,
        args: &[Operand],
        position: Position,
        first: Position,
    ) -> Raised<Operand> {
        let wrong = || {
            let what = format!("'{name}' of a list takes one closure");
            at(position, Error::failed(what))
        };
        let method = find(Receiver::List, name).ok_or_else(wrong)?;
        let asked = Asked {
            name: method.name,
            args,
            position,
            first,
        };
        match method.becomes {
            Becomes::OfList(make) if method.takes.contains(&args.len()) => make(self, list, &asked),
            _ => Err(wrong()),
        }
    }
}

/// Whether a closure is true for some or all items of a constant list.
fn tested(lowering: &mut Lowering<'_, '_>, list: &Dynamic, asked: &Asked<'_>) -> Raised<Operand> {
    let position = asked.position;
    let items = list.clone().into_array().unwrap_or_default();
    let tests = items.into_iter().map(|item| {
        let item = of_constant(item.flatten());
        let tested = lowering.apply(asked.args[0].clone(), vec![item], position)?;
        lowering.count(&tested, position)?;
        tested.test(position)
    });
    let tests: Vec<Sql> = tests.collect::<Raised<_>>()?;
    Ok(match (tests.is_empty(), asked.name) {
        (true, name) => Operand::Constant((name == "all").into()),
        (false, "some") => Operand::Sql(Sql::Or(tests)),
        (false, _) => Operand::Sql(Sql::And(tests)),
    })
}

fn contains(_: &mut Lowering<'_, '_>, list: &Dynamic, asked: &Asked<'_>) -> Raised<Operand> {
    let list = Operand::Constant(list.clone());
    membership::contains(list, asked.args[0].clone(), asked.position)
}
