//! A script asks whoever is at the terminal; where nobody is, it is stopped, or `--yes` answers.

use crate::harness::{Shell, Terminal};

const ASKS: &str = r#"let city = ask("Which city?", "Paris");
clients.get(12).update(#{ phone: city });
if confirm("Tell them?") { print(`told in ${city}`) } else { print("not told") }"#;

fn phone(shell: &Shell) -> String {
    shell.e("clients.get(12).phone").ok().to_owned()
}

#[test]
fn a_script_asks_at_a_terminal_and_an_empty_answer_is_the_default() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("asks.rhai", ASKS);
    for (city, yes, kept, says) in [
        ("Lyon", "y", "Lyon", "told in Lyon"),
        ("", "Yes", "Paris", "told in Paris"),
        ("Lyon", "", "Lyon", "not told"),
    ] {
        let mut terminal = Terminal::of(&marie, &["asks.rhai"]);
        terminal.reads("Which city? [Paris] ");
        terminal.enters(city);
        terminal.reads("Tell them? [y/N] ");
        terminal.enters(yes);
        terminal.reads(says);
        assert_eq!(terminal.ends(), 0);
        assert_eq!(phone(&marie), kept);
    }
    let mut terminal = Terminal::of(
        &marie,
        &["-e", "let name = ask(\"Name?\"); `Hello ${name}`"],
    );
    terminal.reads("Name? ");
    terminal.enters("Zoë");
    terminal.reads("Hello Zoë");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn ctrl_c_at_a_question_stops_the_script_and_nothing_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    marie.file("asks.rhai", ASKS);
    let mut terminal = Terminal::of(&marie, &["asks.rhai"]);
    terminal.reads("Which city? [Paris] ");
    terminal.enters("Lyon");
    terminal.reads("Tell them? [y/N] ");
    terminal.interrupts("error: interrupted");
    assert_eq!(terminal.ends(), 130);
    assert_eq!(phone(&marie), before);
}

#[test]
fn without_a_terminal_a_script_that_asks_is_stopped_and_nothing_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone(&marie);
    let change = "clients.get(12).update(#{ phone: \"lost\" });";
    for (asks, hints) in [
        (
            "ask(\"Which city?\")",
            &["the question: Which city?", "run it at a terminal"][..],
        ),
        (
            "ask(\"Which city?\", \"Paris\")",
            &["the question: Which city?", "--yes"],
        ),
        ("confirm(\"Sure?\")", &["the question: Sure?", "--yes"]),
        ("try { confirm(\"Sure?\") } catch { throw \"no\" }", &["no"]),
    ] {
        let said = marie.e(&format!("{change} {asks}"));
        assert_ne!(said.code, 0, "{asks}");
        for hint in hints {
            assert!(said.stderr.contains(hint), "{asks}: {said}");
        }
        assert_eq!(phone(&marie), before, "{asks}");
    }
    assert_eq!(marie.e("ask(\"Which city?\")").code, 2);
}

#[test]
fn yes_answers_beforehand() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("asks.rhai", ASKS);
    assert_eq!(marie.run(&["asks.rhai", "--yes"]).ok(), "told in Paris");
    assert_eq!(phone(&marie), "Paris");
    let said = marie.run(&["--yes", "-e", "ask(\"Which city?\")"]);
    assert_eq!(said.error(), "the script asks, and nobody is at a terminal");
}

#[test]
fn a_question_can_not_act_on_the_terminal() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = Terminal::of(&marie, &["-e", r#"ask("\x1b[31mred\nline?")"#]);
    terminal.reads("␛[31mred↵line? ");
    terminal.enters("x");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_change_of_all_rows_is_asked_about_at_a_terminal_whatever_runs_it() {
    let admin = Shell::as_("admin@epic.events");
    admin.file("gone.rhai", "events.delete()");
    for arguments in [
        &["-e", "events.delete()"][..],
        &["gone.rhai"],
        &["run", "gone.rhai"],
        &["sql", "delete from events"],
    ] {
        let mut terminal = Terminal::of(&admin, arguments);
        terminal.reads("this deletes all 1200 events.\r\n  event 1, ");
        terminal.reads("\r\n  event 2, ");
        terminal.reads("Go on? [y/N] ");
        terminal.enters("n");
        terminal.reads("error: nothing was changed");
        assert_eq!(terminal.ends(), 1);
        assert_eq!(admin.e("events.count()").ok(), "1200", "{arguments:?}");
    }
    let mut terminal = Terminal::of(&admin, &["sql", "delete from events"]);
    terminal.reads("Go on? [y/N] ");
    terminal.enters("y");
    terminal.reads("1200 rows");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(admin.e("events.count()").ok(), "0");
}
