//! Numbers as digits, faster than the standard library's formatting: a million rows have many.

use rust_decimal::Decimal;
use std::fmt;

/// Writes a decimal number.
pub(super) fn decimal(number: &Decimal, out: &mut impl fmt::Write) -> fmt::Result {
    let (scale, small) = (number.scale(), i64::try_from(number.mantissa()));
    let (Ok(small), 1..=18) = (small, scale) else {
        return write!(out, "{number}");
    };
    if number.is_sign_negative() {
        out.write_char('-')?;
    }
    let unit = 10_u64.pow(scale);
    let (whole, part) = (small.unsigned_abs() / unit, small.unsigned_abs() % unit);
    out.write_str(itoa::Buffer::new().format(whole))?;
    out.write_char('.')?;
    padded(part, scale as usize, out)
}

/// Writes a number with zeros before it, in so many digits at least.
pub(super) fn padded(number: u64, width: usize, out: &mut impl fmt::Write) -> fmt::Result {
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(number);
    (digits.len()..width).try_for_each(|_| out.write_char('0'))?;
    out.write_str(digits)
}
