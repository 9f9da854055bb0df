//! Plain SQL takes parameters; values never become part of SQL text.

use crate::harness::Shell;
use insta::assert_snapshot;

#[test]
fn plain_sql_takes_parameters_and_only_reads() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("sql(\"select full_name from clients where id = $1\", [12])[0].full_name"), @"Kevin Casey");
    assert_snapshot!(shell.e("sql(\"select count(*) as n from clients where id = any($1)\", [[1, 2, 12]])[0].n"), @"3");
    assert_snapshot!(shell.e("sql(\"select $1::date + 1 as d\", [date(\"2026-01-31\")])[0].d"), @"2026-02-01");
    assert_snapshot!(shell.e("sql(\"select $1::int + $2::int as n\", [1])"), @r#"
    --- stderr
    error: the statement has 2 parameters, and 1 was given
     1 │ sql("select $1::int + $2::int as n", [1])
       │ ^^^
     hint: they are written $1, $2 … and given as a list: sql("… where id = $1", [12])
    --- exit 1
    "#);
    assert_snapshot!(shell.e("sql(\"update clients set phone = null where id = 12\")"), @r#"
    --- stderr
    error: sql(…) only reads, and this would change something
     1 │ sql("update clients set phone = null where id = 12")
       │ ^^^
     hint: to change something: sql_exec(…)
    --- exit 1
    "#);
    assert_snapshot!(shell.e("sql_exec(\"update clients set phone = $1 where id = $2\", [\"+33\", 12])"), @"1 row");
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+33");
    assert_snapshot!(shell.e("sql(\"select 1; select 2\")"), @r#"
    --- stderr
    error: there are several statements
     1 │ sql("select 1; select 2")
       │ ^^^
     hint: run them one at a time
    --- exit 1
    "#);
    assert_snapshot!(shell.e("sql_exec(\"update clients set phone = '1'; commit\")"), @r#"
    --- stderr
    error: there are several statements
     1 │ sql_exec("update clients set phone = '1'; commit")
       │ ^^^^^^^^
     hint: run them one at a time
    --- exit 1
    "#);
    for command in [
        "commit",
        "rollback",
        "begin",
        "/* */ COMMIT",
        "savepoint x",
        "copy clients to stdout",
    ] {
        let said = shell.e(&format!(
            "clients.get(12).update(#{{ phone: \"+34\" }}); sql_exec(\"{command}\")"
        ));
        assert_eq!(said.code, 1, "{said}");
        assert!(
            said.error().ends_with("is not for here") || said.error().contains("is not for here: "),
            "{said}"
        );
    }
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+33");
    // Reading does not make the rest of the entry read-only.
    shell
        .e("sql(\"select 1\"); clients.get(12).update(#{ phone: \"+35\" })")
        .ok();
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+35");
}

#[test]
fn values_are_never_pasted_into_statements() {
    let shell = Shell::as_("marie@epic.events");
    for evil in [
        "'; drop table clients; --",
        "'' or 1=1",
        "$1 {x} %s \\\\' \u{2019}",
        "robert'); delete from clients; --",
    ] {
        let code = format!(
            "let c = clients.get(12); c.update(#{{ phone: `{evil}` }}); clients.get(12).phone == `{evil}`"
        );
        assert_eq!(shell.e(&code).ok(), "true", "{evil}");
        let code = format!("sql(\"select $1::text as t\", [`{evil}`])[0].t == `{evil}`");
        assert_eq!(shell.e(&code).ok(), "true", "{evil}");
        let code = format!("clients.get(12).update(#{{ `{evil}`: 1 }})");
        assert_ne!(shell.e(&code).code, 0, "{evil}");
    }
    assert_snapshot!(shell.e("clients.get(12).update(#{ \"phone\\\" = null; --\": \"x\" })"), @r#"
    --- stderr
    error: clients have no field or relation 'phone" = null; --'
     1 │ clients.get(12).update(#{ "phone\" = null; --": "x" })
       │                 ^^^^^^
    --- exit 1
    "#);
    assert_eq!(shell.e("clients.count()").ok(), "1000");
}
