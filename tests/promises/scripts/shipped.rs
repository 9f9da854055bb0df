//! The scripts that ship with the program are of use, for those that they are for.

use crate::harness::Shell;
use std::path::Path;

const ADMIN: &str = "admin@epic.events";
const MARIE: &str = "marie@epic.events";
const SAM: &str = "sam@epic.events";

/// Each, with arguments to try, and people it is for.
const SHIPPED: [(&str, &[&str], &[&str]); 9] = [
    (
        "anonymise-inactive",
        &["--silence", "60d", "--yes"],
        &[ADMIN],
    ),
    ("data-quality", &["--commercial", MARIE], &[ADMIN, MARIE]),
    (
        "follow-ups",
        &["--days", "14", "--settled", "--most", "5"],
        &[ADMIN, MARIE],
    ),
    (
        "import-clients",
        &["--file", "new.csv", "--left", "left.csv", "--dates", "dmy"],
        &[ADMIN, MARIE],
    ),
    ("monthly-report", &["--month", "-60d"], &[ADMIN]),
    (
        "my-week",
        &["--days", "14", "--from", "next monday"],
        &[MARIE, SAM],
    ),
    (
        "reassign-portfolio",
        &["--from", "luc@epic.events", "--to", MARIE, "--deactivate"],
        &[ADMIN],
    ),
    (
        "unassigned-events",
        &["--assign", "--within", "400d"],
        &[ADMIN],
    ),
    (
        "unpaid",
        &["--by", "contract", "--least", "1000", "--client", "12"],
        &[ADMIN, MARIE],
    ),
];

/// Those that change something.
const CHANGING: [&str; 4] = [
    "anonymise-inactive",
    "import-clients",
    "reassign-portfolio",
    "unassigned-events",
];

#[test]
fn each_is_in_order_documented_and_at_most_a_screen() {
    let first = Shell::as_(SAM);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "rhai")
        {
            files += 1;
            assert!(text.lines().count() <= 50, "{entry:?}");
            assert!(text.starts_with("//! "), "{entry:?}");
        }
    }
    assert_eq!(files, SHIPPED.len(), "each is tried here");
    for (name, _, people) in SHIPPED {
        let person = first.beside(people[0]);
        let said = person.run(&["scripts", "check", name]);
        assert!(
            said.ok().starts_with(&format!("{name}: in order")),
            "{said}"
        );
        assert!(!said.stdout.contains("you may not"), "{said}");
        assert!(
            person
                .run(&["run", name, "--help"])
                .ok()
                .contains("Parameters:")
        );
    }
}

#[test]
fn those_it_is_for_run_it_dry_without_a_change_and_others_are_refused() {
    let marie = Shell::as_(MARIE);
    let people = [
        (MARIE, marie.beside(MARIE)),
        (ADMIN, marie.beside(ADMIN)),
        (SAM, marie.beside(SAM)),
    ];
    let csv = "Full name,E-mail,Commercial\nAda Byron,ada@example.org,marie@epic.events\n";
    let mut owner = marie.owner();
    let mut changes = || -> i64 {
        let said = owner.query_one("select count(*) from audit.log", &[]);
        said.expect("a number").get(0)
    };
    let before = changes();
    for (name, arguments, whom) in SHIPPED {
        for (email, person) in &people {
            person.file("new.csv", csv);
            let said = person.run(&[&["run", name, "--dry-run"], arguments].concat());
            if whom.contains(email) {
                let shown = said.ok();
                let shows_changes = shown.contains(" updated") || shown.contains(" created");
                assert_eq!(shows_changes, CHANGING.contains(&name), "{said}");
            } else {
                assert_eq!(said.code, 4, "{name} {email}: {said}");
            }
        }
    }
    assert_eq!(changes(), before);
    for (name, email) in [("follow-ups", MARIE), ("unpaid", ADMIN), ("my-week", SAM)] {
        let person = people.iter().find(|(known, _)| *known == email);
        person.expect("known").1.run(&["run", name]).ok();
    }
}

#[test]
fn follow_ups_are_mine_with_what_matters_most_first() {
    let marie = Shell::as_("marie@epic.events");
    let said = marie.run(&["run", "follow-ups", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(said.ok().as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 50, "{said}");
    let sum = |row: &csv::StringRecord| -> f64 {
        let number = |at: usize| row[at].parse::<f64>().expect("a number");
        number(6) + number(7)
    };
    assert!(
        rows.windows(2).all(|pair| sum(&pair[0]) >= sum(&pair[1])),
        "{said}"
    );
    assert!(rows.iter().all(|row| sum(row) > 0.0), "{said}");
    let first = format!(
        "let c = clients.get({}); [c.commercial == me, c.last_contact_date < today() - 30.days]",
        &rows[0][0]
    );
    assert_eq!(marie.e(&first).ok(), "[true, true]");
    // Those of a colleague are read by anybody.
    let lucs = marie.run(&[
        "run",
        "follow-ups",
        "--commercial",
        "luc@epic.events",
        "--most",
        "1",
        "--format",
        "ndjson",
    ]);
    assert!(lucs.ok().starts_with("{\"id\":"), "{lucs}");
}

#[test]
fn unpaid_adds_up() {
    let admin = Shell::as_("admin@epic.events");
    let all = "contracts.filter(|k| k.signed && k.amount_due > 0)";
    for by in ["client", "contract"] {
        let said = admin.run(&["run", "unpaid", "--by", by, "--format", "csv"]);
        let mut rows = csv::Reader::from_reader(said.ok().as_bytes());
        let due = rows
            .headers()
            .expect("a header")
            .iter()
            .position(|name| name == "due")
            .expect("a sum");
        let cents = |text: &str| text.replace('.', "").parse::<i64>().expect("money");
        let sum: i64 = rows
            .records()
            .map(|row| cents(&row.expect("a row")[due]))
            .sum();
        let total = admin.e(&format!("{all}.sum(|k| k.amount_due)"));
        assert_eq!(sum, cents(total.ok()), "{by}");
    }
}
