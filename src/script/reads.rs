//! Whether an entry only reads, told from its syntax tree before it runs: only then may a standby do it. What asks about the
//! primary itself is not among that.
//!
//! What it calls has to be known, by name: a function of the language that changes nothing, or one of its own that calls
//! nothing else. A function that a variable holds is not looked into: then the entry may change something.

use super::Interpreter;
use super::reference::functions;
use crate::api::{changes, sql_is_of_server};
use crate::error::{Error, Result};
use rhai::{AST, ASTNode, Array, Dynamic, Expr, FnPtr, Map, Stmt};
use std::collections::HashSet;

/// Functions that are no words of records and collections, and may change something all the same.
const OTHERS: [&str; 2] = ["sql_exec", "call"];
/// Functions that ask what the primary does at this moment: which runs are not over.
const OF_THE_PRIMARY: [&str; 1] = ["runs"];
/// What Rhai itself knows, without a table of it.
const OF_THE_LANGUAGE: [&str; 6] = ["curry", "Fn", "print", "debug", "type_of", "to_string"];
/// How deep values are looked through for functions.
const DEEPEST: usize = 20;

/// Whether an entry only reads. `library` has the functions of earlier ones too; `value` gives what a variable holds.
fn only_reads(entry: &AST, library: &AST, value: &dyn Fn(&str) -> Option<Dynamic>) -> bool {
    let mut called = Called::default();
    for statement in entry.statements() {
        statement.walk(&mut Vec::new(), &mut |path| called.note(path, value));
    }
    while let Some(name) = called.unread.pop() {
        let mut is_own = false;
        for function in library.iter_fn_def().filter(|own| own.name == name) {
            is_own = true;
            // A tree of its own, since the type of a function's statements is not exported.
            let mut module = rhai::Module::new();
            module.set_script_fn(function.clone());
            AST::new([], module).walk(&mut |path| called.note(path, value));
        }
        called.may_change |= !is_own && !is_harmless(&name);
    }
    !called.may_change
}

impl Interpreter {
    /// Whether a standby may do what only reads. What a dry run shows is asked of the transaction itself, and what was
    /// misjudged goes to the primary.
    pub(super) fn may_read_beside(&self, text: &str) -> bool {
        let session = self.context.session();
        session.is_some_and(|session| session.has_standby())
            && !self.context.host().is_trial()
            && self.misjudged.as_deref() != Some(text)
    }

    /// Whether a text only reads, told without running it; what can't be told is said to change something.
    ///
    /// # Errors
    /// The text has a mistake.
    pub fn is_reading(&self, text: &str) -> Result<bool> {
        let entry = self.compile(text)?;
        let library = self.library.merge(&entry);
        Ok(self.reads(&entry, &library))
    }

    pub(super) fn only_reads(&self, entry: &AST) -> bool {
        self.reads(entry, &self.library)
    }

    fn reads(&self, entry: &AST, library: &AST) -> bool {
        only_reads(entry, library, &|name| match name {
            "it" => Some(self.context.last()),
            name => self.scope.get(name).cloned(),
        })
    }

    /// Remembers an entry that a standby refused, since it changes something after all.
    pub(super) fn remember_judgement(&mut self, text: &str, failed: Option<&Error>) {
        let session = self.context.session();
        let is_beside = session.is_some_and(|session| session.is_beside());
        if is_beside && failed.is_some_and(Error::is_read_only) {
            self.misjudged = Some(text.to_owned());
        }
    }
}

/// A function of the language that changes nothing.
fn is_harmless(name: &str) -> bool {
    let is_of_table = || functions().iter().any(|known| known.name == name);
    !may_change(name) && (OF_THE_LANGUAGE.contains(&name) || is_of_table())
}

/// A function of the language that may change something, or is for the primary.
fn may_change(name: &str) -> bool {
    changes(name) || OTHERS.contains(&name) || OF_THE_PRIMARY.contains(&name)
}

/// What an entry calls.
#[derive(Default)]
struct Called {
    may_change: bool,
    known: HashSet<String>,
    /// Those that were not looked into yet.
    unread: Vec<String>,
}

