//! Cells as values of a field. How a column writes dates and numbers is told from all of it, or said.

use super::bad_cell::BadCell;
use super::cell::Cell;
use super::date::{self, Day, Order, Orders};
use super::number::{self, Mark, Marks, Number};
use crate::catalog::Field;
use crate::value::{Type, Value, decimal, parse};
use chrono::NaiveTime;
use rust_decimal::Decimal;

/// A tick, as people set one in a spreadsheet.
const TICK: &str = "x";

/// What makes values of the cells of one column.
#[derive(Debug, Clone)]
pub struct Converter {
    field: Field,
    /// Whether the field refers to a row that may be named by a text instead of its id.
    takes_keys: bool,
    said: (Option<Order>, Option<Mark>),
    orders: Orders,
    marks: Marks,
}

impl Converter {
    /// For a field; with the order of its dates and the mark of its decimals, if somebody says them.
    #[must_use]
    pub fn new(field: &Field, order: Option<Order>, mark: Option<Mark>) -> Self {
        Self {
            field: field.clone(),
            takes_keys: false,
            said: (order, mark),
            orders: Orders::default(),
            marks: Marks::default(),
        }
    }

    /// The same for a field that refers to rows: what is no id is handed on as a text.
    #[must_use]
    pub fn taking_keys(mut self) -> Self {
        self.takes_keys = true;
        self
    }

    /// Whether a look at all cells tells more than one alone.
    #[must_use]
    pub fn wants_to_look(&self) -> bool {
        let is_open = match self.field.kind() {
            Type::Date | Type::Timestamp | Type::LocalTimestamp => self.said.0.is_none(),
            Type::Int | Type::Decimal | Type::Float => self.said.1.is_none(),
            _ => false,
        };
        is_open && !self.takes_keys
    }

    /// Looks how a cell is written.
    pub fn look(&mut self, cell: &Cell) {
        let Cell::Text(text) = cell else { return };
        match self.field.kind() {
            Type::Date | Type::Timestamp | Type::LocalTimestamp => self.orders.look(text),
            Type::Int | Type::Decimal | Type::Float => self.marks.look(text),
            _ => {}
        }
    }

    /// The value of a cell; an empty one is null.
    ///
    /// # Errors
    /// It is none that the field takes, or could be two.
    pub fn value(&self, cell: &Cell) -> Result<Value, BadCell> {
        if cell.is_empty() {
            return Ok(Value::Null);
        }
        if let Cell::Failed(_) = cell {
            return Err(BadCell::new("the formula failed in the spreadsheet"));
        }
        let text = cell.text();
        if text.contains('\0') {
            return Err(BadCell::new("it holds a zero byte, which no text has")
                .hint("save the file again as UTF-8"));
        }
        match self.field.kind() {
            Type::Text => self.text(&text),
            Type::Bool if text.eq_ignore_ascii_case(TICK) => Ok(Value::Bool(true)),
            Type::Int if self.takes_keys && text.parse::<i64>().is_err() => {
                Ok(Value::Text(text.into_owned()))
            }
            Type::Int => self.whole(cell, &text),
            Type::Decimal => self.exact(cell, &text).map(Value::Decimal),
            Type::Float => self.float(cell, &text),
            Type::Date => self.date(cell, &text),
            Type::Timestamp => {
                if let Some(moment) = parse::zoned(&text) {
                    return Ok(Value::Timestamp(moment));
                }
                let (day, time) = self.day(cell, &text)?;
                let local = parse::local(date::at(day, time));
                local
                    .map(Value::Timestamp)
                    .map_err(|error| BadCell::new(error.message))
            }
            Type::LocalTimestamp => {
                let (day, time) = self.day(cell, &text)?;
                Ok(Value::LocalTimestamp(date::at(day, time)))
            }
            kind @ (Type::Bool | Type::Uuid | Type::Json) => Ok(parse::value(&text, kind)?),
            Type::List => Err(BadCell::new("a list can't be read from a cell")),
        }
    }

