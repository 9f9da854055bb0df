//! What is typed, pasted and pressed at the prompt: nothing is lost, and nothing runs that was stopped.

use crate::harness::{PASSWORD, Shell, Terminal, clean_environment, until_somebody_waits};
use postgres::Client;
use std::fs;
use std::process::Command;

const MARIE: &str = "marie (commercial) ❯ ";
/// It runs as long as somebody holds it up.
const WAITS: &str = "clients.get(12).update(#{ phone: \"1\" })";

fn holds_up(shell: &Shell) -> Client {
    let mut holder = shell.database.superuser();
    let lock = "begin; select from crm.clients where id = 12 for update";
    holder.batch_execute(lock).expect("it is free");
    holder
}

#[test]
fn lines_that_are_pasted_without_marks_all_run() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.types("1 + 1\rlet n = clients.count();\rfn twice(n) {\r  n * 2\r}\rtwice(n) + it\r");
    terminal.reads("= 2\r\n");
    terminal.reads("= 2002\r\n");

    // More than any buffer holds, with a line longer than a terminal keeps of one.
    let long = "x".repeat(6000);
    let lines = "let n = n + 2;\r".repeat(300);
    terminal.pastes(format!("let n = 0;\r{lines}n\r\"{long}\".len() + 1\r"));
    terminal.reads("= 600\r\n");
    terminal.reads("= 6001\r\n");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn what_is_typed_while_an_entry_runs_waits_for_the_prompt() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    let holder = holds_up(&marie);
    terminal.enters(&format!("{WAITS}; 1"));
    until_somebody_waits(&mut marie.database.superuser());
    terminal.types("40 + 1\r");
    let long = "x".repeat(6000);
    terminal.pastes(format!("\"{long}\".len() + 1\r42 + 3\x7f1\r\x04"));
    drop(holder);
    terminal.reads("= 1\r\n");
    terminal.reads("= 41\r\n");
    terminal.reads("= 6001\r\n");
    terminal.reads("= 43\r\n");
    assert_eq!(terminal.ends(), 0, "Ctrl-D waits too");
}

#[test]
fn ctrl_c_stops_what_was_pasted_as_a_whole() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.types("sql(\"select pg_sleep(60)\")\r\"un\" + \"wanted\"\r");
    marie.is_asked("pg_sleep(60)");
    terminal.types("\"un\" + \"wanted\"\r");
    terminal.interrupts("error: interrupted");
    terminal.prompts(MARIE);
    terminal.enters("40 + 2");
    let shown = terminal.reads("= 42");
    assert!(!shown.contains("unwanted"), "{shown}");
    terminal.prompts(MARIE);
    // What comes after it is meant.
    terminal.types("half an en\x0340 + 3\r");
    terminal.reads("= 43");
    terminal.prompts(MARIE);
    // The history is still there.
    terminal.types("\x1b[A\x1b[A\x15clients.count() + 1\r");
    terminal.reads("= 1001");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn what_is_no_utf_8_is_refused_and_the_shell_goes_on() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.sends(b"\"caf\xe9\"\r");
    terminal.reads("error: what was typed is no UTF-8");
    terminal.prompts(MARIE);
    terminal.enters("40 + 2");
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn ctrl_z_stops_the_shell_and_fg_brings_the_prompt_back() {
    let marie = Shell::as_("marie@epic.events");
    let epic = marie.command(&[]);
    let mut bash = Command::new("bash");
    bash.args(["--norc", "--noprofile", "-i"]);
    clean_environment(&mut bash);
    let variables = epic
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    bash.envs(variables)
        .current_dir(marie.home())
        .env("PS1", "bash> ")
        .env("EPIC", env!("CARGO_BIN_EXE_epic"));
    let mut terminal = Terminal::with(bash);
    terminal.reads("bash> ");
    terminal.enters("\"$EPIC\" --no-color");
    terminal.prompts(MARIE);
    for typed in ["clients.co", ""] {
        terminal.types(typed);
        terminal.types("\x1a");
        terminal.reads("Stopped");
        terminal.reads("bash> ");
        // It is line by line, and what is typed is seen.
        terminal.enters("stty -a | grep -o ' icanon' | tr a-z A-Z");
        terminal.reads("ICANON");
        terminal.reads("bash> ");
        terminal.enters("fg");
        terminal.prompts(MARIE);
        terminal.types("\x15clients.count() + 1\r");
        terminal.reads("= 1001");
        terminal.prompts(MARIE);
    }
    // While something runs, too.
    let holder = holds_up(&marie);
    terminal.enters(&format!("{WAITS}; 40 + 2"));
    until_somebody_waits(&mut marie.database.superuser());
    terminal.types("\x1a");
    terminal.reads("Stopped");
    terminal.reads("bash> ");
    terminal.enters("fg");
    drop(holder);
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    terminal.types("\x04");
    terminal.reads("bash> ");
    terminal.enters("stty -a | grep -o ' icanon' | tr a-z A-Z; exit");
    terminal.reads("ICANON");
    terminal.ends();
}

