//! The first rows of a collection, as a prompt shows them.

use super::collection::{Collection, with_columns};
use crate::catalog::{Catalog, RelationKind};
use crate::error::{Error, Result};
use crate::query::NameOf;
use crate::rows::{Column, Named, Rows, Size};
use crate::store::Row;

impl Collection {
    /// Reads the first rows, and if they are wanted the names of what their keys refer to, such as that of a contract's
    /// client: they are the last columns. All is asked for by one round trip, and `show` gets the rows as soon as they are
    /// here. Then says how many there are in all, if there are more.
    ///
    /// # Errors
    /// As [`Collection::count`]; what `show` returns.
    pub fn first_rows<T>(
        &self,
        count: u64,
        with_names: bool,
        show: impl Fn(Rows, &[Named]) -> Result<T>,
    ) -> Result<(T, Option<Size>)> {
        let catalog = self.session().catalog()?;
        let names = if with_names {
            self.names_of_keys(&catalog)?
        } else {
            Vec::new()
        };
        let mut shown = None;
        let mut are_more = false;
        let mut take = |rows: Vec<Row>| {
            are_more = rows.len() as u64 > count;
            shown = Some(
                self.with_names(&names, &rows)
                    .and_then(|(mut rows, names)| {
                        rows.truncate(count);
                        show(rows, &names)
                    }),
            );
        };
        let one_more = self.select().clone().take(count.saturating_add(1));
        let first = one_more.rows_with_names(&names);
        let plan = if self.select().at_most().is_some_and(|most| most <= count) {
            take(self.query(&first)?);
            None
        } else {
            let question = self.size_question();
            let queries = [&first, &question].map(|one| (one.text.as_str(), &one.params[..]));
            let plan = self.session().database().read_both(queries, &mut take);
            Some(plan.map_err(|error| self.session().refine(error))?)
        };
        let shown = shown.ok_or_else(|| Error::fault("a query came back without its rows"))??;
        let size = match plan {
            Some(plan) if are_more => Some(self.size_by(&plan)?),
            _ => None,
        };
        Ok((shown, size))
    }

    /// Rows that were read with names behind them, and which columns these are.
    fn with_names(&self, names: &[NameOf<'_>], rows: &[Row]) -> Result<(Rows, Vec<Named>)> {
        let mut columns = self.columns();
        let own = columns.len();
        columns.extend(names.iter().map(|name| Column {
            name: name.relation.to_owned(),
            kind: Some(name.field.kind()),
        }));
        let key = |name: &NameOf<'_>| self.entity().position(&name.key.name);
        let keys = names.iter().filter_map(key);
        let places = keys.zip(own..).map(|(key, name)| Named { key, name });
        Ok((with_columns(columns, rows)?, places.collect()))
    }

    /// The names of what the keys of a row refer to, as far as that has a name and no field is called like the relation.
    fn names_of_keys<'a>(&'a self, catalog: &'a Catalog) -> Result<Vec<NameOf<'a>>> {
        let entity = self.entity();
        let to_one = entity.relations.iter().filter(|relation| {
            relation.kind == RelationKind::One && entity.field(&relation.name).is_none()
        });
        let mut names = Vec::new();
        for relation in to_one {
            let target = catalog.entity(&relation.target)?;
            if let (Some(key), Some(field)) = (entity.field(&relation.field), target.title()) {
                names.push(NameOf {
                    relation: &relation.name,
                    key,
                    target,
                    field,
                });
            }
        }
        Ok(names)
    }
}
