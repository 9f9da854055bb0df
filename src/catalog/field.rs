//! A field: a column that people see.

use crate::value::Type;
use serde::{Deserialize, Serialize};

/// A column of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools)] // they are the catalog's own yes-or-no facts
pub struct Field {
    /// Its name.
    pub name: String,
    /// PostgreSQL's name of its type, such as `numeric` or `crm.staff_role`.
    #[serde(rename = "type")]
    pub sql_type: String,
    /// Whether it may be empty.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// Whether the database fills it in when it is not given.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_default: bool,
    /// Whether the database computes it always.
    #[serde(default, skip_serializing_if = "is_false")]
    pub generated: bool,
    /// Only there to type a foreign key: not for people.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The values it may have, when they are a fixed list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// The words that a constraint allows it, when they are a fixed list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Vec<String>>,
    /// Whether an index serves the search for a part of it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub searchable: bool,
    /// After how many decimals the column rounds; below 0 before the point. Nothing when it keeps all digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<i32>,
    /// Whether I may read it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_select: bool,
    /// Whether I may give it in a new row.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_insert: bool,
    /// Whether I may change it (rules on rows may still say no).
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_update: bool,
}

impl Field {
    /// A column that a query computes.
    #[must_use]
    pub fn computed(name: &str, kind: Type, nullable: bool) -> Self {
        Self {
            name: name.to_owned(),
            sql_type: sql_type(kind).to_owned(),
            nullable,
            has_default: false,
            generated: true,
            hidden: false,
            comment: None,
            values: None,
            words: None,
            searchable: false,
            scale: None,
            may_select: true,
            may_insert: false,
            may_update: false,
        }
    }

    /// Its type in our terms; types without one of their own are text.
    #[must_use]
    pub fn kind(&self) -> Type {
        match self.sql_type.as_str() {
            "boolean" => Type::Bool,
            "smallint" | "integer" | "bigint" => Type::Int,
            "real" | "double precision" => Type::Float,
            "numeric" => Type::Decimal,
            "date" => Type::Date,
            "timestamp with time zone" => Type::Timestamp,
            "timestamp without time zone" => Type::LocalTimestamp,
            "uuid" => Type::Uuid,
            "json" | "jsonb" => Type::Json,
            _ => Type::Text,
        }
    }

    /// Its type as people read it, or the values that it may have.
    #[must_use]
    pub fn shown_type(&self) -> String {
        match self.choices() {
            Some(choices) => choices.join("|"),
            None => self.kind().name().to_owned(),
        }
    }

    /// What it may be, when that is a fixed list: of an enumeration, or of a constraint.
    #[must_use]
    pub fn choices(&self) -> Option<&[String]> {
        self.values.as_deref().or(self.words.as_deref())
    }

    /// The greatest whole number that it takes, when its type is one of small ones.
    #[must_use]
    pub fn greatest(&self) -> Option<i64> {
        match self.sql_type.as_str() {
            "smallint" => Some(i16::MAX.into()),
            "integer" => Some(i32::MAX.into()),
            _ => None,
        }
    }

    /// How many decimals the column keeps; nothing when it keeps all.
    #[must_use]
    pub fn decimals(&self) -> Option<u32> {
        self.scale.map(|scale| scale.max(0).unsigned_abs())
    }

    /// Whether it is read as text although its column is of another type (an enumeration, say).
    #[must_use]
    pub fn is_cast(&self) -> bool {
        self.kind() == Type::Text && self.sql_type != "text"
    }

    /// Must be given when a row is created.
    #[must_use]
    pub fn is_required(&self) -> bool {
        !self.nullable && !self.has_default && !self.generated
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks so
fn is_false(fact: &bool) -> bool {
    !fact
}

/// PostgreSQL's name for a type of ours.
fn sql_type(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "boolean",
        Type::Int => "bigint",
        Type::Float => "double precision",
        Type::Decimal => "numeric",
        Type::Text | Type::List => "text",
        Type::Date => "date",
        Type::Timestamp => "timestamp with time zone",
        Type::LocalTimestamp => "timestamp without time zone",
        Type::Uuid => "uuid",
        Type::Json => "jsonb",
    }
}