    /// A text as it is; one of several in whatever letters.
    fn text(&self, text: &str) -> Result<Value, BadCell> {
        let Some(known) = &self.field.values else {
            return Ok(Value::Text(text.to_owned()));
        };
        match known
            .iter()
            .find(|value| value.to_lowercase() == text.to_lowercase())
        {
            Some(value) => Ok(Value::Text(value.clone())),
            None => Err(BadCell::new(format!("it is one of: {}", known.join(", ")))),
        }
    }

    fn whole(&self, cell: &Cell, text: &str) -> Result<Value, BadCell> {
        let number = self.number(cell, text, "this is no whole number")?;
        let whole = number.normalize();
        let Some(whole) = (whole.scale() == 0)
            .then(|| i64::try_from(whole.mantissa()).ok())
            .flatten()
        else {
            return Err(BadCell::new("this is no whole number"));
        };
        match self.field.greatest() {
            Some(most) if !(-most - 1..=most).contains(&whole) => {
                Err(BadCell::new(format!("it is at most {most}")))
            }
            _ => Ok(Value::Int(whole)),
        }
    }

    fn float(&self, cell: &Cell, text: &str) -> Result<Value, BadCell> {
        if let Cell::Number(number) = cell {
            return Ok(Value::Float(*number));
        }
        let number = self.number(cell, text, "this is no number")?;
        number
            .to_string()
            .parse()
            .map(Value::Float)
            .map_err(|_| BadCell::new("this is no number"))
    }

    fn exact(&self, cell: &Cell, text: &str) -> Result<Decimal, BadCell> {
        let number = self.number(cell, text, "this is no number")?;
        match self.field.decimals() {
            Some(most) if number.normalize().scale() > most => {
                Err(BadCell::new(format!("it may have {most} decimals")).hint("round it"))
            }
            _ => Ok(number),
        }
    }

    fn number(&self, cell: &Cell, text: &str, none: &str) -> Result<Decimal, BadCell> {
        let none = || BadCell::new(none);
        if let Cell::Number(_) = cell {
            return decimal(text).ok_or_else(none);
        }
        if !matches!(cell, Cell::Text(_)) {
            return Err(none());
        }
        match number::read(text, self.said.1.or(self.marks.agreed())) {
            Number::Sure(digits, _) => decimal(&digits).ok_or_else(none),
            Number::None => Err(none()),
            Number::Ambiguous => {
                let large = text.replace([',', '.'], "");
                let small = text.replace(',', ".");
                Err(BadCell::new(format!("this could be {large} or {small}"))
                    .hint("say what stands before the decimals: decimal: \",\" or decimal: \".\""))
            }
        }
    }

    fn date(&self, cell: &Cell, text: &str) -> Result<Value, BadCell> {
        match self.day(cell, text)? {
            (day, None | Some(NaiveTime::MIN)) => Ok(Value::Date(day)),
            (_, Some(_)) => Err(BadCell::new("this has a time, and a date has none")),
        }
    }

