//! Who is signed in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id among the collaborators.
    pub id: i64,
    /// Their e-mail.
    pub email: String,
    /// Their name.
    pub full_name: String,
    /// `admin`, `commercial` or `support`.
    pub role: String,
    /// When this session ends.
    pub expires: DateTime<Utc>,
}
