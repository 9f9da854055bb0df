//! Names in the server's messages, in whatever language it speaks.

/// Whether a message of the server, in whatever language, has a name in it.
pub(super) fn names(message: &str, name: &str) -> bool {
    message
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word == name)
}

/// The first name that a message of the server gives, in the quotes of whatever language.
pub(super) fn first_name(message: &str) -> Option<&str> {
    let is_quote = |c: char| "\"«»„“”".contains(c);
    Some(message.split(is_quote).nth(1)?.trim())
}
