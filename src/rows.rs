//! A result as the renderers take it: columns, and rows of values.

use crate::value::{Type, Value};

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Its type; none when it is not known (then it is drawn as text).
    pub kind: Option<Type>,
}

/// A column that says the name of what another column refers to by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The index of the column with the ids.
    pub key: usize,
    /// The index of the column with the names.
    pub name: usize,
}

/// A finished result: what `render` draws and exports write.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows; each as long as `columns`.
    pub rows: Vec<Vec<Value>>,
}

impl Rows {
    /// One value as a row, and the empty list as none.
    ///
    /// ```
    /// use epic::{rows::Rows, value::Value};
    /// let rows = Rows::of(&Value::Int(42));
    /// assert_eq!((rows.columns[0].name.as_str(), rows.rows), ("value", vec![vec![Value::Int(42)]]));
    /// ```
    #[must_use]
    pub fn of(value: &Value) -> Self {
        if matches!(value, Value::List(items) if items.is_empty()) {
            return Self::default();
        }
        Self {
            columns: vec![Column {
                name: "value".into(),
                kind: value.kind(),
            }],
            rows: vec![vec![value.clone()]],
        }
    }

    /// Rows of texts.
    pub fn of_texts<const N: usize>(
        names: [&str; N],
        rows: impl Iterator<Item = [String; N]>,
    ) -> Self {
        let column = |name: &str| Column {
            name: name.to_owned(),
            kind: Some(Type::Text),
        };
        Self {
            columns: names.map(column).into(),
            rows: rows.map(|cells| cells.map(Value::Text).into()).collect(),
        }
    }

    /// The rows without the names that were added at their end.
    #[must_use]
    pub fn without(mut self, names: &[Named]) -> Self {
        if names.is_empty() {
            return self;
        }
        let own = self.columns.len().saturating_sub(names.len());
        self.columns.truncate(own);
        self.rows.iter_mut().for_each(|row| row.truncate(own));
        self
    }

    /// Keeps the first `count` rows only.
    pub fn truncate(&mut self, count: u64) {
        self.rows
            .truncate(usize::try_from(count).unwrap_or(usize::MAX));
    }
}

/// How many rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// So many.
    Counted(u64),
    /// About so many: what the database expects, since counting takes time.
    About(u64),
}
