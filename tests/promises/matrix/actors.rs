//! Who tries: people with and without a live session, each in the language and on the URL of the session.

use super::rows::{Ids, Whose, id};
use super::trial::{Attempt, Trial, Verdict, is_refusal};
use crate::harness::{PASSWORD, TestDatabase, try_connect};
use epic::access::password;
use epic::api::Session;
use epic::error::Error;
use epic::script::Interpreter;
use epic::store::{Database, Server};
use postgres::Client;
use std::cell::RefCell;
use std::rc::Rc;

/// Somebody, and whose rows they try their hand at.
pub struct Actor {
    pub name: &'static str,
    /// Their id; of somebody without one: 0.
    pub id: i64,
    pub whose: Whose,
    /// It is about their own row of collaborators, and nothing else.
    pub only_themselves: bool,
    /// A role that they do not have.
    pub new_role: &'static str,
    /// The same person as the column before: what is not about rows was tried already.
    pub repeats: bool,
    person: Rc<Person>,
}

/// Both ways to try something.
struct Person {
    interpreter: RefCell<Interpreter>,
    /// None: the server did not let them in.
    connection: RefCell<Option<Client>>,
    server: Server,
}

/// All actors, in the order of the columns.
pub fn all(database: &TestDatabase, ids: &Ids) -> Vec<Actor> {
    let mut owner = database.owner();
    let zoe = id(&mut owner, "collaborators", "email = 'zoe@epic.events'");
    let as_owner = Database::new(database.admin.as_owner());
    password::set(&as_owner, zoe, &PASSWORD.to_owned().into()).expect("a password");

    // Sign in first: every login sweeps away what is over.
    let sign_in = |name: &str| {
        let email = format!("{name}@epic.events");
        Session::login(&database.login, &email, &PASSWORD.to_owned().into()).expect("a session")
    };
    let [gone, expired, open, admin, marie, sam] =
        ["zoe", "admin", "admin", "admin", "marie", "sam"].map(sign_in);
    let (admin, marie, sam) = (live(&admin), live(&marie), live(&sam));
    let left_open = live(&open);
    end(&mut owner, zoe, &expired, &open);

    let nobody = person(None, &database.login);
    let mut me = |name: &str| {
        let email = format!("email = '{name}@epic.events'");
        id(&mut owner, "collaborators", &email)
    };
    let (alma, marie_id, sam_id) = (me("admin"), me("marie"), me("sam"));
    assert_eq!(ids.own.commercial, marie_id);
    let actor = |name, id, whose, person: &Rc<Person>| Actor {
        name,
        id,
        whose,
        only_themselves: false,
        new_role: if id == sam_id {
            "commercial"
        } else {
            "support"
        },
        repeats: false,
        person: Rc::clone(person),
    };
    vec![
        actor("no session", 0, Whose::Anothers, &nobody),
        actor("deactivated admin", zoe, Whose::Anothers, &live(&gone)),
        actor("expired admin", alma, Whose::Anothers, &live(&expired)),
        actor("expired, connected", alma, Whose::Anothers, &left_open),
        actor("admin", alma, Whose::Anothers, &admin),
        Actor {
            only_themselves: true,
            repeats: true,
            ..actor("themselves", alma, Whose::Own, &admin)
        },
        actor("commercial, own", marie_id, Whose::Own, &marie),
        Actor {
            repeats: true,
            ..actor("another's", marie_id, Whose::Anothers, &marie)
        },
        actor("support, assigned", sam_id, Whose::Own, &sam),
        Actor {
            repeats: true,
            ..actor("another's", sam_id, Whose::Anothers, &sam)
        },
    ]
}

/// Deactivates somebody, and lets the time of sessions run out. One of them stays connected: it may even connect anew,
/// since others cut it while they work.
fn end(owner: &mut Client, deactivated: i64, expired: &Session, connected: &Session) {
    let sql = "update collaborators set active = false where id = $1";
    owner.execute(sql, &[&deactivated]).expect("a deactivation");
    owner.batch_execute("reset role").expect("a superuser");
    let role = |session: &Session| session.token().claims.db_role.clone();
    let sql = format!(
        "update auth.session set expires = clock_timestamp() - interval '1 s' where role_name in ('{0}', '{1}');
         alter role {0} valid until '2026-01-01'",
        role(expired),
        role(connected)
    );
    owner.batch_execute(&sql).expect("an end");
    owner
        .batch_execute("set role epic_owner")
        .expect("the owner");
}

fn live(session: &Session) -> Rc<Person> {
    person(Some(session), session.server())
}

/// Somebody who looked around before anything is tried, as a shell does.
fn person(session: Option<&Session>, server: &Server) -> Rc<Person> {
    if let Some(session) = session {
        let _ = session.me(); // those whose session is over can't
    }
    Rc::new(Person {
        interpreter: RefCell::new(Interpreter::new(session.cloned())),
        connection: RefCell::new(try_connect(server).ok()),
        server: server.clone(),
    })
}

impl Actor {
    /// Whether the server does not let them in.
    pub fn is_locked_out(&self) -> bool {
        self.person.connection.borrow().is_none()
    }

    /// Whether the language lets it happen; it is rolled back.
    pub fn says(&self, code: &str, kind: Attempt) -> bool {
        let mut interpreter = self.person.interpreter.borrow_mut();
        let rolled_back = Error::failed("rolled back");
        let result = interpreter.evaluate(code, |_| Err::<(), _>(rolled_back.clone()));
        let error = result.expect_err("it is rolled back");
        error == rolled_back || !is_refusal(&error, kind, code)
    }

    /// Whether plain SQL lets it happen; it is rolled back.
    pub fn sends(&self, trial: &Trial) -> Verdict {
        let mut connection = self.person.connection.borrow_mut();
        let Some(client) = connection.as_mut() else {
            return Verdict::Refused;
        };
        if client.simple_query("").is_err() {
            *client =
                try_connect(&self.person.server).expect("a connection instead of one that was cut");
        }
        let mut transaction = client.transaction().expect("a transaction");
        let result = if trial.kind == Attempt::Rows {
            transaction.execute(&trial.sql, &[])
        } else {
            transaction.batch_execute(&trial.sql).map(|()| 1)
        };
        Verdict::of(trial.kind, result, &trial.sql)
    }
}
