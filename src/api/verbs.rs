//! The domain's verbs: what people of this house do with a record, in their words.

use super::given::Given;
use super::record::Record;
use crate::error::{Error, Result};
use crate::query::{Binary, Expr};
use crate::value::Value;
use chrono::{Local, Utc};
use rust_decimal::Decimal;

impl Record {
    /// Signs a contract, now.
    ///
    /// # Errors
    /// It is not a contract, or it is signed already; and as [`Record::update`].
    pub fn sign(&self) -> Result<Self> {
        if !self.verb_field("sign", "signed_at")?.is_null() {
            return Err(Error::failed(format!("{} is signed already", self.label())));
        }
        self.change("signed_at", Value::Timestamp(Utc::now()))
    }

    /// Books a payment: the amount due gets less by it, whatever it is by now.
    ///
    /// # Errors
    /// It is not a contract, or the amount is not above 0; and as [`Record::update`].
    pub fn pay(&self, amount: Decimal) -> Result<Self> {
        self.verb_field("pay", "amount_due")?;
        if amount <= Decimal::ZERO {
            return Err(Error::failed(format!(
                "a payment of {amount} can't be: give an amount above 0"
            )));
        }
        let contract = self
            .session()
            .collection(&self.entity().name)?
            .with_id(self.id()?);
        let due = contract
            .select()
            .row()
            .field(self.entity().known_field("amount_due")?);
        let rest = Expr::Binary(
            Binary::Sub,
            Box::new(due),
            Box::new(Expr::Value(Value::Decimal(amount))),
        );
        contract.update_all(vec![(
            "amount_due".to_owned(),
            super::bulk::Assigned::Computed {
                value: rest,
                row_of: None,
            },
        )])?;
        contract
            .first()?
            .ok_or_else(|| Error::failed(format!("{} is not there any more", self.label())))
    }

    /// Gives an event to a support collaborator.
    ///
    /// # Errors
    /// It is not an event, there is nobody with that e-mail; and as [`Record::update`].
    pub fn assign(&self, email: &str) -> Result<Self> {
        self.verb_field("assign", "support_id")?;
        self.change("support_id", self.person(email)?.id()?)
    }

    /// Notes that a client was contacted today.
    ///
    /// # Errors
    /// It is not a client; and as [`Record::update`].
    pub fn contacted(&self) -> Result<Self> {
        self.verb_field("contacted", "last_contact_date")?;
        self.change("last_contact_date", Value::Date(Local::now().date_naive()))
    }

    /// Gives a client to another commercial.
    ///
    /// # Errors
    /// It is not a client, there is nobody with that e-mail; and as [`Record::update`].
    pub fn transfer(&self, email: &str) -> Result<Self> {
        self.verb_field("transfer", "commercial_id")?;
        self.change("commercial_id", self.person(email)?.id()?)
    }

    /// Closes a collaborator's account: their sessions end at once.
    ///
    /// # Errors
    /// It is not a collaborator; and as [`Record::update`].
    pub fn deactivate(&self) -> Result<Self> {
        self.verb_field("deactivate", "active")?;
        self.change("active", Value::Bool(false))
    }

    fn change(&self, field: &str, value: Value) -> Result<Self> {
        self.update(vec![(field.to_owned(), Given::Value(value))])
    }

    /// The value of the field that a verb is about.
    fn verb_field(&self, verb: &str, field: &str) -> Result<Value> {
        if self.entity().field(field).is_none() {
            return Err(Error::failed(format!(
                "'{verb}' is not for {}",
                self.entity().name
            )));
        }
        self.value(field)
    }

    /// The collaborator with an e-mail.
    fn person(&self, email: &str) -> Result<Self> {
        let people = self.session().collection("collaborators")?;
        let field = people
            .select()
            .row()
            .field(people.entity().known_field("email")?);
        let wanted = email.trim().to_lowercase();
        if let Some(person) = people
            .filter(field.eq(Value::Text(wanted.clone())))
            .first()?
        {
            return Ok(person);
        }
        let people = people.all()?;
        let emails = people
            .iter()
            .map(|person| Ok(person.value("email")?.to_string()));
        let emails: Vec<String> = emails.collect::<Result<_>>()?;
        Err(Error::failed(format!("there is no collaborator {email}"))
            .did_you_mean(&wanted, emails.iter().map(String::as_str)))
    }
}
