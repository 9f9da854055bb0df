//! Parameters as they are given: values, or texts that the server reads.

use crate::store::{codec, sql_text};
use crate::value::Value;
use postgres::types::private::BytesMut;
use postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};

/// The parameters of a statement that somebody typed.
#[derive(Debug, Clone, Copy)]
pub enum Parameters<'a> {
    /// Values, each sent with its type.
    Values(&'a [Value]),
    /// Values as somebody wrote them: the server says what type each has to be, and reads it.
    Written(&'a [String]),
}

impl<'a> Parameters<'a> {
    /// None.
    pub const NONE: Self = Self::Values(&[]);

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Written(texts) => texts.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The first ones, or all when there are not so many.
    #[must_use]
    pub fn first(self, count: usize) -> Self {
        match self {
            Self::Values(values) => Self::Values(values.get(..count).unwrap_or(values)),
            Self::Written(texts) => Self::Written(texts.get(..count).unwrap_or(texts)),
        }
    }

    /// The types to send them with.
    pub(in crate::store) fn types(self, sql: &str) -> Vec<Type> {
        match self {
            Self::Values(values) => values.iter().map(codec::wire).collect(),
            Self::Written(texts) => {
                let used: Vec<usize> = sql_text::parameters(sql).collect();
                // The server finds no type for one that it does not meet.
                let kind = |number| {
                    if used.contains(&number) {
                        Type::UNKNOWN
                    } else {
                        Type::TEXT
                    }
                };
                (1..=texts.len()).map(kind).collect()
            }
        }
    }

    /// Them, to be sent.
    pub(in crate::store) fn sent(self) -> Vec<Sent<'a>> {
        match self {
            Self::Values(values) => values.iter().map(Sent::Value).collect(),
            Self::Written(texts) => texts.iter().map(|text| Sent::Written(text)).collect(),
        }
    }
}

/// A parameter on its way.
#[derive(Debug)]
pub(in crate::store) enum Sent<'a> {
    Value(&'a Value),
    Written(&'a str),
}

impl ToSql for Sent<'_> {
    fn to_sql(&self, wire: &Type, out: &mut BytesMut) -> Result<IsNull, codec::Failure> {
        match self {
            Self::Value(value) => value.to_sql(wire, out),
            Self::Written(text) => {
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
        }
    }

    fn encode_format(&self, wire: &Type) -> Format {
        match self {
            Self::Value(value) => value.encode_format(wire),
            Self::Written(_) => Format::Text,
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
