//! What is longer than the screen is shown by a pager, at a prompt; whatever it does, the shell goes on.

use crate::harness::{Screen, Shell, Terminal, until};
use std::fs;

const MARIE: &str = "marie (commercial) ❯ ";

fn at_the_prompt(shell: &Shell, pager: &str) -> Terminal {
    let mut command = shell.command(&["--no-color"]);
    command.env("EPIC_PAGER", pager);
    let mut terminal = Terminal::with(command);
    terminal.prompts(MARIE);
    terminal
}

#[test]
fn what_is_longer_than_the_screen_goes_to_the_pager_and_the_rest_to_the_screen() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie, "cat > paged.txt; echo paged");
    terminal.enters("clients.take(100).all()");
    terminal.reads("paged\r\n100 rows · ");
    terminal.prompts(MARIE);
    let paged = fs::read_to_string(marie.home().join("paged.txt")).expect("a file");
    assert!(paged.starts_with("  id │ full_name"), "{paged}");
    assert_eq!(
        paged.matches("│ +").count() + paged.matches("│ null").count(),
        100
    );
    // A screen of 40 lines has room for these.
    for (entry, shown) in [("clients.take(30).all()", "30 rows · "), ("40 + 2", "= 42")] {
        terminal.enters(entry);
        let before = terminal.reads(shown);
        assert!(!before.contains("paged"), "{before}");
        terminal.prompts(MARIE);
    }
    terminal.enters("for i in 0..100 { print(i) }");
    terminal.reads("\r\n99\r\n");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn what_is_read_in_a_pager_is_committed() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie, "cat > /dev/null; read answer < /dev/tty");
    terminal.enters("clients.get(12).update(#{ phone: \"paged\" }); clients.take(100).all()");
    let changed = "select phone from crm.clients where id = 12";
    let mut owner = marie.owner();
    until("it is committed", || {
        let row = owner.query_one(changed, &[]).expect("a row");
        row.get::<_, String>(0) == "paged"
    });
    terminal.enters("");
    terminal.reads("100 rows · ");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_pager_that_is_left_early_or_by_ctrl_c_or_that_is_not_there_leaves_the_shell_well() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie, "head -n 1 > /dev/null");
    terminal.enters("sql(\"select repeat('x', 50) from generate_series(1, 100000)\")");
    let before = terminal.reads("100,000 rows · ");
    assert!(!before.contains("error"), "{before}");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);

    let mut terminal = at_the_prompt(&marie, "less");
    terminal.enters("clients.take(100).all()");
    terminal.reads(":\x1b[K");
    terminal.interrupts(":\x1b[K"); // it is its own affair
    terminal.types("q");
    terminal.reads("100 rows · ");
    terminal.prompts(MARIE);
    terminal.enters("40 + 2");
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);

    let mut terminal = at_the_prompt(
        &marie,
        "cat > /dev/null; sh -c 'echo paging; exec sleep 300' #",
    );
    terminal.enters("clients.take(100).all()");
    terminal.reads("paging\r\n");
    terminal.interrupts("100 rows · ");
    terminal.prompts(MARIE);
    terminal.enters("40 + 2");
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);

    let mut terminal = at_the_prompt(&marie, "no-such-pager");
    terminal.enters("clients.take(100).all()");
    terminal.reads("\r\n 100 │ ");
    terminal.reads("hint: the pager 'no-such-pager' can't be run");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

/// A prompt with the pager of those who have not chosen one.
fn with_our_own(shell: &Shell, size: (u16, u16)) -> Screen {
    let mut command = shell.command(&["-q"]);
    command.env_remove("EPIC_PAGER");
    let mut screen = Screen::with(command, size);
    screen.is(MARIE.trim_end());
    screen
}

/// The numbers at the beginnings of the rows below the heading.
fn numbers(screen: &Screen) -> Vec<u32> {
    let rows = screen.rows();
    let first = |row: &String| row.split('│').next()?.trim().parse().ok();
    rows.iter().skip(2).filter_map(first).collect()
}

#[track_caller]
fn shows(screen: &mut Screen, first: u32, last: u32) {
    let wanted: Vec<u32> = (first..=last).collect();
    screen.until(&format!("{first} to {last}"), |screen| {
        numbers(screen) == wanted
    });
    let rows = screen.rows();
    assert!(rows[0].starts_with("   n │ square"), "{rows:?}");
    assert!(rows[1].starts_with("─────┼──"), "{rows:?}");
}

