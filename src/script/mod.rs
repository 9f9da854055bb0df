//! The only code that knows Rhai: it evaluates what people write, in the words of the API.
//!
//! Each entry is one transaction: it is committed when the entry succeeds, its last value shown
//! included, and taken back when anything fails.

mod closure;
mod context;
mod engine;
mod failure;
mod functions;
mod habits;
mod incomplete;
mod limits;
mod literals;
mod outcome;
mod secret;
mod source;
mod tokens;
mod unknown;
mod values;
mod written;

pub use closure::RELATED;
pub use functions::{Function, reference};
pub use habits::LIST;
pub use limits::{Limits, measure_memory};
pub use outcome::{Held, Outcome};
pub use tokens::{Token, TokenKind};

use crate::api::Session;
use crate::error::{Error, Result};
use context::Context;
use failure::Known;
use rhai::{AST, Dynamic, Engine, Scope};
use secrecy::SecretString;
use source::Sources;

/// An interpreter with its state: variables, functions, the last value.
pub struct Interpreter {
    engine: Engine,
    context: Context,
    scope: Scope<'static>,
    library: AST,
    sources: Sources,
    limits: Limits,
}

impl Interpreter {
    /// An interpreter for a session, or for nobody yet.
    #[must_use]
    pub fn new(session: Option<Session>) -> Self {
        Self::with_limits(session, Limits::default())
    }

    /// An interpreter whose entries may use so much.
    #[must_use]
    pub fn with_limits(session: Option<Session>, limits: Limits) -> Self {
        let context = Context::new(session);
        Self {
            engine: engine::build(&context, limits),
            limits,
            context,
            scope: Scope::new(),
            library: AST::empty(),
            sources: Sources::default(),
        }
    }

    /// Goes on as somebody else, or as nobody. Variables and functions stay.
    pub fn set_session(&mut self, session: Option<Session>) {
        self.context.set_session(session);
    }

    /// Who is signed in.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.context.session()
    }

    /// Sets where `print` writes.
    pub fn on_print(&mut self, print: impl Fn(&str) + 'static) {
        self.engine.on_print(print);
    }

    /// Sets who asks for what must not show, such as a password; without it, nobody is asked.
    pub fn on_secret(&mut self, ask: impl Fn(&str) -> Result<SecretString> + 'static) {
        self.context.set_ask(Box::new(ask));
    }

    /// Says whether somebody is at a terminal, who is asked also when a script does not ask for it.
    pub fn at_terminal(&mut self, is_there: bool) {
        self.context.set_at_terminal(is_there);
    }

    /// Sets where it is said what to know besides the result; without it, nobody is told.
    pub fn on_hint(&mut self, tell: impl Fn(&str) + 'static) {
        self.context.set_tell(Box::new(tell));
    }

    /// Evaluates an entry as one transaction and hands its value to `show`, still inside it.
    ///
    /// # Errors
    /// The text has a mistake, a statement is refused, a limit is reached, Ctrl-C. The error says where.
    /// Then the entry changed nothing in the database.
    pub fn evaluate<T>(
        &mut self,
        text: &str,
        show: impl FnOnce(Outcome) -> Result<T>,
    ) -> Result<T> {
        // What is missing at the end is missed where the text ends, not on an empty line below it.
        let padded = self.sources.add(text.trim_end());
        literals::check(&padded).map_err(|error| self.explain(&error))?;
        let ast = self
            .engine
            .compile_with_scope(&self.scope, padded)
            .map_err(|error| self.explain(&error.into()))?;
        self.library = self.library.merge(&ast);
        let result = self.in_transaction(text, show);
        self.library.clear_statements();
        result
    }

    /// Whether the text is the beginning of an entry that goes on on the next line.
    #[must_use]
    pub fn is_incomplete(&self, text: &str) -> bool {
        incomplete::check(&self.engine, text)
    }

    /// The words of a text and what they are, for highlighting. Nothing is evaluated.
    #[must_use]
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        tokens::split(&self.engine, text)
    }

    /// The names that a line can use now: variables, collections, functions.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let variables = self.scope.iter().map(|(name, ..)| name.to_owned());
        let own = self
            .library
            .iter_functions()
            .map(|function| function.name.to_owned());
        let functions = functions::names(&self.engine);
        let mut names: Vec<String> = variables.chain(own).chain(functions).collect();
        names.extend(self.context.collections());
        names.extend(["me".to_owned(), "it".to_owned()]);
        names.retain(|name| name.starts_with(|c: char| c.is_alphabetic()) && !name.contains('$'));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The functions that a line can call, for completion: what each belongs to and gives.
    #[must_use]
    pub fn functions(&self) -> Vec<Function> {
        functions::functions(&self.engine)
    }

    /// What a variable holds, when it is rows: the entity, and how. Nothing is evaluated.
    #[must_use]
    pub fn rows_in(&self, variable: &str) -> Option<(String, Held)> {
        let value = match variable {
            "it" => self.context.last(),
            name => self.scope.get_value::<Dynamic>(name)?,
        };
        outcome::entity_of(&value)
    }

    /// What functions and collections are for: all of them in short, or one in full.
    ///
    /// # Errors
    /// There is nothing of that name.
    pub fn help(&self, about: Option<&str>) -> Result<String> {
        functions::help(self.context.catalog().as_deref(), about)
    }

    fn in_transaction<T>(
        &mut self,
        text: &str,
        show: impl FnOnce(Outcome) -> Result<T>,
    ) -> Result<T> {
        let session = self.context.session();
        let work = || {
            let value = limits::within(self.limits, || {
                self.engine
                    .eval_ast_with_scope::<Dynamic>(&mut self.scope, &self.library)
            })
            .or_else(|error| match *error {
                // `exit(value)` ends the entry with a value.
                rhai::EvalAltResult::Exit(value, _) => Ok(value),
                error => Err(self.explain(&error)),
            })?;
            let outcome = outcome::of(&value)?;
            session
                .as_ref()
                .map_or(Ok(()), Session::check_transaction)?;
            let hint = outcome::unsaved(&value).or_else(|| literals::rest(text));
            if !value.is_unit() {
                self.context.set_last(value);
            }
            let shown = show(outcome)?;
            if let Some(hint) = hint {
                self.context.tell(&hint);
            }
            Ok(shown)
        };
        match &session {
            Some(session) => session.transaction(work),
            None => work(),
        }
    }

    fn explain(&self, error: &rhai::EvalAltResult) -> Error {
        let known = Known {
            names: &|| self.names(),
            functions: &|| self.functions(),
            members: &|| self.context.members(),
            variable: &|name| self.scope.get(name),
            after_a_result: !self.context.last().is_unit(),
        };
        failure::explain(error, &self.sources, &known)
    }
}
