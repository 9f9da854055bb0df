//! What all functions of an interpreter share: the session, the last value, what `print` could not write.

use crate::api::Session;
use crate::catalog::Catalog;
use crate::error::{Error, Result};
use rhai::Dynamic;
use secrecy::SecretString;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Shared by the engine's functions; it travels with every call as the engine's tag.
#[derive(Clone)]
pub(super) struct Context(Rc<State>);

struct State {
    session: RefCell<Option<Session>>,
    last: RefCell<Dynamic>,
    ask: RefCell<Option<Ask>>,
    tell: RefCell<Option<Tell>>,
    at_terminal: Cell<bool>,
    unwritten: RefCell<Option<Error>>,
}

/// Asks for a secret, given the question.
pub(super) type Ask = Box<dyn Fn(&str) -> Result<SecretString>>;
/// Tells what to know besides the result.
pub(super) type Tell = Box<dyn Fn(&str)>;

impl Context {
    pub(super) fn new(session: Option<Session>) -> Self {
        Self(Rc::new(State {
            session: RefCell::new(session),
            last: RefCell::default(),
            ask: RefCell::default(),
            tell: RefCell::default(),
            at_terminal: Cell::default(),
            unwritten: RefCell::default(),
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

    pub(super) fn set_ask(&self, ask: Ask) {
        self.0.ask.replace(Some(ask));
    }

    /// Asks the person at the terminal for a secret.
    pub(super) fn ask_secret(&self, question: &str) -> Result<SecretString> {
        match &*self.0.ask.borrow() {
            Some(ask) => ask(question),
            None => Err(Error::failed("there is no terminal to ask on")),
        }
    }

    pub(super) fn set_at_terminal(&self, is_there: bool) {
        self.0.at_terminal.set(is_there);
    }

    /// Whether somebody is there to be asked by the way.
    pub(super) fn is_at_terminal(&self) -> bool {
        self.0.at_terminal.get()
    }

    pub(super) fn set_tell(&self, tell: Tell) {
        self.0.tell.replace(Some(tell));
    }

    /// Tells what to know besides the result, if anybody listens.
    pub(super) fn tell(&self, hint: &str) {
        if let Some(tell) = &*self.0.tell.borrow() {
            tell(hint);
        }
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

    /// The last value shown.
    pub(super) fn last(&self) -> Dynamic {
        self.0.last.borrow().clone()
    }

    pub(super) fn set_last(&self, value: Dynamic) {
        *self.0.last.borrow_mut() = value;
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
            .map(|catalog| {
                catalog
                    .entities()
                    .iter()
                    .map(|entity| entity.name.clone())
                    .collect()
            })
            .unwrap_or_default()
    }
}
