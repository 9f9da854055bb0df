//! Functions that exist in scripts and in SQL.

use crate::value::Type;

/// Functions that exist in scripts and in SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The second text occurs in the first.
    Contains,
    /// The second text occurs in the first, whatever the case of letters.
    Finds,
    /// The first text begins with the second.
    StartsWith,
    /// The first text ends with the second.
    EndsWith,
    /// The text matches a regular expression.
    Matches,
    /// A comparison that is nothing when it is asked of nothing.
    Asked,
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
    /// Number of characters.
    Length,
    /// Without white space at both ends.
    Trim,
    /// The position of the second text in the first, from 0; -1 when it is not there.
    Position,
    /// From a character on; the first is 1.
    From,
    /// The first characters.
    First,
    /// The last characters.
    Last,
    /// Texts joined.
    Concat,
    /// As text.
    Text,
    /// Without its sign.
    Abs,
    /// Rounded to a whole number, or to a number of decimals.
    Round,
    /// The greatest whole number that is not greater.
    Floor,
    /// The least whole number that is not less.
    Ceiling,
    /// Without the digits after the point, as a decimal number.
    Whole,
    /// Without the digits after the point, as a whole number.
    Int,
    /// As a decimal number.
    Decimal,
    /// The other sign.
    Negate,
    /// The year of a date.
    Year,
    /// The month of a date, 1 to 12.
    Month,
    /// The day of a date, 1 to 31.
    Day,
    /// The hour of a moment, 0 to 23.
    Hour,
    /// The minute of a moment, 0 to 59.
    Minute,
    /// The day of a moment, in the local time zone.
    Date,
    /// A date some days later, or a moment some seconds later.
    Later,
    /// Seconds between two dates or moments.
    Seconds,
}

impl Function {
    /// The type of its value.
    pub(in crate::query) fn kind(self, of: Option<Type>) -> Option<Type> {
        Some(match self {
            Self::Contains
            | Self::Finds
            | Self::StartsWith
            | Self::EndsWith
            | Self::Matches
            | Self::Asked => Type::Bool,
            Self::Lower
            | Self::Upper
            | Self::Trim
            | Self::Concat
            | Self::Text
            | Self::From
            | Self::First
            | Self::Last => Type::Text,
            Self::Length
            | Self::Position
            | Self::Int
            | Self::Year
            | Self::Month
            | Self::Day
            | Self::Hour
            | Self::Minute
            | Self::Seconds => Type::Int,
            Self::Decimal => Type::Decimal,
            Self::Date => Type::Date,
            Self::Abs
            | Self::Round
            | Self::Floor
            | Self::Ceiling
            | Self::Whole
            | Self::Negate
            | Self::Later => return of,
        })
    }

    /// What a part of a date or a moment is called.
    #[must_use]
    pub fn of_time(self) -> Option<&'static str> {
        Some(match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Date => "date",
            _ => return None,
        })
    }

    /// Whether its SQL needs no brackets inside a larger expression.
    pub(in crate::query) fn is_unit(self) -> bool {
        !matches!(
            self,
            Self::Contains
                | Self::Finds
                | Self::StartsWith
                | Self::EndsWith
                | Self::Matches
                | Self::Asked
                | Self::Negate
                | Self::Later
        )
    }
}
