//! `:watch` at a real terminal, and what else looks at a result once more: `:last`, `:timing`.

use crate::harness::{Shell, Terminal};

const MARIE: &str = "marie (commercial) ❯ ";

fn at_the_prompt(shell: &Shell) -> Terminal {
    let mut terminal = Terminal::of(shell, &[]);
    terminal.prompts(MARIE);
    terminal
}

/// Somebody else changes something meanwhile.
fn meanwhile(shell: &Shell, statement: &str) {
    let changed = shell.owner().execute(statement, &[]);
    assert_eq!(changed.expect("a statement"), 1, "{statement}");
}

#[test]
fn what_changes_is_marked_until_ctrl_c() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    for watched in [
        ":watch 1 clients.filter(|c| c.id in [12, 13]).select(|c| #{ name: c.full_name, phone: c.phone })",
        "select full_name as name, phone from clients where id in (12, 13) order by id \\watch 1",
    ] {
        meanwhile(
            &marie,
            "update crm.clients set phone = 'before' where id = 12",
        );
        terminal.enters(watched);
        terminal.reads(" · every 1 s, Ctrl-C ends it · ");
        terminal.reads("   Kevin Casey │ before");
        meanwhile(
            &marie,
            "update crm.clients set phone = 'after' where id = 12",
        );
        terminal.reads("▸  Kevin Casey │ after");
        let rest = terminal.reads(" · every 1 s, Ctrl-C ends it · ");
        assert!(!rest.contains('▸'), "one row changed: {rest}");
        // It is known by now.
        terminal.reads("   Kevin Casey │ after");
        terminal.types("\x03");
        terminal.prompts(MARIE);
    }
    terminal.answers(":set rows 2", MARIE);
    terminal.enters(":watch 1 clients.sort(|c| c.id)");
    terminal.reads("\u{1b}[2J");
    let first = terminal.reads(" · every 1 s, Ctrl-C ends it · ");
    let rows = terminal.reads(" · every 1 s, Ctrl-C ends it · ");
    assert_eq!(rows.matches('@').count(), 2, "{first}{rows}");
    terminal.types("\x03");
    terminal.prompts(MARIE);
    terminal.enters("40 + 2");
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_watched_entry_changes_nothing_and_holds_nothing() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    for attack in [
        "clients.get(12).update(#{ phone: \"watched\" })",
        "sql_exec(\"update clients set phone = 'watched' where id = 12\")",
        "sql_exec(\"set transaction read write\"); sql_exec(\"update clients set phone = 'watched' where id = 12\")",
        "update clients set phone = 'watched' where id = 12",
        "set local transaction_read_only = off; update clients set phone = 'watched' where id = 12",
        "transaction(|| { clients.get(12).update(#{ phone: \"watched\" }) })",
    ] {
        let prefix = if attack.starts_with("set local") {
            ":watch 1 :sql "
        } else {
            ":watch 1 "
        };
        let said = terminal.answers(&format!("{prefix}{attack}"), MARIE);
        let refused = [
            "error: :watch only reads, and this would change something",
            "error: cannot set transaction read-write mode inside a read-only transaction",
        ];
        assert!(
            refused.iter().any(|refused| said.contains(refused)),
            "{attack}: {said}"
        );
    }
    let phone = terminal.answers("clients.get(12).phone == \"watched\"", MARIE);
    assert!(phone.contains("= false"), "{phone}");
    for (wrong, said) in [
        (
            ":watch 0 clients",
            "error: a second is the least that can be waited",
        ),
        (":watch", "error: usage: :watch [N] CODE|SQL"),
        (":watch 1 :quit", "error: :quit can't be watched"),
        (":watch 1 clients.nme", "has no 'nme'"),
    ] {
        let answer = terminal.answers(wrong, MARIE);
        assert!(answer.contains(said), "{wrong}: {answer}");
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn the_last_result_is_shown_again_without_asking_and_to_nobody_else() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    let nothing = terminal.answers(":last", MARIE);
    assert!(
        nothing.contains("error: there is no result yet"),
        "{nothing}"
    );
    terminal.answers("select phone from clients where id = 12;", MARIE);
    meanwhile(
        &marie,
        "update crm.clients set phone = 'since' where id = 12",
    );
    let again = terminal.answers(":last csv", MARIE);
    assert!(
        again.starts_with("phone\n") && !again.contains("since"),
        "{again}"
    );
    assert_eq!(terminal.answers(":last json", MARIE).lines().count(), 3);
    let wrong = terminal.answers(":last xlsx", MARIE);
    assert!(wrong.contains("error: "), "{wrong}");
    terminal.answers(":logout", "❯ ");
    let gone = terminal.answers(":last", "❯ ");
    assert!(!gone.contains("+678"), "{gone}");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn timing_tells_the_database_the_script_and_the_drawing() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.answers(":timing on", MARIE);
    for entry in ["clients.take(2)", "1 + 1", "select 1;", "\"a\""] {
        let said = terminal.answers(entry, MARIE);
        let last = said.lines().last().unwrap_or_default();
        let parts: Vec<&str> = last.split([':', ',']).map(str::trim).collect();
        let [all, database, script, drawing] = parts[..] else {
            panic!("{entry}: {said}")
        };
        assert!(all.ends_with(" ms"), "{last}");
        assert!(database.starts_with("database "), "{last}");
        assert!(
            script.starts_with("script ") && drawing.starts_with("drawing "),
            "{last}"
        );
        let asks = !database.ends_with(" 0.0");
        assert_eq!(
            asks,
            entry.contains("clients") || entry.contains("select"),
            "{last}"
        );
    }
    assert_eq!(terminal.leaves(), 0);
}
