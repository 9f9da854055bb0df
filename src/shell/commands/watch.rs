//! `:watch`: an entry again and again, each time in a transaction of its own that only reads. What changed is marked.

use super::Entry;
use super::argument::{SECONDS, seconds};
use crate::error::{Error, Kind, Result};
use crate::render::visible;
use crate::shell::picture::Picture;
use crate::shell::state::Shell;
use crate::store::interrupt;
use chrono::Local;
use std::io::{self, IsTerminal, Write};
use std::thread;
use std::time::{Duration, Instant};

/// How often is looked whether Ctrl-C was pressed.
const GLANCE: Duration = Duration::from_millis(20);

pub(super) fn run(shell: &mut Shell<'_>, argument: &str) -> Result<()> {
    let (first, rest) = argument.split_once(char::is_whitespace).unwrap_or_default();
    match first.parse::<u32>().map(|_| seconds(first)) {
        Ok(Some(every)) => watch(shell, every, rest.trim()),
        Ok(None) => Err(Error::usage("a second is the least that can be waited")
            .hint("for example: :watch 5 events.unassigned()")),
        Err(_) => watch(shell, SECONDS, argument),
    }
}

/// Shows what an entry gives, every so many seconds, up to Ctrl-C.
pub(super) fn watch(shell: &mut Shell<'_>, seconds: u32, entry: &str) -> Result<()> {
    let mut before: Option<Picture> = None;
    loop {
        let (picture, lag) = match round(shell, entry) {
            Err(error) if error.kind == Kind::Interrupted => break,
            round => round?,
        };
        let now = Local::now().format("%H:%M:%S");
        let entry = visible(entry.lines().next().unwrap_or_default());
        let lag = lag.map_or(String::new(), |lag| format!(" · {lag}"));
        let head = format!("{now} · every {seconds} s, Ctrl-C ends it{lag} · {entry}");
        // A line that is wrapped would be in the way of the next picture.
        let width = shell.printer.layout().width.unwrap_or(usize::MAX);
        let head: String = head.chars().take(width).collect();
        draw(&picture.drawn(&head, before.as_ref()), before.is_none())?;
        before = Some(picture);
        if !waits(Duration::from_secs(seconds.into())) {
            break;
        }
    }
    interrupt::clear();
    shell.note(""); // the terminal wrote ^C
    shell.forget_what_is_typed();
    Ok(())
}

/// Waits so long; it ends early, and says so, when Ctrl-C was pressed.
fn waits(time: Duration) -> bool {
    let until = Instant::now() + time;
    while Instant::now() < until && !interrupt::requested() {
        thread::sleep(GLANCE);
    }
    !interrupt::requested()
}

/// What the entry gives now, and how far the standby is behind that gave it.
fn round(shell: &Shell<'_>, entry: &str) -> Result<(Picture, Option<String>)> {
    let session = shell.signed_in()?;
    let meant = shell.entry(entry)?;
    // It is rolled back: there is nothing to keep.
    let open = session.begin_to_read()?;
    let mut interpreter = shell.interpreter.borrow_mut();
    let run = match meant {
        Entry::Code(code) => interpreter.run(code),
        Entry::Command(command, sql) if command.name == "sql" => {
            interpreter.run_sql(sql, |_| Ok(()))
        }
        Entry::Command(command, _) => {
            let error = Error::usage(format!(":{} can't be watched", command.name));
            return Err(error.hint("watch code or SQL, for example: :watch 5 events.unassigned()"));
        }
    };
    let run = run.map_err(only_reads)?;
    let printer = &shell.printer;
    let picture = run
        .finish(|outcome| Picture::of(outcome, printer.shown, printer.layout()))
        .map_err(only_reads)?;
    Ok((picture, open.lag()))
}

/// A refusal to change something in a transaction that only reads.
fn only_reads(error: Error) -> Error {
    if !error.is_read_only() {
        return error;
    }
    let mut refused = Error::failed(":watch only reads, and this would change something");
    refused.excerpt = error.excerpt;
    refused.cause = error.cause;
    refused.hint("to change something, leave :watch away")
}

/// Draws over what was drawn before, so that nothing flickers.
fn draw(picture: &str, is_first: bool) -> Result<()> {
    let mut out = io::stdout().lock();
    let text = match (out.is_terminal(), is_first) {
        (false, _) => format!("{picture}\n"),
        (true, true) => format!("\x1b[2J\x1b[H{picture}\n"),
        (true, false) => format!("\x1b[H{}\x1b[K\n\x1b[J", picture.replace('\n', "\x1b[K\n")),
    };
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Error::failed(format!("the screen can't be written: {error}")))
}
