//! The only room that knows PostgreSQL's connections, transactions and servers.

pub mod embedded;
