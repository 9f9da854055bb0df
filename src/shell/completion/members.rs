//! What can follow a dot.

use super::{Candidate, Holds, Vocabulary};
use crate::catalog::Entity;
use crate::script::Function;

const COLLECTION: &str = "Collection";
const RECORD: &str = "Record";
/// Functions of every type, which nobody completes.
const COMMON: [&str; 2] = ["to_string", "to_debug"];

/// The members of what stands before the dot.
pub(super) fn of(base: &Holds<'_>, words: &Vocabulary<'_>) -> Vec<Candidate> {
    match base {
        Holds::Many(_) => functions(COLLECTION, words),
        Holds::One(entity) => {
            let mut found = functions(RECORD, words);
            found.extend(fields(entity));
            found
        }
        Holds::Value(kind) => functions(kind, words),
        Holds::Unknown => {
            let entities = words.entities();
            let mut found = functions(COLLECTION, words);
            found.extend(functions(RECORD, words));
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

fn functions(receiver: &str, words: &Vocabulary<'_>) -> Vec<Candidate> {
    let belongs = |function: &Function| function.receiver.as_deref() == Some(receiver);
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
