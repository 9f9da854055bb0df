//! Questions for what a call does not say, asked until the answer fits.

use super::kind::{Fit, Kind};
use super::parameter::Parameter;
use crate::error::Result;
use crate::host::Host;
use crate::script::Argument;

/// Reads an answer: the outer error ends the questions, the inner is said, and asked again.
type Read<'a> = &'a dyn Fn(&str) -> Result<Fit<Argument>>;

/// `days, how long since the last contact (an int) [30]: `
pub(super) fn question(parameter: &Parameter) -> String {
    let about = match parameter.about.as_str() {
        "" => String::new(),
        about => format!(", {about}"),
    };
    let several = if parameter.is_list {
        ", several with commas"
    } else {
        ""
    };
    let default = match (&parameter.default, &parameter.kind) {
        (_, Kind::Bool) if parameter.is_on() => " [yes]".to_owned(),
        (_, Kind::Bool) => " [no]".to_owned(),
        (Some(default), _) => format!(" [{default}]"),
        (None, _) => String::new(),
    };
    let expected = parameter.kind.expected();
    format!("{}{about} ({expected}{several}){default}: ", parameter.name)
}

/// Asks for the values of a parameter; Enter takes the default.
pub(super) fn values(
    parameter: &Parameter,
    host: &dyn Host,
    read: Read<'_>,
) -> Result<Vec<Argument>> {
    loop {
        let answer = host.ask(&question(parameter))?;
        let texts: Vec<String> = match answer.trim() {
            "" if parameter.kind == Kind::Bool && !parameter.is_on() => vec!["no".to_owned()],
            "" => parameter.defaults(),
            answer if parameter.is_list => answer
                .split(',')
                .map(|text| text.trim().to_owned())
                .collect(),
            answer => vec![answer.to_owned()],
        };
        match all(&texts, read)? {
            Ok(values) if values.is_empty() => {
                host.tell(&format!("{} is expected", parameter.kind.expected()));
            }
            Ok(values) => return Ok(values),
            Err(why) => host.tell(&why),
        }
    }
}

/// All values, or what is wrong with the first that does not fit.
fn all(texts: &[String], read: Read<'_>) -> Result<Fit<Vec<Argument>>> {
    let mut values = Vec::new();
    for text in texts {
        match read(text)? {
            Ok(value) => values.push(value),
            Err(why) => return Ok(Err(why)),
        }
    }
    Ok(Ok(values))
}
