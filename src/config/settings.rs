//! What can be set, in `config.toml`, at the prompt and in `.epicrc.rhai`: declared once, in [`SETTINGS`].

use super::color::Color;
use super::template::Template;
use crate::error::{Error, Result};
use crate::render::Format;
use std::collections::BTreeMap;

/// What was set.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // they are the user's own yes-or-no settings
pub struct Settings {
    /// How results are written.
    pub format: Format,
    /// No colours.
    pub no_color: bool,
    /// Say how long entries take.
    pub timing: bool,
    /// How many rows of a collection are shown.
    pub rows: u64,
    /// The prompt.
    pub prompt: Template,
    /// The colour of its sign; none: that of the profile.
    pub color: Option<Color>,
    /// Whether the keys of the line are those of vi.
    pub vi: bool,
    /// Whether the line shows what an earlier entry goes on with.
    pub hints: bool,
    /// How many seconds a connection is kept that nobody uses.
    pub idle_seconds: u32,
}

/// A setting.
#[derive(Debug)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it means, in one line.
    pub about: &'static str,
    /// What it can be; none: anything that can be read.
    pub values: fn() -> Vec<String>,
    read: fn(&Settings) -> String,
    write: fn(&mut Settings, &str) -> Result<()>,
}

/// The most rows that are shown at once.
const MOST_ROWS: u64 = 100_000;

/// All of them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "format",
        about: "how results are written; `--format` wins",
        values: Format::names,
        read: |settings| settings.format.to_string(),
        write: |settings, text| text.parse().map(|format| settings.format = format),
    },
    Setting {
        name: "rows",
        about: "how many rows of a collection the prompt shows",
        values: Vec::new,
        read: |settings| settings.rows.to_string(),
        write: |settings, text| rows(text).map(|rows| settings.rows = rows),
    },
    Setting {
        name: "timing",
        about: "say how long each entry takes; also `--timing`",
        values: switch_names,
        read: |settings| on_or_off(settings.timing),
        write: |settings, text| switch(text).map(|on| settings.timing = on),
    },
    Setting {
        name: "no_color",
        about: "no colours; also `NO_COLOR`, and `--no-color`",
        values: switch_names,
        read: |settings| on_or_off(settings.no_color),
        write: |settings, text| switch(text).map(|on| settings.no_color = on),
    },
    Setting {
        name: "prompt",
        about: "what stands before the line: text and placeholders",
        values: Vec::new,
        read: |settings| settings.prompt.written().to_owned(),
        write: |settings, text| Template::read(text).map(|prompt| settings.prompt = prompt),
    },
    Setting {
        name: "color",
        about: "the colour of the prompt; red for a profile whose name begins with `prod`, else green",
        values: Color::names,
        read: |settings| settings.color.unwrap_or(Color::Green).to_string(),
        write: |settings, text| text.parse().map(|color| settings.color = Some(color)),
    },
    Setting {
        name: "keys",
        about: "the keys of the line: those of emacs or of vi",
        values: || KEYS.map(str::to_owned).to_vec(),
        read: |settings| KEYS[usize::from(settings.vi)].to_owned(),
        write: |settings, text| keys(text).map(|vi| settings.vi = vi),
    },
    Setting {
        name: "hints",
        about: "show, behind the line, what an earlier entry goes on with",
        values: switch_names,
        read: |settings| on_or_off(settings.hints),
        write: |settings, text| switch(text).map(|on| settings.hints = on),
    },
    Setting {
        name: "idle_seconds",
        about: "how long an unused connection is kept; it counts from the start of the shell on",
        values: Vec::new,
        read: |settings| settings.idle_seconds.to_string(),
        write: |settings, text| seconds(text).map(|seconds| settings.idle_seconds = seconds),
    },
];

/// How many rows of a collection are shown, unless somebody says otherwise.
pub const ROWS: u64 = 20;

/// How long an unused connection is kept, unless somebody says otherwise.
const IDLE_SECONDS: u32 = 60;
/// The longest.
const MOST_SECONDS: u32 = 86_400;

const SWITCH: [&str; 2] = ["off", "on"];
const KEYS: [&str; 2] = ["emacs", "vi"];
const PROMPT: &str = "[{profile} · ]{user}[ ({role})][ {sandbox}][ {read_only}] ❯ ";

