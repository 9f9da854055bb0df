//! The reference: it says what the functions and the database say of themselves, and its examples run.

use crate::harness::{Answers, Shell};
use epic::api::Session;
use epic::error::Error;
use epic::script::{Interpreter, Outcome, reference};
use insta::assert_snapshot;
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// Regenerates the file instead of comparing it.
const UPDATE: &str = "EPIC_UPDATE";
const FILE: &str = "docs/language.md";
/// What rolls back everything that an example did.
const TAKEN_BACK: &str = "this was only an example";

/// What an example has in it whose result is another one each day.
const CLOCK: [&str; 10] = [
    "today", "now()", "stale", "upcoming", "_date", "_at", "history", "explain", "sessions", "exit",
];
/// Instead of such a result.
const DEPENDS: &str = "depends on the day";

fn text(shell: &Shell) -> String {
    reference(&shell.session().catalog().expect("a catalog"))
}

/// The text with what each example gives behind it; and what failed.
fn with_results(shell: &Shell, text: &str) -> (String, Vec<String>) {
    let mut examples = examples(text).into_iter();
    let (mut results, mut failures, mut inside) = (String::new(), Vec::new(), false);
    let mut result = None;
    for line in text.lines() {
        if line == "```rhai" {
            inside = true;
            let (under, code) = examples.next().expect("an example for each block");
            result = match run(shell, &code) {
                Ok(Some(_)) if CLOCK.iter().any(|word| code.contains(word)) => {
                    Some(DEPENDS.to_owned())
                }
                Ok(shown) => shown,
                Err(error) => {
                    failures.push(format!("{under}\n{code}\n{error}\n"));
                    None
                }
            };
        } else if line == "```" && inside {
            inside = false;
            if let Some(result) = result.take() {
                results.pop(); // the end of the last line
                let last = results
                    .lines()
                    .last()
                    .map_or(0, |last| last.chars().count());
                let fits = !result.contains('\n') && last + result.chars().count() < 110;
                results.push_str(if fits { " " } else { "\n" });
                let lines: Vec<String> = result.lines().map(|line| format!("// {line}")).collect();
                results.push_str(&lines.join("\n"));
                results.push('\n');
            }
        }
        results.push_str(line);
        results.push('\n');
    }
    (results, failures)
}

#[test]
fn the_reference_is_what_the_functions_and_the_tables_say_and_its_examples_give() {
    let shell = Shell::as_("admin@epic.events");
    let (wanted, failures) = with_results(&shell, &text(&shell));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&file, &wanted).expect("the file");
        return;
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    let mut lines = (1..).zip(wanted.lines().zip(found.lines()));
    let differing = lines.find(|(_, (wanted, found))| wanted != found);
    assert!(
        wanted == found,
        "{FILE} is stale: {}\nregenerate it: {UPDATE}=1 cargo test --test promises reference",
        match differing {
            Some((line, (wanted, found))) =>
                format!("line {line} should be\n  {wanted}\nand is\n  {found}"),
            None => format!(
                "{} lines should be {}",
                found.lines().count(),
                wanted.lines().count()
            ),
        }
    );
}

#[test]
fn most_examples_show_what_they_give() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let text = fs::read_to_string(file).expect("the reference");
    let examples = examples(&text);
    assert!(examples.len() > 100, "{}", examples.len());
    let shown = examples.iter().filter(|(_, code)| {
        let last = code.lines().last().unwrap_or_default();
        last.contains("// ") && !last.ends_with(DEPENDS)
    });
    assert!(
        shown.count() * 2 > examples.len(),
        "most results are not compared"
    );
}

