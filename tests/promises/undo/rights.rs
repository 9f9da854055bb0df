//! Undo can do what its user can do, and says what is missing.

use super::{difference, ids, lasting, refusal, rows, run, scene, undo};
use epic::error::Kind;
use insta::assert_snapshot;

#[test]
fn my_own_changes_are_undone_under_my_own_rights() {
    let (admin, _, mut owner) = scene();
    let marie = admin.beside("marie@epic.events");
    let sam = admin.beside("sam@epic.events");
    let before = rows(&mut owner);
    let hers = run(
        &marie.session(),
        &mut owner,
        &["update clients set phone = 'x' where commercial_id = auth.uid()"],
    );
    let his = run(
        &sam.session(),
        &mut owner,
        &["update events set notes = 'x' where support_id = auth.uid()"],
    );
    undo(&marie.session(), &mut owner, hers);
    undo(&sam.session(), &mut owner, his);
    assert_eq!(difference(&before, &rows(&mut owner)), None);
}

#[test]
fn what_i_may_not_delete_i_can_not_undo_and_it_is_said_who_could() {
    let (admin, session, mut owner) = scene();
    let marie = admin.beside("marie@epic.events");
    let before = rows(&mut owner);
    let hers = run(
        &marie.session(),
        &mut owner,
        &[
            "insert into clients (full_name, email) values ('New', 'new@example.org'), ('Newer', 'newer@example.org')",
        ],
    );
    let error = refusal(&marie.session(), hers);
    assert_eq!(error.kind, Kind::NotAllowed);
    assert_snapshot!(lasting(&error.to_string()), @r"
    you may not undo run ID
     · you may not delete 2 clients
     these rules allow it:
       · an admin deletes any client
     hint: you are a commercial
     hint: who could: admin@epic.events, henrik@epic.events
    ");
    undo(&session, &mut owner, hers);
    assert_eq!(difference(&before, &rows(&mut owner)), None);
}

#[test]
fn what_is_no_longer_mine_or_never_was_stays() {
    let (admin, session, mut owner) = scene();
    let marie = admin.beside("marie@epic.events");
    let hers = run(
        &marie.session(),
        &mut owner,
        &["update clients set phone = 'x' where commercial_id = auth.uid()"],
    );
    let given = run(
        &session,
        &mut owner,
        &[
            "update clients set commercial_id = 3 where id = (select min(id) from clients where commercial_id = 2)",
        ],
    );
    let error = refusal(&marie.session(), hers);
    assert_eq!(error.kind, Kind::NotAllowed);
    assert_snapshot!(lasting(&error.to_string()), @r"
    you may not undo run ID
     · you may not update client 2
     these rules allow it:
       · a commercial updates their own clients
       · an admin updates any client
     hint: client 2 belongs to luc@epic.events
     hint: who could: admin@epic.events, henrik@epic.events
    ");
    // Of others she sees no run at all.
    assert_snapshot!(lasting(&refusal(&marie.session(), given).to_string()), @"there is no such run");
    let net = marie.psql_url().query(
        "select * from audit.net_changes($1::text::uuid)",
        &[&given.to_string()],
    );
    assert_eq!(net.expect("an answer").len(), 0);
    let luc = admin.beside("luc@epic.events");
    assert_snapshot!(lasting(&refusal(&luc.session(), hers).to_string()), @"there is no such run");
}

#[test]
fn a_column_that_i_may_not_change_is_named() {
    let (admin, session, mut owner) = scene();
    let henrik = admin.beside("henrik@epic.events");
    let his = run(
        &henrik.session(),
        &mut owner,
        &["update clients set commercial_id = 2, phone = 'x' where id = 12"],
    );
    undo(&session, &mut owner, his);
    let his = run(
        &henrik.session(),
        &mut owner,
        &["update clients set commercial_id = 2, phone = 'x' where id = 13"],
    );
    // He is a commercial now: his own run, and too much for him.
    session
        .sql_exec(
            "update collaborators set role = 'commercial' where email = 'henrik@epic.events'",
            &[],
        )
        .expect("she may");
    henrik
        .login("henrik@epic.events", crate::harness::PASSWORD)
        .ok();
    assert_snapshot!(lasting(&refusal(&henrik.session(), his).to_string()), @r"
    you may not undo run ID
     · you may not update commercial_id of clients
     these rules allow it:
       · an admin updates any client
     hint: you may give: full_name, email, phone, company_name, first_contact_date, last_contact_date
     hint: who could: admin@epic.events
    ");
}

#[test]
fn the_rules_about_oneself_hold_in_an_undo_too() {
    let (admin, session, mut owner) = scene();
    let henrik = admin.beside("henrik@epic.events");
    // Somebody made an admin of him.
    let made = run(
        &session,
        &mut owner,
        &[
            "update collaborators set active = false where email = 'luc@epic.events'",
            "update collaborators set active = true where email = 'luc@epic.events'",
            "update collaborators set role = 'support' where email = 'henrik@epic.events'",
        ],
    );
    let back = undo(&session, &mut owner, made);
    henrik
        .login("henrik@epic.events", crate::harness::PASSWORD)
        .ok();
    let error = refusal(&henrik.session(), back);
    assert_snapshot!(lasting(&error.to_string()), @r"
    run ID can't be undone: nobody changes their own role or deactivates themselves
     hint: Ask another admin.
    ");
}

#[test]
fn somebody_who_was_deleted_comes_back_without_a_password_and_a_new_role_ends_sessions() {
    let (admin, session, mut owner) = scene();
    let made = r#"let p = collaborators.create(#{ employee_number: "N1", full_name: "New", email: "new@epic.events",
        department: "Sales", role: "commercial", password: env_password("NEW_PASSWORD") }); p.id"#;
    let mut command = admin.command(&["-e", made]);
    command.env("NEW_PASSWORD", "correct horse battery");
    admin.said(command).ok();
    let new = admin.beside("admin@epic.events");
    new.login("new@epic.events", "correct horse battery").ok();
    let before = rows(&mut owner);
    let gone = run(
        &session,
        &mut owner,
        &["delete from collaborators where email = 'new@epic.events'"],
    );
    let told = admin.run(&["undo", &gone.to_string()]);
    assert_snapshot!(lasting(&told.to_string()), @r"
    run ID undone: collaborators: 1 created
    --- stderr
     hint: the collaborator who is back has no password: collaborators.get(…).set_password()
     hint: to get it again: epic undo ID
    ");
    assert_eq!(difference(&before, &rows(&mut owner)), None);
    assert_eq!(
        new.login("new@epic.events", "correct horse battery").code,
        3
    );
    let sam = admin.beside("sam@epic.events");
    let changed = run(
        &session,
        &mut owner,
        &["update collaborators set active = false where email = 'sam@epic.events'"],
    );
    assert_eq!(
        sam.e("1 + clients.count()").error(),
        "your session has ended"
    );
    undo(&session, &mut owner, changed);
    assert_eq!(
        sam.e("1 + clients.count()").error(),
        "your session has ended"
    );
    sam.login("sam@epic.events", crate::harness::PASSWORD).ok();
    assert_eq!(
        ids(
            &mut owner,
            "select id from crm.collaborators where not active and id = 4"
        ),
        [0_i64; 0]
    );
}

#[test]
fn an_id_comes_from_the_database_or_from_a_row_that_was_deleted() {
    let (_admin, session, mut owner) = scene();
    let sentence = "a new row has the id that the database gives it";
    for table in super::TABLES {
        for id in [1, 1_000_000] {
            let columns = "select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns
                where table_schema = 'crm' and table_name = $1 and is_generated = 'NEVER' and column_name <> 'id'";
            let columns: String = owner.query_one(columns, &[&table]).expect("columns").get(0);
            let copy = format!(
                "insert into {table} (id, {columns}) overriding system value select {id}, {columns} from {table} limit 1"
            );
            let error = session
                .transaction(|| session.sql_exec(&copy, &[]))
                .expect_err("it is refused");
            assert_eq!(error.message, sentence, "{table} {id}");
        }
    }
    // An id that was given and rolled back is nobody's to choose, nor is the next one.
    let given = || {
        let insert = "insert into clients (full_name, email, commercial_id) values ('A', 'a@example.org', 2)";
        session.sql_exec(insert, &[])?;
        session.sql_exec(insert.replace("a@", "b@").as_str(), &[])?;
        Err::<(), _>(epic::error::Error::failed("rolled back"))
    };
    let _ = session.transaction(given);
    let last = ids(&mut owner, "select last_value from crm.clients_id_seq")[0];
    for id in [last - 1, last + 1] {
        let take = format!(
            "insert into clients (id, full_name, email, commercial_id) overriding system value values ({id}, 'A', 'a@example.org', 2)"
        );
        let error = session
            .transaction(|| session.sql_exec(&take, &[]))
            .expect_err("it is refused");
        assert_eq!(error.message, sentence, "{id}");
    }
}
