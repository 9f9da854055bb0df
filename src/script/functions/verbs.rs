//! What people of this house do with a record, in their words.

use super::record::done;
use crate::api::Record;
use crate::error::{Error, Result};
use crate::script::failure::{Raised, raise};
use crate::script::outcome::Message;
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, Module};
use rust_decimal::Decimal;

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(verbs)]
}

/// Does something with a record, which is then as the database has it.
fn act(
    record: &mut Record,
    what: &str,
    verb: impl FnOnce(&Record) -> Result<Record>,
) -> Raised<Message> {
    *record = verb(record).map_err(raise)?;
    Ok(done(record, what))
}

/// The house's verbs
#[export_module]
mod verbs {
    /// Signs a contract, now.
    ///
    /// ```rhai
    /// contracts.unsigned().first().sign()
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn sign(record: &mut Record) -> Raised<Message> {
        act(record, "signed", Record::sign)
    }

    /// Books a payment on a contract: the amount due gets less by it.
    ///
    /// ```rhai
    /// contracts.filter(|k| k.amount_due > 100).first().pay(dec("99.50"))
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn pay(record: &mut Record, amount: Dynamic) -> Raised<Message> {
        let exact = match (amount.as_int(), amount.clone().try_cast::<Decimal>()) {
            (Ok(whole), _) => Decimal::from(whole),
            (_, Some(exact)) => exact,
            _ => {
                let error = Error::failed(format!("'{amount}' is not an amount of money"));
                return Err(raise(
                    error.hint(format!("money is exact: write dec(\"{amount}\")")),
                ));
            }
        };
        act(record, &format!("paid {exact}"), |record| record.pay(exact))
    }

    /// Gives an event to a support collaborator.
    ///
    /// ```rhai
    /// events.unassigned().first().assign("sam@epic.events")
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn assign(record: &mut Record, email: &str) -> Raised<Message> {
        act(record, &format!("assigned to {email}"), |record| {
            record.assign(email)
        })
    }

    /// Notes that a client was contacted today.
    ///
    /// ```rhai
    /// clients.stale(30.days).first().contacted()
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn contacted(record: &mut Record) -> Raised<Message> {
        act(record, "contacted today", Record::contacted)
    }

    /// Gives a client to another commercial.
    ///
    /// ```rhai
    /// clients.get(12).transfer("luc@epic.events")
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn transfer(record: &mut Record, email: &str) -> Raised<Message> {
        act(record, &format!("transferred to {email}"), |record| {
            record.transfer(email)
        })
    }

    /// Closes a collaborator's account: their sessions end at once.
    ///
    /// ```rhai
    /// collaborators.filter(|p| p.email == "ines@epic.events").first().deactivate()
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn deactivate(record: &mut Record) -> Raised<Message> {
        act(record, "deactivated", Record::deactivate)
    }
}
