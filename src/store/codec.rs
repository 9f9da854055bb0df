//! Values on the wire: [`Value`] to and from PostgreSQL's binary form.

use super::{array, beyond};
use crate::rows::Column;
use crate::value::{Json, Type, Value};
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, Kind, ToSql, Type as Wire, to_sql_checked};
use std::error::Error as StdError;

/// The one form of `jsonb` on the wire: its text, behind this.
const JSONB: u8 = 1;

pub(super) type Failure = Box<dyn StdError + Sync + Send>;

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
        Wire::TEXT
        | Wire::VARCHAR
        | Wire::BPCHAR
        | Wire::NAME
        | Wire::CHAR
        | Wire::UNKNOWN
        | Wire::VOID => Type::Text,
        // They are arrays on the wire, and no arrays when they are shown.
        Wire::INT2_VECTOR | Wire::OID_VECTOR => return None,
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
        Value::Beyond(value) => match value.kind {
            Type::Date => Wire::DATE,
            Type::Timestamp => Wire::TIMESTAMPTZ,
            Type::LocalTimestamp => Wire::TIMESTAMP,
            _ => Wire::NUMERIC,
        },
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

/// Parameters with the types they are sent as.
pub(super) fn typed(params: &[Value]) -> Vec<(&(dyn ToSql + Sync), Wire)> {
    params
        .iter()
        .map(|value| (value as &(dyn ToSql + Sync), wire(value)))
        .collect()
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
            Self::Json(value) => {
                if *wire == Wire::JSONB {
                    out.extend_from_slice(&[JSONB]);
                }
                out.extend_from_slice(value.text().as_bytes());
                Ok(IsNull::No)
            }
            Self::List(values) => values.to_sql(wire, out),
            Self::Beyond(value) if value.raw.is_empty() => {
                Err(format!("{} has too many digits to be sent", value.text).into())
            }
            Self::Beyond(value) => {
                out.extend_from_slice(&value.raw);
                Ok(IsNull::No)
            }
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
            // The number whose digits people see, not the nearest of more digits.
            Wire::FLOAT4 => Self::Float(f32::from_sql(wire, raw)?.to_string().parse()?),
            Wire::FLOAT8 => Self::Float(FromSql::from_sql(wire, raw)?),
            Wire::NUMERIC => beyond::number(raw).ok_or("the number is cut off")?,
            Wire::CHAR => {
                let byte = raw.first().filter(|byte| **byte != 0);
                Self::Text(byte.map_or_else(String::new, |byte| char::from(*byte).to_string()))
            }
            Wire::DATE => beyond::date(raw.try_into()?),
            Wire::TIMESTAMPTZ => beyond::moment(raw.try_into()?, true),
            Wire::TIMESTAMP => beyond::moment(raw.try_into()?, false),
            Wire::UUID => Self::Uuid(FromSql::from_sql(wire, raw)?),
            Wire::JSON => Self::Json(Json::known(std::str::from_utf8(raw)?)),
            Wire::JSONB => match raw {
                [JSONB, text @ ..] => Self::Json(Json::known(std::str::from_utf8(text)?)),
                _ => return Err("this form of jsonb is not known here".into()),
            },
            _ => match wire.kind() {
                Kind::Array(element) => array::read(element, raw)?,
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
