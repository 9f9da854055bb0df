//! A backup that is restored on another server is the database, as docs/operate.md says: people sign in with their
//! passwords, what they did is known, and the sessions of the original are worth nothing.

use crate::harness::{
    OwnServer, PASSWORD, Said, Shell, clean_environment, client_programs, documented, with_epic,
};
use secrecy::ExposeSecret;
use std::process::Command;

const MARIE: &str = "marie@epic.events";

#[test]
fn a_database_is_restored_on_another_server_as_the_documentation_says() {
    let (old, new) = (OwnServer::with(&[]), OwnServer::with(&[]));
    let Some(programs) = client_programs() else {
        eprintln!("no pg_dump of the server's version is here");
        return;
    };
    let rename = "alter database epic rename to events";
    let mut superuser =
        postgres::Client::connect(old.admin("postgres").url().expose_secret(), postgres::NoTls)
            .expect("it may");
    superuser.batch_execute(rename).expect("nobody uses it");
    let login = old.login().with_database("events");
    let marie = Shell::at(old.database());
    let as_marie = |server: &epic::store::Server, arguments: &[&str], input: &str| {
        let mut command = marie.command(arguments);
        command.env("DATABASE_URL", server.url().expose_secret());
        marie.said_with(command, input)
    };
    let sign_in = ["login", MARIE, "--password-stdin"];
    as_marie(&login, &sign_in, PASSWORD).ok();
    let create = r#"clients.create(#{ full_name: "Ada Byron", email: "ada@example.org", phone: "1", company_name: "A" }).id"#;
    let id = as_marie(&login, &["-e", create], "").ok().to_owned();
    as_marie(
        &login,
        &[
            "-e",
            &format!("clients.get({id}).update(#{{ phone: \"2\" }})"),
        ],
        "",
    )
    .ok();
    let history = format!("clients.get({id}).history()");
    let known = |server: &epic::store::Server| {
        let runs = as_marie(server, &["runs", "--format", "csv"], "")
            .ok()
            .to_owned();
        (
            as_marie(server, &["-e", &history], "").ok().to_owned(),
            runs,
        )
    };
    let before = known(&login);
    let token = std::fs::read_to_string(marie.state().join("token")).expect("a token");

    let admin = new.admin("events");
    let text = documented("operate.md", "Backup, restore, copies", "sh").remove(0);
    let mut bash = Command::new("bash");
    clean_environment(&mut bash);
    let (folder, port) = new.socket();
    bash.args(["-ec", &text])
        .current_dir(marie.home())
        .env("PATH", with_epic(&programs))
        .env("EPIC_HOME", marie.home())
        .env("DATABASE_URL", login.url().expose_secret())
        .env(
            "DATABASE_OWNER_URL",
            old.admin("events").url().expose_secret(),
        )
        .env("NEW_DATABASE_OWNER_URL", admin.url().expose_secret())
        .env("PGHOST", folder)
        .env("PGPORT", port.to_string())
        .env("PGUSER", admin.role().expect("a role"))
        .env(
            "PGPASSWORD",
            admin.password().expect("a password").expose_secret(),
        );
    let done = Said::of(&bash.output().expect("bash runs"), &[]);
    assert_eq!(done.code, 0, "{done}");
    assert_eq!(done.stderr.matches("error").count(), 0, "{done}");

    // The password of the shared login is the same on both.
    let restored = admin.as_role("epic_login", &login.password().expect("a password"));
    as_marie(&restored, &sign_in, PASSWORD).ok();
    assert_eq!(known(&restored), before);
    // Whoever is signed in at the original still is, there only.
    std::fs::write(marie.state().join("token"), token).expect("a token");
    assert_eq!(as_marie(&login, &["-e", "clients.count()"], "").ok(), "1");
    let said = as_marie(&restored, &["-e", "clients.count()"], "");
    assert_eq!(
        said.error(),
        "the token is for another database than events on this machine"
    );
}
