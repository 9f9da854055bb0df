//! Who may do what, tried in the shell and in plain SQL on the same session's URL: both agree.

use crate::harness::Shell;
use postgres::Client;
use postgres::error::SqlState;

/// Somebody tries to do something.
struct Attempt {
    what: &'static str,
    /// In the shell.
    code: &'static str,
    /// In any other program.
    sql: &'static str,
    allowed: bool,
}

const fn may(what: &'static str, code: &'static str, sql: &'static str) -> Attempt {
    Attempt {
        what,
        code,
        sql,
        allowed: true,
    }
}

const fn may_not(what: &'static str, code: &'static str, sql: &'static str) -> Attempt {
    Attempt {
        allowed: false,
        ..may(what, code, sql)
    }
}

/// Rows that attempts are about; `{name}` stands for the id. Each is used by one attempt that may
/// change it.
const ROWS: [(&str, &str); 12] = [
    ("me", "select id from collaborators where email = $1"),
    ("marie", "select id from collaborators where email = 'marie@epic.events' and $1 <> ''"),
    ("sam", "select id from collaborators where email = 'sam@epic.events' and $1 <> ''"),
    // a commercial's own, or any
    ("client", "select c.id from clients c join collaborators p on p.id = c.commercial_id
                 where p.email = $1 or $1 not in ('marie@epic.events') order by c.id limit 1"),
    ("contract", "select k.id from contracts k join clients c on c.id = k.client_id
                    join collaborators p on p.id = c.commercial_id
                   where (p.email = $1 or $1 not in ('marie@epic.events')) and k.signed order by k.id limit 1"),
    ("event", "select e.id from events e join collaborators p on p.id = e.support_id
                where p.email = $1 or $1 not in ('sam@epic.events') order by e.id limit 1"),
    // a colleague's
    ("their_client", "select c.id from clients c join collaborators p on p.id = c.commercial_id
                       where p.email = 'luc@epic.events' and $1 <> '' order by c.id limit 1"),
    ("their_contract", "select k.id from contracts k join clients c on c.id = k.client_id
                          join collaborators p on p.id = c.commercial_id
                         where p.email = 'luc@epic.events' and $1 <> '' and k.signed order by k.id limit 1"),
    ("their_event", "select e.id from events e join collaborators p on p.id = e.support_id
                      where p.email = 'ines@epic.events' and $1 <> '' order by e.id limit 1"),
    // nothing hangs on these
    ("lone_client", "select c.id from clients c where $1 <> ''
                        and not exists (select from contracts k where k.client_id = c.id) order by c.id limit 1"),
    ("lone_contract", "select k.id from contracts k where $1 <> ''
                          and not exists (select from events e where e.contract_id = k.id) order by k.id limit 1"),
    ("lone_collaborator", "select p.id from collaborators p where $1 <> '' and p.role = 'admin' and p.email <> 'admin@epic.events'"),
];

const CREATE_COLLABORATOR: (&str, &str) = (
    r#"collaborators.create(#{ employee_number: "T-1", full_name: "Ada", email: "ada@epic.events", department: "IT", role: "support" })"#,
    "insert into collaborators (employee_number, full_name, email, department, role)
     values ('T-1', 'Ada', 'ada@epic.events', 'IT', 'support')",
);
const UPDATE_COLLABORATOR: (&str, &str) = (
    r#"collaborators.get({marie}).update(#{ department: "Sales France" })"#,
    "update collaborators set department = 'Sales France' where id = {marie}",
);
const DELETE_COLLABORATOR: (&str, &str) = (
    "collaborators.get({lone_collaborator}).delete()",
    "delete from collaborators where id = {lone_collaborator}",
);
const UPDATE_CLIENT: (&str, &str) = (
    r#"clients.get({client}).update(#{ phone: "+33 1 99 00 00 01" })"#,
    "update clients set phone = '+33 1 99 00 00 01' where id = {client}",
);
const UPDATE_THEIR_CLIENT: (&str, &str) = (
    r#"clients.get({their_client}).update(#{ phone: "+33 1 99 00 00 01" })"#,
    "update clients set phone = '+33 1 99 00 00 01' where id = {their_client}",
);
const DELETE_CLIENT: (&str, &str) = (
    "clients.get({lone_client}).delete()",
    "delete from clients where id = {lone_client}",
);
const CREATE_CONTRACT: (&str, &str) = (
    "contracts.create(#{ client: {client}, total_amount: 100, amount_due: 100 })",
    "insert into contracts (client_id, total_amount, amount_due) values ({client}, 100, 100)",
);
const CREATE_THEIR_CONTRACT: (&str, &str) = (
    "contracts.create(#{ client: {their_client}, total_amount: 100, amount_due: 100 })",
    "insert into contracts (client_id, total_amount, amount_due) values ({their_client}, 100, 100)",
);
const UPDATE_CONTRACT: (&str, &str) = (
    r#"contracts.get({contract}).update(#{ creation_date: "2020-02-29" })"#,
    "update contracts set creation_date = '2020-02-29' where id = {contract}",
);
const UPDATE_THEIR_CONTRACT: (&str, &str) = (
    r#"contracts.get({their_contract}).update(#{ creation_date: "2020-02-29" })"#,
    "update contracts set creation_date = '2020-02-29' where id = {their_contract}",
);
const DELETE_CONTRACT: (&str, &str) = (
    "contracts.get({lone_contract}).delete()",
    "delete from contracts where id = {lone_contract}",
);
const CREATE_EVENT: (&str, &str) = (
    r#"events.create(#{ contract: {contract}, name: "Party", starts_at: "2030-01-01 18:00", ends_at: "2030-01-01 23:00" })"#,
    "insert into events (contract_id, name, starts_at, ends_at)
     values ({contract}, 'Party', '2030-01-01 18:00', '2030-01-01 23:00')",
);
const CREATE_THEIR_EVENT: (&str, &str) = (
    r#"events.create(#{ contract: {their_contract}, name: "Party", starts_at: "2030-01-01 18:00", ends_at: "2030-01-01 23:00" })"#,
    "insert into events (contract_id, name, starts_at, ends_at)
     values ({their_contract}, 'Party', '2030-01-01 18:00', '2030-01-01 23:00')",
);
const UPDATE_EVENT: (&str, &str) = (
    r#"events.get({event}).update(#{ notes: "VIP", attendees: 40 })"#,
    "update events set notes = 'VIP', attendees = 40 where id = {event}",
);
const UPDATE_THEIR_EVENT: (&str, &str) = (
    r#"events.get({their_event}).update(#{ notes: "VIP" })"#,
    "update events set notes = 'VIP' where id = {their_event}",
);
const ASSIGN_EVENT: (&str, &str) = (
    "events.get({their_event}).update(#{ support: {sam} })",
    "update events set support_id = {sam} where id = {their_event}",
);
const DELETE_EVENT: (&str, &str) = (
    "events.get({event}).delete()",
    "delete from events where id = {event}",
);
const READ: (&str, &str) = (
    "[collaborators.count(), clients.count(), contracts.count(), events.count()]",
    "select from collaborators, clients, contracts, events limit 1",
);

#[test]
fn an_admin_may_do_almost_everything() {
    all_agree(
        "admin@epic.events",
        &[
            may("read everything", READ.0, READ.1),
            may(
                "create a collaborator",
                CREATE_COLLABORATOR.0,
                CREATE_COLLABORATOR.1,
            ),
            may(
                "update a collaborator",
                UPDATE_COLLABORATOR.0,
                UPDATE_COLLABORATOR.1,
            ),
            may_not(
                "change their own role",
                r#"collaborators.get({me}).update(#{ role: "support" })"#,
                "update collaborators set role = 'support' where id = {me}",
            ),
            may_not(
                "deactivate themselves",
                "collaborators.get({me}).update(#{ active: false })",
                "update collaborators set active = false where id = {me}",
            ),
            may_not(
                "delete themselves",
                "collaborators.get({me}).delete()",
                "delete from collaborators where id = {me}",
            ),
            may(
                "delete a collaborator",
                DELETE_COLLABORATOR.0,
                DELETE_COLLABORATOR.1,
            ),
            may(
                "create a client for a commercial",
                r#"clients.create(#{ full_name: "Ada", email: "ada@example.com", commercial: {marie} })"#,
                "insert into clients (full_name, email, commercial_id) values ('Ada', 'ada@example.com', {marie})",
            ),
            may("update a client", UPDATE_CLIENT.0, UPDATE_CLIENT.1),
            may(
                "transfer a client",
                "clients.get({client}).update(#{ commercial: {marie} })",
                "update clients set commercial_id = {marie} where id = {client}",
            ),
            may("delete a client", DELETE_CLIENT.0, DELETE_CLIENT.1),
            may("create a contract", CREATE_CONTRACT.0, CREATE_CONTRACT.1),
            may("update a contract", UPDATE_CONTRACT.0, UPDATE_CONTRACT.1),
            may("delete a contract", DELETE_CONTRACT.0, DELETE_CONTRACT.1),
            may("create an event", CREATE_EVENT.0, CREATE_EVENT.1),
            may("update an event", UPDATE_EVENT.0, UPDATE_EVENT.1),
            may("assign an event", ASSIGN_EVENT.0, ASSIGN_EVENT.1),
            may("delete an event", DELETE_EVENT.0, DELETE_EVENT.1),
        ],
    );
}

#[test]
fn a_commercial_looks_after_their_own_clients() {
    all_agree(
        "marie@epic.events",
        &[
            may("read everything", READ.0, READ.1),
            may_not(
                "create a collaborator",
                CREATE_COLLABORATOR.0,
                CREATE_COLLABORATOR.1,
            ),
            may_not(
                "update a collaborator",
                UPDATE_COLLABORATOR.0,
                UPDATE_COLLABORATOR.1,
            ),
            may_not(
                "delete a collaborator",
                DELETE_COLLABORATOR.0,
                DELETE_COLLABORATOR.1,
            ),
            may(
                "create a client",
                r#"clients.create(#{ full_name: "Ada", email: "ada@example.com" })"#,
                "insert into clients (full_name, email) values ('Ada', 'ada@example.com')",
            ),
            may_not(
                "create a client of a colleague",
                r#"clients.create(#{ full_name: "Eve", email: "eve@example.com", commercial: 3 })"#,
                "insert into clients (full_name, email, commercial_id) values ('Eve', 'eve@example.com', 3)",
            ),
            may("update their own client", UPDATE_CLIENT.0, UPDATE_CLIENT.1),
            may_not(
                "update another's client",
                UPDATE_THEIR_CLIENT.0,
                UPDATE_THEIR_CLIENT.1,
            ),
            may_not(
                "give their client away",
                "clients.get({client}).update(#{ commercial: 3 })",
                "update clients set commercial_id = 3 where id = {client}",
            ),
            may_not("delete a client", DELETE_CLIENT.0, DELETE_CLIENT.1),
            may("create a contract", CREATE_CONTRACT.0, CREATE_CONTRACT.1),
            may_not(
                "create another's contract",
                CREATE_THEIR_CONTRACT.0,
                CREATE_THEIR_CONTRACT.1,
            ),
            may("update a contract", UPDATE_CONTRACT.0, UPDATE_CONTRACT.1),
            may_not(
                "update another's contract",
                UPDATE_THEIR_CONTRACT.0,
                UPDATE_THEIR_CONTRACT.1,
            ),
            may_not(
                "move a contract to another's client",
                "contracts.get({contract}).update(#{ client: {their_client} })",
                "update contracts set client_id = {their_client} where id = {contract}",
            ),
            may_not("delete a contract", DELETE_CONTRACT.0, DELETE_CONTRACT.1),
            may("create an event", CREATE_EVENT.0, CREATE_EVENT.1),
            may_not(
                "create another's event",
                CREATE_THEIR_EVENT.0,
                CREATE_THEIR_EVENT.1,
            ),
            may_not("update an event", UPDATE_EVENT.0, UPDATE_EVENT.1),
            may_not("assign an event", ASSIGN_EVENT.0, ASSIGN_EVENT.1),
            may_not("delete an event", DELETE_EVENT.0, DELETE_EVENT.1),
        ],
    );
}

#[test]
fn a_support_looks_after_the_events_assigned_to_them() {
    all_agree(
        "sam@epic.events",
        &[
            may("read everything", READ.0, READ.1),
            may_not(
                "create a collaborator",
                CREATE_COLLABORATOR.0,
                CREATE_COLLABORATOR.1,
            ),
            may_not(
                "update a collaborator",
                UPDATE_COLLABORATOR.0,
                UPDATE_COLLABORATOR.1,
            ),
            may_not(
                "delete a collaborator",
                DELETE_COLLABORATOR.0,
                DELETE_COLLABORATOR.1,
            ),
            may_not(
                "create a client",
                r#"clients.create(#{ full_name: "Ada", email: "ada@example.com", commercial: {marie} })"#,
                "insert into clients (full_name, email, commercial_id) values ('Ada', 'ada@example.com', {marie})",
            ),
            may_not("update a client", UPDATE_CLIENT.0, UPDATE_CLIENT.1),
            may_not("delete a client", DELETE_CLIENT.0, DELETE_CLIENT.1),
            may_not("create a contract", CREATE_CONTRACT.0, CREATE_CONTRACT.1),
            may_not("update a contract", UPDATE_CONTRACT.0, UPDATE_CONTRACT.1),
            may_not("delete a contract", DELETE_CONTRACT.0, DELETE_CONTRACT.1),
            may_not("create an event", CREATE_EVENT.0, CREATE_EVENT.1),
            may("update their own event", UPDATE_EVENT.0, UPDATE_EVENT.1),
            may_not(
                "update another's event",
                UPDATE_THEIR_EVENT.0,
                UPDATE_THEIR_EVENT.1,
            ),
            may_not("take an event", ASSIGN_EVENT.0, ASSIGN_EVENT.1),
            may_not("delete an event", DELETE_EVENT.0, DELETE_EVENT.1),
        ],
    );
}

#[test]
fn nobody_reads_what_proves_a_password() {
    for email in ["admin@epic.events", "marie@epic.events", "sam@epic.events"] {
        let shell = Shell::as_(email);
        for table in ["credential", "key", "session", "attempt", "config"] {
            let said = shell.run(&["sql", &format!("select * from auth.{table}")]);
            assert_eq!(said.code, 4, "{said}");
            assert_eq!(said.error(), format!("permission denied for table {table}"));
        }
    }
}

/// Tries everything twice, and lists all surprises at once.
#[track_caller]
fn all_agree(email: &str, attempts: &[Attempt]) {
    let shell = Shell::as_(email);
    let mut owner = shell.owner();
    let ids: Vec<(String, String)> = ROWS
        .iter()
        .map(|(name, sql)| {
            let id: i64 = owner.query_one(*sql, &[&email]).expect("a row").get(0);
            (format!("{{{name}}}"), id.to_string())
        })
        .collect();
    let filled = |text: &str| {
        ids.iter()
            .fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    };
    let mut other_program = shell.psql_url();
    let mut surprises = Vec::new();
    for attempt in attempts {
        let verdict = if attempt.allowed { "may" } else { "may not" };
        let sql = by_sql(&mut other_program, &filled(attempt.sql));
        if sql != attempt.allowed {
            surprises.push(format!(
                "{email} {verdict} {}, but SQL disagrees",
                attempt.what
            ));
        }
        let said = shell.e(&filled(attempt.code));
        if said.code != if attempt.allowed { 0 } else { 4 } {
            surprises.push(format!("{email} {verdict} {}, but: {said}", attempt.what));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// Whether the database lets it happen; it is rolled back.
fn by_sql(client: &mut Client, sql: &str) -> bool {
    let mut transaction = client.transaction().expect("a transaction");
    match transaction.execute(sql, &[]) {
        Ok(touched) => touched > 0,
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => false,
        Err(error) => panic!("{sql}: {error:?}"),
    }
}
