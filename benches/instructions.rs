//! What the shell's own work costs: making SQL of a closure, drawing a table. Instructions are counted by
//! valgrind, so that they can be compared with those of another day or another machine; times can't.
//!
//! Run it with `cargo bench --bench instructions`.

mod harness;

use epic::render::{self, Format, Layout};
use epic::rows::Rows;
use epic::script::Interpreter;
use harness::{Home, asked, instructions, resume};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// Entries that send nothing: the first has no closure, so the others less the first are translation.
const ENTRIES: [(&str, &str); 4] = [
    ("no closure", "contracts.sql()"),
    ("a comparison", "contracts.filter(|k| k.amount_due > 900).sql()"),
    (
        "conditions and joins",
        "contracts.filter(|k| k.client.commercial.email.ends_with(\".events\") && !k.signed || k.amount_due > 10).sql()",
    ),
    (
        "a subquery, a captured variable, an if",
        "let days = 30; clients.filter(|c| c.contracts.any(|k| !k.signed && k.client.phone != ())
           && if c.phone == () { c.last_contact_date < today() - days.days } else { c.company_name in [\"A\", \"B\"] }).sql()",
    ),
];
const TABLES: [(&str, usize); 2] = [("a table of 20 rows", 20), ("a table of 1,000 rows", 1_000)];

/// How often an act is timed.
const RUNS: usize = 200;

/// Where a process under valgrind finds the session.
const URL: &str = "EPIC_BENCH_URL";
const STATE: &str = "EPIC_BENCH_STATE";

fn main() {
    if let Some((act, times)) = asked() {
        let variable = |name| std::env::var(name).expect(name);
        let mut acts = Acts::new(&variable(URL), Path::new(&variable(STATE)));
        (0..times).for_each(|_| acts.act(&act));
        return;
    }
    let home = Home::new("admin@epic.events");
    let (url, state) = (home.url(), home.path().join("state"));
    let environment = [(URL, &*url), (STATE, state.to_str().expect("a plain path"))];
    println!("{:<40} {:>15} {:>12}", "", "instructions", "time");
    let names = ENTRIES.iter().map(|(name, _)| name);
    for name in names.chain(TABLES.iter().map(|(name, _)| name)) {
        let count = instructions(name, 10, &environment);
        let count = count.map_or("no valgrind".into(), render::thousands);
        let time = Acts::new(&url, &state).time(name).as_secs_f64() * 1_000_000.0;
        println!("{name:<40} {count:>15} {time:>9.1} µs");
    }
}

/// What is measured, by its name.
struct Acts {
    interpreter: Interpreter,
    rows: Rows,
}

impl Acts {
    fn new(url: &str, state: &Path) -> Self {
        let session = resume(url, state);
        let rows = session.collection("clients").expect("clients");
        let rows = rows.head(1_000).expect("rows");
        let interpreter = Interpreter::new(Some(session));
        Self { interpreter, rows }
    }

    fn act(&mut self, name: &str) {
        if let Some((_, entry)) = ENTRIES.iter().find(|entry| entry.0 == name) {
            let shown = self.interpreter.evaluate(entry, |_| Ok(()));
            shown.expect(entry);
        }
        if let Some((_, count)) = TABLES.iter().find(|table| table.0 == name) {
            let rows = Rows {
                columns: self.rows.columns.clone(),
                rows: self.rows.rows[..*count].to_vec(),
            };
            let layout = Layout {
                width: Some(120),
                color: true,
                ascii: false,
                ..Layout::default()
            };
            let mut out = Vec::new();
            render::rows(Format::Table, &rows, layout, &mut out).expect("a table");
            black_box(out);
        }
    }

    /// The median of so many runs. (An interpreter keeps all its entries, so there is one for each act.)
    fn time(&mut self, name: &str) -> Duration {
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let since = Instant::now();
                self.act(name);
                since.elapsed()
            })
            .collect();
        times.sort_unstable();
        times[RUNS / 2]
    }
}
