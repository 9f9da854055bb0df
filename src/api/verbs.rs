//! The domain's verbs: what people of this house do with a record, in their words.

use super::input::Given;
use super::record::Record;
use super::refusal::integrity;
use super::words::field_of;
use crate::catalog::Action;
use crate::error::{Error, Result};
use crate::query::{self, Binary, Expr};
use crate::value::Value;
use chrono::{Local, Utc};
use rust_decimal::Decimal;

/// Decimals of an amount of money.
const CENTS: u32 = 2;
/// The rule of the business that a payment of more than what is due breaks.
const PAID_TOO_MUCH: &str = "the amount due is between 0 and the total";

impl Record {
    /// Signs a contract, now.
    ///
    /// # Errors
    /// It is not a contract, or it is signed already; and as [`Record::update`].
    pub fn sign(&self) -> Result<Self> {
        if !self.verb_field("sign")?.is_null() {
            return Err(Error::failed(format!("{} is signed already", self.label())));
        }
        self.change("signed_at", Value::Timestamp(Utc::now()))
    }

    /// Books a payment: the amount due gets less by it, whatever it is by now.
    ///
    /// # Errors
    /// It is not a contract; the amount is not above 0, has parts of a cent, or is more than is due; and
    /// as [`Record::update`].
    pub fn pay(&self, amount: Decimal) -> Result<Self> {
        let due = self.verb_field("pay")?;
        let refused = |why: &str| {
            let what = format!("a payment of {amount} can't be");
            Err(Error::failed(what).hint(why))
        };
        if amount <= Decimal::ZERO {
            return refused("give an amount above 0");
        }
        // The database would round it, and another amount would be booked than was said.
        if amount != amount.round_dp(CENTS) {
            return refused("there is nothing smaller than a cent");
        }
        self.lessen("amount_due", amount).map_err(|error| {
            if integrity::broken_rule(&error) == Some(PAID_TOO_MUCH) {
                error.hint(format!("{due} was due when {} was read", self.label()))
            } else {
                error
            }
        })
    }

    /// Takes an amount off a field, whatever its value is by now.
    fn lessen(&self, field: &str, amount: Decimal) -> Result<Self> {
        self.session().may_write()?;
        let row = self
            .session()
            .collection(&self.entity().name)?
            .with_id(self.id()?);
        let field = self.entity().known_field(field)?;
        let rest = Expr::Binary(
            Binary::Sub,
            Box::new(row.select().row().field(field)),
            Box::new(Expr::Value(Value::Decimal(amount))),
        );
        let statement = query::update_all(row.select(), &[(field, rest)]);
        self.session().note_change();
        let touched = self
            .session()
            .database()
            .execute(&statement.text, &statement.params)
            .map_err(|error| self.refusal(error, Action::Update, &[&field.name]))?;
        let now = if touched == 0 { None } else { row.first()? };
        now.ok_or_else(|| self.untouched(Action::Update, &[]))
    }

    /// Gives an event to a support collaborator.
    ///
    /// # Errors
    /// It is not an event, there is nobody with that e-mail; and as [`Record::update`].
    pub fn assign(&self, email: &str) -> Result<Self> {
        self.verb_field("assign")?;
        self.change("support_id", self.person(email)?.id()?)
    }

    /// Notes that a client was contacted today.
    ///
    /// # Errors
    /// It is not a client; and as [`Record::update`].
    pub fn contacted(&self) -> Result<Self> {
        self.verb_field("contacted")?;
        self.change("last_contact_date", Value::Date(Local::now().date_naive()))
    }

    /// Gives a client to another commercial.
    ///
    /// # Errors
    /// It is not a client, there is nobody with that e-mail; and as [`Record::update`].
    pub fn transfer(&self, email: &str) -> Result<Self> {
        self.verb_field("transfer")?;
        self.change("commercial_id", self.person(email)?.id()?)
    }

    /// Closes a collaborator's account: their sessions end at once.
    ///
    /// # Errors
    /// It is not a collaborator; and as [`Record::update`].
    pub fn deactivate(&self) -> Result<Self> {
        self.verb_field("deactivate")?;
        self.change("active", Value::Bool(false))
    }

    fn change(&self, field: &str, value: Value) -> Result<Self> {
        self.update(vec![(field.to_owned(), Given::Value(value))])
    }

    /// The value of the field that a verb is about.
    fn verb_field(&self, verb: &str) -> Result<Value> {
        let field = field_of(verb).filter(|field| self.entity().field(field).is_some());
        let Some(field) = field else {
            return Err(
                Error::failed(format!("'{verb}' is not for {}", self.entity().name))
                    .hint(format!("see what it is for: help(\"{verb}\")")),
            );
        };
        self.must_be_of_table(Action::Update)?;
        self.value(field)
    }

    /// The collaborator with an e-mail.
    fn person(&self, email: &str) -> Result<Self> {
        self.session().collection("collaborators")?.by_email(email)
    }
}
