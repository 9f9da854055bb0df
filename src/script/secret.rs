//! A value that a script hands on and never sees: a password.

use secrecy::SecretString;

/// A password. It has no text, no form in any output, and can only be given where a password is wanted.
#[derive(Clone)]
pub(super) struct Secret(pub(super) SecretString);

/// What is said about one that was written out. The line is not shown again.
pub(super) const WRITTEN: &str = "a password is never written in a script or an entry";
/// What is shown of one.
pub(super) const SHOWN: &str = "a secret";
