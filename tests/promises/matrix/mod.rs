//! The permission matrix: everybody tries everything, and what came of it is one table to be read as a diff.
//!
//! Each cell is tried twice, in the language and in plain SQL on the same session's URL, and both must
//! agree. What there is to try is read from the catalog of the database, so a new column, table or
//! function is a new line of `matrix.snap`, and a column without a sample value fails the test.

mod actors;
mod business;
mod rows;
mod samples;
mod system;
mod trial;

use crate::harness::TestDatabase;
use actors::Actor;
use std::fmt::Write as _;
use trial::{Trial, Verdict};

const LEGEND: &str = "\
Who may do what. Each cell was tried in the language and in plain SQL on the same session, and both agree.
Edit nothing here: run the test, read the difference, accept it (INSTA_UPDATE=always) or mend the rights.

  ✔ allowed   ✘ refused   ∅ no row was touched
";

/// What is about one table, or one kind of thing: the lines of a part of the matrix.
struct Part {
    title: String,
    lines: Vec<Line>,
}

/// A line of the matrix.
struct Line {
    what: String,
    by: Box<Attempts>,
}

/// What each actor tries; none: the actor has no such case.
type Attempts = dyn Fn(&Actor) -> Option<Trial>;

#[test]
fn everybody_may_do_what_the_matrix_says() {
    let database = TestDatabase::with_demo_data();
    let ids = rows::prepare(&mut database.owner());
    let mut catalog = database.owner();
    let mut parts = business::parts(&mut catalog, &ids);
    parts.extend(system::parts(&mut catalog));
    let actors = actors::all(&database, &ids);

    // One actor after the other: the first change of a live session cuts those that are over.
    let mut surprises = Vec::new();
    let columns: Vec<Vec<char>> = actors
        .iter()
        .map(|actor| tried_by(actor, &parts, &mut surprises))
        .collect();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("..");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("matrix", written(&actors, &parts, &columns)));
}

/// A column of the matrix.
fn tried_by(actor: &Actor, parts: &[Part], surprises: &mut Vec<String>) -> Vec<char> {
    // All in the language first: trying to sign out, even if it is rolled back, cuts other connections.
    let said: Vec<Option<bool>> = parts.iter().flat_map(|part| said_by(actor, part)).collect();
    let lines = parts
        .iter()
        .flat_map(|part| part.lines.iter().map(move |line| (part, line)));
    lines
        .zip(said)
        .map(|((part, line), said)| {
            let Some(trial) = (line.by)(actor) else {
                return '·';
            };
            let verdict = actor.sends(&trial);
            if said.is_some_and(|said| said != (verdict == Verdict::Allowed)) {
                surprises.push(format!(
                    "{}, {}, {}: SQL says {verdict:?}, the language does not",
                    actor.name, part.title, line.what
                ));
            }
            verdict.sign()
        })
        .collect()
}

/// What the language lets an actor do of a part; none where it was not asked.
fn said_by(actor: &Actor, part: &Part) -> Vec<Option<bool>> {
    let mut locked_out = false;
    let says = |line: &Line| {
        let trial = (line.by)(actor)?;
        // Whom the server does not let in can't try more than to get in: once a part will do.
        let said = !locked_out && actor.says(trial.code.as_ref()?, trial.kind);
        locked_out |= actor.is_locked_out();
        Some(said)
    };
    part.lines.iter().map(says).collect()
}

fn written(actors: &[Actor], parts: &[Part], columns: &[Vec<char>]) -> String {
    let mut text = LEGEND.to_owned();
    let mut first = 0;
    for part in parts {
        let places = first..first + part.lines.len();
        first = places.end;
        let cases: Vec<(&str, &[char])> = actors
            .iter()
            .zip(columns)
            .map(|(actor, column)| (actor.name, &column[places.clone()]))
            .filter(|(_, cells)| cells.iter().any(|cell| *cell != '·'))
            .collect();
        let names = part.lines.iter().map(|line| line.what.chars().count());
        let width = names.max().unwrap_or_default();
        let _ = write!(text, "\n{:width$}", part.title);
        for (name, _) in &cases {
            let _ = write!(text, " │ {name}");
        }
        for (place, line) in part.lines.iter().enumerate() {
            let _ = write!(text, "\n{:width$}", line.what);
            for (name, cells) in &cases {
                let _ = write!(text, " │ {:^1$}", cells[place], name.chars().count());
            }
            text.truncate(text.trim_end().len());
        }
        text.push('\n');
    }
    text
}
