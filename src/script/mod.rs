//! The only code that knows Rhai: it evaluates what people write, in the words of the API.
//!
//! Each entry is one transaction: it is committed when the entry succeeds, its last value shown
//! included, and rolled back when anything fails.

mod argument;
mod call_site;
mod context;
mod ended;
mod engine;
mod failure;
mod file;
mod functions;
mod held;
mod idioms;
mod incomplete;
mod known;
mod limits;
mod literals;
mod lowering;
mod modules;
mod outcome;
mod raise;
mod reads;
mod reference;
mod run;
mod secret;
mod source;
mod survey;
mod table;
mod tokens;
mod types;
mod unknown;
mod values;
mod write_back;

pub use argument::Argument;
pub use file::{ChartFile, write_chart, write_tables};
pub use functions::{options_of, words_of};
pub use held::Held;
pub use limits::{Limits, measure_memory};
pub use lowering::{Method, Receiver, closure_methods};
pub use modules::{ModuleText, Modules};
use outcome::Exit;
pub use outcome::Outcome;
pub use reference::{Function, Gives, functions, functions_of, reference, rules, topics};
pub use run::Run;
pub use survey::Survey;
pub use table::Table;
pub use tokens::{Token, TokenKind};

use crate::api::{Answer, Parameters, Session};
use crate::error::{Error, Excerpt, Kind, Result};
use crate::host::{Host, Question};
use context::{Arguments, Context};
use ended::Ended;
use modules::Loader;
use rhai::{AST, Dynamic, Engine, Scope};
use source::Sources;
use std::rc::Rc;
use unknown::Known;

