//! How far long work is: a bar with rate and remaining time at the foot of the terminal. What is written meanwhile
//! stands above it.

use super::dumb::is_dumb;
use super::locale::{signs, speaks_utf8};
use crate::host::Progress;
use crate::render::visible;
use crate::rows::Size;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

/// How often a bar is drawn, per second.
const DRAWN: u8 = 10;

static BARS: LazyLock<MultiProgress> =
    LazyLock::new(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(DRAWN)));
/// The line of a long statement.
static STATEMENT: Mutex<Option<ProgressBar>> = Mutex::new(None);
/// How many of them there are.
static UP: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Whether the bars are out of the way already.
    static ABOVE: Cell<bool> = const { Cell::new(false) };
}

/// Does what writes to the terminal or reads from it: no bar is in the way.
pub(super) fn above_bars<T>(work: impl FnOnce() -> T) -> T {
    if UP.load(Ordering::SeqCst) == 0 || ABOVE.get() {
        return work();
    }
    BARS.suspend(|| {
        ABOVE.set(true);
        let done = work();
        ABOVE.set(false);
        done
    })
}

/// Takes the bar away, since the process ends. Another thread may hold the bars and never give them back.
pub(super) fn wipe() {
    if UP.load(Ordering::SeqCst) > 0 {
        let _ = io::stderr().write_all(b"\r\x1b[K"); // a terminal that is gone shows none
    }
}

/// Whether there is somebody to see a bar.
#[must_use]
pub fn is_seen() -> bool {
    io::stderr().is_terminal() && !is_dumb()
}

/// Shows on a line of its own where a long statement is, until it is over. A bar says as much by itself.
pub fn follow_statement(place: Option<&str>) {
    let mut line = STATEMENT.lock().unwrap_or_else(PoisonError::into_inner);
    match (place, &*line) {
        (Some(place), Some(line)) => line.set_message(signs(place).into_owned()),
        (Some(place), None) if UP.load(Ordering::SeqCst) == 0 => {
            UP.fetch_add(1, Ordering::SeqCst);
            let shown = BARS.add(ProgressBar::new_spinner());
            let style = ProgressStyle::with_template("{msg}");
            shown.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            shown.set_message(signs(place).into_owned());
            *line = Some(shown);
        }
        (Some(_), None) => {}
        (None, _) => {
            if let Some(shown) = line.take() {
                end(&shown);
            }
        }
    }
}

fn end(bar: &ProgressBar) {
    bar.finish_and_clear();
    BARS.remove(bar);
    UP.fetch_sub(1, Ordering::SeqCst);
}

/// A bar; it goes when this is dropped.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(label: &str, size: Size) -> Self {
        UP.fetch_add(1, Ordering::SeqCst);
        let (total, about) = match size {
            Size::Counted(total) => (total, ""),
            Size::About(total) => (total, "about "),
        };
        let bar = BARS.add(ProgressBar::new(total));
        let template = format!(
            "{{msg}} {{wide_bar}} {{human_pos}} of {about}{{human_len}} · {{per_sec}} · {{eta}} left"
        );
        let (template, chars) = if speaks_utf8() {
            (template, "█▉▊▋▌▍▎▏ ")
        } else {
            (template.replace('·', "-"), "#> ")
        };
        let style = ProgressStyle::with_template(&template);
        bar.set_style(
            style
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars(chars),
        );
        bar.set_message(visible(label).into_owned());
        bar.tick();
        Self(bar)
    }
}

impl Progress for Bar {
    fn advance(&self, rows: u64) {
        self.0.inc(rows);
        // What the planner expected may be too little.
        if self
            .0
            .length()
            .is_some_and(|length| length < self.0.position())
        {
            self.0.set_length(self.0.position());
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        end(&self.0);
    }
}
