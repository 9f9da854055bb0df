//! Results in other formats: what is written can be read back, and data can do no harm to a terminal.

use crate::harness::Shell;
use insta::assert_snapshot;
use serde_json::{Value, json};

/// Everything that is hard to write.
const HARD: &str = "select 1 as whole, null::text as nothing, 12345678901.50::numeric as money, true as yes,
    date '2026-01-31' as day, timestamptz '2026-01-31 18:00:00.5+01' as moment, 1.5::float8 as real,
    E'a \"quoted\", text;\nin two lines | and <b>more</b>' as text, '{\"a\": [1, null]}'::json as document,
    array['x', null, 'y,z'] as list, '1 day 02:00'::interval as span
    union all select 2, null, 0.10, false, null, null, null, '', null, '{}', null order by 1";

#[test]
fn csv_can_be_read_back() {
    let shell = Shell::as_("marie@epic.events");
    let said = shell.run(&["sql", HARD, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(said.stdout.as_bytes());
    let headers: Vec<String> = reader
        .headers()
        .expect("a heading")
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(headers[..4], ["whole", "nothing", "money", "yes"]);
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(&rows[0][2], "12345678901.50");
    assert_eq!(&rows[0][4], "2026-01-31");
    assert_eq!(
        &rows[0][7],
        "a \"quoted\", text;\nin two lines | and <b>more</b>"
    );
    assert_eq!((&rows[0][1], &rows[1][7]), ("", ""));
    assert_eq!(said.code, 0);
    assert_snapshot!(said, @"");
}

#[test]
fn json_can_be_read_back() {
    let shell = Shell::as_("marie@epic.events");
    let said = shell.run(&["sql", HARD, "--format", "json"]);
    let rows: Value = serde_json::from_str(said.ok()).expect("json");
    assert_eq!(rows[0]["whole"], json!(1));
    assert_eq!(rows[0]["nothing"], Value::Null);
    assert_eq!(
        rows[0]["text"],
        json!("a \"quoted\", text;\nin two lines | and <b>more</b>")
    );
    assert_eq!(rows[0]["document"], json!({ "a": [1, null] }));
    assert_eq!(rows[0]["list"], json!(["x", null, "y,z"]));
    assert_snapshot!(said, @"");

    let lines = shell.run(&["sql", HARD, "--format", "ndjson"]);
    let read: Vec<Value> = lines
        .ok()
        .lines()
        .map(|line| serde_json::from_str(line).expect("json"))
        .collect();
    assert_eq!(Value::Array(read), rows);
}

#[test]
fn people_read_the_other_formats() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.run(&["sql", HARD]), @"");
    assert_snapshot!(shell.run(&["sql", HARD, "--format", "vertical"]), @"");
    assert_snapshot!(shell.run(&["sql", HARD, "--format", "markdown"]), @"");
    assert_snapshot!(shell.run(&["sql", HARD, "--format", "html"]), @"");
}

#[test]
fn every_format_writes_records_collections_and_values() {
    let shell = Shell::as_("marie@epic.events");
    let two = "collaborators.take(2)";
    for (format, lines) in [
        ("csv", 3),
        ("ndjson", 2),
        ("json", 4),
        ("markdown", 4),
        ("table", 4),
    ] {
        let said = shell.run(&["-e", two, "--format", format]);
        assert_eq!(said.ok().lines().count(), lines, "{format}: {said}");
        let list = shell.run(&["-e", &format!("{two}.all()"), "--format", format]);
        assert_eq!(list.stdout, said.stdout, "{format}");
    }
    assert_snapshot!(shell.run(&["-e", "clients.get(12).full_name", "--format", "json"]), @"");
    assert_snapshot!(shell.run(&["-e", "dec(\"12.50\")", "--format", "csv"]), @"");
    assert_snapshot!(shell.run(&["-e", "#{ a: 1, b: \"x\" }", "--format", "json"]), @"");
    assert_snapshot!(shell.run(&["-e", "clients.take(0)", "--format", "json"]), @"");
    assert_snapshot!(shell.run(&["-e", "clients.take(0)", "--format", "csv"]), @"");
    assert_snapshot!(shell.run(&["-e", "1", "--format", "xml"]), @"");
}

#[test]
fn what_is_in_the_data_does_not_steer_the_terminal() {
    let shell = Shell::as_("marie@epic.events");
    let evil = "select E'\\x1b[2J\\x1b]0;title\\x07 \\x9b31m \\r\\b\\u202e' as evil";
    let update = "sql_exec(\"update clients set phone = E'\\\\x1b[31mred', company_name = E'a\\\\rb' where id = 12\")";
    shell.e(update).ok();
    for said in [
        shell.run(&["sql", evil]),
        shell.run(&["sql", evil, "--format", "vertical"]),
        shell.e("clients.get(12)"),
        shell.e("clients.get(12).phone"),
        shell.e("clients.get(12).phone + 1.x"),
        shell.e("throw clients.get(12).phone"),
        shell.e("collaborators.get(1).update(#{ full_name: clients.get(12).phone })"),
        shell.e("\u{1b}[31m"),
    ] {
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(
            !said.stdout.contains(steers) && !said.stderr.contains(steers),
            "{said:?}"
        );
    }
    assert_snapshot!(shell.run(&["sql", evil]), @"");
}
