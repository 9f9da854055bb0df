//! What we wrote, read back by what people have: Python's csv, openpyxl and icalendar, and a browser.

use super::readers::{Page, read};
use super::spreadsheets::TYPED;
use crate::harness::Shell;
use serde_json::{Value, json};

/// Texts that a reader may trip over.
const ODD: &str = r#"[
    #{ a: "x,y", b: "say \"hi\"" },
    #{ a: "two\nlines", b: "\t" },
    #{ a: "=1+1", b: "+33 6" },
    #{ a: " blanks ", b: "李小龍 é" },
    #{ a: "", b: () },
]"#;

#[test]
fn pythons_csv_reads_what_was_written() {
    let marie = Shell::as_("marie@epic.events");
    let rows = json!([
        ["a", "b"],
        ["x,y", "say \"hi\""],
        ["two\nlines", "\t"],
        ["=1+1", "+33 6"],
        [" blanks ", "李小龍 é"],
        ["", ""],
    ]);
    for name in ["odd.csv", "odd.tsv"] {
        marie.e(&format!("{ODD}.save_as(\"{name}\")")).ok();
        assert_eq!(read(&marie, "csv", name), rows, "{name}");
    }
    marie.e("contracts.save_as(\"all.csv\")").ok();
    let all = marie.run(&["-e", "contracts", "--format", "ndjson"]);
    let lines = read(&marie, "csv", "all.csv");
    let lines = lines.as_array().expect("lines");
    assert_eq!(lines.len(), all.ok().lines().count() + 1);
    for (line, row) in lines[1..].iter().zip(all.ok().lines()) {
        let row: Value = serde_json::from_str(row).expect("a row");
        let row = row.as_object().expect("a row").values();
        let cells = line.as_array().expect("cells");
        assert_eq!(cells.len(), row.len());
        assert!(cells.iter().zip(row).all(is_same), "{line}");
    }
}

