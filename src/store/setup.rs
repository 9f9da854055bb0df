//! Setting up a database: roles, the database itself, migrations, demo data. For its owner only.
//!
//! All of it is SQL from `sql/`, built into the binary. Everything can be repeated: what is there
//! already stays as it is.

use super::database::Database;
use super::failure;
use super::roles::LOGIN_ROLE;
use super::server::Server;
use crate::error::{Error, Result};
use postgres::Client;
use postgres::error::SqlState;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

const ROLES: &str = include_str!("../../sql/init/01_roles.sql");
const DATABASE: &str = include_str!("../../sql/init/02_database.sql");
const DEMO: &str = include_str!("../../sql/seed/demo.sql");

/// How often roles are created when another installer disturbs it.
const TRIES: u32 = 50;
/// Where the server says that another transaction changed or dropped a row of its own catalogs meanwhile.
const CHANGED_MEANWHILE: [&str; 2] = ["simple_heap_update", "simple_heap_delete"];

mod migrations {
    refinery::embed_migrations!("sql/migrations");
}

/// A migration and whether it was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// `V3 permissions`
    pub name: String,
    /// When it was applied, as text; none when it is still to come.
    pub applied: Option<String>,
    /// Whether this binary has it: if not, the database was migrated by a newer one.
    pub is_known: bool,
}

/// Creates the roles and the database, if they are not there, and says what it did.
///
/// `admin` is a superuser, or a role that may create roles and databases; its database is the one to
/// create. With `login_password`, `epic_login` gets it.
///
/// # Errors
/// The server can't be reached or refuses.
pub fn initialise(admin: &Server, login_password: Option<&SecretString>) -> Result<Vec<String>> {
    let mut done = Vec::new();
    let name = admin.database().to_owned();
    let mut client = connect_somewhere(admin)?;
    batch_undisturbed(&mut client, ROLES)?;
    done.push("roles are in place".to_owned());
    if let Some(password) = login_password {
        // Only the verifier is sent: statements may be logged.
        let verifier =
            postgres_protocol::password::scram_sha_256(password.expose_secret().as_bytes());
        batch(
            &mut client,
            &format!("alter role epic_login password '{verifier}'"),
        )?;
    }
    if exists(
        &mut client,
        "select from pg_database where datname = $1",
        &name,
    )? {
        done.push(format!("database {name} is in place"));
    } else {
        batch(
            &mut client,
            &format!("create database {} owner epic_owner", identifier(&name)),
        )?;
        done.push(format!("database {name} created"));
    }
    batch_undisturbed(&mut connect(admin)?, DATABASE)?;
    done.push("the database is closed to everyone but the shell's roles".to_owned());
    Ok(done)
}

/// Whether the shell's roles are there already: some database of the server uses them.
///
/// # Errors
/// The server can't be reached or refuses.
pub fn has_roles(admin: &Server) -> Result<bool> {
    exists(
        &mut connect_somewhere(admin)?,
        "select from pg_roles where rolname = $1",
        LOGIN_ROLE,
    )
}

/// Connects to the database itself, or where there is none yet, to the one that every server has.
fn connect_somewhere(admin: &Server) -> Result<Client> {
    match admin.connect() {
        Err(failure) if failure.code() == Some(&SqlState::UNDEFINED_DATABASE) => {
            connect(&admin.with_database("postgres"))
        }
        result => result.map_err(|failure| admin.refused(&failure)),
    }
}

/// Applies the migrations that are missing, and names them.
///
/// # Errors
/// A migration fails (then it changed nothing), or one that was applied is not the one of this binary.
pub fn migrate(owner: &Server) -> Result<Vec<String>> {
    let mut client = connect_as_owner(owner)?;
    let report = runner()
        .run(&mut client)
        .map_err(|error| of_migration(&error))?;
    Ok(report.applied_migrations().iter().map(label).collect())
}

/// All migrations of this binary, applied or not, and those that only the database knows.
///
/// # Errors
/// The database can't be reached, or was never set up.
pub fn migrations(owner: &Server) -> Result<Vec<Migration>> {
    let mut client = connect_as_owner(owner)?;
    let applied = runner()
        .get_applied_migrations(&mut client)
        .map_err(|error| of_migration(&error))?;
    let runner = runner();
    let mut known: Vec<_> = runner.get_migrations().iter().collect();
    known.sort_by_key(|migration| migration.version()); // they come by name, V10 before V2
    let is_known = |done: &refinery::Migration| {
        let mut known = known.iter();
        known.any(|known| known.version() == done.version())
    };
    let newer = applied.iter().filter(|done| !is_known(done));
    let of_this = known.iter().map(|known| Migration {
        name: label(known),
        applied: applied
            .iter()
            .find(|done| done.version() == known.version())
            .and_then(applied_on),
        is_known: true,
    });
    let of_newer = newer.map(|done| Migration {
        name: label(done),
        applied: applied_on(done),
        is_known: false,
    });
    Ok(of_this.chain(of_newer).collect())
}

