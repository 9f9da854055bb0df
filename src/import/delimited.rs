//! Text files: csv, tsv and what else stands between cells.

use super::cell::{Cell, Line};
use super::delimiter;
use super::encoding;
use super::limits::{MOST_COLUMNS, too_long, too_wide};
use super::line_ends::{Budget, LineEnds};
use crate::error::{Error, Result};
use csv::StringRecord;
use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

/// How much of the text tells the delimiter.
const SAMPLE: u64 = 64 << 10;
/// How much is read ahead.
const BUFFER: usize = 64 << 10;

/// A text file whose encoding and delimiter are known.
#[derive(Debug)]
pub(super) struct Delimited {
    file: File,
    name: String,
    encoding: &'static Encoding,
    pub(super) delimiter: u8,
}

impl Delimited {
    /// Looks how a file is written.
    pub(super) fn open(file: File, name: &str, delimiter: Option<u8>) -> Result<Self> {
        let encoding = encoding::recognised(&file)?;
        let mut opened = Self {
            file,
            name: name.to_owned(),
            encoding,
            delimiter: b',',
        };
        opened.delimiter = match delimiter {
            Some(said) => said,
            None => delimiter::guessed(&opened.sample()?),
        };
        Ok(opened)
    }

    /// The first lines; the last of them whole, unless it is very long.
    fn sample(&self) -> Result<String> {
        let mut bytes = Vec::new();
        self.text(&Budget::new())?
            .take(SAMPLE)
            .read_to_end(&mut bytes)?;
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if bytes.len() as u64 == SAMPLE
            && let Some(end) = text.rfind('\n')
        {
            text.truncate(end);
        }
        Ok(text)
    }

    /// The text from its beginning, in UTF-8, with one kind of line end.
    fn text(&self, budget: &Budget) -> Result<impl Read> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0))?;
        let decoded = DecodeReaderBytesBuilder::new()
            .encoding(Some(self.encoding))
            .bom_override(true)
            .build(file);
        Ok(LineEnds::new(decoded, budget.clone()))
    }

    pub(super) fn each_line(
        &self,
        visit: &mut dyn FnMut(Line) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let budget = Budget::new();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(self.text(&budget)?);
        let mut record = StringRecord::new();
        loop {
            budget.renew();
            let begin = reader.position().line();
            let is_there = reader.read_record(&mut record).map_err(|error| {
                if budget.is_spent() {
                    too_long(&self.name, begin)
                } else {
                    Error::failed(format!("{} can't be read: {error}", self.name))
                }
            })?;
            if !is_there {
                return Ok(());
            }
            // Where a record begins, csv says before it passes over empty lines.
            let inside = record
                .iter()
                .map(|text| text.matches('\n').count())
                .sum::<usize>();
            let number = reader.position().line().saturating_sub(1 + inside as u64);
            if record.len() > MOST_COLUMNS {
                return Err(too_wide(&self.name, number));
            }
            let cells = record.iter().map(|text| match text {
                "" => Cell::Empty,
                text => Cell::Text(text.to_owned()),
            });
            let line = Line {
                number,
                cells: cells.collect(),
            };
            if visit(line)?.is_break() {
                return Ok(());
            }
        }
    }
}
