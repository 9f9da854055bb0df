//! Functions that are grown: names on the way, and results that come early.

use super::fields::Kind;
use super::grower::Grower;

/// What a function gives: the same type in all its branches.
#[derive(Clone, Copy)]
enum Result {
    Text,
    Int,
    Decimal,
    Date,
    Condition,
}

impl Grower<'_> {
    /// A function about the row `x`, and its call for another row.
    pub(super) fn function(&mut self, row: &str, kind: Kind) -> (String, String) {
        let of_this = self.below(4) == 3;
        let outer = std::mem::replace(&mut self.rows, vec![("x".to_owned(), kind)]);
        let result = match self.below(5) {
            0 => Result::Text,
            1 => Result::Int,
            2 => Result::Decimal,
            3 => Result::Date,
            _ => Result::Condition,
        };
        let body = format!("let named = {}; {}", self.int(), self.body(result, 0));
        self.rows = outer;
        if of_this {
            // Closures can't capture `this`.
            let head = "let x = this; let named = this.id;";
            (
                format!("fn grown() {{ {head} {body} }}"),
                format!("{row}.grown()"),
            )
        } else {
            (format!("fn grown(x) {{ {body} }}"), format!("grown({row})"))
        }
    }

    fn body(&mut self, result: Result, inside: usize) -> String {
        let steps: String = (0..self.below(3))
            .map(|_| self.step(result, inside) + " ")
            .collect();
        let last = self.result(result);
        if inside > 0 {
            // There, a value without `return` is not the function's.
            return format!("{steps}return {last};");
        }
        match self.below(3) {
            0 => format!("{steps}return {last};"),
            1 => {
                let (condition, other) = (self.condition(), self.result(result));
                format!("{steps}if {condition} {{ return {last}; }} else {{ {other} }}")
            }
            _ => format!("{steps}{last}"),
        }
    }

    /// A statement after which another one follows.
    fn step(&mut self, result: Result, inside: usize) -> String {
        match self.below(5) {
            // What an inner block names so ends with the block.
            0 => format!("let named = {};", self.int()),
            1 if inside < 2 => {
                let (test, other) = (self.condition(), self.condition());
                let (body, other_result) = (self.body(result, inside + 1), self.result(result));
                format!("if {test} {{ {body} }} else if {other} {{ return {other_result}; }}")
            }
            2 if inside < 2 => {
                let (test, step) = (self.condition(), self.step(result, inside + 1));
                let (limit, value) = (self.below(40), self.result(result));
                format!("if {test} {{ {step} if named > {limit} {{ return {value}; }} }}")
            }
            3 => format!(
                "if named < {} {{ return {}; }}",
                self.below(40),
                self.result(result)
            ),
            _ => {
                let (test, value) = (self.condition(), self.result(result));
                format!("if {test} {{ return {value}; }}")
            }
        }
    }

    fn result(&mut self, result: Result) -> String {
        match result {
            Result::Text => self.text_or_nothing(),
            Result::Int => self.int(),
            Result::Decimal => self.decimal(),
            Result::Date => self.date(),
            Result::Condition => self.condition(),
        }
    }
}
