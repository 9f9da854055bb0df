//! The header of a script: its documentation and its interface.
//!
//! ```text
//! //! Clients that were not contacted for a while, with what they still owe.
//! //! @param days: int = 30       how long since the last contact
//! //! @param client: client[]?    only these
//! //! @role commercial, admin
//! ```
//!
//! Also `@stays WHY`: its runs can't be taken back.

mod declaration;
mod line;
mod mistake;

pub use mistake::Mistake;
pub(super) use mistake::all;

use super::kind::Kind;
use super::parameter::Parameter;
use crate::catalog::Catalog;
use crate::error::Error;
use line::Line;

/// What a script says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Its documentation: the lines that declare nothing.
    pub about: String,
    /// What it takes, in the order of its flags.
    pub parameters: Vec<Parameter>,
    /// Whom it is for; everybody when there is none. The database decides what they may do.
    pub roles: Vec<String>,
    /// Why its runs can't be taken back; nothing where they can.
    pub stays: Option<String>,
}

/// What can be declared.
const DECLARATIONS: [&str; 3] = ["param", "role", "stays"];

/// How long the database takes a reason.
const LONGEST_REASON: usize = 1000;

impl Header {
    /// Reads the header of a text: the lines at its beginning that begin with `//!`. `reserved` are flags that a
    /// parameter can't have.
    ///
    /// # Errors
    /// All its mistakes.
    pub fn read(text: &str, reserved: &[String]) -> Result<Self, Vec<Mistake>> {
        let mut header = Self::default();
        let mut mistakes = Vec::new();
        let mut about = Vec::new();
        let (lines, behind) = lines(text);
        for (number, line) in lines {
            let content = line.trim_start().trim_start_matches("//!");
            match content.trim_start().strip_prefix('@') {
                None => about.push(content.strip_prefix(' ').unwrap_or(content).trim_end()),
                Some(_) => {
                    if let Err(mistake) = header.declare(number, line, reserved) {
                        mistakes.push(mistake);
                    }
                }
            }
        }
        mistakes.extend(behind);
        about.join("\n").trim().clone_into(&mut header.about);
        if mistakes.is_empty() {
            Ok(header)
        } else {
            Err(mistakes)
        }
    }

    /// Its first line.
    #[must_use]
    pub fn summary(&self) -> &str {
        self.about.lines().next().unwrap_or_default()
    }

    /// All that it says, a line for each paragraph: whoever shows it wraps it. Indented lines and lists stay lines of their own.
    ///
    /// ```
    /// use epic::library::Header;
    /// let text = "//! What it is.\n//!\n//! More,\n//! and more:\n//! - one\n//!   thing\n//! - two\n";
    /// let header = Header::read(text, &[]).unwrap();
    /// assert_eq!(header.paragraphs(), "What it is.\n\nMore, and more:\n- one\n  thing\n- two");
    /// ```
    #[must_use]
    pub fn paragraphs(&self) -> String {
        let stands_alone = |line: &str| line.is_empty() || line.starts_with([' ', '\t', '-', '*']);
        let mut text = String::new();
        let mut before = "";
        for line in self.about.lines() {
            if !text.is_empty() {
                let goes_on = !stands_alone(line) && !before.is_empty();
                text.push(if goes_on { ' ' } else { '\n' });
            }
            text.push_str(line);
            before = line;
        }
        text
    }