impl Setting {
    /// The one of a name.
    ///
    /// # Errors
    /// There is none.
    pub fn named(name: &str) -> Result<&'static Self> {
        let found = SETTINGS.iter().find(|setting| setting.name == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
            Error::usage(format!("there is no setting '{name}'"))
                .hint(format!("there are {}", names.join(", ")))
                .did_you_mean(name, names)
        })
    }

    /// What it is set to.
    #[must_use]
    pub fn value(&self, settings: &Settings) -> String {
        (self.read)(settings)
    }

    /// Sets it.
    ///
    /// # Errors
    /// It can't be that.
    pub fn set(&self, settings: &mut Settings, value: &str) -> Result<()> {
        (self.write)(settings, value).map_err(|mut error| {
            error.message = format!("{}: {}", self.name, error.message);
            error
        })
    }

    /// A value without the quotes around it, which keep the spaces at its end.
    #[must_use]
    pub fn unquoted(value: &str) -> &str {
        let within = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
        within('"').or_else(|| within('\'')).unwrap_or(value)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format: Format::default(),
            no_color: false,
            timing: false,
            rows: ROWS,
            prompt: Template::read(PROMPT).expect("a test reads it"),
            color: None,
            vi: false,
            hints: true,
            idle_seconds: IDLE_SECONDS,
        }
    }
}

impl Settings {
    /// Those of a file.
    ///
    /// # Errors
    /// There is no such setting, or it can't be that.
    pub(super) fn read(written: &BTreeMap<String, toml::Value>) -> Result<Self> {
        let mut settings = Self::default();
        for (name, value) in written {
            let text = match value {
                toml::Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            Setting::named(name)?.set(&mut settings, &text)?;
        }
        Ok(settings)
    }
}

fn switch_names() -> Vec<String> {
    SWITCH.map(str::to_owned).to_vec()
}

fn on_or_off(on: bool) -> String {
    SWITCH[usize::from(on)].to_owned()
}

fn switch(text: &str) -> Result<bool> {
    match text {
        "on" | "true" => Ok(true),
        "off" | "false" => Ok(false),
        _ => Err(Error::usage(format!("it is on or off, not '{text}'"))),
    }
}

fn rows(text: &str) -> Result<u64> {
    let rows = text
        .parse()
        .ok()
        .filter(|rows| (1..=MOST_ROWS).contains(rows));
    rows.ok_or_else(|| {
        Error::usage(format!(
            "it is a number from 1 to {MOST_ROWS}, not '{text}'"
        ))
    })
}

fn seconds(text: &str) -> Result<u32> {
    let seconds = text.parse().ok().filter(|seconds| *seconds <= MOST_SECONDS);
    seconds.ok_or_else(|| {
        Error::usage(format!(
            "it is a number of seconds from 0 to {MOST_SECONDS}, not '{text}'"
        ))
    })
}

fn keys(text: &str) -> Result<bool> {
    let at = KEYS.iter().position(|keys| *keys == text);
    at.map(|at| at == 1)
        .ok_or_else(|| Error::usage(format!("it is {}, not '{text}'", KEYS.join(" or "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    /// All settings as a table of the documentation.
    fn table() -> String {
        let mut table = "| setting | is | means |\n|---|---|---|\n".to_owned();
        let defaults = Settings::default();
        for setting in SETTINGS {
            let values: Vec<String> = (setting.values)()
                .iter()
                .map(|value| format!("`{value}`"))
                .collect();
            let values = match values.as_slice() {
                [] => format!("`{}`", setting.value(&defaults)),
                values => values.join(", "),
            };
            let _ = writeln!(
                table,
                "| `{}` | {values} | {} |",
                setting.name, setting.about
            );
        }
        table
    }

    #[test]
    fn each_setting_has_a_name_of_its_own_and_takes_what_it_is() {
        for (index, setting) in SETTINGS.iter().enumerate() {
            let twin = SETTINGS[..index]
                .iter()
                .find(|other| other.name == setting.name);
            assert!(twin.is_none(), "{}", setting.name);
            let mut settings = Settings::default();
            let values = (setting.values)();
            for value in values.iter().chain([&setting.value(&settings)]) {
                setting.set(&mut settings, value).unwrap();
                assert_eq!(setting.value(&settings), *value);
            }
            let refused = setting.set(&mut settings, "{nonsense");
            assert!(refused.unwrap_err().message.starts_with(setting.name));
        }
    }

    #[test]
    fn the_documentation_lists_them() {
        let page = include_str!("../../docs/shell.md");
        let table = table();
        assert!(page.contains(&table), "docs/shell.md is to say:\n{table}");
        for (_, name, about) in crate::config::PLACEHOLDERS {
            let line = format!("| `{{{name}}}` | {about} |");
            assert!(page.contains(&line), "docs/shell.md is to say:\n{line}");
        }
    }
}
