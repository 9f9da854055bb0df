//! New rows.

use super::by_email::look_up;
use super::collection::Collection;
use super::digits::unrounded;
use super::input::{Given, Values, resolve};
use super::record::Record;
use super::refusal::{integrity, rights};
use super::save::computed_rows;
use crate::catalog::{Action, Field};
use crate::error::{Error, Kind, Result};
use crate::query;
use crate::value::Value;
use std::collections::HashMap;

/// How many parameters one statement can have.
const MOST_PARAMETERS: usize = 60_000;

/// The values of a new row, in the order of the fields; none gets the default.
type Line = Vec<Option<Value>>;

impl Collection {
    /// Creates a row and returns it.
    ///
    /// # Errors
    /// A field is unknown or of another type; the rules of the business or of who may do what say no.
    pub fn create(&self, values: Values) -> Result<Record> {
        let created = self.create_all(vec![values])?.into_iter().next();
        created.ok_or_else(|| {
            Error::fault(format!(
                "the new {} can't be read",
                self.entity().singular()
            ))
        })
    }

    /// Creates many rows in one statement and returns them.
    ///
    /// # Errors
    /// As [`Collection::create`]; the error says which row it is, and none is created.
    pub fn create_all(&self, rows: Vec<Values>) -> Result<Vec<Record>> {
        computed_rows(self.entity(), Action::Insert)?;
        self.session().may_write()?;
        let rows = self.resolved(rows)?;
        let given = |field: &&Field| {
            rows.iter()
                .flatten()
                .any(|(known, _)| known.name == field.name)
        };
        let fields: Vec<&Field> = self.entity().fields.iter().filter(given).collect();
        let value_of = |row: &[(&Field, Value)], field: &Field| {
            row.iter()
                .find(|(known, _)| known.name == field.name)
                .map(|(_, value)| value.clone())
        };
        let lines: Vec<Line> = rows
            .iter()
            .map(|row| fields.iter().map(|field| value_of(row, field)).collect())
            .collect();
        if lines.len() < 2 {
            return self.insert_all(&fields, &lines);
        }
        // A step of its own: so the rows can be tried again, to find the one that fails.
        self.session()
            .transaction(|| self.insert_all(&fields, &lines))
            .map_err(|error| match self.first_refused(&fields, &lines, &error) {
                Some(index) => of_row(error, index).hint(shown(&fields, &lines[index])),
                None => error,
            })
    }

    /// Finds the fields, and the rows that are given by their e-mail (each of them once).
    fn resolved(&self, rows: Vec<Values>) -> Result<Vec<Vec<(&Field, Value)>>> {
        let is_one = rows.len() == 1;
        let mut found: HashMap<(String, String), Given> = HashMap::new();
        let mut look_up_once = |name: String, given: Given| -> Result<(String, Given)> {
            let Given::Value(Value::Text(text)) = &given else {
                return Ok((name, given));
            };
            let key = (name.clone(), text.clone());
            if let Some(known) = found.get(&key) {
                return Ok((name, known.clone()));
            }
            let given = look_up(self.session(), self.entity(), &name, given)?;
            if matches!(given, Given::Record(_)) {
                found.insert(key, given.clone());
            }
            Ok((name, given))
        };
        let mut row = |(index, values): (usize, Values)| {
            let values = values.into_iter();
            values
                .map(|(name, given)| look_up_once(name, given))
                .collect::<Result<Values>>()
                .and_then(|values| resolve(self.entity(), values))
                .and_then(|values| {
                    for (field, value) in &values {
                        unrounded(field, value)?;
                    }
                    Ok(values)
                })
                .map_err(|error| if is_one { error } else { of_row(error, index) })
        };
        rows.into_iter().enumerate().map(&mut row).collect()
    }

    fn insert_all(&self, fields: &[&Field], lines: &[Line]) -> Result<Vec<Record>> {
        // PostgreSQL takes `default values` for one row at a time.
        let most = if fields.is_empty() {
            1
        } else {
            (MOST_PARAMETERS / fields.len()).max(1)
        };
        let mut created = Vec::with_capacity(lines.len());
        for lines in lines.chunks(most) {
            created.extend(self.insert(fields, lines)?);
        }
        Ok(created)
    }

    fn insert(&self, fields: &[&Field], lines: &[Line]) -> Result<Vec<Record>> {
        let (entity, session) = (self.entity(), self.session());
        let statement = query::insert(entity, fields, lines);
        session.note_change();
        let rows = session
            .database()
            .query(&statement.text, &statement.params)
            .map_err(|error| {
                let error = session.refine(error);
                let missing = entity.fields.iter().filter(|field| {
                    field.is_required() && !fields.iter().any(|given| given.name == field.name)
                });
                let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                if !rights::is_bare_refusal(&error) {
                    let error = integrity::needed(error, entity, missing);
                    return integrity::left_to_default(error, entity, &names);
                }
                let what = format!("this {}", entity.singular());
                let refused = session
                    .refused_fields(entity, Action::Insert, &names)
                    .unwrap_or_else(|| session.refused(entity, Action::Insert, &what, None));
                // The database asks for rights first, and a rule may be about a field that is missing.
                integrity::also_needed(refused, entity, missing)
            })?;
        Ok(self.records(rows))
    }

    /// Which of many rows is the first that the database refuses: the rows up to it fail together, those
    /// before it do not. They are tried and rolled back, in a few steps.
    fn first_refused(&self, fields: &[&Field], lines: &[Line], error: &Error) -> Option<usize> {
        let is_refusal = |error: &Error| {
            matches!(error.kind, Kind::Failed | Kind::NotAllowed) && !error.is_fault
        };
        if !is_refusal(error) {
            return None;
        }
        let (mut good, mut bad) = (0, lines.len());
        while bad - good > 1 {
            let middle = good.midpoint(bad);
            match self.try_out(fields, &lines[..middle]) {
                Ok(()) => good = middle,
                Err(error) if is_refusal(&error) => bad = middle,
                Err(_) => return None,
            }
        }
        Some(good)
    }

    /// Creates rows and takes them back.
    fn try_out(&self, fields: &[&Field], lines: &[Line]) -> Result<()> {
        let mut outcome = Ok(());
        let _ = self.session().transaction(|| {
            outcome = self.insert_all(fields, lines).map(drop);
            Err::<(), _>(Error::failed("it was only a try"))
        });
        outcome
    }
}

/// An error in one of many rows, counted from 1 as people do.
fn of_row(mut error: Error, index: usize) -> Error {
    error.message = format!("row {}: {}", index + 1, error.message);
    error
}

/// What was given for a row.
fn shown(fields: &[&Field], line: &Line) -> String {
    let values = fields.iter().zip(line).filter_map(|(field, value)| {
        let value = value.as_ref()?;
        Some(format!("{}: {value}", field.name))
    });
    format!("it has {}", values.collect::<Vec<_>>().join(", "))
}
