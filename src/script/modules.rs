//! Modules: `import "lib/dates" as dates;`. Where they are is somebody else's business.

use super::raise::{Raised, raise};
use super::source::Sources;
use crate::error::Error;
use rhai::{
    AST, Engine, EvalAltResult, GlobalRuntimeState, Module, ModuleResolver, Position, Scope, Shared,
};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The text of a module, and what it is called where somebody wants to look into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleText {
    /// Its file.
    pub label: String,
    /// Its text.
    pub text: String,
}

/// Where modules come from.
pub trait Modules {
    /// The text of a module.
    ///
    /// # Errors
    /// There is none of that name, or it may not be read.
    fn find(&self, path: &str) -> crate::error::Result<ModuleText>;
}

/// Loads modules for an engine, each once in an entry.
#[derive(Clone)]
pub(super) struct Loader(Rc<State>);

struct State {
    modules: Rc<dyn Modules>,
    sources: Sources,
    loaded: RefCell<BTreeMap<String, Shared<Module>>>,
    loading: RefCell<Vec<String>>,
}

impl Loader {
    pub(super) fn new(modules: Rc<dyn Modules>, sources: Sources) -> Self {
        Self(Rc::new(State {
            modules,
            sources,
            loaded: RefCell::default(),
            loading: RefCell::default(),
        }))
    }

    /// The syntax tree of a module.
    pub(super) fn compile(&self, engine: &Engine, path: &str, position: Position) -> Raised<AST> {
        let found = self.0.modules.find(path);
        let found = found.map_err(|error| at(raise(error), position))?;
        let text = self.0.sources.add_named(&found.text, &found.label);
        let mut ast = engine.compile(text)?;
        ast.set_source(path);
        Ok(ast)
    }

    /// Begins an entry: a module that was changed meanwhile is read again.
    pub(super) fn forget(&self) {
        self.0.loaded.borrow_mut().clear();
        self.0.loading.borrow_mut().clear();
    }
}

impl ModuleResolver for Loader {
    fn resolve(
        &self,
        engine: &Engine,
        _: Option<&str>,
        path: &str,
        position: Position,
    ) -> Raised<Shared<Module>> {
        let global = &mut engine.new_global_runtime_state();
        self.resolve_raw(engine, global, &mut Scope::new(), path, position)
    }

    fn resolve_raw(
        &self,
        engine: &Engine,
        global: &mut GlobalRuntimeState,
        _: &mut Scope,
        path: &str,
        position: Position,
    ) -> Raised<Shared<Module>> {
        if let Some(module) = self.0.loaded.borrow().get(path) {
            return Ok(module.clone());
        }
        let way = self.0.loading.borrow().clone();
        if way.iter().any(|open| open == path) {
            let what = format!("modules import each other: {} → {path}", way.join(" → "));
            let error = Error::failed(what).hint("move what both need into a third");
            return Err(at(raise(error), position));
        }
        self.0.loading.borrow_mut().push(path.to_owned());
        let module = self
            .compile(engine, path, position)
            .and_then(|ast| Module::eval_ast_as_new_raw(engine, &mut Scope::new(), global, &ast));
        self.0.loading.borrow_mut().pop();
        let module: Shared<Module> = module?.into();
        let mut loaded = self.0.loaded.borrow_mut();
        loaded.insert(path.to_owned(), module.clone());
        Ok(module)
    }
}

/// An error with its own place in the module, or else that of the import.
fn at(mut error: Box<EvalAltResult>, position: Position) -> Box<EvalAltResult> {
    if error.position().is_none() {
        error.set_position(position);
    }
    error
}
