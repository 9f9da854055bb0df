//! How much of the server one person can take: connections.

use crate::harness::{PASSWORD, Shell, TestDatabase, try_connect};
use epic::api::Session;
use epic::store::Server;
use insta::assert_snapshot;
use postgres::Client;

#[test]
fn the_sessions_of_one_person_share_their_connections() {
    let database = TestDatabase::with_demo_data();
    let mut open = Vec::new();
    let mut counts = Vec::new();
    for _ in 0..10 {
        let sam = sign_in(&database, "sam");
        let mine = all_of(sam.server());
        counts.push(mine.len());
        open.extend(mine);
    }
    assert_eq!(counts, [8, 8, 2, 2, 2, 2, 2, 2, 2, 2]);
    // Somebody else has their own, and so has who signs in when the older sessions are over.
    assert_eq!(all_of(sign_in(&database, "marie").server()).len(), 8);
    drop(open);
    let mut admin = try_connect(sign_in(&database, "admin").server()).expect("a connection");
    admin
        .batch_execute("select auth.end_session(id) from auth.sessions() where collaborator_id = 4")
        .expect("it may");
    assert_eq!(all_of(sign_in(&database, "sam").server()).len(), 8);
}

#[test]
fn who_has_all_their_connections_is_told_so() {
    let sam = Shell::as_("sam@epic.events");
    let _open = all_of(sam.session().server());
    assert_snapshot!(sam.e("clients.count()"), @r"
    --- stderr
    error: this login has as many connections as it may have
     1 │ clients.count()
       │ ^^^^^^^
     hint: close a shell or another program of the same login
    --- exit 5
    ");
}

#[test]
fn strangers_leave_most_connections_to_those_who_are_signed_in() {
    let database = TestDatabase::with_demo_data();
    let shares = "select r.rolconnlimit, current_setting('max_connections')::int
                    from pg_roles r where r.rolname = 'epic_login'";
    let row = database.owner().query_one(shares, &[]).expect("a row");
    let (strangers, all): (i32, i32) = (row.get(0), row.get(1));
    assert_eq!(strangers, all / 4);
}

/// As many connections as the server gives.
fn all_of(server: &Server) -> Vec<Client> {
    let mut open = Vec::new();
    while let Ok(client) = try_connect(server) {
        open.push(client);
        assert!(open.len() < 20, "there is no limit");
    }
    open
}

fn sign_in(database: &TestDatabase, name: &str) -> Session {
    let email = format!("{name}@epic.events");
    Session::login(&database.login, &email, &PASSWORD.to_owned().into()).expect("a session")
}
