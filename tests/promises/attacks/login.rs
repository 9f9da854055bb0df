//! Attacks on signing in that need more than one connection, or a program of their own.

use crate::harness::{PASSWORD, TestDatabase, is_set_up_by_superuser, try_connect};
use epic::api::{Session, Token};
use epic::error::Kind;
use epic::store::Server;
use jsonwebtoken::{EncodingKey, Header};
use postgres::Client;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::thread;

/// What stands for luc's password here, so that a plain connection can prove it.
const KEY: &str =
    "select auth.set_password(3, repeat('s', 16)::bytea, 'm=19456,t=2,p=1', sha256('luc''s key'))";
const RIGHT: &str = "select auth.attempt('luc@epic.events', sha256('luc''s key'))::text";
const WRONG: &str = "select auth.attempt('luc@epic.events', sha256('a guess'))::text";

#[test]
fn a_token_that_was_changed_or_made_up_does_not_connect() {
    let database = TestDatabase::with_demo_data();
    let (marie, admin) = (sign_in(&database, "marie"), sign_in(&database, "admin"));
    let claims = |role: &str, of: &Session| -> Value {
        let claims = &of.token().claims;
        json!({
            "sub": claims.sub, "email": claims.email, "role": role, "exp": claims.exp,
            "jti": claims.jti, "db_role": claims.db_role,
        })
    };
    let text = marie.token().secret().expose_secret().to_owned();
    let parts: Vec<&str> = text.split('.').collect();
    let admins: Vec<String> = admin
        .token()
        .secret()
        .expose_secret()
        .split('.')
        .map(str::to_owned)
        .collect();
    let signed = |claims: &Value, secret: &str| {
        let key = EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&Header::default(), claims, &key).expect("a token")
    };
    let unsigned = |claims: &Value| {
        let with_signature = signed(claims, "");
        let body = with_signature.split('.').nth(1).expect("a body").to_owned();
        // {"alg":"none","typ":"JWT"}
        format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}.")
    };
    for forged in [
        // another role, another person, another session; signed by a guess
        signed(&claims("admin", &marie), "secret"),
        signed(&claims("admin", &admin), "secret"),
        signed(&claims("commercial", &marie), ""),
        // not signed at all
        unsigned(&claims("commercial", &marie)),
        unsigned(&claims("admin", &admin)),
        // somebody else's claims under one's own signature, and the other way round
        format!("{}.{}.{}", parts[0], admins[1], parts[2]),
        format!("{}.{}.{}", parts[0], parts[1], admins[2]),
        // without the signature
        format!("{}.{}.", parts[0], parts[1]),
    ] {
        let error = Token::parse(forged.clone().into())
            .map(|token| Session::resume(&database.login, token))
            .and_then(|session| session.catalog())
            .expect_err("a refusal");
        assert_eq!(error.kind, Kind::SignIn, "{forged}: {error}");
    }
    assert!(marie.catalog().is_ok(), "her own goes on");
}

#[test]
fn a_session_role_takes_no_other_password() {
    let database = TestDatabase::with_demo_data();
    let marie = sign_in(&database, "marie");
    let role = &marie.token().claims.db_role;
    let token = marie.token().secret();
    for password in ["", PASSWORD, role, token.expose_secret()] {
        let server = database.login.as_role(role, &password.to_owned().into());
        assert!(try_connect(&server).is_err(), "{password}");
    }
}

#[test]
fn groups_and_owners_can_not_sign_in() {
    let database = TestDatabase::with_demo_data();
    for role in [
        "epic_owner",
        "epic_gate",
        "epic_app",
        "epic_admin",
        "epic_support",
        "postgres",
    ] {
        for password in ["", role, "postgres"] {
            let server = database.login.as_role(role, &password.to_owned().into());
            assert!(try_connect(&server).is_err(), "{role} by '{password}'");
        }
    }
}

#[test]
fn a_session_connects_to_its_own_database_only() {
    let (here, there) = (
        TestDatabase::with_demo_data(),
        TestDatabase::with_demo_data(),
    );
    let marie = sign_in(&here, "marie");
    let of_the_server: &[&str] = if is_set_up_by_superuser() {
        &["postgres", "template1"]
    } else {
        &[] // they are not the installer's, who says so
    };
    for database in [&[there.name()], of_the_server].concat() {
        let server = marie.server().with_database(database);
        assert!(try_connect(&server).is_err(), "{database}");
    }
}

