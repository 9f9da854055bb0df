//! Cases that nobody thought of: closures grown from random numbers, well-typed by construction.

use super::world::World;
use super::{CLIENTS, CONTRACTS, EVENTS, Of};
use proptest::collection::vec;
use proptest::num::u16;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// How many closures.
const CASES: u32 = 250;

/// Texts as scripts write them.
const TEXTS: [&str; 12] = [
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

/// The fields of an entity by type; `?` marks those that may be nothing.
struct Fields {
    ints: &'static [&'static str],
    decimals: &'static [&'static str],
    texts: &'static [&'static str],
    dates: &'static [&'static str],
    bools: &'static [&'static str],
    /// Related rows that are always there.
    one: &'static [(&'static str, Kind)],
    many: &'static [(&'static str, Kind)],
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Client,
    Contract,
    Event,
    Person,
}

impl Kind {
    fn fields(self) -> Fields {
        match self {
            Self::Client => Fields {
                ints: &["id"],
                decimals: &[],
                texts: &["full_name", "email", "phone?", "company_name?"],
                dates: &["first_contact_date", "last_contact_date"],
                bools: &[],
                one: &[("commercial", Self::Person)],
                many: &[("contracts", Self::Contract)],
            },
            Self::Contract => Fields {
                ints: &["id", "client_id"],
                decimals: &["total_amount", "amount_due"],
                texts: &[],
                dates: &["creation_date", "signed_at?.date?"],
                bools: &["signed"],
                one: &[("client", Self::Client)],
                many: &[("events", Self::Event)],
            },
            Self::Event => Fields {
                ints: &["id", "attendees?", "support?.id?"],
                decimals: &[],
                texts: &["name", "location?", "notes?", "support?.full_name?"],
                dates: &["starts_at.date", "ends_at.date"],
                bools: &[],
                one: &[("contract", Self::Contract)],
                many: &[],
            },
            Self::Person => Fields {
                ints: &["id"],
                decimals: &[],
                texts: &["full_name", "email", "role"],
                dates: &["created_at.date"],
                bools: &["active"],
                one: &[],
                many: &[],
            },
        }
    }
}

/// Grows a closure: every choice takes a number; when they run out, the simplest is chosen.
struct Grower<'a> {
    numbers: std::slice::Iter<'a, u16>,
    rows: Vec<(String, Kind)>,
    depth: usize,
    many: usize,
}

impl<'a> Grower<'a> {
    fn new(numbers: &'a [u16], row: &str, kind: Kind) -> Self {
        Self {
            numbers: numbers.iter(),
            rows: vec![(row.to_owned(), kind)],
            depth: 0,
            many: 0,
        }
    }

