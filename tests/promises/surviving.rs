//! Whatever happens to the connection, the server or the terminal, the prompt goes on: what became of the transaction is
//! said, variables stay, and nothing is done a second time.

use crate::harness::{OwnServer, PASSWORD, Shell, Terminal};
use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

const MARIE: &str = "marie (commercial) ❯ ";
const PHONE: &str = "clients.get(12).phone";

#[test]
fn a_connection_that_is_cut_while_an_entry_runs_undoes_it_and_variables_stay() {
    let marie = Shell::as_("marie@epic.events");
    let before = marie.e(PHONE).ok().to_owned();
    let mut terminal = at_the_prompt(&marie);
    terminal.answers("let n = 41;", MARIE);
    terminal.enters(
        "let m = 1; clients.get(12).update(#{ phone: \"+33 1\" }); sql(\"select pg_sleep(60)\")",
    );
    marie.is_asked("pg_sleep(60)");
    marie.database.cuts_all();
    terminal.reads("error: the server ended this connection");
    terminal.reads("hint: what was not committed is undone; run it again");
    terminal.reads("The connection is made again in the background.");
    terminal.reads("Connected again.");
    terminal.reads(MARIE);
    let answer = terminal.answers(PHONE, MARIE);
    assert!(answer.contains(&format!("= {before}")), "{answer}");
    let answer = terminal.answers("n + m", MARIE);
    assert!(answer.contains("= 42"), "{answer}");
    // Nothing of what is pasted is lost by the way in which the news came.
    let lines = "n += 1;\r".repeat(600);
    terminal.pastes(format!("n = 0;\r{lines}n\r"));
    terminal.reads("= 600\r\n");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_connection_that_is_cut_between_two_entries_is_made_again_without_a_word() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.answers("clients.count()", MARIE);
    marie.database.cuts_all();
    let answer = terminal.answers("clients.get(12).update(#{ phone: \"+33 1\" })", MARIE);
    assert!(answer.contains("clients 12 updated"), "{answer}");
    assert_eq!(marie.e(PHONE).ok(), "+33 1");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_server_that_is_away_is_found_again_when_it_is_back() {
    let server = OwnServer::with(&[]);
    let marie = Shell::at(server.database());
    marie.login("marie@epic.events", PASSWORD).ok();
    let mut terminal = at_the_prompt(&marie);
    terminal.answers("let n = 1000;", MARIE);
    server.stops();
    let answer = terminal.answers("clients.count()", MARIE);
    assert!(
        answer.contains("error: can't reach the database"),
        "{answer}"
    );
    assert!(
        answer.contains("The connection is made again in the background."),
        "{answer}"
    );
    // The prompt is alive meanwhile.
    let answer = terminal.answers("n + 1", MARIE);
    assert!(answer.contains("= 1001"), "{answer}");
    terminal.types("n + ");
    server.starts_again();
    terminal.reads("Connected again.");
    terminal.reads("n + ");
    terminal.types("2\r");
    terminal.reads("= 1002");
    terminal.prompts(MARIE);
    assert!(terminal.answers("clients.count()", MARIE).contains("= "));
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn ctrl_c_stops_a_wait_for_a_server_that_says_nothing() {
    let marie = Shell::as_("marie@epic.events");
    let (marie, wire) = marie.on_wire();
    wire.falls_silent();
    let mut terminal = at_the_prompt(&marie);
    for _ in 0..2 {
        terminal.enters("clients.count()");
        terminal.reads("\r\n");
        terminal.interrupts("error: interrupted");
        terminal.prompts(MARIE);
    }
    wire.speaks();
    let answer = terminal.answers("clients.count()", MARIE);
    assert!(answer.contains("= 1000"), "{answer}");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_terminal_that_can_only_write_lines_is_enough() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = Terminal::named("dumb", marie.command(&[]));
    terminal.reads(MARIE);
    terminal.types("40 + 22\x7f\n"); // the terminal itself takes the last sign back
    let shown = terminal.reads("= 42");
    assert!(!shown.contains('\x1b'), "{shown:?}");
    terminal.reads(MARIE);
    terminal.types("half");
    terminal.presses_ctrl_c(); // the signal comes by another way than the text
    terminal.types("clients.take(2)\n");
    let shown = terminal.reads("2 rows");
    assert!(
        !shown.contains('\x1b') && !shown.contains("error"),
        "{shown:?}"
    );
    terminal.reads(MARIE);
    terminal.types("fn twice(n) {\nn * 2\n}\n");
    terminal.reads(MARIE);
    terminal.types("twice(21)\n");
    terminal.reads("= 42");
    terminal.reads(MARIE);
    terminal.types("sql(\"select pg_sleep(60)\")\n");
    marie.is_asked("pg_sleep(60)");
    terminal.interrupts("error: interrupted");
    terminal.reads(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_history_that_can_not_be_kept_is_said_once() {
    let marie = Shell::as_("marie@epic.events");
    fs::create_dir(marie.state().join("history")).expect("a folder in its place");
    let mut terminal = at_the_prompt(&marie);
    let answer = terminal.answers("40 + 2", MARIE);
    assert!(
        answer.contains("warning: the history can't be kept in "),
        "{answer}"
    );
    assert!(answer.contains("= 42"), "{answer}");
    let answer = terminal.answers("40 + 3", MARIE);
    assert!(!answer.contains("warning"), "{answer}");
    terminal.types("\x1b[A\x1b[A\r"); // here it is kept
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn without_a_home_that_can_be_written_nothing_breaks() {
    let marie = Shell::as_("marie@epic.events");
    let homeless = |arguments: &[&str]| {
        let mut command: Command = marie.command(arguments);
        command.env_remove("EPIC_HOME").env("HOME", "/proc/none");
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"] {
            command.env_remove(name);
        }
        command
    };
    let said = marie.said(homeless(&["-e", "1 + 1"]));
    assert_eq!((said.code, said.error()), (3, "you are not signed in"));
    let said = marie.said_with(
        homeless(&["login", "marie@epic.events", "--password-stdin"]),
        PASSWORD,
    );
    assert_ne!(said.code, 0);
    assert!(said.stderr.contains("/proc/none"), "{said}");
    // A token of the environment needs none.
    let token = fs::read_to_string(marie.state().join("token")).expect("a token");
    let mut command = homeless(&["-e", "clients.count()"]);
    command.env("EPIC_TOKEN", token.trim());
    assert_eq!(marie.said(command).ok(), "1000");
}

/// How long it takes until Ctrl-C is answered: printed, not judged, for it depends on the machine.
#[test]
#[ignore = "it measures"]
fn ctrl_c_is_answered_soon() {
    let marie = Shell::as_("marie@epic.events");
    let (wired, wire) = marie.on_wire();
    let mut direct = at_the_prompt(&marie);
    let mut worst = Duration::ZERO;
    for _ in 0..5 {
        for (entry, answer) in [
            ("loop {}", "error: interrupted"),
            ("sql(\"select pg_sleep(60)\")", "error: interrupted"),
            (":watch 5 clients.count()", "\x1b[?2004h"),
        ] {
            direct.enters(entry);
            if entry.contains("pg_sleep") {
                marie.is_asked("pg_sleep(60)");
            } else if entry.contains("watch") {
                direct.reads("1000");
            } else {
                direct.reads("\r\n");
                sleep(Duration::from_millis(200));
            }
            let took = direct.interrupts(answer);
            eprintln!("{took:>10.1?}  {entry}");
            worst = worst.max(took);
            direct.enters("1");
            direct.reads("= 1");
            direct.prompts(MARIE);
        }
        wire.falls_silent();
        let mut terminal = at_the_prompt(&wired);
        terminal.enters("clients.count()");
        terminal.reads("\r\n");
        sleep(Duration::from_millis(200));
        let took = terminal.interrupts("error: interrupted");
        eprintln!("{took:>10.1?}  connecting");
        worst = worst.max(took);
        terminal.prompts(MARIE);
        wire.speaks();
        terminal.leaves();
    }
    eprintln!("{worst:>10.1?}  at most");
    direct.leaves();
}

fn at_the_prompt(shell: &Shell) -> Terminal {
    let mut terminal = Terminal::of(shell, &[]);
    terminal.prompts(MARIE);
    terminal
}
