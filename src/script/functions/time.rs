//! Dates and moments.

use crate::error::Error;
use crate::script::raise::{Raised, raise};
use crate::script::types::{DAY, Span};
use crate::value::parse;
use chrono::{DateTime, Datelike, Days, Duration, Local, NaiveDate, NaiveDateTime, Timelike, Utc};
use rhai::plugin::{EvalAltResult, export_module, exported_module};
use rhai::{Engine, Module};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(dates), exported_module!(moments)]
}

pub(super) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<NaiveDate>("date")
        .register_type_with_name::<DateTime<Utc>>("timestamp")
        .register_type_with_name::<NaiveDateTime>("timestamp without time zone")
        .register_type_with_name::<Span>("span");
}

fn out_of_calendar() -> Box<EvalAltResult> {
    raise(Error::failed("the date is out of the calendar"))
}

/// The years that the database has dates in, too.
fn is_in_calendar(year: i32) -> bool {
    (-4712..=200_000).contains(&year)
}

fn shift(date: NaiveDate, span: Span, forward: bool) -> Raised<NaiveDate> {
    if span.seconds % DAY != 0 {
        let sign = if forward { '+' } else { '-' };
        return Err(raise(
            Error::failed(format!("a date and {span} do not go together")).hint(format!(
                "dates move by whole days, moments by any span: timestamp(\"{date}\") {sign} {}",
                span.written()
            )),
        ));
    }
    let days = Days::new((span.seconds / DAY).unsigned_abs());
    let later = (span.seconds >= 0) == forward;
    let moved = if later {
        date.checked_add_days(days)
    } else {
        date.checked_sub_days(days)
    };
    moved
        .filter(|date| is_in_calendar(date.year()))
        .ok_or_else(out_of_calendar)
}

/// Time and money
///
/// Dates move by whole days, moments by any span. Money is exact: never a floating-point number.
#[export_module]
mod dates {
    /// Today, in the local time zone.
    ///
    /// ```rhai
    /// today() - 30.days
    /// ```
    pub fn today() -> NaiveDate {
        Local::now().date_naive()
    }

    /// A date, written year-month-day.
    ///
    /// ```rhai
    /// date("2026-01-31") + 2.weeks
    /// ```
    #[rhai_fn(return_raw)]
    pub fn date(text: &str) -> Raised<NaiveDate> {
        parse::date(text).ok_or_else(|| {
            let error = Error::failed(format!("'{text}' is not a date"));
            raise(error.hint("write date(\"2026-01-31\")"))
        })
    }

    /// The year of a date.
    ///
    /// ```rhai
    /// date("2026-01-31").year
    /// ```
    #[rhai_fn(get = "year", pure)]
    pub fn year(date: &mut NaiveDate) -> i64 {
        date.year().into()
    }

    /// The month of a date, 1 to 12.
    ///
    /// ```rhai
    /// contracts.filter(|k| k.creation_date.month == today().month)
    /// ```
    #[rhai_fn(get = "month", pure)]
    pub fn month(date: &mut NaiveDate) -> i64 {
        date.month().into()
    }

    /// The day of a date, 1 to 31.
    ///
    /// ```rhai
    /// date("2026-01-31").day
    /// ```
    #[rhai_fn(get = "day", pure)]
    pub fn day(date: &mut NaiveDate) -> i64 {
        date.day().into()
    }

    #[rhai_fn(name = "+", return_raw)]
    pub fn add(date: NaiveDate, span: Span) -> Raised<NaiveDate> {
        shift(date, span, true)
    }
    #[rhai_fn(name = "+", return_raw)]
    pub fn add_to(span: Span, date: NaiveDate) -> Raised<NaiveDate> {
        shift(date, span, true)
    }
    #[rhai_fn(name = "-", return_raw)]
    pub fn sub(date: NaiveDate, span: Span) -> Raised<NaiveDate> {
        shift(date, span, false)
    }
    #[rhai_fn(name = "-")]
    pub fn between(left: NaiveDate, right: NaiveDate) -> Span {
        Span {
            seconds: (left - right).num_seconds(),
        }
    }

    // A date as text, year-month-day.
    #[rhai_fn(name = "to_string", name = "to_debug")]
    pub fn date_text(date: NaiveDate) -> String {
        crate::value::calendar::day(date)
    }

    #[rhai_fn(name = "==")]
    pub fn eq(left: NaiveDate, right: NaiveDate) -> bool {
        left == right
    }
    #[rhai_fn(name = "!=")]
    pub fn ne(left: NaiveDate, right: NaiveDate) -> bool {
        left != right
    }
    #[rhai_fn(name = "<")]
    pub fn lt(left: NaiveDate, right: NaiveDate) -> bool {
        left < right
    }
    #[rhai_fn(name = "<=")]
    pub fn le(left: NaiveDate, right: NaiveDate) -> bool {
        left <= right
    }
    #[rhai_fn(name = ">")]
    pub fn gt(left: NaiveDate, right: NaiveDate) -> bool {
        left > right
    }
    #[rhai_fn(name = ">=")]
    pub fn ge(left: NaiveDate, right: NaiveDate) -> bool {
        left >= right
    }
}

