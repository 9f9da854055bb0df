//! What an import costs: 100,000 clients from a csv file, against psql's `\copy` by the tables' owner, for whom no
//! policy counts, and against a Python program of csv and psycopg's `executemany` as the same session. Rules and
//! audit are those of the table for all of them; each rolls back what it did.
//!
//! Run it with `cargo bench --bench import`. Machines differ and are noisy: read the ratios.

mod harness;

use epic::script::Interpreter;
use harness::{Contender, Home, Peer, compare, psql, python, run};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

const ROWS: usize = 100_000;
const COLUMNS: &str =
    "full_name,email,phone,company_name,first_contact_date,last_contact_date,commercial_id";

fn main() {
    let home = Home::new("admin@epic.events");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("new.csv"), text()).expect("a file");
    std::env::set_current_dir(folder.path()).expect("a folder");

    let interpreter = RefCell::new(Interpreter::new(Some(home.resumed())));
    let url = home.url();
    let peer = python().map(|python| RefCell::new(Peer::start(&python, "import", &url)));
    let mut contenders = Vec::new();
    if let Some(peer) = &peer {
        contenders.push(Contender {
            name: "Python: csv, psycopg executemany",
            act: Box::new(|| {
                let rows = peer.borrow_mut().work();
                assert_eq!(rows, ROWS.to_string());
            }),
        });
    }
    contenders.push(Contender {
        name: "epic",
        act: Box::new(|| import(&interpreter)),
    });
    if let Some(psql) = psql() {
        let owner = home.owner_url();
        contenders.push(Contender {
            name: "psql \\copy, as the owner",
            act: Box::new(move || copy(&psql, &owner, folder.path())),
        });
    }
    compare("import of 100,000 clients", 3, &mut contenders);
}

fn text() -> String {
    let mut text = format!("{COLUMNS}\n");
    for n in 0..ROWS {
        let _ = writeln!(
            text,
            "New Client {n},new{n}@example.org,+33 6 {n:08},Company {},2026-01-{:02},2026-02-{:02},2",
            n % 5000,
            1 + n % 28,
            1 + n % 27,
        );
    }
    text
}

/// Imports, and takes it back.
fn import(interpreter: &RefCell<Interpreter>) {
    let code = format!(
        "let done = clients.import_file(\"new.csv\"); if done.created != {ROWS} {{ throw done }} throw \"done\""
    );
    let ended = interpreter.borrow_mut().evaluate(&code, |_| Ok(()));
    assert_eq!(ended.expect_err("it is taken back").message, "done");
}

fn copy(psql: &str, url: &str, folder: &Path) {
    let copy = format!("\\copy crm.clients ({COLUMNS}) from 'new.csv' csv header");
    let mut command = Command::new(psql);
    command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url]);
    for code in ["set role epic_owner", "begin", &copy, "rollback"] {
        command.args(["-c", code]);
    }
    run(command.current_dir(folder));
}