fn applied_on(done: &refinery::Migration) -> Option<String> {
    done.applied_on().map(|at| format!("{}", at.date()))
}

/// Fills an empty database with demo data, in the open unit of work of its owner: what else belongs to it
/// (passwords) comes with it, or nothing does.
///
/// # Errors
/// The database is not empty.
pub fn seed(owner: &Database) -> Result<()> {
    owner.batch(DEMO)
}

/// Lets the server look at the data, so that it finds good plans at once.
///
/// # Errors
/// The database can't be reached.
pub fn analyze(owner: &Server) -> Result<()> {
    batch(&mut connect_as_owner(owner)?, "analyze")
}

/// What lives in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// No collaborator yet.
    Empty,
    /// The demo data.
    Demo,
    /// Somebody's own data.
    Real,
}

/// Looks at what a migrated database holds.
///
/// # Errors
/// The database can't be reached.
pub fn content(owner: &Server) -> Result<Content> {
    let mut client = connect_as_owner(owner)?;
    let sql = "select exists (select from epic.demo), exists (select from crm.collaborators)";
    let row = client.query_one(sql, &[]).map_err(|error| of(&error))?;
    Ok(match (row.get(0), row.get(1)) {
        (true, _) => Content::Demo,
        (false, true) => Content::Real,
        (false, false) => Content::Empty,
    })
}

/// Drops the database, ending all its sessions.
///
/// # Errors
/// The server refuses.
pub fn drop_database(admin: &Server) -> Result<()> {
    let mut client = connect(&admin.with_database("postgres"))?;
    batch(
        &mut client,
        &format!(
            "drop database if exists {} with (force)",
            identifier(admin.database())
        ),
    )
}

/// Whether the database exists.
///
/// # Errors
/// The server can't be reached.
pub fn database_exists(admin: &Server) -> Result<bool> {
    let mut client = connect(&admin.with_database("postgres"))?;
    exists(
        &mut client,
        "select from pg_database where datname = $1",
        admin.database(),
    )
}

/// Changes when anything in `sql/` does: tells whether a database was set up by this very binary.
#[must_use]
pub fn fingerprint() -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for text in [ROLES, DATABASE, DEMO] {
        hash.update(text);
    }
    for migration in runner().get_migrations() {
        hash.update(migration.sql().unwrap_or_default());
    }
    crate::value::hex(&hash.finalize())
}

fn runner() -> refinery::Runner {
    let mut runner = migrations::migrations::runner();
    runner.set_migration_table_name("epic.migrations");
    runner
}

fn label(migration: &refinery::Migration) -> String {
    format!(
        "V{} {}",
        migration.version(),
        migration.name().replace('_', " ")
    )
}

fn connect(server: &Server) -> Result<Client> {
    server.connect().map_err(|failure| server.refused(&failure))
}

/// Connects and acts as the owner of everything.
fn connect_as_owner(server: &Server) -> Result<Client> {
    server.as_owner().connect().map_err(|failure| {
        let refused = server.refused(&failure);
        if failure.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
            let role = server.role().unwrap_or("this role");
            return Error::not_allowed(format!(
                "{role} may not act as the owner of {}",
                server.label()
            ))
            .hint("DATABASE_OWNER_URL must name the role that ran: epic db init");
        }
        refused
    })
}

fn batch(client: &mut Client, sql: &str) -> Result<()> {
    client
        .batch_execute(sql)
        .map_err(|error| failure::of_statement(&error, sql))
}

/// Again when another installer disturbs it: the lock in it holds back those of the same database only, and roles
/// belong to them all.
fn batch_undisturbed(client: &mut Client, sql: &str) -> Result<()> {
    let mut tries = 0;
    while let Err(error) = batch(client, sql) {
        let code = error.cause.as_ref().map(|cause| cause.code.as_str());
        let is_disturbed = code == Some(SqlState::T_R_DEADLOCK_DETECTED.code())
            || failure::comes_from(&error, &CHANGED_MEANWHILE);
        tries += 1;
        if !is_disturbed || tries == TRIES {
            return Err(error);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn exists(client: &mut Client, sql: &str, name: &str) -> Result<bool> {
    Ok(client
        .query_opt(sql, &[&name])
        .map_err(|error| of(&error))?
        .is_some())
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn of(error: &postgres::Error) -> Error {
    failure::of_statement(error, "")
}

fn of_migration(error: &refinery::Error) -> Error {
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    Error::failed(format!("the migrations stopped: {reason}"))
        .hint("nothing of the migration that failed was kept; epic db status shows where it stands")
}
