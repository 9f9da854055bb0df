//! What can be set is set everywhere alike; a start-up file adds to the prompt, and can neither change data nor keep
//! the shell from starting.

use crate::harness::{Shell, Terminal};
use std::fs;

/// The cursor goes to the left, as it does after Escape.
const LEFT: &str = "\x1b[D";
const MARIE: &str = "marie (commercial) ❯ ";

#[test]
fn what_is_set_at_the_prompt_is_seen_at_once() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = Terminal::of(&marie, &[]);
    terminal.prompts(MARIE);
    assert!(terminal.answers(":set rows 3", MARIE).contains("rows is 3"));
    assert!(
        terminal
            .answers("clients", MARIE)
            .contains("3 of 1,000 rows · ")
    );
    terminal.answers(":set format csv", MARIE);
    assert!(
        terminal
            .answers("clients.take(1).select(|c| c.id)", MARIE)
            .starts_with("id\n1\n")
    );
    assert!(
        terminal
            .answers(":set format", MARIE)
            .contains("format is csv")
    );
    terminal.answers(":format table", MARIE);
    let all = terminal.answers(":set", MARIE);
    let cells = all.split_whitespace().collect::<Vec<_>>().join(" ");
    for shown in ["format │ table │", "rows │ 3 │", "timing │ off │"] {
        assert!(cells.contains(shown), "{all}");
    }
    for (wrong, said) in [
        (":set rwos 3", "did you mean 'rows'?"),
        (
            ":set rows many",
            "error: rows: it is a number from 1 to 100000, not 'many'",
        ),
        (
            ":set timing maybe",
            "error: timing: it is on or off, not 'maybe'",
        ),
        (
            ":set color pink",
            "there are red, green, yellow, blue, magenta, cyan",
        ),
        (":set prompt {usr}> ", "did you mean 'user'?"),
    ] {
        let answer = terminal.answers(wrong, MARIE);
        assert!(answer.contains(said), "{wrong}: {answer}");
    }
    terminal.answers(
        r#":set prompt "{user}[ {sandbox}[{transaction}]]> ""#,
        "marie> ",
    );
    terminal.answers(":sandbox", "marie sandbox> ");
    terminal.answers("clients.count()", "marie sandbox*> ");
    terminal.answers(":sandbox off", "marie> ");
    terminal.answers(":set keys vi", "marie> ");
    terminal.types("1 + 1x");
    terminal.types("\x1b");
    terminal.reads(LEFT); // else both are one key: Alt-x
    terminal.types("x\r"); // deletes what is under the cursor
    terminal.reads("= 2");
    terminal.prompts("marie> ");
    terminal.answers(":set keys emacs", "marie> ");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_profile_has_its_own_and_production_is_red() {
    let marie = Shell::as_("marie@epic.events");
    config(
        &marie,
        "rows = 2\n[profiles.production]\n[profiles.test]\ncolor = 'cyan'\nprompt = '{profile} {user}> '\n",
    );
    for profile in ["production", "test"] {
        let profiles = marie.state().join("profiles").join(profile);
        fs::create_dir_all(&profiles).expect("a folder");
        fs::copy(marie.state().join("token"), profiles.join("token")).expect("a token");
    }
    let shown = |profile: &str, prompt: &str| {
        let mut terminal = Terminal::with(marie.command(&["--profile", profile]));
        let shown = terminal.reads(prompt);
        terminal.enters("clients");
        terminal.reads("2 of 1,000 rows");
        assert_eq!(terminal.leaves(), 0);
        shown
    };
    let drawn = "\x1b[1;31mproduction\x1b[0m\x1b[2m · \x1b[0m\x1b[1mmarie\x1b[0m";
    shown("production", drawn);
    shown(
        "test",
        "\x1b[1;36mtest\x1b[0m\x1b[36m \x1b[0m\x1b[1mmarie\x1b[0m\x1b[36m> \x1b[0m",
    );
    let mut terminal = Terminal::with(marie.command(&[]));
    terminal.reads("\x1b[32m ❯ \x1b[0m");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn functions_variables_and_settings_of_the_start_up_file_are_there() {
    let marie = Shell::as_("marie@epic.events");
    startup(
        &marie,
        "//! Mine.\n//! @set rows 4\n//! @set prompt \"{user}: \"\nfn big(n) { clients.filter(|c| c.id > n) }\nlet vat = 20;\nprint(\"ready\");\n",
    );
    let mut terminal = Terminal::of(&marie, &[]);
    terminal.reads("ready");
    terminal.prompts("marie: ");
    assert!(
        terminal
            .answers("big(990).count() + vat", "marie: ")
            .contains("= 30")
    );
    assert!(
        terminal
            .answers("clients", "marie: ")
            .contains("4 of 1,000 rows")
    );
    assert_eq!(terminal.leaves(), 0);
    // What is no prompt knows nothing of it.
    assert!(marie.e("vat").error().contains("vat"));
}

#[test]
fn a_broken_start_up_file_is_reported_and_left_out() {
    let marie = Shell::as_("marie@epic.events");
    for (text, said) in [
        ("let x = 1;\nlet y = ;\n", " 2 │ let y = ;"),
        (
            "fn f() { 1 }\nclients.get(12).update(#{ phone: \"1\" })\n",
            "error: .epicrc.rhai: you are not signed in",
        ),
        (
            "//! @set rows 5\n//! @set rwos 5\nlet x = 1;\n",
            " 2 │ //! @set rwos 5",
        ),
        (
            "let x = 1; print(\"begun\"); loop { }",
            "error: .epicrc.rhai: interrupted",
        ),
    ] {
        startup(&marie, text);
        let mut terminal = Terminal::of(&marie, &[]);
        if text.contains("loop") {
            terminal.reads("begun");
            terminal.types("\x03");
        }
        terminal.reads(said);
        terminal.reads("it is left out; mend ");
        terminal.prompts(MARIE);
        let answer = terminal.answers("x", MARIE);
        assert!(answer.contains("nothing called 'x'"), "{answer}");
        assert!(terminal.answers("f()", MARIE).contains("error: "));
        assert!(terminal.answers(":set rows", MARIE).contains("rows is 20"));
        assert_eq!(terminal.leaves(), 0);
    }
    assert_eq!(
        marie
            .e(r#"clients.filter(|c| c.phone == "1").count()"#)
            .ok(),
        "0"
    );
}

fn config(shell: &Shell, text: &str) {
    fs::create_dir_all(shell.home().join("config")).expect("a folder");
    shell.file("config/config.toml", text);
}

fn startup(shell: &Shell, text: &str) {
    fs::create_dir_all(shell.home().join("config")).expect("a folder");
    shell.file("config/.epicrc.rhai", text);
}
