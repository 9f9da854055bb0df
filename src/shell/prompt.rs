//! What stands before the line: who is signed in, as what.

use crate::access::Claims;
use crate::render::visible;

/// The prompt in two versions of the same width: plain, and with colours.
pub(super) fn prompt(claims: Option<&Claims>, color: bool) -> (String, String) {
    let sign = if speaks_utf8(|name| std::env::var(name).ok()) {
        '❯'
    } else {
        '>'
    };
    let parts = parts(claims);
    let plain = format!("{}{} {sign} ", parts.0, parts.1);
    let styled = if color {
        format!(
            "\x1b[1m{}\x1b[0m\x1b[2m{}\x1b[0m \x1b[32m{sign}\x1b[0m ",
            parts.0, parts.1
        )
    } else {
        plain.clone()
    };
    (plain, styled)
}

/// The name, and the role with the space before it.
fn parts(claims: Option<&Claims>) -> (String, String) {
    let Some(claims) = claims else {
        return ("not signed in".into(), String::new());
    };
    let name = claims.email.split('@').next().unwrap_or_default();
    (
        visible(name).into_owned(),
        format!(" ({})", visible(&claims.role)),
    )
}

/// Whether the terminal's encoding is UTF-8, as the environment says.
fn speaks_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default()
        .to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prompt_says_who_and_as_what() {
        let claims = Claims {
            sub: "2".into(),
            email: "marie@epic.events".into(),
            role: "commercial".into(),
            db_role: "s_1".into(),
            exp: 0,
            jti: "1".into(),
        };
        assert_eq!(
            parts(Some(&claims)),
            ("marie".into(), " (commercial)".into())
        );
        assert_eq!(parts(None).0, "not signed in");
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        let with = |set: &[(&str, &str)]| {
            speaks_utf8(|name| {
                let found = set.iter().find(|(known, _)| *known == name)?;
                Some(found.1.to_owned())
            })
        };
        assert!(with(&[("LANG", "fr_FR.UTF-8")]));
        assert!(with(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")]));
        assert!(!with(&[("LC_ALL", "C"), ("LANG", "fr_FR.UTF-8")]));
        assert!(!with(&[]));
    }
}
