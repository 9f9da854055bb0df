//! Where attacks happen: a database of their own, its people, and a victim: an admin who has just run
//! something secret.

use super::file::{Attack, Expected, Language};
use super::fingerprint::{self, Fingerprint};
use super::output;
use crate::harness::{Answers, PASSWORD, TestDatabase, try_connect};
use epic::api::Session;
use epic::script::{Interpreter, Limits};
use postgres::{Client, SimpleQueryMessage};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

/// What nobody else may read.
const SECRET: &str = "select 'the admin''s own statement: hunter2'";

pub struct Scene {
    database: TestDatabase,
    superuser: Client,
    victim: Client,
    /// A run of the victim that goes on.
    run: String,
    sessions: HashMap<String, Session>,
    /// The fingerprint, as long as nothing has happened since.
    fingerprint: Option<Fingerprint>,
}

impl Scene {
    pub fn new() -> Self {
        epic::script::measure_memory(|| crate::MEMORY.allocated());
        let database = TestDatabase::with_demo_data();
        let mut superuser = database.owner();
        superuser.batch_execute("reset role").expect("a superuser");
        let admin = sign_in(&database, "admin");
        let mut victim = try_connect(admin.server()).expect("the victim");
        let run = victim.query_one("select audit.begin_run('secret')::text", &[]);
        let run = run.expect("a run").get(0);
        victim.simple_query(SECRET).expect("a secret");
        Self {
            run,
            superuser,
            victim,
            sessions: HashMap::new(),
            fingerprint: None,
            database,
        }
    }

    /// What is in the database, and who may do what, for comparing.
    pub fn fingerprint(&mut self) -> Fingerprint {
        match &self.fingerprint {
            Some(known) => known.clone(),
            None => self.fingerprint_now(),
        }
    }

    /// The same, after something happened.
    pub fn fingerprint_now(&mut self) -> Fingerprint {
        let fresh = fingerprint::take(&mut self.superuser);
        self.fingerprint.insert(fresh).clone()
    }

    /// Runs an attack and returns its loot, or its error.
    pub fn run(&mut self, attack: &Attack) -> Result<Option<String>, String> {
        let session = self.sign_in(&attack.actor);
        match attack.language {
            Language::Sql => {
                let text = self.with_names(session.as_ref(), &attack.text);
                self.run_sql(session.as_ref(), &text)
            }
            Language::Rhai => run_rhai(session, attack),
        }
    }

    pub fn victim_is_alive(&mut self) -> bool {
        self.victim.simple_query(SECRET).is_ok()
    }

    /// An attack with the names in it that differ from run to run: SQL has no variables for names, and sessions may
    /// not run blocks of code.
    fn with_names(&mut self, session: Option<&Session>, text: &str) -> String {
        let own = session.map(|session| session.token().claims.db_role.as_str());
        let row = self
            .superuser
            .query_one(
                "select current_database()::text, 'epic_db_' || d.oid, coalesce((
                   select r.rolname::text from pg_roles r
                    where r.rolname ~ ('^s_' || d.oid || '_') and r.rolname is distinct from $1 limit 1), '')
                 from pg_database d where d.datname = current_database()",
                &[&own],
            )
            .expect("the names");
        let names = [
            ("{database}", row.get(0)),
            ("{database group}", row.get(1)),
            ("{other session}", row.get(2)),
            ("{own session}", own.unwrap_or("epic_login")),
        ];
        let quoted = |name: &str| format!("\"{name}\"");
        let text = text.replace("{run of an admin}", &self.run);
        names
            .iter()
            .fold(text, |text, (mark, name)| text.replace(mark, &quoted(name)))
    }

    /// Loot is what the last statement reads.
    fn run_sql(&self, session: Option<&Session>, text: &str) -> Result<Option<String>, String> {
        let server = session.map_or(&self.database.login, Session::server);
        let mut client = try_connect(server).map_err(|error| words(&error))?;
        client
            .batch_execute("set search_path = crm; set statement_timeout = '1min'")
            .map_err(|error| words(&error))?;
        let answers = client.simple_query(text).map_err(|error| words(&error))?;
        let mut loot = None;
        for answer in answers {
            match answer {
                SimpleQueryMessage::RowDescription(_) => loot = None,
                SimpleQueryMessage::Row(row) => {
                    let cells = (0..row.len()).map(|at| row.get(at).unwrap_or("null"));
                    loot = Some(cells.collect::<Vec<_>>().join(", "));
                }
                _ => {}
            }
        }
        Ok(loot)
    }

    /// The session of an actor; a new one when an attack has ended it.
    pub fn sign_in(&mut self, actor: &str) -> Option<Session> {
        let name = match actor {
            "nobody" => return None,
            "support" => "sam",
            "commercial" => "marie",
            "admin" => "admin",
            other => panic!("who is {other}?"),
        };
        let dead = |session: &Session| try_connect(session.server()).is_err();
        if self.sessions.get(name).is_none_or(dead) {
            let session = sign_in(&self.database, name);
            self.fingerprint = None;
            self.sessions.insert(name.to_owned(), session);
        }
        self.sessions.get(name).cloned()
    }
}

/// Loot is the last value, unless it is nothing, no, 0 or empty.
fn run_rhai(session: Option<Session>, attack: &Attack) -> Result<Option<String>, String> {
    let limits = Limits {
        operations: 500_000,
        time: time(attack),
        // Other tests run in this process at the same time, and their memory counts too.
        memory: 256 << 20,
    };
    let mut interpreter = Interpreter::with_limits(session, limits);
    // Where it prints, it is made harmless: see terminal.rs. What an attack would do is meant.
    interpreter.set_host(Rc::new(Answers {
        yes: true,
        ..Answers::default()
    }));
    interpreter
        .evaluate(&attack.text, output::drawn)
        .map_err(|error| error.to_string())
}

/// How long an attack may take. What is to be stopped by that is stopped soon: meanwhile, other tests go on giving and taking
/// memberships of roles that all databases share.
fn time(attack: &Attack) -> Duration {
    match &attack.expect {
        Some(Expected::Error(words)) if words.starts_with("ran for more than") => {
            Duration::from_secs(1)
        }
        _ => Duration::from_mins(1),
    }
}

fn sign_in(database: &TestDatabase, name: &str) -> Session {
    let email = format!("{name}@epic.events");
    Session::login(&database.login, &email, &PASSWORD.to_owned().into()).expect("a session")
}

fn words(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(error) => error.message().to_owned(),
        None => error.to_string(),
    }
}
