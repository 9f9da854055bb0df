//! What stands in the way of taking a run back: collected, and said at once.

use crate::catalog::Entity;
use crate::error::{Error, Kind};
use crate::value::Value;

/// How many rows of a table are named.
const NAMED: usize = 10;

/// What stands in the way. Each is an error of its own; together they are one.
#[derive(Default)]
pub(super) struct Obstacles(Vec<Error>);

impl Obstacles {
    /// A row was changed, or what is there does not go together with what comes back.
    pub(super) fn changed(&mut self, what: impl Into<String>) {
        self.0.push(Error::failed(what));
    }

    /// A right is missing.
    pub(super) fn refused(&mut self, refusal: Error) {
        self.0.push(refusal);
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
        let error = match self.0.iter().all(is_refusal) {
            _ if self.0.is_empty() => return None,
            true => Error::not_allowed(format!("you may not undo {run}")),
            false => Error::failed(format!("{run} can't be undone")),
        };
        Some(self.0.into_iter().fold(error, |mut error, obstacle| {
            error.message.push_str("\n · ");
            error.message.push_str(&obstacle.message);
            add(&mut error.rules, obstacle.rules);
            add(&mut error.hints, obstacle.hints);
            error
        }))
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
pub(super) fn label(entity: &Entity, id: i64, names: &[&Value]) -> String {
    let name = names.iter().find_map(|name| match name {
        Value::Text(name) => Some(name),
        _ => None,
    });
    match name {
        Some(name) => format!("{} {id}, {name}", entity.singular()),
        None => format!("{} {id}", entity.singular()),
    }
}

/// `, by luc@epic.events, 2026-11-28 16:02`, as far as it is known.
pub(super) fn by_whom(who: &Value, at: &Value) -> String {
    match (who, at) {
        (Value::Text(who), at) if !at.is_null() => format!(", by {who}, {at}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lacks_nothing_but_rights_is_a_refusal() {
        let mut obstacles = Obstacles::default();
        assert_eq!(obstacles.0.len(), 0);
        let refusal = || {
            Error::not_allowed("you may not delete clients")
                .allowed_by(["an admin deletes any client".to_owned()])
                .hint("you are a support")
        };
        obstacles.refused(refusal());
        obstacles.refused(refusal());
        let error = obstacles.error("run 1").unwrap();
        assert_eq!(error.kind, Kind::NotAllowed);
        assert_eq!(error.rules.len(), 1);
        assert_eq!(error.hints.len(), 1);
        let mut both = Obstacles::default();
        both.refused(refusal());
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
