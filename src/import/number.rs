//! Numbers as spreadsheets write them: `1 234,50`, `1,234.50`, `€ 12`, `(3.20)`.

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `1.234,50`
    Comma,
    /// `1,234.50`
    Point,
}

impl Mark {
    fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Point => '.',
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Comma => Self::Point,
            Self::Point => Self::Comma,
        }
    }
}

/// What a text says as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// One number only, in digits and a point; and which mark it shows to be used.
    Sure(String, Option<Mark>),
    /// `1,234`: a thousand and more, or one and a little.
    Ambiguous,
    /// None.
    None,
}

/// The marks that the numbers of a column show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    comma: bool,
    point: bool,
}

impl Marks {
    /// Looks at one more number.
    pub(super) fn look(&mut self, text: &str) {
        match read(text, None) {
            Number::Sure(_, Some(Mark::Comma)) => self.comma = true,
            Number::Sure(_, Some(Mark::Point)) => self.point = true,
            _ => {}
        }
    }

    /// The mark of the column, when all its numbers agree.
    pub(super) fn agreed(self) -> Option<Mark> {
        match (self.comma, self.point) {
            (true, false) => Some(Mark::Comma),
            (false, true) => Some(Mark::Point),
            _ => None,
        }
    }
}

/// Blanks and apostrophes that stand between thousands.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || ['\'', '’', '_'].contains(&c)
}

/// Reads a number; `mark` says what stands before its decimals.
pub(super) fn read(text: &str, mark: Option<Mark>) -> Number {
    let Some((is_negative, body)) = amount(text) else {
        return Number::None;
    };
    let last = body.rfind([',', '.']);
    let (whole, decimals, shown) = match last {
        None => (body, "", None),
        Some(place) => {
            let found = if body[place..].starts_with(',') {
                Mark::Comma
            } else {
                Mark::Point
            };
            let (before, after) = (&body[..place], &body[place + 1..]);
            let is_twice = before.contains(found.sign());
            let is_mixed = before.contains(found.other().sign());
            let is_group = after.len() == 3 && !after.contains(is_gap);
            let could_be_group = is_group
                && !before.contains(is_gap)
                && (1..=3).contains(&before.len())
                && before != "0";
            match mark {
                _ if is_twice && is_mixed => return Number::None,
                Some(said) if said == found && !is_twice => (before, after, Some(found)),
                Some(said) if said != found && is_group && !is_mixed => (body, "", Some(said)),
                Some(_) => return Number::None,
                None if is_twice => (body, "", Some(found.other())),
                None if is_mixed || !could_be_group => (before, after, Some(found)),
                None => return Number::Ambiguous,
            }
        }
    };
    let Some(whole) = grouped(whole) else {
        return Number::None;
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(decimals) || whole.is_empty() && decimals.is_empty() {
        return Number::None;
    }
    let whole = if whole.is_empty() { "0" } else { &whole };
    let sign = if is_negative { "-" } else { "" };
    let point = if decimals.is_empty() { "" } else { "." };
    Number::Sure(format!("{sign}{whole}{point}{decimals}"), shown)
}

/// The digits of a whole number, whose thousands may stand apart.
fn grouped(text: &str) -> Option<String> {
    let mut groups = text.split(|c: char| is_gap(c) || c == ',' || c == '.');
    let first = groups.next().unwrap_or_default();
    let groups: Vec<&str> = groups.collect();
    let is_first = groups.is_empty() || (1..=3).contains(&first.len());
    let fits = groups.iter().all(|group| group.len() == 3);
    let digits = format!("{first}{}", groups.concat());
    (is_first && fits && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// The sign of an amount, and its digits without its currency.
fn amount(text: &str) -> Option<(bool, &str)> {
    let text = text.trim();
    let (in_brackets, text) = match text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let (before, text) = signed(without_currency(text));
    let (after, text) = signed(without_currency(text));
    let signs = [in_brackets, before == Some(true), after == Some(true)];
    let count = signs.iter().filter(|sign| **sign).count();
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    (count <= 1 && begins).then_some((count == 1, text))
}

fn signed(text: &str) -> (Option<bool>, &str) {
    if let Some(rest) = text.strip_prefix(['-', '−']) {
        return (Some(true), rest.trim());
    }
    match text.strip_prefix('+') {
        Some(rest) => (Some(false), rest.trim()),
        None => (None, text),
    }
}

/// Without a sign such as € or a code such as EUR, before or after it.
fn without_currency(text: &str) -> &str {
    let is_sign = |c: char| "€$£¥".contains(c);
    let text = text.trim();
    let text = text.strip_prefix(is_sign).unwrap_or(text);
    let text = text.strip_suffix(is_sign).unwrap_or(text);
    let is_code = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
    let text = match text.split_at_checked(3) {
        Some((code, rest)) if is_code(code) => rest,
        _ => text,
    };
    match text
        .len()
        .checked_sub(3)
        .and_then(|at| text.split_at_checked(at))
    {
        Some((rest, code)) if is_code(code) => rest.trim(),
        _ => text.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, mark: Option<Mark>) -> String {
        match read(text, mark) {
            Number::Sure(digits, _) => digits,
            Number::Ambiguous => "?".to_owned(),
            Number::None => "none".to_owned(),
        }
    }

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        for (text, digits) in [
            ("12", "12"),
            ("1 234,50", "1234.50"),
            ("1\u{202f}234,50 €", "1234.50"),
            ("1,234.50", "1234.50"),
            ("1.234.567", "1234567"),
            ("1.234.567,8", "1234567.8"),
            ("1'234.50", "1234.50"),
            ("1,234", "?"),
            ("1.234", "?"),
            ("999,999", "?"),
            ("0,123", "0.123"),
            ("1234,567", "1234.567"),
            ("1 234,567", "1234.567"),
            ("12,5", "12.5"),
            (",5", "0.5"),
            ("-12.50", "-12.50"),
            ("−12.50", "-12.50"),
            ("(12.50)", "-12.50"),
            ("€ 12", "12"),
            ("EUR 12.50", "12.50"),
            ("-€12", "-12"),
            ("€-12", "-12"),
            ("12 CHF", "12"),
            ("", "none"),
            (".", "none"),
            ("1 2", "none"),
            ("12.34.56", "none"),
            ("1,23,456", "none"),
            ("1.2.3,4", "none"),
            ("1,234.567,8", "none"),
            ("--1", "none"),
            ("(-1)", "none"),
            ("twelve", "none"),
            ("1e5", "none"),
            ("é12", "none"),
        ] {
            assert_eq!(shown(text, None), digits, "{text}");
        }
    }

    #[test]
    fn what_is_said_decides() {
        for (text, comma, point) in [
            ("1,234", "1.234", "1234"),
            ("1.234", "1234", "1.234"),
            ("1,5", "1.5", "none"),
            ("1.234,5", "1234.5", "none"),
            ("12", "12", "12"),
        ] {
            assert_eq!(shown(text, Some(Mark::Comma)), comma, "{text}");
            assert_eq!(shown(text, Some(Mark::Point)), point, "{text}");
        }
    }

    #[test]
    fn a_column_agrees_or_does_not() {
        let agreed = |texts: &[&str]| {
            let mut marks = Marks::default();
            for text in texts {
                marks.look(text);
            }
            marks.agreed()
        };
        assert_eq!(agreed(&["1,234", "2,50"]), Some(Mark::Comma));
        assert_eq!(agreed(&["1,234,567", "2"]), Some(Mark::Point));
        assert_eq!(agreed(&["2,50", "2.50"]), None);
        assert_eq!(agreed(&["1,234"]), None);
    }
}
