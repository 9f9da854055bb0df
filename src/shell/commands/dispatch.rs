//! Which file does the work of a command.

use super::table::Work;
use super::{
    Command, changes, clear, dry, edit, fields, format, help, history, keep, last, login, passwd,
    rules, run, runs, sandbox, scripts, sessions, set, sql, timing, undo, vertical, watch, whoami,
};
use crate::error::{Error, Result};
use crate::shell::state::Shell;

/// Does what a command says.
pub(in crate::shell) fn dispatch(
    command: &Command,
    shell: &mut Shell<'_>,
    argument: &str,
) -> Result<()> {
    if !command.argument.fits(argument) {
        return Err(Error::usage(format!("usage: {}", command.usage())).hint(command.about));
    }
    match command.work {
        Work::Help => help::run(shell, argument),
        Work::Whoami => whoami::run(shell, argument),
        Work::Login => login::login(shell, argument),
        Work::Logout => login::logout(shell, argument),
        Work::Passwd => passwd::run(shell, argument),
        Work::Sessions => sessions::run(shell, argument),
        Work::Sql => sql::run(shell, argument),
        Work::Watch => watch::run(shell, argument),
        Work::Run => run::run(shell, argument),
        Work::Scripts => scripts::run(shell, argument),
        Work::Dry => dry::run(shell, argument),
        Work::Sandbox => sandbox::run(shell, argument),
        Work::Changes => changes::run(shell, argument),
        Work::Keep => keep::run(shell, argument),
        Work::Set => set::run(shell, argument),
        Work::Runs => runs::run(shell, argument),
        Work::Undo => undo::run(shell, argument),
        Work::Fields => fields::run(shell, argument),
        Work::Rules => rules::run(shell, argument),
        Work::Format => format::run(shell, argument),
        Work::Vertical => vertical::run(shell, argument),
        Work::Last => last::run(shell, argument),
        Work::Timing => timing::run(shell, argument),
        Work::Edit => edit::run(shell, argument),
        Work::History => history::run(shell, argument),
        Work::Clear => clear::run(shell, argument),
        Work::Quit => {
            shell.leaving = true;
            Ok(())
        }
    }
}
