//! Something that could follow in a line.

/// Something that could follow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::shell) struct Candidate {
    /// Its name: what is listed where there are many.
    pub(in crate::shell) name: String,
    /// What is put into the line.
    pub(in crate::shell) text: String,
    /// How it is written, as `filter(closure)`: what is listed where there is room.
    pub(in crate::shell) label: String,
    /// What it is, in one line; may be empty.
    pub(in crate::shell) about: String,
    /// Whether I may do it, as far as the catalog tells.
    pub(in crate::shell) is_mine: bool,
}

impl Candidate {
    /// One that is put into the line as it is listed.
    pub(super) fn plain(name: impl Into<String>) -> Self {
        let name = name.into();
        Self::written(name.clone(), name)
    }

    /// One that is put into the line as this text.
    pub(in crate::shell) fn written(name: impl Into<String>, text: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            label: name.clone(),
            text: text.into(),
            name,
            about: String::new(),
            is_mine: true,
        }
    }

    /// With a line that says what it is.
    pub(super) fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// With whether I may do it.
    pub(super) fn mine_if(mut self, is_mine: bool) -> Self {
        self.is_mine = is_mine;
        self
    }
}
