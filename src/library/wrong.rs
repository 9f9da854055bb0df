//! All that is wrong about a call, said at once.

use super::parameter::Parameter;
use crate::error::Error;

/// Something that is wrong about a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What was given, as it was: `--days abc`.
    pub given: String,
    /// What is the matter: `an int is expected, such as 30`.
    pub why: String,
}

impl Wrong {
    /// A value that does not fit.
    #[must_use]
    pub fn value(parameter: &Parameter, value: &str, why: impl Into<String>) -> Self {
        let given = if parameter.is_secret() {
            parameter.variable()
        } else {
            format!("--{} {value}", parameter.flag())
        };
        Self {
            given,
            why: why.into(),
        }
    }

    /// A value that has to be given, and is not.
    #[must_use]
    pub fn missing(parameter: &Parameter) -> Self {
        let given = if parameter.is_secret() {
            parameter.variable()
        } else {
            format!("--{}", parameter.flag())
        };
        Self {
            given,
            why: format!("missing; {} is expected", parameter.kind.expected()),
        }
    }

    /// All of them as one error.
    #[must_use]
    pub fn error(script: &str, all: &[Self]) -> Error {
        let help = format!("see: epic run {script} --help");
        if let [one] = all {
            return Error::usage(format!("{}: {}", one.given, one.why)).hint(help);
        }
        let width = all.iter().map(|wrong| wrong.given.chars().count()).max();
        let width = width.unwrap_or_default();
        let lines: Vec<String> = all
            .iter()
            .map(|wrong| format!("   {:width$}   {}", wrong.given, wrong.why))
            .collect();
        let what = format!("{script} can't run with that:\n{}", lines.join("\n"));
        Error::usage(what).hint(help)
    }
}
