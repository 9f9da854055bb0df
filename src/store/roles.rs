//! Roles that have the same name on every server.

/// The role that may only log in, shared by all who do.
pub const LOGIN_ROLE: &str = "epic_login";
