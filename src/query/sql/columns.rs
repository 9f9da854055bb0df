//! Statements about many rows at once, whose values are given column by column: `unnest` makes rows of them.

use super::pen::Pen;
use crate::catalog::{Entity, Field};
use crate::query::Statement;
use crate::value::Value;

/// A field, and its values in all rows.
pub type Column<'a> = (&'a Field, Vec<Value>);

/// Creates rows.
#[must_use]
pub fn insert_columns(entity: &Entity, columns: Vec<Column<'_>>) -> Statement {
    let mut pen = Pen::default();
    pen.put("insert into ").name(&entity.name).put(" (");
    pen.join(", ", &columns, |pen, (field, _)| {
        pen.quoted(&field.name);
    });
    pen.put(") select ");
    let count = columns.len();
    pen.join(", ", 0..count, |pen, place| {
        pen.put(&format!("v.c{place}"));
    });
    pen.put(" from ");
    given(&mut pen, columns, "");
    pen.finish()
}

/// Changes the rows with these ids, and returns the ids of those that were changed. What is null stays as it is.
#[must_use]
pub fn update_columns(entity: &Entity, ids: Column<'_>, columns: Vec<Column<'_>>) -> Statement {
    let mut pen = Pen::default();
    pen.put("update ").name(&entity.name).put(" t set ");
    pen.join(
        ", ",
        columns.iter().enumerate(),
        |pen, (place, (field, _))| {
            pen.quoted(&field.name).put(" = ");
            new_or_old(pen, field, place + 1);
        },
    );
    pen.put(" from ");
    let all = std::iter::once(ids).chain(columns);
    given(&mut pen, all.collect(), "");
    pen.put(" where t.id = v.c0 returning t.id");
    pen.finish()
}

/// Finds the rows with these keys: the place of the key (from 1), the id of its row, and whether the row has the
/// other values already. What is null is not compared.
#[must_use]
pub fn matching(entity: &Entity, keys: Column<'_>, columns: Vec<Column<'_>>) -> Statement {
    let mut pen = Pen::default();
    let key = keys.0;
    pen.put("select v.n, t.id");
    for (place, (field, _)) in columns.iter().enumerate() {
        pen.put(if place == 0 { ", " } else { " and " });
        new_or_old(&mut pen, field, place + 1);
        pen.put(" is not distinct from t.").quoted(&field.name);
    }
    pen.put(" from ");
    let all = std::iter::once(keys).chain(columns);
    given(&mut pen, all.collect(), "with ordinality ");
    pen.put(" join ")
        .name(&entity.name)
        .put(" t on t.")
        .quoted(&key.name)
        .put(" = v.c0");
    pen.finish()
}

/// The given value of a row, or the one that is there.
fn new_or_old(pen: &mut Pen, field: &Field, place: usize) {
    pen.put(&format!("coalesce(v.c{place}, t."))
        .quoted(&field.name)
        .put(")");
}

/// The rows that columns make: `unnest($1::text[], …) as v (c0, …)`.
fn given(pen: &mut Pen, columns: Vec<Column<'_>>, ordinality: &str) {
    let count = columns.len();
    pen.put("unnest(");
    pen.join(", ", columns, |pen, (field, values)| {
        pen.bind_column(values)
            .put("::")
            .put(&field.sql_type)
            .put("[]");
    });
    pen.put(") ").put(ordinality).put("as v (");
    pen.join(", ", 0..count, |pen, place| {
        pen.put(&format!("c{place}"));
    });
    pen.put(if ordinality.is_empty() { ")" } else { ", n)" });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Type;

    #[test]
    fn each_column_is_one_parameter() {
        let field = |name: &str, kind| Field::computed(name, kind, true);
        let (id, email, day) = (
            field("id", Type::Int),
            field("email", Type::Text),
            field("Day", Type::Date),
        );
        let entity = Entity::of_columns("clients", vec![id.clone(), email.clone(), day.clone()]);
        let texts = |statement: Statement| (statement.text, statement.params.len());
        let no = || vec![Value::Null; 3];
        assert_eq!(
            texts(insert_columns(&entity, vec![(&email, no()), (&day, no())])),
            (
                "insert into clients (\"email\", \"Day\") select v.c0, v.c1 \
              from unnest($1::text[], $2::date[]) as v (c0, c1)"
                    .to_owned(),
                2
            )
        );
        assert_eq!(
            texts(update_columns(&entity, (&id, no()), vec![(&day, no())])),
            (
                "update clients t set \"Day\" = coalesce(v.c1, t.\"Day\") \
              from unnest($1::bigint[], $2::date[]) as v (c0, c1) where t.id = v.c0 returning t.id"
                    .to_owned(),
                2
            )
        );
        assert_eq!(
            texts(matching(&entity, (&email, no()), vec![(&day, no())])),
            (
                "select v.n, t.id, coalesce(v.c1, t.\"Day\") is not distinct from t.\"Day\" \
              from unnest($1::text[], $2::date[]) with ordinality as v (c0, c1, n) \
              join clients t on t.\"email\" = v.c0"
                    .to_owned(),
                2
            )
        );
        assert_eq!(
            texts(matching(&entity, (&email, no()), vec![])).0,
            "select v.n, t.id from unnest($1::text[]) with ordinality as v (c0, n) join clients t on t.\"email\" = v.c0"
        );
    }
}
