//! `progress(query, "label")` and imports: a bar at a terminal, nothing elsewhere; it is in nobody's way and goes away.

use crate::harness::{Shell, Terminal};
use std::time::Duration;

/// Long before the loop would end by itself, on a machine that does other things too.
const AT_ONCE: Duration = Duration::from_secs(20);
/// What takes the line of the bar away.
const WIPED: &str = "\x1b[2K";

#[test]
fn a_loop_goes_through_the_rows_and_nothing_shows_where_nobody_looks() {
    let marie = Shell::as_("marie@epic.events");
    let loops =
        "let n = 0; for c in progress(clients.filter(|c| c.id <= 10), \"calling\") { n += 1 } n";
    let said = marie.e(loops);
    assert_eq!((said.ok(), said.stderr.as_str()), ("10", ""));
    let said = marie
        .e("let n = 0; for i in progress([1, 2, 3], \"days\") { n += i; if i == 2 { break } } n");
    assert_eq!((said.ok(), said.stderr.as_str()), ("3", ""));
    // Nor is anything counted for it.
    let (marie, wire) = marie.on_wire();
    marie.e(loops).ok();
    let sent = wire.take().join("\n");
    assert!(
        !sent.contains("count(") && !sent.contains("explain"),
        "{sent}"
    );
}

#[test]
fn at_a_terminal_a_bar_shows_how_far_it_is_and_goes_away() {
    let marie = Shell::as_("marie@epic.events");
    let code = "for c in progress(clients.take(40), \"calling\") { sleep(0.01) } \"done\"";
    let mut terminal = Terminal::of(&marie, &["-e", code]);
    terminal.reads("calling ");
    terminal.reads("of 40 · ");
    terminal.reads(" left");
    let rest = terminal.reads("done\r\n");
    assert!(rest.contains(WIPED), "{rest:?}");
    let after = rest.rsplit(WIPED).next().expect("a piece");
    assert!(!after.contains("calling"), "{rest:?}");
    assert_eq!(terminal.ends(), 0);
    let mut terminal = Terminal::of(&marie, &["-q", "-e", code]);
    let before = terminal.reads("done\r\n");
    assert!(!before.contains("calling"), "{before:?}");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn an_import_shows_how_far_it_is_too() {
    let marie = Shell::as_("marie@epic.events");
    let line = |n: usize| format!("A{n},a{n}@new.example\n");
    let lines: String = (0..3000).map(line).collect();
    marie.file("new.csv", &format!("full_name,email\n{lines}"));
    let code = "clients.import_file(\"new.csv\"); \"done\"";
    let mut terminal = Terminal::of(&marie, &["--dry-run", "-e", code]);
    terminal.reads("new.csv ");
    terminal.reads("of 3,000 · ");
    let rest = terminal.reads("3000 created");
    let after = rest.rsplit(WIPED).next().expect("a piece");
    assert!(
        rest.contains(WIPED) && !after.contains("of 3,000"),
        "{rest:?}"
    );
    terminal.reads("nothing is kept");
    assert_eq!(terminal.ends(), 0);
    // Where nobody looks, nothing is shown.
    let said = marie.e(code);
    assert_eq!((said.ok(), said.stderr.as_str()), ("done", ""));
}

#[test]
fn what_is_printed_meanwhile_stands_above_the_bar() {
    let marie = Shell::as_("marie@epic.events");
    let code =
        "for c in progress(clients.take(30), \"calling\") { print(`<${c.id}>`); sleep(0.02) }";
    let mut terminal = Terminal::of(&marie, &["-e", code]);
    let mut shown = String::new();
    for id in 1..=30 {
        shown += &terminal.reads(&format!("<{id}>\r\n"));
    }
    assert_eq!(terminal.ends(), 0);
    // Each line begins at the left: the bar was wiped before.
    for piece in shown.split("calling").skip(1) {
        assert!(piece.ends_with(WIPED) || piece.contains(WIPED), "{piece:?}");
    }
    assert!(shown.contains("calling"), "{shown:?}");
}

#[test]
fn ctrl_c_stops_it_at_once_and_nothing_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    let code = "clients.get(12).update(#{ phone: \"lost\" });
        for c in progress(clients, \"calling\") { sleep(1) }";
    let before = marie.e("clients.get(12).phone").ok().to_owned();
    let mut terminal = Terminal::of(&marie, &["-e", code]);
    terminal.reads("calling ");
    let took = terminal.interrupts("error: interrupted");
    assert!(took < AT_ONCE, "{took:?}");
    println!("stopped after {took:?}");
    assert_eq!(terminal.ends(), 130);
    assert_eq!(marie.e("clients.get(12).phone").ok(), before);
}

#[test]
fn a_question_in_a_loop_is_not_in_the_way_of_the_bar_and_an_error_takes_it_away() {
    let marie = Shell::as_("marie@epic.events");
    let code = "for c in progress(clients.take(2), \"calling\") { ask(`${c.id}?`) } throw \"over\"";
    let mut terminal = Terminal::of(&marie, &["-e", code]);
    for id in 1..=2 {
        terminal.reads(&format!("{id}? "));
        terminal.enters("yes");
    }
    terminal.reads("error: over");
    assert_eq!(terminal.ends(), 1);
}

#[test]
fn what_has_no_rows_is_said() {
    let marie = Shell::as_("marie@epic.events");
    let said = marie.e("for i in progress(12, \"calling\") {}");
    assert_eq!(
        said.error(),
        "progress goes through a collection or a list, not an int"
    );
    let said = marie.e("for c in progress(clients, \"calling\") { c.nam }");
    assert_eq!(said.code, 1, "{said}");
}
