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
        let of_line = |of: &Settings| (of.vi, of.no_color, of.hints);
        let is_new = of_line(&settings) != of_line(&self.look);
        self.look = settings;
        if is_new { self.renew_editor() } else { Ok(()) }
    }
}
