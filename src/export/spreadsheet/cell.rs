//! A value in a cell of a spreadsheet, and how wide it is.

use crate::value::{Value, calendar};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// Of so many digits, a cell keeps each.
const DIGITS: u32 = 15;
/// The last year that cells know.
const LAST_YEAR: i32 = 9999;

/// How cells look.
pub(super) struct Looks {
    money: Format,
    day: Format,
    moment: Format,
}

impl Default for Looks {
    fn default() -> Self {
        let look = |format: &str| Format::new().set_num_format(format);
        Self {
            money: look("#,##0.00"),
            day: look("yyyy-mm-dd"),
            moment: look("yyyy-mm-dd hh:mm"),
        }
    }
}

impl Looks {
    /// Writes a value to a cell; how many digits wide it is.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        value: &Value,
    ) -> Result<usize, XlsxError> {
        match value {
            Value::Null => return Ok(0),
            Value::Bool(value) => {
                sheet.write_boolean(row, column, *value)?;
                return Ok("FALSE".len());
            }
            Value::Int(number) if is_exact(number.unsigned_abs().into()) => {
                #[allow(clippy::cast_precision_loss)] // it has few digits
                sheet.write_number(row, column, *number as f64)?;
                return Ok(digits(number.unsigned_abs().into()) + 1);
            }
            Value::Float(number) if number.is_finite() => {
                sheet.write_number(row, column, *number)?;
                return Ok(number.to_string().len().min(DIGITS as usize + 2));
            }
            Value::Decimal(number) => {
                if let Some(near) = exact(*number) {
                    return self.decimal(sheet, (row, column), *number, near);
                }
            }
            Value::Date(day) if is_known(*day) => {
                sheet.write_datetime_with_format(row, column, *day, &self.day)?;
                return Ok("2026-01-31".len());
            }
            Value::Timestamp(moment) => {
                let clock = calendar::local(moment).0;
                if is_known(clock.date()) {
                    return self.moment(sheet, (row, column), clock);
                }
            }
            Value::LocalTimestamp(clock) if is_known(clock.date()) => {
                return self.moment(sheet, (row, column), *clock);
            }
            _ => {}
        }
        let text = value.exact();
        sheet.write_string(row, column, text.as_ref())?;
        Ok(width(&text))
    }

    /// Of two decimals at most, it is written as money is.
    fn decimal(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        number: Decimal,
        near: f64,
    ) -> Result<usize, XlsxError> {
        if number.scale() > 2 {
            sheet.write_number(row, column, near)?;
            return Ok(number.to_string().len());
        }
        sheet.write_number_with_format(row, column, near, &self.money)?;
        let whole = digits(number.trunc().mantissa().unsigned_abs());
        Ok(whole + whole / 3 + "-.00".len())
    }

    fn moment(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        clock: NaiveDateTime,
    ) -> Result<usize, XlsxError> {
        sheet.write_datetime_with_format(row, column, clock, &self.moment)?;
        Ok("2026-01-31 18:00".len())
    }
}

/// How wide a text is: its widest line.
pub(super) fn width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// The number as a cell holds it, if none of its digits is lost.
fn exact(number: Decimal) -> Option<f64> {
    let is_exact = is_exact(number.mantissa().unsigned_abs());
    is_exact.then(|| number.to_f64()).flatten()
}

fn is_exact(digits: u128) -> bool {
    digits < 10_u128.pow(DIGITS)
}

fn digits(number: u128) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

/// Whether all spreadsheets take its number for the same day.
fn is_known(day: NaiveDate) -> bool {
    let year = day.year();
    (1900..=LAST_YEAR).contains(&year) && (year, day.month()) >= (1900, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers_as_long_as_no_digit_is_lost() {
        let exact = |text: &str| exact(text.parse().unwrap());
        for (text, number) in [
            ("48210.50", Some(48210.5)),
            ("-0.01", Some(-0.01)),
            ("999999999999999", Some(999_999_999_999_999.0)),
            ("1000000000000000", None),
            ("1500000000000000.0", None),
            ("1234567890123456", None),
            ("0.1234567890123456", None),
        ] {
            assert_eq!(exact(text), number, "{text}");
        }
        assert!(is_exact(999_999_999_999_999) && !is_exact(1_000_000_000_000_000));
    }

    #[test]
    fn days_that_spreadsheets_know_begin_in_march_1900() {
        let day = |y, m, d| is_known(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert!(day(1900, 3, 1) && day(9999, 12, 31));
        assert!(!day(1900, 2, 28) && !day(1899, 12, 31) && !day(10000, 1, 1));
    }

    #[test]
    fn a_text_is_as_wide_as_its_widest_line() {
        assert_eq!((width(""), width("ab\n李小龍\nc")), (0, 6));
    }
}
