//! Texts: csv, tsv, JSON, Markdown, HTML, and compressed.

use super::{bytes, text};
use crate::harness::Shell;
use flate2::read::GzDecoder;
use std::io::Read;

const ROWS: &str = "clients.take(3).select(|c| #{ id: c.id, name: c.full_name })";

fn records(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.expect("a line"));
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_name_says_the_format_and_whether_it_is_compressed() {
    let marie = Shell::as_("marie@epic.events");
    for (name, begins) in [
        ("a.csv", "id,name\n1,"),
        ("a.tsv", "id\tname\n1\t"),
        ("a.json", "[\n{\"id\":1,\"name\":\""),
        ("a.ndjson", "{\"id\":1,\"name\":\""),
        ("a.md", "| "),
        ("a.html", "<!doctype html>\n"),
        ("a.txt", " id │ name"),
    ] {
        let save = |name: &str| {
            let said = marie.e(&format!("{ROWS}.save_as(\"{name}\")"));
            assert_eq!(said.ok(), format!("3 rows written to {name}"));
        };
        save(name);
        let plain = text(&marie, name);
        assert!(plain.starts_with(begins), "{name}: {plain}");
        save(&format!("{name}.gz"));
        let mut unpacked = String::new();
        let packed = bytes(&marie, &format!("{name}.gz"));
        let mut reader = GzDecoder::new(packed.as_slice());
        reader.read_to_string(&mut unpacked).expect("gzip");
        assert_eq!(unpacked, plain, "{name}");
        let out = format!("out-{name}.gz");
        marie.run(&["-e", ROWS, "--out", &out]).ok();
        assert!(bytes(&marie, &out).starts_with(b"\x1f\x8b"), "{out}");
    }
    assert_eq!(records(&text(&marie, "a.csv"), b',').len(), 4);
    assert_eq!(
        records(&text(&marie, "a.csv"), b','),
        records(&text(&marie, "a.tsv"), b'\t')
    );
    let json: Vec<serde_json::Value> =
        serde_json::from_str(&text(&marie, "a.json")).expect("a document");
    let lines = text(&marie, "a.ndjson");
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a document"))
        .collect();
    assert_eq!(json, lines);
    assert_eq!(json[0]["id"], 1);
}

#[test]
fn collections_lists_maps_records_and_plain_sql_are_rows() {
    let marie = Shell::as_("marie@epic.events");
    for (code, rows, expected) in [
        (
            "clients.take(2).select(|c| #{ id: c.id })",
            "2 rows",
            "id\n1\n2\n",
        ),
        (
            "[#{ a: 1, b: \"x,y\" }, #{ a: 2 }]",
            "2 rows",
            "a,b\n1,\"x,y\"\n2,\n",
        ),
        ("#{ a: 1, b: dec(\"12.50\") }", "1 row", "a,b\n1,12.50\n"),
        (
            "sql(\"select 1 as one, null as none\")",
            "1 row",
            "one,none\n1,\n",
        ),
        (
            "clients.filter(|c| false).select(|c| #{ id: c.id })",
            "0 rows",
            "id\n",
        ),
        ("[1, 2]", "1 row", "value\n\"[1,2]\"\n"),
        ("[]", "0 rows", ""),
    ] {
        let said = marie.run(&["-e", &format!("({code}).save_as(\"a.csv\")"), "--yes"]);
        assert_eq!(said.ok(), format!("{rows} written to a.csv"), "{code}");
        assert_eq!(text(&marie, "a.csv"), expected, "{code}");
    }
    let said = marie.e("clients.get(12).save_as(\"one.csv\")");
    assert_eq!(said.ok(), "1 row written to one.csv");
    let records = records(&text(&marie, "one.csv"), b',');
    assert_eq!((records.len(), records[1][0].as_str()), (2, "12"));
    let said = marie.e("clients.get(12).contracts.save_as(\"of-one.csv\")");
    assert!(said.ok().ends_with("written to of-one.csv"), "{said}");
}

#[test]
fn texts_stay_as_they_are_unless_formulas_are_to_be_escaped() {
    let marie = Shell::as_("marie@epic.events");
    let rows = "[#{ a: \"=1+1\", b: -1 }, #{ a: \"+33 6\", b: dec(\"-1.5\") }]";
    for (options, expected) in [
        ("", "a,b\n=1+1,-1\n+33 6,-1.5\n"),
        (", #{ formulas: \"keep\" }", "a,b\n=1+1,-1\n+33 6,-1.5\n"),
        (
            ", #{ formulas: \"escape\" }",
            "a,b\n'=1+1,-1\n'+33 6,-1.5\n",
        ),
    ] {
        marie
            .run(&[
                "-e",
                &format!("{rows}.save_as(\"a.csv\"{options})"),
                "--yes",
            ])
            .ok();
        assert_eq!(text(&marie, "a.csv"), expected);
    }
    for (call, says) in [
        (
            "save_as(\"b.csv\", #{ formulas: \"no\" })",
            "formulas takes \"keep\" or \"escape\", not 'no'",
        ),
        (
            "save_as(\"b.csv\", #{ formula: \"keep\" })",
            "save_as has no option 'formula'",
        ),
        (
            "save_as(\"b.json\", #{ formulas: \"escape\" })",
            "formulas is an option of .csv and .tsv: elsewhere a text is a text",
        ),
    ] {
        let said = marie.e(&format!("{rows}.{call}"));
        assert_eq!((said.code, said.error()), (1, says));
        assert!(!marie.home().join("b.csv").exists());
    }
}

#[test]
fn a_page_holds_all_that_it_needs_and_text_in_it_stays_text() {
    let marie = Shell::as_("marie@epic.events");
    marie
        .e("[#{ n: \"<script>alert(1)</script>\", m: 2 }].save_as(\"<b>.html\")")
        .ok();
    let page = text(&marie, "<b>.html");
    assert!(page.contains("<title>&lt;b&gt;</title>"), "{page}");
    assert!(page.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"));
    assert_eq!(page.matches("<script").count(), 1, "only ours");
    assert!(page.contains("default-src 'none'"));
    for outside in ["http:", "https:", "src=", "href=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.ends_with("</html>\n"));
}
