//! Epic Events' shell: a scriptable, permissioned shell over PostgreSQL.

pub mod error;
pub mod render;
pub mod rows;
pub mod value;
