//! Plain SQL: values are bound, reading only reads, and what is not for here says so.

use crate::harness::{Local, Shell, shows};

#[test]
fn parameters_have_the_type_of_their_value_and_are_all_used() {
    let mut marie = Local::as_("marie@epic.events");
    shows!(
        "parameters_have_the_type_of_their_value_and_are_all_used",
        &marie.said(&[
            "sql(\"select $1::int + $1 as n, $1::text as t\", [5])",
            "sql(\"select count(*) as n from clients where commercial_id = $1\", [me])[0].n == clients.mine().count()",
            "sql(\"select count(*) as n from clients where commercial_id = any($1)\", [[me, ()]])[0].n == clients.mine().count()",
            "sql(\"select $1 as maps\", [[#{ a: 1 }, #{ b: 2 }]])",
            "sql(\"select $1 as a\", [1, 2])",
            "sql(\"select 1 as a\", [1])",
            "sql(\"select $1 as a, $2 as b\")",
            "sql(\"select '$2' as a, $1 as b\", [1, 2])",
            "sql(\"select * from clients where id = $1\", [\"12\"])",
            "sql(\"select * from clients where full_name = any($1)\", [[\"Ada\", 1]])",
            "sql(\"select $1 as a\", [[[1], [2]]])",
        ]),
    );
}

#[test]
fn what_has_no_form_here_is_shown_as_text_or_named() {
    let mut marie = Local::as_("marie@epic.events");
    shows!(
        "what_has_no_form_here_is_shown_as_text_or_named",
        &marie.said(&[
            "sql(\"select interval '1 day 2 hours' as i, time '10:00' as t, '\\\\x0102'::bytea as b, inet '10.0.0.1' as n, int4range(1, 5) as r, row(1, 'a') as w\")",
            "sql(\"select null as a, null::interval as b, null::bytea as c, '{}'::int[] as d, array[1, null] as e\")",
            "sql(\"select '{\\\"a\\\": [1, 2]}'::json as j\")[0].j.a",
            "sql(\"select 9223372036854775807 as great, 'NaN'::float8 as f\")",
            "sql(\"select 1 as id, 2 as id\")",
            "sql(\"select 'NaN'::numeric as n\")",
            "sql(\"select '-Infinity'::numeric as n\")",
            "sql(\"select 1e30::numeric as n\")",
            "sql(\"select 'infinity'::date as d\")",
            "sql(\"select '-infinity'::timestamptz as t\")",
            "sql(\"select array[array[1, 2]] as a\")",
            "sql_exec(\"update clients set phone = '1' where id = 12 returning interval '1 day' as i\")",
            "[sql(\"select 1 as a\")[0], sql(\"select 2 as b, 3 as c\")[0]]",
        ]),
    );
}

#[test]
fn reading_only_reads_however_the_change_is_hidden() {
    let mut admin = Local::as_("admin@epic.events");
    for statement in [
        "update clients set phone = '1' where id = 12",
        "with x as (update clients set phone = '1' where id = 12 returning id) select * from x",
        "select * from clients where id = 12 for update",
        "create temp table t (a int)",
        "explain analyze delete from events",
        "select auth.logout()",
    ] {
        let error = admin.error(&format!("sql(\"{statement}\")"));
        let said = "sql(…) only reads, and this would change something";
        assert_eq!(error.message, said, "{statement}");
        assert_eq!(error.hints, ["to change something: sql_exec(…)"]);
    }
}

#[test]
fn reading_only_reads_where_the_text_tells_of_no_change_either() {
    let mut marie = Local::as_("marie@epic.events");
    let change = "create function crm.touch() returns int language sql volatile as
            'update crm.clients set phone = ''touched'' where id = 12 returning id';
        create view crm.hidden with (security_invoker = false) as select crm.touch() as id;
        grant execute on function crm.touch() to epic_commercial; grant select on crm.hidden to epic_commercial";
    let mut owner = marie.shell.owner();
    owner.batch_execute(change).expect("a view");
    let mut phone = || {
        let row = "select coalesce(phone, '') from crm.clients where id = 12";
        owner
            .query_one(row, &[])
            .expect("a row")
            .get::<_, String>(0)
    };
    let before = phone();
    let said = marie.said(&["sql(\"select id from hidden\")"]);
    assert!(
        said.contains("sql(…) only reads, and this would change something"),
        "{said}"
    );
    assert_eq!(phone(), before);
    // As plain SQL it may, and what it changes is kept, unless it is a trial.
    let sql = |arguments: &[&str]| {
        let said = marie
            .shell
            .run(&[&["sql", "select id from hidden"], arguments].concat());
        assert!(said.ok().contains("12"), "{said}");
    };
    sql(&["--dry-run"]);
    assert_eq!(phone(), before);
    sql(&[]);
    assert_eq!(phone(), "touched");
}

