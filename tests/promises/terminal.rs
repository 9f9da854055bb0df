//! The shell at a terminal: what is typed, what is shown, what is kept, and what becomes of it all when the
//! session ends meanwhile.

use crate::harness::{PASSWORD, Shell, Terminal};
use std::fs;
use std::time::Duration;

const MARIE: &str = "marie (commercial) ❯ ";
/// Long before what runs would end by itself, on a machine that does other things too.
const AT_ONCE: Duration = Duration::from_secs(20);

#[test]
fn an_entry_gives_a_value_and_a_function_may_have_many_lines() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.enters("clients.count()");
    terminal.reads("= 1000");
    terminal.prompts(MARIE);
    terminal.enters("fn twice(n) {");
    terminal.enters("  n * 2");
    terminal.enters("}");
    terminal.prompts(MARIE);
    terminal.enters("twice(21) + it");
    terminal.reads("= 1042");
    terminal.prompts(MARIE);
    terminal.enters(":sessions");
    terminal.reads("Marie Durand");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_collection_shows_its_first_rows_and_how_many_there_are() {
    let marie = Shell::as_("marie@epic.events");
    marie.add_100_000_clients();
    let mut terminal = at_the_prompt(&marie);
    for (rows, line) in [
        ("contracts", "20 of 2,500 rows · "),
        ("contracts.take(20)", "20 rows · "),
        ("clients.take(21)", "20 of 21 rows · "),
        ("clients", "20 of about 100,000 rows · "),
    ] {
        terminal.enters(rows);
        terminal.reads(line);
        terminal.prompts(MARIE);
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn prose_is_wrapped_between_words_and_the_place_of_an_error_is_in_sight() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.enters(":rules clients");
    terminal.reads("always:");
    let rules = terminal.prompts(MARIE);
    assert!(rules.contains("change\r\n     role: transfer"), "{rules}");
    // The terminal is 120 columns wide.
    let kept = ".filter(|c| c.full_name.len() > 3)".repeat(4);
    let query = format!("clients{kept}.sum(|c| c.nme)");
    terminal.enters(&query);
    terminal.reads("relation 'nme'");
    let shown = terminal.prompts(MARIE);
    assert!(shown.contains(" 1 │ …"), "{shown}");
    assert!(shown.contains("sum(|c| c.nme)\r\n"), "{shown}");
    terminal.enters("#{}");
    terminal.reads("= #{}");
    terminal.prompts(MARIE);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn ctrl_c_clears_the_line_and_stops_what_runs_and_the_shell_goes_on() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.types("clients.co");
    terminal.clears(MARIE);
    terminal.enters("40 + 2");
    terminal.reads("= 42");
    terminal.prompts(MARIE);
    for endless in [
        "loop {}",
        r#"sql("select pg_sleep(60)")"#,
        ":sql select pg_sleep(60);",
    ] {
        terminal.enters(endless);
        if endless.contains("pg_sleep") {
            marie.is_asked("pg_sleep(60)");
        } else {
            terminal.reads("\r\n"); // it was entered
        }
        let took = terminal.interrupts("error: interrupted");
        assert!(took < AT_ONCE, "{endless}: {took:?}");
        terminal.prompts(MARIE);
        terminal.enters("clients.count()");
        terminal.reads("= 1000");
        terminal.prompts(MARIE);
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn ctrl_c_stops_what_is_being_shown() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.enters(":sql select g\rfrom generate_series(1, 100000) g\r;");
    terminal.reads(" 20\r\n20 of 100,000 rows · ");
    terminal.reads(" · it shows the rest\r\n");
    terminal.prompts(MARIE);
    for entry in ["it", r#"sql("select g from generate_series(1, 100000) g")"#] {
        terminal.enters(entry);
        terminal.reads("   1000\r\n");
        terminal.types("\x03");
        let shown = terminal.reads("error: interrupted");
        assert!(!shown.contains(" 99999\r\n"), "{entry}");
        terminal.prompts(MARIE);
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn colours_are_wanted_unless_a_setting_says_otherwise() {
    let marie = Shell::as_("marie@epic.events");
    let shown = |no_color: Option<&str>| {
        let mut command = marie.command(&["-e", "nonsense"]);
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        Terminal::with(command).reads("nothing called")
    };
    let is_red = |text: &str| text.contains("\x1b[1;31merror:");
    assert!(is_red(&shown(None)));
    assert!(is_red(&shown(Some(""))), "an empty one is none");
    assert!(!is_red(&shown(Some("1"))));
    fs::create_dir_all(marie.home().join("config")).expect("a folder");
    marie.file("config/config.toml", "no_color = true\n");
    assert!(!is_red(&shown(None)));
}

#[test]
fn tab_completes_the_fields_of_a_collection() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.types("clients.get(12).compa\t");
    terminal.reads("company_name");
    terminal.types("\r");
    terminal.reads("Cool Startup");
    terminal.prompts(MARIE);
    terminal.leaves();
}

#[test]
fn plain_sql_goes_on_to_a_semicolon_and_shows_its_first_rows() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.enters(":sql select id, full_name\rfrom clients order by id;");
    terminal.reads("20 of 1,000 rows · ");
    terminal.reads(" · it shows the rest");
    terminal.prompts(MARIE);
    terminal.enters("it.len()");
    terminal.reads("= 1000");
    terminal.prompts(MARIE);
    terminal.enters(":sql select id from clients where id < 0\r");
    terminal.reads(" id\r\n───\r\n0 rows");
    terminal.prompts(MARIE);
    terminal.leaves();
}

#[test]
fn the_history_keeps_entries_and_no_secrets() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    for entry in [
        "1 + 1",
        " 2 + 2 // private",
        "let password = 3 + 3;",
        "let token = 4 + 4;",
    ] {
        terminal.enters(entry);
        terminal.prompts(MARIE);
    }
    terminal.enters(":login");
    terminal.reads("E-mail: ");
    terminal.enters("marie@epic.events");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.reads("Signed in as Marie Durand");
    terminal.prompts(MARIE);
    terminal.leaves();
    let history = fs::read_to_string(marie.state().join("history")).expect("a history");
    assert_eq!(history, "1 + 1\n:login\n");

    let mut terminal = at_the_prompt(&marie);
    terminal.types("\x1b[A\x1b[A\r");
    terminal.reads("= 2");
    terminal.prompts(MARIE);
    terminal.leaves();
}

#[test]
fn when_the_session_ends_the_shell_says_so_and_offers_to_go_on_and_the_entry_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.enters("let n = clients.count();");
    terminal.prompts(MARIE);
    end_sessions_of_marie(&marie);
    terminal.enters("clients.count() + n + 41");
    terminal.reads("error: your session has ended");
    terminal.reads("Sign in again as marie@epic.events, or Ctrl-C to do it later.");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.reads("Signed in as Marie Durand (commercial) until ");
    terminal.reads("Enter repeats: clients.count() + n + 41");
    terminal.enters("");
    terminal.reads("= 2041");
    terminal.prompts(MARIE);

    // Later is fine too: the entry waits.
    end_sessions_of_marie(&marie);
    terminal.enters("clients.count() + 7");
    terminal.reads("Password: ");
    terminal.interrupts("Enter repeats: clients.count() + 7");
    terminal.prompts(MARIE);
    terminal.clears(MARIE);
    terminal.enters(":login marie@epic.events");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.prompts(MARIE);
    terminal.enters("clients.count() + 8");
    terminal.reads("= 1008");
    terminal.prompts(MARIE);

    // A command that shows what is known already asks too.
    end_sessions_of_marie(&marie);
    terminal.enters(":whoami");
    terminal.reads("error: your session has ended");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.reads(":whoami");
    terminal.enters("");
    terminal.reads("marie@epic.events at ");
    terminal.prompts(MARIE);

    // A wrong password loses it neither.
    end_sessions_of_marie(&marie);
    terminal.enters("clients.count() + 9");
    terminal.reads("Password: ");
    terminal.enters("not her password");
    terminal.reads("error: wrong e-mail or password");
    terminal.reads("Enter repeats: clients.count() + 9");
    terminal.prompts(MARIE);
    terminal.clears(MARIE);
    terminal.leaves();
}

