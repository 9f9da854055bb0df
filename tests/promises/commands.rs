//! What can be typed after `epic`, and what it exits with.

use crate::harness::Shell;
use insta::assert_snapshot;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn code_comes_from_an_argument_a_file_or_standard_input() {
    let shell = Shell::as_("marie@epic.events");
    shell.file("count.rhai", "// how many\nlet n = clients.count();\nn\n");
    for said in [
        shell.e("clients.count()"),
        shell.run(&["count.rhai"]),
        shell.run(&["run", "count.rhai"]),
        shell.run_with(&["-"], "clients.count()"),
        shell.run_with(&[], "let n = clients.count();\nn\n"),
    ] {
        assert_eq!(said.to_string(), "1000\n");
    }
    assert_eq!(shell.run_with(&["-"], "").to_string(), "");
}

#[test]
fn plain_sql_runs_under_my_own_rights() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.run(&["sql", "select id, full_name from collaborators where id < 3 order by id"]), @"");
    assert_snapshot!(shell.run(&["sql", "update clients set phone = '+33' where id = 12;"]), @"");
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+33");
    assert_snapshot!(shell.run(&["sql", "update clients set phone = '+33' where id < 0"]), @"");
    assert_snapshot!(shell.run(&["sql", "selct 1"]), @"");
    assert_snapshot!(shell.run(&["sql", ""]), @"");
    assert_snapshot!(shell.run(&["sql", "update collaborators set role = 'admin'"]), @"");
}

#[test]
fn exit_codes_tell_failures_apart() {
    let shell = Shell::as_("marie@epic.events");
    let nobody = Shell::at(crate::harness::TestDatabase::none());
    for (code, said) in [
        (0, shell.e("1")),
        (1, shell.e("nonsense")),
        (2, shell.run(&["--nonsense"])),
        (2, shell.run(&["login", "--password-stdin"])),
        (2, shell.run(&["missing.rhai"])),
        (2, shell.run(&["whoami", "--profile", "nobody"])),
        (2, shell.run(&["-e", "1", "whoami"])),
        (3, nobody.e("1")),
        (4, shell.e("events.get(3).delete()")),
        (5, nobody.login("marie@epic.events", "x")),
    ] {
        assert_eq!(said.code, code, "{said}");
    }
    assert_snapshot!(nobody.login("marie@epic.events", "x"), @"");
}

#[test]
fn a_word_that_is_no_command_is_answered_with_the_nearest() {
    let shell = Shell::signed_out();
    assert_snapshot!(shell.run(&["whomai"]), @"");
    assert_snapshot!(shell.run(&["missing.rhai"]), @"");
    assert_snapshot!(shell.run(&["db", "inti"]), @"");
    assert_snapshot!(shell.run(&["--fromat", "csv"]), @"");
}

#[test]
fn help_tells_what_there_is() {
    let shell = Shell::signed_out();
    assert_snapshot!(shell.run(&["--help"]), @"");
    assert_snapshot!(shell.run(&["db", "--help"]), @"");
    assert!(shell.run(&["--version"]).ok().starts_with("epic "));
}

#[test]
fn completions_are_printed_for_each_shell() {
    let shell = Shell::signed_out();
    for name in ["bash", "zsh", "fish"] {
        let said = shell.run(&["completions", name]);
        assert!(said.ok().contains("whoami"), "{name}");
    }
    assert_eq!(shell.run(&["completions", "nosh"]).code, 2);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let shell = Shell::as_("marie@epic.events");
    for format in ["table", "csv", "ndjson"] {
        let mut command = shell.command(&["-e", "contracts", "--format", format]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("epic runs");
        let mut first = String::new();
        let mut out = BufReader::with_capacity(64, child.stdout.take().expect("piped"));
        out.read_line(&mut first).expect("a line");
        drop(out);
        let done = child.wait_with_output().expect("it ends");
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert_eq!((done.status.code(), &*stderr), (Some(0), ""), "{format}");
        assert!(first.contains("id"), "{first}");
    }
}

#[test]
fn no_colour_is_written_where_there_is_no_terminal_and_where_it_is_unwanted() {
    let shell = Shell::as_("marie@epic.events");
    let plain = shell.e("clients.get(12)");
    let mut command = shell.command(&["-e", "clients.get(12)"]);
    command.env("NO_COLOR", "1");
    for said in [
        shell.said(command),
        shell.run(&["-e", "clients.get(12)", "--no-color"]),
        plain.clone(),
        shell.e("nonsense"),
    ] {
        assert!(!said.to_string().contains('\u{1b}'), "{said}");
    }
}

#[test]
fn quiet_and_timing_change_standard_error_only() {
    let shell = Shell::as_("marie@epic.events");
    let rows = "collaborators.take(2)";
    let plain = shell.e(rows);
    assert_eq!(plain.stderr, "");
    let timed = shell.run(&["-e", rows, "--timing"]);
    assert_eq!(
        (&timed.stdout, timed.stderr.as_str()),
        (&plain.stdout, "2 rows · … ms\n")
    );
    let quiet = shell.run(&["-e", rows, "--quiet", "--timing"]);
    assert_eq!((&quiet.stdout, quiet.stderr.as_str()), (&plain.stdout, ""));
}

#[test]
fn settings_come_from_files_the_environment_and_options() {
    let shell = Shell::as_("marie@epic.events");
    std::fs::create_dir_all(shell.home().join("config")).expect("a folder");
    shell.file("config/config.toml", "format = 'json'\n");
    assert_eq!(shell.e("[#{ a: 1 }]").ok(), "[\n{\"a\":1}\n]");
    assert_eq!(
        shell.run(&["-e", "[#{ a: 1 }]", "--format", "csv"]).ok(),
        "a\n1"
    );

    shell.file("config/config.toml", "fromat = 'json'\n");
    assert_snapshot!(shell.e("1"), @"");
    shell.file("config/config.toml", "");
    shell.file(
        ".env",
        "DATABASE_URL=postgres://epic_login:secret@127.0.0.1:1/epic\n",
    );
    shell.e("1").ok();
    let mut command = shell.command(&["whoami"]);
    command.env_remove("DATABASE_URL");
    assert_eq!(
        shell.said(command).code,
        5,
        ".env is read where the environment says nothing"
    );
    shell.file(".env", "DATABASE_URL=\"postgres://epic_login:secret@h\nX\n");
    let said = shell.e("1");
    assert_eq!(said.code, 2);
    assert!(!said.to_string().contains("secret"), "{said}");
}
