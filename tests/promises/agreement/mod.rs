//! A closure means the same in the database and in a script: each is run as SQL, and by Rhai over loaded
//! rows, and both must give the same. The few differences are in `docs/decisions/0006`, and below.

mod cases;
mod differences;
mod random;
mod world;

use epic::value::Value;
use std::cmp::Ordering;
use world::World;

/// What a case is about: a collection, and the name of its row in the expression.
#[derive(Debug, Clone, Copy)]
struct Of {
    collection: &'static str,
    row: &'static str,
}

const CLIENTS: Of = Of {
    collection: "clients",
    row: "c",
};
const CONTRACTS: Of = Of {
    collection: "contracts",
    row: "k",
};
const EVENTS: Of = Of {
    collection: "events",
    row: "e",
};

impl World {
    /// Compares an expression as a column, as a key to sort by, and as a condition when it is one.
    fn compare(&mut self, of: Of, expr: &str) -> Result<(), String> {
        let Of { collection, row } = of;
        let local = format!("{collection}_rows");
        let (sql, rhai) = self.pair(&format!(
            "[{collection}.select(|{row}| #{{ v: {expr} }}).all().map(|r| r.v), {local}.map(|{row}| {expr})]"
        ))?;
        agree(expr, "select", &sql, &rhai)?;
        let (ids, keys) = self
            .pair(&format!(
                "[{collection}.sort(|{row}| {expr}).all().map(|r| r.id), {local}.map(|r| r.id)]"
            ))
            .map(|(sorted, ids)| (sorted, sorted_by(&ids, &rhai)))?;
        agree(expr, "sort", &ids, &keys)?;
        if rhai.iter().any(|value| !matches!(value, Value::Bool(_))) {
            return Ok(());
        }
        for condition in [expr.to_owned(), format!("!({expr})")] {
            let (sql, rhai) = self.pair(&format!(
                "{{ let f = |{row}| {condition}; [{collection}.filter(f).all().map(|r| r.id), {local}.filter(f).map(|r| r.id)] }}"
            ))?;
            agree(&condition, "filter", &sql, &rhai)?;
        }
        Ok(())
    }

    fn pair(&mut self, code: &str) -> Result<(Vec<Value>, Vec<Value>), String> {
        match self
            .value(code)
            .map_err(|error| format!("{code}\n{error}"))?
        {
            Value::List(lists) => match <[Value; 2]>::try_from(lists) {
                Ok([Value::List(sql), Value::List(rhai)]) => Ok((sql, rhai)),
                other => Err(format!("{code}\n{other:?}")),
            },
            other => Err(format!("{code}\n{other:?}")),
        }
    }
}

fn agree(expr: &str, how: &str, sql: &[Value], rhai: &[Value]) -> Result<(), String> {
    let differ = |(place, (sql, rhai)): (usize, (&Value, &Value))| {
        (order(sql, rhai) != Ordering::Equal)
            .then(|| format!("row {place}: SQL {sql:?}, Rhai {rhai:?}"))
    };
    let differing: Vec<String> = sql
        .iter()
        .zip(rhai)
        .enumerate()
        .filter_map(differ)
        .collect();
    if differing.is_empty() && sql.len() == rhai.len() {
        return Ok(());
    }
    Err(format!(
        "{how}: {expr}\n  SQL {} rows, Rhai {} rows\n  {}",
        sql.len(),
        rhai.len(),
        differing.join("\n  ")
    ))
}

/// Ids in the order of their keys; nothing comes first, equal keys keep their places.
fn sorted_by(ids: &[Value], keys: &[Value]) -> Vec<Value> {
    let mut both: Vec<(&Value, &Value)> = keys.iter().zip(ids).collect();
    both.sort_by(|(left, _), (right, _)| order(left, right));
    both.into_iter().map(|(_, id)| id.clone()).collect()
}

/// As scripts compare; a whole number equals the decimal number of the same value.
fn order(left: &Value, right: &Value) -> Ordering {
    use Value::{Bool, Date, Decimal, Float, Int, Null, Text, Timestamp};
    match (left, right) {
        (Null, Null) => Ordering::Equal,
        (Null, _) => Ordering::Less,
        (_, Null) => Ordering::Greater,
        (Bool(a), Bool(b)) => a.cmp(b),
        (Int(a), Int(b)) => a.cmp(b),
        (Int(a), Decimal(b)) => rust_decimal::Decimal::from(*a).cmp(b),
        (Decimal(a), Int(b)) => a.cmp(&(*b).into()),
        (Decimal(a), Decimal(b)) => a.cmp(b),
        (Float(a), Float(b)) => a.total_cmp(b),
        (Text(a), Text(b)) => a.cmp(b),
        (Date(a), Date(b)) => a.cmp(b),
        (Timestamp(a), Timestamp(b)) => a.cmp(b),
        #[allow(clippy::cast_precision_loss)]
        (Int(a), Float(b)) => (*a as f64).total_cmp(b),
        #[allow(clippy::cast_precision_loss)]
        (Float(a), Int(b)) => a.total_cmp(&(*b as f64)),
        // Of different types: never equal.
        _ => format!("{left:?}").cmp(&format!("{right:?}")),
    }
}
