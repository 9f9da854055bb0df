//! Nobody changes or deletes all rows by a slip: without a filter it is asked at a prompt, and needs `--yes` elsewhere.

use crate::harness::{Answers, PASSWORD, Shell, Terminal};
use epic::api::Session;
use epic::host::Question;
use epic::script::Interpreter;
use std::rc::Rc;

const ADMIN: &str = "admin (admin) ❯ ";

fn events(shell: &Shell) -> i64 {
    let count = "select count(*) from crm.events";
    shell.owner().query_one(count, &[]).expect("a row").get(0)
}

#[test]
fn at_a_prompt_a_change_of_all_rows_is_asked_about_with_the_count_and_two_examples() {
    let admin = Shell::as_("admin@epic.events");
    let mut terminal = Terminal::of(&admin, &[]);
    terminal.prompts(ADMIN);
    for entry in [
        "events.update(#{ notes: \"x\" })",
        ":sql update events set notes = 'x';",
        "sql_exec(\"update events set notes = 'x'\")",
    ] {
        terminal.enters(entry);
        terminal.reads("this changes all 1200 events.\r\n  event 1, ");
        terminal.reads("\r\n  event 2, ");
        terminal.reads("Go on? [y/N] ");
        terminal.enters("");
        terminal.reads("error: nothing was changed");
        terminal.prompts(ADMIN);
        let changed = "select count(*) from crm.events where notes = 'x'";
        let changed: i64 = admin.owner().query_one(changed, &[]).expect("a row").get(0);
        assert_eq!(changed, 0, "{entry}");
    }
    terminal.enters("events.update(#{ notes: \"x\" })");
    terminal.reads("Go on? [y/N] ");
    terminal.enters("y");
    terminal.reads("1200 events updated");
    terminal.prompts(ADMIN);
    // What says which rows is not asked about.
    terminal.enters("events.filter(|e| e.id < 3).update(#{ notes: \"y\" })");
    terminal.reads("2 events updated");
    terminal.prompts(ADMIN);
    terminal.enters(":sql update events set notes = 'z' where id = 1;");
    terminal.reads("1 row");
    terminal.prompts(ADMIN);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn code_that_runs_by_itself_needs_yes_for_a_change_of_all_rows() {
    let admin = Shell::as_("admin@epic.events");
    let all = events(&admin);
    admin.file("gone.rhai", "events.delete()");
    let refusal = |said: crate::harness::Said| {
        assert_eq!(said.code, 2, "{}", said.stderr);
        assert!(
            said.stderr.contains("this deletes all 1200 events")
                && said.stderr.contains("hint: if that is meant: --yes"),
            "{}",
            said.stderr
        );
    };
    refusal(admin.e("events.delete()"));
    refusal(admin.e("events.sort(|e| e.id).delete()"));
    refusal(admin.e("sql_exec(\"delete from events\")"));
    refusal(admin.run(&["gone.rhai"]));
    refusal(admin.run_with(&["-"], "events.delete()"));
    refusal(admin.run(&["sql", "delete from crm.events"]));
    refusal(admin.run(&[
        "sql",
        "with gone as (delete from events returning id) select count(*) from gone",
    ]));
    assert_eq!(events(&admin), all);
    assert_eq!(
        admin.run(&["--yes", "gone.rhai"]).ok(),
        "1200 events deleted"
    );
    assert_eq!(events(&admin), 0);
    // Where there is nothing to lose, nothing is asked.
    assert_eq!(admin.e("events.delete()").ok(), "0 events deleted");
}

#[test]
fn a_slip_or_a_refusal_is_said_before_anything_is_asked() {
    let marie = Shell::as_("marie@epic.events");
    let said = marie.e("contracts.update(#{ amont_due: 3 })");
    assert!(
        said.stderr.contains("did you mean 'amount_due'"),
        "{}",
        said.stderr
    );
    assert_eq!(marie.e("collaborators.delete()").code, 4);
    assert_eq!(marie.run(&["sql", "delete from collaborators"]).code, 4);
}

#[test]
fn the_question_is_a_value_that_a_host_answers_and_a_program_without_one_is_not_asked() {
    let shell = Shell::signed_out();
    let password = PASSWORD.to_owned().into();
    let admin = Session::login(&shell.database.login, "admin@epic.events", &password);
    let admin = admin.expect("a session");
    let answers = Rc::new(Answers::default());
    let mut interpreter = Interpreter::new(Some(admin.clone()));
    interpreter.set_host(answers.clone());
    let error = interpreter.evaluate("events.delete()", |_| Ok(()));
    assert_eq!(error.expect_err("no").message, "no");
    let asked = answers.asked.borrow();
    let [
        Question {
            what,
            examples,
            instead,
        },
    ] = asked.as_slice()
    else {
        panic!("{asked:?}")
    };
    assert_eq!(what, "this deletes all 1200 events");
    assert_eq!(examples.len(), 2);
    assert_eq!(instead.as_deref(), Some("say which: events.filter(|e| …)"));
    let changed = admin.collection("events").expect("events").delete_all();
    assert_eq!(changed.map(|changed| changed.rows), Ok(1200));
}
