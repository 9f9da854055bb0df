//! What closures cost: collections of the language against the same SQL by hand, as the same session, on a
//! million contracts of 100,000 clients; and a loop over all of them.
//!
//! Run it with `cargo bench --bench closures`. Machines differ and are noisy: read the ratios.

mod harness;

use epic::access::TokenFile;
use epic::api::Session;
use epic::script::Interpreter;
use epic::store::Server;
use harness::{Contender, Home, compare};
use postgres::Client;
use postgres::fallible_iterator::FallibleIterator;
use std::cell::RefCell;

fn main() {
    let home = Home::new("admin@epic.events");
    fill(&mut home.superuser());
    let server = Server::from_url(&home.url().into()).expect("a server");
    let token = TokenFile::new(&home.path().join("state"))
        .load()
        .expect("a token file");
    let session = Session::resume(&server, token.expect("a token")).expect("a session");
    let interpreter = RefCell::new(Interpreter::new(Some(session)));
    let by_hand = RefCell::new(home.session());
    let say = |code: &str| {
        interpreter
            .borrow_mut()
            .evaluate(code, |_| Ok(()))
            .expect(code);
    };
    let sql = |sql: &str| {
        let mut client = by_hand.borrow_mut();
        let mut rows = client.query_raw(sql, [] as [&str; 0]).expect(sql);
        while rows.next().expect(sql).is_some() {}
    };
    let both = |title: &str, rounds: usize, code: &str, text: &str| {
        compare(
            title,
            rounds,
            &mut [
                Contender {
                    name: "closure",
                    act: Box::new(|| say(code)),
                },
                Contender {
                    name: "SQL by hand",
                    act: Box::new(|| sql(text)),
                },
            ],
        );
    };
    both(
        "filter",
        10,
        "contracts.filter(|k| k.amount_due > 900).count()",
        "select count(*) from contracts where amount_due > 900",
    );
    both(
        "join",
        10,
        "contracts.filter(|k| k.client.full_name.ends_with(\"99\")).count()",
        "select count(*) from contracts k join clients c on c.id = k.client_id where c.full_name like '%99'",
    );
    both(
        "any",
        10,
        "clients.filter(|c| c.contracts.any(|k| k.amount_due > 998)).count()",
        "select count(*) from clients c
          where exists (select from contracts k where k.client_id = c.id and k.amount_due > 998)",
    );
    both(
        "group",
        5,
        "contracts.group(|k| k.signed, #{ n: count(), due: sum(|k| k.amount_due) }).all()",
        "select signed, count(*), sum(amount_due) from contracts group by signed",
    );
    both(
        "first 20 rows",
        50,
        "contracts.take(20).all()",
        "select * from contracts order by id limit 20",
    );
    both(
        "translation alone, against an empty statement",
        500,
        "contracts.filter(|k| k.client.commercial == me && !k.signed || k.amount_due > 10).sql()",
        "select",
    );
    both(
        "a loop over a million rows",
        3,
        "let due = dec(0); for k in contracts { due += k.amount_due; }",
        "select * from contracts",
    );
}

/// A million contracts of 100,000 clients.
fn fill(superuser: &mut Client) {
    let rows = "set session_replication_role = replica;
        insert into clients (full_name, email, commercial_id)
        select 'Client ' || n, 'client' || n || '@example.com', 2 from generate_series(1, 100000) n;
        insert into contracts (client_id, total_amount, amount_due, signed_at)
        select 1001 + n % 100000, 1000, n % 1000, case when n % 3 > 0 then now() end
          from generate_series(1, 1000000) n;
        set session_replication_role = origin;
        analyze";
    superuser.batch_execute(rows).expect("rows");
}
