//! What is to be done with a file: its columns and their fields, by which of them a row is known, what I may give.

use super::bad_lines::{BadLine, NEEDED};
use super::batch::Row;
use super::options::{Duplicates, Import};
use crate::api::collection::Collection;
use crate::api::refusal::integrity;
use crate::catalog::{Action, Catalog, Entity, Field, RelationKind};
use crate::error::{Error, Result};
use crate::host::{Host, Question};
use crate::import::{Converter, Line, Mapped, Mapping, Source};
use crate::store::interrupt;
use crate::value::{Type, Value};

/// How often Ctrl-C is looked for, in lines.
const GLANCE: u64 = 512;

/// The columns of a file, as fields.
pub(super) struct Plan {
    columns: Vec<Column>,
    /// The column by which a row is known.
    key: Option<usize>,
    /// The rule that no two rows share it.
    rule: Option<(String, Option<String>)>,
    /// How many cells a line has.
    width: usize,
    /// Whether an empty cell may stand for what a row has already; if there is none, the database refuses it.
    is_update: bool,
}

struct Column {
    mapped: Mapped,
    field: Field,
    converter: Converter,
    reference: Option<Reference>,
}

/// Rows that cells of a column may name otherwise than by their id.
pub(super) struct Reference {
    /// Their entity.
    pub(super) target: String,
    /// The field that names one.
    pub(super) key: Field,
}

impl Reference {
    /// A name as the database has it.
    pub(super) fn written(&self, name: &str) -> String {
        if self.key.name == "email" {
            name.to_lowercase()
        } else {
            name.to_owned()
        }
    }
}

impl Plan {
    /// Maps the columns of a file; what was guessed is asked.
    pub(super) fn of(
        collection: &Collection,
        source: &Source,
        import: &Import,
        host: &dyn Host,
    ) -> Result<Self> {
        let entity = collection.entity();
        let headings = source.headers();
        let mapping = Mapping::of(entity, &headings, &import.columns)?;
        if mapping.columns.is_empty() {
            let fields: Vec<&str> = entity.members().collect();
            return Err(Error::failed(format!(
                "no column of {} is a field of {}",
                source.name(),
                entity.name
            ))
            .hint(format!(
                "say which is which: columns: #{{ \"{}\": \"…\" }}",
                headings[0]
            ))
            .hint(format!("{} have {}", entity.name, fields.join(", "))));
        }
        may_give(collection, &mapping, import)?;
        needed(entity, &mapping)?;
        agreed(source, &mapping, host)?;
        let catalog = collection.session().catalog()?;
        let columns = mapping.columns.into_iter().map(|mapped| {
            let field = entity.known_field(&mapped.field)?.clone();
            let reference = reference(entity, &field, &catalog);
            let converter = Converter::new(&field, import.dates, import.decimal);
            let converter = match &reference {
                Some(_) => converter.taking_keys(),
                None => converter,
            };
            Ok(Column {
                mapped,
                field,
                converter,
                reference,
            })
        });
        let columns: Vec<Column> = columns.collect::<Result<_>>()?;
        let place = |name: &str| columns.iter().position(|column| column.field.name == name);
        let key = place("id").or_else(|| unique(entity).find_map(|(field, _)| place(&field.name)));
        let known_by = key.map(|place| columns[place].field.name.as_str());
        let rule = entity.constraints.iter().find(|rule| {
            matches!(rule.kind.as_str(), "unique" | "primary")
                && rule.fields.iter().map(String::as_str).eq(known_by)
        });
        if key.is_none() && import.duplicates != Duplicates::Error {
            let names: Vec<&str> = unique(entity)
                .map(|(field, _)| field.name.as_str())
                .collect();
            let names = [names.as_slice(), &["id"]].concat().join(" or ");
            return Err(
                Error::failed("nothing in the file tells which rows are there already")
                    .hint(format!("it needs a column for {names}")),
            );
        }
        Ok(Self {
            rule: rule.map(|rule| (rule.name.clone(), rule.comment.clone())),
            columns,
            key,
            width: headings.len(),
            is_update: import.duplicates == Duplicates::Update,
        })
    }

    /// Looks through the file how its columns write dates and numbers.
    pub(super) fn look(&mut self, source: &mut Source) -> Result<()> {
        if !self
            .columns
            .iter()
            .any(|column| column.converter.wants_to_look())
        {
            return Ok(());
        }
        let mut lines = 0;
        source.each_line(&mut |line| {
            lines += 1;
            for column in &mut self.columns {
                if let Some(cell) = line.cells.get(column.mapped.place) {
                    column.converter.look(cell);
                }
            }
            glance(lines)
        })
    }

