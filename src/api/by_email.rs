//! Rows can be named by their e-mail, if their entity has one: collaborators, clients.

use super::collection::Collection;
use super::input::Given;
use super::record::Record;
use super::session::Session;
use crate::catalog::{Entity, RelationKind};
use crate::error::{Error, Result, nearest};
use crate::query::RowPath;
use crate::value::Value;

const EMAIL: &str = "email";
/// Among how many rows a similar e-mail is looked for.
const MOST: u64 = 10_000;

impl Collection {
    /// The row with an e-mail, in capitals or not.
    ///
    /// # Errors
    /// There is none, with the nearest e-mail as a hint; these rows have no e-mail; and as
    /// [`Collection::count`].
    pub fn by_email(&self, email: &str) -> Result<Record> {
        let wanted = email.trim().to_lowercase();
        if wanted.is_empty() {
            return Err(Error::failed("an e-mail is needed, and it is empty"));
        }
        let field = RowPath::of(self.entity(), 0).field(self.entity().known_field(EMAIL)?);
        let found = self.filter(field.eq(Value::Text(wanted.clone()))).first()?;
        found.map_or_else(|| Err(self.nobody(email, &wanted)), Ok)
    }

    fn nobody(&self, written: &str, wanted: &str) -> Error {
        let error = Error::failed(format!(
            "there is no {} {}",
            self.entity().singular(),
            written.trim()
        ));
        match self.similar(wanted) {
            Ok(Some(email)) => error.hint(format!("did you mean '{email}'?")),
            _ => error,
        }
    }

    /// The e-mail whose part before the @ is the nearest: the part after it is the same for a whole house.
    fn similar(&self, wanted: &str) -> Result<Option<String>> {
        let rows = self.take(MOST).all()?;
        let emails = rows.iter().map(|row| Ok(row.value(EMAIL)?.to_string()));
        let emails: Vec<String> = emails.collect::<Result<_>>()?;
        let name = nearest(local(wanted), emails.iter().map(|email| local(email)));
        Ok(name.and_then(|name| emails.iter().find(|email| local(email) == name).cloned()))
    }
}

fn local(email: &str) -> &str {
    email.split('@').next().unwrap_or_default()
}

/// A row that is given by its e-mail for a relation; everything else stays as it is given.
pub(super) fn look_up(
    session: &Session,
    entity: &Entity,
    name: &str,
    given: Given,
) -> Result<Given> {
    let relation = entity
        .relation(name)
        .filter(|relation| relation.kind == RelationKind::One);
    let (Some(relation), Given::Value(Value::Text(email))) = (relation, &given) else {
        return Ok(given);
    };
    let target = session.collection(&relation.target)?;
    if target.entity().field(EMAIL).is_none() {
        return Ok(given);
    }
    target.by_email(email).map(Given::Record)
}
