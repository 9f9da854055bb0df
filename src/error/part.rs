//! The parts of an error, in the order in which they are read. Every way to show one draws these.

use super::{Error, Excerpt};
use std::borrow::Cow;
use std::fmt;

/// A part of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// What happened.
    Message(&'a str),
    /// Where in the script.
    Excerpt(&'a Excerpt),
    /// The sentences of the rules that would have allowed it; at least one.
    Rules(&'a [String]),
    /// What the server adds to it.
    Detail(&'a str),
    /// What to do.
    Hint(&'a str),
}

/// A line of a part. What is too long for the screen goes on under the text, not under the label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// What stands before the text.
    pub label: &'static str,
    /// The text, without a line break.
    pub text: Cow<'a, str>,
}

impl Error {
    /// Its parts, from first to last.
    ///
    /// ```
    /// use epic::error::{Error, Part};
    /// let error = Error::usage("no script 'follow-up'").hint("did you mean 'follow-ups'?");
    /// let parts: Vec<Part> = error.parts().collect();
    /// let hint = Part::Hint("did you mean 'follow-ups'?");
    /// assert_eq!(parts, [Part::Message("no script 'follow-up'"), hint]);
    /// assert_eq!(hint.lines()[0].label, " hint: ");
    /// ```
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let rules = Some(self.rules.as_slice()).filter(|rules| !rules.is_empty());
        std::iter::once(Part::Message(&self.message))
            .chain(self.excerpt.as_deref().map(Part::Excerpt))
            .chain(rules.map(Part::Rules))
            .chain(self.detail.as_deref().map(Part::Detail))
            .chain(self.hints.iter().map(|hint| Part::Hint(hint)))
    }
}

impl<'a> Part<'a> {
    /// Its lines. Those of an excerpt are drawn for a line without an end: [`Excerpt::within`] cuts it first.
    #[must_use]
    pub fn lines(self) -> Vec<Line<'a>> {
        match self {
            Self::Message(text) => labelled("", text),
            Self::Excerpt(excerpt) => excerpt.lines().map(Line::plain).into(),
            Self::Rules(rules) => {
                let rules = rules.iter().flat_map(|rule| labelled("   · ", rule));
                let heading = Line::plain(" these rules allow it:".into());
                std::iter::once(heading).chain(rules).collect()
            }
            Self::Detail(text) => labelled(" detail: ", text),
            Self::Hint(text) => labelled(" hint: ", text),
        }
    }
}

impl<'a> Line<'a> {
    fn plain(text: Cow<'a, str>) -> Self {
        Self { label: "", text }
    }
}

/// The lines of a text, the first behind a label.
fn labelled<'a>(label: &'static str, text: &'a str) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = text
        .split('\n')
        .map(|line| Line::plain(line.into()))
        .collect();
    if let Some(first) = lines.first_mut() {
        first.label = label;
    }
    lines
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.label, self.text)
    }
}

/// The plain text: all parts, nothing cut or wrapped.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, line) in self.parts().flat_map(Part::lines).enumerate() {
            let line_break = if number > 0 { "\n" } else { "" };
            write!(f, "{line_break}{line}")?;
        }
        Ok(())
    }
}
