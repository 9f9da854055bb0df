//! How PostgreSQL would read a collection, and what it expects of that.

use super::collection::Collection;
use crate::error::{Error, Result};
use crate::query::Statement;
use crate::rows::Size;
use crate::store::Answer;
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
        let rows = self.select().rows();
        let lines = self.query(&Statement {
            text: format!("explain {}", rows.text),
            params: rows.params,
        })?;
        match lines.first().map(|row| row.get(0)).transpose()? {
            Some(Value::Text(top)) => match expected(&top) {
                Some((cost, rows)) if cost > CHEAP => Ok(Size::About(rows)),
                _ => Ok(Size::Counted(self.count()?.unsigned_abs())),
            },
            _ => Err(no_plan()),
        }
    }
}

/// What the planner writes at its top step: the cost, and how many rows.
fn expected(step: &str) -> Option<(f64, u64)> {
    let (_, figures) = step.rsplit_once("(cost=")?;
    let (_, figures) = figures.split_once("..")?;
    let (cost, figures) = figures.split_once(" rows=")?;
    let (rows, _) = figures.split_once(' ')?;
    Some((cost.parse().ok()?, rows.parse().ok()?))
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

    #[test]
    fn the_figures_of_the_top_step_are_read() {
        let step = "Limit  (cost=0.42..36605.18 rows=501250 width=31)";
        assert_eq!(expected(step), Some((36605.18, 501_250)));
        assert_eq!(expected("Limit"), None);
    }
}