impl Called {
    /// Notes a node of the tree; whether the walk goes on.
    fn note(&mut self, path: &[ASTNode], value: &dyn Fn(&str) -> Option<Dynamic>) -> bool {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Import(..))) => self.may_change = true,
            Some(
                ASTNode::Stmt(Stmt::FnCall(call, _))
                | ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _)),
            ) => {
                self.may_change |= call.is_qualified();
                if !call.is_operator_call() {
                    self.add(&call.name);
                }
                if let ("sql", Some(Expr::StringConstant(sql, _))) =
                    (call.name.as_str(), call.args.first())
                {
                    self.may_change |= sql_is_of_server(sql);
                }
            }
            Some(ASTNode::Expr(Expr::DynamicConstant(constant, _))) => {
                for function in held(constant, DEEPEST) {
                    self.add(&function);
                }
            }
            Some(ASTNode::Expr(Expr::Variable(variable, ..))) => {
                let known = value(&variable.1);
                self.may_change |= known.is_some_and(|value| !held(&value, DEEPEST).is_empty());
            }
            _ => {}
        }
        !self.may_change
    }

    fn add(&mut self, name: &str) {
        if self.known.insert(name.to_owned()) {
            self.unread.push(name.to_owned());
        }
    }
}

/// The names of the functions that a value holds. What is nested deeper is taken for one.
fn held(value: &Dynamic, depth: usize) -> Vec<String> {
    if depth == 0 {
        return vec![String::new()];
    }
    if let Some(pointer) = value.read_lock::<FnPtr>() {
        return vec![pointer.fn_name().to_owned()];
    }
    let inside = |value: &Dynamic| held(value, depth - 1);
    if let Some(list) = value.read_lock::<Array>() {
        return list.iter().flat_map(inside).collect();
    }
    let map = value.read_lock::<Map>();
    map.map_or_else(Vec::new, |map| map.values().flat_map(inside).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rhai::{Engine, Scope};

    fn reads(earlier: &str, entry: &str) -> bool {
        let engine = Engine::new();
        let mut scope = Scope::new();
        let library = engine.compile(earlier).unwrap();
        let _ = engine.run_ast_with_scope(&mut scope, &library);
        let entry = engine.compile_with_scope(&scope, entry).unwrap();
        let library = library.clone_functions_only().merge(&entry);
        only_reads(&entry, &library, &|name| scope.get(name).cloned())
    }

    #[test]
    fn what_only_reads_is_known_by_all_that_it_calls() {
        for entry in [
            "1 + 1",
            "clients",
            "clients.filter(|c| c.id > 3 && c.company_name.contains(\"a\")).count()",
            "let n = 0; for c in clients { n += c.id; } print(n); n",
            "let c = clients.get(12); c.phone = \"1\"; c.phone",
            "[1, 2].map(|n| n * 2)",
            "sql(\"select 1\")",
            "let f = |c| c.id; 1",
            "clients.get(1).history()",
            "fn twice(n) { n * 2 } twice(3)",
            "transaction(|| clients.count())",
            "clients.take(3).save_as(\"list.csv\")",
        ] {
            assert!(reads("", entry), "{entry}");
        }
        assert!(reads(
            "fn big(n) { clients.filter(|c| c.id > n) }",
            "big(3).count()"
        ));
    }

    #[test]
    fn what_may_change_something_is_found_wherever_it_stands() {
        for (earlier, entry) in [
            ("", "clients.get(12).update(#{ phone: \"1\" })"),
            ("", "let c = clients.get(12); c.phone = \"1\"; c.save()"),
            ("", "for c in clients { c.contacted() }"),
            ("", "[clients.get(1)].map(|c| c.delete())"),
            ("", "transaction(|| { clients.delete() })"),
            ("", "sql_exec(\"delete from clients\")"),
            ("", "if clients.exists() { contracts.first().sign() }"),
            (
                "",
                "fn f(c) { g(c) } fn g(c) { c.delete() } f(clients.get(1))",
            ),
            (
                "",
                "let x = 3; let f = || { x += 1; clients.create(#{}) }; f.call()",
            ),
            ("", "[|c| c.delete()]"),
            ("", "Fn(\"delete\").call(clients.get(1))"),
            ("", "import \"lib/dates\" as d; d::f()"),
            ("", "nobody_knows()"),
            ("", "runs(3.days)"),
            ("", "sql(\"select * from auth.sessions()\")"),
            ("fn g(c) { c.delete() }", "g(clients.get(1))"),
            ("fn make() { |c| c.delete() }", "[1].map(make())"),
            ("let f = |c| c.delete();", "[1].map(f)"),
            ("let o = #{ f: [|c| c.delete()] };", "[1].map(o.f[0])"),
        ] {
            assert!(!reads(earlier, entry), "{earlier} {entry}");
        }
    }
}
