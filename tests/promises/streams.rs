//! Text that comes in, and what goes out: marks of editors and systems at the start, ends that come too early,
//! values that look like options, outputs that are full or that nobody reads.

use crate::harness::Shell;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn a_mark_at_the_start_of_a_text_is_no_part_of_it() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("marked.rhai", "\u{feff}40 + 2");
    marie.file(
        "script",
        "#!/usr/bin/env -S epic run # it's one\n40 + 2 /* x */",
    );
    marie.file("both", "\u{feff}#!/usr/bin/env epic\r\n40 + 2\r\n");
    for arguments in [&["marked.rhai"][..], &["run", "script"], &["both"]] {
        assert_eq!(marie.run(arguments).ok(), "42", "{arguments:?}");
    }
    assert_eq!(marie.run_with(&[], "\u{feff}40 + 2").ok(), "42");
    let password = format!("\u{feff}{}", crate::harness::PASSWORD);
    marie.login("marie@epic.events", &password).ok();
    // Lines are counted as in the file.
    marie.file("script", "#!/usr/bin/env epic\nnonsense");
    let said = marie.run(&["run", "script"]);
    assert!(said.stderr.contains("2 │ nonsense"), "{}", said.stderr);
}

#[test]
fn a_text_that_ends_inside_something_is_an_error() {
    let marie = Shell::as_("marie@epic.events");
    for (text, says) in [
        ("print(1);\n/* print(2);", "2 │ /* print(2);"),
        ("1 /* a /* b */", "this comment is not closed"),
        ("let t = `one\ntwo", "error: "),
        ("let t = \"one", "error: "),
        ("fn f() {", "error: "),
    ] {
        marie.file("open.rhai", text);
        for said in [
            marie.run(&["open.rhai"]),
            marie.run_with(&[], text),
            marie.e(text),
        ] {
            assert_eq!(
                (said.code, said.stdout.as_str()),
                (1, ""),
                "{text}: {}",
                said.stderr
            );
            assert!(said.stderr.contains(says), "{text}: {}", said.stderr);
        }
    }
    assert_eq!(marie.e("\"/*\"").ok(), "/*");
}

#[test]
fn code_and_statements_may_begin_with_a_hyphen() {
    let marie = Shell::as_("marie@epic.events");
    assert_eq!(marie.run(&["-e", "-1"]).ok(), "-1");
    assert_eq!(marie.run(&["-e", "-clients.count()", "-q"]).ok(), "-1000");
    let noted = "-- note\nselect 1 as one";
    assert_eq!(marie.run(&["sql", noted, "--format", "csv"]).ok(), "one\n1");
    assert_eq!(marie.run(&["--format", "csv", "sql", noted]).ok(), "one\n1");
    assert!(
        marie
            .run(&["sql", "--help"])
            .ok()
            .contains("Usage: epic sql")
    );
}

#[test]
fn what_can_not_be_written_is_an_error_and_nothing_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    let change = "clients.get(12).update(#{ phone: \"lost\" });";
    let ways: &[&[&str]] = &[
        &["-e", &format!("{change} print(1)")],
        &["-e", &format!("{change} print(1); loop {{}}")],
        &["-e", &format!("{change} 1")],
        &["-e", &format!("{change} clients")],
        &["-e", "help()"],
        &[
            "sql",
            "update clients set phone = 'lost' where id = 12 returning id",
        ],
        &["sql", "update clients set phone = 'lost' where id = 12"],
        &["url"],
        &["whoami"],
        &["sessions"],
        &["--help"],
        &["help", "sql"],
        &["--version"],
        &["completions", "bash"],
    ];
    for arguments in ways {
        let mut command = marie.command(arguments);
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("a device");
        command.stdout(full);
        let said = marie.said(command);
        assert_eq!(said.code, 1, "{arguments:?}: {}", said.stderr);
        assert!(
            said.stderr.contains("error: the output can't be written"),
            "{}",
            said.stderr
        );
    }
    assert_eq!(marie.e("clients.get(12).phone").ok(), "+678 123 456 78");
}

#[test]
fn a_script_stops_when_nobody_reads_what_it_prints() {
    let marie = Shell::as_("marie@epic.events");
    let change = "clients.get(12).update(#{ phone: \"lost\" });";
    let lost = "error: nobody reads the output any more\n hint: nothing that was changed is kept";
    for (before, code, says) in [("", 0, ""), (change, 1, lost)] {
        let mut command = marie.command(&["-e", &format!("{before} loop {{ print(1) }}")]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut epic = command.spawn().expect("it runs");
        let mut out = BufReader::new(epic.stdout.take().expect("piped"));
        let mut line = String::new();
        out.read_line(&mut line).expect("a line");
        assert_eq!(line, "1\n");
        drop(out);
        let ended = epic.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(code));
        assert_eq!(String::from_utf8_lossy(&ended.stderr).trim_end(), says);
    }
    assert_eq!(marie.e("clients.get(12).phone").ok(), "+678 123 456 78");
}

#[test]
fn a_script_says_with_what_code_it_ends() {
    let marie = Shell::as_("marie@epic.events");
    for (code, ends) in [
        ("exit(3); print(1)", 3),
        ("fn f() { exit(4); } try { f() } catch { print(1) }", 4),
        ("exit(0); print(1)", 0),
        ("exit(); print(1)", 0),
        ("exit(256)", 2),
        ("exit(-1)", 2),
    ] {
        let said = marie.e(code);
        assert_eq!(
            (said.code, said.stdout.as_str()),
            (ends, ""),
            "{code}: {}",
            said.stderr
        );
    }
    assert_eq!(marie.e("exit(\"enough\")").ok(), "enough");
    let said = marie.e("clients.get(12).update(#{ phone: \"new\" }); exit(3)");
    assert_eq!(said.code, 3);
    assert_eq!(marie.e("clients.get(12).phone").ok(), "new", "it is kept");
    marie.file("three.rhai", "exit(3)");
    assert_eq!(marie.run(&["run", "three.rhai"]).code, 3);
    assert_eq!(marie.run_with(&[], "exit(3)").code, 3);
}
