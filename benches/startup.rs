//! How long it takes until the first answer: `epic -e 'clients.count()'` against `psql -c`, the same query
//! under the same session on the same warm server, whole processes. The second takes turns behind a transaction of
//! somebody else, after which the catalog that is kept is looked through.
//!
//! Run it with `cargo bench --bench startup`. Machines differ and are noisy: read the ratios.

mod harness;

use harness::{Contender, Home, compare, psql, run};
use std::process::Command;

/// How many tables there are for the second time, besides those of the house.
const TABLES: usize = 496;

const COUNT: &str = "select count(*) from clients";

fn main() {
    let home = Home::new("admin@epic.events");
    compare_with_psql("start-up, whole process", &home);
    home.add_tables(0..TABLES);
    compare_with_psql("the same with 500 tables", &home);
}

fn compare_with_psql(title: &str, home: &Home) {
    let url = home.url();
    let mut superuser = home.superuser();
    let mut contenders = vec![
        Contender {
            name: "epic -e 'clients.count()'",
            act: Box::new(|| run(&mut home.epic(&["-e", "clients.count()"]))),
        },
        Contender {
            name: "… after a transaction elsewhere",
            act: Box::new(|| {
                // It takes a number, as all do that change something: the catalog may be another one.
                let changed = superuser.batch_execute("select pg_current_xact_id()");
                changed.expect("a transaction");
                run(&mut home.epic(&["-e", "clients.count()"]));
            }),
        },
        Contender {
            name: "epic sql 'select count(*) …'",
            act: Box::new(|| run(&mut home.epic(&["sql", COUNT]))),
        },
    ];
    match psql() {
        Some(program) => contenders.push(Contender {
            name: "psql -c 'select count(*) …'",
            act: Box::new(move || {
                run(Command::new(&program).args(["-X", "-At", "-c", COUNT, &url]));
            }),
        }),
        None => eprintln!("there is no psql to compare with"),
    }
    compare(title, 90, &mut contenders);
}
