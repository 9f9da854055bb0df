//! The formats of files, by how their names end.

use crate::error::Error;
use crate::render::{Format, visible};
use std::path::Path;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFormat {
    /// What is in it.
    pub kind: Kind,
    /// Whether it is compressed, as gzip does.
    pub gzip: bool,
}

/// What is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text(Format),
    /// An Excel workbook.
    Spreadsheet,
    /// Events, for calendars (RFC 5545).
    Calendar,
}

/// The endings of files, and what is in each.
const EXTENSIONS: [(&str, Kind); 12] = [
    ("csv", Kind::Text(Format::Csv)),
    ("tsv", Kind::Text(Format::Tsv)),
    ("json", Kind::Text(Format::Json)),
    ("ndjson", Kind::Text(Format::Ndjson)),
    ("jsonl", Kind::Text(Format::Ndjson)),
    ("xlsx", Kind::Spreadsheet),
    ("md", Kind::Text(Format::Markdown)),
    ("markdown", Kind::Text(Format::Markdown)),
    ("html", Kind::Text(Format::Html)),
    ("htm", Kind::Text(Format::Html)),
    ("ics", Kind::Calendar),
    ("txt", Kind::Text(Format::Table)),
];
/// What follows the ending of a compressed text.
const GZIP: &str = "gz";

impl FileFormat {
    /// The format of a file, by how its name ends.
    ///
    /// ```
    /// use epic::export::{FileFormat, Kind};
    /// use epic::render::Format;
    /// let format = FileFormat::of("lists/friday.CSV.gz".as_ref())?;
    /// assert_eq!((format.kind, format.gzip), (Kind::Text(Format::Csv), true));
    /// assert_eq!(FileFormat::of("friday.xlsx".as_ref())?.kind, Kind::Spreadsheet);
    /// let error = FileFormat::of("friday.pdf".as_ref()).unwrap_err();
    /// assert_eq!(error.message, "no format is known for files that end with .pdf");
    /// # Ok::<(), epic::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// No format goes with it; it is compressed already, and would be so twice.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let (inner, gzip) = without_gzip(path);
        let extension = inner.extension().unwrap_or_default().to_string_lossy();
        let known = EXTENSIONS
            .into_iter()
            .find(|(known, _)| extension.eq_ignore_ascii_case(known));
        let Some((_, kind)) = known else {
            return Err(unknown(inner, &extension));
        };
        if gzip && !matches!(kind, Kind::Text(_)) {
            let what = format!("a .{extension} is not compressed once more");
            return Err(Error::usage(what).hint("leave .gz away"));
        }
        Ok(Self { kind, gzip })
    }

    /// A format that was said, for a file whose name says only whether it is compressed.
    #[must_use]
    pub fn said(format: Format, path: &Path) -> Self {
        Self {
            kind: Kind::Text(format),
            gzip: without_gzip(path).1,
        }
    }

    /// The text format that takes results as this one does.
    #[must_use]
    pub fn text(self) -> Format {
        match self.kind {
            Kind::Text(format) => format,
            Kind::Spreadsheet | Kind::Calendar => Format::Csv,
        }
    }
}

/// The name without its `.gz`, and whether it had one.
fn without_gzip(path: &Path) -> (&Path, bool) {
    let is_gzip = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case(GZIP));
    match path.file_stem() {
        Some(stem) if is_gzip => (Path::new(stem), true),
        _ => (path, false),
    }
}

fn unknown(path: &Path, extension: &str) -> Error {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let what = match extension {
        "" => format!("the name '{}' does not say the format", visible(&name)),
        other => format!(
            "no format is known for files that end with .{}",
            visible(other)
        ),
    };
    let endings = EXTENSIONS.map(|(known, _)| format!(".{known}")).join(", ");
    Error::usage(what).hint(format!(
        "there are {endings}; and .{GZIP} after that of a text"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_an_ending_says_no_format() {
        for name in ["friday", ".csv", "a.b/c", "", ".gz", "friday.gz"] {
            let error = FileFormat::of(Path::new(name)).unwrap_err();
            assert!(error.message.ends_with("does not say the format"), "{name}");
        }
    }

    #[test]
    fn only_texts_are_compressed() {
        let of = |name: &str| FileFormat::of(Path::new(name));
        for (extension, kind) in EXTENSIONS {
            assert_eq!(of(&format!("a.{extension}")).unwrap().kind, kind);
            let compressed = of(&format!("a.{extension}.gz"));
            assert_eq!(compressed.is_ok(), matches!(kind, Kind::Text(_)));
        }
        let error = of("a.xlsx.gz").unwrap_err();
        assert_eq!(error.message, "a .xlsx is not compressed once more");
        assert!(FileFormat::said(Format::Csv, Path::new("a.gz")).gzip);
    }
}
