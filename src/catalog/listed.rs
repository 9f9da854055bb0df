//! An entity of a catalog. One that was kept is read when somebody asks for it: few programs need all of them.

use super::entity::Entity;
use crate::error::{Error, Result};
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

/// An entity, by its name.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) name: String,
    entity: OnceCell<Rc<Entity>>,
    /// Where it is written, as JSON.
    written: Option<(Rc<String>, Range<usize>)>,
}

impl Listed {
    /// One that is known.
    pub(super) fn known(entity: Rc<Entity>) -> Self {
        Self {
            name: entity.name.clone(),
            entity: OnceCell::from(entity),
            written: None,
        }
    }

    /// One that is written somewhere in a text.
    pub(super) fn written(name: String, text: &Rc<String>, place: Range<usize>) -> Self {
        Self {
            name,
            entity: OnceCell::new(),
            written: Some((Rc::clone(text), place)),
        }
    }

    /// The entity itself.
    ///
    /// # Errors
    /// What is written is none.
    pub(super) fn entity(&self) -> Result<&Rc<Entity>> {
        if let Some(known) = self.entity.get() {
            return Ok(known);
        }
        let (text, place) = self.written.as_ref().ok_or_else(|| self.unreadable())?;
        let written = text.get(place.clone()).unwrap_or_default();
        let entity = serde_json::from_str(written).map_err(|_| self.unreadable())?;
        Ok(self.entity.get_or_init(|| Rc::new(entity)))
    }

    fn unreadable(&self) -> Error {
        let what = format!("what is kept of {} can't be understood", self.name);
        Error::fault(what)
            .hint("remove the file catalog from the state folder: epic doctor says where that is")
    }
}
