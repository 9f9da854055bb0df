//! Rows that a file names: those that its cells refer to, and those that are there already.

use super::bad_lines::BadLine;
use super::batch::{Known, Row};
use super::options::Duplicates;
use super::work::Work;
use crate::catalog::Field;
use crate::error::{Error, Result};
use crate::query::{self, Statement};
use crate::store::Row as Found;
use crate::value::Value;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

impl Work<'_> {
    /// Puts the ids of rows in the place of the texts that name them: one statement a relation.
    pub(super) fn look_up(&mut self, rows: Vec<Row>) -> Result<Vec<Row>> {
        let mut rows = rows;
        for (place, reference) in self.plan.references() {
            self.find(place, &reference.target, &reference.key, &rows)?;
            let mut good = Vec::with_capacity(rows.len());
            for mut row in rows {
                let Value::Text(name) = &row.values[place] else {
                    good.push(row);
                    continue;
                };
                match self.keys.ids.get(&(place, reference.written(name))) {
                    Some(Some(id)) => {
                        row.values[place] = id.clone();
                        good.push(row);
                    }
                    _ => {
                        let what = crate::catalog::singular(&reference.target);
                        let bad = self
                            .plan
                            .at(place, &row, format!("there is no such {what}"));
                        let hint = format!("a {what} is named by {} or id", reference.key.name);
                        self.refuse(
                            &row,
                            BadLine {
                                hint: Some(hint),
                                ..bad
                            },
                        )?;
                    }
                }
            }
            rows = good;
        }
        Ok(rows)
    }

    /// Finds the rows that cells of a column name, those that are not known yet.
    fn find(&mut self, place: usize, target: &str, key: &Field, rows: &[Row]) -> Result<()> {
        let reference = self.plan.reference(place);
        let mut names = Vec::new();
        for row in rows {
            if let (Value::Text(name), Some(reference)) = (&row.values[place], reference)
                && let Entry::Vacant(free) = self.keys.ids.entry((place, reference.written(name)))
            {
                names.push(Value::Text(free.key().1.clone()));
                free.insert(None);
            }
        }
        if names.is_empty() {
            return Ok(());
        }
        let target = self.session().collection(target)?;
        let statement = query::matching(target.entity(), (key, names.clone()), Vec::new());
        for found in self.ask(&statement)? {
            let (Value::Int(n), id) = (found.get(0)?, found.get(1)?) else {
                return Err(Error::fault("the place of a key came back as no number"));
            };
            let name = usize::try_from(n - 1).ok().and_then(|n| names.get(n));
            if let Some(Value::Text(name)) = name {
                self.keys.ids.insert((place, name.clone()), Some(id));
            }
        }
        Ok(())
    }

    /// Tells new rows from those that are there already, and does with the latter as was asked.
    pub(super) fn known(&mut self, rows: Vec<Row>) -> Result<(Vec<Row>, Vec<Known>)> {
        let Some(key) = self.plan.key().filter(|_| !rows.is_empty()) else {
            return Ok((rows, Vec::new()));
        };
        let updates = self.import.duplicates == Duplicates::Update;
        let column = |place: usize| rows.iter().map(|row| row.values[place].clone()).collect();
        let compared = self.fields().filter(|_| updates);
        let compared = compared
            .map(|(place, field)| (field, column(place)))
            .collect();
        let field = self.plan.field(key);
        let statement = query::matching(self.collection.entity(), (field, column(key)), compared);
        let mut found: HashMap<usize, (Value, bool)> = HashMap::new();
        for row in self.ask(&statement)? {
            let (Value::Int(n), id) = (row.get(0)?, row.get(1)?) else {
                return Err(Error::fault("the place of a key came back as no number"));
            };
            let is_same = row.len() > 2 && row.get(2)? == Value::Bool(true);
            let place = usize::try_from(n - 1).unwrap_or(usize::MAX);
            found.insert(place, (id, is_same));
        }
        let by_id = field.name == "id";
        let (mut fresh, mut known) = (Vec::new(), Vec::new());
        for (place, row) in rows.into_iter().enumerate() {
            match (found.remove(&place), self.import.duplicates) {
                (None, _) if by_id && !row.values[key].is_null() => {
                    let what = self.collection.entity().singular();
                    let bad = self.plan.at(key, &row, format!("there is no such {what}"));
                    let hint =
                        "leave the id empty for a new row: the database numbers them".to_owned();
                    self.refuse(
                        &row,
                        BadLine {
                            hint: Some(hint),
                            ..bad
                        },
                    )?;
                }
                (None, _) => fresh.push(row),
                (Some(_), Duplicates::Skip) => self.done.skipped += 1,
                (Some((_, true)), Duplicates::Update) => self.done.unchanged += 1,
                (Some((id, false)), Duplicates::Update) => known.push(Known { row, id }),
                (Some(_), Duplicates::Error) => {
                    let bad = self.plan.already_there(&row);
                    self.refuse(&row, bad)?;
                }
            }
        }
        Ok((fresh, known))
    }

    fn ask(&self, statement: &Statement) -> Result<Vec<Found>> {
        let database = self.session().database();
        let found = database.query(&statement.text, &statement.params);
        found.map_err(|error| self.session().refine(error))
    }
}
