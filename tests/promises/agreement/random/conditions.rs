//! Conditions that are grown.

use super::grower::Grower;
use super::values::TEXTS;

impl Grower<'_> {
    pub(super) fn condition(&mut self) -> String {
        self.deeper(22, |grower, choice| match choice {
            16 => grower.same_row(),
            17 => grower.of_list(),
            18 => format!("{} {} {}", grower.moment(), grower.sign(), grower.moment()),
            19 => grower.test_of_span(),
            20 => format!(
                "{}.matches({})",
                grower.text(),
                grower.of(&[
                    r#""^[aA]""#,
                    r#""a.b""#,
                    r#""(?i)É""#,
                    r#""^$""#,
                    r#""[%_]|日""#
                ])
            ),
            21 => format!("{}.is_empty()", grower.text()),
            14 => format!(
                "({}).{}",
                grower.int(),
                grower.of(&["is_even()", "is_odd", "is_zero()"])
            ),
            15 => format!("{} {} -9..40", grower.decimal(), grower.of(&["in", "!in"])),
            1 => format!("{} {} {}", grower.int(), grower.sign(), grower.int()),
            2 => format!(
                "{} {} {}",
                grower.text_or_nothing(),
                grower.sign(),
                grower.text_or_nothing()
            ),
            3 => format!(
                "{} {} {}",
                grower.decimal(),
                grower.sign(),
                grower.decimal()
            ),
            4 => format!("{} {} {}", grower.date(), grower.sign(), grower.date()),
            5 => format!("({} && {})", grower.condition(), grower.condition()),
            6 => format!("({} || {})", grower.condition(), grower.condition()),
            7 => format!("!({})", grower.condition()),
            8 => grower.test_of_text(),
            9 => grower.within(),
            10 => grower.related(),
            11 => format!(
                "(if {} {{ {} }} else {{ {} }})",
                grower.condition(),
                grower.condition(),
                grower.condition()
            ),
            12 => grower.nothing(),
            13 => format!("({}) == ({})", grower.condition(), grower.condition()),
            _ => grower
                .field(|fields| fields.bools)
                .map_or_else(|| format!("{} > 3", grower.int()), |(field, _)| field),
        })
    }

    pub(super) fn sign(&mut self) -> &'static str {
        self.of(&["==", "!=", "<", "<=", ">", ">="])
    }

    pub(super) fn nothing(&mut self) -> String {
        let sign = self.of(&["==", "!="]);
        let field = if self.below(2) == 0 {
            self.field(|fields| fields.texts)
        } else {
            self.field(|fields| fields.ints)
        };
        field.map_or_else(
            || "true".to_owned(),
            |(field, _)| format!("{field} {sign} ()"),
        )
    }

    fn test_of_text(&mut self) -> String {
        let test = self.of(&["contains", "starts_with", "ends_with"]);
        let part = if self.below(3) == 2 {
            self.text()
        } else {
            self.of(&TEXTS).to_owned()
        };
        match self.field(|fields| fields.texts) {
            Some((field, true)) => format!(
                "({field}?.{test}({part}) ?? {})",
                self.of(&["false", "true"])
            ),
            _ => format!("{}.{test}({part})", self.text()),
        }
    }

    /// A question about each of a known list.
    fn of_list(&mut self) -> String {
        let which = self.of(&["some", "all"]);
        match self.below(3) {
            0 => format!(
                "[{}, {}].{which}(|part| {}.contains(part))",
                self.of(&TEXTS),
                self.of(&TEXTS),
                self.text()
            ),
            1 => format!(
                "[{}, {}].{which}(|part| part {} {})",
                self.of(&TEXTS),
                self.of(&TEXTS),
                self.of(&["==", "!="]),
                self.text_or_nothing()
            ),
            _ => format!(
                "{}.{which}(|n| n {} {} || {})",
                self.of(&["[1, 7, 30]", "[0]", "[]"]),
                self.sign(),
                self.int(),
                self.condition()
            ),
        }
    }

    fn test_of_span(&mut self) -> String {
        if self.below(3) == 2 {
            return format!(
                "{} {} [0.days, 3.hours, 1.days]",
                self.span(),
                self.of(&["in", "!in"])
            );
        }
        format!("{} {} {}", self.span(), self.sign(), self.span())
    }

    fn within(&mut self) -> String {
        let within = self.of(&["in", "!in"]);
        match self.below(3) {
            0 => {
                let value = self
                    .field(|fields| fields.ints)
                    .map_or("7".to_owned(), |(field, _)| field);
                format!(
                    "{value} {within} {}",
                    self.of(&[
                        "[1, 7, 30]",
                        "0..9",
                        "[7, ()]",
                        "3..=100",
                        "[]",
                        "[7.0, 2.5]"
                    ])
                )
            }
            1 if self.below(3) == 2 => {
                format!(
                    "{} {within} #{{ Ada: 1, \"a%b\": 2, \"\": 3 }}",
                    self.text_or_nothing()
                )
            }
            1 => format!(
                "{} {within} [{}, {}]",
                self.text_or_nothing(),
                self.of(&TEXTS),
                self.of(&TEXTS)
            ),
            _ => format!(
                "{} {within} [{}, {}]",
                self.text(),
                self.text_or_nothing(),
                self.text_or_nothing()
            ),
        }
    }
}
