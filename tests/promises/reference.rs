//! The reference: it says what the functions and the database say of themselves, and its examples run.

use crate::harness::{Answers, Shell};
use epic::error::Error;
use epic::script::{Interpreter, Outcome, reference};
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// Regenerates the file instead of comparing it.
const UPDATE: &str = "EPIC_UPDATE";
const FILE: &str = "docs/language.md";
/// What rolls back everything that an example did.
const TAKEN_BACK: &str = "this was only an example";

fn text(shell: &Shell) -> String {
    reference(&shell.session().catalog().expect("a catalog"))
}

#[test]
fn the_reference_is_what_the_functions_and_the_tables_say() {
    let wanted = text(&Shell::as_("admin@epic.events"));
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
fn every_example_of_the_reference_runs() {
    let shell = Shell::as_("admin@epic.events");
    let text = text(&shell);
    let examples = examples(&text);
    assert!(examples.len() > 50, "{}", examples.len());
    let failures: Vec<String> = examples
        .iter()
        .filter_map(|(under, code)| {
            if code.contains("env_password") {
                // Only another process can have another environment.
                let mut command = shell.command(&["-e", code]);
                command.env("NEW_PASSWORD", "a long pass phrase");
                shell.said(command).ok();
                return None;
            }
            let mut interpreter = Interpreter::new(Some(shell.session()));
            interpreter.set_host(Rc::new(Answers {
                secret: Some("a long pass phrase"),
                yes: true,
                ..Answers::default()
            }));
            let ended = interpreter.evaluate(code, rolled_back);
            let error = ended.expect_err("it is rolled back");
            (error.message != TAKEN_BACK).then(|| format!("{under}\n{code}\n{error}\n"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Reads what an example shows, and fails, so that nothing of it is kept.
fn rolled_back(outcome: Outcome) -> Result<(), Error> {
    if let Outcome::Collection(collection) = outcome {
        collection.head(3)?;
    }
    Err(Error::failed(TAKEN_BACK))
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
        ("help(clients.get(1))", Some("clients")),
        ("help(\"clients.phone\")", Some("clients.phone")),
        ("help(\"narrow\")", Some("narrow")),
    ] {
        let text = interpreter.help(topic).expect("help");
        assert_eq!(shell.e(code).ok(), text);
        assert_eq!(shell.e(&format!("print({code})")).ok(), text);
    }
}

#[test]
fn help_about_an_unknown_name_says_which_is_near() {
    let shell = Shell::as_("marie@epic.events");
    for (code, hint) in [
        ("help(\"fitler\")", "did you mean 'filter'?"),
        ("help(filter)", "filter is a function: see help(\"filter\")"),
        ("help(\"client\")", "did you mean 'clients'?"),
        ("help(\"clients.phne\")", "did you mean 'phone'?"),
    ] {
        let said = shell.e(code);
        assert_eq!(said.code, 1, "{said}");
        assert!(said.stderr.contains(hint), "{said}");
    }
}
