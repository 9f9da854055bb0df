//! Spreadsheets, read back by calamine, and their XML where it says what calamine does not.

use super::bytes;
use crate::harness::Shell;
use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use std::io::{Cursor, Read};
use zip::ZipArchive;

fn book(shell: &Shell, name: &str) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes(shell, name))).expect("a workbook")
}

fn only_sheet(shell: &Shell, name: &str) -> Range<Data> {
    let mut book = book(shell, name);
    let sheets = book.sheet_names();
    assert_eq!(sheets.len(), 1, "{sheets:?}");
    book.worksheet_range(&sheets[0]).expect("a sheet")
}

fn part(shell: &Shell, name: &str, part: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes(shell, name))).expect("an archive");
    let mut text = String::new();
    let mut file = archive.by_name(part).expect("a part");
    file.read_to_string(&mut text).expect("XML");
    text
}

pub const TYPED: &str =
    "select 12 as whole, 48210.50 as money, 0.12345 as rate, 1.5::float8 as near,
    true as flag, date '2026-01-31' as day, timestamp '2026-01-31 18:30' as clock,
    '=1+1' as formula, '+33 6' as phone, '' as empty, null as none,
    1234567890123456::int8 as long, 123456789012345.67 as exact, date '1800-01-01' as old,
    'infinity'::timestamptz as beyond";

#[test]
fn cells_have_the_types_of_the_values() {
    let marie = Shell::as_("marie@epic.events");
    let said = marie.e(&format!("sql(`{TYPED}`).save_as(\"typed.xlsx\")"));
    assert_eq!(said.ok(), "1 row written to typed.xlsx");
    let sheet = only_sheet(&marie, "typed.xlsx");
    let cell = |name: &str| {
        let mut headers = (0..).zip(sheet.rows().next().expect("headers"));
        let column = headers.find(|(_, header)| **header == Data::String(name.into()));
        let (column, _) = column.expect("a column");
        sheet.get_value((1, column)).cloned().unwrap_or_default()
    };
    let text = |text: &str| Data::String(text.into());
    for (name, value) in [
        ("whole", Data::Float(12.0)),
        ("money", Data::Float(48210.5)),
        ("rate", Data::Float(0.12345)),
        ("near", Data::Float(1.5)),
        ("flag", Data::Bool(true)),
        ("formula", text("=1+1")),
        ("phone", text("+33 6")),
        ("empty", Data::Empty),
        ("none", Data::Empty),
        ("long", text("1234567890123456")),
        ("exact", text("123456789012345.67")),
        ("old", text("1800-01-01")),
        ("beyond", text("infinity")),
    ] {
        assert_eq!(cell(name), value, "{name}");
    }
    let moment = |name: &str| match cell(name) {
        Data::DateTime(moment) => moment.as_datetime().expect("a moment").to_string(),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(moment("day"), "2026-01-31 00:00:00");
    assert_eq!(moment("clock"), "2026-01-31 18:30:00");
}

#[test]
fn the_header_stays_and_filters_columns_fit_and_money_looks_like_it() {
    let marie = Shell::as_("marie@epic.events");
    marie.e("contracts.take(5).save_as(\"list.xlsx\")").ok();
    let sheet = part(&marie, "list.xlsx", "xl/worksheets/sheet1.xml");
    for what in [
        "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
        "<autoFilter ref=\"A1:",
        "customWidth=\"1\"",
    ] {
        assert!(sheet.contains(what), "{what}: {sheet}");
    }
    assert!(!sheet.contains("<f>"), "no formula");
    let styles = part(&marie, "list.xlsx", "xl/styles.xml");
    for look in [
        "formatCode=\"#,##0.00\"",
        "formatCode=\"yyyy-mm-dd\"",
        "<b/>",
    ] {
        assert!(styles.contains(look), "{look}: {styles}");
    }
    let book = part(&marie, "list.xlsx", "xl/workbook.xml");
    assert!(book.contains("name=\"list\""), "{book}");
}

#[test]
fn a_map_of_queries_has_a_sheet_for_each() {
    let marie = Shell::as_("marie@epic.events");
    let map =
        "#{ Clients: clients.take(2), \"To sign\": contracts.unsigned().take(3).all(), None: [] }";
    let said = marie.e(&format!("{map}.save_as(\"all.xlsx\")"));
    assert_eq!(said.ok(), "5 rows written to all.xlsx");
    marie.run(&["-e", map, "--out", "out.xlsx"]).ok();
    for name in ["all.xlsx", "out.xlsx"] {
        let mut book = book(&marie, name);
        assert_eq!(book.sheet_names(), ["Clients", "None", "To sign"]);
        let height = |sheet: &mut Xlsx<_>, name: &str| {
            sheet.worksheet_range(name).expect("a sheet").height()
        };
        assert_eq!(height(&mut book, "Clients"), 3);
        assert_eq!(height(&mut book, "To sign"), 4);
        assert_eq!(height(&mut book, "None"), 0);
    }
    for (code, says) in [
        (
            format!("{map}.save_as(\"all.csv\")"),
            "all.csv holds one table, not 3: Clients, None, To sign".to_owned(),
        ),
        (
            "#{ \"a/b\": clients }.save_as(\"x.xlsx\")".to_owned(),
            "'a/b' can't be the name of a sheet".to_owned(),
        ),
        (
            "let t = \"x\"; t.pad(40000, \"x\"); [#{ t: t }].save_as(\"x.xlsx\")".to_owned(),
            "a text of t is longer than the 32,767 signs that a cell of a spreadsheet holds"
                .to_owned(),
        ),
    ] {
        let said = marie.e(&code);
        assert_eq!((said.code, said.error()), (1, says.as_str()), "{said}");
        assert!(said.stderr.contains("hint: "), "{said}");
    }
}

#[test]
fn the_list_of_follow_ups_is_a_spreadsheet_for_friday() {
    let marie = Shell::as_("marie@epic.events");
    marie
        .run(&["run", "follow-ups", "--days", "14", "--out", "friday.xlsx"])
        .ok();
    let sheet = only_sheet(&marie, "friday.xlsx");
    let csv = marie.run(&["run", "follow-ups", "--days", "14", "--format", "csv"]);
    assert_eq!(sheet.height(), csv.ok().lines().count());
    assert!(sheet.height() > 1);
    assert_eq!(
        sheet.get_value((0, 1)),
        Some(&Data::String("client".into()))
    );
}
