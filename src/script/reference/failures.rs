//! What kinds of failure there are: by their exit codes, and by the codes of SQL.

use crate::error::Kind;

/// A kind of failure.
struct Failure {
    kind: Kind,
    name: &'static str,
    about: &'static str,
}

/// All of them.
const KINDS: [Failure; 7] = [
    Failure {
        kind: Kind::Failed,
        name: "failed",
        about: "What was asked can't be done as it is: the message says why, and a mark shows where. Nothing of the entry is kept.",
    },
    Failure {
        kind: Kind::Usage,
        name: "wrong usage",
        about: "A command was not written as it has to be. epic --help and :help say how.",
    },
    Failure {
        kind: Kind::SignIn,
        name: "not signed in",
        about: "Nobody is signed in, or the session is over. :login (epic login) signs in; variables stay.",
    },
    Failure {
        kind: Kind::NotAllowed,
        name: "not allowed",
        about: "Your rights do not include it. The rules that allow it are named with the error; why(\"update\", record) says \
                what of them fails for you and who could do it.",
    },
    Failure {
        kind: Kind::Unreachable,
        name: "unreachable",
        about: "The database can't be reached, or the connection was lost. The message says whether anything was kept; nothing \
                is done twice by itself.",
    },
    Failure {
        kind: Kind::Interrupted,
        name: "interrupted",
        about: "Ctrl-C. What ran was rolled back.",
    },
    Failure {
        kind: Kind::Unread,
        name: "unread",
        about: "Nobody reads the output any more (epic … | head). It is a failure only if something had been changed.",
    },
];

/// Codes of SQL that people meet, with PostgreSQL's names for them.
const SQLSTATES: [(&str, &str, Kind, &str); 12] = [
    (
        "22001",
        "string_data_right_truncation",
        Kind::Failed,
        "A text is longer than its column.",
    ),
    (
        "22P02",
        "invalid_text_representation",
        Kind::Failed,
        "A text can't be read as the type that is needed.",
    ),
    (
        "23502",
        "not_null_violation",
        Kind::Failed,
        "A field that is needed was not given.",
    ),
    (
        "23503",
        "foreign_key_violation",
        Kind::Failed,
        "What a row leads to is not there, or others lead to the row that was to be deleted.",
    ),
    (
        "23505",
        "unique_violation",
        Kind::Failed,
        "Another row has that value already, and no two may.",
    ),
    (
        "23514",
        "check_violation",
        Kind::Failed,
        "A rule of the business says no; its sentence is in the message, and :rules lists all.",
    ),
    (
        "25006",
        "read_only_sql_transaction",
        Kind::Failed,
        "Only reading is possible here: sql(…) and :watch change nothing.",
    ),
    (
        "40001",
        "serialization_failure",
        Kind::Failed,
        "Somebody else changed the same rows meanwhile. Run it again.",
    ),
    (
        "40P01",
        "deadlock_detected",
        Kind::Failed,
        "Two transactions waited for each other, and the server ended this one. Run it again.",
    ),
    (
        "42501",
        "insufficient_privilege",
        Kind::NotAllowed,
        "Your rights do not include it.",
    ),
    (
        "55P03",
        "lock_not_available",
        Kind::Failed,
        "Somebody else holds the row longer than we wait.",
    ),
    (
        "57014",
        "query_canceled",
        Kind::Interrupted,
        "The statement was stopped: by Ctrl-C, or by the server's limit of time.",
    ),
];

/// Help about a kind of failure: by its name, its exit code (`exit 4`, `error 4`), or a code of SQL.
pub(super) fn about(name: &str) -> Option<String> {
    let name = name.trim().to_lowercase();
    let words = ["exit code ", "exit ", "error ", "sqlstate "];
    let bare = words
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .unwrap_or(&name);
    let state = SQLSTATES
        .iter()
        .find(|(code, named, ..)| code.eq_ignore_ascii_case(bare) || *named == bare);
    if let Some((code, named, kind, about)) = state {
        let failure = of_kind(*kind)?;
        return Some(format!("{code} {named}\n  {about}\n\n{}", failure.text()));
    }
    let has_a_word = bare.len() < name.len();
    let is_meant = |failure: &&Failure| {
        failure.name == bare || has_a_word && failure.kind.exit_code().to_string() == bare
    };
    KINDS.iter().find(is_meant).map(Failure::text)
}

/// What the kinds are called.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|failure| failure.name)
}

fn of_kind(kind: Kind) -> Option<&'static Failure> {
    KINDS.iter().find(|failure| failure.kind == kind)
}

impl Failure {
    fn text(&self) -> String {
        format!(
            "{}: exit code {}\n  {}",
            self.name,
            self.kind.exit_code(),
            self.about
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_found_by_its_name_its_exit_code_and_its_sqlstate() {
        let refused = about("not allowed").unwrap();
        assert!(refused.starts_with("not allowed: exit code 4\n  Your rights"));
        for name in ["exit 4", "Error 4", "exit code 4"] {
            assert_eq!(about(name).as_deref(), Some(refused.as_str()), "{name}");
        }
        for name in ["42501", "sqlstate 42501", "insufficient_privilege"] {
            assert!(about(name).unwrap().ends_with(&refused), "{name}");
        }
        assert_eq!(about("4"), None);
        assert_eq!(about("error"), None);
    }

    #[test]
    fn each_kind_is_there_once() {
        for failure in &KINDS {
            let same = KINDS.iter().filter(|other| other.kind == failure.kind);
            assert_eq!(same.count(), 1, "{}", failure.name);
        }
        for (code, ..) in SQLSTATES {
            assert_eq!(code.len(), 5);
        }
    }
}
