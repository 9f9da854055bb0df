//! Ended from outside: a closed terminal (SIGHUP), `kill` (SIGTERM, SIGKILL), Ctrl-C while nothing looks at it.
//! What ran is stopped and rolled back, the terminal is as before, and the embedded server is left.

use crate::harness::{PASSWORD, Shell, Terminal, TestDatabase, clean_environment, until};
use epic::store::setup;
use rustix::process::{Pid, Signal, kill_process};
use secrecy::ExposeSecret;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long before what runs would end by itself, on a machine that does other things too.
const AT_ONCE: Duration = Duration::from_secs(20);
const MARIE: &str = "marie (commercial) ❯ ";

#[test]
fn what_runs_is_stopped_and_rolled_back() {
    let marie = Shell::as_("marie@epic.events");
    let change = "clients.get(12).update(#{ phone: \"lost\" }); print(\"!\");";
    marie.file("endless.rhai", &format!("{change} loop {{}}"));
    let napping = format!("{change} sleep(300)");
    let asking = format!("{change} sql(\"select pg_sleep(300)\")");
    let ways: [&[&str]; 3] = [&["-e", &napping], &["-e", &asking], &["endless.rhai"]];
    for (signal, code) in endings() {
        for arguments in ways {
            let mut epic = started(marie.command(arguments));
            says(&mut epic, "!");
            assert_eq!(
                ended(epic, signal),
                (code, "error: interrupted".into()),
                "{arguments:?}"
            );
            is_as_before(&marie);
        }
        let sql = "with lost as (update clients set phone = 'lost' where id = 12 returning 1)
            select count(pg_sleep(300)) from lost";
        let epic = started(marie.command(&["sql", sql]));
        marie.is_asked("pg_sleep(300)) from lost");
        assert_eq!(ended(epic, signal), (code, "error: interrupted".into()));
        is_as_before(&marie);
    }
}

#[test]
fn a_signal_that_was_to_be_ignored_is_ignored() {
    let marie = Shell::as_("marie@epic.events");
    let mut command = Command::new("sh");
    // As nohup does.
    let script = "trap '' HUP; exec \"$0\" -e 'print(\"!\"); sleep(0.5); clients.count()'";
    command.args(["-c", script, env!("CARGO_BIN_EXE_epic")]);
    as_in(&marie, &mut command);
    let mut epic = started(command);
    says(&mut epic, "!");
    send(&epic, Signal::HUP);
    let said = epic.wait_with_output().expect("it ends");
    assert_eq!(said.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&said.stdout), "\n1000\n");
}

#[test]
fn at_the_prompt_the_terminal_is_as_before_and_the_history_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    for (signal, code) in endings() {
        let mut terminal = Terminal::with(epic_in_sh(&marie, ""));
        terminal.prompts(MARIE);
        terminal.enters("40 + 2");
        terminal.reads("= 42");
        terminal.prompts(MARIE);
        terminal.types("half an en");
        kill_process(child_of(terminal.pid()), signal).expect("it is there");
        let since = Instant::now();
        terminal.reads(&format!("code {code}"));
        assert!(since.elapsed() < AT_ONCE);
        is_usable(&mut terminal);
    }
    let history = fs::read_to_string(marie.state().join("history")).expect("a history");
    assert_eq!(history, "40 + 2\n"); // what repeats the last one is not kept twice
}

#[test]
fn at_a_question_the_terminal_is_as_before() {
    let marie = Shell::as_("marie@epic.events");
    for (arguments, question) in [
        ("passwd", "Present password of marie@epic.events: "),
        ("login", "E-mail: "),
    ] {
        let mut terminal = Terminal::with(epic_in_sh(&marie, arguments));
        terminal.reads(question);
        kill_process(child_of(terminal.pid()), Signal::TERM).expect("it is there");
        terminal.reads("code 143");
        is_usable(&mut terminal);
    }
}

#[test]
fn in_the_shell_a_query_is_stopped_and_an_editor_too() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = Terminal::of(&marie, &[]);
    terminal.prompts(MARIE);
    terminal.enters("clients.get(12).update(#{ phone: \"lost\" }); sql(\"select pg_sleep(300)\")");
    marie.is_asked("pg_sleep(300)");
    terminal.signal(Signal::TERM);
    let since = Instant::now();
    terminal.reads("error: interrupted");
    assert_eq!(terminal.ends(), 143);
    assert!(since.elapsed() < AT_ONCE);
    is_as_before(&marie);

    let mut command = marie.command(&["--no-color"]);
    command.env("EDITOR", "echo editing; exec sleep 60 #");
    let mut terminal = Terminal::with(command);
    terminal.prompts(MARIE);
    terminal.enters(":edit");
    terminal.reads("editing");
    let files = || fs::read_dir(marie.state()).expect("a folder").flatten();
    let scratch = || files().any(|file| file.file_name().to_string_lossy().starts_with("edit-"));
    assert!(scratch());
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.ends(), 143);
    assert!(!scratch());
}

