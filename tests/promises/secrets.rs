//! Where passwords, keys and tokens may not be found: process lists, the history, what `epic` says, what the
//! server shows of its sessions and statements, and its log with everything that can be logged turned on.

use crate::harness::{OwnServer, PASSWORD, Shell, Terminal};
use argon2::{Algorithm, Argon2, Params, Version};
use epic::access::TokenFile;
use postgres::Client;
use secrecy::ExposeSecret;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle, sleep};
use std::time::Duration;

const FIRST: &str = "seven purple ducks";
const SECOND: &str = "eight yellow geese";
const WRONG: &str = "nine orange swans";
const OTHERS: &str = "ten crimson owls";

/// Everything that a server can be told to log or to count.
const SETTINGS: [(&str, &str); 6] = [
    ("shared_preload_libraries", "pg_stat_statements"),
    ("log_statement", "all"),
    ("log_min_duration_statement", "0"),
    ("log_min_messages", "debug1"),
    ("log_error_verbosity", "verbose"),
    ("log_connections", "on"),
];

#[test]
fn secrets_are_found_nowhere() {
    let server = OwnServer::with(&SETTINGS);
    server.set(&[("pg_stat_statements.track", "all")]);
    let shell = Shell::at(server.database());
    let mut superuser = server.superuser();
    let create = "create extension pg_stat_statements schema public";
    superuser
        .batch_execute(create)
        .expect("it comes with PostgreSQL");
    let watch = Watch::begin(server.superuser());
    let mut secrets = Secrets::default();

    let said = session_of_marie(&shell, &mut superuser, &mut secrets);

    let seen = watch.end();
    let statements = texts(
        &mut superuser,
        "select query from public.pg_stat_statements",
    );
    let log = server.log();
    // They would be there, if they were anywhere.
    for (where_, text) in [
        ("log", &log),
        ("pg_stat_statements", &statements),
        ("what was seen", &seen),
    ] {
        assert!(text.contains("auth.attempt("), "{where_}: {text}");
    }
    assert!(seen.contains("login\0marie@epic.events"), "{seen}");
    for (where_, text) in [
        ("the server's log", &log),
        ("pg_stat_statements", &statements),
        ("a process list, or pg_stat_activity", &seen),
        ("what epic said", &said),
    ] {
        secrets.are_not_in(where_, text);
    }
    for file in files(shell.home()) {
        let text = String::from_utf8_lossy(&fs::read(&file).expect("readable")).into_owned();
        if file.ends_with("state/token") {
            secrets.0.retain(|(name, _)| !name.contains("token"));
        }
        secrets.are_not_in(&file.display().to_string(), &text);
    }
    let history = fs::read_to_string(shell.state().join("history")).expect("a history");
    assert_eq!(history, ":login marie@epic.events\n:whoami\n");
}

#[test]
fn no_session_can_have_its_parameters_logged() {
    let marie = Shell::as_("marie@epic.events");
    let mut sql = marie.psql_url();
    let shown: String = sql
        .query_one("show log_parameter_max_length", &[])
        .expect("a setting")
        .get(0);
    assert_eq!(shown, "0");
    for set in [
        "set log_parameter_max_length = -1",
        "alter role current_user set log_parameter_max_length = -1",
        "set log_statement = 'all'",
    ] {
        assert!(sql.batch_execute(set).is_err(), "{set}");
    }
}

/// Everything that Marie does with passwords, and an admin with hers. Returns all that `epic` said.
fn session_of_marie(shell: &Shell, superuser: &mut Client, secrets: &mut Secrets) -> String {
    let marie = "marie@epic.events";
    let passwd = |present: &str, new: &str| {
        let lines = format!("{present}\n{new}\n");
        shell
            .run_with(&["passwd", "--password-stdin"], &lines)
            .to_string()
    };
    // Not the password itself: other tests have it in their command lines.
    secrets.key(superuser, 2, PASSWORD);
    let mut said = shell.login(marie, PASSWORD).to_string();
    said += &passwd(PASSWORD, FIRST);
    secrets.password(superuser, 2, FIRST);
    secrets.password(superuser, 2, WRONG);
    said += &shell.login(marie, WRONG).to_string();
    said += &passwd(WRONG, SECOND);
    said += &shell.login(marie, FIRST).to_string();
    said += &passwd(FIRST, SECOND);
    secrets.password(superuser, 2, SECOND);
    // A longer key, kept at the next login.
    superuser
        .batch_execute("update auth.config set argon = 'm=19456,t=3,p=1'")
        .expect("a setting");
    said += &shell.login(marie, SECOND).to_string();
    secrets.password(superuser, 2, SECOND);
    secrets.token(shell);

    let admin = shell.beside("admin@epic.events");
    secrets.token(&admin);
    let other = OTHERS.to_owned().into();
    admin.session().set_password(2, &other).expect("she may");
    secrets.password(superuser, 2, OTHERS);
    said += &shell.e("clients.count()").to_string();
    said += &shell.login(marie, OTHERS).to_string();
    secrets.token(shell);
    for arguments in [
        &["whoami", "--timing"][..],
        &["sessions"],
        &["-e", "me"],
        &["-e", "nonsense("],
        &["sql", "selct"],
        &["sql", "select 1 / 0"],
    ] {
        said += &shell.run(arguments).to_string();
    }
    // The database refuses, and writes the statement to its log.
    let mut other_program = shell.psql_url();
    other_program
        .execute("select auth.attempt('marie@epic.events', 'short')", &[])
        .expect_err("32 bytes");
    said += &at_a_terminal(shell);
    said
}

