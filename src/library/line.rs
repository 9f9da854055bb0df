//! The words of a call, read by clap: a flag that there is not does not end the reading.

use super::header::Header;
use super::wrong::Wrong;
use crate::error::nearest;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Command};
use std::ffi::OsString;

/// Reads the words of a call of a script after the first `from` of them, which are the program's own. Flags that there are not are left
/// out, and said.
///
/// # Errors
/// What clap says of anything else; help is one of them.
pub fn read(
    command: &Command,
    header: &Header,
    words: &[OsString],
    from: usize,
) -> Result<(ArgMatches, Vec<Wrong>), clap::Error> {
    let mut words = words.to_vec();
    let mut wrong = Vec::new();
    loop {
        let error = match command.clone().try_get_matches_from(&words) {
            Ok(matches) => return Ok((matches, wrong)),
            Err(error) => error,
        };
        let Some(at) = unknown(&error, &words, from) else {
            return Err(error);
        };
        let mut given = words.remove(at).to_string_lossy().into_owned();
        let value = words
            .get(at)
            .filter(|next| !next.to_string_lossy().starts_with('-'));
        if given.starts_with("--") && !given.contains('=') && value.is_some() {
            given = format!("{given} {}", words.remove(at).to_string_lossy());
        }
        wrong.push(secret(header, &given).unwrap_or_else(|| no_such_flag(command, given)));
    }
}

/// Where the word is that clap does not know.
fn unknown(error: &clap::Error, words: &[OsString], from: usize) -> Option<usize> {
    let Some(ContextValue::String(named)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let with_value = format!("{named}=");
    let is_it = |word: &OsString| {
        let word = word.to_string_lossy();
        word == named.as_str() || word.starts_with(&with_value)
    };
    let found = words.iter().skip(from).position(is_it)?;
    (error.kind() == ErrorKind::UnknownArgument).then_some(from + found)
}

/// A secret that was given as an argument. It is not shown again.
fn secret(header: &Header, given: &str) -> Option<Wrong> {
    let flag = given.split([' ', '=']).next()?.strip_prefix("--")?;
    let mut parameters = header.parameters.iter();
    let parameter = parameters.find(|known| known.is_secret() && known.flag() == flag)?;
    Some(Wrong {
        given: format!("--{flag}"),
        why: format!(
            "a secret is never an argument: it is taken from {}",
            parameter.variable()
        ),
    })
}

fn no_such_flag(command: &Command, given: String) -> Wrong {
    let flag = given.split([' ', '=']).next().unwrap_or_default();
    let why = if flag.starts_with('-') {
        let known: Vec<String> = flags(command).map(|flag| format!("--{flag}")).collect();
        match nearest(flag, known.iter().map(String::as_str)) {
            Some(meant) => format!("there is no such flag; did you mean '{meant}'?"),
            None => "there is no such flag".to_owned(),
        }
    } else {
        "parameters are given by their flags".to_owned()
    };
    Wrong { given, why }
}

/// The flags of a command and of those in it, without those that help does not show.
fn flags(command: &Command) -> Box<dyn Iterator<Item = &str> + '_> {
    let own = command.get_arguments().filter(|arg| !arg.is_hide_set());
    let own = own.filter_map(clap::Arg::get_long);
    Box::new(own.chain(command.find_subcommand("run").into_iter().flat_map(flags)))
}
