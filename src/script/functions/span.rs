//! Spans of time.

use crate::error::Error;
use crate::script::raise::{Raised, raise};
use crate::script::types::{DAY, HOUR, MINUTE, Span, WEEK};
use crate::value::parse::{date, moment};
use rhai::Module;
use rhai::plugin::{EvalAltResult, export_module, exported_module};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(spans)]
}

fn span(count: i64, unit: i64) -> Raised<Span> {
    let seconds = count.checked_mul(unit).ok_or_else(too_long)?;
    Ok(Span { seconds })
}

fn too_long() -> Box<EvalAltResult> {
    raise(Error::failed("the span is too long"))
}

/// A text and a span: a date is written as one, and what is to be read is written in one text.
fn beside_text(text: &str, span: Span, first: bool) -> Box<EvalAltResult> {
    let error = Error::failed("a text and a span of time do not go together");
    let written = span.written();
    let made = match (date(text), moment(text)) {
        (Some(_), _) if span.seconds % DAY == 0 => "date",
        (_, Some(_)) => "timestamp",
        _ if first => return raise(error.hint(format!("to join texts: `${{{written}}}{text}`"))),
        _ => return raise(error.hint(format!("to join texts: `{text}${{{written}}}`"))),
    };
    raise(error.hint(format!("write {made}(\"{text}\") + {written}")))
}

/// Time and money
#[export_module]
mod spans {
    /// So many minutes.
    ///
    /// ```rhai
    /// 90.minutes
    /// ```
    #[rhai_fn(get = "minutes", return_raw, pure)]
    pub fn minutes(count: &mut i64) -> Raised<Span> {
        span(*count, MINUTE)
    }

    /// So many hours.
    ///
    /// ```rhai
    /// now() + 4.hours
    /// ```
    #[rhai_fn(get = "hours", return_raw, pure)]
    pub fn hours(count: &mut i64) -> Raised<Span> {
        span(*count, HOUR)
    }

    /// So many days.
    ///
    /// ```rhai
    /// today() - 30.days
    /// ```
    #[rhai_fn(get = "days", return_raw, pure)]
    pub fn days(count: &mut i64) -> Raised<Span> {
        span(*count, DAY)
    }

    /// So many weeks.
    ///
    /// ```rhai
    /// today() + 2.weeks
    /// ```
    #[rhai_fn(get = "weeks", return_raw, pure)]
    pub fn weeks(count: &mut i64) -> Raised<Span> {
        span(*count, WEEK)
    }

    /// How many whole days a span has.
    ///
    /// ```rhai
    /// (date("2026-02-14") - date("2026-01-31")).days
    /// ```
    #[rhai_fn(get = "days", pure)]
    pub fn whole_days(span: &mut Span) -> i64 {
        span.seconds / DAY
    }

    /// How many whole hours a span has.
    ///
    /// ```rhai
    /// let e = events.first();
    /// (e.ends_at - e.starts_at).hours
    /// ```
    #[rhai_fn(get = "hours", pure)]
    pub fn whole_hours(span: &mut Span) -> i64 {
        span.seconds / HOUR
    }

    /// How many whole minutes a span has.
    ///
    /// ```rhai
    /// let e = events.first();
    /// (e.ends_at - e.starts_at).minutes
    /// ```
    #[rhai_fn(get = "minutes", pure)]
    pub fn whole_minutes(span: &mut Span) -> i64 {
        span.seconds / MINUTE
    }

    /// How many whole weeks a span has.
    ///
    /// ```rhai
    /// (date("2026-02-14") - date("2026-01-31")).weeks
    /// ```
    #[rhai_fn(get = "weeks", pure)]
    pub fn whole_weeks(span: &mut Span) -> i64 {
        span.seconds / WEEK
    }

    #[rhai_fn(name = "+", return_raw)]
    pub fn add(left: Span, right: Span) -> Raised<Span> {
        let seconds = left.seconds.checked_add(right.seconds);
        seconds.map(|seconds| Span { seconds }).ok_or_else(too_long)
    }
    #[rhai_fn(name = "-", return_raw)]
    pub fn sub(left: Span, right: Span) -> Raised<Span> {
        let seconds = left.seconds.checked_sub(right.seconds);
        seconds.map(|seconds| Span { seconds }).ok_or_else(too_long)
    }

    // Rhai would write the one after the other.
    #[rhai_fn(name = "+", return_raw)]
    pub fn add_to_text(text: &str, span: Span) -> Raised<Span> {
        Err(beside_text(text, span, false))
    }
    #[rhai_fn(name = "+", return_raw)]
    pub fn add_text(span: Span, text: &str) -> Raised<Span> {
        Err(beside_text(text, span, true))
    }
    #[rhai_fn(name = "-", return_raw)]
    pub fn sub_from_text(text: &str, span: Span) -> Raised<Span> {
        Err(beside_text(text, span, false))
    }

    // A span as text.
    #[rhai_fn(name = "to_string", name = "to_debug")]
    pub fn span_text(span: Span) -> String {
        span.to_string()
    }

    #[rhai_fn(name = "==")]
    pub fn eq(left: Span, right: Span) -> bool {
        left == right
    }
    #[rhai_fn(name = "!=")]
    pub fn ne(left: Span, right: Span) -> bool {
        left != right
    }
    #[rhai_fn(name = "<")]
    pub fn lt(left: Span, right: Span) -> bool {
        left < right
    }
    #[rhai_fn(name = "<=")]
    pub fn le(left: Span, right: Span) -> bool {
        left <= right
    }
    #[rhai_fn(name = ">")]
    pub fn gt(left: Span, right: Span) -> bool {
        left > right
    }
    #[rhai_fn(name = ">=")]
    pub fn ge(left: Span, right: Span) -> bool {
        left >= right
    }
}
