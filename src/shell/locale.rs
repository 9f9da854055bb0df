//! What the terminal's encoding can show.

use crate::render;
use std::borrow::Cow;
use std::sync::LazyLock;

static SPEAKS_UTF8: LazyLock<bool> = LazyLock::new(|| speaks(|name| std::env::var(name).ok()));

/// Whether it is UTF-8, as the environment says.
pub(crate) fn speaks_utf8() -> bool {
    *SPEAKS_UTF8
}

/// A text with the signs that the terminal has.
pub(super) fn signs(text: &str) -> Cow<'_, str> {
    if speaks_utf8() {
        Cow::Borrowed(text)
    } else {
        render::ascii(text)
    }
}

fn speaks(variable: impl Fn(&str) -> Option<String>) -> bool {
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
    fn the_first_locale_that_is_set_decides() {
        let with = |set: &[(&str, &str)]| {
            speaks(|name| {
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
