//! Events for calendars (RFC 5545). All times are in UTC: whoever reads them shows them in their own zone.
//!
//! An event has the same UID in each file and a higher SEQUENCE in each later one, so that a calendar that imports the
//! file again changes its events instead of adding others.

use crate::error::Error;
use crate::render::RowSink;
use crate::rows::Column;
use crate::value::{Type, Value};
use chrono::{DateTime, Days, Utc};
use icalendar::{Component, DatePerhapsTime, Event, EventLike};
use std::io::{self, Write};

/// The columns that an event is made of, by what they may be called.
const ID: &[&str] = &["id", "event"];
const STARTS: &[&str] = &["starts_at", "starts", "start"];
const ENDS: &[&str] = &["ends_at", "ends", "end"];
const NAME: &[&str] = &["name", "title", "summary"];
const LOCATION: &[&str] = &["location", "place"];
const NOTES: &[&str] = &["notes", "description"];
/// What a calendar takes of a text, in bytes: as much as a cell of a spreadsheet.
const MOST: usize = 32_767;
/// Since then, each second has a SEQUENCE.
const FIRST_SECOND: i64 = 1_577_836_800; // 2020-01-01

/// Writes each event as it comes.
pub(super) struct Calendar<'a> {
    out: &'a mut dyn Write,
    columns: Vec<String>,
    places: Places,
    now: DateTime<Utc>,
}

/// Which column is what.
struct Places {
    id: usize,
    starts: usize,
    ends: Option<usize>,
    name: usize,
    location: Option<usize>,
    notes: Option<usize>,
}

impl<'a> Calendar<'a> {
    /// A calendar of rows with these columns.
    pub(super) fn new(columns: &[Column], out: &'a mut dyn Write) -> io::Result<Self> {
        let places = Places::of(columns).map_err(io::Error::other)?;
        out.write_all(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//epic//events//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n")?;
        Ok(Self {
            out,
            columns: columns.iter().map(|column| column.name.clone()).collect(),
            places,
            now: Utc::now(),
        })
    }

    fn event(&self, row: &[Value]) -> Result<Event, Error> {
        let value = |place: usize| row.get(place).unwrap_or(&Value::Null);
        let id = clean(value(self.places.id))?;
        let starts = when(value(self.places.starts), 0);
        let (Some(starts), false) = (starts, id.is_empty()) else {
            let what = match id.as_str() {
                "" => "an event without an id can't be in a calendar".to_owned(),
                id => format!("event {id} has no start, and can't be in a calendar"),
            };
            return Err(Error::failed(what).hint("leave it out by .filter(…)"));
        };
        let mut event = Event::new();
        event
            .uid(&format!("event-{id}@epic-events"))
            .timestamp(self.now)
            .last_modified(self.now)
            .sequence(sequence(self.now))
            .summary(&clean(value(self.places.name))?)
            .starts(starts);
        // The day after an event's last is where a calendar has its end.
        if let Some(ends) = self.places.ends.and_then(|place| when(value(place), 1)) {
            event.ends(ends);
        }
        let location = self.places.location.map(|place| clean(value(place)));
        if let Some(location) = location.transpose()?.filter(|text| !text.is_empty()) {
            event.location(&location);
        }
        let description = self.description(row)?;
        if !description.is_empty() {
            event.description(&description);
        }
        Ok(event)
    }

    /// The notes, and all that has no place of its own.
    fn description(&self, row: &[Value]) -> Result<String, Error> {
        let notes = self.places.notes.and_then(|place| row.get(place));
        let mut lines: Vec<String> = notes.map(clean).transpose()?.into_iter().collect();
        for (place, (name, value)) in self.columns.iter().zip(row).enumerate() {
            if !self.places.has(place) {
                let text = clean(value)?;
                if !text.is_empty() {
                    lines.push(format!("{name}: {text}"));
                }
            }
        }
        lines.retain(|line| !line.is_empty());
        Ok(lines.join("\n"))
    }
}

impl RowSink for Calendar<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        let event = self.event(row).map_err(io::Error::other)?;
        let text = event.try_into_string().map_err(io::Error::other)?;
        self.out.write_all(text.as_bytes())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"END:VCALENDAR\r\n")?;
        self.out.flush()
    }
}

impl Places {
    fn of(columns: &[Column]) -> Result<Self, Error> {
        let place = |names: &[&str]| {
            let at = |name: &&str| columns.iter().position(|column| column.name == *name);
            names.iter().find_map(at)
        };
        let moment = |names: &[&str]| {
            place(names).filter(|at| {
                let kind = columns[*at].kind;
                matches!(
                    kind,
                    None | Some(Type::Date | Type::Timestamp | Type::LocalTimestamp)
                )
            })
        };
        let missing = |names: &[&str]| {
            let what = format!(
                "only events can be in a calendar: there is no column '{}'",
                names[0]
            );
            Error::failed(what)
                .hint("a calendar is made of id, name, starts_at, ends_at, location and notes")
                .hint("for example events.mine().save_as(\"week.ics\")")
        };
        Ok(Self {
            id: place(ID).ok_or_else(|| missing(ID))?,
            name: place(NAME).ok_or_else(|| missing(NAME))?,
            starts: moment(STARTS).ok_or_else(|| missing(STARTS))?,
            ends: moment(ENDS),
            location: place(LOCATION),
            notes: place(NOTES),
        })
    }

    fn has(&self, place: usize) -> bool {
        [self.id, self.name, self.starts].contains(&place)
            || [self.ends, self.location, self.notes].contains(&Some(place))
    }
}

/// A moment or a day, so many days later if it is a day.
fn when(value: &Value, later: u64) -> Option<DatePerhapsTime> {
    match value {
        Value::Timestamp(moment) => Some((*moment).into()),
        Value::LocalTimestamp(clock) => Some((*clock).into()),
        Value::Date(day) => day.checked_add_days(Days::new(later)).map(Into::into),
        _ => None,
    }
}

/// A text without the signs that would end a line of the file.
fn clean(value: &Value) -> Result<String, Error> {
    let text = value.to_string();
    if text.len() > MOST {
        let what = "a text of more than 32,767 bytes can't be in a calendar";
        return Err(Error::failed(what).hint("leave it out by .select(…)"));
    }
    let text = text.replace("\r\n", "\n");
    Ok(text
        .chars()
        .filter(|sign| *sign == '\n' || !sign.is_control())
        .collect())
}

fn sequence(now: DateTime<Utc>) -> u32 {
    u32::try_from(now.timestamp() - FIRST_SECOND).unwrap_or(0)
}
