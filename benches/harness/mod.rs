//! What the benchmarks share.

#![allow(dead_code, unused_imports)] // each benchmark uses its part

mod contenders;
mod home;
mod instructions;
mod memory;
mod prompt;
mod psql;
mod python;

pub use contenders::{Contender, compare};
pub use home::{Home, resume, run};
pub use instructions::{asked, instructions};
pub use memory::peak_of;
pub use prompt::Prompt;
pub use psql::psql;
pub use python::{Peer, python};
