//! What the benchmarks share.

#![allow(dead_code, unused_imports)] // each benchmark uses its part

mod contenders;
mod home;
mod prompt;
mod psql;

pub use contenders::{Contender, compare};
pub use home::{Home, run};
pub use prompt::Prompt;
pub use psql::psql;