#[test]
fn a_guess_is_judged_when_it_is_committed_and_by_another_transaction() {
    let database = TestDatabase::with_demo_data();
    database.owner().execute(KEY, &[]).expect("a key");
    let mut guesser = connect(&database.login);
    // In one transaction, even the right key opens nothing …
    let mut transaction = guesser.transaction().expect("a transaction");
    let attempt: String = transaction.query_one(RIGHT, &[]).expect("an id").get(0);
    let early = judged(&mut transaction, &attempt);
    assert_eq!(early, None);
    // … nor does one that was rolled back …
    transaction.rollback().expect("it is rolled back");
    assert_eq!(judged(&mut guesser, &attempt), None);
    // … nor by a savepoint, which is no transaction of its own.
    let in_a_savepoint = format!(
        "begin; savepoint s; {RIGHT}; rollback to s; {WRONG}; savepoint t; rollback to t; rollback"
    );
    guesser.batch_execute(&in_a_savepoint).expect("it runs");

    let attempt: String = guesser.query_one(RIGHT, &[]).expect("an id").get(0);
    assert!(
        judged(&mut guesser, &attempt).is_some(),
        "committed: a token"
    );
    assert_eq!(judged(&mut guesser, &attempt), None, "used up");
}

#[test]
fn guessing_in_parallel_and_with_rollbacks_wins_nothing() {
    let database = TestDatabase::with_demo_data();
    database.owner().execute(KEY, &[]).expect("a key");
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let mut guesser = connect(&database.login);
                for _ in 0..4 {
                    let attempt: String = guesser.query_one(WRONG, &[]).expect("an id").get(0);
                    // The verdict is asked in a transaction that is rolled back: a wrong guess stays.
                    let mut asking = guesser.transaction().expect("a transaction");
                    assert_eq!(judged(&mut asking, &attempt), None);
                    asking.rollback().expect("it is rolled back");
                }
            });
        }
    });
    let mut guesser = connect(&database.login);
    let attempt: String = guesser.query_one(RIGHT, &[]).expect("an id").get(0);
    assert_eq!(
        judged(&mut guesser, &attempt),
        None,
        "the account rests, the right key too"
    );
    let kept = "select count(*) from auth.attempt where collaborator_id = 3";
    let kept: i64 = database
        .owner()
        .query_one(kept, &[])
        .expect("a count")
        .get(0);
    assert!(
        (5..=30).contains(&kept),
        "{kept} attempts are kept: not none, and not all"
    );
}

#[test]
fn an_old_snapshot_does_not_hide_wrong_guesses() {
    let database = TestDatabase::with_demo_data();
    database.owner().execute(KEY, &[]).expect("a key");
    let mut guesser = connect(&database.login);
    for _ in 0..5 {
        guesser.query_one(WRONG, &[]).expect("an id");
    }
    // The snapshot is older than the sixth attempt, so this can't see what it is asked to judge.
    let mut old = connect(&database.login);
    let mut old = old
        .build_transaction()
        .isolation_level(postgres::IsolationLevel::RepeatableRead)
        .start()
        .expect("a transaction");
    old.query_one("select 1", &[]).expect("a snapshot");
    let attempt: String = guesser.query_one(RIGHT, &[]).expect("an id").get(0);
    assert_eq!(judged(&mut old, &attempt), None);
    assert_eq!(rests(&mut guesser, &attempt), "28000");
}

/// An account that rests tells its right password how long, but it answers seven guesses in all, not one more.
#[test]
fn what_the_right_password_of_a_resting_account_is_told_is_no_way_to_guess_on() {
    let database = TestDatabase::with_demo_data();
    database.owner().execute(KEY, &[]).expect("a key");
    let mut guesser = connect(&database.login);
    let mut attempt = |sql: &str| -> String { guesser.query_one(sql, &[]).expect("an id").get(0) };
    let mut judge = connect(&database.login);
    for wrong in 1..=12 {
        let id = attempt(WRONG);
        assert_eq!(judged(&mut judge, &id), None, "{wrong}");
        let right = attempt(RIGHT);
        match wrong {
            ..5 => {}
            5 | 6 => assert_eq!(rests(&mut judge, &right), "28000", "{wrong}"),
            _ => assert_eq!(judged(&mut judge, &right), None, "{wrong}"),
        }
    }
    // Written down first and asked afterwards: all of them count.
    let sql = "delete from auth.attempt";
    database.owner().execute(sql, &[]).expect("it may");
    let right = attempt(RIGHT);
    for _ in 0..7 {
        attempt(WRONG);
    }
    assert_eq!(judged(&mut judge, &right), None);
    // Neither is it told in the transaction of the guess, nor to a stranger.
    database.owner().execute(sql, &[]).expect("it may");
    for _ in 0..5 {
        attempt(WRONG);
    }
    let mut transaction = judge.transaction().expect("a transaction");
    let id: String = transaction.query_one(RIGHT, &[]).expect("an id").get(0);
    assert_eq!(judged(&mut transaction, &id), None);
}

