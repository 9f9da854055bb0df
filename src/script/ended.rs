//! Values of a session that is over. Nobody may act by them for somebody whom the prompt no longer names.
//!
//! Variables outlive a session. When another begins, those that hold something of the old one are replaced by an
//! [`Ended`], which any use of their name refuses.

use crate::api::{Collection, Record, Session};
use crate::error::Error;
use rhai::{Dynamic, Engine, FnPtr, Scope, Token};

/// What stands in the place of a value of a session that is over.
#[derive(Clone)]
pub(super) struct Ended {
    whose: String,
    form: Form,
}

/// What it was.
#[derive(Clone, Copy)]
enum Form {
    /// A record or a collection.
    Rows,
    /// A closure that captured some.
    Closure,
    /// A list or a map with some inside.
    Holder,
}

/// How deep lists, maps and closures are searched, and how many values in all. A list can hold itself; beyond
/// this it counts as one of the old session.
const DEEPEST: usize = 64;
const MOST: usize = 10_000_000;

impl Ended {
    /// A value of another session than `now`, as what takes its place.
    pub(super) fn of(value: &Dynamic, now: Option<&Session>, old: &Session) -> Option<Self> {
        let mut left = MOST;
        let is_kept = |session: &Session| now.is_some_and(|now| session.is_same(now));
        holds(value, &is_kept, DEEPEST, &mut left).then(|| Self {
            whose: old.name().to_owned(),
            form: if value.is::<Record>() || value.is::<Collection>() {
                Form::Rows
            } else if value.is::<FnPtr>() {
                Form::Closure
            } else {
                Form::Holder
            },
        })
    }

    /// The refusal of a name that stood for it.
    pub(super) fn refuse(&self, name: &str) -> Error {
        let whose = &self.whose;
        Error::failed(match self.form {
            Form::Rows => {
                format!("{name} is from {whose}'s session, which is over: fetch it again")
            }
            Form::Closure => {
                format!("{name} was made in {whose}'s session, which is over: make it again")
            }
            Form::Holder => {
                format!("{name} holds rows of {whose}'s session, which is over: fetch them again")
            }
        })
    }
}

/// Takes from all variables what belongs to another session than `now`.
pub(super) fn replace(scope: &mut Scope<'static>, now: Option<&Session>, old: &Session) {
    // They come the last first.
    let last_first: Vec<(String, bool, Dynamic)> = scope
        .iter_raw()
        .map(|(name, is_constant, value)| {
            let ended = Ended::of(value, now, old).map(Dynamic::from);
            let value = ended.unwrap_or_else(|| value.clone());
            (name.to_owned(), is_constant, value)
        })
        .collect();
    scope.clear();
    for (name, is_constant, value) in last_first.into_iter().rev() {
        if is_constant {
            scope.push_constant_dynamic(name, value);
        } else {
            scope.push_dynamic(name, value);
        }
    }
}

/// Frees the names that an entry gives a new value: `kc = clients.get(12)` is no use of the old one.
pub(super) fn free_assigned(engine: &Engine, text: &str, scope: &mut Scope<'static>) {
    if !scope.iter_raw().any(|(_, _, value)| value.is::<Ended>()) {
        return;
    }
    let mut before = None;
    // The scanner never ends by itself.
    for (token, _) in engine.lex(&[text]).0.take(text.len() + 1) {
        match (before.take(), token) {
            (Some(name), Token::Equals) => {
                let name: String = name;
                let value = scope.get_mut(&name).filter(|value| value.is::<Ended>());
                if let Some(value) = value {
                    *value = Dynamic::UNIT;
                }
            }
            (_, Token::Identifier(name)) => before = Some(name.to_string()),
            (_, Token::EOF) => return,
            _ => {}
        }
    }
}

fn holds(
    value: &Dynamic,
    is_kept: &impl Fn(&Session) -> bool,
    levels: usize,
    left: &mut usize,
) -> bool {
    let (Some(levels), Some(rest)) = (levels.checked_sub(1), left.checked_sub(1)) else {
        return true;
    };
    *left = rest;
    if let Some(record) = value.read_lock::<Record>() {
        return !is_kept(record.session());
    }
    if let Some(collection) = value.read_lock::<Collection>() {
        return !is_kept(collection.session());
    }
    if let Some(closure) = value.read_lock::<FnPtr>() {
        return closure
            .iter_curry()
            .any(|value| holds(value, is_kept, levels, left));
    }
    if let Ok(items) = value.as_array_ref() {
        return items
            .iter()
            .any(|value| holds(value, is_kept, levels, left));
    }
    if let Ok(entries) = value.as_map_ref() {
        return entries
            .values()
            .any(|value| holds(value, is_kept, levels, left));
    }
    false
}
