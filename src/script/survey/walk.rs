//! The walk through a syntax tree: what names hold, and what is done with it.

use super::chain::{Link, is_inner, links};
use super::holds::Holds;
use super::touched::Survey;
use crate::api::{action_of, applies, sql_uses};
use crate::catalog::{Action, Catalog};
use crate::script::source::Sources;
use rhai::{AST, ASTNode, Expr, FnCallExpr, FnPtr, Position, Stmt};
use std::collections::BTreeMap;

/// The top of a script, as a function.
const TOP: &str = "";
/// So often at most are the names looked through: each time, what they hold is known one assignment further.
const ROUNDS: usize = 8;

/// Functions that change rows of any entity.
const OF_ALL: [&str; 5] = ["create", "import_file", "update", "save", "delete"];

/// A walk through a script and its modules.
pub(super) struct Walk<'c> {
    catalog: &'c Catalog,
    sources: &'c Sources,
    /// What names hold, by function and name.
    names: BTreeMap<(String, String), Vec<Holds>>,
    /// What functions give.
    results: BTreeMap<String, Vec<Holds>>,
    /// The parameters of functions.
    params: BTreeMap<String, Vec<String>>,
    /// The function that is read.
    function: String,
    has_learnt: bool,
    survey: Survey,
    /// The modules that are imported.
    pub(super) imported: Vec<(String, Position)>,
}

impl<'c> Walk<'c> {
    pub(super) fn new(
        catalog: &'c Catalog,
        sources: &'c Sources,
        given: &[(String, String)],
    ) -> Self {
        let given = given.iter().map(|(name, entity)| {
            let key = (TOP.to_owned(), name.clone());
            // A list of rows, or one: both may be.
            (
                key,
                vec![Holds::Row(entity.clone()), Holds::Rows(entity.clone())],
            )
        });
        Self {
            catalog,
            sources,
            names: given.collect(),
            results: BTreeMap::new(),
            params: BTreeMap::new(),
            function: String::new(),
            has_learnt: false,
            survey: Survey::default(),
            imported: Vec::new(),
        }
    }

    pub(super) fn survey(self) -> Survey {
        self.survey
    }

    /// Reads a text: first what its names hold, then what is done.
    pub(super) fn read(&mut self, ast: &AST) {
        for function in ast.iter_fn_def() {
            let params = function.params.iter().map(ToString::to_string);
            self.params
                .insert(function.name.to_string(), params.collect());
        }
        for _ in 0..ROUNDS {
            self.has_learnt = false;
            // What is unclear now may be known in the next round.
            self.survey.unclear.clear();
            self.pass(ast);
            if !self.has_learnt {
                break;
            }
        }
    }

    fn pass(&mut self, ast: &AST) {
        TOP.clone_into(&mut self.function);
        for statement in ast.statements() {
            self.statement(statement);
        }
        for function in ast.iter_fn_def() {
            function.name.as_str().clone_into(&mut self.function);
            // A tree of its own, since the type of a function's statements is not exported.
            let mut module = rhai::Module::new();
            module.set_script_fn(function.clone());
            let mut last = Vec::new();
            AST::new([], module).walk(&mut |path: &[ASTNode]| {
                if let [ASTNode::Stmt(statement)] = path {
                    last = self.value_of(statement);
                }
                self.node(path);
                true
            });
            let name = self.function.clone();
            self.learn_result(&name, last);
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        statement.walk(&mut Vec::new(), &mut |path| {
            self.node(path);
            true
        });
    }

    fn node(&mut self, path: &[ASTNode]) {
        match path.last() {
            Some(ASTNode::Stmt(statement)) => self.learn_from(statement),
            Some(ASTNode::Expr(expr)) if !is_inner(path) => {
                self.holds(expr);
            }
            _ => {}
        }
    }

    fn learn_from(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Var(variable, ..) => {
                let held = self.holds(&variable.1);
                self.learn(variable.0.name.as_str(), held);
            }
            Stmt::For(parts, _) => {
                let held = self.holds(&parts.2.expr);
                let one = held.iter().map(Holds::one).collect();
                self.learn(parts.0.name.as_str(), one);
            }
            Stmt::Assignment(parts) => {
                if let Expr::Variable(variable, ..) = &parts.1.lhs {
                    let held = self.holds(&parts.1.rhs);
                    self.learn(&variable.1, held);
                }
            }
            Stmt::Import(parts, position) => match &parts.0 {
                Expr::StringConstant(path, _) => self.imported.push((path.to_string(), *position)),
                _ => self.unclear(*position, "a module whose name is made while it runs"),
            },
            Stmt::FnCall(call, position) => {
                self.call(call, *position);
            }
            Stmt::Return(Some(value), ..) => {
                let (name, held) = (self.function.clone(), self.holds(value));
                self.learn_result(&name, held);
            }
            _ => {}
        }
    }

