//! What can be typed after `epic`: declared once; parsing, help and completions are derived.

use crate::api::LIMIT;
use crate::render::Format;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::ffi::OsString;
use std::path::PathBuf;

/// A scriptable, permissioned shell over PostgreSQL for the staff of an events company.
///
/// Without a command: the shell; with a file or -e, its code is run and the last value printed.
#[derive(Debug, Parser)]
#[command(name = "epic", version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) options: Options,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Run this code and print its last value
    #[arg(short = 'e', value_name = "CODE", allow_hyphen_values = true)]
    pub(super) code: Option<String>,
    /// Run the code of a file (`-`: of standard input) and print its last value
    #[arg(value_name = "FILE", conflicts_with = "code")]
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) fate: Fate,
}

/// Whether what is run, or said at the prompt, is kept.
#[derive(Debug, Args, Clone, Copy)]
pub(super) struct Fate {
    #[command(flatten)]
    pub(super) trial: Trial,
    /// Begin the shell as a sandbox: nothing is kept unless :keep is said
    #[arg(long)]
    pub(super) sandbox: bool,
}

/// Whether what is run is kept.
#[derive(Debug, Args, Clone, Copy)]
pub(super) struct Trial {
    /// Show what the code would change, before and after, and keep nothing of it
    #[arg(long)]
    pub(super) dry_run: bool,
    /// With --dry-run: every row that would be changed, not the first 50 only
    #[arg(long, requires = "dry_run")]
    pub(super) all: bool,
}

/// What `epic sql` runs.
#[derive(Debug, Args)]
pub(super) struct SqlSource {
    /// One statement or several (`-`, or nothing when something is piped in: standard input)
    #[arg(allow_hyphen_values = true, value_name = "SQL")]
    pub(super) statement: Option<String>,
    /// Read it from a file (`-`: from standard input)
    #[arg(short = 'f', long, value_name = "FILE", conflicts_with = "statement")]
    pub(super) file: Option<PathBuf>,
    /// The value of $1; when repeated, of $2 … It is bound, and never part of the text
    #[arg(long = "param", value_name = "VALUE", allow_hyphen_values = true)]
    pub(super) params: Vec<String>,
}

