//! Which column of a file is which field.

use super::guess::{Candidate, guessed, squashed};
use super::leftover::ADDED;
use crate::catalog::{Entity, RelationKind};
use crate::error::{Error, Result};

/// What somebody says about columns: the field or relation of a heading; nothing where the column is to be left out.
pub type Said = Vec<(String, Option<String>)>;

/// A column of a file that is a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// Its place, from 0.
    pub place: usize,
    /// Its heading.
    pub heading: String,
    /// The field or relation, as people call it.
    pub name: String,
    /// The field that is written.
    pub field: String,
    /// Whether it was neither said nor has the field's own name.
    pub is_guessed: bool,
}

/// The columns of a file that are fields, and the headings of the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// From left to right.
    pub columns: Vec<Mapped>,
    /// What is not read.
    pub left_out: Vec<String>,
}

impl Mapping {
    /// Maps headings to fields: as it is said, else by the fields' own names, else by a guess.
    ///
    /// # Errors
    /// What is said names no heading or no field, or two columns for one field; two columns have one heading.
    pub fn of(entity: &Entity, headings: &[String], said: &Said) -> Result<Self> {
        let names = Names::of(entity);
        for (heading, name) in said {
            if !headings.iter().any(|known| known == heading.trim()) {
                let known = headings.iter().map(String::as_str);
                return Err(Error::failed(format!("the file has no column '{heading}'"))
                    .did_you_mean(heading, known)
                    .hint(format!("its columns: {}", headings.join(", "))));
            }
            if let Some(name) = name {
                names.known(name)?;
            }
        }
        let mut found: Vec<(usize, &str, bool)> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let last = headings.len().saturating_sub(ADDED.len());
        for (place, heading) in headings.iter().enumerate() {
            let said = said.iter().find(|(known, _)| known.trim() == heading);
            match said {
                Some((_, None)) => {}
                Some((_, Some(name))) => found.push((place, names.known(name)?, false)),
                None if headings[last..] == ADDED && place >= last => {}
                None => match names.exact(heading) {
                    Some(name) => found.push((place, name, false)),
                    None => open.push(place),
                },
            }
        }
        twice(headings, &found, &names)?;
        // The best guess has its field, and what is left may be clearer then.
        loop {
            let free = names.free(&found);
            let guess = |place: &usize| {
                let (name, score) = guessed(&headings[*place], &free)?;
                Some((score, std::cmp::Reverse(*place), name))
            };
            let Some((_, std::cmp::Reverse(place), name)) = open.iter().filter_map(guess).max()
            else {
                break;
            };
            open.retain(|other| *other != place);
            found.push((place, name, true));
        }
        let left_out = open;
        found.sort_unstable();
        let mapped = |(place, name, is_guessed): (usize, &str, bool)| Mapped {
            place,
            heading: headings[place].clone(),
            name: name.to_owned(),
            field: names.field(name).to_owned(),
            is_guessed,
        };
        Ok(Self {
            columns: found.into_iter().map(mapped).collect(),
            left_out: left_out
                .into_iter()
                .map(|place| headings[place].clone())
                .collect(),
        })
    }

    /// What was guessed.
    pub fn guesses(&self) -> impl Iterator<Item = &Mapped> {
        self.columns.iter().filter(|column| column.is_guessed)
    }
}

/// Two columns can't be one field.
fn twice(headings: &[String], found: &[(usize, &str, bool)], names: &Names<'_>) -> Result<()> {
    for (index, (place, name, _)) in found.iter().enumerate() {
        let is_it = |other: &&(usize, &str, bool)| names.field(other.1) == names.field(name);
        if let Some((other, ..)) = found[..index].iter().find(is_it) {
            let (one, two) = (&headings[*other], &headings[*place]);
            return Err(
                Error::failed(format!("the columns '{one}' and '{two}' are both {name}"))
                    .hint(format!("leave one out: columns: #{{ \"{two}\": () }}")),
            );
        }
    }
    Ok(())
}

/// What columns can be mapped to: the name that people say, the field, the comment.
struct Names<'a> {
    entity: &'a Entity,
    all: Vec<(&'a str, &'a str, &'a str)>,
}

impl<'a> Names<'a> {
    fn of(entity: &'a Entity) -> Self {
        let fields = entity.fields.iter().filter(|field| !field.generated);
        let all = fields.map(|field| {
            let mut relations = entity.relations.iter();
            let makes = relations.find(|relation| {
                relation.kind == RelationKind::One && relation.field == field.name
            });
            let name = makes.map_or(field.name.as_str(), |relation| relation.name.as_str());
            (
                name,
                field.name.as_str(),
                field.comment.as_deref().unwrap_or_default(),
            )
        });
        Self {
            entity,
            all: all.collect(),
        }
    }

