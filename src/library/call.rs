//! A call of a script: what was given, checked and typed.

use super::ask;
use super::header::Header;
use super::kind::{Fit, Kind};
use super::parameter::Parameter;
use super::script::Script;
use super::wrong::Wrong;
use crate::api::{self, Session};
use crate::error::{Error, Result, article};
use crate::host::Host;
use crate::script::Argument;
use crate::value::{Json, Value};
use std::collections::BTreeMap;

/// What was given for parameters, as text, before it is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    texts: BTreeMap<String, Vec<String>>,
    /// What is wrong already: flags that there are not.
    pub wrong: Vec<Wrong>,
}

impl Given {
    pub(super) fn set(&mut self, parameter: &Parameter, texts: Vec<String>) {
        self.texts.insert(parameter.name.clone(), texts);
    }

    fn of(&self, parameter: &Parameter) -> Option<&[String]> {
        self.texts.get(&parameter.name).map(Vec::as_slice)
    }
}

/// A script and its arguments, ready to be run.
pub struct Call {
    /// The script.
    pub script: Script,
    /// The value of each of its parameters.
    pub arguments: Vec<(String, Argument)>,
}

/// How a secret is found: the value of a variable of the environment.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Call {
    /// Checks what was given and makes values of it. Nothing has run, and all that is wrong is said at once; somebody
    /// at a terminal is asked for what is missing.
    ///
    /// # Errors
    /// What was given does not fit; the script is not for this person; the database can't be reached.
    pub fn new(
        script: Script,
        header: &Header,
        given: &Given,
        session: &Session,
        host: &dyn Host,
        environment: Environment<'_>,
    ) -> Result<Self> {
        let catalog = session.catalog()?;
        let mistakes = header.mistakes_in(&catalog, &script.text);
        if !mistakes.is_empty() {
            return Err(super::header::all(&mistakes, &script.label(), &script.text));
        }
        check_role(&script, header, &session.me()?.role)?;
        let mut reader = Reader {
            session,
            wrong: given.wrong.clone(),
            arguments: Vec::new(),
            missing: Vec::new(),
        };
        for parameter in &header.parameters {
            reader.read(parameter, given.of(parameter), environment)?;
        }
        let may_ask = host.may_ask() && !host.is_answered();
        if reader.wrong.is_empty() && !reader.missing.is_empty() && may_ask {
            reader.ask(header, given, host)?;
        }
        reader
            .wrong
            .extend(reader.missing.iter().map(Wrong::missing));
        if !reader.wrong.is_empty() {
            return Err(Wrong::error(&script.name, &reader.wrong));
        }
        Ok(Self {
            script,
            arguments: reader.arguments,
        })
    }

    /// What is written down of its run: the arguments as an object, without secrets.
    #[must_use]
    pub fn record(&self) -> api::Script {
        let known = self.arguments.iter();
        let known = known.filter_map(|(name, argument)| Some((name.as_str(), argument.json()?)));
        api::Script {
            parameters: Json::object(known),
            ..api::Script::new(self.script.name.clone(), &self.script.text)
        }
    }
}

/// Whether it is for people of this role. It is courtesy: the database decides what they may do.
fn check_role(script: &Script, header: &Header, role: &str) -> Result<()> {
    if header.roles.is_empty() || header.roles.iter().any(|known| known == role) {
        return Ok(());
    }
    let roles = header.roles.join(" or ");
    Err(Error::not_allowed(format!(
        "{} is for {}, and you are {}",
        script.name,
        article(&roles),
        article(role)
    )))
}

/// Reads parameter after parameter, and collects what is wrong.
struct Reader<'a> {
    session: &'a Session,
    arguments: Vec<(String, Argument)>,
    wrong: Vec<Wrong>,
    missing: Vec<Parameter>,
}

impl Reader<'_> {
    fn read(
        &mut self,
        parameter: &Parameter,
        given: Option<&[String]>,
        environment: Environment<'_>,
    ) -> Result<()> {
        if parameter.is_secret() {
            self.secret(parameter, environment);
            return Ok(());
        }
        let defaults = parameter.defaults();
        let texts = match given {
            Some(texts) => texts,
            None if parameter.is_required() => {
                self.missing.push(parameter.clone());
                return Ok(());
            }
            None => &defaults,
        };
        if !parameter.is_list && texts.len() > 1 {
            let all = texts.join(", ");
            let why = "it is given more than once, and is no list";
            self.wrong.push(Wrong::value(parameter, &all, why));
            return Ok(());
        }
        let mut values = Vec::new();
        for text in texts {
            match self.value(parameter, text)? {
                Ok(value) => values.push(value),
                Err(why) => self.wrong.push(Wrong::value(parameter, text, why)),
            }
        }
        self.push(parameter, values);
        Ok(())
    }

    fn push(&mut self, parameter: &Parameter, mut values: Vec<Argument>) {
        let value = if parameter.is_list {
            Argument::List(values)
        } else {
            values.pop().unwrap_or_else(|| absent(parameter))
        };
        self.arguments.push((parameter.name.clone(), value));
    }

    /// A text as a value: the outer error ends it all, the inner is one of those that are listed.
    fn value(&self, parameter: &Parameter, text: &str) -> Result<Fit<Argument>> {
        // What was meant as the next flag.
        if text.starts_with("--") && parameter.kind != Kind::Text {
            return Ok(Err(format!("{} is expected", parameter.kind.expected())));
        }
        let Kind::Row(name) = &parameter.kind else {
            return Ok(parameter.kind.value(text));
        };
        match self.session.row_by_key(name, text) {
            Ok(row) => Ok(Ok(Argument::Row(row))),
            Err(error) if error.kind == crate::error::Kind::Failed => {
                let hints = error.hints.iter().map(|hint| format!("; {hint}"));
                Ok(Err(format!(
                    "{}{}",
                    error.message,
                    hints.collect::<String>()
                )))
            }
            Err(error) => Err(error),
        }
    }

    fn secret(&mut self, parameter: &Parameter, environment: Environment<'_>) {
        match environment(&parameter.variable()).filter(|value| !value.is_empty()) {
            Some(secret) => self.push(parameter, vec![Argument::Secret(secret.into())]),
            None if parameter.is_optional => self.push(parameter, Vec::new()),
            None => self.missing.push(parameter.clone()),
        }
    }

    /// Asks for what is missing, and, since somebody answers already, for what has a default.
    fn ask(&mut self, header: &Header, given: &Given, host: &dyn Host) -> Result<()> {
        let missing = std::mem::take(&mut self.missing);
        for parameter in &header.parameters {
            let is_missing = missing.contains(parameter);
            let is_open = parameter.default.is_some() || parameter.kind == Kind::Bool;
            if !is_missing && (!is_open || given.of(parameter).is_some()) {
                continue;
            }
            self.arguments.retain(|(name, _)| *name != parameter.name);
            let values = if parameter.is_secret() {
                vec![Argument::Secret(
                    host.ask_secret(&ask::question(parameter))?,
                )]
            } else {
                ask::values(parameter, host, &|text| self.value(parameter, text))?
            };
            self.push(parameter, values);
        }
        Ok(())
    }
}

/// What a parameter is that nothing is given for.
fn absent(parameter: &Parameter) -> Argument {
    match parameter.kind {
        Kind::Bool if !parameter.is_optional => Argument::Value(Value::Bool(false)),
        _ => Argument::Value(Value::Null),
    }
}
