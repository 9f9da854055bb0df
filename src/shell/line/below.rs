//! What is shown behind and below the line without being a part of it: the menu of a Tab. It is gone with the next key.

use crate::shell::completion::{Candidate, Menu, menu};
use crate::shell::locale::signs;
use crate::shell::pager;
use rustyline::hint::Hint;
use std::cell::{Cell, RefCell};
use unicode_width::UnicodeWidthStr;

/// Columns and lines of a screen that does not say how many it has.
const SCREEN: (usize, usize) = (80, 24);

/// What is shown behind the line.
#[derive(Default)]
pub(super) struct Below {
    listed: RefCell<Option<Listed>>,
    /// Columns that the prompt takes.
    prompt: Cell<usize>,
}

/// A menu, and the line it belongs to.
struct Listed {
    menu: Menu,
    /// The screen that it was drawn for.
    screen: (usize, usize),
    /// The line and the cursor; none: those that come next.
    of: Option<(String, usize)>,
}

/// A text behind the line.
pub(in crate::shell) struct Shown {
    text: String,
}

impl Hint for Shown {
    fn display(&self) -> &str {
        &self.text
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

impl Below {
    /// Lists what there is to choose from below the line, as soon as it is drawn again.
    pub(super) fn list(&self, found: &[Candidate], line: &str) {
        let screen = screen();
        let (columns, lines) = screen;
        let taken = self.rows_of(line, columns);
        let mut menu = menu(found, (columns, lines.saturating_sub(taken + 1)));
        for text in [&mut menu.plain, &mut menu.styled] {
            text.insert(0, '\n');
            *text = signs(text).into_owned();
        }
        let of = None;
        self.listed.replace(Some(Listed { menu, screen, of }));
    }

    /// Says how many columns the prompt takes.
    pub(super) fn begins_at(&self, columns: usize) {
        self.prompt.set(columns);
    }

    /// What is shown behind a line with the cursor at a place.
    pub(super) fn of(&self, line: &str, at: usize) -> Option<Shown> {
        let mut listed = self.listed.borrow_mut();
        if let Some(listed) = &mut *listed {
            let now = (line.to_owned(), at);
            if *listed.of.get_or_insert_with(|| now.clone()) == now && listed.screen == screen() {
                let text = listed.menu.plain.clone();
                return Some(Shown { text });
            }
        }
        *listed = None;
        None
    }

    /// The look of what is shown behind the line, which is as wide.
    pub(super) fn styled(&self, shown: &str) -> Option<String> {
        let listed = self.listed.borrow();
        let listed = listed
            .as_ref()
            .filter(|listed| listed.menu.plain == shown)?;
        Some(listed.menu.styled.clone())
    }

    /// How many rows the prompt and a line take on a screen of so many columns.
    fn rows_of(&self, line: &str, columns: usize) -> usize {
        let prompt = self.prompt.get();
        let rows = line.split('\n').enumerate().map(|(index, part)| {
            let before = if index == 0 { prompt } else { 0 };
            (before + part.width()) / columns.max(1) + 1
        });
        rows.sum()
    }
}

/// Columns and lines of the screen.
fn screen() -> (usize, usize) {
    pager::screen().unwrap_or(SCREEN)
}