#[test]
fn an_expired_session_is_noticed_and_was_announced_once() {
    let marie = Shell::signed_out();
    lasting(&marie, "5 minutes");
    marie.login("marie@epic.events", PASSWORD).ok();
    let mut terminal = Terminal::of(&marie, &[]);
    terminal.reads("Your session ends at ");
    terminal.reads(", in 5 min. To go on after that: :login");
    terminal.prompts(MARIE);
    terminal.enters("1 + 1");
    terminal.reads("= 2");
    let before = terminal.prompts(MARIE);
    assert!(!before.contains("Your session ends"), "{before}");

    lasting(&marie, "8 hours");
    terminal.enters(":login marie@epic.events");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.prompts(MARIE);
    terminal.enters("clients.count()");
    terminal.reads("= 1000");
    terminal.prompts(MARIE);
    marie.database.expire_sessions_of("marie@epic.events");
    terminal.enters("clients.get(12).update(#{ phone: \"1\" })");
    terminal.reads("error: your session has e");
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.reads("clients.get(12).update(#{ phone: \"1\" })");
    terminal.enters("");
    terminal.reads("clients 12 updated");
    terminal.prompts(MARIE);
    terminal.leaves();
}

#[test]
fn an_admin_sets_a_password_that_is_asked_for_twice() {
    let admin = Shell::as_("admin@epic.events");
    let mut terminal = Terminal::of(&admin, &[]);
    let prompt = "admin (admin) ❯ ";
    let set = |terminal: &mut Terminal, second: &str, answer: &str| {
        terminal.prompts(prompt);
        terminal.enters("collaborators.get(5).set_password()");
        terminal.reads("New password of Inès Benali: ");
        terminal.enters("a new one for ines");
        terminal.reads("Once more: ");
        terminal.enters(second);
        terminal.reads(answer)
    };
    set(
        &mut terminal,
        "a new one for inex",
        "error: the two passwords differ",
    );
    let shown = set(
        &mut terminal,
        "a new one for ines",
        "the password of Inès Benali is set",
    );
    assert!(!shown.contains("a new one"), "{shown}");
    terminal.prompts(prompt);
    terminal.enters("collaborators.get(5).set_password()");
    terminal.reads("New password of Inès Benali: ");
    terminal.interrupts("error: interrupted");
    terminal.prompts(prompt);
    terminal.leaves();
    admin.login("ines@epic.events", "a new one for ines").ok();
    assert!(!admin.state().join("history").exists());
}

