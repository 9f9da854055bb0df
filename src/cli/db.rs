//! `epic db …`: for the database's owner.

use super::arguments::Db;
use super::doctor;
use super::others;
use super::session::password_of_stdin;
use crate::access::password;
use crate::account::ask_twice;
use crate::api::HOW_TO_WRITE;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::place::{self, Owner};
use crate::shell::{self, Console};
use crate::store::setup::{self, Content};
use crate::store::{Database, LOGIN_ROLE, Row, Server};
use crate::value::Value;
use secrecy::{ExposeSecret, SecretString};

/// The password of all demo accounts.
pub(super) const DEMO_PASSWORD: &str = "epic-events-demo";

/// `epic db …`; says with what code the process ends.
pub(super) fn run(config: &Config, console: &Console, command: Db) -> Result<u8> {
    if config.read_only && command.changes() {
        return Err(Error::usage(
            "this command of the database's owner is not for where epic only reads",
        )
        .hint(HOW_TO_WRITE));
    }
    match command {
        Db::Init { new_password } => init(config, new_password)?,
        Db::Migrate => migrate(&Owner::open(config)?.server)?,
        Db::Status => return doctor::status(config, &console.printer),
        Db::Seed => seed(&Owner::open(config)?.server)?,
        Db::Admin {
            email,
            name,
            password_stdin,
        } => admin(config, console, email, name, password_stdin)?,
        Db::Ttl { duration } => ttl(config, &duration.join(" "))?,
        Db::Start { tcp } => {
            let status = place::embedded(config).start(tcp)?;
            shell::say(format!(
                "The embedded server runs (process {}).",
                status.pid.unwrap_or_default()
            ));
        }
        Db::Stop => {
            let _here = others::may_end(config, console)?;
            let stopped = place::embedded(config).stop()?;
            shell::say(if stopped {
                "The embedded server is stopped."
            } else {
                "The embedded server was not running."
            });
        }
    }
    Ok(0)
}

fn init(config: &Config, new_password: bool) -> Result<()> {
    let owner = Owner::as_it_is(config)?;
    let password = login_password(config, &owner, new_password)?;
    for done in setup::initialise(&owner.server, password.known())? {
        shell::say(format!("· {done}"));
    }
    migrate(&owner.server)?;
    if let LoginPassword::New(password) = password {
        let url = owner.server.as_role(LOGIN_ROLE, &password).url();
        shell::say(
            "Give this to your staff as DATABASE_URL (with it one can log in, and nothing else):",
        );
        shell::print(url.expose_secret())?;
    }
    Ok(())
}

/// The password of the shared login. It is one for the whole server: other databases there use it too.
enum LoginPassword {
    /// It has one, which is not known here.
    Kept,
    /// The one in `DATABASE_URL`, or the embedded server's.
    Known(SecretString),
    /// Just made up.
    New(SecretString),
}

impl LoginPassword {
    fn known(&self) -> Option<&SecretString> {
        match self {
            Self::Kept => None,
            Self::Known(password) | Self::New(password) => Some(password),
        }
    }
}

fn login_password(config: &Config, owner: &Owner, new_password: bool) -> Result<LoginPassword> {
    if let Some(here) = &owner.here {
        return here.embedded.login_password().map(LoginPassword::Known);
    }
    let server = config
        .database_url
        .as_ref()
        .map(Server::from_url)
        .transpose()?;
    let given = server
        .filter(|server| server.role() == Some(LOGIN_ROLE))
        .and_then(|server| server.password());
    if let Some(password) = given {
        return Ok(LoginPassword::Known(password));
    }
    if !new_password && setup::has_roles(&owner.server)? {
        shell::say(format!(
            "· {LOGIN_ROLE} keeps its password; another one: epic db init --new-password"
        ));
        return Ok(LoginPassword::Kept);
    }
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Error::failed("the system has no random numbers"))?;
    Ok(LoginPassword::New(crate::value::hex(&bytes).into()))
}

