//! What `epic` promises, one file per promise. A test reads as input → output: what somebody types, and
//! what they get to see.

mod harness;

mod agreement;
mod all_rows;
mod asking;
mod attacks;
mod audit;
mod backup;
mod catalog;
mod changes;
mod charts;
mod commands;
mod completion;
mod connections;
mod crashes;
mod creating;
mod database;
mod doctor;
mod dry_run;
mod ending;
mod exports;
mod first_build;
mod formats;
mod former_session;
mod french;
mod importing;
mod isolation;
mod kept_catalog;
mod language;
mod library;
mod limits;
mod line;
mod login;
mod long_statement;
mod man;
mod many;
mod matrix;
mod measure;
mod migrations;
mod older_postgres;
mod out_file;
mod pager;
mod passwords;
mod pgbouncer;
mod plain_sql;
mod progress;
mod public_functions;
mod pushdown;
mod read_only;
mod readme;
mod records;
mod reference;
mod refusals;
mod rooms;
mod runs;
mod sandbox;
mod scopes;
mod screen;
mod scripts;
mod secrets;
mod sessions;
mod settings;
mod sql_command;
mod standby;
mod streams;
mod surviving;
mod survivors;
mod telemetry;
mod terminal;
mod tls;
mod transcripts;
mod types;
mod typing;
mod undo;
mod values;
mod verbs;
mod watch;
mod why;
mod words;
mod zones;

/// As in the program: scripts are stopped before they take all memory.
#[global_allocator]
static MEMORY: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

/// Not a test: the harness runs it in a process of its own.
#[test]
#[ignore = "run by the harness, to stop the server after the last test"]
fn the_caretaker() {
    harness::caretaker();
}
