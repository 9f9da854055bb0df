//! What is known of the words of an entry, for completion, colours and help: nothing is evaluated.

use super::held::{self, Held};
use super::tokens::{self, Token};
use super::{Interpreter, incomplete, reference};
use crate::error::Result;

impl Interpreter {
    /// Whether the text is the beginning of an entry that continues on the next line.
    #[must_use]
    pub fn is_incomplete(&self, text: &str) -> bool {
        incomplete::check(&self.engine, text)
    }

    /// Whether the text is right in the language, or the beginning of what may be. Nothing is evaluated.
    #[must_use]
    pub fn is_code(&self, text: &str) -> bool {
        self.engine.compile(text).is_ok() || self.is_incomplete(text)
    }

    /// Whether a name is that of a variable, a function or an argument of one's own.
    #[must_use]
    pub fn defines(&self, name: &str) -> bool {
        let is_function = |function: rhai::ScriptFnMetadata<'_>| function.name == name;
        self.scope.contains(name)
            || self.library.iter_functions().any(is_function)
            || self
                .context
                .argument_names()
                .iter()
                .any(|known| known == name)
    }

    /// Whether a name has a value: a variable, an argument, a collection.
    pub(super) fn is_value(&self, name: &str) -> bool {
        self.scope.contains(name)
            || self.context.argument(name).is_some()
            || self.context.collections().iter().any(|known| known == name)
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
        let functions = reference::names().map(str::to_owned);
        let mut names: Vec<String> = variables.chain(own).chain(functions).collect();
        names.extend(self.context.collections());
        names.extend(self.context.argument_names());
        names.extend(["me".to_owned(), "it".to_owned()]);
        names.retain(|name| name.starts_with(|c: char| c.is_alphabetic()) && !name.contains('$'));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What a variable or an argument holds. Nothing is evaluated.
    #[must_use]
    pub fn holds(&self, variable: &str) -> Option<Held> {
        match self.scope.get(variable) {
            Some(value) => Some(held::of(value)),
            None if variable == "it" => self.context.of_last(held::of),
            None => self.context.argument(variable).as_ref().map(held::of),
        }
    }

    /// The functions of one's own: their names and their parameters.
    #[must_use]
    pub fn own_functions(&self) -> Vec<(String, Vec<String>)> {
        let own = self.library.iter_functions();
        let own = own.filter(|function| !function.name.contains('$'));
        own.map(|function| {
            let params = function.params.iter().map(ToString::to_string);
            (function.name.to_owned(), params.collect())
        })
        .collect()
    }

    /// What functions and collections are for: all of them in short, or one in full.
    ///
    /// # Errors
    /// There is nothing of that name.
    pub fn help(&self, about: Option<&str>) -> Result<String> {
        reference::help(
            self.context.catalog().as_deref(),
            &*self.context.host(),
            about,
        )
    }
}
