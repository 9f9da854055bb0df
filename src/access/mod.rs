//! Who is there: passwords, logins, tokens and the token's file.
//!
//! The password never leaves this process: the database sees a key derived from it, once, and answers
//! with a token. The token alone opens connections as the session's own role.

mod key;
mod last_change;
mod login;
pub mod password;
mod proof;
mod token;
mod token_file;

pub use last_change::LastChange;
pub use login::login;
pub use token::{Claims, Token};
pub use token_file::TokenFile;
