//! Epic Events' shell: a scriptable, permissioned shell over PostgreSQL.
//!
//! Data flows one way through the rooms: script → [`api`] → [`query`] → [`store`] →
//! PostgreSQL, and back through [`render`]. `ARCHITECTURE.md` walks that way.

pub mod access;
mod account;
pub mod api;
pub mod catalog;
pub mod cli;
pub mod config;
mod doctor;
pub mod error;
pub mod export;
mod folder;
pub mod host;
pub mod import;
pub mod library;
mod place;
mod private_file;
pub mod query;
pub mod render;
pub mod rows;
pub mod script;
pub mod shell;
pub mod store;
pub mod telemetry;
pub mod value;
