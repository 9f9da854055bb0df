//! What people of this house do with a record, in their words.

use super::record::done;
use crate::api::Record;
use crate::error::{Error, Result};
use crate::script::raise::{Raised, raise};
use crate::script::types::Message;
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
    let changed = verb(record).map_err(raise)?;
    Ok(done(record, changed, what))
}

/// The e-mail of a collaborator, who is given by it or as a record.
fn email_of(verb: &str, person: &Dynamic) -> Raised<String> {
    if let Ok(email) = person.as_immutable_string_ref() {
        return Ok(email.trim().to_lowercase());
    }
    let record = person.clone().try_cast::<Record>();
    match record.filter(|record| record.entity().name == "collaborators") {
        Some(record) => Ok(record.value("email").map_err(raise)?.to_string()),
        None => {
            let error = Error::failed(format!("'{verb}' takes an e-mail or a collaborator"));
            Err(raise(
                error.hint(format!("for example: {verb}(\"sam@epic.events\")")),
            ))
        }
    }
}

/// An amount of money, which is exact.
fn amount_of(amount: &Dynamic) -> Raised<Decimal> {
    if let Ok(whole) = amount.as_int() {
        return Ok(whole.into());
    }
    if let Some(exact) = amount.clone().try_cast::<Decimal>() {
        return Ok(exact);
    }
    let error = if amount.is_unit() {
        Error::failed("nothing is no amount of money")
    } else {
        Error::failed(format!("'{amount}' is not an amount of money"))
    };
    let digits = amount.to_string();
    let example = if Decimal::from_str_exact(&digits).is_ok() {
        digits
    } else {
        "12.50".to_owned()
    };
    Err(raise(
        error.hint(format!("money is exact: write dec(\"{example}\")")),
    ))
}

/// The house's verbs
#[export_module]
mod verbs {
    /// Signs a contract, now. It can be done once.
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
    /// It is taken off what is due by now, even if somebody else booked a payment since the record was read. It
    /// can't be more than that, nor have parts of a cent.
    ///
    /// ```rhai
    /// contracts.filter(|k| k.amount_due > 100).first().pay(dec("99.50"))
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn pay(record: &mut Record, amount: Dynamic) -> Raised<Message> {
        let exact = amount_of(&amount)?;
        act(record, &format!("paid {exact}"), |record| record.pay(exact))
    }

    /// Gives an event to a support collaborator: their e-mail, or a record.
    ///
    /// They must be active. It is for admins.
    ///
    /// ```rhai
    /// events.unassigned().first().assign("sam@epic.events")
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn assign(record: &mut Record, person: Dynamic) -> Raised<Message> {
        let email = email_of("assign", &person)?;
        act(record, &format!("assigned to {email}"), |record| {
            record.assign(&email)
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

    /// Gives a client to another commercial: their e-mail, or a record. It is for admins.
    ///
    /// ```rhai
    /// clients.get(12).transfer("luc@epic.events")
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn transfer(record: &mut Record, person: Dynamic) -> Raised<Message> {
        let email = email_of("transfer", &person)?;
        act(record, &format!("transferred to {email}"), |record| {
            record.transfer(&email)
        })
    }

    /// Closes a collaborator's account: their sessions end at once.
    ///
    /// Their clients and events stay theirs until they are given to somebody else. It is for admins, and nobody
    /// closes their own.
    ///
    /// ```rhai
    /// collaborators.filter(|p| p.email == "ines@epic.events").first().deactivate()
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn deactivate(record: &mut Record) -> Raised<Message> {
        act(record, "deactivated", Record::deactivate)
    }
}
