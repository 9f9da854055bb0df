//! The only code that talks to a terminal.

mod printer;

use crate::{api::Session, config::Config, error::Result, script::Interpreter};
pub use printer::Printer;

/// Placeholder until the shell is merged.
///
/// # Errors
/// Never.
pub fn run(
    _: Interpreter,
    _: Printer,
    _: &Config,
    _: impl Fn(Option<&str>) -> Result<Session>,
) -> Result<()> {
    Ok(())
}
/// Placeholder until the shell is merged.
///
/// # Errors
/// Never.
pub fn ask_line(_: &str) -> Result<String> {
    Ok(String::new())
}
/// Placeholder until the shell is merged.
///
/// # Errors
/// Never.
pub fn ask_password(_: &str) -> Result<secrecy::SecretString> {
    Ok(String::new().into())
}
