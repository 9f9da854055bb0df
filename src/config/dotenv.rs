//! The file `.env`: one variable a line, as other programs write it.

use crate::error::{Error, Result};

/// The `.env` of the working folder; the process's own environment is left as it is.
///
/// It may be another program's too: only the lines of our variables must be readable, and only when they are asked
/// for.
pub(super) struct DotEnv(Vec<String>);

impl DotEnv {
    pub(super) fn load() -> Result<Self> {
        match std::fs::read(".env") {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                let text = text.trim_start_matches('\u{feff}');
                Ok(Self(text.lines().map(str::to_owned).collect()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self(Vec::new())),
            Err(error) => Err(Error::usage(format!(".env: {error}"))),
        }
    }

    /// The value of a name: that of its last line.
    pub(super) fn get(&self, name: &str) -> Result<Option<String>> {
        let assigns = |line: &&String| {
            let line = line.trim_start();
            let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
            let rest = line.strip_prefix(name).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with('='))
        };
        let Some(at) = self.0.iter().rposition(|line| assigns(&line)) else {
            return Ok(None);
        };
        let value = self.0[at].split_once('=').map_or("", |(_, value)| value);
        let unreadable = || {
            // The line may hold a password.
            Error::usage(format!(".env: line {} can't be read", at + 1))
                .hint(format!("write it as {name}='value'"))
        };
        literal(value.trim()).map(Some).ok_or_else(unreadable)
    }
}

/// What a value stands for: `'…'` is itself, in `"…"` a backslash escapes, and without quotes it ends before a
/// comment. A `$` is a `$`: passwords have some.
fn literal(value: &str) -> Option<String> {
    let is_end = |rest: &str| rest.trim_start().is_empty() || rest.trim_start().starts_with('#');
    if let Some(rest) = value.strip_prefix('\'') {
        let (inner, after) = rest.split_once('\'')?;
        return is_end(after).then(|| inner.to_owned());
    }
    if let Some(rest) = value.strip_prefix('"') {
        let mut inner = String::new();
        let mut letters = rest.chars();
        loop {
            match letters.next()? {
                '"' => return is_end(letters.as_str()).then_some(inner),
                '\\' => match letters.next()? {
                    'n' => inner.push('\n'),
                    other => inner.push(other),
                },
                other => inner.push(other),
            }
        }
    }
    let end = value.find(" #").unwrap_or(value.len());
    Some(value[..end].trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_env_file_of_another_program_is_none_of_our_business() {
        let text = "GREETING=hello world\nexport A = 'it''s\nPS1=\"$\nX\nDATABASE_URL=\"postgres://r:p$w\\\"d@h/d\" # ours\nEPIC_TOKEN='a$b'\nEDITOR=vi -R # the editor\nVISUAL=\"\n";
        let file = DotEnv(text.lines().map(str::to_owned).collect());
        let get = |name: &str| file.get(name).map(Option::unwrap_or_default);
        assert_eq!(get("DATABASE_URL").unwrap(), "postgres://r:p$w\"d@h/d");
        assert_eq!(get("EPIC_TOKEN").unwrap(), "a$b");
        assert_eq!(get("EDITOR").unwrap(), "vi -R");
        assert_eq!(get("NO_COLOR").unwrap(), "");
        assert_eq!(
            get("VISUAL").unwrap_err().message,
            ".env: line 8 can't be read"
        );
    }
}
