//! Standard output and error: how wide the terminal behind them is, and why one can't be written.

use crate::error::{Error, Kind};
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;

/// Why standard output could not be written.
pub(crate) fn unwritten(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Error::new(Kind::Unread, "nobody reads the output any more"),
        _ => Error::failed(format!("the output can't be written: {error}")),
    }
}

/// The width of the terminal, in columns, if there is one.
pub(crate) fn columns() -> Option<usize> {
    terminal_width(&io::stdout()).or_else(|| terminal_width(&io::stderr()))
}

/// Columns and lines of the terminal that something is written to; nothing elsewhere.
pub(super) fn terminal_size(out: &(impl AsFd + IsTerminal)) -> Option<(usize, usize)> {
    if !out.is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(out).ok()?;
    let (columns, lines) = (usize::from(size.ws_col), usize::from(size.ws_row));
    (columns > 0).then_some((columns, lines))
}

/// Columns and lines of the screen that standard output is; nothing where it is none.
pub(super) fn screen() -> Option<(usize, usize)> {
    terminal_size(&io::stdout()).filter(|(_, lines)| *lines > 0)
}

/// The width of the terminal that something is written to, in columns; nothing elsewhere.
pub(super) fn terminal_width(out: &(impl AsFd + IsTerminal)) -> Option<usize> {
    terminal_size(out).map(|(columns, _)| columns)
}