const SQUARES: &str = "sql(\"select n, n * n as square from generate_series(1, 500) n\")";

#[test]
fn our_own_pager_keeps_the_heading_and_goes_by_pages_lines_and_to_the_ends() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = with_our_own(&marie, (80, 13));
    screen.enters(SQUARES);
    // Two rows of heading, and one that says where one is.
    shows(&mut screen, 1, 10);
    screen.until("where one is", |screen| {
        screen.rows()[12].starts_with("1–10 of 500 · ") && screen.look_at(12, 0).inverse
    });
    for (keys, first) in [
        (" ", 11),
        ("\x1b[6~", 21),
        ("b", 11),
        ("\x1b[B", 12),
        ("j\r", 14),
        ("k\x1b[A", 12),
        ("G", 491),
        (" ", 491),
        ("\x1b[A", 490),
        ("g", 1),
        ("\x1b[F", 491),
        ("\x1b[H", 1),
    ] {
        screen.types(keys);
        shows(&mut screen, first, first + 9);
    }
    // What was read stays, and the prompt stands below it.
    screen.types("q");
    screen.ends_with(&format!("  10 │    100\n{}", MARIE.trim_end()));
    shows(&mut screen, 1, 10);
    screen.enters("40 + 2");
    screen.ends_with(&format!("= 42\n{}", MARIE.trim_end()));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn our_own_pager_looks_for_a_text_and_marks_it() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = with_our_own(&marie, (80, 13));
    screen.enters(SQUARES);
    shows(&mut screen, 1, 10);
    screen.types("/6400");
    screen.until("what is typed", |screen| screen.rows()[12] == "/6400");
    screen.types("\r");
    shows(&mut screen, 80, 89);
    assert!(screen.look_of(2, "6400").inverse && !screen.look_of(2, "80").inverse);
    for (keys, first) in [("n", 253), ("N", 80)] {
        screen.types(keys);
        shows(&mut screen, first, first + 9);
    }
    screen.types("/nothing of it\r");
    screen.until("that there is none", |screen| {
        screen.rows()[12] == "no 'nothing of it' below"
    });
    screen.types("/x\x1b");
    screen.until("where one is", |screen| {
        screen.rows()[12].starts_with("80–89 of 500 · ")
    });
    screen.types("q");
    screen.ends_with(&format!("  89 │   7921\n{}", MARIE.trim_end()));
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn our_own_pager_follows_the_window_and_is_left_by_ctrl_c() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = with_our_own(&marie, (80, 13));
    screen.enters(SQUARES);
    shows(&mut screen, 1, 10);
    screen.types("G");
    shows(&mut screen, 491, 500);
    screen.is_resized(80, 23);
    shows(&mut screen, 481, 500);
    screen.is_resized(30, 8);
    shows(&mut screen, 481, 485);
    screen.types("\x03");
    screen.ends_with(&format!(" 485 │ 235225\n{}", MARIE.trim_end()));
    screen.enters("40 + 2");
    screen.ends_with(&format!("= 42\n{}", MARIE.trim_end()));
    // What fits is no matter for a pager.
    screen.enters("sql(\"select n, n * n as square from generate_series(1, 3) n\")");
    screen.ends_with(
        &format!("   3 │      9\n{}", MARIE.trim_end()).replace("   3 │      9", " 3 │      9"),
    );
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn lines_that_are_too_long_for_our_own_pager_are_seen_by_going_aside() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = with_our_own(&marie, (40, 8));
    screen.enters(":format vertical");
    screen.ends_with(MARIE.trim_end());
    screen.enters("sql(\"select repeat('1 ', 400) as all\")");
    screen.shows("all │ 1 1 1");
    let begin = screen.row_of("all │");
    screen.until("that it goes on", |screen| {
        screen.rows()[usize::from(begin)].ends_with('…')
    });
    screen.types("\x1b[C");
    screen.until("more", |screen| !screen.text().contains("all │"));
    screen.types("\x1b[D");
    screen.shows("all │ 1 1 1");
    screen.types("q");
    screen.ends_with(MARIE.trim_end());
    assert_eq!(screen.leaves(), 0);
}

#[test]
fn our_own_pager_leaves_the_terminal_as_it_was_when_it_is_ended_from_outside() {
    let marie = Shell::as_("marie@epic.events");
    let mut screen = with_our_own(&marie, (80, 13));
    screen.enters(SQUARES);
    shows(&mut screen, 1, 10);
    screen.signal(rustix::process::Signal::TERM);
    assert_eq!(screen.ends(), 143);
}
