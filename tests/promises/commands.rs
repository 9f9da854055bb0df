//! What can be typed after `epic`, and what it exits with.

use crate::harness::Shell;
use insta::assert_snapshot;
use secrecy::ExposeSecret;
use std::io::{BufRead, BufReader};
use std::os::unix::ffi::OsStrExt;
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
    // What is missing is missed where the text ends, not on the line below it.
    assert_snapshot!(shell.run_with(&["-"], "let n = 1;\nprint(n\n"), @r"
    --- stderr
    error: expecting ')' to close the arguments list of this function call 'print'
     2 │ print(n
       │        ^
    --- exit 1
    ");
}

#[test]
fn plain_sql_runs_under_my_own_rights() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.run(&["sql", "select id, full_name from collaborators where id < 3 order by id"]), @r"
     id │ full_name
    ────┼─────────────
      1 │ Alma Reyes
      2 │ Marie Durand
    ");
    assert_snapshot!(shell.run(&["sql", "update clients set phone = '+33' where id = 12;"]), @"1 row");
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+33");
    assert_snapshot!(shell.run(&["sql", "update clients set phone = '+33' where id < 0"]), @r#"
    0 rows
    --- stderr
     hint: no row matched, or the rules do not let you update those that did: why("update", clients)
    "#);
    assert_snapshot!(shell.run(&["sql", "selct 1"]), @r#"
    --- stderr
    error: syntax error at or near "selct"
     1 │ selct 1
       │ ^^^^^
    --- exit 1
    "#);
    assert_snapshot!(shell.run(&["sql", ""]), @r"
    --- stderr
    error: there is no statement
     hint: for example: select count(*) from clients
    --- exit 2
    ");
    assert_snapshot!(shell.run(&["sql", "update collaborators set role = 'admin'"]), @r"
    --- stderr
    error: permission denied for table collaborators
     these rules allow it:
       · an admin updates any collaborator
    --- exit 4
    ");
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
    assert_snapshot!(nobody.login("marie@epic.events", "x"), @r"
    --- stderr
    error: there is no database epic on this machine
     hint: check DATABASE_URL; an administrator creates the database with: epic db init
    --- exit 5
    ");
}

#[test]
fn a_word_that_is_no_command_is_answered_with_the_nearest() {
    let shell = Shell::signed_out();
    assert_snapshot!(shell.run(&["whomai"]), @r"
    --- stderr
    error: there is no command and no file 'whomai'
     hint: did you mean 'whoami'?
     hint: see: epic --help
    --- exit 2
    ");
    assert_snapshot!(shell.run(&["missing.rhai"]), @r"
    --- stderr
    error: missing.rhai: No such file or directory (os error 2)
    --- exit 2
    ");
    assert_snapshot!(shell.run(&["db", "inti"]), @r"
    --- stderr
    error: unrecognized subcommand 'inti'

      tip: a similar subcommand exists: 'init'

    Usage: epic db [OPTIONS] <COMMAND>

    For more information, try '--help'.
    --- exit 2
    ");
    assert_snapshot!(shell.run(&["--fromat", "csv"]), @r"
    --- stderr
    error: unexpected argument '--fromat' found

      tip: a similar argument exists: '--format'

    Usage: epic --format <FORMAT> [FILE]

    For more information, try '--help'.
    --- exit 2
    ");
}

#[test]
fn help_tells_what_there_is() {
    let shell = Shell::signed_out();
    assert_snapshot!(shell.run(&["--help"]), @r"
    A scriptable, permissioned shell over PostgreSQL for the staff of an events company.

    Without a command: the shell; with a file or -e, its code is run and the last value printed.

    Usage: epic [OPTIONS] [FILE] [COMMAND]

    Commands:
      run          Run a saved script; what it takes is shown by: epic run NAME --help
      scripts      Saved scripts: what there is, what they say, and whether they are in order
      sql          Run plain SQL, under your own rights: all of it, or nothing when a statement fails
      login        Sign in
      logout       Sign out: the session ends on the server too
      whoami       Who is signed in, until when, and where
      passwd       Change your password; this ends your other sessions
      sessions     Open sessions: yours; an admin sees everybody's
      runs         What was run, the newest first: yours; an admin sees everybody's
      undo         Take a run back, under your own rights
      url          A PostgreSQL URL of your session, for psql, pgAdmin or DBeaver (it holds a secret)
      doctor       What is in order, what is wrong and what to do: here, at the server, in the database
      db           Set up and look after the database (for its owner)
      demo         A database of its own with demo data, and you signed in
      man          Write the manual to a folder, a page for each command
      completions  Print completions for a command shell
      help         Print this message or the help of the given subcommand(s)

    Arguments:
      [FILE]
              Run the code of a file (`-`: of standard input) and print its last value

    Options:
          --format <FORMAT>
              How results are written

              Possible values:
              - table:    Aligned columns, cut to the terminal's width
              - vertical: One field per line, for wide rows
              - csv:      Comma-separated values, with a line of headers
              - tsv:      The same, with tabs for commas
              - json:     One JSON array of objects
              - ndjson:   One JSON object per line
              - markdown: A Markdown table
              - html:     An HTML table

          --out <FILE>
              Write the result to a file; its name says the format, unless --format does

          --no-color
              No colours (also: the variable `NO_COLOR`)

      -q, --quiet
              Results only

          --yes
              Ask nothing: change or delete all rows, replace files, end what others use; yes to what a
              script asks

          --read-only
              Change nothing: the database is told to refuse it (also `read_only` in config.toml)

          --timing
              Say how long it took

          --profile <NAME>
              Use the settings of a profile in config.toml, with a login of its own

      -e <CODE>
              Run this code and print its last value

          --dry-run
              Show what the code would change, before and after, and keep nothing of it

          --all
              With --dry-run: every row that would be changed, not the first 50 only

          --sandbox
              Begin the shell as a sandbox: nothing is kept unless :keep is said

      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version
    ");
}

#[test]
fn help_of_a_command_tells_what_it_has() {
    let shell = Shell::signed_out();
    assert_snapshot!(shell.run(&["db", "--help"]), @r"
    Set up and look after the database (for its owner)

    Usage: epic db [OPTIONS] <COMMAND>

    Commands:
      init     Create the roles and the database, and apply the migrations; can be repeated
      migrate  Apply the migrations that are missing
      status   The owner's part of epic doctor: the server, rights, migrations, data, sign-in
      seed     Fill an empty database with demo data
      admin    Create the first administrator
      ttl      Show or set how long sessions last, from the next login on
      start    Start the embedded server, to stay until `epic db stop`
      stop     Stop the embedded server
      help     Print this message or the help of the given subcommand(s)

    Options:
          --format <FORMAT>
              How results are written

              Possible values:
              - table:    Aligned columns, cut to the terminal's width
              - vertical: One field per line, for wide rows
              - csv:      Comma-separated values, with a line of headers
              - tsv:      The same, with tabs for commas
              - json:     One JSON array of objects
              - ndjson:   One JSON object per line
              - markdown: A Markdown table
              - html:     An HTML table

          --out <FILE>
              Write the result to a file; its name says the format, unless --format does

          --no-color
              No colours (also: the variable `NO_COLOR`)

      -q, --quiet
              Results only

          --yes
              Ask nothing: change or delete all rows, replace files, end what others use; yes to what a
              script asks

          --read-only
              Change nothing: the database is told to refuse it (also `read_only` in config.toml)

          --timing
              Say how long it took

          --profile <NAME>
              Use the settings of a profile in config.toml, with a login of its own

      -h, --help
              Print help (see a summary with '-h')
    ");
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
    assert_snapshot!(shell.e("1"), @r"
    --- stderr
    error: $EPIC_HOME/config/config.toml: there is no setting 'fromat'
     hint: there are format, rows, timing, no_color, prompt, color, keys, hints, idle_seconds
     hint: did you mean 'format'?
     hint: mend that file, or move it away to start from the defaults
    --- exit 2
    ");
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
    let mut command = shell.command(&["whoami"]);
    command.env_remove("DATABASE_URL");
    assert_snapshot!(shell.said(command), @r"
    --- stderr
    error: .env: line 1 can't be read
     hint: write it as DATABASE_URL='value'
    --- exit 2
    ");
    // Another program's, in whose folder epic happens to run.
    shell.file(".env", "GREETING=hello world\nPASSWORD=a$b$$\n'\n");
    shell.e("1").ok();
}

#[test]
fn a_reader_that_has_gone_away_is_no_fault() {
    let shell = Shell::as_("marie@epic.events");
    for arguments in [
        ["completions", "bash"].as_slice(),
        &["url"],
        &["whoami"],
        &["--timing", "-e", "1"],
        &["logout"],
    ] {
        let gone = || {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            writer
        };
        let mut command = shell.command(arguments);
        let status = command.stdout(gone()).stderr(gone()).status();
        assert_eq!(status.expect("it runs").code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn a_variable_that_decides_where_or_as_whom_is_never_taken_for_unset() {
    let shell = Shell::as_("marie@epic.events");
    let with = |name: &str, value: &[u8]| {
        let mut command = shell.command(&["whoami"]);
        command.env(name, std::ffi::OsStr::from_bytes(value));
        shell.said(command)
    };
    assert_snapshot!(with("DATABASE_URL", b""), @r"
    --- stderr
    error: DATABASE_URL is empty
     hint: give it a value, or unset it for that of config.toml or the embedded database
    --- exit 2
    ");
    assert_snapshot!(with("EPIC_TOKEN", b""), @r"
    --- stderr
    error: EPIC_TOKEN is empty
     hint: give it a value, or unset it to go on as who signed in here
    --- exit 2
    ");
    assert_snapshot!(with("EPIC_TOKEN", b"\xff"), @r"
    --- stderr
    error: EPIC_TOKEN is not text
     hint: set EPIC_TOKEN again, or unset it
    --- exit 2
    ");
    let token = std::fs::read_to_string(shell.state().join("token")).expect("a token");
    with("EPIC_TOKEN", format!("{token}\n").as_bytes()).ok();
    let without_database = shell
        .database
        .login
        .url()
        .expose_secret()
        .replace(&format!("/{}", shell.database.name()), "");
    let said = with("DATABASE_URL", without_database.as_bytes());
    assert_eq!(said.error(), "the database URL names no database");
}
