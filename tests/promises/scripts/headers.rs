//! A header says what a script takes, and a mistake in it is said with its line.

use crate::harness::Shell;
use epic::library::{Header, Kind};
use insta::assert_snapshot;

fn read(text: &str) -> Result<Header, String> {
    let reserved = ["format", "dry-run", "yes", "no-color"].map(str::to_owned);
    Header::read(text, &reserved).map_err(|mistakes| {
        let lines = mistakes.iter().map(|mistake| {
            let line = text.lines().nth(mistake.line - 1).unwrap_or_default();
            let (start, width) = mistake.at;
            let part: String = line.chars().skip(start).take(width).collect();
            let hints = mistake.error.hints.join("; ");
            format!(
                "{}: '{part}': {} ({hints})",
                mistake.line, mistake.error.message
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn a_header_is_documentation_and_interface() {
    let header = read(
        "#!/usr/bin/env epic\n\
         //! What it is for.\n\
         //!\n\
         //! More, about marie@epic.events too.\n\
         //! @param days:  int  = 30      how  long\n\
         //! @param state: open|closed = open\tin this state\n\
         //! @param who: client[]?   these\n\
         //! @param title: text = \"a  b\"   of the letter\n\
         //! @role commercial, admin\n\
         //! @role support\n\
         //! @stays  people are forgotten\n\
         let x = 1; // code\n\
         //! not the header any more\n",
    )
    .expect("no mistakes");
    assert_eq!(
        header.about,
        "What it is for.\n\nMore, about marie@epic.events too."
    );
    assert_eq!(header.summary(), "What it is for.");
    assert_eq!(header.roles, ["commercial", "admin", "support"]);
    assert_eq!(header.stays.as_deref(), Some("people are forgotten"));
    let shown: Vec<_> = header
        .parameters
        .iter()
        .map(|p| {
            (
                p.name.as_str(),
                p.kind.word(),
                p.defaults(),
                p.about.as_str(),
            )
        })
        .collect();
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    assert_eq!(
        shown,
        [
            ("days", "int".to_owned(), texts(&["30"]), "how long"),
            (
                "state",
                "open|closed".to_owned(),
                texts(&["open"]),
                "in this state"
            ),
            ("who", "client".to_owned(), texts(&[]), "these"),
            (
                "title",
                "text".to_owned(),
                texts(&["a  b"]),
                "of the letter"
            ),
        ]
    );
    let who = header.parameter("who").expect("it is there");
    assert!(who.is_list && who.is_optional && who.kind == Kind::Row("client".to_owned()));
    assert!(read("clients.count()").expect("no header").is_empty());
    assert!(read("").expect("no header").is_empty());
}

const FORM: &str = "write @param days: int = 30   what it is for";
const NAMES: &str = "names are small letters, digits and _: last_day (its flag is --last-day)";
const SPACES: &str = "two spaces come before the description";
const ANOTHER: &str = "give the parameter another name";

/// A line, the part that is underlined, what is said, and what to do.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    (
        "@parm days: int",
        "@parm",
        "a header has no '@parm'",
        "did you mean 'param'?; it declares @param, @role and @stays",
    ),
    (
        "@param days",
        "days",
        "a parameter has a name and a type",
        FORM,
    ),
    (
        "@param days:",
        "days",
        "the parameter 'days' has no type",
        FORM,
    ),
    (
        "@param days: = 3",
        "days",
        "the parameter 'days' has no type",
        FORM,
    ),
    (
        "@param Days: int",
        "Days",
        "'Days' can't be the name of a parameter",
        NAMES,
    ),
    (
        "@param last-day: int",
        "last-day",
        "'last-day' can't be the name of a parameter",
        NAMES,
    ),
    (
        "@param if: int",
        "if",
        "'if' is a word of the language",
        ANOTHER,
    ),
    (
        "@param me: int",
        "me",
        "'me' is a word of the language",
        ANOTHER,
    ),
    (
        "@param format: text",
        "format",
        "--format is an option of 'epic run' itself",
        ANOTHER,
    ),
    (
        "@param color: bool",
        "color",
        "--no-color is an option of 'epic run' itself",
        ANOTHER,
    ),
    (
        "@param days: int how long",
        "int how long",
        "'int how long' is not a type",
        SPACES,
    ),
    (
        "@param days: int = 30 how long",
        "30 how long",
        "the default '30 how long' does not fit: an int is expected, such as 30",
        SPACES,
    ),
    (
        "@param days: int = x",
        "x",
        "the default 'x' does not fit: an int is expected, such as 30",
        "",
    ),
    (
        "@param days: int? = 3",
        "int?",
        "a parameter with a default is never missing",
        "leave out the ?, or the default",
    ),
    (
        "@param all: bool[]",
        "bool[]",
        "a switch is no list",
        "leave out the []",
    ),
    (
        "@param state: open|clo sed",
        "open|clo sed",
        "'clo sed' can't be one of the values",
        "values are words, with a | between them: open|closed",
    ),
    (
        "@param state: a|b = c",
        "c",
        "the default 'c' does not fit: one of a, b is expected; did you mean 'a'?",
        "",
    ),
    (
        "@param new_password: int",
        "int",
        "'new_password' is a secret by its name",
        "secrets are of type text, and come from EPIC_PARAM_NEW_PASSWORD; or give it another name",
    ),
    (
        "@param api_token: text = abc",
        "abc",
        "a secret is never written in a script",
        "it is taken from EPIC_PARAM_API_TOKEN, or asked for",
    ),
    (
        "@stays",
        "@stays",
        "why its runs can't be taken back is said in 1 to 1000 characters",
        "write @stays people are forgotten for good",
    ),
    (
        "@role commercial admin",
        "commercial admin",
        "roles are words, with a comma between them",
        "write @role commercial, admin",
    ),
];

#[test]
fn a_mistake_says_where_and_what_to_write() {
    for (line, part, what, hint) in MISTAKES {
        let said = read(&format!("//! About.\n//! {line}\n")).expect_err(line);
        assert_eq!(said, format!("2: '{part}': {what} ({hint})"), "{line}");
    }
}

#[test]
fn all_mistakes_are_said_and_what_stands_behind_the_header_is_one() {
    let said = read(
        "//! @param a: int = x\n//! @param b: int\n//! @param b: text\n1\n//! @param c: int\n",
    );
    assert_snapshot!(said.expect_err("mistakes"), @r"
    1: 'x': the default 'x' does not fit: an int is expected, such as 30 ()
    3: 'b': the parameter 'b' is declared twice (first in line 2)
    5: '//! @param c: int': this is declared behind the header, and has no effect there (the header is the lines at the beginning: move it there)
    ");
}

#[test]
fn a_mistake_spoils_only_its_own_script() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/good.rhai", "//! Good.\n1 + 1\n");
    marie.file(
        "scripts/bad.rhai",
        "//! Bad.\n//! @param days: itn = 30   how long\n//! @role boss\n1\n",
    );
    marie.file("scripts/worse.rhai", "//! @param days int\n1\n");
    assert_eq!(marie.run(&["run", "good"]).to_string(), "2\n");
    assert_snapshot!(marie.run(&["run", "bad"]), @r"
    --- stderr
    error: ./scripts/bad.rhai: there is no type 'itn'
     2 │ //! @param days: itn = 30   how long
       │                  ^^^
     hint: did you mean 'int'?
     hint: types: int, decimal, bool, text, date, timestamp, span, path, email, collaborator, client, contract, event, or values: a|b|c
     hint: also line 3: there is no role 'boss' (roles: admin, commercial, support)
    --- exit 1
    ");
    assert_snapshot!(marie.run(&["run", "worse", "--help"]), @r"
    --- stderr
    error: ./scripts/worse.rhai: a parameter has a name and a type
     1 │ //! @param days int
       │            ^^^^^^^^
     hint: write @param days: int = 30   what it is for
    --- exit 1
    ");
    let said = marie.run(&["scripts", "--format", "csv"]);
    assert!(
        said.ok()
            .contains("worse,its header has a mistake: epic scripts check worse,"),
        "{said}"
    );
    assert!(said.stdout.contains("good,Good.,"), "{said}");
}
