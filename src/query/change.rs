//! Statements that change rows. Values are parameters, cast to the column's own type.

use super::Statement;
use super::write::Pen;
use crate::catalog::{Entity, Field};
use crate::value::Value;

/// Creates a row and returns its fields.
#[must_use]
pub fn insert(entity: &Entity, values: &[(&Field, Value)]) -> Statement {
    let mut pen = Pen::default();
    pen.put("insert into ").name(&entity.name).put(" as t ");
    if values.is_empty() {
        pen.put("default values");
    } else {
        pen.put("(").join(", ", values, |pen, (field, _)| {
            pen.quoted(&field.name);
        });
        pen.put(") values (")
            .join(", ", values, |pen, (field, value)| typed(pen, field, value))
            .put(")");
    }
    returning(&mut pen, entity);
    pen.finish()
}

/// Changes the row with an id and returns its fields.
#[must_use]
pub fn update(entity: &Entity, id: &Value, values: &[(&Field, Value)]) -> Statement {
    let mut pen = Pen::default();
    pen.put("update ").name(&entity.name).put(" t set ");
    pen.join(", ", values, |pen, (field, value)| {
        pen.quoted(&field.name).put(" = ");
        typed(pen, field, value);
    });
    pen.put(" where t.id = ").bind(id);
    returning(&mut pen, entity);
    pen.finish()
}

/// Deletes the row with an id.
#[must_use]
pub fn delete(entity: &Entity, id: &Value) -> Statement {
    let mut pen = Pen::default();
    pen.put("delete from ")
        .name(&entity.name)
        .put(" t where t.id = ")
        .bind(id);
    pen.finish()
}

fn typed(pen: &mut Pen, field: &Field, value: &Value) {
    pen.bind(value).put("::").put(&field.sql_type);
}

fn returning(pen: &mut Pen, entity: &Entity) {
    pen.put(" returning ")
        .join(", ", &entity.fields, |pen, field| {
            pen.put("t.").name(&field.name);
            if field.is_cast() {
                pen.put("::text");
            }
        });
}
