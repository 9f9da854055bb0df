//! The first 20 rows of a million at the prompt, against psql with the same limit: somebody at a terminal
//! enters a line and waits for the next prompt.
//!
//! Run it with `cargo bench --bench prompt`. Machines differ and are noisy: read the ratios.

mod harness;

use harness::{Contender, Home, Prompt, compare, psql};
use std::cell::RefCell;
use std::process::{Command, Stdio};

/// A way to ask psql, and the statement.
type Way = (&'static str, &'static str);

/// What it is; as the shell is told; as psql is, in one way or several. Both know it under a name, so that no long line is typed.
const LINES: [(&str, &str, &[Way]); 3] = [
    (
        "20 rows of a million",
        "contracts",
        &[
            // As the shell does unasked.
            (
                "psql, with the names of clients",
                "select k.*, (select c.full_name from clients c where c.id = k.client_id)
                   from contracts k order by k.id limit 20",
            ),
            ("psql", "select * from contracts order by id limit 20"),
        ],
    ),
    (
        "20 rows of a filtered join",
        "contracts.filter(|k| k.amount_due > 900 && k.client.commercial.full_name != \"\")",
        &[(
            "psql",
            "select k.* from contracts k join clients c on c.id = k.client_id
             join collaborators b on b.id = c.commercial_id
             where k.amount_due > 900 and b.full_name <> '' order by k.id limit 20",
        )],
    ),
    (
        "one row",
        "clients.take(1)",
        &[("psql", "select * from clients order by id limit 1")],
    ),
];
/// What both are told alike, typed by both.
const SQL: &str = "select * from contracts order by id limit 20;";

fn main() {
    let Some(program) = psql() else {
        eprintln!("there is no psql to compare with");
        return;
    };
    let home = Home::new("admin@epic.events");
    home.fill();
    let mut command = home.epic(&["--no-color"]);
    command.stdin(Stdio::inherit());
    let epic = RefCell::new(Prompt::of(command, Prompt::READY));
    let mut command = Command::new(program);
    command.args(["-X", "-P", "pager=off", &home.url()]);
    let psql = RefCell::new(Prompt::of(command, &["epic=> "]));
    for (title, line, statements) in LINES {
        epic.borrow_mut().enter(&format!("let q = {line};"));
        let mut contenders = vec![entering("epic", &epic, "q".to_owned())];
        for (number, (name, sql)) in statements.iter().enumerate() {
            let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
            let sql = sql.replace('\'', "''");
            psql.borrow_mut()
                .enter(&format!("\\set q{number} '{sql};'"));
            contenders.push(entering(name, &psql, format!(":q{number}")));
        }
        compare(title, 200, &mut contenders);
    }
    let mut contenders = [
        entering("epic", &epic, SQL.to_owned()),
        entering("psql", &psql, SQL.to_owned()),
    ];
    compare("20 rows by the same SQL", 200, &mut contenders);
}

/// Somebody who enters a line again and again.
fn entering<'a>(name: &'a str, prompt: &'a RefCell<Prompt>, line: String) -> Contender<'a> {
    Contender {
        name,
        act: Box::new(move || prompt.borrow_mut().enter(&line)),
    }
}
