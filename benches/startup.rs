//! How long it takes until the first answer: `epic -e 'clients.count()'` against `psql -c`, the same query
//! under the same session on the same warm server, whole processes.
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
    let mut contenders = vec![
        Contender {
            name: "epic -e 'clients.count()'",
            act: Box::new(|| run(&mut home.epic(&["-e", "clients.count()"]))),
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
