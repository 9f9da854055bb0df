//! All scripts as a table.

use super::find::{Found, Library};
use crate::rows::Rows;

impl Library {
    /// All scripts: what each is for, for whom, and where. One that does not count, since another of its name comes
    /// first, is a row too.
    #[must_use]
    pub fn table(&self) -> Rows {
        let rows = self.names().into_iter().flat_map(|name| self.rows(&name));
        Rows::of_texts(["script", "about", "roles", "place"], rows)
    }

    fn rows(&self, name: &str) -> Vec<[String; 4]> {
        let name = name.to_owned();
        let Found { script, shadows } = match self.find(&name) {
            Ok(found) => found,
            Err(error) => return vec![[name, error.message, String::new(), String::new()]],
        };
        let place = script.place.folder();
        let (about, roles) = match script.header(&self.reserved) {
            Ok(header) => (header.summary().to_owned(), header.roles.join(", ")),
            Err(_) => {
                let about = format!("its header has a mistake: epic scripts check {name}");
                (about, String::new())
            }
        };
        let shadowed = |shadow: &super::folder::Place| {
            let about = format!("not this one: that of {place} comes first");
            [name.clone(), about, String::new(), shadow.folder()]
        };
        let mut rows = vec![[name.clone(), about, roles, place.clone()]];
        rows.extend(shadows.iter().map(shadowed));
        rows
    }
}
