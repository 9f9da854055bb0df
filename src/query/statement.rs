//! What is sent: text and parameters.

use crate::value::Value;

/// A statement with its parameters, ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The text; `$1` is the first parameter.
    pub text: String,
    /// The parameters.
    pub params: Vec<Value>,
}
