//! An entry of several lines: where Enter breaks, how it is indented, how one goes through it, and how it comes back.

use super::{MARIE, at_the_prompt};
use crate::harness::{Screen, Shell};

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";

#[test]
fn lines_are_indented_by_what_is_open_and_a_bracket_goes_back() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 24));
    screen.types("fn f(n) {\rif n > 1 {\rn * 2\r} else {\r`a (\rb`\r}\r");
    screen.is(&format!(
        "{MARIE} fn f(n) {{\n  if n > 1 {{\n    n * 2\n  }} else {{\n    `a (\nb`\n  }}"
    ));
    screen.cursor_is((7, 2));
    screen.types("}\rf(21)\r");
    screen.ends_with(&format!("  }}\n}}\n{MARIE} f(21)\n= 42\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn enter_runs_what_is_complete_wherever_the_cursor_is_and_alt_enter_breaks_it() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 24));
    screen.types("40 + 2\x1b[D\x1b[D\x1b[D\r");
    screen.is(&format!("{MARIE} 40 + 2\n= 42\n{MARIE}"));
    // What is not complete is broken at the cursor.
    screen.types("[1, 2\x1b[D\r");
    screen.ends_with(&format!("{MARIE} [1, \n  2").replace(" \n", "\n"));
    screen.types("\x1b[F]\r");
    screen.ends_with(&format!("= [1, 2]\n{MARIE}"));
    screen.types("1 +\x1b\r2\r");
    screen.ends_with(&format!("{MARIE} 1 +\n2\n= 3\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn an_empty_line_ends_a_statement_of_sql_also_where_it_is_indented() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 24));
    screen.types("select (\r1) as one\r\r");
    screen.is(&format!(
        "{MARIE} select (\n  1) as one\n\n one\n────\n   1\n{MARIE}"
    ));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn the_arrows_go_through_the_lines_of_an_entry_and_then_through_the_history() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = at_the_prompt(&marie, (80, 24));
    screen.enters("40 + 2");
    screen.ends_with(&format!("= 42\n{MARIE}"));
    let entry = "fn f(n) {\n  n * 2\n}";
    screen.enters("fn f(n) {\rn * 2\r}");
    screen.ends_with(&format!("}}\n{MARIE}"));
    // It comes back as a whole, with the cursor at its end.
    screen.types(UP);
    screen.ends_with(&format!("{MARIE} {entry}"));
    let last = screen.cursor().0;
    screen.cursor_is((last, 1));
    let line_is = |screen: &mut Screen, line: u16| {
        screen.until("the line", |screen| screen.cursor().0 == last - 2 + line);
    };
    screen.types(UP);
    line_is(&mut screen, 1);
    screen.types(UP);
    line_is(&mut screen, 0);
    screen.types(DOWN);
    line_is(&mut screen, 1);
    screen.types(&format!("{UP}{UP}"));
    screen.ends_with(&format!("{MARIE} 40 + 2"));
    screen.types(DOWN);
    screen.ends_with(&format!("{MARIE} {entry}"));
    // Changed in the middle, it is run from there.
    screen.types(&format!("{UP}\x1b[F0\rf(2)\r"));
    screen.ends_with(&format!("{MARIE} f(2)\n= 40\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn an_editor_makes_the_line_another_and_gives_it_back_to_the_prompt() {
    let marie = Shell::as_("marie@epic.events");
    let mut command = marie.command(&["-q"]);
    marie.file(
        "editor.sh",
        "grep -H . \"$1\" | sed 's/.*edit-[0-9]*/edited /' > edited.txt; echo ' + 2' >> \"$1\"\n",
    );
    command.env("VISUAL", "sh editor.sh");
    let mut screen = Screen::with(command, (80, 24));
    screen.is(MARIE);
    screen.types("40\x18\x05");
    screen.is(&format!("{MARIE} 40\n{MARIE} 40\n + 2"));
    screen.types("\x1b[D1\r");
    screen.ends_with(&format!("{MARIE} 40\n + 12\n= 52\n{MARIE}"));
    let edited = std::fs::read_to_string(marie.home().join("edited.txt")).expect("a file");
    assert_eq!(edited, "edited .rhai:40\n");
    screen.types("select 40\x18\x05");
    screen.ends_with(&format!("{MARIE} select 40\n + 2"));
    let edited = std::fs::read_to_string(marie.home().join("edited.txt")).expect("a file");
    assert_eq!(edited, "edited .sql:select 40\n");
    screen.types(";\r");
    screen.shows("42");
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn an_editor_that_saves_nothing_or_fails_leaves_the_line_as_it_is() {
    let marie = Shell::as_("marie@epic.events");
    for (editor, said) in [("true", ""), ("false", "error: the editor 'false' failed")] {
        let mut command = marie.command(&["-q"]);
        command.env("VISUAL", editor);
        let mut screen = Screen::with(command, (80, 24));
        screen.is(MARIE);
        screen.types("40 +\x18\x05");
        screen.until(said, |screen| {
            screen.text().contains(said) && screen.text().ends_with(&format!("\n{MARIE} 40 +"))
        });
        screen.types(" 2 // edited\x15");
        screen.ends_with(MARIE);
        assert_eq!(screen.leaves(), 0);
    }
}

#[test]
fn with_the_keys_of_vi_v_opens_the_editor_where_it_is_a_command() {
    let marie = Shell::as_("marie@epic.events");
    let mut command = marie.command(&["-q"]);
    marie.file("editor.sh", "echo ' + 2' >> \"$1\"\n");
    command.env("EDITOR", "sh editor.sh");
    let mut screen = Screen::with(command, (80, 24));
    screen.is(MARIE);
    screen.enters(":set keys vi");
    screen.ends_with(&format!("{MARIE} :set keys vi\n{MARIE}"));
    screen.types("let v = 40; v\x1b");
    screen.until("Escape", |screen| screen.cursor().1 == 33);
    screen.types("v");
    screen.ends_with(&format!("{MARIE} let v = 40; v\n + 2"));
    screen.types("\r");
    screen.ends_with(&format!("= 42\n{MARIE}"));
    assert_eq!(screen.leaves(), 0);
}
