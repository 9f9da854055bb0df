//! The first 20 rows of a million at the prompt, against psql with the same limit: somebody at a terminal
//! enters a line and waits for the next prompt.
//!
//! Run it with `cargo bench --bench prompt`. Machines differ and are noisy: read the ratios.

mod harness;

use harness::{Contender, Home, Prompt, compare, psql};
use std::cell::RefCell;
use std::process::{Command, Stdio};

/// What it is; as the shell is told; as psql is. Both know it under a name, so that no long line is typed.
const LINES: [(&str, &str, &str); 3] = [
    (
        "20 rows of a million",
        "contracts",
        "select * from contracts order by id limit 20",
    ),
    (
        "20 rows of a filtered join",
        "contracts.filter(|k| k.amount_due > 900 && k.client.commercial.full_name != \"\")",
        "select k.* from contracts k join clients c on c.id = k.client_id
         join collaborators b on b.id = c.commercial_id
         where k.amount_due > 900 and b.full_name <> '''' order by k.id limit 20",
    ),
    (
        "one row",
        "clients.take(1)",
        "select * from clients order by id limit 1",
    ),
];

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
    for (title, line, sql) in LINES {
        epic.borrow_mut().enter(&format!("let q = {line};"));
        let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        psql.borrow_mut().enter(&format!("\\set q '{sql};'"));
        turns(title, (&epic, "q"), (&psql, ":q"));
    }
    let sql = "select * from contracts order by id limit 20;";
    turns("20 rows by the same SQL", (&epic, sql), (&psql, sql));
}

/// Lets both enter their line by turns.
fn turns(title: &str, epic: (&RefCell<Prompt>, &str), psql: (&RefCell<Prompt>, &str)) {
    let enter = |(prompt, line): (&RefCell<Prompt>, &str)| prompt.borrow_mut().enter(line);
    let mut contenders = [
        Contender {
            name: "epic",
            act: Box::new(|| enter(epic)),
        },
        Contender {
            name: "psql",
            act: Box::new(|| enter(psql)),
        },
    ];
    compare(title, 200, &mut contenders);
}
