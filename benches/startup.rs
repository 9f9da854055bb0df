//! How long it takes until the first answer: `epic -e 'clients.count()'` against `psql -c`, the same query
//! under the same session on the same warm server, whole processes.
//!
//! Run it with `cargo bench --bench startup`. Machines differ and are noisy: read the ratios.

mod harness;

use harness::{Contender, Home, compare, psql, run};
use std::process::Command;

const COUNT: &str = "select count(*) from clients";

fn main() {
    let home = Home::new("admin@epic.events");
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
    compare("start-up, whole process", 90, &mut contenders);
}