#[test]
fn what_only_reads_has_a_transaction_of_its_own() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    let sent = |arguments: [&str; 2]| {
        wire.take();
        let said = marie.run(&arguments).ok().to_owned();
        let of_session = |sql: &String| sql.contains("epic.catalog") || sql.contains("auth.cut");
        let mut statements = wire.take();
        statements.retain(|sql| !of_session(sql));
        let statements = statements.join("\n    ");
        format!("{}\n    {statements}\n{said}", arguments[1])
    };
    let codes = [
        "sql(\"select id from clients where id = $1\", [12])",
        "sql(\"select id from clients where id = 0\")",
        // What has no form here is asked for its text.
        "sql(\"select interval '1 day' as i\")",
        "sql(\"select '=r/epic_owner'::aclitem as a\")",
        // The moment of a transaction is the same for all in it.
        "sql(\"select now() = now() as same\")",
        // What calls a function may leave a setting behind.
        "sql(\"select current_setting('search_path') as path\")",
        // In a transaction, all is part of that.
        "clients.get(12).update(#{ phone: \"1\" }); sql(\"select phone from clients where id = 12\")",
        "sql_exec(\"select id from clients where id = 12;\")",
    ];
    let codes = codes.map(|code| sent(["-e", code])).join("\n");
    let alone = sent(["sql", "select id from clients where id = 12;"]);
    let shown = format!("{codes}\n{alone}");
    shows!("what_only_reads_has_a_transaction_of_its_own", &shown);
}

#[test]
fn what_would_break_the_session_or_outlast_the_entry_is_not_for_here() {
    let mut marie = Local::as_("marie@epic.events");
    shows!(
        "what_would_break_the_session_or_outlast_the_entry_is_not_for_here",
        &marie.said(&[
            "sql_exec(\"set search_path = auth\")",
            "sql_exec(\"set session characteristics as transaction read only\")",
            "sql_exec(\"set local search_path = auth\")",
            "sql(\"show search_path\")",
            "sql_exec(\"reset all\")",
            "sql_exec(\"deallocate all\")",
            "sql_exec(\"close all\")",
            "sql_exec(\"listen news\")",
            "sql_exec(\"discard all\")",
            "sql_exec(\"vacuum clients\")",
            "sql(\"\")",
            "sql(\" ; ; -- nothing\")",
            "sql(\"select ';' as a; ; -- end\")",
            "sql_exec(\"do $$ begin end $$\")",
        ]),
    );
}

#[test]
fn what_a_function_sets_for_good_ends_with_its_entry() {
    let mut marie = Local::as_("marie@epic.events");
    let now = "sql(\"select current_user as who, current_setting('search_path') as path, current_setting('client_encoding') as letters, current_setting('TimeZone') as zone, coalesce(current_setting('epic.run', true), '') as run, current_setting('statement_timeout') as most\")";
    let before = marie.said(&[now]);
    for (name, value) in [
        ("role", "epic_commercial"),
        ("search_path", "pg_catalog"),
        ("client_encoding", "LATIN1"),
        ("TimeZone", "Asia/Tokyo"),
        ("epic.run", "a run of somebody else"),
        ("statement_timeout", "1"),
    ] {
        let set = format!("sql_exec(\"select set_config('{name}', '{value}', false) as set\")");
        let here = format!("{set}; sql(\"select current_setting('{name}') as now\")[0].now");
        // Within the entry it holds, as `set local` does. A millisecond is too short to ask.
        if name == "statement_timeout" {
            marie.said(&[&set]);
        } else {
            assert!(marie.said(&[&here]).contains(value), "{name}");
        }
        assert_eq!(marie.said(&[now]), before, "{name}");
    }
}

#[test]
fn a_refusal_names_the_rules_however_the_statement_begins() {
    let mut marie = Local::as_("marie@epic.events");
    for (statement, rule) in [
        ("delete from events", "an admin deletes any event"),
        ("-- hi\ndelete from events", "an admin deletes any event"),
        (
            "; /* x /* y */ */ delete from only (crm.events)",
            "an admin deletes any event",
        ),
        (
            "with x as (delete from events returning *) select * from x",
            "an admin deletes any event",
        ),
        (
            "/* x */ update collaborators set full_name = 'x' where id = 1",
            "an admin updates any collaborator",
        ),
        (
            "with x as (select 1) insert into collaborators (full_name) select 'x'",
            "an admin creates any collaborator",
        ),
    ] {
        let error = marie.error(&format!("sql_exec(`{statement}`)"));
        assert!(
            error.rules.contains(&rule.to_owned()),
            "{statement}: {error}"
        );
    }
    // What is refused is reading another table.
    let error = marie
        .error("sql_exec(`update clients set phone = (select max(full_name) from auth.sessions)`)");
    assert_eq!(error.rules, [""; 0], "{error}");
}

#[test]
fn a_change_of_no_row_says_what_it_may_be() {
    let mut marie = Local::as_("marie@epic.events");
    shows!(
        "a_change_of_no_row_says_what_it_may_be",
        &marie.said(&[
            "sql_exec(\"update clients set phone = '1' where id = 1\")",
            "sql_exec(\"update crm.clients set phone = $1 where id = $2\", [\"1\", 12])",
            "let said = sql_exec(\"update only contracts set amount_due = 0 where id = 0\"); `${said}.`",
            "sql_exec(\"with x as (select 1) update clients set phone = '1' where id = 0\")",
        ]),
    );
    // The result alone is on standard output.
    let said = marie
        .shell
        .run(&["sql", "update clients set phone = '1' where id = 1"]);
    insta::assert_snapshot!(said, @r#"
    0 rows
    --- stderr
     hint: no row matched, or the rules do not let you update those that did: why("update", clients)
    "#);
    let quiet = [
        "--quiet",
        "sql",
        "update clients set phone = '1' where id = 1",
    ];
    assert_eq!(marie.shell.run(&quiet).ok(), "0 rows");
}
