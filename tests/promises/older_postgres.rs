//! An embedded database that an older PostgreSQL made: where that is not here any more, it is left as it is, and it is
//! said what to do; where both are, its data can be taken to the newer one.

use crate::harness::{
    PASSWORD, Said, Shell, TestDatabase, clean_environment, client_programs, documented, free_port,
    older_programs, with_epic,
};
use std::path::Path;
use std::process::Command;

#[test]
fn a_database_of_a_version_that_is_not_here_is_set_aside_and_works_there() {
    let Some(older) = older_programs() else {
        eprintln!("EPIC_TEST_OLDER_BINDIR names no older version");
        return;
    };
    let shell = Shell::at(TestDatabase::none());
    let change = "clients.get(1).update(#{ phone: \"kept\" })";
    epic(&shell, Some(&older), &["demo", "-e", change]).ok();
    let said = epic(&shell, None, &["-e", "clients.get(1).phone"]);
    assert!(
        said.error()
            .starts_with("the embedded database was made by PostgreSQL 14, but here is only "),
        "{said}"
    );
    assert!(
        said.stderr
            .contains("hint: install PostgreSQL 14 beside it"),
        "{said}"
    );
    assert!(said.stderr.contains("epic demo --fresh"), "{said}");
    let doctor = epic(&shell, None, &["doctor"]);
    assert!(
        doctor.code == 1 && doctor.stdout.contains("was made by PostgreSQL"),
        "{doctor}"
    );
    let again = epic(&shell, Some(&older), &["-e", "clients.get(1).phone"]);
    assert_eq!(again.ok(), "kept", "nothing was changed");

    let fresh = ["demo", "--fresh", "-e", "clients.get(1).phone == \"kept\""];
    let said = epic(&shell, None, &fresh);
    assert_eq!(said.ok(), "false");
    let aside = said
        .stderr
        .lines()
        .find_map(|line| line.split_once("is set aside: "));
    let aside = aside
        .expect("it is said")
        .1
        .replace("$EPIC_HOME", &shell.home().display().to_string());
    let now = shell.home().join("data/postgres");
    std::fs::remove_dir_all(&now).expect("it does not run");
    std::fs::rename(aside, &now).expect("the old one");
    let again = epic(
        &shell,
        Some(&older),
        &["demo", "-e", "clients.get(1).phone"],
    );
    assert_eq!(again.ok(), "kept");
}

#[test]
fn its_data_is_taken_to_a_newer_version_as_the_documentation_says() {
    let (Some(older), Some(newer)) = (older_programs(), client_programs()) else {
        eprintln!("EPIC_TEST_OLDER_BINDIR names no older version, or there is no pg_dump");
        return;
    };
    let shell = Shell::at(TestDatabase::none());
    let change = "clients.get(1).update(#{ phone: \"kept\" })";
    epic(&shell, Some(&older), &["demo", "-e", change]).ok();
    let known = "[clients.get(1).phone, clients.get(1).history().len(), contracts.count()]";
    let before = epic(&shell, Some(&older), &["-e", known]);
    assert!(before.ok().starts_with("[kept, "), "{before}");
    let text = documented("operate.md", "The embedded database", "sh").remove(0);
    let mut bash = Command::new("bash");
    clean_environment(&mut bash);
    bash.args(["-ec", &text.replace("54321", &free_port().to_string())])
        .current_dir(shell.home())
        .env("PATH", with_epic(&newer))
        .env("EPIC_HOME", shell.home())
        .env("OLD", &older)
        .env("NEW", &newer)
        .env("CLUSTER", shell.home().join("data/postgres"));
    let done = Said::of(&bash.output().expect("bash runs"), &[]);
    assert_eq!(done.code, 0, "{done}");
    let mut login = shell.command(&["login", "admin@epic.events", "--password-stdin"]);
    login.env_remove("DATABASE_URL");
    shell.said_with(login, PASSWORD).ok();
    assert_eq!(epic(&shell, None, &["-e", known]).ok(), before.ok());
}

/// `epic` with the embedded database; with programs of another version than those that are found.
fn epic(shell: &Shell, programs: Option<&Path>, arguments: &[&str]) -> Said {
    let mut command = shell.command(arguments);
    command.env_remove("DATABASE_URL");
    if let Some(programs) = programs {
        command.env("PG_BINDIR", programs);
    }
    shell.said(command)
}
