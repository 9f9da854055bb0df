//! The types of parameters, and how a text becomes a value of one.

use crate::error::{Error, Result, article, nearest};
use crate::script::Argument;
use crate::value::parse::{self, Unfit};
use crate::value::{Type, Value};
use chrono::Local;

/// A value, or why a text is none.
pub(super) type Fit<T> = std::result::Result<T, String>;

/// The type of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Int,
    /// An exact number: money.
    Decimal,
    /// A switch: `--assign`, `--no-assign`.
    Bool,
    /// Any text.
    Text,
    /// A day, also as seen from today.
    Date,
    /// A moment.
    Timestamp,
    /// A span of time.
    Span,
    /// The name of a file.
    Path,
    /// An e-mail, in lower case.
    Email,
    /// One of a few words.
    OneOf(Vec<String>),
    /// A row, by the name of one of them: `client`.
    Row(String),
}

/// The words of types that are the same in every database.
pub(super) const WORDS: [(&str, Kind); 9] = [
    ("int", Kind::Int),
    ("decimal", Kind::Decimal),
    ("bool", Kind::Bool),
    ("text", Kind::Text),
    ("date", Kind::Date),
    ("timestamp", Kind::Timestamp),
    ("span", Kind::Span),
    ("path", Kind::Path),
    ("email", Kind::Email),
];

impl Kind {
    /// A type as it is written. A word that is none of ours is taken for the name of a row: only a database can tell.
    pub(super) fn read(written: &str) -> Result<Self> {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_-".contains(c))
        };
        if written.contains('|') {
            let words: Vec<&str> = written.split('|').map(str::trim).collect();
            if let Some(wrong) = words.iter().find(|word| !is_word(word)) {
                return Err(
                    Error::failed(format!("'{wrong}' can't be one of the values"))
                        .hint("values are words, with a | between them: open|closed"),
                );
            }
            return Ok(Self::OneOf(words.into_iter().map(str::to_owned).collect()));
        }
        match WORDS.iter().find(|(word, _)| *word == written) {
            Some((_, kind)) => Ok(kind.clone()),
            None if is_word(written) => Ok(Self::Row(written.to_owned())),
            None if written.contains(' ') => {
                Err(Error::failed(format!("'{written}' is not a type"))
                    .hint("two spaces come before the description"))
            }
            None => Err(Self::unknown(written, [])),
        }
    }

    /// The error about a type that there is not.
    pub(super) fn unknown<'a>(written: &str, rows: impl IntoIterator<Item = &'a str>) -> Error {
        let words = WORDS.iter().map(|(word, _)| *word);
        let known: Vec<&str> = words.chain(rows).collect();
        let error = Error::failed(format!("there is no type '{written}'"));
        let foreign = match written {
            "string" | "str" => Some("text"),
            "integer" | "number" => Some("int"),
            "boolean" | "flag" => Some("bool"),
            "money" | "float" | "numeric" => Some("decimal"),
            "file" => Some("path"),
            "duration" | "interval" => Some("span"),
            other => nearest(other, known.iter().copied()),
        };
        let error = match foreign {
            Some(word) => error.hint(format!("did you mean '{word}'?")),
            None => error,
        };
        error.hint(format!("types: {}, or values: a|b|c", known.join(", ")))
    }

    /// As a header writes it.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::OneOf(words) => words.join("|"),
            Self::Row(name) => name.clone(),
            known => {
                let found = WORDS.iter().find(|(_, kind)| kind == known);
                found.map_or("", |(word, _)| word).to_owned()
            }
        }
    }

    /// What is expected, for whoever is asked for one.
    #[must_use]
    pub fn expected(&self) -> String {
        match self {
            Self::Bool => "yes or no".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Date => "a date, such as 2026-01-31, today, -30d or next monday".to_owned(),
            Self::Timestamp => "a moment, such as \"2026-01-31 18:00\"".to_owned(),
            Self::Span => "a span of time, such as 30d".to_owned(),
            Self::Path => "the name of a file".to_owned(),
            Self::Email => "an e-mail".to_owned(),
            Self::OneOf(words) => format!("one of: {}", words.join(", ")),
            Self::Row(name) => format!("the id or e-mail of {}", article(name)),
            Self::Int | Self::Decimal => article(&self.word()),
        }
    }

    /// A text as a value of this type. A row is looked up elsewhere.
    ///
    /// # Errors
    /// It is none: what is expected instead.
    pub(super) fn value(&self, text: &str) -> Fit<Argument> {
        let plain = |wanted| parse::value(text, wanted).map(Argument::Value);
        let read = match self {
            Self::Int => plain(Type::Int),
            Self::Decimal => plain(Type::Decimal),
            Self::Bool => plain(Type::Bool),
            Self::Timestamp => plain(Type::Timestamp),
            Self::Text | Self::Row(_) => plain(Type::Text),
            Self::Span => parse::duration(text).map(Argument::Span),
            Self::Date => parse::day(text, Local::now().date_naive())
                .map(|day| Argument::Value(Value::Date(day))),
            Self::Email => parse::email(text).map(|email| Argument::Value(Value::Text(email))),
            Self::Path if text.trim().is_empty() || text.contains('\0') => {
                return Err(format!("{} is expected", self.expected()));
            }
            Self::Path => plain(Type::Text),
            Self::OneOf(words) => return one_of(words, text),
        };
        read.map_err(|unfit: Unfit| unfit.to_string())
    }
}

fn one_of(words: &[String], text: &str) -> Fit<Argument> {
    let plain = text.trim();
    if words.iter().any(|word| word == plain) {
        return Ok(Argument::Value(Value::Text(plain.to_owned())));
    }
    let known = words.iter().map(String::as_str);
    let meant = nearest(plain, known).map(|word| format!("; did you mean '{word}'?"));
    let meant = meant.unwrap_or_default();
    Err(format!("one of {} is expected{meant}", words.join(", ")))
}
