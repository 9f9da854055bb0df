//! The heading of a chart in a terminal.

use crate::render::Layout;
use crate::render::fit::cut;
use std::io::{self, Write};

/// How wide a chart is where nobody says so.
pub(super) const WIDTH: usize = 80;

/// The heading of a chart; on a terminal in bold.
pub(super) fn write_title(title: &str, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let title = cut(title, layout.width.unwrap_or(WIDTH));
    let title = layout.signs(&title);
    if layout.color {
        writeln!(out, "\x1b[1m{title}\x1b[0m")
    } else {
        writeln!(out, "{title}")
    }
}
