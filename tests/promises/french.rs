//! A server that speaks French: failures are recognised by their codes, not by English words.

use crate::harness::{OwnServer, Shell};
use std::env;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// The folder of the locale, for the test that runs in a process of its own.
const FOLDER: &str = "LOCPATH";
const FRENCH: &str = "fr_FR.UTF-8";

/// A server finds locales by its environment alone, so this program is run again with another one.
#[test]
fn failures_are_recognised_whatever_language_the_server_speaks() {
    let folder = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o755)) // the server may run as somebody else
        .tempdir()
        .expect("a folder");
    if !make_locale(folder.path()) {
        eprintln!("left out: the system has no sources of the locale {FRENCH}");
        return;
    }
    let output = Command::new(env::current_exe().expect("a program"))
        .args(["--exact", "french::on_a_french_server", "--ignored"])
        .arg("--nocapture")
        .env(FOLDER, folder.path())
        .output()
        .expect("it runs");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
#[ignore = "run by the test above, with a locale"]
fn on_a_french_server() {
    if env::var_os(FOLDER).is_none() {
        return;
    }
    let server = OwnServer::with(&[]);
    server.set(&[("lc_messages", FRENCH)]);
    let mut superuser = server.superuser();
    let error = server
        .superuser()
        .batch_execute("select nothing")
        .unwrap_err();
    if !format!("{error:?}").contains("la colonne") {
        eprintln!("left out: this PostgreSQL has no French messages");
        return;
    }
    server.set(&[("lc_messages", "C")]);
    let marie = Shell::at(server.database()).beside("marie@epic.events");
    let admin = marie.beside("admin@epic.events");
    let luc = "insert into crm.collaborators (employee_number, full_name, email, department, role)
        values ('3', 'Luc Martin', 'luc@epic.events', 'Sales', 'commercial')";
    superuser.batch_execute(luc).expect("a colleague");
    marie
        .e("for n in 1..4 { clients.create(#{ full_name: `c${n}`, email: `c${n}@example.org` }) }")
        .ok();
    admin
        .e("contracts.create(#{ client: clients.get(1), total_amount: 5, amount_due: 5 })")
        .ok();
    let english = failures(&marie, &admin);
    server.set(&[("lc_messages", FRENCH)]);
    let french = failures(&marie, &admin);
    assert_eq!(french, english);
    for (sql, rule) in PLAIN {
        let said = marie.run(&["sql", sql]).to_string();
        assert!(said.contains(rule), "{sql}: {said}");
        assert!(said.contains("droit refusé"), "{sql}: {said}");
    }
}

/// Refusals of plain SQL show the server's own words, and the rules.
const PLAIN: [(&str, &str); 1] = [("delete from events", "an admin deletes any event")];

fn failures(marie: &Shell, admin: &Shell) -> Vec<String> {
    let of = |shell: &Shell, code: &str| format!("{code}\n{}", shell.e(code));
    let of_marie = [
        // refused by the rights on a field, and by a rule on rows
        "clients.get(1).update(#{ commercial: 3 })",
        "clients.create(#{ full_name: \"Eve\", email: \"eve@example.com\", commercial: 3 })",
        "clients.get(1).delete()",
        "events.create(#{ contract: 1 })",
        // computed by the database, missing, twice, too much
        "clients.create(#{ id: 5, full_name: \"Eve\", email: \"eve@example.com\" })",
        "clients.create(#{})",
        "clients.create(#{ full_name: \"Eve\", email: \"c1@example.org\" })",
        "clients.get(1).update(#{ email: \"c2@example.org\" })",
        "sql(\"select 1; select 2\")",
    ];
    let of_admin = [
        "contracts.create(#{ client: 999, total_amount: 5, amount_due: 5 })",
        "contracts.get(1).pay(7)",
        "clients.get(1).delete()",
        "collaborators.get(2).delete()",
        "clients.get(1).update(#{ commercial: 1 })",
    ];
    let mut said: Vec<String> = of_marie.iter().map(|code| of(marie, code)).collect();
    said.extend(of_admin.iter().map(|code| of(admin, code)));
    said
}

/// Compiles the locale into a folder, if the system has what it takes.
fn make_locale(folder: &Path) -> bool {
    Command::new("localedef")
        .args(["-i", "fr_FR", "-f", "UTF-8"])
        .arg(folder.join(FRENCH))
        .output()
        .is_ok_and(|output| output.status.success())
}
