//! Passwords. They are asked for on the terminal or taken from the environment, and never part of a script:
//! a script only hands on a [`Secret`].

use crate::api::{Record, Values, confirmed};
use crate::catalog::Entity;
use crate::error::{Error, Result};
use crate::script::context::Context;
use crate::script::raise::{Raised, raise};
use crate::script::secret::{Secret, WRITTEN};
use crate::script::types::Message;
use crate::script::values::given;
use crate::value::Value;
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, Engine, Map, Module, NativeCallContext};
use secrecy::{ExposeSecret, SecretString};

/// What the name of a variable of the environment has in it, if it holds a password. Others are not for a script: it may
/// be somebody else's, who knows what is in `PATH`, and must not make it anybody's password.
const OF_PASSWORDS: &str = "PASSWORD";

/// What an account's password is called where it is created; it is no field of the table.
const PASSWORD: &str = "password";

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(change)]
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Secret>("secret");
}

/// Asks twice: what is typed does not show.
fn ask_twice(context: &Context, question: &str) -> Result<SecretString> {
    confirmed(context.host().ask_secret(question)?, |again| {
        context.host().ask_secret(again)
    })
}

/// Whether its rows are accounts, which have a password besides their fields. Computed rows are none: they may
/// have anybody's id beside somebody else's name.
pub(super) fn is_of_accounts(entity: &Entity) -> bool {
    entity.name == "collaborators" && !entity.is_computed
}

fn set(
    context: &Context,
    record: &Record,
    password: impl FnOnce(&Value) -> Result<SecretString>,
) -> Result<Message> {
    let session = context.signed_in()?;
    let (Value::Int(id), true) = (record.id()?, is_of_accounts(record.entity())) else {
        return Err(Error::usage("only collaborators have a password"));
    };
    session.may_set_password(id)?;
    let name = record.value("full_name")?;
    session.set_password(id, &password(&name)?)?;
    Ok(Message(format!(
        "the password of {name} is set, and their sessions have ended"
    )))
}

/// What is said about the password of a new account.
enum Said {
    /// Nothing: whoever is at the terminal is asked.
    Nothing,
    /// There is to be none yet.
    None,
    /// This one.
    Given(SecretString),
}

/// Takes the password out of what is given for an account.
fn split(mut values: Map) -> Result<(Values, Said)> {
    let said = match values.remove(PASSWORD) {
        None => Said::Nothing,
        Some(value) if value.is_unit() => Said::None,
        Some(value) => Said::Given(handed_on(value)?),
    };
    Ok((given(values)?, said))
}

/// A password that is handed on as a secret.
fn handed_on(value: Dynamic) -> Result<SecretString> {
    match value.try_cast::<Secret>() {
        Some(Secret(password)) => Ok(password),
        None => Err(Error::usage(WRITTEN)
            .hint("leave it out to be asked for it")
            .hint("or: password: env_password(\"NEW_PASSWORD\")")),
    }
}

/// Creates accounts with their passwords. For one alone, whoever is at the terminal is asked.
pub(super) fn create_accounts(context: &Context, rows: Vec<Map>) -> Result<Vec<Record>> {
    let split = rows.into_iter().map(split).collect::<Result<Vec<_>>>()?;
    let (rows, said): (Vec<_>, Vec<_>) = split.into_iter().unzip();
    let is_one = rows.len() == 1;
    let mut without = Vec::new();
    let created = context.signed_in()?.create_collaborators(rows, |created| {
        let mut password = |(record, said): (&Record, Said)| {
            let password = match said {
                Said::Given(password) => return Ok(Some(password)),
                Said::None => return Ok(None),
                Said::Nothing if is_one && context.host().may_ask() => ask_new(context, record)?,
                Said::Nothing => None,
            };
            if password.is_none() {
                without.push(record.id()?);
            }
            Ok(password)
        };
        created.iter().zip(said).map(&mut password).collect()
    })?;
    if let Some(first) = without.first() {
        let how = format!("collaborators.get({first}).set_password()");
        context.host().tell(&match without.len() {
            1 => format!("they can sign in once they have a password: {how}"),
            many => format!("{many} of them can sign in once they have a password: {how} …"),
        });
    }
    Ok(created)
}

