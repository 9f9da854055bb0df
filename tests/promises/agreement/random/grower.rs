//! Grows a closure from numbers.

use super::fields::{Fields, Kind};

/// Grows a closure: every choice takes a number; when they run out, the simplest is chosen.
pub(super) struct Grower<'a> {
    numbers: std::slice::Iter<'a, u16>,
    pub(super) rows: Vec<(String, Kind)>,
    depth: usize,
    /// How many questions about related rows are open: one inside the other takes too long.
    pub(super) many: usize,
}

impl<'a> Grower<'a> {
    pub(super) fn new(numbers: &'a [u16], row: &str, kind: Kind) -> Self {
        Self {
            numbers: numbers.iter(),
            rows: vec![(row.to_owned(), kind)],
            depth: 0,
            many: 0,
        }
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or_default()) % count
    }

    pub(super) fn of<'t>(&mut self, choices: &'t [&'t str]) -> &'t str {
        choices[self.below(choices.len())]
    }

    /// Deeper, until it is deep enough.
    pub(super) fn deeper(
        &mut self,
        choices: usize,
        grow: impl FnOnce(&mut Self, usize) -> String,
    ) -> String {
        let choice = if self.depth >= 4 {
            0
        } else {
            self.below(choices)
        };
        self.depth += 1;
        let grown = grow(self, choice);
        self.depth -= 1;
        grown
    }

    /// A row to speak about: `c`, `k.client`, `k.client.commercial`.
    pub(super) fn row(&mut self) -> (String, Kind) {
        let place = self.below(self.rows.len());
        let (mut path, mut kind) = self.rows[place].clone();
        while self.below(3) == 2 {
            let one = kind.fields().one;
            let Some((name, next)) = one.first() else {
                break;
            };
            path = format!("{path}.{name}");
            kind = *next;
        }
        (path, kind)
    }

    /// A field of some row, and whether it may be nothing.
    pub(super) fn field(
        &mut self,
        fields: impl Fn(&Fields) -> &'static [&'static str],
    ) -> Option<(String, bool)> {
        for _ in 0..4 {
            let (path, kind) = self.row();
            let known = fields(&kind.fields());
            if known.is_empty() {
                continue;
            }
            let field = self.of(known);
            let nullable = field.ends_with('?');
            let field = field.trim_end_matches('?');
            let in_brackets = !field.contains('.') && self.below(5) == 4;
            let named = if in_brackets {
                format!("{path}[\"{field}\"]")
            } else {
                format!("{path}.{field}")
            };
            return Some((named, nullable));
        }
        None
    }

    /// A value to select and to sort by; a `let` before it.
    pub(super) fn value(&mut self) -> String {
        match self.below(7) {
            0 => self.text_or_nothing(),
            1 => self.int(),
            2 => self.decimal(),
            3 => self.date(),
            4 => self.moment(),
            _ => self.condition(),
        }
    }

    /// An expression about the row, and the functions it calls.
    pub(super) fn grown(mut self) -> (String, String) {
        match self.below(5) {
            0 => {
                let (named, row) = (self.text_or_nothing(), self.rows[0].0.clone());
                let closure = format!(
                    "{{ let named = {named}; named != () && ({}) || {row}.id > 9 }}",
                    self.condition()
                );
                (String::new(), closure)
            }
            1 | 2 => {
                let (row, kind) = self.rows[0].clone();
                self.function(&row, kind)
            }
            _ => (String::new(), self.value()),
        }
    }
}
