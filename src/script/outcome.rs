//! What an entry gave, in a form that can be shown.

use super::secret::Secret;
use super::table::Table;
use super::types::{Hinted, Message, Span, Told};
use super::values::{shown, words};
use crate::api::{Collection, Reasons, Record};
use crate::error::Result;
use crate::render::chart::Chart;
use crate::rows::{Column, Rows};
use crate::value::Value;
use rhai::{Dynamic, FnPtr, Map};
use std::borrow::Cow;

/// What an entry gave.
pub enum Outcome {
    /// Nothing to show.
    Nothing,
    /// One value.
    Value(Value),
    /// A text that answers what was asked: help, a plan, reasons, a span of time.
    Text(String),
    /// A text that is no data, such as "clients 12 updated".
    Message(String),
    /// Such a text, and what to know about it.
    Hinted(String, String),
    /// One row, shown from top to bottom.
    Row(Rows),
    /// Rows that are here already.
    Rows(Rows),
    /// A chart of rows.
    Chart(Box<Chart>),
    /// Rows that are still in the database.
    Collection(Collection),
    /// A map of queries: a table for each entry, by its name; and the map as one row.
    Tables(Vec<(String, Table<'static>)>, Rows),
}

/// What a script ended with by `exit(code)`: with this code the process ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exit(pub(super) u8);

pub(super) fn of(value: &Dynamic) -> Result<Outcome> {
    if value.is_unit() {
        return Ok(Outcome::Nothing);
    }
    if let Some(collection) = value.clone().try_cast::<Collection>() {
        return Ok(Outcome::Collection(collection));
    }
    if let Some(record) = value.clone().try_cast::<Record>() {
        return Ok(Outcome::Row(of_records(&[record])?));
    }
    if let Some(message) = value.clone().try_cast::<Message>() {
        return Ok(Outcome::Message(message.0));
    }
    if let Some(Hinted(message, hint)) = value.clone().try_cast::<Hinted>() {
        return Ok(Outcome::Hinted(message.0, hint));
    }
    if let Some(chart) = value.clone().try_cast::<Chart>() {
        return Ok(Outcome::Chart(Box::new(chart)));
    }
    if is_text(value) {
        return Ok(Outcome::Text(words(value)));
    }
    if let Ok(map) = value.as_map_ref() {
        let row = of_maps(&[&map])?;
        return Ok(match tables(&map)? {
            Some(tables) => Outcome::Tables(tables, row),
            None => Outcome::Row(row),
        });
    }
    if let Ok(items) = value.as_array_ref()
        && let Some(rows) = table(&items)?
    {
        return Ok(Outcome::Rows(rows));
    }
    shown(value).map(Outcome::Value)
}

/// Whether it is no value, and has words of its own.
fn is_text(value: &Dynamic) -> bool {
    value.is::<Reasons>()
        || value.is::<Told>()
        || value.is::<Secret>()
        || value.is::<Span>()
        || value.is::<FnPtr>()
}

/// What a record that is shown holds and the database does not.
pub(super) fn unsaved(value: &Dynamic) -> Option<String> {
    let record = value.clone().try_cast::<Record>()?;
    let fields: Vec<&str> = record.unsaved().collect();
    (!fields.is_empty()).then(|| {
        format!(
            "{} not saved: .save() keeps it, .reload() forgets it",
            if fields.len() == 1 {
                format!("{} is", fields[0])
            } else {
                format!("{} are", fields.join(", "))
            }
        )
    })
}

/// The tables of a map that holds nothing but collections and lists of rows. A list may be empty, but not all.
fn tables(map: &Map) -> Result<Option<Vec<(String, Table<'static>)>>> {
    let mut tables = Vec::new();
    let mut is_one = false;
    for (name, value) in map {
        let table = if let Some(collection) = value.clone().try_cast::<Collection>() {
            Table::Collection(collection)
        } else if let Ok(items) = value.as_array_ref() {
            match table(&items)? {
                Some(rows) => Table::Rows(Cow::Owned(rows)),
                None if items.is_empty() => Table::Rows(Cow::default()),
                None => return Ok(None),
            }
        } else {
            return Ok(None);
        };
        is_one |= !matches!(&table, Table::Rows(rows) if rows.rows.is_empty());
        tables.push((name.to_string(), table));
    }
    Ok(is_one.then_some(tables))
}

/// A list of records of one kind, or of maps, is a table.
pub(super) fn table(items: &[Dynamic]) -> Result<Option<Rows>> {
    let records: Vec<Record> = items
        .iter()
        .filter_map(|item| item.clone().try_cast())
        .collect();
    if let Some(first) = records.first() {
        let same = records
            .iter()
            .all(|record| record.entity() == first.entity());
        return if same && records.len() == items.len() {
            of_records(&records).map(Some)
        } else {
            Ok(None)
        };
    }
    let maps: Vec<_> = items
        .iter()
        .filter_map(|item| item.as_map_ref().ok())
        .collect();
    if maps.is_empty() || maps.len() != items.len() {
        return Ok(None);
    }
    let maps: Vec<&Map> = maps.iter().map(|map| &**map).collect();
    of_maps(&maps).map(Some)
}

fn of_records(records: &[Record]) -> Result<Rows> {
    let fields = records
        .first()
        .map(|record| record.entity().fields.as_slice())
        .unwrap_or_default();
    let columns = fields.iter().map(|field| Column {
        name: field.name.clone(),
        kind: Some(field.kind()),
    });
    Ok(Rows {
        columns: columns.collect(),
        rows: records.iter().map(Record::values).collect::<Result<_>>()?,
    })
}

fn of_maps(maps: &[&Map]) -> Result<Rows> {
    let mut names: Vec<&str> = Vec::new();
    for name in maps.iter().flat_map(|map| map.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let cell = |map: &Map, name: &str| map.get(name).map_or(Ok(Value::Null), shown);
    let row = |map: &&Map| {
        names
            .iter()
            .map(|name| cell(map, name))
            .collect::<Result<Vec<_>>>()
    };
    let rows: Vec<Vec<Value>> = maps.iter().map(row).collect::<Result<_>>()?;
    let kind = |index: usize| rows.iter().find_map(|row| row[index].kind());
    let columns = names.iter().enumerate().map(|(index, name)| Column {
        name: (*name).to_owned(),
        kind: kind(index),
    });
    Ok(Rows {
        columns: columns.collect(),
        rows,
    })
}