/// Asks for the password of a new account; nothing is none.
fn ask_new(context: &Context, record: &Record) -> Result<Option<SecretString>> {
    let name = record.value("full_name")?;
    let password = context
        .host()
        .ask_secret(&format!("Password of {name} (Enter: none yet): "))?;
    if password.expose_secret().is_empty() {
        return Ok(None);
    }
    confirmed(password, |again| context.host().ask_secret(again)).map(Some)
}

/// Change
#[export_module]
mod change {
    /// Sets a collaborator's password, which is asked for on the terminal.
    ///
    /// That is for admins, and ends the sessions of whoever it is. Your own is changed by `:passwd` in the shell, or by `epic passwd`.
    ///
    /// ```rhai
    /// collaborators.get(5).set_password()
    /// ```
    #[rhai_fn(return_raw)]
    pub fn set_password(ctx: NativeCallContext, record: Record) -> Raised<Message> {
        Context::of(ctx.tag())
            .and_then(|context| {
                set(&context, &record, |name| {
                    ask_twice(&context, &format!("New password of {name}: "))
                })
            })
            .map_err(raise)
    }

    /// Sets a collaborator's password to a secret, such as that of `env_password`.
    ///
    /// ```rhai
    /// collaborators.get(5).set_password(env_password("NEW_PASSWORD"))
    /// ```
    #[rhai_fn(name = "set_password", return_raw)]
    pub fn set_password_to(
        ctx: NativeCallContext,
        record: Record,
        password: Dynamic,
    ) -> Raised<Message> {
        if password.is_unit() {
            return Err(raise(Error::usage("there is no password in it")));
        }
        let password = handed_on(password).map_err(raise)?;
        Context::of(ctx.tag())
            .and_then(|context| set(&context, &record, |_| Ok(password)))
            .map_err(raise)
    }

    /// Asks for a password on the terminal, twice, and hands it on as a secret.
    ///
    /// A secret can't be shown or read: it is only good for `password:` in `collaborators.create` and for
    /// `set_password`.
    ///
    /// ```rhai
    /// collaborators.get(5).set_password(ask_password("For Inès: "))
    /// ```
    #[rhai_fn(return_raw)]
    pub fn ask_password(ctx: NativeCallContext, question: &str) -> Raised<Secret> {
        Context::of(ctx.tag())
            .and_then(|context| ask_twice(&context, question))
            .map(Secret)
            .map_err(raise)
    }

    /// Takes a password from a variable of the environment, and hands it on as a secret.
    ///
    /// That is for scripts that run where there is no terminal. The variable's name must have `PASSWORD` in it.
    ///
    /// ```rhai
    /// collaborators.create(#{
    ///     full_name: "Zoé Petit", email: "zoe@epic.events", employee_number: "EE-0300",
    ///     department: "Support", role: "support", password: env_password("NEW_PASSWORD"),
    /// })
    /// ```
    #[rhai_fn(return_raw)]
    pub fn env_password(name: &str) -> Raised<Secret> {
        if !name.contains(OF_PASSWORDS) {
            let error = Error::usage(format!("the variable '{name}' is not for passwords"));
            return Err(raise(error.hint(
                "its name must have PASSWORD in it, for example: env_password(\"NEW_PASSWORD\")",
            )));
        }
        match std::env::var(name) {
            Ok(password) if !password.is_empty() => Ok(Secret(password.into())),
            _ => Err(raise(
                Error::usage(format!("the variable {name} of the environment is not set"))
                    .hint("it holds the password: set it where epic is started"),
            )),
        }
    }
}
