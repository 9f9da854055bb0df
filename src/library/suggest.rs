//! What could follow in the call of a script: its name, its flags, their values. A prompt and a command shell offer
//! the same.

use super::find::Library;
use super::header::Header;
use super::kind::Kind;
use super::parameter::Parameter;
use crate::error::Result;

/// Something that could follow: what is written, and what it is.
pub type Suggestion = (String, String);

/// What could follow in the call of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Following {
    /// Values of a parameter.
    Values(Vec<Suggestion>),
    /// A file.
    File,
    /// Flags of the script; those that all scripts have may follow too.
    Flags(Vec<Suggestion>),
}

impl Library {
    /// The names of all scripts, with what each does.
    #[must_use]
    pub fn suggested(&self) -> Vec<Suggestion> {
        let about = |name: &String| {
            let header = self.find(name).ok()?.script.header(&self.reserved).ok()?;
            Some(header.summary().to_owned())
        };
        let names = self.names().into_iter();
        names
            .map(|name| (name.clone(), about(&name).unwrap_or_default()))
            .collect()
    }

    /// What could follow in the call of a script, given the word that is begun and those before it. `rows` looks for
    /// the keys of rows, by the name of their kind and how they begin.
    ///
    /// # Errors
    /// There is no such script, or its header has mistakes.
    pub fn following(
        &self,
        script: &str,
        begun: &str,
        before: &[String],
        rows: &dyn Fn(&str, &str) -> Vec<String>,
    ) -> Result<Following> {
        let header = self.find(script)?.script.header(&self.reserved)?;
        if let Some((flag, value)) = begun.split_once('=') {
            let parameter = by_flag(&header, flag);
            let found = parameter.map_or_else(Vec::new, |parameter| values(parameter, value, rows));
            let whole = |(value, about)| (format!("{flag}={value}"), about);
            return Ok(Following::Values(found.into_iter().map(whole).collect()));
        }
        let last = before.last().and_then(|word| by_flag(&header, word));
        Ok(
            match last.filter(|parameter| parameter.kind != Kind::Bool) {
                Some(parameter) if parameter.kind == Kind::Path => Following::File,
                Some(parameter) => Following::Values(values(parameter, begun, rows)),
                None => Following::Flags(flags(&header, before)),
            },
        )
    }
}

fn by_flag<'h>(header: &'h Header, flag: &str) -> Option<&'h Parameter> {
    let name = flag.strip_prefix("--")?;
    let mut parameters = header.parameters.iter();
    parameters.find(|parameter| parameter.flag() == name && !parameter.is_secret())
}

/// The flags of a script that are not given yet, or that may be given often.
fn flags(header: &Header, before: &[String]) -> Vec<Suggestion> {
    let shown = header.parameters.iter().filter(|known| !known.is_secret());
    shown
        .map(|parameter| {
            let no = if parameter.is_on() { "no-" } else { "" };
            (format!("--{no}{}", parameter.flag()), parameter)
        })
        .filter(|(flag, parameter)| parameter.is_list || !is_given(flag, before))
        .map(|(flag, parameter)| (flag, parameter.about.clone()))
        .collect()
}

fn is_given(flag: &str, before: &[String]) -> bool {
    before
        .iter()
        .any(|word| word.split('=').next() == Some(flag))
}

/// The values that a parameter may have.
fn values(
    parameter: &Parameter,
    begun: &str,
    rows: &dyn Fn(&str, &str) -> Vec<String>,
) -> Vec<Suggestion> {
    let words = match &parameter.kind {
        Kind::OneOf(words) => words.clone(),
        Kind::Date => ["today", "yesterday", "tomorrow", "-7d", "-30d"]
            .map(String::from)
            .into(),
        Kind::Span => ["7d", "14d", "30d", "90d"].map(String::from).into(),
        Kind::Email => rows(STAFF, begun),
        Kind::Row(kind) => rows(kind, begun),
        _ => Vec::new(),
    };
    words
        .into_iter()
        .map(|word| (word, String::new()))
        .collect()
}

/// Whose e-mails are offered where any may be given.
const STAFF: &str = "collaborator";
