//! `epic sql`: from wherever the text comes, statements run one by one, as one transaction, with bound parameters.

use crate::harness::{Said, Shell, shows};
use std::fs;

/// What each of some commands says.
fn said(marie: &Shell, commands: &[&[&str]]) -> String {
    let one = |words: &&[&str]| {
        let said = marie.run(words);
        format!("$ epic {}\n{said}\n", words.join(" ⏎ "))
    };
    commands.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_text_may_begin_with_a_comment_and_come_from_a_file_or_standard_input() {
    let marie = Shell::as_("marie@epic.events");
    let sql = "-- who is it?\nselect full_name from clients where id = 12 -- Kevin\n";
    marie.file("who.sql", &format!("\u{feff}{sql}"));
    let wanted = marie.run(&["sql", "select full_name from clients where id = 12"]);
    assert!(wanted.ok().contains("Kevin Casey"), "{wanted}");
    for given in [
        marie.run(&["sql", sql]),
        marie.run(&["sql", "--", sql]),
        marie.run(&[
            "sql",
            "--dry or not\nselect full_name from clients where id = 12",
        ]),
        marie.run(&["sql", "-f", "who.sql"]),
        marie.run(&["sql", "--file", "who.sql"]),
        marie.run_with(&["sql"], sql),
        marie.run_with(&["sql", "-"], sql),
        marie.run_with(&["sql", "-f", "-"], sql),
    ] {
        assert_eq!(given, wanted);
    }
    shows!(
        "sql_that_is_not_there",
        said(
            &marie,
            &[
                &["sql", "-f", "nothing.sql"],
                &["sql", "-f", "who.sql", "select 1"],
                &["sql", "-- nothing"],
            ]
        )
    );
    let nothing: Said = marie.run_with(&["sql"], "");
    assert_eq!(nothing.error(), "there is no statement");
}

#[test]
fn several_statements_are_shown_one_by_one_and_kept_together() {
    let marie = Shell::as_("marie@epic.events");
    shows!(
        "several_statements",
        said(
            &marie,
            &[
                &[
                    "sql",
                    "select 1 as a; -- one;\nupdate clients set phone = ';' where id = 12; select phone from clients where id = 12;"
                ],
                &[
                    "sql",
                    "--format",
                    "csv",
                    "select 1 as a; update clients set phone = null where id = 12; select 2 as b"
                ],
                &[
                    "sql",
                    "update clients set phone = 'x' where id = 12;\n\nselect *\n  from clinets; select 3"
                ],
                &[
                    "sql",
                    "update clients set phone = 'x' where id = 12; delete from events"
                ],
                &[
                    "sql",
                    "update clients set phone = 'x' where id = 12; commit; select 1"
                ],
                &[
                    "sql",
                    "update clients set phone = 'y' where id = 12; select 1",
                    "--dry-run"
                ],
                &["sql", "select phone from clients where id = 12"],
            ]
        )
    );
}

#[test]
fn a_file_takes_the_rows_of_one_statement() {
    let marie = Shell::as_("marie@epic.events");
    let sql =
        "update clients set phone = '7' where id = 12; select phone from clients where id = 12";
    marie.run(&["sql", sql, "--out", "a.csv"]).ok();
    let kept = |name: &str| fs::read_to_string(marie.home().join(name));
    assert_eq!(kept("a.csv").expect("a file"), "phone\n7\n");
    let two = format!("{}; select 2", sql.replace('7', "8"));
    let error = marie.run(&["sql", &two, "--out", "b.csv"]);
    let said = "error: a file takes one result, and this statement gives another
";
    assert!(error.stderr.contains(said), "{error}");
    assert!(kept("b.csv").is_err());
    let phone = marie.run(&[
        "sql",
        "select phone from clients where id = 12",
        "--format",
        "csv",
    ]);
    assert_eq!(phone.ok(), "phone\n7");
    let none = marie.run(&[
        "sql",
        "set local lock_timeout = 1; set local lock_timeout = 2",
        "--out",
        "c.csv",
    ]);
    assert!(
        none.stderr
            .contains("error: there is nothing to write to c.csv"),
        "{none}"
    );
}

#[test]
fn parameters_are_read_by_the_server_and_never_part_of_the_text() {
    let marie = Shell::as_("marie@epic.events");
    let attack = "12; delete from contracts";
    let quote = "' or true --";
    let by_id = "select full_name from clients where id = $1";
    shows!(
        "parameters_of_the_command_line",
        said(
            &marie,
            &[
                &["sql", by_id, "--param", "12"],
                &["sql", by_id, "--param", attack],
                &[
                    "sql",
                    "select count(*) from clients where full_name = $1",
                    "--param",
                    quote
                ],
                &[
                    "sql",
                    "select $1::date + 1 as day, $2 as text, $3::numeric * 2 as twice, -$4::int as less",
                    "--param",
                    "2026-01-31",
                    "--param",
                    "--x",
                    "--param",
                    "1.50",
                    "--param",
                    "-3"
                ],
                &[
                    "sql",
                    "select $2 as b; select $1::int as a",
                    "--param",
                    "1",
                    "--param",
                    "two"
                ],
                &[
                    "sql",
                    "select full_name from clients where id = any($1) order by id",
                    "--param",
                    "{12,13}"
                ],
                &["sql", "select $1", "--param", "1", "--param", "2"],
                &[
                    "sql",
                    "select $1; select $2",
                    "--param",
                    "1",
                    "--param",
                    "2",
                    "--param",
                    "3"
                ],
                &["sql", "select $1::int + $2::int", "--param", "1"],
                &["sql", "select $1::bool", "--param", "perhaps"],
                &[
                    "sql",
                    "insert into clients (full_name, email) values ($1, $2) returning full_name",
                    "--param",
                    "Zoë",
                    "--param",
                    "zoe@example.com"
                ],
            ]
        )
    );
    assert_eq!(marie.e("contracts.count()").ok(), "2500");
}

/// A number for each transaction that only reads would wear out the numbers, and tell others that something was changed.
#[test]
fn a_statement_that_changes_nothing_takes_no_number_of_a_transaction() {
    let (marie, wire) = Shell::as_("marie@epic.events").on_wire();
    let takes_one = |sql: &str| {
        wire.take();
        marie.run(&["sql", sql]).ok();
        let sent = wire.take();
        sent.iter().any(|sent| sent.contains("pg_current_xact_id"))
    };
    for (sql, takes) in [
        ("select count(*) from clients where id in (1, 2)", false),
        ("with c as (select * from clients) table c", false),
        ("select pg_catalog.length(full_name) from clients", true), // a function that may do anything
        ("update clients set phone = phone where id = 0", true),
        (
            "select 1; update clients set phone = phone where id = 0",
            true,
        ),
    ] {
        assert_eq!(takes_one(sql), takes, "{sql}");
    }
}
