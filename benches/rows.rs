//! A loop of the language over a million rows, against Python's `psycopg` (named tuples) and `SQLAlchemy` (its
//! ORM), and against reading the same rows in Rust; and how much memory each of them takes.
//!
//! Run it with `cargo bench --bench rows`. Machines differ and are noisy: read the ratios.

mod harness;

use epic::script::{Interpreter, Outcome};
use harness::{Contender, Home, Peer, compare, peak_of, python};
use postgres::fallible_iterator::FallibleIterator;
use std::cell::RefCell;

const LOOP: &str = "let due = dec(0); for k in contracts { due += k.amount_due; } due";

fn main() {
    let home = Home::new("admin@epic.events");
    home.fill();
    let url = home.url();
    let mut interpreter = Interpreter::new(Some(home.resumed()));
    let mut session = home.session();
    let peers: Vec<_> = python()
        .into_iter()
        .flat_map(|python| {
            ["psycopg", "sqlalchemy"].map(|name| (name, Peer::start(&python, name, &url)))
        })
        .map(|(name, peer)| (name, RefCell::new(peer)))
        .collect();
    if peers.is_empty() {
        eprintln!("there is no Python to compare with");
    }

    let due = interpreter.evaluate(LOOP, |outcome| match outcome {
        Outcome::Value(due) => Ok(due.to_string()),
        _ => panic!("a sum is a value"),
    });
    let due = due.expect(LOOP);
    for (name, peer) in &peers {
        assert_eq!(peer.borrow_mut().work(), due, "{name} reads the same rows");
    }

    let mut contenders: Vec<Contender> = peers
        .iter()
        .map(|(name, peer)| Contender {
            name,
            act: Box::new(|| drop(peer.borrow_mut().work())),
        })
        .collect();
    contenders.push(Contender {
        name: "the rows alone, in Rust",
        act: Box::new(|| {
            let sql = "select * from contracts";
            let mut rows = session.query_raw(sql, [] as [&str; 0]).expect(sql);
            while rows.next().expect(sql).is_some() {}
        }),
    });
    contenders.push(Contender {
        name: "epic",
        act: Box::new(|| interpreter.evaluate(LOOP, |_| Ok(())).expect(LOOP)),
    });
    compare("a loop over a million rows", 5, &mut contenders);
    drop(contenders);

    println!("memory at its peak");
    for rows in ["contracts.take(1000)", "contracts"] {
        let code = LOOP.replace("contracts", rows);
        if let Some(peak) = peak_of(&mut home.epic(&["-e", &code])) {
            say(&format!("epic, for k in {rows}"), peak);
        }
    }
    for (name, peer) in &peers {
        if let Some(peak) = peer.borrow().peak() {
            say(name, peak);
        }
    }
}

#[allow(clippy::cast_precision_loss)] // memory is less than an exabyte
fn say(name: &str, peak: u64) {
    println!("  {name:<40} {:>10.1} MB", peak as f64 / 1024.0);
}
