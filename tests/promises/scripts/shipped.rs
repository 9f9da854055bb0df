//! The scripts that ship with the program are of use, for those that they are for.

use crate::harness::Shell;
use std::path::Path;

/// Each, with arguments to try.
const SHIPPED: [(&str, &[&str]); 2] = [
    ("follow-ups", &["--days", "14", "--settled", "--most", "5"]),
    (
        "unpaid",
        &["--by", "contract", "--least", "1000", "--client", "12"],
    ),
];

#[test]
fn each_is_in_order_documented_and_at_most_a_screen() {
    let marie = Shell::as_("marie@epic.events");
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
    for (name, _) in SHIPPED {
        let said = marie.run(&["scripts", "check", name]);
        assert!(
            said.ok().starts_with(&format!("{name}: in order")),
            "{said}"
        );
        assert!(!said.stdout.contains("you may not"), "{said}");
        assert!(
            marie
                .run(&["run", name, "--help"])
                .ok()
                .contains("Parameters:")
        );
    }
}

#[test]
fn those_it_is_for_run_it_and_others_are_refused() {
    let marie = Shell::as_("marie@epic.events");
    let (admin, sam) = (
        marie.beside("admin@epic.events"),
        marie.beside("sam@epic.events"),
    );
    for (name, arguments) in SHIPPED {
        for person in [&marie, &admin] {
            person.run(&["run", name]).ok();
            person.run(&[&["run", name], arguments].concat()).ok();
        }
        let said = sam.run(&["run", name]);
        assert_eq!(said.code, 4, "{said}");
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
