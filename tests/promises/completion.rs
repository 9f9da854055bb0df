//! Completion at a terminal: types, rights, scripts, files, SQL, and what only the database knows.

use crate::harness::{Shell, Terminal};
use epic::shell::SQL_KEYWORDS;

const MARIE: &str = "marie (commercial) ❯ ";

fn at_the_prompt(shell: &Shell) -> Terminal {
    let mut terminal = Terminal::of(shell, &[]);
    terminal.prompts(MARIE);
    terminal
}

#[test]
fn tab_lists_what_there_is_with_what_it_does_and_what_is_not_mine() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    let listed = terminal.completes(
        "clients.get(12).cont",
        "contracts    → many contracts",
        MARIE,
    );
    assert!(listed.contains("contacted()  "), "{listed}");
    let listed = terminal.completes("collaborators.get(1).de", "(not yours)", MARIE);
    assert!(
        listed.contains("deactivate()  Closes a collaborator"),
        "{listed}"
    );
    // Letters that begin nothing, but are there in this order.
    terminal.completes("clients.get(12).cmpname", "company_name", MARIE);
    terminal.completes("clients.filter(|c| c.company_name.con", "contains(", MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn variables_of_the_session_are_known_also_those_that_were_computed() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.answers(
        "let per = contracts.group(|k| k.client, #{ due: sum(|k| k.amount_due) });",
        MARIE,
    );
    terminal.completes("per.filter(|g| g.d", "g.due", MARIE);
    terminal.answers("fn owed(contract) { contract.amount_due }", MARIE);
    terminal.completes("owe", "owed(", MARIE);
    terminal.answers("#{ late: contracts.unpaid() }", MARIE);
    terminal.completes("it.late.tak", "it.late.take(", MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn what_rows_hold_is_offered_in_texts() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    for (typed, shown) in [
        (
            "clients.filter(|c| c.email == \"kevin.case",
            "kevin.casey@cool-startup.example.com\"",
        ),
        ("clients.search(\"kevin c", "Kevin Casey\""),
        ("collaborators.filter(|p| p.role == \"com", "commercial\""),
        ("clients.get(12).commercial = \"lu", "luc@epic.events\""),
        ("clients.create(#{ commercial: \"lu", "luc@epic.events\""),
        (":login mari", "marie@epic.events"),
    ] {
        terminal.completes(typed, shown, MARIE);
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn words_that_a_constraint_allows_are_offered_as_those_of_an_enumeration() {
    let marie = Shell::as_("marie@epic.events");
    let column = "alter table crm.clients
        add column tier text check (tier in ('gold', 'it''s silver', 'bronze')),
        add column size varchar(9) check (size in ('small', 'large')),
        add column code text check (code in ('x1', 'y2') or length(code) > 4);
        grant select (tier, size, code) on crm.clients to epic_app";
    marie.owner().batch_execute(column).expect("columns");
    assert_eq!(
        marie
            .e("clients.filter(|c| c.tier == \"gold\").count()")
            .ok(),
        "0"
    );
    let mut terminal = at_the_prompt(&marie);
    terminal.completes("clients.filter(|c| c.tier == \"go", "gold\"", MARIE);
    terminal.completes("clients.filter(|c| c.tier == \"it", "it's silver\"", MARIE);
    terminal.completes("select * from clients where size = 'la", "large'", MARIE);
    let help = marie.e("help(clients)");
    assert!(help.ok().contains("gold|it's silver|bronze"), "{help}");
    assert!(help.ok().contains("code               text"), "{help}");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn scripts_their_flags_and_their_values_and_files() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("friday list.csv", "full_name\n");
    marie.file("scripts/lib/dates/weeks.rhai", "fn week() { 1 }\n");
    let mut terminal = at_the_prompt(&marie);
    for (typed, shown) in [
        (":run follow", "follow-ups"),
        (":run follow-ups --da", "--days"),
        (":dry :run follow", "follow-ups"),
        ("clients.import_file(\"fri", "friday list.csv"),
        ("import \"li", "lib/dates/weeks"),
        (":format js", "json"),
        (":watch 5 events.unass", "unassigned("),
    ] {
        terminal.completes(typed, shown, MARIE);
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn sql_is_completed_by_the_tables_that_it_names() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    for (typed, shown) in [
        ("select * from cli", "clients"),
        ("select * from clients c where c.compa", "company_name"),
        ("select count(*) from clients WHE", "WHERE"),
        ("select * from collaborators where role = 'sup", "support'"),
        ("select to_ch", "to_char("),
        ("sql(\"select * from cli", "clients"),
    ] {
        terminal.completes(typed, shown, MARIE);
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn runs_are_offered_by_their_ids() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    for digit in 1..3 {
        let update = format!("clients.get(12).update(#{{ phone: \"+33 6 11 11 11 1{digit}\" }})");
        terminal.answers(&update, MARIE);
    }
    terminal.completes(":runs show ", "entry", MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn open_sessions_are_offered_by_their_ids() {
    let marie = Shell::as_("marie@epic.events");
    let id = marie.run(&["--format", "csv", "sessions"]).ok().to_owned();
    let id = id.lines().nth(1).expect("a session")[..8].to_owned();
    let mut terminal = at_the_prompt(&marie);
    terminal.completes(&format!(":sessions end {}", &id[..4]), &id, MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn the_keywords_that_are_offered_are_those_of_the_server() {
    let shell = Shell::as_("marie@epic.events");
    let rows = shell
        .owner()
        .query("select word from pg_get_keywords()", &[]);
    let rows = rows.expect("words");
    let known: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    for word in SQL_KEYWORDS.split_whitespace() {
        assert!(known.iter().any(|known| known == word), "{word}");
    }
}
