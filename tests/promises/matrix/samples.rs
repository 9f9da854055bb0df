//! A value for each column, to create a row with or to set it to. A column that is not here fails the
//! test: add a line, and look at what the matrix then says about it.

use super::rows::Set;

/// A value for a column.
#[derive(Debug, Clone)]
pub enum Sample {
    /// Written the same in SQL and in the language: a number, a truth value.
    Bare(String),
    /// In quotes.
    Quoted(&'static str),
}

/// A value that a new row may have, and an old one may be changed to, without breaking a rule of the
/// business.
pub fn sample(table: &str, column: &str, rows: &Set, updating: bool) -> Sample {
    use Sample::Quoted;
    let id = |id: i64| Sample::Bare(id.to_string());
    match (table, column) {
        (_, "id") => id(1_000_000),

        ("collaborators", "employee_number") => Quoted("T-1"),
        ("collaborators" | "clients", "full_name") => Quoted("Ada Byron"),
        ("collaborators", "email") => Quoted("ada@epic.events"),
        ("collaborators", "department") => Quoted("Engines"),
        ("collaborators", "role") => Quoted(rows.new_role),
        ("collaborators", "active") => Sample::Bare("false".into()),
        ("collaborators", "created_at") => Quoted("2026-01-01 09:00"),

        ("clients", "email") => Quoted("ada@example.com"),
        ("clients", "phone") => Quoted("+33 1 99 00 00 01"),
        ("clients", "company_name") => Quoted("Engines"),
        ("clients", "first_contact_date" | "last_contact_date")
        | ("contracts", "creation_date") => Quoted("2026-01-01"),
        // Updating it is giving a client away: here to a third commercial.
        ("clients", "commercial_id") if updating => id(7),
        ("clients", "commercial_id") => id(rows.commercial),
        ("clients", "commercial_role") => Quoted("commercial"),

        ("contracts", "client_id") => id(rows.client),
        ("contracts", "total_amount") => Quoted("120.00"),
        ("contracts", "amount_due") => Quoted("90.00"),
        ("contracts", "signed_at") => Quoted("2026-02-01 12:00"),
        ("contracts", "signed") | ("events", "contract_is_signed") => Sample::Bare("true".into()),

        ("events", "contract_id") => id(rows.contract),
        ("events", "name") => Quoted("Garden party"),
        ("events", "starts_at") => Quoted("2030-01-01 17:00"),
        ("events", "ends_at") => Quoted("2030-01-03 12:00"),
        ("events", "support_id") => id(10),
        ("events", "support_role") => Quoted("support"),
        ("events", "client_contact") => Quoted("Ada, +33 1 99 00 00 01"),
        ("events", "location") => Quoted("Paris"),
        ("events", "attendees") => Sample::Bare("40".into()),
        ("events", "notes") => Quoted("VIP"),

        _ => panic!("the matrix has no sample for {table}.{column}: add one to samples.rs"),
    }
}

impl Sample {
    /// In SQL.
    pub fn sql(&self) -> String {
        match self {
            Self::Bare(text) => text.clone(),
            Self::Quoted(text) => format!("'{text}'"),
        }
    }

    /// In the language.
    pub fn code(&self) -> String {
        match self {
            Self::Bare(text) => text.clone(),
            Self::Quoted(text) => format!("\"{text}\""),
        }
    }
}