    /// A line as a row; or all that is wrong with it.
    pub(super) fn row(&self, line: Line) -> std::result::Result<Row, (Line, Vec<BadLine>)> {
        if line.cells.len() != self.width {
            let cells = if line.cells.len() == 1 {
                "cell"
            } else {
                "cells"
            };
            let what = format!(
                "it has {} {cells}, and the header {}",
                line.cells.len(),
                self.width
            );
            let mut bad = BadLine::new(line.number, what);
            bad.hint =
                Some("is a quote not closed, or a delimiter in a cell without quotes?".to_owned());
            return Err((line, vec![bad]));
        }
        let mut values = Vec::with_capacity(self.columns.len());
        let mut bad = Vec::new();
        for column in &self.columns {
            let cell = &line.cells[column.mapped.place];
            let heading = &column.mapped.heading;
            match column.converter.value(cell) {
                Ok(Value::Null) if column.field.is_required() && !self.is_update => {
                    bad.push(BadLine::new(line.number, NEEDED).at(heading, ""));
                }
                Ok(value) => values.push(value),
                Err(unfit) => {
                    let mut found = BadLine::new(line.number, unfit.what).at(heading, &cell.text());
                    found.hint = unfit.hint;
                    bad.push(found);
                }
            }
        }
        if !bad.is_empty() {
            return Err((line, bad));
        }
        Ok(Row {
            line: line.number,
            cells: line.cells,
            values,
        })
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.columns.iter().map(|column| &column.field)
    }

    pub(super) fn field(&self, place: usize) -> &Field {
        &self.columns[place].field
    }

    pub(super) fn key(&self) -> Option<usize> {
        self.key
    }

    pub(super) fn key_name(&self) -> &str {
        self.key
            .map_or("", |place| self.columns[place].mapped.name.as_str())
    }

    /// By what a row is known.
    pub(super) fn key_of(&self, row: &Row) -> Option<Value> {
        let value = row.values[self.key?].clone();
        (!value.is_null()).then_some(value)
    }

    pub(super) fn reference(&self, place: usize) -> Option<&Reference> {
        self.columns[place].reference.as_ref()
    }

    pub(super) fn references(&self) -> impl Iterator<Item = (usize, &Reference)> {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(|(place, column)| Some((place, column.reference.as_ref()?)))
    }

    /// Something about a cell of a row.
    pub(super) fn at(&self, place: usize, row: &Row, reason: String) -> BadLine {
        let mapped = &self.columns[place].mapped;
        let value = row.cells.get(mapped.place).map(crate::import::Cell::text);
        BadLine::new(row.line, reason).at(&mapped.heading, &value.unwrap_or_default())
    }

    /// Something about the cells of some fields, or about the whole row where the file gives none of them.
    pub(super) fn about(&self, fields: &[String], row: &Row, reason: String) -> BadLine {
        let is_it = |place: &usize| fields.contains(&self.columns[*place].field.name);
        let places = (0..self.columns.len()).filter(is_it);
        let cells: Vec<BadLine> = places
            .map(|place| self.at(place, row, String::new()))
            .collect();
        let all =
            |part: fn(&BadLine) -> &str| cells.iter().map(part).collect::<Vec<_>>().join(", ");
        match cells.len() {
            0 => BadLine::new(row.line, reason),
            _ => BadLine::new(row.line, reason).at(
                &all(|cell| cell.column.as_deref().unwrap_or_default()),
                &all(|cell| &cell.value),
            ),
        }
    }

    /// The row of a line is there already.
    pub(super) fn already_there(&self, row: &Row) -> BadLine {
        let (reason, hint) = match &self.rule {
            Some((sentence, comment)) => (sentence.clone(), comment.clone()),
            None => (
                format!("there is a row with this {}", self.key_name()),
                None,
            ),
        };
        let mut bad = match self.key {
            Some(place) => self.at(place, row, reason),
            None => BadLine::new(row.line, reason),
        };
        let how = "leave out or change the rows that are there: duplicates: \"skip\" or \"update\"";
        bad.hint = Some(hint.map_or(how.to_owned(), |hint| format!("{hint} Or {how}")));
        bad
    }
}

