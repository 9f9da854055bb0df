//! What is read on a screen: what fits, what null looks like, what a terminal without UTF-8 gets.

use crate::harness::{Screen, Shell, Terminal};

/// A prompt on a terminal so wide.
fn at_the_prompt(shell: &Shell, columns: u16) -> Terminal {
    let mut terminal = Terminal::of(shell, &["-q"]);
    terminal.prompts("❯ ");
    terminal.is_resized(columns);
    terminal
}

/// What `epic` shows of an entry on a terminal so wide, up to the line with the count.
fn shown(shell: &Shell, columns: u16, entry: &str) -> String {
    let mut terminal = at_the_prompt(shell, columns);
    terminal.types(&format!("{entry}\r"));
    terminal.reads("\r\n");
    let text = terminal.prompts("❯ ");
    assert_eq!(terminal.leaves(), 0);
    text
}

/// The cells of a column with this heading, as they are shown; nothing when it is left out.
fn cells(table: &str, heading: &str) -> Vec<String> {
    let mut lines = table.lines().filter(|line| line.contains('│'));
    let split = |line: &str| -> Vec<String> {
        line.split('│').map(|cell| cell.trim().to_owned()).collect()
    };
    let headings = split(lines.next().unwrap_or_default());
    let Some(place) = headings.iter().position(|name| name == heading) else {
        return Vec::new();
    };
    lines.map(|line| split(line)[place].clone()).collect()
}

#[test]
fn names_and_e_mails_are_whole_on_a_terminal_of_80_or_100_columns() {
    let marie = Shell::as_("marie@epic.events");
    for (columns, collection, headings) in [
        (100, "clients", &["id", "full_name", "email"][..]),
        (80, "clients", &["id", "full_name", "email"]),
        (100, "collaborators", &["id", "full_name", "email"]),
        (80, "collaborators", &["id", "full_name", "email"]),
        (80, "contracts", &["id", "client_id"]),
        (80, "events", &["id", "name"]),
    ] {
        let table = shown(&marie, columns, collection);
        for heading in headings {
            let cells = cells(&table, heading);
            assert!(
                !cells.is_empty(),
                "{collection} at {columns}: no {heading}\n{table}"
            );
            let cut = cells.iter().find(|cell| cell.ends_with('…'));
            assert!(cut.is_none(), "{collection} at {columns}: {cut:?}\n{table}");
        }
        let wide = table
            .lines()
            .find(|line| line.chars().count() > usize::from(columns));
        assert!(wide.is_none(), "{wide:?}");
    }
}

#[test]
fn a_key_has_its_name_beside_it_where_there_is_room() {
    let marie = Shell::as_("marie@epic.events");
    let name = marie.e("contracts.get(1).client.full_name").ok().to_owned();
    let id = marie.e("contracts.get(1).client.id").ok().to_owned();
    for (columns, keys, names) in [(140, true, true), (88, false, true), (80, true, false)] {
        let table = shown(&marie, columns, "contracts");
        let first = |heading| cells(&table, heading).into_iter().next();
        let expected = |is_shown: bool, cell: &str| is_shown.then(|| cell.to_owned());
        assert_eq!(first("client_id"), expected(keys, &id), "{table}");
        assert_eq!(first("client"), expected(names, &name), "{table}");
    }
    let mut terminal = at_the_prompt(&marie, 140);
    terminal.answers("contracts", "❯ ");
    let csv = terminal.answers(":last csv", "❯ ");
    assert!(csv.contains("id,client_id,total_amount"), "{csv}");
    assert!(!csv.contains(",client,"), "{csv}");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn rows_without_room_are_shown_from_top_to_bottom_when_they_are_few() {
    let marie = Shell::as_("marie@epic.events");
    let two = shown(&marie, 80, "clients.take(2)");
    assert!(
        two.contains("─ 2 ─") && two.contains("last_contact_date  │"),
        "{two}"
    );
    let many = shown(&marie, 80, "clients");
    assert!(
        many.contains("more columns, in the format vertical"),
        "{many}"
    );
    let mut terminal = at_the_prompt(&marie, 80);
    terminal.answers("\\x auto", "❯ ");
    let auto = terminal.answers("clients.take(4)", "❯ ");
    assert!(auto.contains("─ 4 ─"), "{auto}");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn columns_without_room_are_named() {
    let marie = Shell::as_("marie@epic.events");
    let table = shown(&marie, 80, "clients");
    assert!(
        table.contains("more columns, in the format vertical: "),
        "{table}"
    );
    let wide = shown(&marie, 400, "clients");
    assert!(!wide.contains("in the format"), "{wide}");
}

#[test]
fn null_is_not_the_empty_text_and_dim_in_colours() {
    let marie = Shell::as_("marie@epic.events");
    let three = "select null::text as nothing, '' as empty, 'null' as word";
    insta::assert_snapshot!(marie.run(&["sql", three]), @r#"
     nothing │ empty │ word
    ─────────┼───────┼───────
     null    │ ""    │ "null"
    "#);
    insta::assert_snapshot!(marie.run(&["sql", three, "--format", "vertical"]), @r#"
    ─ 1 ───────────────────────────
    nothing │ null
    empty   │ ""
    word    │ "null"
    "#);
    for format in ["table", "vertical"] {
        let command = marie.command(&["sql", three, "--format", format]);
        let mut terminal = Terminal::with(command);
        terminal.reads("\x1b[2mnull\x1b[0m");
        terminal.reads("\"\"");
        terminal.reads("\"null\"");
        assert_eq!(terminal.ends(), 0);
    }
}

#[test]
fn money_numbers_dates_truth_and_null_have_looks_of_their_own() {
    let marie = Shell::as_("marie@epic.events");
    for format in ["table", "vertical"] {
        let sql = "select 12 as n, 48.50 as money, date '2026-01-31' as day, true as truth, null as nothing, '' as text";
        let mut screen = Screen::with(marie.command(&["sql", sql, "--format", format]), (100, 12));
        screen.shows("\"\"");
        let color = |text: &str| {
            let row = screen.rows().iter().position(|row| row.contains(text));
            screen.look_of(u16::try_from(row.expect("a row")).expect("a row"), text)
        };
        let looks = ["12", "48.50", "2026-01-31", "true", "\"\""].map(|text| color(text).color);
        assert_eq!(
            looks,
            [Some(6), Some(2), Some(12), Some(5), None],
            "{format}"
        );
        assert!(color("null").dim && color("null").color.is_none());
        assert_eq!(screen.ends(), 0);
    }
    let mut screen = Screen::with(marie.command(&["-q"]), (80, 12));
    screen.shows("❯");
    screen.enters("40 + 2");
    screen.shows("= 42");
    let row = screen.row_of("= 42");
    assert_eq!(screen.look_of(row, "42").color, Some(6));
    assert_eq!(screen.look_of(row, "=").color, None);
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn a_terminal_without_utf_8_gets_signs_of_ascii() {
    let marie = Shell::as_("marie@epic.events");
    let mut shell = marie.command(&["--no-color"]);
    shell.env("LC_ALL", "C");
    let mut terminal = Terminal::with(shell);
    terminal.reads("marie (commercial) > ");
    for entry in [
        "collaborators",
        "clients.get(12)",
        "why(clients.get(12), \"update\")",
        ":help",
        "clients.nme",
    ] {
        terminal.types(&format!("{entry}\r"));
        let text = terminal.reads("marie (commercial) > ");
        let odd = text.chars().find(|c| "│─┼…·❯✔✘".contains(*c));
        assert!(odd.is_none(), "{odd:?} in {text}");
    }
    assert_eq!(terminal.leaves(), 0);
}
