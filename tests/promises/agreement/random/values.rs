//! Values that are grown.

use super::grower::Grower;

/// Texts as scripts write them.
pub(super) const TEXTS: [&str; 12] = [
    r#""""#, r#"" ""#, r#""Ada""#, r#""a""#, r#""É""#, r#""%""#, r#""_""#, r#""\\""#, r#""'""#,
    r#""\n""#, r#""日""#, r#""x""#,
];
const DAYS: [&str; 4] = ["0001-01-01", "1970-01-01", "2024-12-31", "9999-12-31"];
const DECIMALS: [&str; 6] = [
    r#"dec("0")"#,
    r#"dec("0.01")"#,
    r#"dec("10.5")"#,
    r#"dec("-2.50")"#,
    r#"dec("33.33")"#,
    r#"dec("99999999999.99")"#,
];

impl Grower<'_> {
    pub(super) fn int(&mut self) -> String {
        self.deeper(16, |grower, choice| match choice {
            12 => format!(
                "{}.{}",
                grower.moment(),
                grower.of(&["month", "day", "hour", "minute"])
            ),
            13 => format!(
                "{}.{}",
                grower.span(),
                grower.of(&["weeks", "days", "hours", "minutes"])
            ),
            14 => format!(
                "[{}, {}][{}]",
                grower.int(),
                grower.int(),
                grower.of(&["0", "1", "-1"])
            ),
            15 => format!(
                "#{{ a: {}, b: {} }}.{}",
                grower.int(),
                grower.int(),
                grower.of(&["a", "b"])
            ),
            9 => format!("{}.index_of({})", grower.text(), grower.of(&TEXTS)),
            10 => format!("{}.to_int()", grower.decimal()),
            11 => format!("{}.{}", grower.date(), grower.of(&["month", "day"])),
            1 => grower.below(40).to_string(),
            2 => format!(
                "({} {} {})",
                grower.int(),
                grower.of(&["+", "-"]),
                grower.int()
            ),
            3 => format!("({} * {})", grower.int(), grower.below(5)),
            4 => format!(
                "({} {} {})",
                grower.int(),
                grower.of(&["/", "%"]),
                grower.below(7) + 1
            ),
            5 => format!("{}.len()", grower.text()),
            6 => format!(
                "(if {} {{ {} }} else {{ {} }})",
                grower.condition(),
                grower.int(),
                grower.int()
            ),
            7 => format!("({} - {}).days", grower.date(), grower.date()),
            8 => format!("({}).abs()", grower.int()),
            _ => match grower.field(|fields| fields.ints) {
                Some((field, true)) => format!("({field} ?? {})", grower.below(9)),
                Some((field, false)) => field,
                None => "7".to_owned(),
            },
        })
    }

    pub(super) fn decimal(&mut self) -> String {
        self.deeper(9, |grower, choice| match choice {
            8 => format!("({}).to_decimal()", grower.int()),
            7 => format!(
                "{}.{}()",
                grower.decimal(),
                grower.of(&["floor", "ceiling", "int"])
            ),
            1 => grower.of(&DECIMALS).to_owned(),
            2 => format!(
                "({} {} {})",
                grower.decimal(),
                grower.of(&["+", "-"]),
                grower.decimal()
            ),
            3 => format!(
                "({} * {})",
                grower.decimal(),
                grower.of(&["2", "-1", "0.5"])
            ),
            4 => format!(
                "({} / {}).round(2)",
                grower.decimal(),
                grower.of(&["2", "3", "7"])
            ),
            5 => format!("{}.round({})", grower.decimal(), grower.below(3)),
            6 => format!(
                "(if {} {{ {} }} else {{ {} }})",
                grower.condition(),
                grower.decimal(),
                grower.decimal()
            ),
            _ => grower
                .field(|fields| fields.decimals)
                .map_or_else(|| r#"dec("1.5")"#.to_owned(), |(field, _)| field),
        })
    }

    /// A text that is there.
    pub(super) fn text(&mut self) -> String {
        self.deeper(10, |grower, choice| match choice {
            9 => format!(
                "{}.sub_string({}, {})",
                grower.text(),
                grower.int(),
                grower.int()
            ),
            8 => format!(
                "{}.sub_string({})",
                grower.text(),
                grower.of(&["0, 2", "1", "-2", "-9, 4", "1..3", "2, 0"])
            ),
            1 => grower.of(&TEXTS).to_owned(),
            2 => format!("({} + {})", grower.text(), grower.text_or_nothing()),
            3 => format!("`${{{}}}:${{{}}}`", grower.text_or_nothing(), grower.int()),
            4 => format!(
                "{}.{}()",
                grower.text(),
                grower.of(&["to_lower", "to_upper", "trim"])
            ),
            5 => format!(
                "(if {} {{ {} }} else {{ {} }})",
                grower.condition(),
                grower.text(),
                grower.text()
            ),
            6 => format!("({}).to_string()", grower.int()),
            7 => format!("({} ?? {})", grower.text_or_nothing(), grower.text()),
            _ => match grower.field(|fields| fields.texts) {
                Some((field, true)) => format!("({field} ?? {})", grower.of(&TEXTS)),
                Some((field, false)) => field,
                None => r#""x""#.to_owned(),
            },
        })
    }

    pub(super) fn text_or_nothing(&mut self) -> String {
        match self.below(3) {
            0 => self.text(),
            _ => self
                .field(|fields| fields.texts)
                .map_or_else(|| r#""x""#.to_owned(), |(field, _)| field),
        }
    }

    pub(super) fn date(&mut self) -> String {
        self.deeper(5, |grower, choice| match choice {
            4 => format!("{}.date", grower.moment()),
            1 => format!("date(\"{}\")", grower.of(&DAYS)),
            2 => format!(
                "({} {} {}.days)",
                grower.date(),
                grower.of(&["+", "-"]),
                grower.below(400)
            ),
            3 => format!(
                "(if {} {{ {} }} else {{ {} }})",
                grower.condition(),
                grower.date(),
                grower.date()
            ),
            _ => match grower.field(|fields| fields.dates) {
                Some((field, true)) => format!("({field} ?? date(\"2024-12-31\"))"),
                Some((field, false)) => field,
                None => "date(\"1970-01-01\")".to_owned(),
            },
        })
    }

    /// A moment; none is moved far, since the calendar ends at the year 9999.
    pub(super) fn moment(&mut self) -> String {
        self.deeper(4, |grower, choice| match choice {
            1 => format!("({} + {}.minutes)", grower.moment(), grower.below(4000)),
            2 => format!(
                "(if {} {{ {} }} else {{ {} }})",
                grower.condition(),
                grower.moment(),
                grower.moment()
            ),
            3 => format!("({} - {}.hours)", grower.moment(), grower.below(90)),
            _ => match grower.field(|fields| fields.moments) {
                Some((field, true)) => format!("({field} ?? me.created_at)"),
                Some((field, false)) => field,
                None => "me.created_at".to_owned(),
            },
        })
    }

    /// A span of time.
    pub(super) fn span(&mut self) -> String {
        self.deeper(5, |grower, choice| match choice {
            1 => format!("({} - {})", grower.moment(), grower.moment()),
            2 => format!("({} - {})", grower.date(), grower.date()),
            3 => format!(
                "(if {} {{ {} }} else {{ {} }})",
                grower.condition(),
                grower.span(),
                grower.span()
            ),
            4 => format!(
                "({} {} {})",
                grower.span(),
                grower.of(&["+", "-"]),
                grower.span()
            ),
            _ => format!(
                "{}.{}",
                grower.below(90),
                grower.of(&["minutes", "hours", "days", "weeks"])
            ),
        })
    }
}
