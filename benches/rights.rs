//! What the rights cost: the same statements as a session, with grants, policies and identity checked, and
//! as the tables' owner, for whom no policy counts. The audit is written for both.
//!
//! Run it with `cargo bench --bench rights`. Machines differ and are noisy: read the ratios.

mod harness;

use harness::{Contender, Home, compare};
use postgres::Client;
use std::cell::RefCell;

fn main() {
    let home = Home::new("admin@epic.events");
    fill(&mut home.superuser());
    let session = RefCell::new(home.session());
    let owner = RefCell::new(home.owner());
    let both = |title: &str, rounds: usize, sql: &str| {
        let act = |client: &RefCell<Client>| client.borrow_mut().batch_execute(sql).expect(sql);
        compare(
            title,
            rounds,
            &mut [
                Contender {
                    name: "session (admin)",
                    act: Box::new(|| act(&session)),
                },
                Contender {
                    name: "owner",
                    act: Box::new(|| act(&owner)),
                },
            ],
        );
    };
    both(
        "read by primary key",
        500,
        "select * from clients where id = 50000",
    );
    both(
        "scan of 100,000 rows",
        30,
        "select count(*) from clients where full_name like '%7%'",
    );
    both(
        "update of one row",
        200,
        "update clients set phone = random()::text where id = 50000",
    );
    both(
        "insert of 100,000 rows",
        3,
        "begin;
         insert into clients (full_name, email, commercial_id)
         select 'New ' || n, 'new' || n || '@example.com', 2 from generate_series(1, 100000) n;
         rollback",
    );
}

/// 100,000 clients.
fn fill(superuser: &mut Client) {
    let clients = "set session_replication_role = replica;
        insert into clients (full_name, email, commercial_id)
        select 'Client ' || n, 'client' || n || '@example.com', 2 from generate_series(1, 100000) n;
        set session_replication_role = origin;
        analyze clients";
    superuser.batch_execute(clients).expect("clients");
}
