//! A database for each test: a copy of one that is set up once for each state of `sql/`.

use super::server::{self, TestServer, connect};
use super::until;
use epic::access::password;
use epic::store::{Database, Server, setup};
use epic::value::Value;
use postgres::{Client, GenericClient};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Any number: only one process makes the template.
const TEMPLATE_LOCK: i64 = 1_207_959_552;

/// A database that lives as long as the test.
pub struct TestDatabase {
    /// As a superuser.
    pub admin: Server,
    /// As the role that may only log in: what `DATABASE_URL` says.
    pub login: Server,
}

impl TestDatabase {
    /// With the demo data; all its people have the password `epic-events-demo`.
    pub fn with_demo_data() -> Self {
        static TEMPLATE: LazyLock<String> = LazyLock::new(|| template(server::server()));
        let template = &*TEMPLATE;
        let fresh = Self::none();
        // By copying files: quicker here than through the log, and the only way before version 15.
        let strategy = match server::server_version() {
            ..15 => "",
            _ => "strategy file_copy",
        };
        let name = fresh.admin.database();
        server::server()
            .connect()
            .batch_execute(&format!(
                "create database {name} template {template} owner epic_owner {strategy}"
            ))
            .expect("a copy");
        setup::initialise(&fresh.installer(), None).expect("it is set up");
        fresh
    }

    /// With the demo data, and texts that are sorted as in a language, not by code points.
    pub fn in_language(language: &str) -> Self {
        let fresh = Self::none();
        let server = server::server();
        let name = fresh.admin.database();
        server
            .connect()
            .batch_execute(&format!(
                "create database {name} template template0 encoding 'UTF8' locale_provider icu icu_locale '{language}'"
            ))
            .expect("a database");
        fill(&fresh.admin, server);
        fresh
    }

    /// Only a name: the test makes the database, or nobody does.
    pub fn none() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = server::server();
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let admin = server
            .admin
            .with_database(&format!("t_{}_{next}", std::process::id()));
        let fresh = Self {
            login: admin.as_role("epic_login", &server.login_password),
            admin,
        };
        setup::drop_database(&fresh.admin).expect("one of a killed test of the same number");
        fresh
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.admin.database()
    }

    /// Who sets it up: a superuser, unless the run says otherwise.
    pub fn installer(&self) -> Server {
        server::server().installer.with_database(self.name())
    }

    /// A connection as a superuser.
    pub fn superuser(&self) -> Client {
        connect(&self.admin)
    }

    /// Lets all sessions of somebody expire now.
    pub fn expire_sessions_of(&self, email: &str) {
        let mut superuser = self.superuser();
        let expire = "update auth.session set expires = clock_timestamp()
            where collaborator_id = (select id from crm.collaborators where email = $1)
            returning format('alter role %I valid until %L', role_name, expires)";
        let expired = superuser.query(expire, &[&email]).expect("it may");
        assert!(!expired.is_empty(), "nobody is signed in as {email}");
        for role in expired {
            superuser
                .batch_execute(role.get(0))
                .expect("a role of its own");
        }
    }

    /// Ends all connections to it, and waits until they are gone.
    pub fn cuts_all(&self) {
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = $1 and backend_type = 'client backend' and pid <> pg_backend_pid()";
        let mut superuser = connect(&self.admin.with_database("postgres"));
        until("all are gone", || {
            superuser
                .query(cut, &[&self.name()])
                .expect("it may")
                .is_empty()
        });
    }

    /// A connection as the owner of everything.
    pub fn owner(&self) -> Client {
        let mut client = connect(&self.admin);
        client.batch_execute("set role epic_owner").expect("it may");
        client
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let _ = setup::drop_database(&self.admin); // the caretaker tries again
    }
}

/// Until a statement waits for a lock in this database.
pub fn until_somebody_waits(client: &mut impl GenericClient) {
    let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    until("somebody waits", || {
        let count = client.query_one(waits, &[]).expect("a count");
        count.get::<_, i64>(0) > 0
    });
}

/// Drops what killed tests left behind.
pub fn clear_up(client: &mut Client) {
    let left = "select datname from pg_database where datname ~ '^t_[0-9]+_[0-9]+$'";
    for row in client.query(left, &[]).expect("names") {
        let name: String = row.get(0);
        let _ = client.batch_execute(&format!("drop database if exists {name} with (force)"));
    }
}

/// The name of the template, which is made when there is none for this state of `sql/`.
fn template(server: &TestServer) -> String {
    let name = format!("epic_template_{}", &setup::fingerprint()[..16]);
    let mut client = server.connect();
    client
        .query_one("select pg_advisory_lock($1)", &[&TEMPLATE_LOCK])
        .expect("a lock, until the connection is closed");
    let known = "select datname from pg_database where datname like 'epic\\_template\\_%'";
    let known: Vec<String> = client
        .query(known, &[])
        .expect("names")
        .iter()
        .map(|row| row.get(0))
        .collect();
    if known.contains(&name) {
        return name;
    }
    for old in known {
        client
            .batch_execute(&format!("drop database {old}"))
            .expect("an old template, or half of one");
    }
    let draft = server.admin.with_database("epic_template_new");
    fill(&draft, server);
    client
        .batch_execute(&format!(
            "alter database epic_template_new rename to {name}"
        ))
        .expect("a name, now that it is whole");
    name
}

fn fill(draft: &Server, server: &TestServer) {
    let draft = &server.installer.with_database(draft.database());
    setup::initialise(draft, Some(&server.login_password)).expect("it is set up");
    setup::migrate(draft).expect("it is migrated");
    let owner = Database::new(draft.as_owner());
    owner.begin().expect("a transaction");
    setup::seed(&owner).expect("it is filled");
    let people = owner.query("select id from collaborators", &[]);
    for person in people.expect("people") {
        if let Value::Int(id) = person.get(0).expect("an id") {
            password::set(&owner, id, &super::PASSWORD.to_owned().into()).expect("a password");
        }
    }
    owner.commit().expect("it is kept");
    setup::analyze(draft).expect("it is looked at");
}
