//! A script, as it was found.

use super::folder::Place;
use super::header::Header;
use crate::error::Result;

/// A script, as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What it is called: `follow-ups`, or its path when it was named by it.
    pub name: String,
    /// Where it was found.
    pub place: Place,
    /// Its text.
    pub text: String,
}

impl Script {
    /// The file to look into, or that it is built in.
    #[must_use]
    pub fn label(&self) -> String {
        self.place.label(&self.name)
    }

    /// What its header declares. `reserved` are the flags that every script has.
    ///
    /// # Errors
    /// Its mistakes, all of them: each with its line and what to write.
    pub fn header(&self, reserved: &[String]) -> Result<Header> {
        Header::read(&self.text, reserved)
            .map_err(|mistakes| super::header::all(&mistakes, &self.label(), &self.text))
    }
}
