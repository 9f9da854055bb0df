//! What a command takes.

/// The sort of argument; completion offers values by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::shell) enum Argument {
    /// Nothing.
    None,
    /// The name of a command, a function or a collection, or nothing.
    Topic,
    /// An e-mail, or nothing.
    Email,
    /// `end` and the id of a session, or nothing.
    Session,
    /// `show` and the id of a run, or how many runs, or nothing.
    Run,
    /// The id of a run, or nothing.
    RunToUndo,
    /// Code, or a command that runs some.
    Code,
    /// How many seconds, or nothing; then code or SQL.
    Watched,
    /// The name of a setting and what it is to be, the name alone, or nothing.
    Setting,
    /// `--all`, or nothing.
    All,
    /// A statement of SQL.
    Statement,
    /// A saved script with its parameters, or the name of a file.
    Script,
    /// The name of a collection.
    Entity,
    /// The name of a collection, or nothing.
    EntityOrNone,
    /// The name of a format, or nothing.
    Format,
    /// `on`, `off` or nothing.
    Switch,
    /// `on`, `off`, `auto` or nothing.
    AutoSwitch,
    /// A number, or nothing.
    Count,
}

impl Argument {
    /// How help writes it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Topic | Self::EntityOrNone | Self::Format => "[NAME]",
            Self::Session => "[end ID]",
            Self::Run => "[N | show RUN [--all]]",
            Self::RunToUndo => "[RUN]",
            Self::Code => "[--all] CODE",
            Self::Watched => "[N] CODE|SQL",
            Self::All => "[--all]",
            Self::Setting => "[NAME [VALUE]]",
            Self::Email => "[EMAIL]",
            Self::Statement => "STATEMENT",
            Self::Script => "NAME|FILE",
            Self::Entity => "NAME",
            Self::Switch => "[on|off]",
            Self::AutoSwitch => "[on|off|auto]",
            Self::Count => "[N]",
        }
    }

    /// Whether a text has the form of one.
    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::None => text.is_empty(),
            Self::Statement | Self::Code | Self::Watched | Self::Script | Self::Entity => {
                !text.is_empty()
            }
            Self::Topic | Self::EntityOrNone | Self::Format | Self::Setting => true,
            Self::Email | Self::RunToUndo => !text.contains(char::is_whitespace),
            Self::Session => {
                let words: Vec<&str> = text.split_whitespace().collect();
                matches!(words[..], [] | ["end", _])
            }
            Self::Run => {
                let words: Vec<&str> = text.split_whitespace().collect();
                match words[..] {
                    [] | ["show", _] | ["show", _, "--all"] => true,
                    [count] => count.parse::<u32>().is_ok(),
                    _ => false,
                }
            }
            Self::Switch => matches!(text, "" | "on" | "off"),
            Self::AutoSwitch => matches!(text, "" | "on" | "off" | "auto"),
            Self::All => matches!(text, "" | "--all"),
            Self::Count => text.is_empty() || text.parse::<usize>().is_ok(),
        }
    }
}

/// How many seconds are between two rounds of `:watch`, unless somebody says so.
pub(super) const SECONDS: u32 = 2;

/// The seconds that a text says: one is the least.
pub(super) fn seconds(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|seconds| *seconds > 0)
}
