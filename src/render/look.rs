//! How a value looks by what it is: one table, of the terminal's 16 colours. Without colours its text tells: numbers stand
//! at the right, money has its decimals, null is `null` and the empty text is in quotes.

use crate::value::{Type, Value};

/// A look, and the numbers by which a terminal is told of it; none for that of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// Null steps back.
    Null,
    /// Whole and floating-point numbers.
    Number,
    /// Exact numbers.
    Money,
    /// Days and moments.
    Time,
    /// Truth values.
    Truth,
    /// All else.
    #[default]
    Plain,
}

/// The colours are those that can be read on a light terminal as on a dark one.
const LOOKS: [(Look, &str); 5] = [
    (Look::Null, "2"),
    (Look::Number, "36"), // cyan, as in the line that is typed
    (Look::Money, "32"),  // green
    (Look::Time, "94"),   // bright blue: blue is hard to read on black
    (Look::Truth, "35"),  // magenta
];

impl Look {
    /// The one of a value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value.kind() {
            None => Self::Null,
            Some(Type::Int | Type::Float) => Self::Number,
            Some(Type::Decimal) => Self::Money,
            Some(Type::Date | Type::Timestamp | Type::LocalTimestamp) => Self::Time,
            Some(Type::Bool) => Self::Truth,
            Some(Type::Text | Type::Uuid | Type::Json | Type::List) => Self::Plain,
        }
    }

    /// Appends a text to a line: with this look, where there are colours.
    pub fn push(self, line: &mut String, text: &str, color: bool) {
        let code = LOOKS.iter().find(|(look, _)| *look == self);
        match code.filter(|_| color && !text.is_empty()) {
            Some((_, code)) => line.extend(["\x1b[", code, "m", text, "\x1b[0m"]),
            None => line.push_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{clients, texts};
    use super::super::{Format, Layout, plain, rows};
    use super::*;

    #[test]
    fn each_kind_has_its_look_and_only_where_there_are_colours() {
        let painted = |look: Look, color| {
            let mut line = String::new();
            look.push(&mut line, "x", color);
            line
        };
        let mut looks: Vec<Look> = Vec::new();
        for row in &clients().rows {
            looks.extend(row.iter().map(Look::of));
        }
        for (look, code) in LOOKS {
            assert!(looks.contains(&look), "{look:?}");
            assert_eq!(painted(look, true), format!("\x1b[{code}mx\x1b[0m"));
            assert_eq!(painted(look, false), "x");
            let twin = LOOKS.iter().filter(|(_, other)| *other == code).count();
            assert_eq!(twin, 1, "{look:?}");
        }
        assert_eq!(painted(Look::Plain, true), "x");
    }

    #[test]
    fn looks_do_not_change_what_a_table_and_a_record_say() {
        for format in [Format::Table, Format::Vertical] {
            for sample in [clients(), texts(&["", "null", "a"])] {
                let drawn = |color| {
                    let layout = Layout {
                        color,
                        ..Layout::default()
                    };
                    let mut out = Vec::new();
                    rows(format, &sample, layout, &mut out).unwrap();
                    String::from_utf8(out).unwrap()
                };
                assert_eq!(plain(&drawn(true)), drawn(false));
            }
        }
    }
}
