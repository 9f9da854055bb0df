//! What all functions of an interpreter share: the session, the host, the last value, what `print` could not write.

use super::write_back::Reads;
use crate::api::Session;
use crate::catalog::Catalog;
use crate::error::{Error, Result};
use crate::host::{Host, Nobody};
use rhai::Dynamic;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Shared by the engine's functions; it travels with every call as the engine's tag.
#[derive(Clone)]
pub(super) struct Context(Rc<State>);

struct State {
    session: RefCell<Option<Session>>,
    last: RefCell<Dynamic>,
    host: RefCell<Rc<dyn Host>>,
    unwritten: RefCell<Option<Error>>,
    arguments: RefCell<Arguments>,
    reads: Reads,
}

/// What the script that runs was given, by name.
pub(super) type Arguments = BTreeMap<String, Dynamic>;

impl Context {
    pub(super) fn new(session: Option<Session>) -> Self {
        Self(Rc::new(State {
            session: RefCell::new(session),
            last: RefCell::default(),
            host: RefCell::new(Rc::new(Nobody)),
            unwritten: RefCell::default(),
            arguments: RefCell::default(),
            reads: Reads::default(),
        }))
    }

    /// The context of a call.
    pub(super) fn of(tag: Option<&Dynamic>) -> Result<Self> {
        tag.and_then(|tag| tag.clone().try_cast::<Self>())
            .ok_or_else(|| Error::failed("this function works only in the shell"))
    }

    pub(super) fn session(&self) -> Option<Session> {
        self.0.session.borrow().clone()
    }

    pub(super) fn set_session(&self, session: Option<Session>) {
        self.0.session.replace(session);
    }

    /// The session, or an error that says how to get one.
    pub(super) fn signed_in(&self) -> Result<Session> {
        self.session().ok_or_else(|| {
            Error::sign_in("you are not signed in")
                .hint("sign in: epic login, or :login in the shell")
        })
    }

    /// The other side of the conversation.
    pub(super) fn host(&self) -> Rc<dyn Host> {
        Rc::clone(&self.0.host.borrow())
    }

    pub(super) fn set_host(&self, host: Rc<dyn Host>) {
        self.0.host.replace(host);
    }

    /// Remembers why `print` could not write: the entry is stopped at its next operation.
    pub(super) fn set_unwritten(&self, error: Error) {
        self.0.unwritten.replace(Some(error));
    }

    pub(super) fn is_unwritten(&self) -> bool {
        self.0.unwritten.borrow().is_some()
    }

    pub(super) fn take_unwritten(&self) -> Option<Error> {
        self.0.unwritten.take()
    }

    /// Where members of records were read.
    pub(super) fn reads(&self) -> &Reads {
        &self.0.reads
    }

    /// The last value shown.
    pub(super) fn last(&self) -> Dynamic {
        self.0.last.borrow().clone()
    }

    /// What can be said of the last value, if there is one. It is not copied.
    pub(super) fn of_last<T>(&self, say: impl FnOnce(&Dynamic) -> T) -> Option<T> {
        let last = self.0.last.borrow();
        (!last.is_unit()).then(|| say(&last))
    }

    pub(super) fn set_last(&self, value: Dynamic) {
        *self.0.last.borrow_mut() = value;
    }

    /// What the script that runs was given by this name.
    pub(super) fn argument(&self, name: &str) -> Option<Dynamic> {
        self.0.arguments.borrow().get(name).cloned()
    }

    /// The names of what the script that runs was given.
    pub(super) fn argument_names(&self) -> Vec<String> {
        self.0.arguments.borrow().keys().cloned().collect()
    }

    pub(super) fn set_arguments(&self, arguments: Arguments) {
        self.0.arguments.replace(arguments);
    }

    /// The catalog, when it can be had.
    pub(super) fn catalog(&self) -> Option<Rc<Catalog>> {
        self.session()?.catalog().ok()
    }

    /// The names of all fields and relations, when they are known.
    pub(super) fn members(&self) -> Vec<String> {
        let catalog = self.catalog();
        let entities = catalog.iter().flat_map(|catalog| catalog.entities());
        entities
            .flat_map(|entity| entity.members())
            .map(str::to_owned)
            .collect()
    }

    /// The names of the collections, when they are known.
    pub(super) fn collections(&self) -> Vec<String> {
        self.catalog()
            .map(|catalog| catalog.names().map(str::to_owned).collect())
            .unwrap_or_default()
    }
}
