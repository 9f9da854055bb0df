//! Attacks on the program itself, as it is installed: with its own limits and its own stack.

use crate::harness::Shell;

#[test]
fn a_text_without_end_is_stopped_before_the_machine_is() {
    let shell = Shell::as_("sam@epic.events");
    let said = shell.e(r#"let s = "x"; loop { s += s; }"#);
    assert_eq!(
        said.error(),
        "stopped: it takes more than 512 MB of memory",
        "{said}"
    );
    // It is the growth that is limited: what follows starts afresh.
    let said = shell.e(r#"let s = "x"; s.pad(100_000_000, "y"); s.len()"#);
    assert_eq!(said.ok(), "100000000");
}

#[test]
fn lists_within_lists_do_not_end_the_program() {
    let shell = Shell::as_("sam@epic.events");
    for deep in [
        "let a = []; for i in 0..3000 { a = [a]; } a",
        "let a = #{}; for i in 0..3000 { a = #{ a: a }; } a",
        "let a = []; for i in 0..3000 { a = [a]; } sql(\"select $1\", [a])",
    ] {
        let said = shell.e(deep);
        assert_eq!(
            said.error(),
            "a list or a map nests deeper than 64 levels",
            "{said}"
        );
    }
}

#[test]
fn what_the_database_holds_does_not_act_on_a_terminal() {
    let shell = Shell::as_("marie@epic.events");
    let create =
        r#"clients.create(#{ full_name: "\x1b[2JEvil\r\nGood\u202e", email: "evil@example.com" })"#;
    let find = r#"clients.filter(|c| c.email == "evil@example.com")"#;
    for code in [
        create.to_owned(),
        find.to_owned(),
        format!("throw {find}.first().full_name"),
        format!("{find}.first().update(#{{ amount: {find}.first().full_name }})"),
        format!("sql_exec(`select 1 as \"${{{find}.first().full_name}}\"`)"),
        format!("sql_exec(`selct ${{{find}.first().full_name}}`)"),
        format!("clients.create(#{{ full_name: \"X\", email: {find}.first().full_name }})"),
    ] {
        super::output::must_be_harmless(&shell.e(&code).to_string());
    }
}
