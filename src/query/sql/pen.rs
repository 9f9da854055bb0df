//! The SQL writer: text that grows, and its parameters.

use crate::query::Statement;
use crate::value::Value;

/// Whether both can share a parameter: `1.0` is not `1.00` when it is shown.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Decimal(a), Value::Decimal(b)) => a == b && a.scale() == b.scale(),
        _ => left == right,
    }
}

/// Text and parameters, growing together.
#[derive(Debug, Default)]
pub(super) struct Pen {
    text: String,
    params: Vec<Value>,
}

impl Pen {
    /// Adds text.
    pub(super) fn put(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a parameter; the same value is sent once.
    pub(super) fn bind(&mut self, value: &Value) -> &mut Self {
        let index = self
            .params
            .iter()
            .position(|known| is_same(known, value))
            .unwrap_or_else(|| {
                self.params.push(value.clone());
                self.params.len() - 1
            });
        self.text.push('$');
        self.text.push_str(&(index + 1).to_string());
        self
    }

    /// Adds a parameter of its own: values of many rows, which are not worth to be compared with others.
    pub(super) fn bind_column(&mut self, values: Vec<Value>) -> &mut Self {
        self.params.push(Value::List(values));
        self.text.push('$');
        self.text.push_str(&self.params.len().to_string());
        self
    }

    /// Adds items with something between them.
    pub(super) fn join<T>(
        &mut self,
        between: &str,
        items: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                self.put(between);
            }
            each(self, item);
        }
        self
    }

    /// Adds a name after a dot or as a heading: plain where SQL allows it.
    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if plain {
            self.put(name)
        } else {
            self.quoted(name)
        }
    }

    /// Adds a name in quotes: right everywhere.
    pub(super) fn quoted(&mut self, name: &str) -> &mut Self {
        self.put("\"").put(&name.replace('"', "\"\"")).put("\"")
    }

    /// Adds a name as a text: one of the catalog, never what somebody typed.
    pub(super) fn literal(&mut self, name: &str) -> &mut Self {
        self.put("'").put(&name.replace('\'', "''")).put("'")
    }

    /// The finished statement.
    pub(super) fn finish(self) -> Statement {
        Statement {
            text: self.text,
            params: self.params,
        }
    }
}
