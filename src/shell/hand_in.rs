//! Keys at the prompt that hand the line in as one that is not meant as an entry: Ctrl-C leaves it, Ctrl-X Ctrl-E edits it.
//! An error of the line editor would lose what was typed after the key.

use rustyline::{
    Cmd, ConditionalEventHandler, EditMode, Event, EventContext, InputMode, RepeatCount,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Answers to a key.
#[derive(Clone, Default)]
pub(super) struct HandIn(Arc<AtomicBool>);

impl HandIn {
    /// Whether its key ended the line; asked once.
    pub(super) fn take(&self) -> bool {
        self.0.swap(false, Ordering::SeqCst)
    }
}

impl ConditionalEventHandler for HandIn {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(true, Ordering::SeqCst);
        Some(Cmd::AcceptLine)
    }
}

/// The same where vi takes commands; elsewhere the key is a letter.
pub(super) struct InViCommand(pub(super) HandIn);

impl ConditionalEventHandler for InViCommand {
    fn handle(
        &self,
        event: &Event,
        count: RepeatCount,
        positive: bool,
        context: &EventContext<'_>,
    ) -> Option<Cmd> {
        let is_command =
            context.mode() == EditMode::Vi && context.input_mode() == InputMode::Command;
        is_command.then(|| self.0.handle(event, count, positive, context))?
    }
}
