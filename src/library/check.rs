//! What a script touches, and what of it I may do. Nothing is run.

use super::header::Header;
use super::kind::Kind;
use super::script::Script;
use crate::api::Session;
use crate::catalog::Action;
use crate::error::{Error, Result};
use crate::script::{Interpreter, Survey};

/// What was found about a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it touches; nothing when nobody is signed in.
    pub uses: Vec<Use>,
    /// What can't be told without running it, each with its line.
    pub unclear: Vec<String>,
}

/// Something that a script does, and whether I may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What it does.
    pub action: Action,
    /// With rows of which collection.
    pub entity: String,
    /// Whether I may; which rows depends on the rules.
    pub is_allowed: bool,
    /// The rules that allow it: to me, or else to anybody.
    pub rules: Vec<String>,
}

impl Check {
    /// Checks a script: its header, its syntax, its modules, and what it touches.
    ///
    /// # Errors
    /// Its first fault.
    pub fn new(
        interpreter: &mut Interpreter,
        script: &Script,
        reserved: &[String],
    ) -> Result<Self> {
        let header = script.header(reserved)?;
        let session = interpreter.session();
        if let Some(session) = &session {
            let mistakes = header.mistakes_in(&*session.catalog()?, &script.text);
            if !mistakes.is_empty() {
                return Err(super::header::all(&mistakes, &script.label(), &script.text));
            }
        }
        let rows = rows(&header, session.as_ref())?;
        let named = |mut error: Error| {
            error.message = format!("{}: {}", script.label(), error.message);
            error
        };
        let Survey { uses, unclear } = interpreter.survey(&script.text, &rows).map_err(named)?;
        let uses = match &session {
            Some(session) => of_mine(session, uses)?,
            None => Vec::new(),
        };
        Ok(Self { uses, unclear })
    }

    /// As lines: `reads clients, contracts`, `updates clients: you may (a commercial updates their own clients)`.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let (read, other): (Vec<&Use>, Vec<&Use>) = self
            .uses
            .iter()
            .partition(|used| used.action == Action::Select && used.is_allowed);
        let mut lines = Vec::new();
        if !read.is_empty() {
            let names: Vec<&str> = read.iter().map(|used| used.entity.as_str()).collect();
            lines.push(format!("reads {}: you may", names.join(", ")));
        }
        lines.extend(other.into_iter().map(Use::line));
        let unclear = self.unclear.iter();
        lines.extend(unclear.map(|what| format!("{what}; what that touches shows when it runs")));
        if lines.is_empty() {
            lines.push("touches no rows".to_owned());
        }
        lines
    }
}

impl Use {
    fn line(&self) -> String {
        let may = match (self.is_allowed, self.rules.as_slice()) {
            (true, []) => "you may".to_owned(),
            (true, rules) => format!("you may ({})", rules.join("; ")),
            (false, []) => "nobody may".to_owned(),
            (false, rules) => format!("you may not; these rules allow it: {}", rules.join("; ")),
        };
        format!("{}s {}: {may}", self.action, self.entity)
    }
}

/// The parameters that are rows, and the collections that they are of.
fn rows(header: &Header, session: Option<&Session>) -> Result<Vec<(String, String)>> {
    let Some(session) = session else {
        return Ok(Vec::new());
    };
    let catalog = session.catalog()?;
    let entity = |kind: &str| {
        let mut entities = catalog.entities().iter();
        let found = entities.find(|entity| entity.singular() == kind)?;
        Some(found.name.clone())
    };
    let rows = header
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.kind {
            Kind::Row(kind) => Some((parameter.name.clone(), entity(kind)?)),
            _ => None,
        });
    Ok(rows.collect())
}

fn of_mine(session: &Session, uses: Vec<(Action, String)>) -> Result<Vec<Use>> {
    let mine = uses.into_iter().map(|(action, entity)| {
        let reasons = session.collection(&entity)?.why(action)?;
        let is_allowed = reasons.allowed && session.may(action, &entity)?;
        let rules = reasons
            .rules
            .iter()
            .filter(|reason| reason.holds || !is_allowed);
        Ok(Use {
            action,
            rules: rules.map(|reason| reason.rule.clone()).collect(),
            is_allowed,
            entity,
        })
    });
    mine.collect()
}
