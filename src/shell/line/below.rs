//! What is shown behind and below the line without being a part of it: a hint, or the menu of a Tab, which is gone with the
//! next key.

use crate::render::{cut, visible};
use crate::shell::completion::{Candidate, Menu, menu};
use crate::shell::highlight::faint;
use crate::shell::locale::signs;
use crate::shell::standard_streams;
use rustyline::hint::Hint;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use unicode_width::UnicodeWidthStr;

/// Columns and lines of a screen that does not say how many it has.
const SCREEN: (usize, usize) = (80, 24);

/// What is shown behind the line.
#[derive(Default)]
pub(super) struct Below {
    listed: RefCell<Option<Listed>>,
    /// Columns that the prompt takes.
    prompt: Cell<usize>,
    /// Whether a hint is on the screen; the keys that take it ask.
    is_seen: Arc<AtomicBool>,
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
    /// What is put into the line when it is taken; nothing of a menu.
    rest: Option<String>,
}

impl Hint for Shown {
    fn display(&self) -> &str {
        &self.text
    }

    fn completion(&self) -> Option<&str> {
        self.rest.as_deref()
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

    /// The menu that belongs to a line with the cursor at a place.
    pub(super) fn menu_of(&self, line: &str, at: usize) -> Option<Shown> {
        let mut listed = self.listed.borrow_mut();
        if let Some(listed) = &mut *listed {
            let now = (line.to_owned(), at);
            if *listed.of.get_or_insert_with(|| now.clone()) == now && listed.screen == screen() {
                return Some(Shown {
                    text: listed.menu.plain.clone(),
                    rest: None,
                });
            }
        }
        *listed = None;
        None
    }

    /// What a line may go on with, as it is shown: its first line, as far as the row of the screen goes.
    pub(super) fn hint(&self, line: &str, rest: String) -> Option<Shown> {
        let (columns, _) = screen();
        let (above, last) = line.rsplit_once('\n').unwrap_or(("", line));
        let prompt = if above.is_empty() {
            self.prompt.get()
        } else {
            0
        };
        let room = columns.saturating_sub((prompt + last.width()) % columns.max(1) + 1);
        let (first, more) = match rest.split_once('\n') {
            Some((first, _)) => (first, " …"),
            None => (rest.as_str(), ""),
        };
        let text = format!("{}{more}", visible(first));
        let text = signs(&cut(&text, room)).into_owned();
        let rest = Some(rest);
        (!text.is_empty()).then_some(Shown { text, rest })
    }

    /// The line is drawn; what is behind it may follow.
    pub(super) fn is_drawn(&self) {
        self.is_seen.store(false, Ordering::SeqCst);
    }

    /// Whether a hint is on the screen, also later.
    pub(super) fn is_seen(&self) -> &Arc<AtomicBool> {
        &self.is_seen
    }

    /// The look of what is drawn behind the line, which is as wide.
    pub(super) fn styled(&self, shown: &str) -> String {
        self.is_seen.store(true, Ordering::SeqCst);
        let listed = self.listed.borrow();
        match &*listed {
            Some(listed) if listed.menu.plain == shown => listed.menu.styled.clone(),
            _ => faint(shown),
        }
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
    standard_streams::screen().unwrap_or(SCREEN)
}
