//! How large expressions are.

use super::expr::{Expr, Many};

impl Expr {
    /// How many parts it has, itself among them.
    #[must_use]
    pub fn size(&self) -> usize {
        self.count(|_| true)
    }

    /// How often it reads a field.
    pub(super) fn readings(&self) -> usize {
        self.count(|part| matches!(part, Self::Field { .. }))
    }

    /// How many of its parts are such, itself among them.
    fn count(&self, is: fn(&Self) -> bool) -> usize {
        let all = |parts: &[Self]| parts.iter().map(|part| part.count(is)).sum::<usize>();
        let one = |part: &Option<Box<Self>>| part.as_ref().map_or(0, |part| part.count(is));
        let many = |many: &Many| all(&many.filters);
        usize::from(is(self))
            + match self {
                Self::Value(_) | Self::Field { .. } => 0,
                Self::And(parts)
                | Self::Or(parts)
                | Self::Coalesce(parts)
                | Self::Call(_, parts) => all(parts),
                Self::Not(inner) | Self::IsNull(inner) | Self::In(inner, _) => inner.count(is),
                Self::Binary(_, left, right) => left.count(is) + right.count(is),
                Self::If(test, yes, no) => test.count(is) + yes.count(is) + no.count(is),
                Self::Exists(rows) => many(rows),
                Self::Total(_, rows, of) => many(rows) + one(of),
                Self::Figure(_, of, only) => one(of) + one(only),
            }
    }
}

impl Many {
    /// How many parts it has.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.filters.iter().map(Expr::size).sum::<usize>()
    }
}
