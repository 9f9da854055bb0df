//! What closures cost: collections of the language against the same SQL by hand, as the same session and as
//! the tables' owner (for whom no policy counts), on a million contracts of 100,000 clients.
//!
//! Run it with `cargo bench --bench closures`. Machines differ and are noisy: read the ratios.

mod harness;

use epic::script::Interpreter;
use harness::{Contender, Home, compare};
use postgres::Client;
use postgres::fallible_iterator::FallibleIterator;
use std::cell::RefCell;

/// What it is, how often, as a closure, by hand.
const QUERIES: [(&str, usize, &str, &str); 5] = [
    (
        "filter",
        20,
        "contracts.filter(|k| k.amount_due > 900).count()",
        "select count(*) from contracts where amount_due > 900",
    ),
    (
        "join",
        20,
        "contracts.filter(|k| k.client.full_name.ends_with(\"99\")).count()",
        "select count(*) from contracts k join clients c on c.id = k.client_id where c.full_name like '%99'",
    ),
    (
        "any",
        20,
        "clients.filter(|c| c.contracts.any(|k| k.amount_due > 998)).count()",
        "select count(*) from clients c
          where exists (select from contracts k where k.client_id = c.id and k.amount_due > 998)",
    ),
    (
        "group",
        10,
        "contracts.group(|k| k.signed, #{ n: count(), due: sum(|k| k.amount_due) }).all()",
        "select signed, count(*), sum(amount_due) from contracts group by signed",
    ),
    (
        "first 20 rows",
        200,
        "contracts.take(20).all()",
        "select * from contracts order by id limit 20",
    ),
];

fn main() {
    let home = Home::new("admin@epic.events");
    home.fill();
    let interpreter = RefCell::new(Interpreter::new(Some(home.resumed())));
    let (session, owner) = (RefCell::new(home.session()), RefCell::new(home.owner()));
    for (title, rounds, closure, sql) in QUERIES {
        let mut contenders = [
            Contender {
                name: "closure",
                act: Box::new(|| say(&interpreter, closure)),
            },
            Contender {
                name: "SQL by hand, as the owner",
                act: Box::new(|| read(&owner, sql)),
            },
            Contender {
                name: "SQL by hand, as the session",
                act: Box::new(|| read(&session, sql)),
            },
        ];
        compare(title, rounds, &mut contenders);
    }
}

fn say(interpreter: &RefCell<Interpreter>, code: &str) {
    let mut interpreter = interpreter.borrow_mut();
    interpreter.evaluate(code, |_| Ok(())).expect(code);
}

fn read(client: &RefCell<Client>, sql: &str) {
    let mut client = client.borrow_mut();
    let mut rows = client.query_raw(sql, [] as [&str; 0]).expect(sql);
    while rows.next().expect(sql).is_some() {}
}