/// A standby may do what is said to only read: so nothing of that may change something, whatever the functions say.
#[test]
fn what_changes_something_is_known_before_it_runs() {
    let shell = Shell::as_("admin@epic.events");
    let login = shell.database.login.only_reading();
    let (mut changing, mut careful) = (0, Vec::new());
    for (_, code) in examples(&text(&shell)) {
        if code.contains("env_password") {
            continue; // only another process can have another environment
        }
        let session = Session::resume(&login, shell.session().token().clone());
        let mut interpreter = Interpreter::new(Some(session));
        interpreter.set_host(Rc::new(Answers {
            secret: Some("a long pass phrase"),
            yes: true,
            ..Answers::default()
        }));
        let is_reading = interpreter.is_reading(&code).expect("no mistake");
        let ended = interpreter.evaluate(&code, |outcome| -> Result<(), Error> {
            result(outcome)?;
            Err(Error::failed(TAKEN_BACK)) // no file is left
        });
        let changes = ended.is_err_and(|error| error.message.contains("only reads here"));
        assert!(!(changes && is_reading), "{code}");
        changing += usize::from(changes);
        if !changes && !is_reading {
            careful.push(code);
        }
    }
    assert!(changing > 10, "{changing}");
    assert_snapshot!(careful.concat(), @r#"
    try {
        transaction(|| contracts.get(1).update(#{ amount_due: -1 }))
    } catch (error) {
        print(error.message)
    }
    runs().filter(|r| r.script != "entry" && r.outcome == "failed")
    runs(30.days).len()
    "#);
}

/// What an example shows; nothing of it is kept.
fn run(shell: &Shell, code: &str) -> Result<Option<String>, Error> {
    if code.contains("env_password") {
        // Only another process can have another environment.
        let mut command = shell.command(&["--dry-run", "-e", code]);
        command.env("NEW_PASSWORD", "a long pass phrase");
        shell.said(command).ok();
        return Ok(None);
    }
    let mut interpreter = Interpreter::new(Some(shell.session()));
    interpreter.set_host(Rc::new(Answers {
        secret: Some("a long pass phrase"),
        yes: true,
        ..Answers::default()
    }));
    let mut shown = None;
    let ended = interpreter.evaluate(code, |outcome| -> Result<(), Error> {
        shown = result(outcome)?;
        Err(Error::failed(TAKEN_BACK))
    });
    let error = ended.expect_err("it is rolled back");
    if error.message == TAKEN_BACK {
        Ok(shown)
    } else {
        Err(error)
    }
}

/// What an outcome is, in a line or two.
fn result(outcome: Outcome) -> Result<Option<String>, Error> {
    let rows = |count: usize| match count {
        1 => "1 row".to_owned(),
        count => format!("{count} rows"),
    };
    Ok(match outcome {
        Outcome::Nothing => None,
        Outcome::Value(value) => Some(value.to_string()),
        Outcome::Text(text) => text.lines().next().map(str::to_owned),
        Outcome::Chart(chart) => chart.to_string().lines().next().map(str::to_owned),
        Outcome::Message(text) | Outcome::Hinted(text, _) => Some(text),
        Outcome::Row(_) | Outcome::Tables(..) => Some(rows(1)),
        Outcome::Rows(found) => Some(rows(found.rows.len())),
        Outcome::Collection(collection) => {
            collection.head(3)?;
            Some(rows(usize::try_from(collection.count()?).expect("a count")))
        }
    })
}

/// The examples, each with the heading that it stands under.
fn examples(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let (mut under, mut inside) = (String::new(), false);
    for line in text.lines() {
        match line {
            "```rhai" => {
                inside = true;
                found.push((under.clone(), String::new()));
            }
            "```" => inside = false,
            line if inside => {
                let (_, code) = found.last_mut().expect("it was begun");
                code.push_str(line);
                code.push('\n');
            }
            line if line.starts_with('#') => line.clone_into(&mut under),
            _ => {}
        }
    }
    found
}

#[test]
fn help_says_the_same_at_the_prompt_in_a_line_and_in_a_script() {
    let shell = Shell::as_("marie@epic.events");
    let interpreter = Interpreter::new(Some(shell.session()));
    for (code, topic) in [
        ("help()", None),
        ("help(\"filter\")", Some("filter")),
        ("help(clients)", Some("clients")),
        ("help(\"dates\")", Some("dates")),
        ("help(\"topics\")", Some("topics")),
        ("help(\"not allowed\")", Some("not allowed")),
        ("help(\"42501\")", Some("42501")),
        ("help(\"clients.phone\")", Some("clients.phone")),
        ("help(\"narrow\")", Some("narrow")),
    ] {
        let text = interpreter.help(topic).expect("help");
        assert_eq!(shell.e(code).ok(), text);
        assert_eq!(shell.e(&format!("print({code})")).ok(), text);
    }
}

#[test]
fn help_knows_names_of_functions_commands_and_what_i_may_do_with_a_row() {
    let shell = Shell::as_("marie@epic.events");
    let help = |code: &str| shell.e(code).ok().to_owned();
    assert_eq!(help("help(filter)"), help("help(\"filter\")"));
    assert!(help("help(\":watch\")").starts_with(":watch [N] CODE|SQL\n"));
    let theirs = help("help(clients.get(1))");
    assert!(theirs.starts_with(
        "client 1: you may\n  update             no: see why(\"update\", clients.get(1))"
    ));
    let mine = help("help(clients.get(12))");
    assert!(
        mine.starts_with("client 12: you may\n  update             yes\n"),
        "{mine}"
    );
    assert!(mine.ends_with(&help("help(clients)")), "{mine}");
}

#[test]
fn help_about_an_unknown_name_says_which_is_near() {
    let shell = Shell::as_("marie@epic.events");
    for (code, hint) in [
        ("help(\"fitler\")", "did you mean 'filter'?"),
        (
            "print(filter)",
            "filter is a function: see help(\"filter\")",
        ),
        ("help(\":wach\")", "did you mean ':watch'?"),
        ("help(\"scirpts\")", "did you mean 'scripts'?"),
        ("help(\"client\")", "did you mean 'clients'?"),
        ("help(\"clients.phne\")", "did you mean 'phone'?"),
    ] {
        let said = shell.e(code);
        assert_eq!(said.code, 1, "{said}");
        assert!(said.stderr.contains(hint), "{said}");
    }
}
