//! The words that the tests complete with: a small catalog, all functions, one variable.

use super::menu::mark;
use super::vocabulary::Known;
use super::{Vocabulary, complete};
use crate::api::{LookedUp, Lookup};
use crate::catalog::{Catalog, Entity, Field};
use crate::config::Folders;
use crate::library::Library;
use crate::script::{Held, functions};
use crate::value::Type;
use std::rc::Rc;

/// Words to complete with.
pub(in crate::shell) struct Words {
    catalog: Catalog,
    names: Vec<String>,
    own: Vec<(String, Vec<String>)>,
    library: Library,
}

impl Words {
    pub(in crate::shell) fn new() -> Self {
        let own = ["c", "clients", "contracts", "collaborators"].map(String::from);
        let ours = functions().iter().filter(|function| function.is_ours);
        let names = ours.map(|function| function.name.clone());
        // Of the scripts, those that are built in are enough.
        let nowhere = std::path::PathBuf::from("/nonexistent");
        let folders = Folders {
            home: None,
            config: nowhere.clone(),
            data: nowhere.clone(),
            state: nowhere,
        };
        Self {
            catalog: catalog(),
            names: names.chain(own).collect(),
            own: vec![("owed".into(), vec!["contract".into()])],
            library: Library::new(&folders, vec!["format".into()]),
        }
    }

    pub(in crate::shell) fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary {
            catalog: Some(&self.catalog),
            names: &self.names,
            own: &self.own,
            library: Some(&self.library),
            session: self,
        }
    }
}

impl Known for Words {
    fn is_sql(&self, text: &str) -> bool {
        text.starts_with("select ")
    }

    /// One text and one run, whatever is asked for.
    fn looked_up(&self, what: &Lookup) -> Vec<LookedUp> {
        let found = match what {
            Lookup::Functions => ("upper(text)".to_owned(), "uppercase".to_owned()),
            Lookup::Sessions => ("7524a1b2".to_owned(), "Marie Durand".to_owned()),
            Lookup::Runs => ("12ab34cd".to_owned(), "entry".to_owned()),
            Lookup::Texts { entity, field, .. } if entity == "collaborators" => {
                (format!("marie of {entity}.{field}"), "Marie".to_owned())
            }
            Lookup::Texts { entity, field, .. } => {
                (format!("kevin of {entity}.{field}"), String::new())
            }
        };
        vec![found]
    }

    fn key_field(&self, kind: &str) -> Option<(String, String)> {
        (kind == "client").then(|| ("clients".into(), "email".into()))
    }

    /// `c` is a client, `late` a map of contracts, `it` clients in groups.
    fn holds(&self, name: &str) -> Option<Held> {
        let entity = |name: &str| Rc::clone(self.catalog.entity(name).unwrap());
        match name {
            "c" => Some(Held::Record(entity("clients"))),
            "late" => {
                let due = ("due".to_owned(), Held::Collection(entity("contracts")));
                Some(Held::Map(vec![due]))
            }
            "it" => {
                let fields = [("email", Type::Text), ("count", Type::Int)];
                let fields = fields.map(|(name, kind)| Field::computed(name, kind, true));
                let rows = Entity::of_columns("clients", fields.into());
                Some(Held::Collection(Rc::new(rows)))
            }
            _ => None,
        }
    }
}

/// What is offered at the end of a line, and what of it is not mine.
pub(in crate::shell) fn marked(line: &str) -> Vec<String> {
    let words = Words::new();
    let found = complete(line, line.len(), &words.vocabulary()).found;
    found
        .iter()
        .map(|candidate| format!("{}{}", candidate.text, mark(candidate)))
        .collect()
}

/// What is offered at the end of a line.
pub(in crate::shell) fn offered(line: &str) -> Vec<String> {
    let words = Words::new();
    let found = complete(line, line.len(), &words.vocabulary()).found;
    found.into_iter().map(|candidate| candidate.text).collect()
}

/// Clients with a commercial, and their contracts.
pub(in crate::shell) fn catalog() -> Catalog {
    let field = |name: &str, kind: &str, may: (bool, bool), default: bool| {
        serde_json::json!({
            "name": name, "type": kind, "nullable": false, "has_default": default, "generated": false,
            "hidden": false, "comment": null, "values": null,
            "may_select": true, "may_insert": may.0, "may_update": may.1,
        })
    };
    let entity = |name: &str, fields: serde_json::Value, key: Option<(&str, &str)>| {
        let relations: Vec<_> = key
            .iter()
            .map(|(field, target)| serde_json::json!({ "field": field, "target": target }))
            .collect();
        serde_json::json!({
            "name": name, "comment": null, "may_delete": false, "fields": fields, "relations": relations,
            "constraints": [
                { "name": "an e-mail looks like an e-mail", "kind": "check", "fields": ["email"], "comment": null },
                { "name": "clients_pkey", "kind": "primary", "fields": ["id"], "comment": null },
            ],
            "rules": [
                { "name": "everybody reads clients", "action": "select", "comment": null },
                { "name": "a commercial updates their own clients", "action": "update",
                  "comment": "theirs is what they created" },
            ],
        })
    };
    let id = || field("id", "integer", (false, false), true);
    let clients = [
        id(),
        field("full_name", "text", (true, true), false),
        field("email", "text", (true, false), false),
        field("role_note", "text", (false, false), true),
        field("commercial_id", "integer", (false, false), true),
    ];
    let contracts = [id(), field("client_id", "integer", (true, true), false)];
    let json = serde_json::json!({ "me": null, "entities": [
        entity("collaborators", [id(), field("email", "text", (false, false), false)].into(), None),
        entity("clients", clients.into(), Some(("commercial_id", "collaborators"))),
        entity("contracts", contracts.into(), Some(("client_id", "clients"))),
    ]});
    Catalog::read(&json.to_string()).unwrap()
}
