//! Passwords. They are asked for on the terminal, and never part of a script.

use crate::api::Record;
use crate::error::{Error, Result};
use crate::script::context::Context;
use crate::script::failure::{Raised, raise};
use crate::script::outcome::Message;
use crate::value::Value;
use rhai::plugin::{export_module, exported_module};
use rhai::{Module, NativeCallContext};
use secrecy::ExposeSecret;

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(change)]
}

fn ask_and_set(context: &Context, record: &Record) -> Result<Message> {
    let session = context.signed_in()?;
    let (Value::Int(id), "collaborators") = (record.id()?, record.entity().name.as_str()) else {
        return Err(Error::usage("only collaborators have a password"));
    };
    session.may_set_password(id)?;
    let name = record.value("full_name")?;
    let password = context.ask_secret(&format!("New password of {name}: "))?;
    let again = context.ask_secret("Once more: ")?;
    if password.expose_secret() != again.expose_secret() {
        return Err(Error::usage("the two passwords differ"));
    }
    session.set_password(id, &password)?;
    Ok(Message(format!(
        "the password of {name} is set, and their sessions have ended"
    )))
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
            .and_then(|context| ask_and_set(&context, &record))
            .map_err(raise)
    }
}
