//! The formats, by their names and by the names of files.

use super::visible;
use crate::error::Error;
use clap::ValueEnum;
use std::fmt;
use std::path::Path;
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

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        <Self as ValueEnum>::from_str(name, true).map_err(|_| {
            let known: Vec<String> = Self::value_variants().iter().map(Self::to_string).collect();
            let known = known.iter().map(String::as_str);
            let all = known.clone().collect::<Vec<_>>().join(", ");
            Error::usage(format!("no format '{}'; there are {all}", visible(name)))
                .did_you_mean(name, known)
        })
    }
}

/// The endings of files, and the format of each.
const EXTENSIONS: [(&str, Format); 9] = [
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("ndjson", Format::Ndjson),
    ("jsonl", Format::Ndjson),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("txt", Format::Table),
];

impl Format {
    /// The format of a file, by how its name ends.
    ///
    /// ```
    /// use epic::render::Format;
    /// assert_eq!(Format::of_file("lists/friday.CSV".as_ref())?, Format::Csv);
    /// let error = Format::of_file("friday.pdf".as_ref()).unwrap_err();
    /// assert_eq!(error.message, "no format is known for files that end with .pdf");
    /// # Ok::<(), epic::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// No format goes with it.
    pub fn of_file(path: &Path) -> Result<Self, Error> {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let known = EXTENSIONS
            .into_iter()
            .find(|(known, _)| extension.eq_ignore_ascii_case(known));
        known.map(|(_, format)| format).ok_or_else(|| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let endings = EXTENSIONS.map(|(known, _)| format!(".{known}")).join(", ");
            let what = match &*extension {
                "" => format!("the name '{}' does not say the format", visible(&name)),
                other => format!(
                    "no format is known for files that end with .{}",
                    visible(other)
                ),
            };
            Error::usage(what)
                .hint(format!("there are {endings}"))
                .hint("or say it: --format csv")
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

    #[test]
    fn a_name_without_an_ending_says_no_format() {
        for name in ["friday", ".csv", "a.b/c", ""] {
            let error = Format::of_file(Path::new(name)).unwrap_err();
            assert!(error.message.ends_with("does not say the format"), "{name}");
        }
    }
}
