//! Rows by what people call them: an id, an e-mail, anything else that no two of them share.

use super::collection::Collection;
use super::record::Record;
use super::session::Session;
use crate::catalog::{Entity, Field};
use crate::error::{Error, Result};
use crate::query::{Expr, RowPath};
use crate::value::{Type, Value};
use std::rc::Rc;

/// Who is signed in, as a key.
const ME: &str = "me";
/// The entity of those who sign in.
const PEOPLE: &str = "collaborators";

impl Session {
    /// A row by the name of its kind, `client`, and its key: its id, its e-mail, or another of its fields that no two
    /// share. Of a collaborator, `me` is one too.
    ///
    /// # Errors
    /// There is no such kind, or no such row, with what is near; and as [`Collection::count`].
    pub fn row_by_key(&self, kind: &str, key: &str) -> Result<Record> {
        let rows = self.rows_of(kind)?;
        let key = key.trim();
        if rows.entity().name == PEOPLE && key == ME {
            return self.my_record();
        }
        if let Ok(id) = key.parse() {
            return rows.get(id);
        }
        let entity = Rc::clone(rows.entity());
        if key.contains('@') && entity.field("email").is_some() {
            return rows.by_email(key);
        }
        let row = RowPath::of(&entity, 0);
        for field in names(&entity) {
            let is_it = row.field(field).eq(Value::Text(key.to_owned()));
            if let Some(found) = rows.filter(is_it).first()? {
                return Ok(found);
            }
        }
        let known: Vec<&str> = names(&entity).map(|field| field.name.as_str()).collect();
        let known = [&["id"], known.as_slice()].concat();
        Err(
            Error::failed(format!("there is no {kind} '{key}'")).hint(format!(
                "a {kind} is named by {}",
                known.join(", ").replace('_', " ")
            )),
        )
    }

    /// The collection of a kind of row, and the field that its rows are called by; nothing where that is the id.
    ///
    /// # Errors
    /// There is no such kind; and as [`Session::catalog`].
    pub fn key_field(&self, kind: &str) -> Result<Option<(String, String)>> {
        let rows = self.rows_of(kind)?;
        let entity = rows.entity();
        let field = names(entity).next();
        Ok(field.map(|field| (entity.name.clone(), field.name.clone())))
    }

    /// Keys of rows that begin with a text, for completion: e-mails, or else ids.
    ///
    /// # Errors
    /// There is no such kind; and as [`Collection::count`].
    pub fn keys(&self, kind: &str, begun: &str, most: u64) -> Result<Vec<String>> {
        let rows = self.rows_of(kind)?;
        let entity = Rc::clone(rows.entity());
        let row = RowPath::of(&entity, 0);
        let (rows, name) = match names(&entity).next() {
            Some(field) => {
                let text = Value::Text(begun.to_lowercase());
                let begins = Expr::Call(
                    crate::query::Function::StartsWith,
                    vec![row.field(field), Expr::Value(text)],
                );
                (rows.filter(begins), field.name.as_str())
            }
            None => (rows, "id"),
        };
        let found = rows.take(most).all()?;
        let keys = found.iter().map(|row| Ok(row.value(name)?.to_string()));
        let mut keys: Vec<String> = keys.collect::<Result<_>>()?;
        keys.retain(|key| key.starts_with(&begun.to_lowercase()));
        Ok(keys)
    }

    /// All rows of a kind, by the name of one of them.
    fn rows_of(&self, kind: &str) -> Result<Collection> {
        let catalog = self.catalog()?;
        let mut entities = catalog.entities().iter();
        match entities.find(|entity| entity.singular() == kind) {
            Some(entity) => self.collection(&entity.name),
            None => Err(Error::failed(format!("there is no kind of row '{kind}'"))),
        }
    }
}

/// The fields of text that no two rows share: an e-mail first.
fn names(entity: &Entity) -> impl Iterator<Item = &Field> {
    let unique = entity.constraints.iter();
    let unique = unique.filter(|constraint| constraint.kind == "unique");
    let alone = unique.filter_map(|constraint| match constraint.fields.as_slice() {
        [field] => entity.field(field),
        _ => None,
    });
    let mut fields: Vec<&Field> = alone.filter(|field| field.kind() == Type::Text).collect();
    fields.sort_by_key(|field| field.name != "email");
    fields.into_iter()
}