/// Looks whether somebody pressed Ctrl-C, now and then.
pub(super) fn glance(lines: u64) -> Result<()> {
    if lines.is_multiple_of(GLANCE) && interrupt::requested() {
        return Err(Error::interrupted());
    }
    Ok(())
}

/// The rows that a field refers to, if they have a name.
fn reference(entity: &Entity, field: &Field, catalog: &Catalog) -> Option<Reference> {
    let makes = entity
        .relations
        .iter()
        .find(|relation| relation.kind == RelationKind::One && relation.field == field.name)?;
    let target = catalog.entity(&makes.target).ok()?;
    let key = unique(target).map(|(field, _)| field.clone()).next()?;
    Some(Reference {
        target: target.name.clone(),
        key,
    })
}

/// The fields of text that no two rows share, with the sentence of that: an e-mail first.
fn unique(entity: &Entity) -> impl Iterator<Item = (&Field, &str)> {
    let rules = entity
        .constraints
        .iter()
        .filter(|rule| rule.kind == "unique");
    let alone = rules.filter_map(|rule| match rule.fields.as_slice() {
        [field] => Some((entity.field(field)?, rule.name.as_str())),
        _ => None,
    });
    let mut fields: Vec<(&Field, &str)> = alone
        .filter(|(field, _)| field.kind() == Type::Text)
        .collect();
    fields.sort_by_key(|(field, _)| field.name != "email");
    fields.into_iter()
}

/// Refuses at once what would be refused for each line.
fn may_give(collection: &Collection, mapping: &Mapping, import: &Import) -> Result<()> {
    let (entity, session) = (collection.entity(), collection.session());
    let fields = mapping.columns.iter().map(|column| column.field.as_str());
    let fields: Vec<&str> = fields.filter(|field| *field != "id").collect();
    if !session.may(Action::Insert, &entity.name)? {
        return Err(session.refused(entity, Action::Insert, &entity.name, None));
    }
    if let Some(refused) = session.refused_fields(entity, Action::Insert, &fields) {
        return Err(refused);
    }
    if import.duplicates != Duplicates::Update {
        return Ok(());
    }
    if !session.may(Action::Update, &entity.name)? {
        return Err(session.refused(entity, Action::Update, &entity.name, None));
    }
    match session.refused_fields(entity, Action::Update, &fields) {
        Some(refused) => Err(refused),
        None => Ok(()),
    }
}

/// Refuses a file without a column that every new row needs.
fn needed(entity: &Entity, mapping: &Mapping) -> Result<()> {
    let has = |name: &str| mapping.columns.iter().any(|column| column.field == name);
    let missing = entity
        .fields
        .iter()
        .filter(|field| field.is_required() && !has(&field.name));
    let missing: Vec<&str> = missing
        .map(|field| integrity::said(entity, &field.name))
        .collect();
    // Rows that are known by their id may all be there.
    if missing.is_empty() || has("id") {
        return Ok(());
    }
    let said = missing.iter().map(|name| format!("\"…\": \"{name}\""));
    let said = said.collect::<Vec<_>>().join(", ");
    let error = Error::failed(format!("no column is {}", missing.join(" or ")));
    let error = match mapping.left_out.as_slice() {
        [] => error,
        others => error.hint(format!("not used: {}", others.join(", "))),
    };
    Err(error.hint(format!("say which it is: columns: #{{ {said} }}")))
}

/// Shows what was guessed, and asks.
fn agreed(source: &Source, mapping: &Mapping, host: &dyn Host) -> Result<()> {
    if let Some((sheet, others)) = source.sheets() {
        host.tell(&format!(
            "the sheet '{sheet}' is read, not {}",
            others.join(", ")
        ));
    }
    let as_option = |column: &Mapped| format!("\"{}\": \"{}\"", column.heading, column.name);
    let guesses: Vec<String> = mapping.guesses().map(as_option).collect();
    let left_out = match mapping.left_out.as_slice() {
        [] => None,
        names => Some(format!("not read: {}", names.join(", "))),
    };
    if guesses.is_empty() {
        if let Some(left_out) = left_out {
            host.tell(&left_out);
        }
        return Ok(());
    }
    let shown = mapping
        .guesses()
        .map(|column| format!("{} is {}", column.heading, column.name));
    host.confirm(&Question {
        what: format!("what columns of {} mean was guessed", source.name()),
        examples: shown.chain(left_out).collect(),
        instead: Some(format!("say it: columns: #{{ {} }}", guesses.join(", "))),
    })
}