/// Options that go with every command.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub(super) struct Options {
    /// How results are written
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    /// Write the result to a file; its name says the format, unless --format does
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// No colours (also: the variable `NO_COLOR`)
    #[arg(long, global = true)]
    pub(super) no_color: bool,
    /// Results only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Ask nothing: change or delete all rows, replace files, end what others use; yes to what a script asks
    #[arg(long, global = true)]
    pub(super) yes: bool,
    /// Change nothing: the database is told to refuse it (also `read_only` in config.toml)
    #[arg(long, global = true)]
    pub(super) read_only: bool,
    /// Say how long it took
    #[arg(long, global = true)]
    pub(super) timing: bool,
    /// Use the settings of a profile in config.toml, with a login of its own
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) profile: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run a saved script; what it takes is shown by: epic run NAME --help
    #[command(disable_help_flag = true)]
    Run {
        /// Its name, or the path of any file (`-`: standard input)
        #[arg(value_name = "SCRIPT")]
        script: Option<String>,
        /// Its parameters, as its own help shows them
        #[arg(
            trailing_var_arg = true,
            allow_hyphen_values = true,
            value_name = "PARAMETERS"
        )]
        given: Vec<OsString>,
        #[command(flatten)]
        trial: Trial,
        /// Print help
        #[arg(long, short)]
        help: bool,
    },
    /// Saved scripts: what there is, what they say, and whether they are in order
    Scripts {
        #[command(subcommand)]
        command: Option<Scripts>,
    },
    /// Run plain SQL, under your own rights: all of it, or nothing when a statement fails
    Sql {
        #[command(flatten)]
        source: SqlSource,
        #[command(flatten)]
        trial: Trial,
    },
    /// Sign in
    Login {
        /// Your e-mail (asked for when it is missing)
        email: Option<String>,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Sign out: the session ends on the server too
    Logout,
    /// Who is signed in, until when, and where
    Whoami,
    /// Change your password; this ends your other sessions
    Passwd {
        /// Read the present password and the new one from standard input, a line each
        #[arg(long)]
        password_stdin: bool,
    },
    /// Open sessions: yours; an admin sees everybody's
    Sessions {
        #[command(subcommand)]
        command: Option<Sessions>,
    },
    /// What was run, the newest first: yours; an admin sees everybody's
    Runs {
        #[command(subcommand)]
        command: Option<Runs>,
        #[command(flatten)]
        filter: RunFilter,
    },
    /// Take a run back, under your own rights
    ///
    /// It is refused as a whole where something was changed since.
    Undo {
        /// Its id, or as much of its beginning as no other run has
        #[arg(value_name = "RUN")]
        run: String,
        #[command(flatten)]
        trial: Trial,
    },
    /// A PostgreSQL URL of your session, for psql, pgAdmin or DBeaver (it holds a secret)
    Url,
    /// What is in order, what is wrong and what to do: here, at the server, in the database
    Doctor,
    /// Set up and look after the database (for its owner)
    Db {
        #[command(subcommand)]
        command: Db,
    },
    /// A database of its own with demo data, and you signed in
    Demo {
        /// Sign in as somebody else
        #[arg(long = "as", value_name = "EMAIL")]
        email: Option<String>,
        /// Throw the demo data away and start over
        #[arg(long)]
        fresh: bool,
        /// Run this code instead of the shell
        #[arg(short = 'e', value_name = "CODE", allow_hyphen_values = true)]
        code: Option<String>,
        #[command(flatten)]
        fate: Fate,
    },
    /// What could follow on the command line, for command shells
    #[command(hide = true)]
    Complete {
        /// The words so far; the last is the one that is typed
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Write the manual to a folder, a page for each command
    ///
    /// Without a folder, the first page is printed.
    Man {
        /// The folder, such as ~/.local/share/man/man1
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Print completions for a command shell
    Completions {
        /// The command shell
        shell: Shell,
    },
}

impl Command {
    /// Whether it has a result that can be written to a file.
    pub(super) fn has_result(&self) -> bool {
        match self {
            Self::Run { .. } | Self::Sql { .. } | Self::Whoami | Self::Doctor => true,
            Self::Sessions { command } => command.is_none(),
            Self::Scripts { command } => command.is_none(),
            Self::Runs { command, .. } => command.is_none(),
            Self::Undo { trial, .. } => trial.dry_run,
            Self::Db { command } => matches!(command, Db::Status),
            Self::Demo { code, .. } => code.is_some(),
            Self::Login { .. } | Self::Logout | Self::Passwd { .. } => false,
            Self::Url | Self::Man { .. } => false,
            Self::Complete { .. } | Self::Completions { .. } => false,
        }
    }

    /// Whether it runs code, which is tried before its file is begun.
    pub(super) fn runs_code(&self) -> bool {
        matches!(
            self,
            Self::Run { .. } | Self::Sql { .. } | Self::Demo { .. }
        )
    }
}

impl Db {
    /// Whether it changes the database.
    pub(super) fn changes(&self) -> bool {
        match self {
            Self::Init { .. } | Self::Migrate | Self::Seed | Self::Admin { .. } => true,
            Self::Ttl { duration } => !duration.is_empty(),
            Self::Status | Self::Start { .. } | Self::Stop => false,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Scripts {
    /// Print the text of a script
    Show {
        /// Its name
        name: String,
    },
    /// Write a new script, which runs as it is, to ./scripts
    New {
        /// Its name
        name: String,
    },
    /// Check scripts without running them, and say what they touch and what of it you may do
    Check {
        /// Their names; all when none is given
        names: Vec<String>,
    },
    /// Write definitions of the language for editors, to be used by a Rhai language server
    Definitions {
        /// The folder to write to
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Sessions {
    /// End a session at once: one of yours; an admin ends anybody's
    End {
        /// Its id, or as much of its beginning as no other session has
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Runs {
    /// A run, and what it changed, row by row
    Show {
        /// Its id, or as much of its beginning as no other run has
        #[arg(value_name = "RUN")]
        id: String,
        /// Every row, not the first 50 only
        #[arg(long)]
        all: bool,
    },
}

/// Which runs are listed.
#[derive(Debug, Args)]
pub(super) struct RunFilter {
    /// Those since a date (`2026-01-31`) or for so long (`30d`, `2w`, `12h`)
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    /// Those of a script, by its name or path as it was run (`entry`: what is no script)
    #[arg(long, value_name = "NAME")]
    pub(super) script: Option<String>,
    /// Those of a person, by e-mail
    #[arg(long, value_name = "EMAIL")]
    pub(super) by: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = LIMIT)]
    pub(super) limit: u32,
}

#[derive(Debug, Subcommand)]
pub(super) enum Db {
    /// Create the roles and the database, and apply the migrations; can be repeated
    Init {
        /// Give the shared login a new password (the old `DATABASE_URL` is worth nothing then)
        #[arg(long)]
        new_password: bool,
    },
    /// Apply the migrations that are missing
    Migrate,
    /// The owner's part of epic doctor: the server, rights, migrations, data, sign-in
    Status,
    /// Fill an empty database with demo data
    Seed,
    /// Create the first administrator
    Admin {
        /// Their e-mail
        email: Option<String>,
        /// Their full name
        #[arg(long)]
        name: Option<String>,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Show or set how long sessions last, from the next login on
    Ttl {
        /// For example `8 hours` or `90 minutes`
        #[arg(num_args = 1.., value_name = "DURATION")]
        duration: Vec<String>,
    },
    /// Start the embedded server, to stay until `epic db stop`
    Start {
        /// Also listen on this port of 127.0.0.1
        #[arg(long, value_name = "PORT")]
        tcp: Option<u16>,
    },
    /// Stop the embedded server
    Stop,
}
