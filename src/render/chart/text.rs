//! Charts as text.

use super::content::Chart;
use super::options::Kind;
use super::{bars, lines, sparks};
use crate::render::Layout;
use std::fmt;
use std::io::{self, Write};

impl Chart {
    /// Draws it as text, within the width of the layout, or 80 columns. It needs a character's width for a bar.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(&self, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
        if let Some(nothing) = self.nothing() {
            return writeln!(out, "{nothing}");
        }
        match self.kind {
            Kind::Bar => bars::write(self, layout, out)?,
            Kind::Line => lines::write(self, layout, out)?,
            Kind::Spark => sparks::write(self, layout, out)?,
        }
        match self.note() {
            Some(note) => writeln!(out, "{}", layout.signs(&note)),
            None => Ok(()),
        }
    }
}

/// As on a terminal of 80 columns, without colours.
impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::new();
        self.write(Layout::default(), &mut text)
            .map_err(|_| fmt::Error)?;
        f.write_str(String::from_utf8_lossy(&text).trim_end_matches('\n'))
    }
}
