//! Epic Events' shell: a scriptable, permissioned shell over PostgreSQL.

pub mod error;
pub mod rows;
pub mod store;
pub mod value;
