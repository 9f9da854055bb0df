//! The flags of a script, made of its header for clap: parsing, help and its style are clap's.

use super::call::Given;
use super::header::Header;
use super::kind::Kind;
use super::parameter::Parameter;
use super::script::Script;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

/// The heading of a script's own flags in its help.
const HEADING: &str = "Parameters";

/// A command that runs a script: with its documentation and its flags.
#[must_use]
pub fn run_command(command: Command, script: &Script, header: &Header) -> Command {
    let required: Vec<String> = header
        .parameters
        .iter()
        .filter(|parameter| parameter.is_required() && !parameter.is_secret())
        .map(|parameter| format!(" --{} <{}>", parameter.flag(), value_name(parameter)))
        .collect();
    let for_whom = match header.roles.as_slice() {
        [] => String::new(),
        roles => format!("For: {}.\n", roles.join(", ")),
    };
    let stays = match &header.stays {
        None => String::new(),
        Some(why) => format!("Its runs can't be undone: {why}.\n"),
    };
    command
        .about(header.summary().to_owned())
        .long_about(header.paragraphs())
        .override_usage(format!(
            "epic run {} [OPTIONS]{}",
            script.name,
            required.concat()
        ))
        .after_help(format!(
            "{for_whom}{stays}Its text: epic scripts show {}",
            script.name
        ))
        .args(header.parameters.iter().flat_map(args))
}

/// What was given on the command line for the parameters.
#[must_use]
pub fn given(header: &Header, matches: &ArgMatches) -> Given {
    let mut given = Given::default();
    let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    for parameter in header.parameters.iter().filter(|known| !known.is_secret()) {
        let (id, negated) = (id(parameter), negated(parameter));
        match parameter.kind {
            Kind::Bool if is_given(&negated) => given.set(parameter, vec!["no".to_owned()]),
            Kind::Bool if is_given(&id) => given.set(parameter, vec!["yes".to_owned()]),
            Kind::Bool => {}
            _ if is_given(&id) => {
                let values = matches.get_many::<String>(&id).into_iter().flatten();
                given.set(parameter, values.cloned().collect());
            }
            _ => {}
        }
    }
    given
}

/// Its id for clap: no other argument of `run` has one of this form.
fn id(parameter: &Parameter) -> String {
    format!("@{}", parameter.name)
}

/// The flag that switches it off.
fn negated(parameter: &Parameter) -> String {
    format!("no-{}", parameter.flag())
}

/// How a value is called in help.
fn value_name(parameter: &Parameter) -> String {
    match &parameter.kind {
        Kind::OneOf(_) => parameter.name.to_uppercase(),
        kind => kind.word().to_uppercase(),
    }
}

fn args(parameter: &Parameter) -> Vec<Arg> {
    match parameter.kind {
        _ if parameter.is_secret() => Vec::new(),
        Kind::Bool => switch(parameter),
        _ => vec![option(parameter)],
    }
}

/// `--days 14`. Clap checks no value: what is wrong is said with all else that is.
fn option(parameter: &Parameter) -> Arg {
    let about = match &parameter.kind {
        Kind::OneOf(words) => {
            format!(
                "{} [possible values: {}]",
                parameter.about,
                words.join(", ")
            )
        }
        _ => parameter.about.clone(),
    };
    let arg = Arg::new(id(parameter))
        .long(parameter.flag())
        .help(about.trim().to_owned())
        .help_heading(HEADING)
        .action(ArgAction::Append)
        .value_name(value_name(parameter))
        // A day or a number may go back, and text may begin with a hyphen.
        .allow_hyphen_values(true);
    match parameter.default {
        Some(_) => arg.default_values(parameter.defaults()),
        None => arg,
    }
}

/// `--assign` and `--no-assign`; help shows the one that changes something.
fn switch(parameter: &Parameter) -> Vec<Arg> {
    let is_on = parameter.is_on();
    let (yes, no) = (id(parameter), negated(parameter));
    let flag = |id: &str, long: String, other: &str| {
        Arg::new(id.to_owned())
            .long(long)
            .help(parameter.about.clone())
            .help_heading(HEADING)
            .action(ArgAction::SetTrue)
            .overrides_with(other.to_owned())
    };
    vec![
        flag(&yes, parameter.flag(), &no).hide(is_on),
        flag(&no, no.clone(), &yes).hide(!is_on),
    ]
}
