//! What can follow a dot.

use super::{Candidate, Holds, Vocabulary};
use crate::api::applies;
use crate::catalog::Entity;
use crate::script::{Function, LIST, Receiver, method_names};

const COLLECTION: &str = "Collection";
const RECORD: &str = "Record";
/// Functions of lists and of related rows that take nothing, or may.
const TAKE_NOTHING: [&str; 6] = ["count", "exists", "is_empty", "len", "pop", "sort"];
/// Functions of every type, which nobody completes.
const COMMON: [&str; 2] = ["to_string", "to_debug"];

/// The members of what stands before the dot.
pub(super) fn of(base: &Holds<'_>, words: &Vocabulary<'_>) -> Vec<Candidate> {
    match base {
        Holds::Many(entity) => functions(COLLECTION, words, Some(entity)),
        Holds::List(_) => LIST.iter().map(|name| method(name)).collect(),
        Holds::Related(_) => method_names(Receiver::Related).map(method).collect(),
        Holds::Row(entity) => fields(entity).collect(),
        Holds::One(entity) => {
            let mut found = functions(RECORD, words, Some(entity));
            found.extend(fields(entity));
            found
        }
        Holds::Value(kind) => functions(kind, words, None),
        Holds::Unknown => {
            let entities = words.entities();
            let mut found = functions(COLLECTION, words, None);
            found.extend(functions(RECORD, words, None));
            found.extend(entities.iter().flat_map(|entity| fields(entity)));
            found
        }
    }
}

/// A function as it is put into the line: closed where no form of it takes anything.
pub(super) fn call(
    name: &str,
    words: &Vocabulary<'_>,
    belongs: impl Fn(&Function) -> bool,
) -> Candidate {
    let mut forms = words
        .functions
        .iter()
        .filter(|f| f.name == name && belongs(f));
    let takes =
        forms.any(|form| form.has_arguments || !form.needs_a_dot() && form.receiver.is_some());
    Candidate {
        name: name.to_owned(),
        text: format!("{name}{}", if takes { "(" } else { "()" }),
    }
}

fn fields(entity: &Entity) -> impl Iterator<Item = Candidate> {
    entity.members().map(Candidate::plain)
}

/// A function that is known by its name alone.
fn method(name: &str) -> Candidate {
    let takes_nothing = TAKE_NOTHING.contains(&name);
    Candidate {
        name: name.to_owned(),
        text: format!("{name}{}", if takes_nothing { "()" } else { "(" }),
    }
}

/// The functions of a type; those of records and collections only where they have a use for the entity's rows.
fn functions(receiver: &str, words: &Vocabulary<'_>, of: Option<&Entity>) -> Vec<Candidate> {
    let applies = |function: &Function| of.is_none_or(|entity| applies(&function.name, entity));
    let belongs =
        |function: &Function| function.receiver.as_deref() == Some(receiver) && applies(function);
    let is_rows = matches!(receiver, COLLECTION | RECORD);
    let own = words.functions.iter().filter(|function| belongs(function));
    own.filter(|function| !COMMON.contains(&function.name.as_str()))
        .filter_map(|function| match (function.is_property, is_rows) {
            (true, _) => Some(Candidate::plain(&function.name)),
            (false, true) => Some(call(&function.name, words, belongs)),
            // A function that takes a plain value is written around it: `date("…")`.
            (false, false) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

    #[test]
    fn collections_have_functions() {
        assert_eq!(
            offered("clients."),
            [
                "all()", "count()", "create(", "filter(", "first()", "get(", "group(", "take("
            ]
        );
        assert_eq!(offered("clients.take(5).co"), ["count()"]);
    }

    #[test]
    fn records_have_fields_relations_and_functions() {
        assert_eq!(
            offered("clients.get(1)."),
            [
                "commercial",
                "commercial_id",
                "contracts",
                "delete()",
                "email",
                "full_name",
                "id",
                "role_note",
                "update("
            ]
        );
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
        assert_eq!(offered("clients.filter(|c| c.contracts.co"), ["count()"]);
        assert_eq!(offered("clients.filter(|c| c.contracts.cre"), [""; 0]);
        // A list's closure is run: its rows are records.
        assert_eq!(offered("clients.all().map(|c| c.del"), ["delete()"]);
        assert_eq!(offered("clients.all().gro"), [""; 0]);
        assert_eq!(offered("clients.all().jo"), ["join("]);
    }

    #[test]
    fn values_have_their_properties_and_anything_has_all() {
        assert_eq!(offered("30."), ["days"]);
        assert_eq!(offered("today()."), ["year"]);
        assert_eq!(offered("clients.get(1).email."), [""; 0]);
        let all = offered("nonsense.");
        for text in ["commercial", "client", "count()", "update("] {
            assert!(all.contains(&text.to_owned()), "{text}");
        }
    }
}