#[test]
fn whatever_is_waited_for_on_standard_input_can_be_broken_off() {
    let marie = Shell::as_("marie@epic.events");
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        for arguments in [["-", "-q"], ["passwd", "--password-stdin"]] {
            let mut command = marie.command(&arguments);
            command.stdin(Stdio::piped());
            let mut epic = started(command);
            let stdin = epic.stdin.take();
            until_it_catches(&epic, signal);
            assert_eq!(ended(epic, signal).0, code, "{arguments:?}");
            drop(stdin);
        }
    }
}

#[test]
fn the_embedded_server_is_left_and_a_kill_leaves_it_to_the_next() {
    let home = demo();
    let epic = |arguments: &[&str]| epic_at(home.path(), arguments);
    for (signal, code) in endings() {
        for arguments in [
            ["-e", "print(\"!\"); sleep(300)"].as_slice(),
            &["demo", "-e", "print(\"!\"); loop {}"],
        ] {
            let mut running = started(epic(arguments));
            says(&mut running, "!");
            assert_eq!(ended(running, signal).0, code);
            assert!(is_stopped(home.path()), "{arguments:?}");
        }
    }
    let mut killed = started(epic(&[
        "-e",
        "clients.get(12).update(#{ phone: \"lost\" }); print(\"!\"); sleep(300)",
    ]));
    says(&mut killed, "!");
    killed.kill().expect("it is there");
    killed.wait().expect("it ends");
    let next = epic(&["-e", "clients.get(12).phone"])
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8_lossy(&next.stdout), "+678 123 456 78\n");
    assert!(is_stopped(home.path()));
}

#[test]
fn demo_data_comes_with_its_passwords_or_not_at_all() {
    let shell = Shell::at(TestDatabase::none());
    let admin = &shell.database.admin;
    setup::initialise(admin, None).expect("it is set up");
    setup::migrate(admin).expect("it is migrated");
    let mut owner = shell.owner();
    let mut held = owner.transaction().expect("a transaction");
    held.batch_execute("lock table auth.config")
        .expect("a lock, so that it stops there");
    let mut command = shell.command(&["db", "seed"]);
    command.env("DATABASE_OWNER_URL", admin.url().expose_secret());
    let seed = started(command);
    shell.is_asked("auth.argon()"); // before the first password
    assert_eq!(ended(seed, Signal::TERM).0, 143);
    held.rollback().expect("it ends");
    let people = "select count(*) from crm.collaborators";
    let people: i64 = owner.query_one(people, &[]).expect("a row").get(0);
    assert_eq!(people, 0);
}

#[test]
#[cfg(target_os = "linux")] // its `script` is another one elsewhere
fn closing_the_terminal_ends_the_shell_and_its_server() {
    if !hangs_up() {
        return; // a shell that was started to ignore it can't pass it on
    }
    let home = demo();
    for (entry, shown) in [
        ("6 * 7", "= 42"),
        ("print(6 * 7); sql(\"select pg_sleep(300)\")", "42\r\n"),
    ] {
        let mut terminal = Command::new("script");
        clean_environment(&mut terminal);
        // The signal goes to the leader of the session, which passes it on, as the shells that people use do.
        let shell = "\"$EPIC\" --no-color < /dev/tty & trap \"kill -HUP $!\" HUP; wait $!; wait $!; echo $? > code";
        terminal
            .args(["-qefc", shell, "/dev/null"])
            .current_dir(home.path())
            .env("EPIC", env!("CARGO_BIN_EXE_epic"))
            .env("EPIC_HOME", home.path())
            .env("SHELL", "/bin/sh")
            .env("TERM", "xterm")
            .stdin(Stdio::piped());
        let mut terminal = started(terminal);
        says(&mut terminal, "\x1b[?2004h");
        let mut keyboard = terminal.stdin.take().expect("piped");
        keyboard.write_all(entry.as_bytes()).expect("it reads");
        keyboard.write_all(b"\r").expect("it reads");
        says(&mut terminal, shown);
        if entry == "6 * 7" {
            says(&mut terminal, "\x1b[?2004h");
        }
        terminal.kill().expect("it is there"); // which closes the terminal
        terminal.wait().expect("it ends");
        let code = home.path().join("code");
        let end = Instant::now() + AT_ONCE;
        while fs::read_to_string(&code).unwrap_or_default().is_empty() && Instant::now() < end {
            sleep(Duration::from_millis(10));
        }
        assert_eq!(
            fs::read_to_string(&code).unwrap_or_default(),
            "129\n",
            "{entry}"
        );
        fs::remove_file(code).expect("it is there");
        assert!(is_stopped(home.path()), "{entry}");
        let history = fs::read_to_string(home.path().join("state/history")).expect("a history");
        assert!(history.ends_with(&format!("{entry}\n")), "{history}");
    }
}