/// Whether a cell says what stands in the JSON of the same row.
fn is_same((cell, value): (&Value, &Value)) -> bool {
    let number = cell.as_str().and_then(|text| text.parse::<f64>().ok());
    match value {
        Value::Number(_) => number == value.as_f64(),
        _ => *cell == as_text(value),
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn openpyxl_reads_types_formats_and_the_header() {
    let marie = Shell::as_("marie@epic.events");
    marie
        .e(&format!("sql(`{TYPED}`).save_as(\"typed.xlsx\")"))
        .ok();
    let book = read(&marie, "xlsx", "typed.xlsx");
    let sheet = &book[0];
    let headings = sheet["cells"][0].as_array().expect("headings");
    let cell = |name: &str| {
        let place = headings.iter().position(|cell| cell[1] == name);
        sheet["cells"][1][place.expect("a column")].clone()
    };
    for (name, expected) in [
        ("whole", json!(["n", 12, "General"])),
        ("money", json!(["n", 48210.5, "#,##0.00"])),
        ("rate", json!(["n", 0.12345, "General"])),
        ("flag", json!(["b", true, "General"])),
        ("day", json!(["d", "2026-01-31T00:00:00", "yyyy-mm-dd"])),
        (
            "clock",
            json!(["d", "2026-01-31T18:30:00", "yyyy-mm-dd hh:mm"]),
        ),
        ("formula", json!(["s", "=1+1", "General"])),
        ("phone", json!(["s", "+33 6", "General"])),
        ("empty", json!(["n", null, "General"])),
        ("long", json!(["s", "1234567890123456", "General"])),
        ("exact", json!(["s", "123456789012345.67", "General"])),
        ("old", json!(["s", "1800-01-01", "General"])),
        ("beyond", json!(["s", "infinity", "General"])),
    ] {
        assert_eq!(cell(name), expected, "{name}");
    }
    assert_eq!(sheet["frozen"], "A2");
    assert_eq!(sheet["filtered"], "A1:O2");
    let bold = sheet["bold"].as_array().expect("looks");
    assert!(bold.iter().all(|bold| *bold == true), "{bold:?}");
    let widths = sheet["widths"].as_array().expect("widths");
    for (width, place) in widths.iter().zip(0..) {
        let text = as_text(&sheet["cells"][1][place][1]);
        let width = width.as_f64().expect("a width");
        assert!(width > 3.0 && width < 61.0, "{text}: {width}");
    }
    let map = "#{ Clients: clients.take(2), \"To sign\": contracts.unsigned().take(3).all() }";
    marie.e(&format!("{map}.save_as(\"all.xlsx\")")).ok();
    let sheets = read(&marie, "xlsx", "all.xlsx");
    let sheets = sheets.as_array().expect("sheets").iter();
    let sheets: Vec<_> = sheets
        .map(|sheet| (&sheet["name"], sheet["cells"].as_array().map(Vec::len)))
        .collect();
    assert_eq!(
        sheets,
        [(&json!("Clients"), Some(3)), (&json!("To sign"), Some(4))]
    );
}

#[test]
fn icalendar_reads_the_events_and_a_second_import_changes_them() {
    let admin = Shell::as_("admin@epic.events");
    let events = "events.filter(|e| e.id <= 3).sort(|e| e.id)";
    let mut command = admin.command(&["-e", &format!("{events}.save_as(\"first.ics\")")]);
    // Whatever the zone here, the moment is the same.
    command.env("TZ", "Asia/Tokyo");
    admin.said(command).ok();
    admin
        .e("events.get(2).update(#{ notes: \"Bring; the, \\\"big\\\" screen\\nand chairs\" })")
        .ok();
    admin.e(&format!("{events}.save_as(\"again.ics\")")).ok();
    let [first, again] = ["first.ics", "again.ics"].map(|name| read(&admin, "ics", name));
    let query = "select jsonb_agg(jsonb_build_array('event-' || id || '@epic-events', name, \
        to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS+00:00'), \
        to_char(ends_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS+00:00')) order by id)::text \
        from crm.events where id <= 3";
    let row = admin.owner().query_one(query, &[]).expect(query);
    let expected: Value = serde_json::from_str(row.get(0)).expect("JSON");
    let parts = |event: &Value| {
        let names = ["UID", "SUMMARY", "DTSTART", "DTEND"];
        json!(names.map(|name| event[name].clone()))
    };
    for calendar in [&first, &again] {
        let events = calendar.as_array().expect("events").iter();
        assert_eq!(Value::Array(events.map(parts).collect()), expected);
    }
    // As a calendar imports: by UID, and a higher SEQUENCE wins.
    assert!(again[1]["SEQUENCE"].as_i64() >= first[1]["SEQUENCE"].as_i64());
    let description = again[1]["DESCRIPTION"].as_str().expect("notes");
    assert!(
        description.starts_with("Bring; the, \"big\" screen\nand chairs\n"),
        "{description}"
    );
}

#[test]
fn a_browser_sorts_the_page_by_the_heading_that_is_clicked() {
    let marie = Shell::as_("marie@epic.events");
    let rows = r#"[
        #{ n: "Zoé <b>", due: dec("900.00"), at: date("2026-01-31") },
        #{ n: "item 10", due: (), at: date("2025-12-01") },
        #{ n: "item 9", due: dec("1200.50"), at: () },
    ]"#;
    marie.e(&format!("{rows}.save_as(\"list.html\")")).ok();
    let first = |page: &Page| -> Vec<String> {
        let rows = page.rows[1..].iter();
        rows.map(|row| row[2].clone()).collect()
    };
    let headings = "const th = [...document.querySelectorAll('th')]";
    let page = Page::open(&marie, "list.html", headings);
    assert_eq!(page.title, "list");
    assert_eq!(page.rows[0], ["at", "due", "n"]);
    assert_eq!(first(&page), ["Zoé <b>", "item 10", "item 9"]);
    for (act, order, said) in [
        (
            "th[1].click()",
            ["Zoé <b>", "item 9", "item 10"],
            [None, Some("ascending"), None],
        ),
        (
            "th[1].click(); th[1].click()",
            ["item 9", "Zoé <b>", "item 10"],
            [None, Some("descending"), None],
        ),
        (
            "th[1].click(); th[2].click()",
            ["item 9", "item 10", "Zoé <b>"],
            [None, None, Some("ascending")],
        ),
        (
            "th[0].dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))",
            ["item 10", "Zoé <b>", "item 9"],
            [Some("ascending"), None, None],
        ),
    ] {
        let page = Page::open(&marie, "list.html", &format!("{headings}; {act}"));
        assert_eq!(first(&page), order, "{act}");
        assert_eq!(page.order, said.map(|order| order.map(str::to_owned)));
    }
}
