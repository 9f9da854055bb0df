//! What can follow a dot.

use super::{Candidate, Holds, Vocabulary};
use crate::api::applies;
use crate::catalog::Entity;
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
        Holds::Unknown => {
            let entities = words.entities();
            let mut found = of_type("collection", None);
            found.extend(of_type("record", None));
            found.extend(entities.iter().flat_map(|entity| fields(entity)));
            found
        }
    }
}

/// A function as it is put into the line: closed where no form of it takes anything.
pub(super) fn call(name: &str, belongs: impl Fn(&Function) -> bool) -> Candidate {
    let mut forms = functions().iter().filter(|f| f.name == name && belongs(f));
    let takes =
        forms.any(|form| form.has_arguments || !form.needs_a_dot() && form.receiver.is_some());
    written(name, takes)
}

fn written(name: &str, takes: bool) -> Candidate {
    Candidate {
        name: name.to_owned(),
        text: format!("{name}{}", if takes { "(" } else { "()" }),
    }
}

/// What becomes SQL, and nothing else.
fn in_closure(of: Receiver) -> Vec<Candidate> {
    closure_methods(of)
        .filter(|method| !COMMON.contains(&method.name))
        .map(|method| {
            if method.is_property() {
                Candidate::plain(method.name)
            } else {
                written(method.name, *method.takes.end() > 0)
            }
        })
        .collect()
}

fn fields(entity: &Entity) -> impl Iterator<Item = Candidate> {
    entity.members().map(Candidate::plain)
}

/// The functions of a type that are written after a dot; those of records and collections only where they have a use
/// for the entity's rows.
fn of_type(receiver: &str, of: Option<&Entity>) -> Vec<Candidate> {
    let applies = |function: &&Function| of.is_none_or(|entity| applies(&function.name, entity));
    let own = || functions_of(receiver).filter(|function| function.needs_a_dot());
    // What may be read or called is called.
    let is_called = |name: &str| own().any(|form| form.name == name && !form.is_property);
    own()
        .filter(|function| !COMMON.contains(&function.name.as_str()))
        .filter(applies)
        .map(|function| {
            if is_called(&function.name) {
                call(&function.name, |form| {
                    form.receiver.as_deref() == Some(receiver)
                        && form.needs_a_dot()
                        && !form.is_property
                })
            } else {
                Candidate::plain(&function.name)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

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
