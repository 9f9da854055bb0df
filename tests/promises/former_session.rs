//! A value acts for nobody whom the prompt does not name: what a session left behind is refused when another begins.

use crate::harness::{JumpingClock, PASSWORD, Shell, Terminal};
use epic::api::{Given, Session};
use epic::error::Kind;
use epic::script::{Interpreter, Outcome};
use epic::value::Value;

const MARIE: &str = "marie (commercial) ❯ ";
const SAM: &str = "sam (support) ❯ ";
const NOBODY: &str = "not signed in ❯ ";
const OVER: &str = "kc is from marie's session, which is over: fetch it again";

/// What marie leaves behind.
const BEFORE: &str = "
    let kc = clients.get(12);
    const FIXED = kc;
    let lazy = clients.filter(|c| c.id < 20);
    let computed = clients.group(|c| c.company_name);
    let rows = sql(\"select 1 as n\");
    let list = [1, [#{ deep: kc }]];
    let map = #{ client: kc };
    let closure = || kc.phone;
    let curried = [closure];
    let itself = []; let grow = || itself.push(1); itself.push(itself);
    let kept = kc.full_name;
    let words = #{ name: kc.full_name, n: 1 };
    let by_name = || clients.count();
    fn count_clients() { clients.count() }
    fn twice(n) { n * 2 }
    kc";

fn at_the_prompt(shell: &Shell) -> Terminal {
    let mut terminal = Terminal::of(shell, &[]);
    terminal.prompts(MARIE);
    terminal
}

/// A prompt whose clock can be told to go on.
fn with_a_clock(shell: &Shell) -> (Terminal, JumpingClock) {
    let clock = JumpingClock::new(shell.home());
    let mut command = shell.command(&["--no-color"]);
    command.env("LD_PRELOAD", &clock.library);
    let mut terminal = Terminal::with(command);
    terminal.prompts(MARIE);
    (terminal, clock)
}

fn signs_in(terminal: &mut Terminal, email: &str, prompt: &str) {
    terminal.enters(&format!(":login {email}"));
    terminal.reads("Password: ");
    terminal.enters(PASSWORD);
    terminal.prompts(prompt);
}

fn phone_of_12(shell: &Shell) -> Option<String> {
    let row = shell
        .owner()
        .query_one("select phone from crm.clients where id = 12", &[]);
    row.expect("a client").get(0)
}

fn session(shell: &Shell, email: &str) -> Session {
    Session::login(&shell.database.login, email, &PASSWORD.to_owned().into()).expect("a session")
}

fn says(interpreter: &mut Interpreter, entry: &str) -> String {
    let shown = interpreter.evaluate(entry, |outcome| {
        Ok(match outcome {
            Outcome::Value(value) => value.to_string(),
            _ => "something else".to_owned(),
        })
    });
    match shown {
        Ok(shown) => shown,
        Err(error) => error.message,
    }
}

#[test]
fn after_login_as_somebody_else_a_record_of_before_is_refused_and_the_old_session_has_ended() {
    let marie = Shell::as_("marie@epic.events");
    let before = phone_of_12(&marie);
    let mut terminal = at_the_prompt(&marie);
    terminal.enters("let kc = clients.get(12);");
    terminal.prompts(MARIE);
    signs_in(&mut terminal, "sam@epic.events", SAM);
    terminal.enters(r#"kc.update(#{ phone: "x" })"#);
    terminal.reads(OVER);
    terminal.prompts(SAM);
    assert_eq!(phone_of_12(&marie), before);
    let open = "select count(*) from auth.session where collaborator_id = 2";
    let open: i64 = marie.owner().query_one(open, &[]).expect("a row").get(0);
    assert_eq!(open, 0, "marie's session has ended on the server too");
    // The name is free for a new value, also without 'let'.
    terminal.enters("kc = clients.get(12); kc.id");
    terminal.reads("= 12");
    terminal.prompts(SAM);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn after_logout_nothing_of_the_session_is_good_for_anything() {
    let marie = Shell::as_("marie@epic.events");
    let mut terminal = at_the_prompt(&marie);
    terminal.enters("let kc = clients.get(12);");
    terminal.prompts(MARIE);
    terminal.enters(":logout");
    terminal.prompts(NOBODY);
    terminal.enters(r#"kc.update(#{ phone: "x" })"#);
    terminal.reads(OVER);
    terminal.prompts(NOBODY);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn after_an_expired_session_and_a_new_sign_in_old_values_are_named_and_no_password_is_asked_for() {
    let marie = Shell::signed_out();
    let ttl = "update auth.config set ttl = '1 hour'";
    marie.owner().batch_execute(ttl).expect("a setting");
    marie.login("marie@epic.events", PASSWORD).ok();
    let (mut terminal, clock) = with_a_clock(&marie);
    terminal.enters("let kc = clients.get(12);");
    terminal.prompts(MARIE);
    marie.database.expire_sessions_of("marie@epic.events");
    clock.jumps();
    terminal.enters(r#"clients.get(12).update(#{ phone: "1" })"#);
    terminal.reads("Password: ");
    clock.jumps_back();
    terminal.enters(PASSWORD);
    terminal.reads("clients.get(12).update");
    terminal.clears(MARIE);
    terminal.enters(r#"kc.update(#{ phone: "x" })"#);
    terminal.reads(OVER);
    let asked = terminal.prompts(MARIE);
    assert!(!asked.contains("Password"), "{asked}");
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn every_kind_of_value_that_holds_something_of_the_old_session_is_refused_and_others_stay() {
    let shell = Shell::signed_out();
    let mut interpreter = Interpreter::new(Some(session(&shell, "marie@epic.events")));
    interpreter.evaluate(BEFORE, |_| Ok(())).expect("values");
    interpreter.set_session(Some(session(&shell, "sam@epic.events")));
    for (entry, message) in [
        ("kc.phone", OVER),
        ("kc", OVER),
        ("print(kc)", OVER),
        ("[kc]", OVER),
        ("|| kc.phone", OVER),
        ("kc.phone = \"1\"; kc.save()", OVER),
        (
            "it",
            "it is from marie's session, which is over: fetch it again",
        ),
        (
            "it.delete()",
            "it is from marie's session, which is over: fetch it again",
        ),
        (
            "FIXED.phone",
            "FIXED is from marie's session, which is over: fetch it again",
        ),
        (
            "lazy.count()",
            "lazy is from marie's session, which is over: fetch it again",
        ),
        (
            "lazy.update(#{ phone: \"1\" })",
            "lazy is from marie's session, which is over: fetch it again",
        ),
        (
            "for c in lazy { print(c) }",
            "lazy is from marie's session, which is over: fetch it again",
        ),
        (
            "computed",
            "computed is from marie's session, which is over: fetch it again",
        ),
        ("clients.filter(|c| c.id == kc.id).count()", OVER),
        (
            "rows",
            "rows holds rows of marie's session, which is over: fetch them again",
        ),
        (
            "list[1][0].deep.phone",
            "list holds rows of marie's session, which is over: fetch them again",
        ),
        (
            "map.client.phone",
            "map holds rows of marie's session, which is over: fetch them again",
        ),
        (
            "closure.call()",
            "closure was made in marie's session, which is over: make it again",
        ),
        // A collection that a closure names is captured where the closure is made.
        (
            "by_name.call()",
            "by_name was made in marie's session, which is over: make it again",
        ),
        (
            "curried[0].call()",
            "curried holds rows of marie's session, which is over: fetch them again",
        ),
    ] {
        assert_eq!(says(&mut interpreter, entry), message, "{entry}");
    }
    for (entry, value) in [
        ("kept", "Kevin Casey"),
        ("words.name", "Kevin Casey"),
        ("count_clients()", "1000"),
        ("twice(21)", "42"),
        ("let kc = clients.get(12); kc.id", "12"),
        ("lazy = clients.take(3); lazy.count()", "3"),
        ("me.email", "sam@epic.events"),
    ] {
        assert_eq!(says(&mut interpreter, entry), value, "{entry}");
    }
    // The same session again changes nothing.
    let sam = interpreter.session();
    interpreter.set_session(sam);
    assert_eq!(says(&mut interpreter, "kc.id"), "12");
    let nothing = interpreter.evaluate("let x = 1;", |outcome| {
        Ok(matches!(outcome, Outcome::Nothing))
    });
    assert_eq!(nothing, Ok(true));
}

#[test]
fn a_program_that_closes_a_session_gets_nothing_more_by_its_values() {
    let shell = Shell::signed_out();
    let marie = session(&shell, "marie@epic.events");
    let clients = marie.collection("clients").expect("clients");
    let kevin = clients.get(12).expect("a client");
    marie.close();
    let over = "this is from marie's session, which is over: fetch it again";
    let phone = || {
        let value = Given::Value(Value::Text("x".to_owned()));
        vec![("phone".to_owned(), value)]
    };
    let failures = [
        kevin.update(phone()).err(),
        clients.count().err(),
        clients.all().err(),
        marie.sql("select 1", &[]).err(),
        marie.transaction(|| clients.count()).err(),
    ];
    for error in failures {
        let error = error.expect("a refusal");
        assert_eq!((error.kind, error.message.as_str()), (Kind::Failed, over));
    }
}

#[test]
fn an_expired_session_answers_nothing_more_at_the_prompt_and_the_next_entry_asks_to_sign_in() {
    let marie = Shell::signed_out();
    let ttl = "update auth.config set ttl = '1 hour'";
    marie.owner().batch_execute(ttl).expect("a setting");
    for entry in [
        "clients.count()",
        "1 + 1",
        ":sql select 1;",
        ":fields clients",
    ] {
        marie.login("marie@epic.events", PASSWORD).ok();
        let (mut terminal, clock) = with_a_clock(&marie);
        terminal.enters("clients.count()");
        terminal.reads("= 1000");
        terminal.prompts(MARIE);
        marie.database.expire_sessions_of("marie@epic.events");
        clock.jumps();
        terminal.enters(entry);
        let shown = terminal.reads("error: your session has expired");
        assert!(!shown.contains("= "), "{entry}: {shown}");
        terminal.reads("Sign in again as marie@epic.events");
        terminal.reads("Password: ");
        clock.jumps_back();
        terminal.enters(PASSWORD);
        terminal.reads(&format!("Enter repeats: {entry}"));
        terminal.prompts(MARIE);
        assert_eq!(terminal.leaves(), 0);
    }
}
