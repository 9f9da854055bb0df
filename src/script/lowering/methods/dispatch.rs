//! Which method a call is: a function of one's own, or one of the tables.

use super::{Receiver, find, scalar};
use crate::error::{Error, article};
use crate::script::lowering::definition;
use crate::script::lowering::expression::Lowering;
use crate::script::lowering::operand::Operand;
use crate::script::lowering::operator::operator;
use crate::script::lowering::unsupported::at;
use crate::script::raise::Raised;
use rhai::Position;

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
            Operand::Many(many) => self.of_related(many, name, &args, position, first),
            Operand::Closure { .. } if name == "call" => self.apply(base, args, position),
            Operand::Constant(list) if list.is_array() && find(Receiver::List, name).is_some() => {
                self.of_list(&list, name, &args, position, first)
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
            base => scalar::method(base, name, &args, position, first),
        }
    }
}
