//! Named scopes: what people of this house mean by a word. They are conditions like any other.

use super::collection::Collection;
use super::words::field_of;
use crate::catalog::RelationKind;
use crate::error::{Error, Result};
use crate::query::{Binary, Expr, Function, RowPath};
use crate::value::{Type, Value};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

impl Collection {
    /// Mine: I am the commercial or the support of it, directly or through what it belongs to.
    ///
    /// # Errors
    /// Nobody can own rows of this entity, or the session has ended.
    pub fn mine(&self) -> Result<Self> {
        let me = Value::Int(self.session().me()?.id);
        let mut owners = Vec::new();
        self.owners(&self.select().row(), &mut owners)?;
        if owners.is_empty() {
            return Err(self.has_no_scope("mine"));
        }
        Ok(self.filter(Expr::Or(
            owners
                .into_iter()
                .map(|owner| owner.eq(me.clone()))
                .collect(),
        )))
    }

    /// The ids of the people whom a row belongs to.
    fn owners(&self, row: &RowPath, found: &mut Vec<Expr>) -> Result<()> {
        let catalog = self.session().catalog()?;
        let people = self.session().my_record()?.entity().name.clone();
        for relation in row
            .entity
            .relations
            .iter()
            .filter(|relation| relation.kind == RelationKind::One)
        {
            let next = row.follow(relation, catalog.entity(&relation.target)?);
            if relation.target == people {
                found.extend(next.id());
            } else if row.steps.len() < 4 {
                self.owners(&next, found)?;
            }
        }
        Ok(())
    }

    /// Contracts that are not signed.
    ///
    /// # Errors
    /// These rows are not contracts.
    pub fn unsigned(&self) -> Result<Self> {
        let signed = self.scope_field("unsigned")?;
        Ok(self.filter(Expr::Not(Box::new(signed))))
    }

    /// Contracts with something left to pay.
    ///
    /// # Errors
    /// These rows are not contracts.
    pub fn unpaid(&self) -> Result<Self> {
        self.compared("unpaid", Binary::Gt, Value::Decimal(Decimal::ZERO))
    }

    /// Clients whom nobody contacted since a day.
    ///
    /// # Errors
    /// These rows are not clients.
    pub fn stale(&self, since: NaiveDate) -> Result<Self> {
        self.compared("stale", Binary::Lt, Value::Date(since))
    }

    /// Events without support.
    ///
    /// # Errors
    /// These rows are not events.
    pub fn unassigned(&self) -> Result<Self> {
        let support = self.scope_field("unassigned")?;
        Ok(self.filter(Expr::IsNull(Box::new(support))))
    }

    /// Events that start from now on, before a moment.
    ///
    /// # Errors
    /// These rows are not events.
    pub fn upcoming(&self, until: DateTime<Utc>) -> Result<Self> {
        self.compared("upcoming", Binary::Ge, Value::Timestamp(Utc::now()))?
            .compared("upcoming", Binary::Lt, Value::Timestamp(until))
    }

    /// Rows in whose texts something occurs, whatever the case of letters.
    ///
    /// # Errors
    /// These rows have no texts.
    pub fn search(&self, text: &str) -> Result<Self> {
        let row = self.select().row();
        let texts = self
            .entity()
            .fields
            .iter()
            .filter(|f| f.kind() == Type::Text && f.values.is_none());
        let indexed: Vec<_> = texts.clone().filter(|field| field.searchable).collect();
        // Through the indexes, where there are any: one text without would read the whole table.
        let searched = if indexed.is_empty() {
            texts.collect()
        } else {
            indexed
        };
        if searched.is_empty() {
            return Err(self.has_no_scope("search"));
        }
        let wanted = Expr::Value(Value::Text(text.to_owned()));
        let found = |field: &crate::catalog::Field| {
            Expr::Call(Function::Finds, vec![row.field(field), wanted.clone()])
        };
        Ok(self.filter(Expr::Or(searched.into_iter().map(found).collect())))
    }

    fn compared(&self, scope: &str, operator: Binary, value: Value) -> Result<Self> {
        let field = self.scope_field(scope)?;
        Ok(self.filter(Expr::Binary(
            operator,
            Box::new(field),
            Box::new(Expr::Value(value)),
        )))
    }

    fn scope_field(&self, scope: &str) -> Result<Expr> {
        let found = field_of(scope)
            .and_then(|field| self.entity().field(field))
            .map(|field| self.select().row().field(field));
        found.ok_or_else(|| self.has_no_scope(scope))
    }

    fn has_no_scope(&self, scope: &str) -> Error {
        Error::failed(format!("'{scope}' is not for {}", self.entity().name))
            .hint(format!("see what there is: help({})", self.entity().name))
    }
}
