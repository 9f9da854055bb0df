//! What can follow a dot.

use super::{Candidate, Holds, Vocabulary};
use crate::api::{applies, changes, is_mine};
use crate::catalog::{Entity, Field, Relation};
use crate::script::{Function, Receiver, closure_methods, functions, functions_of};

/// Functions of every type, which nobody completes.
const COMMON: [&str; 2] = ["to_string", "to_debug"];

/// The members of what stands before the dot.
pub(super) fn of(base: &Holds, words: &Vocabulary<'_>) -> Vec<Candidate> {
    match base {
        Holds::Many(entity) => of_type("collection", Some(entity)),
        Holds::List(_) => of_type("list", None),
        Holds::Related(_) => in_closure(Receiver::Related),
        Holds::Row(entity) => fields(entity).collect(),
        Holds::One(entity) => {
            let mut found = of_type("record", Some(entity));
            found.extend(fields(entity));
            found
        }
        Holds::Column(kind) => in_closure(Receiver::Value(*kind)),
        Holds::Value(kind) => of_type(kind, None),
        Holds::Map(entries) => {
            let keys = entries
                .iter()
                .map(|(key, holds)| Candidate::plain(key).about(holds.to_string()));
            keys.chain(of_type("map", None)).collect()
        }
        Holds::Unknown => {
            let entities = words.entities();
            let mut found = of_type("collection", None);
            found.extend(of_type("record", None));
            found.extend(entities.iter().flat_map(|entity| fields(entity)));
            found
        }
    }
}

/// A function that stands alone, as it is put into the line.
pub(super) fn alone(name: &str) -> Candidate {
    let forms = functions().iter();
    let forms = forms.filter(|form| form.name == name && !form.needs_a_dot());
    let forms: Vec<&Function> = forms.collect();
    let takes = forms.iter().any(|form| form.receiver.is_some());
    of_forms(name, &forms, takes)
}

