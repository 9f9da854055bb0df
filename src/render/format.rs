//! The formats, by their names.

use super::visible;
use crate::error::Error;
use clap::ValueEnum;
use std::fmt;
use std::str::FromStr;

/// How a result is written.
///
/// ```
/// use epic::render::Format;
/// assert_eq!("csv".parse::<Format>()?, Format::Csv);
/// assert_eq!(Format::default().to_string(), "table");
/// assert_eq!(
///     "tabel".parse::<Format>().unwrap_err().hints,
///     ["did you mean 'table'?"],
/// );
/// # Ok::<(), epic::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Aligned columns, cut to the terminal's width
    #[default]
    Table,
    /// One field per line, for wide rows
    Vertical,
    /// Comma-separated values, with a line of headers
    Csv,
    /// The same, with tabs for commas
    Tsv,
    /// One JSON array of objects
    Json,
    /// One JSON object per line
    Ndjson,
    /// A Markdown table
    Markdown,
    /// An HTML table
    Html,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value().expect("no format is hidden");
        f.pad(value.get_name())
    }
}

impl Format {
    /// The names of all.
    #[must_use]
    pub fn names() -> Vec<String> {
        Self::value_variants().iter().map(Self::to_string).collect()
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        <Self as ValueEnum>::from_str(name, true).map_err(|_| {
            let known = Self::names();
            let known = known.iter().map(String::as_str);
            let all = known.clone().collect::<Vec<_>>().join(", ");
            Error::usage(format!("no format '{}'; there are {all}", visible(name)))
                .did_you_mean(name, known)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_read_back_from_its_name() {
        for format in Format::value_variants() {
            assert_eq!(format.to_string().parse(), Ok(*format));
        }
    }
}