    fn value_of(&mut self, statement: &Stmt) -> Vec<Holds> {
        match statement {
            Stmt::Expr(expr) => self.holds(expr),
            Stmt::FnCall(call, position) => self.call(call, *position),
            Stmt::Block(block) => {
                let last = block.statements().last();
                last.map(|last| self.value_of(last)).unwrap_or_default()
            }
            Stmt::If(parts, _) => [&parts.body, &parts.branch]
                .into_iter()
                .filter_map(|block| block.statements().last())
                .flat_map(|last| self.value_of(last))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// What an expression holds; what it does is written down.
    fn holds(&mut self, expr: &Expr) -> Vec<Holds> {
        if let Some((head, links)) = links(expr) {
            let mut held = self.holds(head);
            for link in links {
                held = match link {
                    Link::Index => held.iter().map(Holds::one).collect(),
                    Link::Member(member) => self.member(&held, member),
                };
            }
            return held;
        }
        match expr {
            Expr::Variable(variable, ..) => self.variable(&variable.1),
            Expr::FnCall(call, position) => self.call(call, *position),
            Expr::Coalesce(parts, _) => parts.iter().flat_map(|part| self.holds(part)).collect(),
            Expr::Array(items, _) => {
                let held = items.iter().flat_map(|item| self.holds(item));
                held.map(|held| Holds::Rows(held.entity().to_owned()))
                    .collect()
            }
            Expr::Stmt(block) => {
                let last = block.statements().last();
                last.map(|last| self.value_of(last)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    fn variable(&mut self, name: &str) -> Vec<Holds> {
        let key = |function: &str| (function.to_owned(), name.to_owned());
        let function = self.function.clone();
        let known = self
            .names
            .get(&key(&function))
            .or_else(|| self.names.get(&key(TOP)));
        if let Some(known) = known {
            return known.clone();
        }
        if name == "me" {
            return vec![Holds::Row("collaborators".to_owned())];
        }
        if self.catalog.entity(name).is_err() {
            return Vec::new();
        }
        self.survey.add(Action::Select, name);
        vec![Holds::Rows(name.to_owned())]
    }

    fn member(&mut self, held: &[Holds], member: &Expr) -> Vec<Holds> {
        match member {
            Expr::Property(property, _) => {
                let name = property.2.as_str();
                let catalog = self.catalog;
                let found = held.iter().filter_map(|held| held.member(catalog, name));
                let found: Vec<Holds> = found.collect();
                for related in &found {
                    self.survey.add(Action::Select, related.entity());
                }
                found
            }
            Expr::MethodCall(call, position) => self.method(held, call, *position),
            _ => Vec::new(),
        }
    }

    fn method(&mut self, held: &[Holds], call: &FnCallExpr, position: Position) -> Vec<Holds> {
        let name = call.name.as_str();
        for argument in &call.args {
            self.closure(argument, held);
        }
        if let Some(action) = action_of(name) {
            self.change(held, name, action, position);
        }
        held.iter().filter_map(|held| held.method(name)).collect()
    }

    fn change(&mut self, held: &[Holds], name: &str, action: Action, position: Position) {
        for held in held {
            self.survey.add(action, held.entity());
        }
        if !held.is_empty() {
            return;
        }
        if OF_ALL.contains(&name) {
            self.unclear(
                position,
                &format!(".{name}(…) of rows that come from elsewhere"),
            );
            return;
        }
        let catalog = self.catalog;
        for entity in catalog
            .entities()
            .iter()
            .filter(|entity| applies(name, entity))
        {
            self.survey.add(action, &entity.name);
        }
    }

    /// A closure that is given to a method of rows: its last parameter is one of them.
    fn closure(&mut self, argument: &Expr, held: &[Holds]) {
        let Some(name) = closure_name(argument) else {
            return;
        };
        let Some(param) = self
            .params
            .get(&name)
            .and_then(|params| params.last().cloned())
        else {
            return;
        };
        let one = held.iter().map(Holds::one).collect();
        self.learn_in(&name, &param, one);
    }

    fn call(&mut self, call: &FnCallExpr, position: Position) -> Vec<Holds> {
        let name = call.name.as_str();
        match (name, call.args.first()) {
            ("sql" | "sql_exec", Some(Expr::StringConstant(text, _))) => {
                for (action, entity) in sql_uses(self.catalog, text) {
                    self.survey.add(action, &entity);
                }
                return Vec::new();
            }
            ("sql" | "sql_exec", Some(_)) => {
                self.unclear(position, "plain SQL that is made while it runs");
                return Vec::new();
            }
            ("progress", Some(rows)) => return self.holds(rows),
            _ => {}
        }
        if let Some(params) = self.params.get(name).cloned() {
            for (param, argument) in params.iter().zip(&call.args) {
                let held = self.holds(argument);
                self.learn_in(name, param, held);
            }
        }
        self.results.get(name).cloned().unwrap_or_default()
    }

    fn unclear(&mut self, position: Position, what: &str) {
        self.survey.add_unclear(self.sources, position, what);
    }

    fn learn(&mut self, name: &str, held: Vec<Holds>) {
        let function = self.function.clone();
        self.learn_in(&function, name, held);
    }

    fn learn_in(&mut self, function: &str, name: &str, held: Vec<Holds>) {
        let key = (function.to_owned(), name.to_owned());
        self.has_learnt |= add(self.names.entry(key).or_default(), held);
    }

    fn learn_result(&mut self, function: &str, held: Vec<Holds>) {
        let known = self.results.entry(function.to_owned()).or_default();
        self.has_learnt |= add(known, held);
    }
}

/// Adds what is not known yet, and says whether there was any.
fn add(known: &mut Vec<Holds>, held: Vec<Holds>) -> bool {
    let before = known.len();
    for held in held {
        if !known.contains(&held) {
            known.push(held);
        }
    }
    known.len() > before
}

/// The function behind a closure; one that captures variables is a call of `curry`.
fn closure_name(argument: &Expr) -> Option<String> {
    match argument {
        Expr::DynamicConstant(value, _) => {
            let closure = value.read_lock::<FnPtr>()?;
            Some(closure.fn_name().to_owned())
        }
        Expr::FnCall(call, _) if call.name == "curry" => closure_name(call.args.first()?),
        Expr::Stmt(block) => match block.statements().last()? {
            Stmt::Expr(expr) => closure_name(expr),
            Stmt::FnCall(call, _) if call.name == "curry" => closure_name(call.args.first()?),
            _ => None,
        },
        _ => None,
    }
}
