//! From a Tab to what it lists, in a database of a hundred tables: somebody at a terminal writes the beginning of a line
//! and waits.
//!
//! Run it with `cargo bench --bench completion`. What a person does not notice is under 30 ms.

mod harness;

use harness::{Home, Prompt};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How many tables there are besides those of the house.
const TABLES: usize = 96;
/// How often each line is completed.
const ROUNDS: usize = 40;

/// What it is, what is written, and what is shown last.
const LINES: [(&str, &str, &str); 9] = [
    ("names", "con", "contracts"),
    ("fields of a record", "clients.get(12).comp", "company_name"),
    (
        "methods in a closure",
        "clients.filter(|c| c.company_name.con",
        "contains(",
    ),
    ("members of anything", "nonsense.column_1", "column_19"),
    (
        "letters in their order",
        "clients.get(12).cmpname",
        "company_name",
    ),
    ("keys of a map", "clients.create(#{ comp", "company_name: "),
    ("tables of SQL", "select * from table_9", "table_95"),
    (
        "columns of SQL",
        "select * from clients c where c.compa",
        "company_name",
    ),
    (
        "e-mails in a text",
        "clients.filter(|c| c.email == \"kevin.case",
        "kevin.casey@",
    ),
];

fn main() {
    let home = Home::new("admin@epic.events");
    home.add_tables(0..TABLES);
    let mut command = home.epic(&["--no-color"]);
    command.stdin(Stdio::inherit());
    let mut prompt = Prompt::of(command, Prompt::READY);
    println!("{} tables, {ROUNDS} Tabs each", TABLES + 4);
    for (title, line, shown) in LINES {
        // What the database has to say is there for a later Tab.
        prompt.complete(line, shown);
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| timed(&mut prompt, line, shown))
            .collect();
        times.sort_unstable();
        let [median, slow] =
            [ROUNDS / 2, ROUNDS * 95 / 100].map(|at| times[at].as_secs_f64() * 1000.0);
        println!("{title:<24} {median:6.1} ms   95 of 100 in {slow:6.1} ms");
    }
}

fn timed(prompt: &mut Prompt, line: &str, shown: &str) -> Duration {
    prompt.write(line);
    let since = Instant::now();
    prompt.tab(shown);
    let taken = since.elapsed();
    prompt.clear();
    taken
}
