//! What a prompt is made of: `{user}[ ({role})] ❯ `.

use crate::error::{Error, Result};

/// What can stand in braces, and what it is.
pub const PLACEHOLDERS: [(Placeholder, &str, &str); 7] = [
    (
        Placeholder::User,
        "user",
        "who is signed in: what is before the @ of the e-mail",
    ),
    (Placeholder::Role, "role", "their role"),
    (
        Placeholder::Profile,
        "profile",
        "the profile, if there is one",
    ),
    (
        Placeholder::Database,
        "database",
        "the name of the database",
    ),
    (Placeholder::Sandbox, "sandbox", "the word sandbox, in one"),
    (
        Placeholder::ReadOnly,
        "read_only",
        "the words read only, where nothing can be changed",
    ),
    (
        Placeholder::Transaction,
        "transaction",
        "* while a sandbox holds a transaction open",
    ),
];

/// What can stand in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // PLACEHOLDERS says it
pub enum Placeholder {
    User,
    Role,
    Profile,
    Database,
    Sandbox,
    ReadOnly,
    Transaction,
}

/// A part of a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it is written.
    Text(String),
    /// `{…}`
    Placeholder(Placeholder),
    /// `[…]`: left out when a placeholder that stands in it is empty.
    Group(Vec<Piece>),
}

/// A prompt, as it is written and as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    written: String,
    pieces: Vec<Piece>,
}

impl Template {
    /// Reads one. `{{` and `[[` are the signs themselves.
    ///
    /// # Errors
    /// A placeholder that there is not, a brace or bracket without the other, a character that acts on a terminal.
    pub fn read(written: &str) -> Result<Self> {
        if written.contains(char::is_control) {
            return Err(Error::usage(
                "a prompt is one line, without characters that act on a terminal",
            ));
        }
        let mut rest = written;
        let pieces = pieces(&mut rest, false)?;
        Ok(Self {
            written: written.to_owned(),
            pieces,
        })
    }

    /// As it is written.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Its parts.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

/// Reads up to the end, or that of the group.
fn pieces(rest: &mut &str, in_group: bool) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    while let Some(sign) = rest.chars().next() {
        let doubled = rest.starts_with("{{") || rest.starts_with("[[");
        *rest = &rest[sign.len_utf8() * if doubled { 2 } else { 1 }..];
        let piece = match sign {
            '{' if !doubled => Piece::Placeholder(placeholder(rest)?),
            '[' if !doubled => Piece::Group(self::pieces(rest, true)?),
            ']' if in_group => {
                pieces.extend(literal(text));
                return Ok(pieces);
            }
            sign => {
                text.push(sign);
                continue;
            }
        };
        pieces.extend(literal(std::mem::take(&mut text)));
        pieces.push(piece);
    }
    if in_group {
        return Err(
            Error::usage("a [ of the prompt is not closed").hint("write [[ for the sign itself")
        );
    }
    pieces.extend(literal(text));
    Ok(pieces)
}

fn literal(text: String) -> Option<Piece> {
    (!text.is_empty()).then_some(Piece::Text(text))
}

fn placeholder(rest: &mut &str) -> Result<Placeholder> {
    let Some((name, after)) = rest.split_once('}') else {
        return Err(
            Error::usage("a { of the prompt is not closed").hint("write {{ for the sign itself")
        );
    };
    *rest = after;
    let found = PLACEHOLDERS.iter().find(|(_, known, _)| *known == name);
    found.map(|(placeholder, ..)| *placeholder).ok_or_else(|| {
        let names = PLACEHOLDERS.map(|(_, name, _)| name);
        let list = names.map(|name| format!("{{{name}}}")).join(", ");
        Error::usage(format!("a prompt has no {{{name}}}"))
            .hint(format!("there are {list}"))
            .did_you_mean(name, names)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_in_each_other_and_signs_are_doubled() {
        let read = Template::read("{user}[ {sandbox}[{transaction}]]{{x}[[ ❯ ").unwrap();
        assert_eq!(
            read.pieces(),
            [
                Piece::Placeholder(Placeholder::User),
                Piece::Group(vec![
                    Piece::Text(" ".into()),
                    Piece::Placeholder(Placeholder::Sandbox),
                    Piece::Group(vec![Piece::Placeholder(Placeholder::Transaction)]),
                ]),
                Piece::Text("{x}[ ❯ ".into()),
            ]
        );
        assert_eq!(read.written(), "{user}[ {sandbox}[{transaction}]]{{x}[[ ❯ ");
    }

    #[test]
    fn what_is_no_prompt_is_refused_with_a_hint() {
        for (written, message) in [
            ("{usr} ", "a prompt has no {usr}"),
            ("{user", "a { of the prompt is not closed"),
            ("[{user}", "a [ of the prompt is not closed"),
            (
                "\x1b[2J",
                "a prompt is one line, without characters that act on a terminal",
            ),
        ] {
            assert_eq!(Template::read(written).unwrap_err().message, message);
        }
        let error = Template::read("{usr}").unwrap_err();
        assert_eq!(error.hints.last().unwrap(), "did you mean 'user'?");
    }
}
