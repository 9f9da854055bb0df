//! Values on the wire: [`Value`] to and from PostgreSQL's binary form.

use crate::rows::Column;
use crate::value::{Type, Value};
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, Kind, ToSql, Type as Wire, to_sql_checked};
use std::error::Error as StdError;

type Failure = Box<dyn StdError + Sync + Send>;

/// The columns of a result.
pub(super) fn columns(columns: &[postgres::Column]) -> Vec<Column> {
    columns
        .iter()
        .map(|column| Column {
            name: column.name().to_owned(),
            kind: kind(column.type_()),
        })
        .collect()
}

/// Our type for a wire type; none when it can't be decoded.
pub(super) fn kind(wire: &Wire) -> Option<Type> {
    Some(match *wire {
        Wire::BOOL => Type::Bool,
        Wire::INT2 | Wire::INT4 | Wire::INT8 | Wire::OID => Type::Int,
        Wire::FLOAT4 | Wire::FLOAT8 => Type::Float,
        Wire::NUMERIC => Type::Decimal,
        Wire::TEXT | Wire::VARCHAR | Wire::BPCHAR | Wire::NAME | Wire::CHAR | Wire::UNKNOWN => {
            Type::Text
        }
        Wire::DATE => Type::Date,
        Wire::TIMESTAMPTZ => Type::Timestamp,
        Wire::TIMESTAMP => Type::LocalTimestamp,
        Wire::UUID => Type::Uuid,
        Wire::JSON | Wire::JSONB => Type::Json,
        _ => match wire.kind() {
            Kind::Array(element) if kind(element).is_some() => Type::List,
            Kind::Enum(_) => Type::Text,
            _ => return None,
        },
    })
}

/// The wire type that a parameter is sent as.
pub(super) fn wire(value: &Value) -> Wire {
    match value {
        Value::Null | Value::Text(_) => Wire::TEXT,
        Value::Bool(_) => Wire::BOOL,
        Value::Int(_) => Wire::INT8,
        Value::Float(_) => Wire::FLOAT8,
        Value::Decimal(_) => Wire::NUMERIC,
        Value::Date(_) => Wire::DATE,
        Value::Timestamp(_) => Wire::TIMESTAMPTZ,
        Value::LocalTimestamp(_) => Wire::TIMESTAMP,
        Value::Uuid(_) => Wire::UUID,
        Value::Json(_) => Wire::JSONB,
        Value::List(values) => match values.iter().find(|v| !v.is_null()).map(wire) {
            Some(Wire::INT8) => Wire::INT8_ARRAY,
            Some(Wire::BOOL) => Wire::BOOL_ARRAY,
            Some(Wire::FLOAT8) => Wire::FLOAT8_ARRAY,
            Some(Wire::NUMERIC) => Wire::NUMERIC_ARRAY,
            Some(Wire::DATE) => Wire::DATE_ARRAY,
            Some(Wire::TIMESTAMPTZ) => Wire::TIMESTAMPTZ_ARRAY,
            Some(Wire::UUID) => Wire::UUID_ARRAY,
            Some(Wire::TIMESTAMP) => Wire::TIMESTAMP_ARRAY,
            Some(Wire::JSONB) => Wire::JSONB_ARRAY,
            _ => Wire::TEXT_ARRAY,
        },
    }
}

/// Why a number on the wire is no decimal; bytes 4 and 5 are its sign.
fn no_decimal(raw: &[u8]) -> &'static str {
    match raw.get(4..6) {
        Some([0xC0, 0]) => "NaN is no number here",
        Some([0xD0 | 0xF0, 0]) => "infinity is no number here",
        _ => "the number has more than 28 digits",
    }
}

/// Whether a date or a moment is `infinity` or `-infinity`: the greatest or the least number there is.
fn is_endless(raw: &[u8]) -> bool {
    match raw {
        [first, rest @ ..] => {
            (*first == 0x7F && rest.iter().all(|byte| *byte == 0xFF))
                || (*first == 0x80 && rest.iter().all(|byte| *byte == 0))
        }
        [] => false,
    }
}

impl ToSql for Value {
    fn to_sql(&self, wire: &Wire, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(value) => value.to_sql(wire, out),
            Self::Int(value) => value.to_sql(wire, out),
            Self::Float(value) => value.to_sql(wire, out),
            Self::Decimal(value) => value.to_sql(wire, out),
            Self::Text(value) => value.to_sql(wire, out),
            Self::Date(value) => value.to_sql(wire, out),
            Self::Timestamp(value) => value.to_sql(wire, out),
            Self::LocalTimestamp(value) => value.to_sql(wire, out),
            Self::Uuid(value) => value.to_sql(wire, out),
            Self::Json(value) => value.to_sql(wire, out),
            Self::List(values) => values.to_sql(wire, out),
        }
    }

    fn accepts(_: &Wire) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(wire: &Wire, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(match *wire {
            Wire::BOOL => Self::Bool(FromSql::from_sql(wire, raw)?),
            Wire::INT2 => Self::Int(i16::from_sql(wire, raw)?.into()),
            Wire::INT4 => Self::Int(i32::from_sql(wire, raw)?.into()),
            Wire::INT8 => Self::Int(FromSql::from_sql(wire, raw)?),
            Wire::OID => Self::Int(u32::from_sql(wire, raw)?.into()),
            Wire::FLOAT4 => Self::Float(f32::from_sql(wire, raw)?.into()),
            Wire::FLOAT8 => Self::Float(FromSql::from_sql(wire, raw)?),
            Wire::NUMERIC => {
                Self::Decimal(FromSql::from_sql(wire, raw).map_err(|_| no_decimal(raw))?)
            }
            Wire::DATE | Wire::TIMESTAMP | Wire::TIMESTAMPTZ if is_endless(raw) => {
                return Err("infinity is no date here".into());
            }
            Wire::CHAR => {
                Self::Text(char::from(raw.first().copied().unwrap_or_default()).to_string())
            }
            Wire::DATE => Self::Date(FromSql::from_sql(wire, raw)?),
            Wire::TIMESTAMPTZ => Self::Timestamp(FromSql::from_sql(wire, raw)?),
            Wire::TIMESTAMP => Self::LocalTimestamp(FromSql::from_sql(wire, raw)?),
            Wire::UUID => Self::Uuid(FromSql::from_sql(wire, raw)?),
            Wire::JSON | Wire::JSONB => Self::Json(FromSql::from_sql(wire, raw)?),
            _ => match wire.kind() {
                Kind::Array(_) => Self::List(FromSql::from_sql(wire, raw)?),
                _ if kind(wire).is_some() => Self::Text(std::str::from_utf8(raw)?.to_owned()),
                _ => return Err(format!("the type {wire} has no form here").into()),
            },
        })
    }

    fn from_sql_null(_: &Wire) -> Result<Self, Failure> {
        Ok(Self::Null)
    }

    fn accepts(_: &Wire) -> bool {
        true
    }
}
