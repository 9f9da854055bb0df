//! Numbers, limits, and what an interpreter keeps between entries.

use crate::harness::Shell;
use epic::script::{Interpreter, Outcome};
use insta::assert_snapshot;

#[test]
fn money_is_exact_and_days_are_counted() {
    let shell = Shell::as_("marie@epic.events");
    for (code, answer) in [
        ("dec(\"0.10\") + dec(\"0.20\")", "0.30"),
        ("dec(\"0.1\") * 3 == dec(\"0.3\")", "true"),
        ("date(\"2026-01-31\") + 1.days", "2026-02-01"),
        ("date(\"2026-02-28\") + 2.weeks", "2026-03-14"),
        ("date(\"2026-03-01\") > date(\"2026-02-28\")", "true"),
        ("today() - 30.days < today()", "true"),
    ] {
        assert_eq!(shell.e(code).ok(), answer, "{code}");
    }
    assert_snapshot!(shell.e("dec(\"ten\")"), @r#"
    --- stderr
    error: 'ten' is not a decimal number
     1 │ dec("ten")
       │ ^^^
     hint: write dec("12.50")
    --- exit 1
    "#);
    assert_snapshot!(shell.e("date(\"31/01/2026\")"), @r#"
    --- stderr
    error: '31/01/2026' is not a date
     1 │ date("31/01/2026")
       │ ^^^^
     hint: write date("2026-01-31")
    --- exit 1
    "#);
}

#[test]
fn a_script_can_not_leave_its_room() {
    let shell = Shell::as_("marie@epic.events");
    for code in [
        "eval(\"1\")",
        "import \"/etc/passwd\" as x;",
        "fn f(n) { f(n + 1) } f(0)",
        "let clients = 1;",
        "let me = 1;",
        "clients = 1;",
    ] {
        let said = shell.e(code);
        assert_eq!(said.code, 1, "{code}: {said}");
    }
    assert_snapshot!(shell.e("fn f(n) { f(n + 1) } f(0)"), @r"
    --- stderr
    error: stopped: functions call each other too deeply
     1 │ fn f(n) { f(n + 1) } f(0)
       │                      ^
     hint: does a function call itself?
    --- exit 1
    ");
    assert_snapshot!(shell.e("let clients = 1;"), @r"
    --- stderr
    error: 'clients' has a meaning of its own and can't be redefined
     1 │ let clients = 1;
       │ ^^^
     hint: choose another name, for example my_clients
    --- exit 1
    ");
}

#[test]
fn a_session_of_the_shell_keeps_variables_functions_and_the_last_value() {
    let shell = Shell::as_("marie@epic.events");
    let mut interpreter = Interpreter::new(Some(shell.session()));
    let mut entry = |text: &str| {
        interpreter.evaluate(text, |outcome| {
            Ok(match outcome {
                Outcome::Value(value) => value.to_string(),
                Outcome::Text(message) | Outcome::Message(message) => message,
                _ => String::new(),
            })
        })
    };
    assert_eq!(entry("let n = 20;").as_deref(), Ok(""));
    assert_eq!(entry("fn double(x) { x * 2 }").as_deref(), Ok(""));
    assert_eq!(entry("double(n)").as_deref(), Ok("40"));
    assert_eq!(entry("it + 1").as_deref(), Ok("41"));
    assert_eq!(
        entry("let c = clients.get(12); c.full_name").as_deref(),
        Ok("Kevin Casey")
    );
    assert_eq!(
        entry("it + \", \" + c.email").as_deref(),
        Ok("Kevin Casey, kevin.casey@cool-startup.example.com")
    );
    let error = entry("let m = 1;\nit + nosuch").unwrap_err();
    assert_eq!(error.excerpt.map(|place| place.line), Some(2));
    assert_eq!(
        entry("it").as_deref(),
        Ok("Kevin Casey, kevin.casey@cool-startup.example.com"),
        "an error leaves it"
    );
    assert_eq!(entry("me.full_name").as_deref(), Ok("Marie Durand"));
}