fn at_a_terminal(shell: &Shell) -> String {
    let mut terminal = Terminal::of(shell, &[]);
    let prompt = "marie (commercial) ❯ ";
    let mut shown = terminal.prompts(prompt);
    terminal.enters(":login marie@epic.events");
    shown += &terminal.reads("Password: ");
    terminal.enters(WRONG);
    shown += &terminal.reads("wrong e-mail or password");
    shown += &terminal.prompts(prompt);
    terminal.enters(" :login marie@epic.events");
    shown += &terminal.reads("Password: ");
    terminal.enters(OTHERS);
    shown += &terminal.reads("Signed in as");
    shown += &terminal.prompts(prompt);
    terminal.enters(":whoami");
    shown += &terminal.prompts(prompt);
    terminal.leaves();
    shown
}

/// What may not be found, and what it is.
#[derive(Default)]
struct Secrets(Vec<(String, String)>);

impl Secrets {
    /// A password, and the key that somebody's present salt makes of it.
    fn password(&mut self, superuser: &mut Client, id: i64, password: &str) {
        self.0
            .push((format!("the password '{password}'"), password.to_owned()));
        self.key(superuser, id, password);
    }

    fn key(&mut self, superuser: &mut Client, id: i64, password: &str) {
        let sql = "select salt, argon from auth.credential where collaborator_id = $1";
        let row = superuser.query_one(sql, &[&id]).expect("a row");
        let (salt, argon): (Vec<u8>, String) = (row.get(0), row.get(1));
        let costs: Vec<u32> = argon
            .split(',')
            .map(|part| part[2..].parse().expect("a number"))
            .collect();
        let params = Params::new(costs[0], costs[1], costs[2], Some(32)).expect("costs");
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), &salt, &mut key)
            .expect("a key");
        self.0
            .push((format!("the key of '{password}'"), epic::value::hex(&key)));
    }

    /// The token that somebody has now, its signature, and the password of its role.
    fn token(&mut self, shell: &Shell) {
        let token = TokenFile::new(&shell.state())
            .load()
            .expect("a good token")
            .expect("a token");
        let text = token.secret().expose_secret().to_owned();
        let signature = text.rsplit('.').next().expect("three parts").to_owned();
        self.0.push(("a token".to_owned(), text));
        self.0
            .push(("the signature of a token".to_owned(), signature));
        let password = token.session_password().expose_secret().to_owned();
        self.0.push(("a session's password".to_owned(), password));
    }

    #[track_caller]
    fn are_not_in(&self, place: &str, text: &str) {
        for (name, secret) in &self.0 {
            let found = text.to_lowercase().find(&secret.to_lowercase());
            assert!(found.is_none(), "{name} is in {place}");
        }
    }
}

/// Looks at process lists and at `pg_stat_activity` all the time.
struct Watch {
    over: Arc<AtomicBool>,
    looking: JoinHandle<BTreeSet<String>>,
}

impl Watch {
    fn begin(mut superuser: Client) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&over);
        let looking = thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !is_over.load(Ordering::Relaxed) {
                let sessions =
                    "select concat_ws(' ', usename, application_name, query) from pg_stat_activity";
                seen.insert(texts(&mut superuser, sessions));
                seen.extend(command_lines());
                sleep(Duration::from_millis(2));
            }
            seen
        });
        Self { over, looking }
    }

    fn end(self) -> String {
        self.over.store(true, Ordering::Relaxed);
        let seen = self.looking.join().expect("it looked");
        seen.into_iter().collect::<Vec<_>>().join("\n")
    }
}

fn command_lines() -> impl Iterator<Item = String> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| fs::read(process.path().join("cmdline")).ok())
        .map(|line| String::from_utf8_lossy(&line).into_owned())
}

fn texts(client: &mut Client, sql: &str) -> String {
    let rows = client.query(sql, &[]).expect("texts");
    let text = |row: &postgres::Row| row.get::<_, Option<String>>(0).unwrap_or_default();
    rows.iter().map(text).collect::<Vec<_>>().join("\n")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .flat_map(|entry| match entry.path() {
            path if path.is_dir() => files(&path),
            path => vec![path],
        })
        .collect()
}
