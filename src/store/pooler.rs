//! What PgBouncer says in the server's place. It has one code for nearly everything, and one language; unlike a server, it
//! does not say where in itself an error comes from.

use postgres::error::DbError;

/// What it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// There is no such role, or the password is another.
    RefusesLogin,
    /// There is no connection free, of clients or to the server.
    Full,
    /// It gave up the connection, or the server behind it did.
    Lost,
}

/// How its messages begin.
const MESSAGES: [(&str, Said); 14] = [
    ("no such user", Said::RefusesLogin),
    ("SASL authentication failed", Said::RefusesLogin),
    ("password authentication failed", Said::RefusesLogin),
    ("auth failed", Said::RefusesLogin),
    ("login rejected", Said::RefusesLogin),
    ("no more connections allowed", Said::Full),
    ("query_wait_timeout", Said::Full),
    ("client_login_timeout", Said::Full),
    ("server conn crashed", Said::Lost),
    ("server_login_retry", Said::Lost),
    ("server login has been failing", Said::Lost),
    ("server login failed", Said::Lost),
    ("client_idle_timeout", Said::Lost),
    ("pgbouncer", Said::Lost),
];

/// Whether it is PgBouncer that says this, and what.
pub(super) fn said(error: &DbError) -> Option<Said> {
    known(error.message()).filter(|_| error.routine().is_none())
}

fn known(message: &str) -> Option<Said> {
    let known = MESSAGES
        .iter()
        .find(|(begin, _)| message.starts_with(begin));
    known.map(|(_, said)| *said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_says_is_known_by_its_beginning() {
        assert_eq!(known("no such user: s_1_2"), Some(Said::RefusesLogin));
        assert_eq!(
            known("no more connections allowed (max_client_conn)"),
            Some(Said::Full)
        );
        assert_eq!(known("permission denied for table clients"), None);
    }
}
