//! A closure's definition: its parameters and statements.
//!
//! Rhai turns a closure into a script function whose parameters are what it captured, then its own.

use rhai::{AST, ASTNode, Module, NativeCallContext, Stmt};

/// What a closure or a script function consists of.
pub(super) struct Definition {
    pub(super) params: Vec<String>,
    pub(super) body: Vec<Stmt>,
}

/// Finds a script function of so many parameters.
pub(super) fn find(ctx: &NativeCallContext, name: &str, params: usize) -> Option<Definition> {
    let function = ctx
        .namespaces()
        .iter()
        .rev()
        .find_map(|module| module.get_script_fn(name, params))?
        .clone();
    let names = function.params.iter().map(ToString::to_string).collect();
    // The type of a function's statements is not exported; a tree that holds only this function is
    // walked instead, and its statements of the first level collected.
    let mut module = Module::new();
    module.set_script_fn(function);
    let mut body = Vec::new();
    AST::new([], module).walk(&mut |path: &[ASTNode]| {
        if let [ASTNode::Stmt(statement)] = path {
            body.push((*statement).clone());
        }
        true
    });
    Some(Definition {
        params: names,
        body,
    })
}

/// Whether there is a script function of that name.
pub(super) fn exists(ctx: &NativeCallContext, name: &str, params: usize) -> bool {
    ctx.namespaces()
        .iter()
        .any(|module| module.get_script_fn(name, params).is_some())
}