#[test]
fn a_server_that_was_stopped_under_the_shell_runs_again() {
    let home = demo();
    let mut command = epic_at(home.path(), &["--no-color"]);
    command.env("TERM", "xterm");
    let mut terminal = Terminal::with(command);
    terminal.prompts(MARIE);
    let stop = || {
        let said = epic_at(home.path(), &["db", "stop", "--yes"]).output();
        assert!(said.expect("it runs").status.success());
    };
    let kill = || {
        let server = server_of(home.path()).expect("it runs");
        let connections = children_of(server.as_raw_pid());
        kill_process(server, Signal::KILL).expect("it is there");
        // They notice it one by one, and may answer until then.
        let there = |pid: &Pid| Path::new(&format!("/proc/{}", pid.as_raw_pid())).exists();
        let end = Instant::now() + AT_ONCE;
        while connections.iter().any(there) && Instant::now() < end {
            sleep(Duration::from_millis(1));
        }
    };
    for end in [&stop as &dyn Fn(), &kill, &stop] {
        end();
        terminal.enters("clients.count() + 1");
        terminal.reads("error: ");
        let hints = terminal.reads("The embedded server was stopped, and runs again.");
        // It has no URL that could be wrong.
        assert!(!hints.contains("URL"), "{hints}");
        terminal.reads("Enter repeats: clients.count() + 1");
        terminal.enters("");
        terminal.reads("= 1001");
        terminal.prompts(MARIE);
    }
    assert_eq!(terminal.leaves(), 0);
    assert!(is_stopped(home.path()), "the last to leave stops it");
}

#[test]
fn whoever_would_end_the_work_of_others_is_told_who_is_there_and_asked() {
    let home = demo();
    let mut command = epic_at(home.path(), &["--no-color"]);
    command.env("TERM", "xterm");
    let mut terminal = Terminal::with(command);
    terminal.prompts(MARIE);
    terminal.enters("let kc = clients.get(12);");
    terminal.prompts(MARIE);
    let there = "this database is in use: Marie Durand (epic)";
    let (stop, fresh) = (["db", "stop"], ["demo", "--fresh", "-e", "1"]);
    for arguments in [&stop[..], &fresh[..]] {
        let said = epic_at(home.path(), arguments).output().expect("it runs");
        let error = String::from_utf8_lossy(&said.stderr);
        assert!(error.contains(there) && error.contains("--yes"), "{error}");
        assert_eq!(said.status.code(), Some(2), "{error}");
    }
    let mut other = Terminal::with(epic_at(home.path(), &stop));
    other.reads(there);
    other.reads("Go on? [y/N] ");
    other.enters("");
    other.reads("nothing was changed");
    assert_eq!(other.ends(), 1);
    terminal.enters("clients.count()");
    terminal.reads("= 1000");
    terminal.prompts(MARIE);

    // And what a shell has of a database that is gone is good for nothing in the new one.
    let mut again = epic_at(home.path(), &fresh);
    assert!(
        again
            .arg("--yes")
            .output()
            .expect("it runs")
            .status
            .success()
    );
    terminal.enters("clients.count()");
    terminal.reads("error: ");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.prompts(MARIE);
    terminal.enters("kc.update(#{ phone: \"x\" })");
    terminal.reads("kc is from marie's session, which is over: fetch it again");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

/// The signals, and the code that each ends with. Without SIGHUP where this run itself ignores it (`nohup`),
/// which is inherited.
fn endings() -> impl Iterator<Item = (Signal, i32)> {
    let hangs_up = hangs_up();
    [(Signal::HUP, 129), (Signal::TERM, 143)]
        .into_iter()
        .filter(move |(signal, _)| hangs_up || *signal != Signal::HUP)
}

/// Whether this run takes SIGHUP.
fn hangs_up() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.is_none_or(|bits| u64::from_str_radix(bits.trim(), 16).is_ok_and(|bits| bits & 1 == 0))
}

/// A home with the embedded demo database, and marie signed in.
fn demo() -> TempDir {
    let home = tempfile::tempdir().expect("a home");
    let made = epic_at(
        home.path(),
        &["demo", "--as", "marie@epic.events", "-e", "1"],
    );
    let said = { made }.output().expect("it runs");
    assert!(said.status.success(), "{said:?}");
    home
}