    fn below(&mut self, count: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or_default()) % count
    }

    fn of<'t>(&mut self, choices: &'t [&'t str]) -> &'t str {
        choices[self.below(choices.len())]
    }

    /// Deeper, until it is deep enough.
    fn deeper(&mut self, choices: usize, grow: impl FnOnce(&mut Self, usize) -> String) -> String {
        let choice = if self.depth >= 4 {
            0
        } else {
            self.below(choices)
        };
        self.depth += 1;
        let grown = grow(self, choice);
        self.depth -= 1;
        grown
    }

    /// A row to speak about: `c`, `k.client`, `k.client.commercial`.
    fn row(&mut self) -> (String, Kind) {
        let place = self.below(self.rows.len());
        let (mut path, mut kind) = self.rows[place].clone();
        while self.below(3) == 2 {
            let one = kind.fields().one;
            let Some((name, next)) = one.first() else {
                break;
            };
            path = format!("{path}.{name}");
            kind = *next;
        }
        (path, kind)
    }

    /// A field of some row, and whether it may be nothing.
    fn field(
        &mut self,
        fields: impl Fn(&Fields) -> &'static [&'static str],
    ) -> Option<(String, bool)> {
        for _ in 0..4 {
            let (path, kind) = self.row();
            let known = fields(&kind.fields());
            if known.is_empty() {
                continue;
            }
            let field = self.of(known);
            let nullable = field.ends_with('?');
            return Some((format!("{path}.{}", field.trim_end_matches('?')), nullable));
        }
        None
    }

    fn condition(&mut self) -> String {
        self.deeper(16, |grower, choice| match choice {
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

    fn sign(&mut self) -> &'static str {
        self.of(&["==", "!=", "<", "<=", ">", ">="])
    }

    fn nothing(&mut self) -> String {
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

    fn within(&mut self) -> String {
        let within = self.of(&["in", "!in"]);
        match self.below(3) {
            0 => {
                let value = self
                    .field(|fields| fields.ints)
                    .map_or("7".to_owned(), |(field, _)| field);
                format!(
                    "{value} {within} {}",
                    self.of(&["[1, 7, 30]", "0..9", "[7, ()]", "3..=100", "[]"])
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

    /// A question about related rows.
    fn related(&mut self) -> String {
        let (path, kind) = self.row();
        let many = kind.fields().many;
        if many.is_empty() || self.many == 1 {
            return self.nothing();
        }
        let (name, of) = many[0];
        let row = format!("r{}", self.rows.len());
        self.many += 1;
        self.rows.push((row.clone(), of));
        let shown = match self.below(5) {
            0 => format!("many.any(|{row}| {})", self.condition()),
            1 => format!("many.all(|{row}| {})", self.condition()),
            2 => format!("many.none(|{row}| {})", self.condition()),
            3 => format!(
                "many.filter(|{row}| {}).count() {} {}",
                self.condition(),
                self.sign(),
                self.below(3)
            ),
            _ => format!(
                "many.sum(|{row}| {row}.id) {} {}",
                self.sign(),
                self.below(40)
            ),
        };
        self.rows.pop();
        self.many -= 1;
        format!("({{ let many = {path}.{name}; {shown} }})")
    }

    fn int(&mut self) -> String {
        self.deeper(12, |grower, choice| match choice {
            9 => format!("{}.index_of({})", grower.text(), grower.of(&TEXTS)),
            10 => format!("{}.to_int()", grower.decimal()),
            11 => format!("{}.month", grower.date()),
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

    fn decimal(&mut self) -> String {
        self.deeper(8, |grower, choice| match choice {
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
    fn text(&mut self) -> String {
        self.deeper(9, |grower, choice| match choice {
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

    fn text_or_nothing(&mut self) -> String {
        match self.below(3) {
            0 => self.text(),
            _ => self
                .field(|fields| fields.texts)
                .map_or_else(|| r#""x""#.to_owned(), |(field, _)| field),
        }
    }

    fn date(&mut self) -> String {
        self.deeper(4, |grower, choice| match choice {
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

    /// A value to select and to sort by; a `let` before it.
    fn value(&mut self) -> String {
        match self.below(6) {
            0 => self.text_or_nothing(),
            1 => self.int(),
            2 => self.decimal(),
            3 => self.date(),
            _ => self.condition(),
        }
    }

    fn closure(&mut self) -> String {
        match self.below(4) {
            0 => {
                let (named, row) = (self.text_or_nothing(), self.rows[0].0.clone());
                format!(
                    "{{ let named = {named}; named != () && ({}) || {row}.id > 9 }}",
                    self.condition()
                )
            }
            _ => self.value(),
        }
    }
}

/// The same closures each time; others, and as many as it says, with `PROPTEST_CASES`.
fn runner() -> TestRunner {
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return TestRunner::new(config);
    }
    let always_the_same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(
        Config {
            cases: CASES,
            ..config
        },
        always_the_same,
    )
}

#[test]
fn what_nobody_thought_of() {
    let mut world = World::new();
    let kinds: [(Of, Kind); 3] = [
        (CLIENTS, Kind::Client),
        (CONTRACTS, Kind::Contract),
        (EVENTS, Kind::Event),
    ];
    let mut runner = runner();
    let world = std::cell::RefCell::new(&mut world);
    let outcome = runner.run(&(0..3_usize, vec(u16::ANY, 1..80)), |(of, numbers)| {
        let (of, kind) = kinds[of];
        let closure = Grower::new(&numbers, of.row, kind).closure();
        world
            .borrow_mut()
            .compare(of, &closure)
            .map_err(TestCaseError::fail)
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