    /// Whether it declares anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A parameter by its name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|known| known.name == name)
    }

    fn declare(&mut self, number: usize, line: &str, reserved: &[String]) -> Result<(), Mistake> {
        let start = line.find('@').unwrap_or_default();
        let word_end = line[start..]
            .find(char::is_whitespace)
            .map_or(line.len(), |length| start + length);
        let word = &line[start + 1..word_end];
        let place = Line { number, line };
        match word {
            "param" => {
                let parameter = declaration::parameter(&place, word_end, reserved)?;
                if let Some(twin) = self.parameter(&parameter.name) {
                    let what = format!("the parameter '{}' is declared twice", parameter.name);
                    let first = format!("first in line {}", twin.line);
                    return Err(place.mistake(&parameter.name, Error::failed(what).hint(first)));
                }
                self.parameters.push(parameter);
            }
            "role" => {
                let named = line[word_end..].split(',').map(str::trim);
                for role in named {
                    let is_word = |c: char| c.is_alphanumeric() || c == '_';
                    if role.is_empty() || !role.chars().all(is_word) {
                        let error = Error::failed("roles are words, with a comma between them");
                        return Err(
                            place.mistake(role, error.hint("write @role commercial, admin"))
                        );
                    }
                    self.roles.push(role.to_owned());
                }
            }
            "stays" => {
                let why = line[word_end..].trim();
                let wrong = |what| {
                    let error = Error::failed(what);
                    place.mistake(
                        &line[start..word_end],
                        error.hint("write @stays people are forgotten for good"),
                    )
                };
                if !(1..=LONGEST_REASON).contains(&why.chars().count()) {
                    let error =
                        wrong("why its runs can't be taken back is said in 1 to 1000 characters");
                    return Err(error);
                }
                if self.stays.replace(why.to_owned()).is_some() {
                    return Err(wrong("why its runs can't be taken back is said twice"));
                }
            }
            other => {
                let error = Error::failed(format!("a header has no '@{other}'"))
                    .did_you_mean(other, DECLARATIONS);
                let error = error.hint("it declares @param, @role and @stays");
                return Err(place.mistake(&line[start..word_end], error));
            }
        }
        Ok(())
    }

    /// What only a database can tell: the rows and the roles that there are.
    #[must_use]
    pub fn mistakes_in(&self, catalog: &Catalog, text: &str) -> Vec<Mistake> {
        let rows: Vec<&str> = catalog.entities().iter().map(|e| e.singular()).collect();
        let mut mistakes = Vec::new();
        for parameter in &self.parameters {
            let place = Line::of(text, parameter.line);
            match &parameter.kind {
                Kind::Row(name) if !rows.contains(&name.as_str()) => {
                    let error = Kind::unknown(name, rows.iter().copied());
                    mistakes.push(place.mistake(name, error));
                }
                _ => {}
            }
            if catalog.entity(&parameter.name).is_ok() {
                let error = Error::failed(format!("'{}' is a collection", parameter.name));
                let error = error.hint("give the parameter another name");
                mistakes.push(place.mistake(&parameter.name, error));
            }
        }
        let known = roles(catalog);
        for role in self.roles.iter().filter(|role| !known.contains(role)) {
            let error = Error::failed(format!("there is no role '{role}'"))
                .did_you_mean(role, known.iter().map(String::as_str))
                .hint(format!("roles: {}", known.join(", ")));
            let is_declared = |line: &&str| line.contains("@role") && line.contains(role.as_str());
            let line = text
                .lines()
                .position(|line| is_declared(&line))
                .unwrap_or_default();
            mistakes.push(Line::of(text, line + 1).mistake(role, error));
        }
        mistakes
    }
}

/// The roles that there are.
fn roles(catalog: &Catalog) -> Vec<String> {
    let staff = catalog.entity("collaborators").ok();
    let role = staff.and_then(|staff| staff.field("role"));
    role.and_then(|role| role.values.clone())
        .unwrap_or_default()
}

/// The lines of the header with their numbers; and what is declared behind it, where nobody would see it.
fn lines(text: &str) -> (Vec<(usize, &str)>, Option<Mistake>) {
    let text = text.trim_start_matches('\u{feff}');
    let numbered = (1..).zip(text.lines());
    let is_skipped = |line: &str| line.trim().is_empty() || line.starts_with("#!");
    let from_header = numbered.skip_while(|(_, line)| is_skipped(line));
    let is_header = |line: &str| line.trim_start().starts_with("//!");
    let header: Vec<_> = from_header
        .clone()
        .take_while(|(_, line)| is_header(line))
        .collect();
    let behind = from_header.skip(header.len()).find(|(_, line)| {
        let declares = |word: &&str| line.contains(&format!("@{word} "));
        is_header(line) && DECLARATIONS.iter().any(declares)
    });
    let mistake = behind.map(|(number, line)| {
        let error = Error::failed("this is declared behind the header, and has no effect there");
        let error = error.hint("the header is the lines at the beginning: move it there");
        Line { number, line }.mistake(line.trim(), error)
    });
    (header, mistake)
}