/// What some editors write at the start of a text, to say that it is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// An interpreter with its state: variables, functions, the last value.
pub struct Interpreter {
    engine: Engine,
    context: Context,
    scope: Scope<'static>,
    library: AST,
    sources: Sources,
    limits: Limits,
    exit: Option<u8>,
    loader: Option<Loader>,
    /// An entry that was taken for one that only reads, and does not.
    misjudged: Option<String>,
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
            exit: None,
            loader: None,
            misjudged: None,
        }
    }

    /// Changes the session, or leaves it. Variables and functions stay; but what belongs to the old session
    /// (records, collections, what holds them, `it`) is refused from now on.
    pub fn set_session(&mut self, session: Option<Session>) {
        if let Some(old) = self.context.session() {
            ended::replace(&mut self.scope, session.as_ref(), &old);
            let last = Ended::of(&self.context.last(), session.as_ref(), &old);
            if let Some(last) = last {
                self.context.set_last(Dynamic::from(last));
            }
        }
        self.context.set_session(session);
    }

    /// Who is signed in.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.context.session()
    }

    /// Sets who is talked to; without it, [`Nobody`](crate::host::Nobody) is.
    pub fn set_host(&mut self, host: Rc<dyn Host>) {
        let context = self.context.clone();
        let printing = Rc::clone(&host);
        self.engine.on_print(move |text| {
            if let Err(error) = printing.print(text) {
                context.set_unwritten(error);
            }
        });
        self.context.set_host(host);
    }

    /// Sets where modules come from; without it, there are none.
    pub fn set_modules(&mut self, modules: Rc<dyn Modules>) {
        let loader = Loader::new(modules, self.sources.clone());
        self.engine.set_module_resolver(loader.clone());
        self.loader = Some(loader);
    }

    /// With what code the last entry wants the process to end, if it called `exit(code)`.
    #[must_use]
    pub fn exit_code(&self) -> Option<u8> {
        self.exit
    }

    /// Evaluates an entry as one transaction and hands its value to `show`, still inside it.
    ///
    /// # Errors
    /// As [`Interpreter::run`], and what `show` returns. Then the entry changed nothing in the database.
    pub fn evaluate<T>(
        &mut self,
        text: &str,
        show: impl FnOnce(Outcome) -> Result<T>,
    ) -> Result<T> {
        self.run(text)?.finish(show)
    }

    /// Evaluates an entry, and leaves it open whether what it changed is kept.
    ///
    /// # Errors
    /// The text has a mistake, a statement is refused, a limit is reached, Ctrl-C. The error says where.
    /// Then the entry changed nothing in the database.
    pub fn run(&mut self, text: &str) -> Result<Run> {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let asked =
            reference::with_quotes(text, |name| reference::knows(name) && !self.is_value(name));
        let text = asked.as_deref().unwrap_or(text);
        self.exit = None;
        if let Some(loader) = &self.loader {
            loader.forget();
        }
        let ast = self.compile(text)?;
        ended::free_assigned(&self.engine, text, &mut self.scope);
        self.library = self.library.merge(&ast);
        let reads = self.may_read_beside(text) && self.only_reads(&ast);
        let run = self.in_transaction(text, reads);
        self.remember_judgement(text, run.as_ref().err());
        self.library.clear_statements();
        run
    }

    /// Runs a saved script with its arguments, as [`Interpreter::run`]: they are constants that it sees everywhere. It
    /// knows nothing of the variables and functions of other entries, and leaves none behind.
    ///
    /// # Errors
    /// As [`Interpreter::run`].
    pub fn run_script(&mut self, text: &str, arguments: Vec<(String, Argument)>) -> Result<Run> {
        let known = arguments.into_iter();
        let known = known.map(|(name, argument)| (name, argument.into_rhai()));
        self.context.set_arguments(known.collect());
        let scope = std::mem::take(&mut self.scope);
        let library = std::mem::replace(&mut self.library, AST::empty());
        let run = self.run(text);
        self.scope = scope;
        self.library = library;
        self.context.set_arguments(Arguments::new());
        run
    }

    /// Runs plain SQL as one transaction, and leaves it open whether what it changed is kept. Of several statements, all
    /// but the last hand what they give to `earlier`; the last one's is the last value then.
    ///
    /// # Errors
    /// Nobody is signed in, or a statement is refused. Then nothing was changed in the database.
    pub fn run_sql(
        &mut self,
        text: &str,
        mut earlier: impl FnMut(Outcome) -> Result<()>,
    ) -> Result<Run> {
        let session = self.context.signed_in()?;
        let host = self.context.host();
        let confirm = |question: &Question| host.confirm(question);
        let mut work = || {
            let mut last: Option<(Dynamic, Outcome)> = None;
            session.sql_exec_each(text, Parameters::NONE, confirm, |statement, answer| {
                if let Some((_, outcome)) = last.take() {
                    earlier(outcome)?;
                }
                let rows = match &answer {
                    Answer::Rows(rows) => Some(rows.clone()), // none of them have columns too
                    _ => None,
                };
                let value = functions::value_of(&session, statement, answer);
                let outcome =
                    rows.map_or_else(|| outcome::of(&value), |rows| Ok(Outcome::Rows(rows)))?;
                last = Some((value, outcome));
                Ok(())
            })?;
            Ok(last)
        };
        let (open, last) = if host.is_trial() {
            // What a dry run shows is asked of the transaction itself.
            let open = session.begin()?;
            (open, work()?)
        } else {
            session.with_sql(text, work)?
        };
        let (value, outcome) = last.unwrap_or((Dynamic::UNIT, Outcome::Nothing));
        self.context.set_last(value);
        Ok(Run {
            outcome,
            hint: None,
            host,
            open: Some(open),
        })
    }

    /// What a script touches, without running anything. `given` are its parameters that are rows: their names and the
    /// collections they are of. When nobody is signed in, it only has to be free of mistakes.
    ///
    /// # Errors
    /// The script or a module of it has a mistake; the error says where.
    pub fn survey(&mut self, text: &str, given: &[(String, String)]) -> Result<Survey> {
        let ast = self.compile(text)?;
        let Some(catalog) = self.context.catalog() else {
            return Ok(Survey::default());
        };
        let loader = self.loader.as_ref();
        survey::survey(&self.engine, &ast, loader, (&catalog, &self.sources), given)
            .map_err(|error| self.refine(&error))
    }

    fn compile(&self, text: &str) -> Result<AST> {
        // What is missing at the end is missed where the text ends, not on an empty line below it.
        let padded = self.sources.add(text.trim_end());
        literals::check(&padded).map_err(|error| self.refine(&error))?;
        let ast = self
            .engine
            .compile_with_scope(&self.scope, padded)
            .map_err(|error| self.refine(&error.into()))?;
        match incomplete::open_comment(text) {
            Some(open) => Err(not_closed(text, open)),
            None => Ok(ast),
        }
    }

    /// Definitions of all functions and collections for editors, as files: their names and texts.
    #[must_use]
    pub fn definitions(&self) -> Vec<(String, String)> {
        let mut scope = Scope::new();
        for name in self
            .context
            .collections()
            .into_iter()
            .chain(["me".to_owned(), "it".to_owned()])
        {
            scope.push_constant_dynamic(name, Dynamic::UNIT);
        }
        let definitions = self.engine.definitions_with_scope(&scope);
        definitions.iter_files().collect()
    }

    fn in_transaction(&mut self, text: &str, reads: bool) -> Result<Run> {
        let session = self.context.session();
        let begin = if reads {
            Session::begin_reading
        } else {
            Session::begin
        };
        let open = session.as_ref().map(begin).transpose()?;
        let before = session.as_ref().map(Session::state);
        self.context.reads().forget();
        let value = limits::within(self.limits, || {
            self.engine
                .eval_ast_with_scope::<Dynamic>(&mut self.scope, &self.library)
        })
        .map_err(|error| self.refine(&error));
        if let Some(error) = self.context.take_unwritten() {
            let changed = session.as_ref().map(Session::state) != before;
            return Err(unwritten(error, changed));
        }
        let mut value = value?;
        if let Some(Exit(code)) = value.clone().try_cast() {
            self.exit = Some(code);
            value = Dynamic::UNIT;
        }
        let outcome = outcome::of(&value)?;
        session
            .as_ref()
            .map_or(Ok(()), Session::check_transaction)?;
        let hint = outcome::unsaved(&value).or_else(|| literals::rest(text));
        if !value.is_unit() {
            self.context.set_last(value);
        }
        Ok(Run {
            outcome,
            hint,
            host: self.context.host(),
            open,
        })
    }

    fn refine(&self, error: &rhai::EvalAltResult) -> Error {
        let known = Known {
            names: &|| self.names(),
            members: &|| self.context.members(),
            variable: &|name| self.scope.get(name),
            after_a_result: !self.context.last().is_unit(),
        };
        failure::refine(error, &self.sources, &known)
    }
}

/// Why an entry was stopped whose output could not be written. That nobody reads it is no failure as long as
/// nothing is lost by it.
fn unwritten(error: Error, changed: bool) -> Error {
    match (error.kind, changed) {
        (Kind::Unread, false) => error,
        (_, true) => Error::failed(error.message).hint("nothing that was changed is kept"),
        (_, false) => error,
    }
}

/// A comment that begins there and is open until the end of the text.
fn not_closed(text: &str, start: usize) -> Error {
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count();
    let column = before.lines().last().map_or(0, |last| last.chars().count());
    let column = if before.ends_with('\n') { 0 } else { column };
    let mut error =
        Error::failed("this comment is not closed").hint("end it with */, or begin it with //");
    error.excerpt = Some(Box::new(Excerpt {
        line: line + 1,
        text: text.lines().nth(line).unwrap_or_default().to_owned(),
        start: column,
        width: 2,
    }));
    error
}