fn migrate(owner: &Server) -> Result<()> {
    let applied = setup::migrate(owner)?;
    for name in &applied {
        shell::say(format!("· {name}"));
    }
    if applied.is_empty() {
        shell::say("· all migrations are applied");
    }
    Ok(())
}

/// Fills an empty database with demo data, and gives all demo accounts their password.
pub(super) fn seed(owner: &Server) -> Result<()> {
    if setup::content(owner)? != Content::Empty {
        return Err(Error::failed(format!("{} is not empty", owner.label()))
            .hint("demo data goes into an empty database only"));
    }
    let database = Database::new(owner.as_owner());
    database.begin()?;
    setup::seed(&database)?;
    for row in database.query("select id from collaborators order by id", &[])? {
        if let Value::Int(id) = row.get(0)? {
            password::set(&database, id, &DEMO_PASSWORD.to_owned().into())?;
        }
    }
    database.commit()?;
    setup::analyze(owner)?;
    shell::say(format!(
        "The demo data is there. Anybody can sign in to it: the password is {DEMO_PASSWORD}."
    ));
    Ok(())
}

/// Creates the first administrator.
fn admin(
    config: &Config,
    console: &Console,
    email: Option<String>,
    name: Option<String>,
    password_stdin: bool,
) -> Result<()> {
    let owner = Owner::open(config)?;
    let database = Database::new(owner.server.as_owner());
    let admins = database.query(
        "select email from collaborators where role = 'admin' and active",
        &[],
    )?;
    if let Some(first) = admins.first() {
        return Err(Error::failed(format!(
            "there is an administrator already: {}",
            first.get(0)?
        ))
        .hint("an administrator creates the others in the shell: collaborators.create(#{ … })"));
    }
    let ask =
        |given: Option<String>, question: &str| given.map_or_else(|| console.ask(question), Ok);
    let email = ask(email, "E-mail: ")?.trim().to_lowercase();
    let name = ask(name, "Full name: ")?;
    let password = if password_stdin {
        password_of_stdin()?
    } else {
        ask_twice(console, "Password: ")?
    };
    password::check_strength(&password)?;
    database.begin()?;
    let create = "insert into collaborators (employee_number, full_name, email, department, role)
        values ('1', $1, $2, 'Administration', 'admin') returning id";
    let created = database.query(create, &[Value::Text(name), Value::Text(email.clone())])?;
    if let Some(Value::Int(id)) = Row::first_value(&created)? {
        password::set(&database, id, &password)?;
    }
    database.commit()?;
    shell::say(format!(
        "{email} is an administrator now. Sign in with: epic login {email}"
    ));
    Ok(())
}

/// Shows how long sessions last; sets it first, unless `duration` is empty.
fn ttl(config: &Config, duration: &str) -> Result<()> {
    let owner = Owner::open(config)?; // an embedded server runs as long as this lives
    let database = Database::new(owner.server.as_owner());
    let wanted = Value::Text(duration.trim().to_owned());
    database.begin()?;
    if !duration.is_empty() {
        let set = "update auth.config set ttl = $1::interval";
        database.execute(set, &[wanted]).map_err(unusable_ttl)?;
    }
    database.execute("set local intervalstyle = postgres_verbose", &[])?;
    let rows = database.query("select ltrim(ttl::text, '@ ') from auth.config", &[])?;
    database.commit()?;
    if let Some(ttl) = Row::first_value(&rows)? {
        shell::print(&ttl.to_string())?;
    }
    Ok(())
}

/// A rule of the settings is named by its sentence; what is no duration has no rule.
fn unusable_ttl(error: Error) -> Error {
    let rule = |error: &Error| Some(error.cause.as_ref()?.constraint.clone()?.replace('_', " "));
    match (
        rule(&error),
        error.cause.as_ref().map(|cause| cause.code.as_str()),
    ) {
        (Some(sentence), _) => Error::usage(sentence),
        (None, Some("22007" | "22008" | "22015")) => Error::usage("that is no duration"),
        _ => return error,
    }
    .hint("for example: epic db ttl 8 hours")
}