#[test]
fn a_window_that_gets_narrow_keeps_the_prompt_and_the_line() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.types("clients.count() + 12345678901234567890");
    terminal.reads("567890");
    terminal.is_resized(40);
    // Redrawn at once, without a key: both lines of it.
    terminal.reads(MARIE);
    terminal.reads("clients.count() + ");
    terminal.types("\x15clients.count() + 1\r");
    terminal.reads("= 1001");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn an_entry_that_is_offered_again_does_not_mix_with_what_is_typed() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    let end = "delete from auth.session where collaborator_id = 2";
    marie.owner().batch_execute(end).expect("they end");
    terminal.enters("clients.count() + 1");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.reads("Enter repeats: clients.count() + 1");
    terminal.enters("clients.count() + 2");
    terminal.reads("= 1002");
    terminal.prompts(MARIE);
    terminal.enters("");
    let shown = terminal.prompts(MARIE);
    assert!(!shown.contains("1001"), "it was offered once: {shown}");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_ctrl_c_as_soon_as_a_password_is_asked_for_is_an_answer() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    for _ in 0..20 {
        terminal.enters(":passwd");
        terminal.reads("Present password of");
        terminal.interrupts("error: interrupted");
        terminal.prompts(MARIE);
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_password_that_is_pasted_with_the_entry_that_asks_for_it_is_no_entry() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    for entry in [":login marie@epic.events", ":passwd"] {
        terminal.types(&format!("{entry}\rPasted-Secret-1\rPasted-Secret-2\r"));
        terminal.reads("assword");
        terminal.interrupts("error: interrupted");
        terminal.prompts(MARIE);
        terminal.enters("40 + 2");
        let shown = terminal.reads("= 42");
        assert!(!shown.contains("Pasted"), "{shown}");
        terminal.prompts(MARIE);
    }
    // Somebody who was asked goes on: what was pasted is gone then, too.
    terminal.types(":login marie@epic.events\rPasted-Secret-1\r");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.reads("Signed in as");
    terminal.prompts(MARIE);
    // A terminal that marks what is pasted makes one entry of it.
    terminal.types("\x1b[200~:login marie@epic.events\nPasted-Secret-1\x1b[201~\r");
    terminal.reads("usage: :login");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
    let history = fs::read_to_string(marie.state().join("history")).expect("a history");
    assert_eq!(
        history,
        ":login marie@epic.events\n40 + 2\n:login marie@epic.events\n"
    );
}

#[test]
fn exit_leaves_the_shell_with_its_code() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.enters("exit(3)");
    assert_eq!(terminal.ends(), 3);
}

fn at_the_prompt(shell: &Shell) -> Terminal {
    let mut terminal = Terminal::of(shell, &[]);
    terminal.prompts(MARIE);
    terminal
}

/// Between the result and the prompt nobody reads, and the terminal must not take Ctrl-D for itself.
#[test]
fn a_ctrl_d_the_moment_a_result_is_seen_leaves() {
    let marie = Shell::as_("marie@epic.events");
    for _ in 0..10 {
        let mut terminal = Terminal::of(&marie, &[]);
        terminal.prompts(MARIE);
        terminal.enters("6 * 7");
        terminal.reads("= 42");
        assert_eq!(terminal.leaves(), 0);
    }
}