/// A function with what its forms say: closed where none of them takes anything.
fn of_forms(name: &str, forms: &[&Function], takes: bool) -> Candidate {
    let mut labels: Vec<&str> = Vec::new();
    for form in forms {
        let label = without_receiver(form);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let summary = forms.first().map(|form| form.summary.as_str());
    Candidate {
        label: labels.join(", "),
        ..called(name, takes).about(summary.unwrap_or_default())
    }
}

fn called(name: &str, takes: bool) -> Candidate {
    Candidate::written(name, format!("{name}{}", if takes { "(" } else { "()" }))
}

/// `take(count)`, of `collection.take(count)`.
fn without_receiver(form: &Function) -> &str {
    let dot = form.signature.find('.').filter(|_| form.needs_a_dot());
    dot.map_or(&form.signature, |dot| &form.signature[dot + 1..])
}

/// What becomes SQL, and nothing else.
fn in_closure(of: Receiver) -> Vec<Candidate> {
    closure_methods(of)
        .filter(|method| !COMMON.contains(&method.name))
        .map(|method| {
            let forms = functions_of(of.type_name());
            let forms: Vec<&Function> = forms.filter(|form| form.name == method.name).collect();
            let about = forms.first().map(|form| form.summary.as_str());
            if method.is_property() {
                Candidate::plain(method.name).about(about.unwrap_or_default())
            } else if forms.is_empty() {
                called(method.name, *method.takes.end() > 0)
            } else {
                of_forms(method.name, &forms, *method.takes.end() > 0)
            }
        })
        .collect()
}

/// The fields and relations of an entity.
fn fields(entity: &Entity) -> impl Iterator<Item = Candidate> {
    let fields = entity.fields.iter().map(field);
    fields.chain(entity.relations.iter().map(relation))
}

/// A field, with its type and what it is for.
pub(super) fn field(field: &Field) -> Candidate {
    let kind = field.shown_type();
    let about = match &field.comment {
        Some(comment) => format!("{kind} · {comment}"),
        None => kind,
    };
    Candidate::plain(&field.name).about(about)
}

/// A relation, with where it leads.
pub(super) fn relation(relation: &Relation) -> Candidate {
    Candidate::plain(&relation.name).about(format!("→ {}", relation.leads()))
}

/// The functions of a type that are written after a dot; those of records and collections only where they have a use
/// for the entity's rows.
fn of_type(receiver: &str, of: Option<&Entity>) -> Vec<Candidate> {
    let has_a_use = |name: &str| {
        of.is_none_or(|entity| applies(name, entity) && !(entity.is_computed && changes(name)))
    };
    let own = functions_of(receiver).filter(|form| form.needs_a_dot());
    let own: Vec<&Function> = own
        .filter(|form| !COMMON.contains(&form.name.as_str()) && has_a_use(&form.name))
        .collect();
    let candidate = |function: &&Function| {
        let forms = own.iter().filter(|form| form.name == function.name);
        // What may be read or called is called.
        let called: Vec<&Function> = forms
            .clone()
            .filter(|form| !form.is_property)
            .copied()
            .collect();
        let candidate = if called.is_empty() {
            Candidate::plain(&function.name).about(&function.summary)
        } else {
            let takes = called.iter().any(|form| form.has_arguments);
            of_forms(&function.name, &called, takes)
        };
        candidate.mine_if(of.is_none_or(|entity| is_mine(&function.name, entity)))
    };
    own.iter().map(candidate).collect()
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::complete;
    use crate::shell::completion::samples::{Words, offered};

    #[test]
    fn a_menu_says_how_each_is_written_what_it_does_and_what_is_not_mine() {
        let words = Words::new();
        let found = |line: &str| complete(line, line.len(), &words.vocabulary()).found;
        let take = &found("clients.tak")[0];
        assert_eq!((take.label.as_str(), take.is_mine), ("take(count)", true));
        assert_eq!(take.about, "At most the next `count` rows.");
        let count = &found("clients.cou")[0];
        assert_eq!(count.label, "count(), count(closure)");
        let delete = &found("clients.get(1).dele")[0];
        assert_eq!((delete.text.as_str(), delete.is_mine), ("delete()", false));
        assert!(!found("clients.get(1).tran")[0].is_mine);
        assert!(found("clients.get(1).upd")[0].is_mine);
        assert_eq!(found("clients.get(1).email")[0].about, "text");
        assert_eq!(found("clients.get(1).contr")[0].about, "→ many contracts");
    }

    #[test]
    fn rows_that_are_computed_are_changed_by_nobody() {
        has(
            "clients.group(|c| c.email).",
            &["filter("],
            &["create(", "update("],
        );
    }

    fn has(line: &str, names: &[&str], not: &[&str]) {
        let all = offered(line);
        let is_there = |name: &&&str| all.iter().any(|text| text == **name);
        assert_eq!(
            names.iter().find(|name| !is_there(name)),
            None,
            "{line}: {all:?}"
        );
        assert_eq!(not.iter().find(is_there), None, "{line}: {all:?}");
    }

    #[test]
    fn collections_have_functions() {
        let some = [
            "all(", "count(", "create(", "filter(", "first()", "get(", "group(", "take(",
        ];
        has("clients.", &some, &["unpaid()", "map(", "to_string()"]);
        assert_eq!(offered("clients.take(5).cou"), ["count("]);
    }

    #[test]
    fn records_have_fields_relations_and_functions() {
        let some = [
            "commercial",
            "contracts",
            "delete()",
            "email",
            "full_name",
            "update(",
        ];
        has("clients.get(1).", &some, &["assign(", "filter("]);
    }

    #[test]
    fn words_of_other_collections_are_not_offered() {
        assert_eq!(offered("clients.unp"), [""; 0]);
        assert_eq!(offered("clients.get(1).ass"), [""; 0]);
        assert_eq!(offered("c.ass"), [""; 0]);
    }

    #[test]
    fn a_closure_offers_what_it_can_say() {
        assert_eq!(
            offered("clients.filter(|c| c."),
            [
                "commercial",
                "commercial_id",
                "contracts",
                "email",
                "full_name",
                "id",
                "role_note"
            ]
        );
        assert_eq!(offered("clients.filter(|c| c.commercial.de"), [""; 0]);
        assert_eq!(offered("clients.filter(|c| c.contracts.co"), ["count("]);
        assert_eq!(offered("clients.filter(|c| c.contracts.cre"), [""; 0]);
        // A list's closure is run: its rows are records.
        assert_eq!(offered("clients.all().map(|c| c.del"), ["delete()"]);
        assert_eq!(offered("clients.all().gro"), [""; 0]);
        assert_eq!(offered("clients.all().jo"), ["join("]);
    }

    #[test]
    fn values_have_their_functions_and_anything_has_all() {
        has("30.", &["days", "weeks", "is_even()"], &["filter("]);
        has("today().", &["year", "month", "day"], &["hour"]);
        let of_texts = ["split(", "to_upper()", "trim()", "contains("];
        has("clients.get(1).email.", &of_texts, &["date(", "parse_int("]);
        let all = ["commercial", "client", "count(", "update("];
        has("nonsense.", &all, &[]);
    }

    #[test]
    fn a_value_in_a_closure_offers_what_becomes_sql() {
        has(
            "clients.filter(|c| c.email.",
            &["to_upper()", "sub_string("],
            &["split(", "replace("],
        );
        has(
            "clients.filter(|c| c.id.",
            &["is_even()", "abs()"],
            &["days", "to_float()"],
        );
        assert_eq!(offered("clients.filter(|c| c.email.split(\",\")."), [""; 0]);
    }
}
