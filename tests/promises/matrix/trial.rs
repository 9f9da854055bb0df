//! One thing that somebody tries, in both ways, and what came of it.

use epic::error::{Error, Kind};
use postgres::error::SqlState;

/// The same attempt in the language and in SQL.
pub struct Trial {
    /// None: it would get in the way of what follows.
    pub code: Option<String>,
    pub sql: String,
    pub kind: Attempt,
}

/// What counts as success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Rows are read or touched.
    Rows,
    /// It runs at all: a call may fail for its senseless arguments, a read may find nothing.
    Call,
}

/// What came of an attempt in SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    Refused,
    /// Nothing happened: there is no such row, for this actor.
    Nothing,
}

impl Verdict {
    pub fn sign(self) -> char {
        match self {
            Self::Allowed => '✔',
            Self::Refused => '✘',
            Self::Nothing => '∅',
        }
    }

    /// Of a statement in SQL.
    pub fn of(kind: Attempt, result: Result<u64, postgres::Error>, sql: &str) -> Self {
        let error = match result {
            Ok(0) if kind == Attempt::Rows => return Self::Nothing,
            Ok(_) => return Self::Allowed,
            Err(error) => error,
        };
        let code = error.code().expect("an answer of the server");
        let refusals = [
            SqlState::INSUFFICIENT_PRIVILEGE,
            SqlState::INVALID_AUTHORIZATION_SPECIFICATION,
            SqlState::GENERATED_ALWAYS,
        ];
        if refusals.contains(code) {
            return Self::Refused;
        }
        assert!(kind == Attempt::Call, "{sql}: {error:?}");
        Self::Allowed
    }
}

/// Whether an error of the language is a refusal, rather than a mistake of the attempt.
pub fn is_refusal(error: &Error, kind: Attempt, code: &str) -> bool {
    let state = error.cause.as_ref().map_or("", |cause| cause.code.as_str());
    match error.kind {
        Kind::NotAllowed | Kind::SignIn => true,
        Kind::Failed if state == SqlState::GENERATED_ALWAYS.code() => true,
        Kind::Failed if error.message.ends_with("is computed by the database") => true,
        // Nobody gives a row another id.
        Kind::Failed if error.message.starts_with("the id of ") => true,
        // Columns that only type a foreign key are hidden from people.
        Kind::Failed if error.message.contains(" have no field ") => true,
        Kind::Failed if kind == Attempt::Call => false,
        _ => panic!("{code}: {error}"),
    }
}
