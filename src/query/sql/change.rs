//! Statements that change rows. Values are parameters, cast to the column's own type.

use super::expression::expression;
use super::joins::{joins, uses_joins};
use super::pen::Pen;
use crate::catalog::{Entity, Field};
use crate::query::Statement;
use crate::query::ast::expr::Expr;
use crate::query::ast::select::Select;
use crate::value::Value;

/// Creates rows and returns their fields. A field that a row does not give gets its default.
#[must_use]
pub fn insert(entity: &Entity, fields: &[&Field], rows: &[Vec<Option<Value>>]) -> Statement {
    let mut pen = Pen::default();
    pen.put("insert into ").name(&entity.name).put(" as t ");
    if fields.is_empty() {
        pen.put("default values");
    } else {
        pen.put("(").join(", ", fields, |pen, field| {
            pen.quoted(&field.name);
        });
        pen.put(") values ").join(", ", rows, |pen, row| {
            pen.put("(").join(
                ", ",
                fields.iter().zip(row),
                |pen, (field, value)| match value {
                    Some(value) => typed(pen, field, value),
                    None => {
                        pen.put("default");
                    }
                },
            );
            pen.put(")");
        });
    }
    returning(&mut pen, entity);
    pen.finish()
}

/// Changes the row with an id and returns its fields; only if the changed fields are still as they
/// were read.
#[must_use]
pub fn update(
    entity: &Entity,
    id: &Value,
    values: &[(&Field, Value)],
    read: &[Value],
) -> Statement {
    let mut pen = Pen::default();
    pen.put("update ").name(&entity.name).put(" t set ");
    pen.join(", ", values, |pen, (field, value)| {
        pen.quoted(&field.name).put(" = ");
        typed(pen, field, value);
    });
    pen.put(" where t.id = ").bind(id);
    for ((field, _), before) in values.iter().zip(read) {
        pen.put(" and t.")
            .name(&field.name)
            .put(" is not distinct from ");
        typed(&mut pen, field, before);
    }
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

/// Suffix of the text sent in place of a number that would be rounded, after the number and its field.
pub const NOT_ROUNDED: &str = " would be rounded";

/// Changes all rows of a query. A computed value with more decimals than its field keeps fails: what stands for
/// it is no number, and names it.
#[must_use]
pub fn update_all(which: &Select, values: &[(&Field, Expr)]) -> Statement {
    let mut pen = Pen::default();
    pen.put("update ").name(&which.entity.name).put(" t set ");
    pen.join(", ", values, |pen, (field, value)| {
        pen.quoted(&field.name).put(" = ");
        let is_computed = !matches!(value, Expr::Value(_));
        match field.decimals().filter(|_| is_computed) {
            Some(decimals) => unrounded(pen, field, value, decimals),
            None => {
                pen.put("(");
                value_of_row(pen, value);
                pen.put(")::").put(&field.sql_type);
            }
        }
    });
    which.write_which(&mut pen);
    pen.finish()
}

/// Deletes all rows of a query.
#[must_use]
pub fn delete_all(which: &Select) -> Statement {
    let mut pen = Pen::default();
    pen.put("delete from ").name(&which.entity.name).put(" t");
    which.write_which(&mut pen);
    pen.finish()
}

fn unrounded(pen: &mut Pen, field: &Field, value: &Expr, decimals: u32) {
    let name = field.name.replace('\'', "''");
    pen.put("(select case when v = round(v, ")
        .put(&decimals.to_string())
        .put(") or v is null then v else (v || ' ")
        .put(&name)
        .put(NOT_ROUNDED)
        .put("')::numeric end from (select (");
    value_of_row(pen, value);
    pen.put(")::numeric as v) as given)");
}

/// A new value; one that looks at related rows is a query of its own about the row.
fn value_of_row(pen: &mut Pen, value: &Expr) {
    if !uses_joins(std::iter::once(value)) {
        return expression(pen, value);
    }
    pen.put("select ");
    expression(pen, value);
    pen.put(" from (select t.*) t");
    joins(pen, 0, std::iter::once(value));
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