#[test]
fn whoever_creates_an_account_is_asked_for_its_password() {
    let admin = Shell::as_("admin@epic.events");
    let mut terminal = Terminal::of(&admin, &[]);
    let prompt = "admin (admin) ❯ ";
    let create = |terminal: &mut Terminal, name: &str, first: &str| {
        terminal.prompts(prompt);
        terminal.enters(&format!(
            "collaborators.create(#{{ full_name: \"{name}\", email: \"{name}@epic.events\", employee_number: \"{name}\", department: \"IT\", role: \"support\" }}).full_name"
        ));
        terminal.reads(&format!("Password of {name} (Enter: none yet): "));
        terminal.enters(first);
    };
    create(&mut terminal, "zoe", "a new one for zoe");
    terminal.reads("Once more: ");
    terminal.enters("a new one for zoo");
    terminal.reads("error: the two passwords differ");
    create(&mut terminal, "zoe", "too short");
    terminal.reads("Once more: ");
    terminal.enters("too short");
    terminal.reads("error: the password is too short");
    // Nothing was kept of either: the e-mail is still free.
    create(&mut terminal, "zoe", "a new one for zoe");
    terminal.reads("Once more: ");
    terminal.enters("a new one for zoe");
    let shown = terminal.reads("= zoe");
    assert!(!shown.contains("a new one"), "{shown}");
    create(&mut terminal, "abe", "");
    terminal.reads("they can sign in once they have a password: collaborators.get(");
    terminal.reads("= abe");
    terminal.prompts(prompt);
    terminal.enters("collaborators.get(5).set_password(ask_password(\"For Inès: \"))");
    terminal.reads("\x1b[?2004l"); // the entry has the same words
    terminal.reads("For Inès: ");
    terminal.enters("a new one for ines");
    terminal.reads("Once more: ");
    terminal.enters("a new one for ines");
    terminal.reads("the password of Inès Benali is set");
    terminal.prompts(prompt);
    terminal.leaves();
    admin.login("zoe@epic.events", "a new one for zoe").ok();
    admin.login("ines@epic.events", "a new one for ines").ok();
}