/// Whoever has an account, signing in wrongly reads the same rows in the same way.
#[test]
fn the_attempt_of_a_stranger_reads_as_that_of_a_colleague() {
    let database = TestDatabase::with_demo_data();
    let counts = "select array_agg(relid::regclass || ' ' || seq_scan || ' ' || coalesce(idx_scan, 0) || ' ' || n_tup_ins || ' ' || n_tup_del order by relid)
                    from pg_stat_xact_user_tables
                   where seq_scan + coalesce(idx_scan, 0) + n_tup_ins > 0";
    let read_for = |email: &str| -> Vec<String> {
        let mut fresh = database.owner();
        let mut apart = fresh.transaction().expect("a transaction");
        apart
            .query_one("select auth.attempt($1, sha256('x'))", &[&email])
            .expect("an id");
        apart.query_one(counts, &[]).expect("counts").get(0)
    };
    let stranger = read_for("nobody@epic.events");
    assert!(!stranger.is_empty());
    for email in ["luc@epic.events", "bruno@epic.events", ""] {
        assert_eq!(read_for(email), stranger, "{email}");
    }
}

/// Whatever address is asked for, the same rows are read in the same way.
#[test]
fn the_salt_of_a_stranger_is_read_as_that_of_a_colleague() {
    let database = TestDatabase::with_demo_data();
    let mut owner = database.owner();
    owner
        .batch_execute(
            "delete from auth.credential where collaborator_id = 5; analyze auth.credential",
        )
        .expect("somebody without a password");
    let counts = "select array_agg(relid || ' ' || seq_scan || ' ' || seq_tup_read || ' ' || coalesce(idx_scan, 0) || ' '
                                   || coalesce(idx_tup_fetch, 0) order by relid)
                    from pg_stat_xact_user_tables where seq_scan + coalesce(idx_scan, 0) > 0";
    // What a connection read before counts, too: each has its own.
    let read_for = |email: &str| -> Vec<String> {
        let mut fresh = database.owner();
        let mut apart = fresh.transaction().expect("a transaction");
        apart
            .query_one("select salt from auth.salt($1)", &[&email])
            .expect("a salt");
        apart.query_one(counts, &[]).expect("counts").get(0)
    };
    let stranger = read_for("nobody@epic.events");
    assert!(!stranger.is_empty());
    for email in [
        "luc@epic.events",
        "LUC@epic.events",
        "ines@epic.events",
        "",
        "bruno@epic.events",
    ] {
        assert_eq!(read_for(email), stranger, "{email}");
    }
}

#[test]
fn settings_left_on_the_shared_role_keep_nobody_out() {
    let database = TestDatabase::with_demo_data();
    let name = database.name();
    let mut nobody = connect(&database.login);
    // Loads the language, and with it the right to leave settings of it.
    nobody
        .execute("select auth.salt('nobody@epic.events')", &[])
        .expect("a salt");
    for setting in [
        "default_transaction_read_only = on",
        "default_transaction_isolation = 'serializable'",
        "search_path = pg_temp",
        "statement_timeout = 1",
        "lock_timeout = 1",
        "row_security = off",
        "bytea_output = 'escape'",
        "timezone = 'Asia/Tokyo'",
        "datestyle = 'SQL, DMY'",
        "intervalstyle = 'sql_standard'",
        "client_encoding = 'LATIN1'",
        "idle_session_timeout = 1",
        "idle_in_transaction_session_timeout = 1",
        "plpgsql.extra_errors = 'all'",
        "standard_conforming_strings = off",
        "transform_null_equals = on",
        "quote_all_identifiers = on",
        "exit_on_error = on",
        "client_min_messages = debug5",
        "synchronous_commit = off",
        "default_transaction_deferrable = on",
        "password_encryption = 'md5'",
        "work_mem = '64kB'",
        "default_tablespace = 'pg_global'",
        "role = 'epic_login'",
    ] {
        nobody
            .batch_execute(&format!(
                "alter role epic_login in database {name} set {setting}"
            ))
            .expect("PostgreSQL lets a role change its own settings");
    }
    sign_in(&database, "marie").me().expect("marie is in");
}

fn sign_in(database: &TestDatabase, name: &str) -> Session {
    let email = format!("{name}@epic.events");
    Session::login(&database.login, &email, &PASSWORD.to_owned().into()).expect("a session")
}

fn connect(server: &Server) -> Client {
    try_connect(server).expect("a connection")
}

/// The token that a guess opens.
fn judged(client: &mut impl postgres::GenericClient, attempt: &str) -> Option<String> {
    let sql = format!("select auth.token('{attempt}')");
    client.query_one(&sql, &[]).expect("a verdict").get(0)
}

/// With what error an attempt is answered.
fn rests(client: &mut impl postgres::GenericClient, attempt: &str) -> String {
    let sql = format!("select auth.token('{attempt}')");
    let error = client.query_one(&sql, &[]).expect_err("no token");
    error.code().expect("of the database").code().to_owned()
}