/// Time and money
#[export_module]
mod moments {
    type Moment = DateTime<Utc>;

    /// This moment.
    ///
    /// ```rhai
    /// now() + 2.hours
    /// ```
    pub fn now() -> Moment {
        Utc::now()
    }

    /// A moment, written as a date and a time in the local time zone. A date alone is its beginning.
    ///
    /// ```rhai
    /// events.filter(|e| e.starts_at > timestamp("2026-01-31 18:00"))
    /// ```
    #[rhai_fn(return_raw)]
    pub fn timestamp(text: &str) -> Raised<Moment> {
        let error = || {
            Error::failed(format!("'{text}' is not a moment"))
                .hint("write timestamp(\"2026-01-31 18:00\")")
        };
        let moment = parse::moment(text).ok_or_else(|| raise(error()))?;
        moment.map_err(raise)
    }

    /// The day of a moment, in the local time zone.
    ///
    /// ```rhai
    /// events.filter(|e| e.starts_at.date == today())
    /// ```
    #[rhai_fn(get = "date", pure)]
    pub fn day_of(moment: &mut Moment) -> NaiveDate {
        moment.with_timezone(&Local).date_naive()
    }

    /// The year of a moment.
    ///
    /// ```rhai
    /// now().year
    /// ```
    #[rhai_fn(get = "year", pure)]
    pub fn year(moment: &mut Moment) -> i64 {
        moment.with_timezone(&Local).year().into()
    }

    /// The month of a moment, 1 to 12.
    ///
    /// ```rhai
    /// now().month
    /// ```
    #[rhai_fn(get = "month", pure)]
    pub fn month(moment: &mut Moment) -> i64 {
        moment.with_timezone(&Local).month().into()
    }

    /// The day of a moment, 1 to 31, in the local time zone.
    ///
    /// ```rhai
    /// now().day
    /// ```
    #[rhai_fn(get = "day", pure)]
    pub fn day(moment: &mut Moment) -> i64 {
        moment.with_timezone(&Local).day().into()
    }

    /// The hour of a moment, 0 to 23, in the local time zone.
    ///
    /// ```rhai
    /// events.filter(|e| e.starts_at.hour >= 18)
    /// ```
    #[rhai_fn(get = "hour", pure)]
    pub fn hour(moment: &mut Moment) -> i64 {
        moment.with_timezone(&Local).hour().into()
    }

    /// The minute of a moment, 0 to 59.
    ///
    /// ```rhai
    /// now().minute
    /// ```
    #[rhai_fn(get = "minute", pure)]
    pub fn minute(moment: &mut Moment) -> i64 {
        moment.with_timezone(&Local).minute().into()
    }

    #[rhai_fn(name = "+", return_raw)]
    pub fn add(moment: Moment, span: Span) -> Raised<Moment> {
        Duration::try_seconds(span.seconds)
            .and_then(|d| moment.checked_add_signed(d))
            .filter(|moment| is_in_calendar(moment.year()))
            .ok_or_else(out_of_calendar)
    }
    #[rhai_fn(name = "+", return_raw)]
    pub fn add_to(span: Span, moment: Moment) -> Raised<Moment> {
        add(moment, span)
    }
    #[rhai_fn(name = "-", return_raw)]
    pub fn sub(moment: Moment, span: Span) -> Raised<Moment> {
        Duration::try_seconds(span.seconds)
            .and_then(|d| moment.checked_sub_signed(d))
            .filter(|moment| is_in_calendar(moment.year()))
            .ok_or_else(out_of_calendar)
    }
    #[rhai_fn(name = "-")]
    pub fn between(left: Moment, right: Moment) -> Span {
        Span {
            seconds: (left - right).num_seconds(),
        }
    }

    // A moment as text, in the local time zone.
    #[rhai_fn(name = "to_string", name = "to_debug")]
    pub fn moment_text(moment: Moment) -> String {
        crate::value::Value::Timestamp(moment).to_string()
    }

    #[rhai_fn(name = "==")]
    pub fn eq(left: Moment, right: Moment) -> bool {
        left == right
    }
    #[rhai_fn(name = "!=")]
    pub fn ne(left: Moment, right: Moment) -> bool {
        left != right
    }
    #[rhai_fn(name = "<")]
    pub fn lt(left: Moment, right: Moment) -> bool {
        left < right
    }
    #[rhai_fn(name = "<=")]
    pub fn le(left: Moment, right: Moment) -> bool {
        left <= right
    }
    #[rhai_fn(name = ">")]
    pub fn gt(left: Moment, right: Moment) -> bool {
        left > right
    }
    #[rhai_fn(name = ">=")]
    pub fn ge(left: Moment, right: Moment) -> bool {
        left >= right
    }
}
