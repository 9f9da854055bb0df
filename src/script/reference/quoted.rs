//! `help(filter)`: the name of a function is no value, but what is meant is clear.

/// An entry with quotes around a name that is asked about and is no value, as `known` says; nothing for all others.
pub(in crate::script) fn with_quotes(entry: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let asked = entry.trim().trim_end_matches(';').trim_end();
    let name = asked.strip_prefix("help(")?.strip_suffix(')')?.trim();
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && known(name)).then(|| format!("help(\"{name}\")"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_is_asked_about_gets_quotes() {
        let quoted = |entry| with_quotes(entry, |name| name != "clients");
        assert_eq!(
            quoted(" help( split );").as_deref(),
            Some("help(\"split\")")
        );
        for entry in [
            "help(clients)",
            "help(\"split\")",
            "help(a.b)",
            "help()",
            "help(1)",
            "print(help(split))",
        ] {
            assert_eq!(quoted(entry), None, "{entry}");
        }
    }
}
