//! This machine: folders, the terminal, what it can show, the time zone.

use super::finding::{Check, Findings, Verdict};
use super::folders;
use crate::config::Config;
use crate::error::Result;
use crate::shell::{columns, speaks_utf8};
use crate::store::time_zone as zone_here;
use std::env;
use std::io::{IsTerminal, stderr, stdin, stdout};

const CHECKS: [Check<Config>; 7] = [
    ("settings", folders::settings),
    ("state folder", folders::state),
    ("data folder", folders::data),
    ("working folder", folders::working),
    ("terminal", |_| terminal()),
    ("locale", |_| locale()),
    ("time zone", |_| time_zone()),
];

pub(super) fn look(config: &Config, found: &mut Findings) {
    found.make(&CHECKS, Some(config), "");
}

fn terminal() -> Result<Verdict> {
    if !(stdin().is_terminal() && (stdout().is_terminal() || stderr().is_terminal())) {
        return Ok(Verdict::ok(
            "none here: nothing is asked, and results are not paged",
        ));
    }
    let name = env::var("TERM").unwrap_or_default();
    Ok(match name.as_str() {
        "" | "dumb" => {
            Verdict::note("TERM names no terminal: lines can't be edited, nor completed")
                .hint("export TERM=xterm-256color, or what your terminal is")
        }
        _ => match columns() {
            Some(columns) => Verdict::ok(format!("{name}, {columns} columns")),
            None => Verdict::ok(name),
        },
    })
}

fn locale() -> Result<Verdict> {
    Ok(if speaks_utf8() {
        Verdict::ok("UTF-8")
    } else {
        Verdict::note("not UTF-8: tables and messages are drawn in ASCII")
            .hint("export LC_ALL=C.UTF-8, if the terminal shows UTF-8")
    })
}

fn time_zone() -> Result<Verdict> {
    Ok(match zone_here() {
        Some(zone) => Verdict::ok(format!("{zone}: days are those of this zone")),
        None => Verdict::note("this machine names none: days are those of the server's zone")
            .hint("export TZ=Europe/Paris, or what yours is"),
    })
}
