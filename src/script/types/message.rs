//! Texts that functions answer with: messages, and what was asked for.

/// A message as a script's value: what a change reports.
#[derive(Debug, Clone)]
pub(in crate::script) struct Message(pub(in crate::script) String);

/// A text that was asked for.
#[derive(Debug, Clone)]
pub(in crate::script) struct Told(pub(in crate::script) String);

/// A message, and what to know about it.
#[derive(Debug, Clone)]
pub(in crate::script) struct Hinted(pub(in crate::script) Message, pub(in crate::script) String);