#[test]
fn passwd_asks_for_the_old_password_once_and_the_new_one_twice() {
    let marie = Shell::as_("marie@epic.events");
    let passwd = |present: &str, new: &str, second: &str| {
        let mut terminal = Terminal::of(&marie, &["passwd"]);
        terminal.reads("Present password of marie@epic.events: ");
        terminal.enters(present);
        if present == PASSWORD {
            terminal.reads("New password: ");
            terminal.enters(new);
            terminal.reads("Once more: ");
            terminal.enters(second);
        }
        terminal
    };
    let mut terminal = passwd(PASSWORD, "four words in a row", "four words in arrow");
    terminal.reads("error: the two passwords differ");
    assert_eq!(terminal.ends(), 2);
    let mut terminal = passwd(
        "not my password",
        "four words in a row",
        "four words in a row",
    );
    terminal.reads("error: the present password is wrong");
    assert_eq!(terminal.ends(), 4);
    let mut terminal = passwd(PASSWORD, "four words in a row", "four words in a row");
    terminal.reads("The password is changed, and all your sessions have ended.");
    terminal.reads("Signed in as Marie Durand (commercial) until ");
    assert_eq!(terminal.ends(), 0);
    marie.e("clients.count()").ok();
}

#[test]
fn a_password_is_changed_in_the_shell_which_goes_on() {
    let marie = Shell::as_("marie@epic.events");
    let second = marie.beside("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    let passwd = |terminal: &mut Terminal, present: &str, second: &str, answer: &str| {
        terminal.enters(":passwd");
        terminal.reads("Present password of marie@epic.events: ");
        terminal.enters(present);
        if present == PASSWORD {
            terminal.reads("New password: ");
            terminal.enters("four words in a row");
            terminal.reads("Once more: ");
            terminal.enters(second);
        }
        let shown = terminal.reads(answer);
        assert!(!shown.contains("four words"), "{shown}");
    };
    let (row, arrow) = ("four words in a row", "four words in arrow");
    passwd(
        &mut terminal,
        PASSWORD,
        arrow,
        "error: the two passwords differ",
    );
    terminal.prompts(MARIE);
    passwd(
        &mut terminal,
        "a guess",
        row,
        "error: the present password is wrong",
    );
    terminal.prompts(MARIE);
    passwd(
        &mut terminal,
        PASSWORD,
        row,
        "Signed in as Marie Durand (commercial) until ",
    );
    terminal.prompts(MARIE);
    terminal.enters("clients.count()");
    terminal.reads("= 1000");
    terminal.prompts(MARIE);
    terminal.enters(":passwd four words in a row");
    terminal.reads("error: usage: :passwd");
    terminal.prompts(MARIE);
    terminal.enters(":login marie@epic.events four words in a row");
    terminal.reads("error: usage: :login [EMAIL]");
    terminal.prompts(MARIE);
    end_sessions_of_marie(&marie);
    terminal.enters(":passwd");
    terminal.reads("error: your session has ended");
    terminal.reads("Password: ");
    terminal.enters(row);
    terminal.reads(":passwd"); // it waits, as any entry
    terminal.prompts(MARIE);
    terminal.clears(MARIE);
    assert_eq!(terminal.leaves(), 0);

    let history = fs::read_to_string(marie.state().join("history")).expect("a history");
    assert_eq!(history, "clients.count()\n");
    assert_eq!(second.e("clients.count()").code, 3);
    assert_eq!(marie.e("clients.count()").ok(), "1000", "its token is kept");
    assert_eq!(second.login("marie@epic.events", PASSWORD).code, 3);
}

fn at_the_prompt(shell: &Shell) -> Terminal {
    let mut terminal = Terminal::of(shell, &[]);
    terminal.prompts(MARIE);
    terminal
}

fn lasting(shell: &Shell, ttl: &str) {
    let set = format!("update auth.config set ttl = '{ttl}'");
    shell.owner().batch_execute(&set).expect("a setting");
}

fn end_sessions_of_marie(shell: &Shell) {
    let end = "delete from auth.session where collaborator_id = 2";
    shell.owner().batch_execute(end).expect("they end");
}
