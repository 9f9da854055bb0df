//! What all changes of a row come to: from what it was to what it became.

use crate::catalog::{Action, Entity};
use crate::error::{Error, Result};
use crate::store::Row;
use crate::value::{Json, Part, Type, Value, decimal, parse};
use std::collections::BTreeMap;

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange {
    /// The entity.
    pub entity: String,
    /// The row's id.
    pub id: i64,
    /// Who or what it is: its name, where its entity has one.
    pub name: Option<String>,
    /// Whether it was created, updated or deleted.
    pub action: Action,
    /// What was given, changed or lost.
    pub fields: Vec<FieldChange>,
}

/// What became of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it was; null in a row that was created.
    pub before: Value,
    /// What it became; null in a row that was deleted.
    pub after: Value,
    /// The name of the row that `before` is the id of.
    pub before_name: Option<String>,
    /// The name of the row that `after` is the id of.
    pub after_name: Option<String>,
}

type Fields = BTreeMap<String, Json>;

impl RowChange {
    /// From the entity, the id, what it comes to, and its changes as pairs of old and new values, the first change first.
    pub(super) fn read(
        row: &Row,
        entity: impl Fn(&str) -> Option<std::rc::Rc<Entity>>,
    ) -> Result<Self> {
        let (name, id, action, steps) = match (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?) {
            (Value::Text(name), Value::Int(id), Value::Text(action), Value::Json(steps)) => {
                (name, id, Action::named(&action)?, steps)
            }
            _ => return Err(Error::fault("the audit's changes can't be understood")),
        };
        let known = entity(&name);
        let (before, after) = ends(&steps, action);
        Ok(Self {
            name: known.as_deref().and_then(|known| {
                let title = &known.title()?.name;
                let written = after.get(title).or_else(|| before.get(title))?;
                Some(value(written, Type::Text).to_string())
            }),
            fields: fields(known.as_deref(), &before, &after),
            entity: name,
            id,
            action,
        })
    }
}

/// What the fields were before the first change, and what they are after the last one.
fn ends(steps: &Json, action: Action) -> (Fields, Fields) {
    let (mut before, mut after) = (Fields::new(), Fields::new());
    let steps = match steps.part() {
        Some(Part::List(steps)) => steps,
        _ => Vec::new(),
    };
    for step in steps {
        let Some(Part::List(pair)) = step.part() else {
            continue;
        };
        let mut pair = pair.iter().map(object);
        for (field, old) in pair.next().unwrap_or_default() {
            before.entry(field).or_insert(old);
        }
        after.extend(pair.next().unwrap_or_default());
    }
    match action {
        Action::Insert => before.clear(),
        Action::Delete => after.clear(),
        _ => {}
    }
    (before, after)
}

/// In the order of the entity's fields; what it does not have any more comes last.
fn fields(entity: Option<&Entity>, before: &Fields, after: &Fields) -> Vec<FieldChange> {
    let known = entity
        .map(|entity| entity.fields.as_slice())
        .unwrap_or_default();
    let place = |name: &str| known.iter().position(|field| field.name == name);
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_by_key(|name| (place(name).unwrap_or(usize::MAX), *name));
    names.dedup();
    let changed = |name: &&String| name.as_str() != "id" && before.get(*name) != after.get(*name);
    let read = |name: &String| {
        let kind = place(name).map_or(Type::Text, |place| known[place].kind());
        let of = |fields: &Fields| {
            fields
                .get(name)
                .map_or(Value::Null, |json| value(json, kind))
        };
        FieldChange {
            field: name.clone(),
            before: of(before),
            after: of(after),
            before_name: None,
            after_name: None,
        }
    };
    let all = names.into_iter().filter(changed).map(read);
    // Of a whole row, what it does not have says nothing.
    all.filter(|change| !(change.before.is_null() && change.after.is_null()))
        .collect()
}

fn object(json: &Json) -> Fields {
    match json.part() {
        Some(Part::Object(fields)) => fields,
        _ => Fields::new(),
    }
}

/// A value as the audit has it, in JSON, as one of its field's type.
fn value(json: &Json, kind: Type) -> Value {
    let text = match json.part() {
        None | Some(Part::Null) => return Value::Null,
        Some(Part::Bool(truth)) => return Value::Bool(truth),
        Some(Part::Number(digits)) => return number(&digits),
        Some(Part::List(_) | Part::Object(_)) => return Value::Json(json.clone()),
        Some(Part::Text(text)) => text,
    };
    let moment = || parse::moment(&text)?.ok().map(Value::Timestamp);
    let read = match kind {
        Type::Date => parse::date(&text).map(Value::Date),
        Type::Timestamp => moment(),
        _ => None,
    };
    read.unwrap_or(Value::Text(text))
}

fn number(digits: &str) -> Value {
    let whole = digits.parse().ok().map(Value::Int);
    whole
        .or_else(|| decimal(digits).map(Value::Decimal))
        .unwrap_or_else(|| Value::Json(Json::known(digits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(steps: &str, action: Action) -> Vec<(String, String, String)> {
        let (before, after) = ends(&Json::known(steps), action);
        let all = fields(None, &before, &after).into_iter();
        all.map(|change| {
            (
                change.field,
                change.before.to_string(),
                change.after.to_string(),
            )
        })
        .collect()
    }

    fn change(field: &str, before: &str, after: &str) -> (String, String, String) {
        (field.to_owned(), before.to_owned(), after.to_owned())
    }

    #[test]
    fn several_changes_of_a_row_are_one() {
        let twice = r#"[[{"a": 1, "b": 2}, {"a": 2, "b": 3}], [{"a": 2}, {"a": 1.50}]]"#;
        assert_eq!(
            merged(twice, Action::Update),
            [change("a", "1", "1.50"), change("b", "2", "3")]
        );
        let and_back = r#"[[{"a": 1}, {"a": 2}], [{"a": 2}, {"a": 1}]]"#;
        assert_eq!(merged(and_back, Action::Update), []);
        let created = r#"[[null, {"id": 7, "a": 1, "b": null}], [{"a": 1}, {"a": 2}]]"#;
        assert_eq!(merged(created, Action::Insert), [change("a", "", "2")]);
        let deleted = r#"[[{"a": 1}, {"a": 2}], [{"id": 7, "a": 2, "b": true}, null]]"#;
        assert_eq!(
            merged(deleted, Action::Delete),
            [change("a", "1", ""), change("b", "true", "")]
        );
        let replaced = r#"[[{"id": 7, "a": 1, "b": 2}, null], [null, {"id": 7, "a": 1, "b": 3}]]"#;
        assert_eq!(merged(replaced, Action::Update), [change("b", "2", "3")]);
    }

    #[test]
    fn a_value_has_the_type_of_its_field() {
        let value = |json: &str, kind| value(&Json::known(json), kind);
        assert_eq!(value("null", Type::Date), Value::Null);
        assert!(matches!(
            value(r#""2026-01-31""#, Type::Date),
            Value::Date(_)
        ));
        assert_eq!(
            value(r#""2026-01-31""#, Type::Text),
            Value::Text("2026-01-31".into())
        );
        let moment = r#""2026-01-31T18:00:00.25+00:00""#;
        assert!(matches!(
            value(moment, Type::Timestamp),
            Value::Timestamp(_)
        ));
        assert_eq!(
            value(r#""infinity""#, Type::Date),
            Value::Text("infinity".into())
        );
        let far = "123456789012345678901234567890123456789";
        assert_eq!(value(far, Type::Decimal), Value::Json(Json::known(far)));
        assert_eq!(value("[1]", Type::Text), Value::Json(Json::known("[1]")));
    }
}
