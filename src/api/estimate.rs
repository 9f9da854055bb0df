//! How PostgreSQL would read a collection, and what it expects of that.

use super::collection::Collection;
use crate::error::{Error, Result};
use crate::query::Statement;
use crate::rows::Size;
use crate::store::{Answer, Row};
use crate::value::Value;
use serde_json::Value as Json;

/// What reading all rows may cost where they are still counted, in the units of PostgreSQL's planner (a page
/// read in order is 1): some milliseconds.
const CHEAP: f64 = 1_000.0;

impl Collection {
    /// How PostgreSQL reads these rows: its plan as JSON, with times and rows. The rows are read for it.
    ///
    /// # Errors
    /// As [`Collection::count`].
    pub fn explain(&self) -> Result<Json> {
        let statement = self.select().rows();
        let explain = format!("explain (analyze, format json) {}", statement.text);
        match self.session().sql(&explain, &statement.params)? {
            Answer::Rows(rows) => plan(rows.rows.into_iter().flatten().next()),
            _ => plan(None),
        }
    }

    /// How many rows: counted where that is quick, else what the planner expects.
    ///
    /// # Errors
    /// As [`Collection::count`].
    pub fn size(&self) -> Result<Size> {
        self.size_by(&self.query(&self.size_question())?)
    }

    /// What tells how many rows there are.
    pub(super) fn size_question(&self) -> Statement {
        let rows = self.select().bare_rows();
        Statement {
            text: format!("explain (format json) {}", rows.text),
            params: rows.params,
        }
    }

    /// How many rows, by the answer to [`Collection::size_question`].
    pub(super) fn size_by(&self, answer: &[Row]) -> Result<Size> {
        let plan = plan(Row::first_value(answer)?)?;
        match expected(&plan).ok_or_else(no_plan)? {
            (cost, rows) if cost > CHEAP => Ok(Size::About(rows)),
            _ => Ok(Size::Counted(self.count()?.unsigned_abs())),
        }
    }
}

/// What the planner expects of the top step: the cost, and how many rows.
fn expected(plan: &Json) -> Option<(f64, u64)> {
    let top = plan.get(0)?.get("Plan")?;
    Some((
        top.get("Total Cost")?.as_f64()?,
        top.get("Plan Rows")?.as_u64()?,
    ))
}

fn plan(answer: Option<Value>) -> Result<Json> {
    match answer {
        Some(Value::Json(plan)) => serde_json::from_str(plan.text()).map_err(|_| no_plan()),
        _ => Err(no_plan()),
    }
}

fn no_plan() -> Error {
    Error::failed("the database gave no plan")
}

#[cfg(test)]
mod tests {
    use super::expected;
    use serde_json::json;

    #[test]
    fn the_figures_of_the_top_step_are_read() {
        let plan = json!([{ "Plan": { "Node Type": "Limit", "Startup Cost": 0.42,
            "Total Cost": 36605.18, "Plan Rows": 501_250 } }]);
        assert_eq!(expected(&plan), Some((36605.18, 501_250)));
        assert_eq!(expected(&json!([])), None);
    }
}
