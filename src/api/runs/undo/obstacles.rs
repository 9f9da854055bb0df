//! What stands in the way of taking a run back: collected, and said at once.

use crate::api::refusal::listed;
use crate::catalog::Entity;
use crate::error::{Error, Kind};
use crate::value::Value;
use chrono::Timelike;

/// How many rows of a table are named.
const NAMED: usize = 10;

/// What stands in the way. Each is an error of its own; together they are one.
#[derive(Default)]
pub(super) struct Obstacles {
    found: Vec<Error>,
    /// Those who have all the rights that are missing, when some are.
    could: Option<Vec<String>>,
}

impl Obstacles {
    /// A row was changed, or what is there does not go together with what comes back.
    pub(super) fn changed(&mut self, what: impl Into<String>) {
        self.found.push(Error::failed(what));
    }

    /// A right is missing, and these people have it.
    pub(super) fn refused(&mut self, refusal: Error, could: Vec<String>) {
        self.found.push(refusal);
        match &mut self.could {
            Some(all) => all.retain(|person| could.contains(person)),
            none => *none = Some(could),
        }
    }

    /// Whether a right is missing.
    pub(super) fn lack_rights(&self) -> bool {
        self.could.is_some()
    }

    /// Of those who have the rights, only these may undo the run at all.
    pub(super) fn could_be_undone_by(&mut self, people: &[String]) {
        if let Some(could) = &mut self.could {
            could.retain(|person| people.contains(person));
        }
    }

    /// The rows of a table beyond those that are named.
    pub(super) fn more(&mut self, entity: &Entity, named: usize, all: i64) {
        let more = all - i64::try_from(named).unwrap_or(i64::MAX);
        if more > 0 {
            self.changed(format!("and {more} more {}", entity.name));
        }
    }

    /// All of them as one error; nothing if there are none. Only if nothing but rights are missing it is a refusal.
    pub(super) fn error(self, run: &str) -> Option<Error> {
        let is_refusal = |error: &Error| error.kind == Kind::NotAllowed;
        let mut error = match self.found.iter().all(is_refusal) {
            _ if self.found.is_empty() => return None,
            true => Error::not_allowed(format!("you may not undo {run}")),
            false => Error::failed(format!("{run} can't be undone")),
        };
        for obstacle in self.found {
            error.message.push_str("\n · ");
            error.message.push_str(&obstacle.message);
            add(&mut error.rules, obstacle.rules);
            add(&mut error.hints, obstacle.hints);
        }
        let could = self.could.unwrap_or_default();
        let could: Vec<&str> = could.iter().map(String::as_str).collect();
        Some(match could.as_slice() {
            [] => error,
            could => error.hint(format!("who could: {}", listed(could))),
        })
    }
}

fn add(to: &mut Vec<String>, more: Vec<String>) {
    for text in more {
        if !to.contains(&text) {
            to.push(text);
        }
    }
}

/// The rows that are named of those that were found.
pub(super) fn named<T>(found: &[T]) -> &[T] {
    &found[..found.len().min(NAMED)]
}

/// `client 12, Kevin Casey`
pub(super) fn label(entity: &Entity, id: i64, title: &Value) -> String {
    match title {
        Value::Text(title) if entity.title().is_some() => {
            format!("{} {id}, {title}", entity.singular())
        }
        _ => format!("{} {id}", entity.singular()),
    }
}

/// `, by luc@epic.events, 2026-11-28 16:02:11`, as far as it is known.
pub(super) fn by_whom(who: &Value, at: &Value) -> String {
    match (who, at) {
        (Value::Text(who), Value::Timestamp(at)) => {
            let at = at.with_nanosecond(0).unwrap_or(*at);
            format!(", by {who}, {}", Value::Timestamp(at))
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lacks_nothing_but_rights_is_a_refusal() {
        let mut obstacles = Obstacles::default();
        let refusal = || {
            Error::not_allowed("you may not delete clients")
                .allowed_by(["an admin deletes any client".to_owned()])
                .hint("you are a support")
        };
        obstacles.refused(refusal(), vec!["a".to_owned(), "b".to_owned()]);
        obstacles.refused(refusal(), vec!["b".to_owned(), "c".to_owned()]);
        let error = obstacles.error("run 1").unwrap();
        assert_eq!(error.kind, Kind::NotAllowed);
        assert_eq!(error.rules.len(), 1);
        assert_eq!(error.hints, ["you are a support", "who could: b"]);
        let mut both = Obstacles::default();
        both.refused(refusal(), Vec::new());
        both.changed("client 1: phone is '2' now");
        let error = both.error("run 1").unwrap();
        assert_eq!(error.kind, Kind::Failed);
        assert_eq!(
            error.message,
            "run 1 can't be undone\n · you may not delete clients\n · client 1: phone is '2' now"
        );
        assert!(Obstacles::default().error("run 1").is_none());
    }
}
