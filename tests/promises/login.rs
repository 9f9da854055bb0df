//! Signing in and out, and everything that can be wrong with it.

use crate::harness::{PASSWORD, Shell, Terminal};
use epic::access::{Token, TokenFile};
use insta::assert_snapshot;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

#[test]
fn a_login_says_who_and_until_when() {
    let shell = Shell::signed_out();
    assert_snapshot!(shell.login("marie@epic.events", PASSWORD), @r"
    --- stderr
    Signed in as Marie Durand (commercial) until ….
    ");
    assert_snapshot!(shell.login(" Marie@Epic.Events ", &format!("{PASSWORD}\n")), @r"
    --- stderr
    Signed in as Marie Durand (commercial) until ….
    ");
}

#[test]
fn nobody_learns_who_has_an_account() {
    let shell = Shell::signed_out();
    let wrong = shell.login("marie@epic.events", "epic-events-dem0");
    assert_snapshot!(wrong, @r"
    --- stderr
    error: wrong e-mail or password
     hint: after five wrong passwords an account is closed to logins for a quarter of an hour
    --- exit 3
    ");
    assert_eq!(shell.login("nobody@epic.events", PASSWORD), wrong);
    assert_eq!(shell.login("", PASSWORD), wrong);
    assert_eq!(shell.login("marie@epic.events", ""), wrong);
    assert!(!shell.state().join("token").exists());
}

#[test]
fn only_the_right_password_tells_that_an_account_is_deactivated() {
    let shell = Shell::signed_out();
    let wrong = shell.login("bruno@epic.events", "epic-events-dem0");
    assert_eq!(wrong, shell.login("nobody@epic.events", PASSWORD));
    let deactivated = shell.login("bruno@epic.events", PASSWORD);
    assert_snapshot!(deactivated, @r"
    --- stderr
    error: this account is deactivated
     hint: Ask an admin to activate it.
    --- exit 3
    ");
    for n in 0..6 {
        assert_eq!(
            shell.login("bruno@epic.events", &format!("guess {n}")),
            wrong
        );
    }
    let resting = shell.login("bruno@epic.events", PASSWORD);
    assert_eq!(resting, wrong, "guessing it is limited as ever");
    assert!(!shell.state().join("token").exists());
}

#[test]
fn after_five_wrong_guesses_the_right_password_is_told_how_long_it_is_of_no_use() {
    let shell = Shell::signed_out();
    let guesses: Vec<_> = (0..5)
        .map(|n| shell.login("marie@epic.events", &format!("guess {n}")))
        .collect();
    assert!(guesses.iter().all(|guess| guess.code == 3));
    assert_snapshot!(shell.login("marie@epic.events", PASSWORD), @r"
    --- stderr
    error: too many wrong passwords: this account takes no logins for another 15 min
     hint: This password is right: sign in with it then. Open sessions go on.
    --- exit 3
    ");
    // A wrong one learns nothing; nor does a right one that comes after too many of them.
    for n in 5..7 {
        let guess = shell.login("marie@epic.events", &format!("guess {n}"));
        assert_eq!(guess, guesses[0]);
    }
    assert_eq!(shell.login("marie@epic.events", PASSWORD), guesses[0]);
    // It is over when the first of them is out of the window.
    shell
        .owner()
        .batch_execute("update auth.attempt set at = at - interval '14 minutes 30 seconds'")
        .expect("time passes");
    let age = "update auth.attempt set at = at - interval '31 seconds'";
    shell.owner().batch_execute(age).expect("time passes");
    shell.login("marie@epic.events", PASSWORD).ok();
    shell.login("luc@epic.events", PASSWORD).ok();
}

#[test]
fn without_a_login_nothing_is_done() {
    let shell = Shell::signed_out();
    assert_snapshot!(shell.e("clients.count()"), @r"
    --- stderr
    error: you are not signed in
     hint: sign in: epic login
    --- exit 3
    ");
    for command in [
        &["whoami"][..],
        &["url"],
        &["sql", "select 1"],
        &["-e", "1 + 1"],
    ] {
        assert_eq!(shell.run(command).code, 3, "{command:?}");
    }
    assert_snapshot!(shell.run(&["logout"]), @r"
    --- stderr
    You were not signed in.
    ");
}

#[test]
fn a_session_expires() {
    let shell = Shell::signed_out();
    let ttl = "update auth.config set ttl = '6 seconds'";
    shell.owner().batch_execute(ttl).expect("a setting");
    let short = shell.beside("marie@epic.events");
    let long = "update auth.config set ttl = '8 hours'";
    shell.owner().batch_execute(long).expect("a setting");
    let other = shell.beside("marie@epic.events");
    let mut other_program = other.psql_url();
    shell.database.expire_sessions_of("marie@epic.events");
    while !short.session().token().is_expired() {
        sleep(Duration::from_millis(20));
    }
    let shell = short;
    assert_snapshot!(shell.e("clients.count()"), @r"
    --- stderr
    error: your session has expired
     hint: sign in again: epic login
    --- exit 3
    ");
    let late = other_program.execute(
        "update clients set phone = '1' where commercial_id = auth.uid()",
        &[],
    );
    assert!(
        late.is_err() || late.is_ok_and(|touched| touched == 0),
        "an open connection changes nothing"
    );
}

#[test]
fn a_token_of_another_database_is_of_no_use() {
    let (here, there) = (
        Shell::as_("marie@epic.events"),
        Shell::as_("marie@epic.events"),
    );
    fs::copy(there.state().join("token"), here.state().join("token")).expect("a copy");
    assert_snapshot!(here.e("clients.count()"), @r"
    --- stderr
    error: the token is for another database than epic on this machine
     1 │ clients.count()
       │ ^^^^^^^
     hint: sign in here: epic login
    --- exit 3
    ");
}

#[test]
fn a_token_file_that_is_damaged_or_open_to_others_is_not_used() {
    let shell = Shell::as_("marie@epic.events");
    let file = shell.state().join("token");
    assert_eq!(mode(&file), 0o600);

    fs::set_permissions(&file, Permissions::from_mode(0o644)).expect("a mode");
    assert_snapshot!(shell.e("clients.count()"), @r"
    --- stderr
    error: the token file $EPIC_HOME/state/token is not usable: others can read it
     hint: if nobody did: chmod 600 $EPIC_HOME/state/token; else: epic logout, and sign in again
    --- exit 3
    ");

    fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("a mode");
    shell.e("clients.count()").ok();
    fs::write(&file, "no token").expect("writable");
    assert_snapshot!(shell.e("clients.count()"), @r"
    --- stderr
    error: the token file $EPIC_HOME/state/token is not usable: it is damaged
     hint: sign in again: epic login
    --- exit 3
    ");

    let other = shell.beside("marie@epic.events");
    let text = fs::read_to_string(other.state().join("token")).expect("a token");
    let forged = text.replace('.', ".e30");
    fs::write(&file, forged).expect("writable");
    assert_eq!(shell.e("clients.count()").code, 3);
}

#[test]
fn a_forged_token_opens_nothing() {
    let shell = Shell::as_("marie@epic.events");
    let text = fs::read_to_string(shell.state().join("token")).expect("a token");
    // The last letter of a signature has unused bits; the one before it has none.
    let place = text.len() - 2;
    let other = if &text[place..=place] == "A" {
        "B"
    } else {
        "A"
    };
    let forged = format!("{}{other}{}", &text[..place], &text[place + 1..]);
    let mut command = shell.command(&["-e", "clients.count()"]);
    command.env("EPIC_TOKEN", forged);
    assert_snapshot!(shell.said(command), @r"
    --- stderr
    error: your session has ended
     1 │ clients.count()
       │ ^^^^^^^
     hint: sign in again: epic login, or :login in the shell
    --- exit 3
    ");
}

#[test]
fn a_server_that_can_not_be_reached_is_told_from_a_wrong_password() {
    let shell = Shell::as_("marie@epic.events");
    for arguments in [&["-e", "clients.count()"][..], &["whoami"]] {
        let mut command = shell.command(arguments);
        command.env("DATABASE_URL", "postgres://epic_login:x@127.0.0.1:1/epic");
        let said = shell.said(command);
        assert_eq!(said.code, 5, "{said}");
        assert!(
            said.error()
                .starts_with("can't reach the database epic on 127.0.0.1:1: "),
            "{said}"
        );
    }
}

#[test]
fn signing_out_ends_the_session_on_the_server() {
    let shell = Shell::as_("marie@epic.events");
    let token = fs::read_to_string(shell.state().join("token")).expect("a token");
    let mut other_program = shell.psql_url();
    other_program.execute("select", &[]).expect("it is open");

    assert_snapshot!(shell.run(&["logout"]), @r"
    --- stderr
    Signed out.
    ");
    assert!(!shell.state().join("token").exists());
    other_program
        .execute("select", &[])
        .expect_err("it was cut");
    let mut command = shell.command(&["-e", "clients.count()"]);
    command.env("EPIC_TOKEN", token);
    assert_snapshot!(shell.said(command), @r"
    --- stderr
    error: your session has ended
     1 │ clients.count()
       │ ^^^^^^^
     hint: sign in again: epic login, or :login in the shell
    --- exit 3
    ");
}

#[test]
fn a_deactivation_ends_the_session_at_once() {
    let marie = Shell::as_("marie@epic.events");
    let mut other_program = marie.psql_url();
    let admin = marie.beside("admin@epic.events");
    admin
        .e("collaborators.get(2).update(#{ active: false })")
        .ok();
    other_program
        .execute("select", &[])
        .expect_err("it was cut");
    assert_snapshot!(marie.e("clients.count()"), @r"
    --- stderr
    error: your session has ended
     1 │ clients.count()
       │ ^^^^^^^
     hint: sign in again: epic login, or :login in the shell
    --- exit 3
    ");
    assert_eq!(marie.login("marie@epic.events", PASSWORD).code, 3);
}

#[test]
fn whoami_tells_who_is_signed_in_and_where() {
    let shell = Shell::as_("sam@epic.events");
    let said = shell.run(&["whoami", "--format", "json"]);
    let facts: serde_json::Value = serde_json::from_str(said.ok()).expect("json");
    let moment = facts[0]["until"].as_str().expect("a time");
    assert!(
        chrono::DateTime::parse_from_rfc3339(moment).is_ok(),
        "{moment}"
    );
    assert_snapshot!(said.ok().replace(moment, "…"), @r#"
    [
    {"name":"Sam Okafor","email":"sam@epic.events","role":"support","until":"…","database":"epic on this machine"}
    ]
    "#);
}

#[test]
fn a_token_in_the_environment_serves_unattended_runs() {
    let marie = Shell::as_("marie@epic.events");
    let token = fs::read_to_string(marie.state().join("token")).expect("a token");
    let sam = marie.beside("sam@epic.events");
    let with_token = |arguments: &[&str]| {
        let mut command = sam.command(arguments);
        command.env("EPIC_TOKEN", &token);
        sam.said(command)
    };
    assert_snapshot!(with_token(&["-e", "me.full_name"]), @"Marie Durand");
    assert_snapshot!(with_token(&["login", "sam@epic.events", "--password-stdin"]), @r"
    --- stderr
    error: EPIC_TOKEN is set: it would be used instead of your login
     hint: unset EPIC_TOKEN first
    --- exit 2
    ");
    assert_snapshot!(with_token(&["logout"]), @r"
    --- stderr
    Signed out.
    ");
    assert_snapshot!(sam.e("me.full_name"), @"Sam Okafor");
}

/// It belongs to whoever set it: other programs go on by it.
#[test]
fn login_in_the_shell_leaves_the_session_of_the_environment_alone() {
    let marie = Shell::as_("marie@epic.events");
    let token = fs::read_to_string(marie.state().join("token")).expect("a token");
    let sam = marie.beside("sam@epic.events");
    let mut command = sam.command(&["--no-color"]);
    command.env("EPIC_TOKEN", &token);
    let mut terminal = Terminal::with(command);
    terminal.prompts("marie (commercial) ❯ ");
    terminal.enters("let kc = clients.get(12);");
    terminal.prompts("marie (commercial) ❯ ");
    terminal.enters(":login sam@epic.events");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.prompts("sam (support) ❯ ");
    terminal.enters("kc.update(#{ phone: \"1\" })");
    terminal.reads("error: ");
    terminal.prompts("sam (support) ❯ ");
    assert_eq!(terminal.leaves(), 0);
    assert_snapshot!(marie.e("me.full_name"), @"Marie Durand");

    // Signing out says that it ends, and does.
    let mut command = sam.command(&["--no-color"]);
    command.env("EPIC_TOKEN", &token);
    let mut terminal = Terminal::with(command);
    terminal.prompts("marie (commercial) ❯ ");
    terminal.enters(":logout");
    terminal.reads("Signed out.");
    terminal.prompts("not signed in ❯ ");
    terminal.leaves();
    assert_eq!(marie.e("me.full_name").code, 3);
    assert_snapshot!(sam.e("me.full_name"), @"Sam Okafor");
}

/// A shell that ends its session takes with it no token that was kept since.
#[test]
fn the_end_of_a_session_takes_no_token_of_another_with_it() {
    let marie = Shell::as_("marie@epic.events");
    let token = fs::read_to_string(marie.state().join("token")).expect("a token");
    let id = Token::parse(token.into()).expect("a token").claims.jti;
    let session = marie.session();
    marie.login("sam@epic.events", PASSWORD).ok();
    let kept = fs::read_to_string(marie.state().join("token")).expect("a token");
    TokenFile::new(&marie.state())
        .forget(session.token())
        .expect("it is another");
    assert_eq!(session.token().claims.jti, id);
    assert_eq!(
        fs::read_to_string(marie.state().join("token")).expect("a token"),
        kept
    );
}

#[test]
fn what_is_secret_is_written_nowhere_else() {
    let shell = Shell::signed_out();
    let mut said = vec![
        shell.login("marie@epic.events", PASSWORD),
        shell.e("me"),
        shell.e("nonsense("),
        shell.run(&["whoami", "--timing"]),
        shell.run(&["sql", "select current_user, session_user"]),
        shell.run(&["sql", "selct"]),
    ];
    let token = fs::read_to_string(shell.state().join("token")).expect("a token");
    said.push(shell.run(&["logout"]));
    said.push(shell.e("me"));
    let signature = token.rsplit('.').next().expect("three parts");
    for said in said {
        let text = said.to_string();
        assert!(
            !text.contains(PASSWORD) && !text.contains(signature),
            "{text}"
        );
    }
    for file in files(shell.home()) {
        let text = String::from_utf8_lossy(&fs::read(&file).expect("readable")).into_owned();
        assert!(
            !text.contains(PASSWORD) && !text.contains(signature),
            "{}",
            file.display()
        );
    }
}

fn mode(file: &Path) -> u32 {
    fs::metadata(file)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o777
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .flat_map(|entry| {
            if entry.path().is_dir() {
                files(&entry.path())
            } else {
                vec![entry.path()]
            }
        })
        .collect()
}

#[test]
fn signing_out_of_a_server_that_is_down_says_that_the_session_goes_on() {
    let shell = Shell::as_("marie@epic.events");
    let mut command = shell.command(&["logout"]);
    command.env("DATABASE_URL", "postgres://epic_login:x@127.0.0.1:1/epic");
    let said = shell.said(command);
    assert_eq!(said.code, 5);
    assert!(
        said.stderr
            .contains("the session itself goes on on the server, until "),
        "{said}"
    );
    assert!(!shell.state().join("token").exists());
}
