//! At a prompt: the first rows of a result, how many there are, and how to show the rest.

use super::{Printer, Shown};
use crate::api::Collection;
use crate::error::Result;
use crate::render::{self, Format, count_line};
use crate::rows::{Named, Rows, Size};
use std::time::{Duration, Instant};

/// The first rows of a result, written.
struct Part {
    shown: Shown,
    /// How many they are.
    count: u64,
    /// How long it took until they were here.
    took: Duration,
}

impl Printer {
    /// The first rows of a collection, and how many there are.
    pub(super) fn head(&self, collection: &Collection, since: Instant) -> Result<Shown> {
        let is_table = self.format == Format::Table && self.layout().width.is_some();
        let show = |rows: Rows, names: &[Named]| self.part(rows, names, since);
        let (part, size) = collection.first_rows(self.shown, is_table, show)?;
        let rest = if size.is_some() { "it.all()" } else { "" };
        Ok(self.told(part, size, rest))
    }

    /// The first of rows that are here already, and how many there are.
    pub(in crate::shell) fn first_rows(&self, mut rows: Rows, since: Instant) -> Result<Shown> {
        let all = rows.rows.len() as u64;
        rows.truncate(self.shown);
        let rest = if all > self.shown { "it" } else { "" };
        let part = self.part(rows, &[], since)?;
        Ok(self.told(part, Some(Size::Counted(all)), rest))
    }

    /// The first rows of more, which took until now.
    fn part(&self, rows: Rows, names: &[Named], since: Instant) -> Result<Part> {
        let took = since.elapsed();
        let shown = if names.is_empty() {
            self.draw(self.format, &rows)
        } else {
            let layout = self.layout();
            self.write(|out| render::named_rows(&rows, names, layout, out))
        };
        let count = rows.rows.len() as u64;
        self.last.keep_rows(rows.without(names));
        shown.map(|shown| Part { shown, count, took })
    }

    /// A part of so many rows, and how to show the rest.
    fn told(&self, part: Part, size: Option<Size>, rest: &str) -> Shown {
        if self.format != Format::Table || self.quiet {
            return part.shown.note(self.took(part.took));
        }
        let line = count_line(part.count, size, Some(part.took));
        let rest = match rest {
            "" => String::new(),
            entry => format!(" · {entry} shows the rest"),
        };
        part.shown.note(Some(format!("{line}{rest}")))
    }
}