fn epic_at(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_epic"));
    clean_environment(&mut command);
    command
        .args(arguments)
        .env("EPIC_HOME", home)
        .current_dir(home);
    command
}

/// Waits until a signal no longer ends a process by itself.
fn until_it_catches(process: &Child, signal: Signal) {
    let caught = || {
        let status = fs::read_to_string(format!("/proc/{}/status", process.id())).ok()?;
        let bits = status
            .lines()
            .find_map(|line| line.strip_prefix("SigCgt:"))?;
        let bits = u64::from_str_radix(bits.trim(), 16).ok()?;
        Some(bits >> (signal.as_raw() - 1) & 1 == 1)
    };
    let end = Instant::now() + AT_ONCE;
    while !caught().expect("it runs") {
        assert!(Instant::now() < end, "it never catches {signal:?}");
        sleep(Duration::from_millis(1));
    }
}

/// The file in which the embedded server of a home says that it runs.
fn pid_file(home: &Path) -> PathBuf {
    home.join("data/postgres/data/postmaster.pid")
}

fn server_of(home: &Path) -> Option<Pid> {
    let text = fs::read_to_string(pid_file(home)).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

/// Whether the embedded server of a home stops, as it does when the last has left.
fn is_stopped(home: &Path) -> bool {
    let pid = pid_file(home);
    let end = Instant::now() + AT_ONCE;
    while pid.exists() && Instant::now() < end {
        sleep(Duration::from_millis(10));
    }
    !pid.exists()
}

/// A shell that tells how `epic ARGUMENTS` ended, and then reads a line.
fn epic_in_sh(shell: &Shell, arguments: &str) -> Command {
    let mut command = Command::new("sh");
    as_in(shell, &mut command);
    let script = format!(
        "stty echo; \"$0\" --no-color {arguments}; echo code $?; read line; echo \"<$line>\""
    );
    command.args(["-c", &script, env!("CARGO_BIN_EXE_epic")]);
    command
}

/// Whether lines are read and shown as usual.
#[track_caller]
fn is_usable(terminal: &mut Terminal) {
    terminal.types("typex\x7fd\r");
    terminal.reads("typex"); // the echo
    terminal.reads("<typed>");
    terminal.ends();
}

fn started(mut command: Command) -> Child {
    let pipes = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    pipes.spawn().expect("it runs")
}

/// Reads until a text comes.
#[track_caller]
fn says(child: &mut Child, text: &str) {
    let out = child.stdout.as_mut().expect("piped");
    let mut seen = Vec::new();
    let mut byte = [0];
    while !seen.ends_with(text.as_bytes()) {
        let ended = out.read_exact(&mut byte).is_err();
        assert!(
            !ended,
            "no {text:?}, but {}",
            String::from_utf8_lossy(&seen)
        );
        seen.push(byte[0]);
    }
}

fn send(child: &Child, signal: Signal) {
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    kill_process(pid.expect("a process"), signal).expect("it is there");
}

/// Sends a signal, and returns the exit code, and the first line of what was said about it.
#[track_caller]
fn ended(child: Child, signal: Signal) -> (i32, String) {
    let since = Instant::now();
    send(&child, signal);
    let said = child.wait_with_output().expect("it ends");
    assert!(since.elapsed() < AT_ONCE, "{:?}", since.elapsed());
    assert_eq!(said.status.signal(), None, "it ends by itself");
    let stderr = String::from_utf8_lossy(&said.stderr);
    let first = stderr.lines().next().unwrap_or_default();
    (said.status.code().expect("a code"), first.to_owned())
}

/// The one child of a process.
fn child_of(pid: i32) -> Pid {
    let children = children_of(pid);
    assert_eq!(children.len(), 1, "{children:?}");
    children[0]
}

fn children_of(pid: i32) -> Vec<Pid> {
    let said = Command::new("ps")
        .args(["-o", "pid=", "--ppid", &pid.to_string()])
        .output()
        .expect("ps runs");
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let pids = said.split_whitespace().filter_map(|pid| pid.parse().ok());
    pids.filter_map(Pid::from_raw).collect()
}

/// Nothing runs any more on the server, and nothing was changed.
#[track_caller]
fn is_as_before(shell: &Shell) {
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+678 123 456 78");
    until("nothing runs", || shell.running().is_empty());
}

fn as_in(shell: &Shell, command: &mut Command) {
    let like = shell.command(&[]);
    command.current_dir(shell.home()).stdin(Stdio::null());
    for (name, value) in like.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}
