//! Every change is written down: who, when, from what to what; by whatever program, and for good.

use crate::harness::Shell;
use epic::api::Wanted;
use insta::assert_snapshot;
use postgres::Client;
use postgres::error::SqlState;

#[test]
fn a_record_tells_its_history() {
    let admin = Shell::as_("admin@epic.events");
    let marie = admin.beside("marie@epic.events");
    marie
        .e(
            r#"clients.create(#{ full_name: "Ada Byron", email: "ada@example.com", phone: "1",
                first_contact_date: "2026-01-02", last_contact_date: "2026-01-02" })"#,
        )
        .ok();
    marie
        .e(r#"clients.filter(|c| c.email == "ada@example.com").first().update(#{ phone: "2", company_name: "Engines" })"#)
        .ok();
    // by another program
    let mut other_program = marie.psql_url();
    other_program
        .execute(
            "update clients set phone = '3' where email = 'ada@example.com'",
            &[],
        )
        .expect("it may");
    let id = admin
        .e(r#"clients.filter(|c| c.email == "ada@example.com").first().id"#)
        .ok()
        .to_owned();
    let short = "history().map(|h| `${h.who} ${h.action} ${h.field}: ${h.before} → ${h.after}`)";
    assert_snapshot!(marie.e(&format!("for line in clients.get({id}).{short} {{ print(line) }}")), @r"
    marie@epic.events create id:  → 1001
    marie@epic.events create full_name:  → Ada Byron
    marie@epic.events create email:  → ada@example.com
    marie@epic.events create phone:  → 1
    marie@epic.events create first_contact_date:  → 2026-01-02
    marie@epic.events create last_contact_date:  → 2026-01-02
    marie@epic.events create commercial_id:  → 2
    marie@epic.events update phone: 1 → 2
    marie@epic.events update company_name:  → Engines
    marie@epic.events update phone: 2 → 3
    ");
    admin.e(&format!("clients.get({id}).delete()")).ok();
    // The row is gone, what happened to it is not.
    let last =
        format!("clients.history({id}).filter(|h| h.action == \"delete\" && h.field == \"phone\")");
    assert_snapshot!(admin.e(&format!("{last}.map(|h| `${{h.who}}: ${{h.before}} → ${{h.after}}`)")), @"[admin@epic.events: 3 → ]");
    assert_snapshot!(admin.e("clients.history(99999)"), @"[]");
    assert_snapshot!(admin.e("clients.history(12).filter(|h| h.field == \"id\").map(|h| h.who)"), @"[the database's owner]");
}

#[test]
fn the_audit_says_who_in_which_session_and_run() {
    let marie = Shell::as_("marie@epic.events");
    let mut other_program = marie.psql_url();
    other_program
        .batch_execute(
            "set epic.run = 'c7dc8a4b-6bd2-4d8e-bd33-0b4a48a1a1a1';
             insert into clients (full_name, email) values ('Ada', 'ada@example.com')",
        )
        .expect("it may");
    let row = marie
        .owner()
        .query_one(
            "select l.uid = p.id, l.session_role::text, l.run::text, l.action, l.new ->> 'full_name'
               from audit.log l, crm.collaborators p where p.email = 'marie@epic.events' order by l.id desc limit 1",
            &[],
        )
        .expect("a row");
    let me: String = other_program
        .query_one("select session_user::text", &[])
        .expect("a name")
        .get(0);
    assert!(row.get::<_, bool>(0));
    assert_eq!(row.get::<_, String>(1), me);
    // A run of its own, and not what it said.
    let run = &marie.session().runs(&Wanted::default()).expect("runs")[0];
    assert_eq!(row.get::<_, String>(2), run.id.to_string());
    assert_eq!(run.script, "entry");
    assert_eq!(row.get::<_, String>(3), "insert");
    assert_eq!(row.get::<_, String>(4), "Ada");
}

/// Not even an admin changes what was written down, nor reads the log but by its functions.
#[test]
fn the_audit_is_append_only() {
    let admin = Shell::as_("admin@epic.events");
    let mut by_sql = admin.psql_url();
    for attempt in [
        "update audit.log set uid = 2",
        "delete from audit.log",
        "truncate audit.log",
        "insert into audit.log (table_name, action, row_id, new) values ('clients', 'insert', 1, '{}')",
        "alter table audit.log disable trigger append_only",
        "drop trigger append_only on audit.log",
        "alter table crm.clients disable trigger audit_update",
        "drop trigger audit_update on crm.clients",
        "select * from audit.log",
        "set session_replication_role = replica",
    ] {
        assert!(is_refused(&mut by_sql, attempt), "{attempt}");
    }
    // The owner could; the trigger says that it is not meant.
    let mut owner = admin.owner();
    for attempt in ["update audit.log set uid = 2", "truncate audit.log"] {
        assert!(is_refused(&mut owner, attempt), "{attempt}");
    }
}

/// What this transaction changed is told to nobody but the one who changed it, and not after it ended.
#[test]
fn a_transaction_tells_its_own_changes_only() {
    let marie = Shell::as_("marie@epic.events");
    let admin = marie.beside("admin@epic.events");
    let (mut hers, mut his) = (marie.psql_url(), admin.psql_url());
    let told = |client: &mut Client| -> i64 {
        let sql = "select count(*) from audit.of_this_transaction('clients')";
        client.query_one(sql, &[]).expect("a number").get(0)
    };
    hers.batch_execute(
        "begin; insert into clients (full_name, email) values ('Ada', 'ada@example.com')",
    )
    .expect("it may");
    assert_eq!(told(&mut hers), 1);
    his.batch_execute("begin; update clients set phone = '1' where id = 1")
        .expect("it may");
    assert_eq!(told(&mut his), 1);
    his.batch_execute("savepoint s; update clients set phone = '2' where id = 2; rollback to s")
        .expect("it may");
    assert_eq!(told(&mut his), 1);
    hers.batch_execute("commit").expect("it may");
    assert_eq!(told(&mut his), 1);
    assert_eq!(told(&mut hers), 0);
    his.batch_execute("rollback").expect("it may");
    // Names of other tables give nothing.
    let sql = "select count(*) from audit.of_this_transaction('auth.session')";
    let others: i64 = his.query_one(sql, &[]).expect("a number").get(0);
    assert_eq!(others, 0);
}

fn is_refused(client: &mut Client, sql: &str) -> bool {
    let refused = client.batch_execute(sql);
    refused.is_err_and(|error| error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE))
}
