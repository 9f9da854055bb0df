//! What stands before the line: who is signed in, as what.

use super::locale::signs;
use crate::api::Claims;
use crate::render::visible;

/// The prompt in two versions of the same width: plain, and with colours.
pub(super) fn prompt(claims: Option<&Claims>, sandbox: bool, color: bool) -> (String, String) {
    let sign = signs("❯");
    let (name, role) = parts(claims);
    let sandbox = if sandbox { " sandbox" } else { "" };
    let plain = format!("{name}{role}{sandbox} {sign} ");
    let styled = if color {
        format!(
            "\x1b[1m{name}\x1b[0m\x1b[2m{role}\x1b[0m\x1b[33m{sandbox}\x1b[0m \x1b[32m{sign}\x1b[0m "
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
}
