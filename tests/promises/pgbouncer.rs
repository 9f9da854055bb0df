//! Behind a real PgBouncer, set up word for word as docs/operate.md says, the shell is what it is without. Where it is not
//! installed, these tests say so and do nothing.

use crate::harness::{OwnServer, PASSWORD, PgBouncer, Shell, Terminal};
use epic::api::Session;
use epic::store::Server;
use std::thread;
use std::time::{Duration, Instant};

/// How long all who come at once may take.
const PATIENCE: Duration = Duration::from_mins(2);

const MARIE: &str = "marie@epic.events";
const PROMPT: &str = "marie (commercial) ❯ ";

#[test]
fn with_a_connection_for_each_transaction_everything_works() {
    everything_works("transaction");
}

#[test]
fn with_a_connection_for_each_client_everything_works() {
    everything_works("session");
}

fn everything_works(pool_mode: &str) {
    let server = OwnServer::with(&[]);
    let Some(bouncer) = PgBouncer::before(&server, pool_mode) else {
        eprintln!("PgBouncer is not installed");
        return;
    };
    let clients = "insert into crm.clients (full_name, email, commercial_id)
        select 'Client ' || n, 'c' || n || '@example.org', 2 from generate_series(1, 2500) n";
    server.superuser().batch_execute(clients).expect("clients");
    let marie = Shell::at(bouncer.database(&server));
    assert_ne!(marie.login(MARIE, "a wrong pass phrase").code, 0);
    marie.login(MARIE, PASSWORD).ok();
    for (code, said) in [
        ("clients.count()", "2500"),
        (
            r#"clients.get(12).update(#{ phone: "+33 1" }); clients.get(12).phone"#,
            "+33 1",
        ),
        ("let n = 0; for client in clients { n += 1; } n", "2500"),
        (
            r#"try { transaction(|| { clients.get(12).update(#{ phone: "2" }); throw "no"; }); } catch { } clients.get(12).phone"#,
            "+33 1",
        ),
        (
            r#"sql("select n from generate_series(1, 3) n where n > $1", [1]).len()"#,
            "2",
        ),
        // Each reads in a transaction of its own, and one has a type that the driver asks about.
        (
            r#"let n = 0; for id in 1..21 { n += sql("select * from clients where id = $1", [id]).len() } n"#,
            "20",
        ),
        (
            r#"sql("select * from clients where id = 12").len() + sql("select null::clients as c").len()"#,
            "2",
        ),
    ] {
        assert_eq!(marie.e(code).ok(), said, "{code}");
    }
    assert!(marie.run(&["runs"]).ok().contains("clients: 1 updated"));
    // What PgBouncer hands on, whichever connection it takes.
    let zones = r#"let all = []; for i in 0..3 { all.push(sql("select current_setting('TimeZone') as zone")[0].zone); } all"#;
    let mut command = marie.command(&["-e", zones]);
    command.env("TZ", "America/New_York");
    assert_eq!(
        marie.said(command).ok(),
        "[America/New_York, America/New_York, America/New_York]"
    );

    // Ctrl-C cancels the statement, and nothing else.
    let mut terminal = Terminal::of(&marie, &[]);
    terminal.prompts(PROMPT);
    terminal.enters(":sql select pg_sleep(60);");
    marie.is_asked("pg_sleep");
    terminal.interrupts("error: interrupted");
    terminal.prompts(PROMPT);
    terminal.enters("clients.count()");
    terminal.reads("= 2500");
    terminal.prompts(PROMPT);
    // Somebody ends the session while the prompt waits.
    let end = "delete from auth.session where collaborator_id = 2";
    server.superuser().batch_execute(end).expect("it may");
    terminal.enters("clients.count() + 1");
    terminal.reads("your session has ended");
    drop(terminal);
    let said = marie.e("clients.count()");
    assert_eq!((said.code, said.error()), (3, "your session has ended"));

    // More than it takes connections to the server, each as a role of their own.
    let people = "insert into crm.collaborators (employee_number, full_name, email, department, role)
        select 'P' || n, 'Person ' || n, 'p' || n || '@epic.events', 'Sales', 'commercial' from generate_series(1, 60) n;
        insert into auth.credential (collaborator_id, salt, argon, key_hash)
        select c.id, k.salt, k.argon, k.key_hash from crm.collaborators c, auth.credential k
         where c.email like 'p%' and k.collaborator_id = 2";
    server.superuser().batch_execute(people).expect("people");
    let login = &marie.database.login;
    thread::scope(|scope| {
        for person in 1..=60 {
            scope.spawn(move || {
                assert_eq!(counted(login, &format!("p{person}@epic.events")), 2500);
            });
        }
    });
}

/// How many clients somebody counts who signs in; while the server has no connection free, they try again in a moment, as the
/// error says.
fn counted(login: &Server, email: &str) -> i64 {
    let password = PASSWORD.to_owned().into();
    let count = || {
        Session::login(login, email, &password)?
            .collection("clients")?
            .count()
    };
    let since = Instant::now();
    loop {
        match count() {
            Ok(count) => return count,
            Err(error) => assert!(
                error.message.ends_with("has no connection free") && since.elapsed() < PATIENCE,
                "{error}"
            ),
        }
    }
}
