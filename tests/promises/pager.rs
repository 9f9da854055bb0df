//! What is longer than the screen is shown by a pager, at a prompt; whatever it does, the shell goes on.

use crate::harness::{Shell, Terminal};
use std::fs;
use std::thread;
use std::time::Duration;

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
    let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while owner
        .query_one(changed, &[])
        .expect("a row")
        .get::<_, String>(0)
        != "paged"
    {
        assert!(std::time::Instant::now() < end, "it is not committed");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
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

    let mut terminal = at_the_prompt(&marie, "cat > /dev/null; echo paging; sleep 60 #");
    terminal.enters("clients.take(100).all()");
    terminal.reads("paging\r\n");
    thread::sleep(Duration::from_millis(500)); // till it sleeps, and the shell waits for it
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
