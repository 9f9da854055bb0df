//! How dates and moments are written, as hints say it.

/// Instead of a number beside a date, or of a text that is none.
pub(in crate::script) const DATE: &str = "write date(\"2026-01-31\")";
/// Instead of anything else beside a moment.
pub(in crate::script) const MOMENT: &str = "write timestamp(\"2026-01-31 18:00\")";
