//! The one error type: what happened, where, and what to do about it.
//!
//! Everything that can fail returns [`Error`]; its [`Kind`] decides the exit code. This module knows
//! nothing of databases, scripts or terminals.

mod excerpt;
mod part;

pub use excerpt::Excerpt;
pub use part::{Line, Part};

/// The result of everything that can fail here.
pub type Result<T> = std::result::Result<T, Error>;

/// What sort of failure it is; each has its own exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The script or statement failed.
    Failed,
    /// The command was called wrongly.
    Usage,
    /// Nobody is signed in, or the token expired.
    SignIn,
    /// The database refused: these rights do not include it.
    NotAllowed,
    /// The database can't be reached, or the connection was lost.
    Unreachable,
    /// Ctrl-C.
    Interrupted,
    /// Nobody reads the output any more: no fault, as long as nothing is lost by it.
    Unread,
}

impl Kind {
    /// The exit code of the process.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::SignIn => 3,
            Self::NotAllowed => 4,
            Self::Unreachable => 5,
            Self::Interrupted => 130,
            Self::Unread => 0,
        }
    }
}

/// SQLSTATE `read_only_sql_transaction`.
const READ_ONLY: &str = "25006";
/// SQLSTATE `undefined_function`.
const UNDEFINED_FUNCTION: &str = "42883";

/// What the database said, for those who explain a failure better (a rule's sentence, a field's name).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseCause {
    /// The SQLSTATE, five characters.
    pub code: String,
    /// The server's own detail; it may quote values.
    pub detail: Option<String>,
    /// The table concerned.
    pub table: Option<String>,
    /// The column concerned.
    pub column: Option<String>,
    /// The constraint violated.
    pub constraint: Option<String>,
    /// Where in the server it comes from. Some failures share a code and differ in this alone: what the message says
    /// comes in the server's language.
    pub routine: Option<String>,
}

/// An error as a person reads it.
///
/// ```
/// use epic::error::{Error, Kind};
/// let error = Error::usage("no script 'follow-up'").hint("did you mean 'follow-ups'?");
/// assert_eq!(error.kind.exit_code(), 2);
/// assert_eq!(error.to_string(), "no script 'follow-up'\n hint: did you mean 'follow-ups'?");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The sort of failure.
    pub kind: Kind,
    /// What happened, in one sentence without a final stop.
    pub message: String,
    /// The sentences of the rules that would have allowed it.
    pub rules: Vec<String>,
    /// What the server adds to it, in words of its own.
    pub detail: Option<String>,
    /// What to do.
    pub hints: Vec<String>,
    /// Where in the script, when it was one.
    pub excerpt: Option<Box<Excerpt>>,
    /// What the database said, when it was the database.
    pub cause: Option<Box<DatabaseCause>>,
    /// Whether the program or the server is at fault, not what was asked: somebody should look into it.
    pub is_fault: bool,
}

impl Error {
    /// An error of the given kind.
    #[must_use]
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            rules: Vec::new(),
            detail: None,
            hints: Vec::new(),
            excerpt: None,
            cause: None,
            is_fault: false,
        }
    }

    /// The script or statement failed.
    #[must_use]
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// The program or the server did what it never should.
    #[must_use]
    pub fn fault(message: impl Into<String>) -> Self {
        Self::failed(message).as_fault()
    }

    /// The same error, as one that never should be.
    #[must_use]
    pub fn as_fault(mut self) -> Self {
        self.is_fault = true;
        self
    }

    /// The command was called wrongly.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn sign_in(message: impl Into<String>) -> Self {
        Self::new(Kind::SignIn, message)
    }

    /// The database refused.
    #[must_use]
    pub fn not_allowed(message: impl Into<String>) -> Self {
        Self::new(Kind::NotAllowed, message)
    }

    /// The database can't be reached.
    #[must_use]
    pub fn unreachable(message: impl Into<String>) -> Self {
        Self::new(Kind::Unreachable, message)
    }

    /// Ctrl-C.
    #[must_use]
    pub fn interrupted() -> Self {
        Self::new(Kind::Interrupted, "interrupted")
    }

    /// Whether the database refused a change because the transaction, or the whole server, only reads.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.is_of(READ_ONLY)
    }

    /// Whether the database has no such function: it may be of an older version.
    #[must_use]
    pub fn is_unknown_function(&self) -> bool {
        self.is_of(UNDEFINED_FUNCTION)
    }

    fn is_of(&self, code: &str) -> bool {
        let cause = self.cause.as_deref();
        cause.is_some_and(|cause| cause.code == code)
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds "did you mean", when one of the known names is near the one that was written.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(name) => self.hint(format!("did you mean '{name}'?")),
            None => self,
        }
    }

    /// Adds the rules that would have allowed it.
    #[must_use]
    pub fn allowed_by(mut self, rules: impl IntoIterator<Item = String>) -> Self {
        self.rules.extend(rules);
        self
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::failed(error.to_string())
    }
}

/// A noun with its article, as messages need it: `a date`, `an int`; nothing stays nothing.
///
/// ```
/// assert_eq!(epic::error::article("event"), "an event");
/// ```
#[must_use]
pub fn article(noun: &str) -> String {
    match noun.chars().next() {
        _ if noun == "nothing" => noun.to_owned(),
        Some('a' | 'e' | 'i' | 'o') => format!("an {noun}"),
        _ => format!("a {noun}"),
    }
}

/// The known name that is nearest to the written one, if any is near enough to be a slip.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let farthest = 1 + written.chars().count() / 4;
    known
        .into_iter()
        .map(|name| (edits(written, name), name))
        .filter(|(distance, _)| *distance <= farthest)
        .min()
        .map(|(_, name)| name)
}

/// How many insertions, deletions, replacements and swaps of neighbours turn one word into the other.
fn edits(from: &str, to: &str) -> usize {
    strsim::damerau_levenshtein(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_shows_its_place_its_rules_and_what_to_do() {
        let mut error = Error::not_allowed("you may not update event 3")
            .allowed_by(["an admin updates any event".to_owned()])
            .hint("ask an admin");
        error.excerpt = Some(Box::new(Excerpt {
            line: 12,
            text: "events.get(3).update(#{})".into(),
            start: 14,
            width: 6,
        }));
        assert_eq!(
            error.to_string(),
            "you may not update event 3\n 12 │ events.get(3).update(#{})\n    │               ^^^^^^\n \
             these rules allow it:\n   · an admin updates any event\n hint: ask an admin"
        );
    }

    #[test]
    fn slips_of_the_finger_find_their_name() {
        let known = ["client", "events", "contracts"];
        assert_eq!(nearest("clint", known), Some("client"));
        assert_eq!(nearest("evnets", known), Some("events"));
        assert_eq!(nearest("zebra", known), None);
    }
}
