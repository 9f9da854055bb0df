//! This machine: folders, the terminal, what it can show, the time zone.

use super::finding::{Findings, Verdict};
use super::folders;
use crate::config::Config;
use crate::shell::{columns, is_dumb, speaks_utf8};
use crate::store::time_zone as zone_here;
use std::env;
use std::io::{IsTerminal, stderr, stdin, stdout};

/// What to do about a terminal that is not known.
const TERM: &str = "export TERM=xterm-256color, or what your terminal is";

pub(super) fn look(config: &Config, found: &mut Findings) {
    found.add("settings", folders::settings(config));
    found.add("state folder", folders::state(config));
    found.add("data folder", folders::data(config));
    found.add("working folder", folders::working());
    found.add("terminal", terminal());
    found.add("locale", locale());
    found.add("time zone", time_zone());
}

fn terminal() -> Verdict {
    if !(stdin().is_terminal() && (stdout().is_terminal() || stderr().is_terminal())) {
        return Verdict::ok("none here: nothing is asked, and results are not paged");
    }
    let name = env::var("TERM").unwrap_or_default();
    if name.is_empty() {
        return Verdict::note("TERM names no terminal: it is taken for one like xterm").hint(TERM);
    }
    if is_dumb() {
        return Verdict::note(format!("{name}: lines can't be edited, nor completed")).hint(TERM);
    }
    match columns() {
        Some(columns) => Verdict::ok(format!("{name}, {columns} columns")),
        None => Verdict::ok(name),
    }
}

fn locale() -> Verdict {
    if speaks_utf8() {
        Verdict::ok("UTF-8")
    } else {
        Verdict::note("not UTF-8: tables and messages are drawn in ASCII")
            .hint("export LC_ALL=C.UTF-8, if the terminal shows UTF-8")
    }
}

fn time_zone() -> Verdict {
    match zone_here() {
        Some(zone) => Verdict::ok(format!("{zone}: days are those of this zone")),
        None => Verdict::note("this machine names none: days are those of the server's zone")
            .hint("export TZ=Europe/Paris, or what yours is"),
    }
}