    fn day(
        &self,
        cell: &Cell,
        text: &str,
    ) -> Result<(chrono::NaiveDate, Option<NaiveTime>), BadCell> {
        match cell {
            Cell::Moment(moment) => return Ok((moment.date(), Some(moment.time()))),
            Cell::Number(_) => {
                return Err(BadCell::new("this is a number")
                    .hint("give the cells the format of dates in the spreadsheet"));
            }
            _ => {}
        }
        match date::read(text, self.said.0.or(self.orders.agreed())) {
            Day::Sure(day, time) => Ok((day, time)),
            Day::ShortYear => {
                Err(BadCell::new("the year has two digits").hint("write it with four: 2026"))
            }
            Day::Ambiguous => Err(BadCell::new("this could be two dates")
                .hint("say how dates are written: dates: \"dmy\" or dates: \"mdy\"")),
            Day::None => Err(match self.said.0 {
                Some(Order::Dmy) => BadCell::new("this is no date with the day first"),
                Some(Order::Mdy) => BadCell::new("this is no date with the month first"),
                Some(Order::Ymd) => BadCell::new("this is no date with the year first"),
                None => BadCell::new("this is no date")
                    .hint("write 2026-01-31, 31/01/2026 or 31.01.2026"),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(converter: &Converter, cell: &Cell) -> String {
        match converter.value(cell) {
            Ok(value) => value.exact().into_owned(),
            Err(bad) => bad.what,
        }
    }

    fn field(kind: Type) -> Field {
        let mut field = Field::computed("f", kind, true);
        field.scale = (kind == Type::Decimal).then_some(2);
        field
    }

    #[test]
    fn cells_become_values_of_their_field() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let noon =
            chrono::NaiveDate::from_ymd_opt(2026, 1, 31).and_then(|day| day.and_hms_opt(12, 0, 0));
        let noon = Cell::Moment(noon.unwrap());
        for (kind, cell, value) in [
            (Type::Text, text(" Kevin "), "Kevin"),
            (Type::Text, Cell::Number(33_612_345_678.0), "33612345678"),
            (
                Type::Text,
                text("a\0b"),
                "it holds a zero byte, which no text has",
            ),
            (
                Type::Text,
                Cell::Failed("#DIV/0!".into()),
                "the formula failed in the spreadsheet",
            ),
            (Type::Bool, text("Yes"), "true"),
            (Type::Bool, Cell::Bool(false), "false"),
            (Type::Bool, text("X"), "true"),
            (
                Type::Bool,
                text("perhaps"),
                "a bool is expected, such as true or false",
            ),
            (Type::Int, text("12"), "12"),
            (Type::Int, Cell::Number(12.0), "12"),
            (Type::Int, Cell::Number(12.5), "this is no whole number"),
            (Type::Int, text("1 200"), "1200"),
            (Type::Int, text("twelve"), "this is no whole number"),
            (Type::Decimal, text("1 234,50"), "1234.50"),
            (Type::Decimal, text("1,234"), "this could be 1234 or 1.234"),
            (Type::Decimal, Cell::Number(0.1 + 0.2), "0.3"),
            (Type::Decimal, text("1.005"), "this could be 1005 or 1.005"),
            (Type::Decimal, text("0.005"), "it may have 2 decimals"),
            (Type::Decimal, noon.clone(), "this is no number"),
            (Type::Date, text("31/01/2026"), "2026-01-31"),
            (
                Type::Date,
                noon.clone(),
                "this has a time, and a date has none",
            ),
            (Type::Date, text("03/04/2026"), "this could be two dates"),
            (Type::Date, Cell::Number(45000.0), "this is a number"),
            (Type::LocalTimestamp, noon, "2026-01-31T12:00:00"),
            (
                Type::Uuid,
                text("x"),
                "a uuid is expected, such as 123e4567-e89b-12d3-a456-426614174000",
            ),
            (
                Type::Json,
                text("{"),
                "a json is expected, such as {\"a\": 1}",
            ),
            (Type::Date, text("  "), ""),
            (Type::Int, Cell::Empty, ""),
        ] {
            let converter = Converter::new(&field(kind), None, None);
            assert_eq!(shown(&converter, &cell), value, "{cell:?} as {kind}");
        }
    }

    #[test]
    fn a_whole_column_says_how_it_is_written() {
        for (kind, cells, first) in [
            (Type::Date, ["03/04/2026", "31/01/2026"], "2026-04-03"),
            (Type::Date, ["03/04/2026", "01/31/2026"], "2026-03-04"),
            (Type::Decimal, ["1,234", "1,234.50"], "1234"),
        ] {
            let mut converter = Converter::new(&field(kind), None, None);
            assert!(converter.wants_to_look());
            let cells = cells.map(|text| Cell::Text(text.to_owned()));
            for cell in &cells {
                converter.look(cell);
            }
            assert_eq!(shown(&converter, &cells[0]), first);
        }
    }

    #[test]
    fn a_moment_is_local_unless_it_says_its_zone() {
        let converter = Converter::new(&field(Type::Timestamp), None, None);
        let moment = |text: &str| converter.value(&Cell::Text(text.to_owned()));
        let zoned = moment("2026-01-31T18:00:00Z").unwrap();
        assert_eq!(
            zoned,
            Value::Timestamp("2026-01-31T18:00:00Z".parse().unwrap())
        );
        let local = chrono::NaiveDate::from_ymd_opt(2026, 1, 31)
            .unwrap()
            .and_hms_opt(18, 0, 0)
            .unwrap();
        let local = Value::Timestamp(parse::local(local).unwrap());
        assert_eq!(moment("31/01/2026 18:00").unwrap(), local);
    }
}
