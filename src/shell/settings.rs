//! What is set at the prompt: it lives where it is used.

use super::state::Shell;
use crate::config::Settings;
use crate::error::Result;

impl Shell<'_> {
    /// What is set now.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            format: self.printer.format,
            no_color: !self.printer.color,
            timing: self.timing,
            rows: self.printer.shown,
            ..self.look.clone()
        }
    }

    /// Sets all, for this shell.
    pub(super) fn set(&mut self, settings: Settings) -> Result<()> {
        self.printer.format = settings.format;
        self.printer.color = !settings.no_color;
        self.timing = settings.timing;
        self.printer.shown = settings.rows;
        let is_new = (settings.vi, settings.no_color) != (self.look.vi, self.look.no_color);
        self.look = settings;
        if is_new { self.renew_editor() } else { Ok(()) }
    }
}
