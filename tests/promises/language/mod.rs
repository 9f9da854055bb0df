//! The language: what a line does, and what it says when it can't.

mod batches;
mod changes;
mod collections;
mod errors;
mod evaluation;
mod parameters;
mod rules;
mod transactions;