    /// The name that somebody says for a field or a relation.
    fn known(&self, said: &str) -> Result<&'a str> {
        let is_it = |(name, field, _): &&(&str, &str, &str)| said == *name || said == *field;
        match self.all.iter().find(is_it) {
            Some((name, ..)) => Ok(name),
            None if self.entity.field(said).is_some() => {
                Err(Error::failed(format!("{said} is computed by the database"))
                    .hint("leave the column out"))
            }
            None => Err(self.entity.unknown_member(said)),
        }
    }

    /// The name that a heading has itself, whatever its capitals and signs.
    fn exact(&self, heading: &str) -> Option<&'a str> {
        let heading = squashed(heading);
        let is_it = |(name, field, _): &&(&str, &str, &str)| {
            !heading.is_empty() && (squashed(name) == heading || squashed(field) == heading)
        };
        self.all.iter().find(is_it).map(|(name, ..)| *name)
    }

    /// What no column is mapped to yet. An id is never guessed.
    fn free(&self, found: &[(usize, &str, bool)]) -> Vec<Candidate<'a>> {
        let is_free = |name: &str| !found.iter().any(|(_, taken, _)| *taken == name);
        let free = self
            .all
            .iter()
            .filter(|(name, field, _)| *field != "id" && is_free(name));
        free.map(|(name, _, comment)| Candidate { name, comment })
            .collect()
    }

    fn field(&self, name: &str) -> &'a str {
        let found = self.all.iter().find(|(known, ..)| *known == name);
        found.map_or("", |(_, field, _)| field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Field, Relation};
    use crate::value::Type;

    fn clients() -> Entity {
        let field = |name: &str, kind| {
            let mut field = Field::computed(name, kind, false);
            field.generated = false;
            field
        };
        let mut entity = Entity::of_columns(
            "clients",
            vec![
                field("id", Type::Int),
                field("full_name", Type::Text),
                field("email", Type::Text),
                field("company_name", Type::Text),
                field("commercial_id", Type::Int),
            ],
        );
        entity.relations.push(Relation {
            name: "commercial".into(),
            kind: RelationKind::One,
            target: "collaborators".into(),
            field: "commercial_id".into(),
        });
        entity
    }

    fn mapped(headings: &[&str], said: &[(&str, Option<&str>)]) -> String {
        let headings: Vec<String> = headings
            .iter()
            .map(|heading| (*heading).to_owned())
            .collect();
        let said = said
            .iter()
            .map(|(heading, name)| ((*heading).to_owned(), name.map(str::to_owned)));
        match Mapping::of(&clients(), &headings, &said.collect()) {
            Err(error) => error.to_string(),
            Ok(mapping) => {
                let column = |column: &Mapped| {
                    let mark = if column.is_guessed { "?" } else { "" };
                    format!("{}={}{mark}", column.heading, column.field)
                };
                let columns: Vec<String> = mapping.columns.iter().map(column).collect();
                format!("{} | {}", columns.join(" "), mapping.left_out.join(" "))
            }
        }
    }

    #[test]
    fn columns_are_fields_by_what_is_said_by_their_names_and_by_guesses() {
        for (headings, said, answer) in [
            (
                &["Full name", "E-Mail", "Commercial"][..],
                &[][..],
                "Full name=full_name E-Mail=email Commercial=commercial_id | ",
            ),
            (
                &["Company", "Name", "x"],
                &[],
                "Company=company_name? Name=full_name? | x",
            ),
            (
                &["Société", "email"],
                &[("Société", Some("company_name"))],
                "Société=company_name email=email | ",
            ),
            (
                &["email", "commercial_id"],
                &[("email", None)],
                "commercial_id=commercial_id | ",
            ),
            (
                &["id", "email", "line", "reason"],
                &[],
                "id=id email=email | ",
            ),
            (
                &["email", "e_mail"],
                &[],
                "the columns 'email' and 'e_mail' are both email\n hint: leave one out: columns: #{ \"e_mail\": () }",
            ),
            (
                &["email"],
                &[("emial", Some("email"))],
                "the file has no column 'emial'\n hint: did you mean 'email'?\n hint: its columns: email",
            ),
            (
                &["email"],
                &[("email", Some("emial"))],
                "clients have no field or relation 'emial'\n hint: did you mean 'email'?",
            ),
        ] {
            assert_eq!(mapped(headings, said), answer);
        }
    }
}
