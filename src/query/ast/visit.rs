//! Visiting the parts of an expression.

use super::expr::{Expr, Many};

impl Expr {
    /// How many nodes it has, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        self.count(|_| true)
    }

    /// How often it reads a field.
    pub(in crate::query) fn readings(&self) -> usize {
        self.count(|part| matches!(part, Self::Field { .. }))
    }

    /// How many of its nodes satisfy it, itself included.
    fn count(&self, is: fn(&Self) -> bool) -> usize {
        let mut count = usize::from(is(self));
        self.each_part(&mut |part| count += part.count(is));
        count
    }

    /// Whether it speaks about a row of the query at a depth.
    pub(in crate::query) fn is_about(&self, depth: usize) -> bool {
        let mut found = match self {
            Self::Field { depth: of, .. } => *of == depth,
            _ => self.many().is_some_and(|many| many.parent.depth == depth),
        };
        self.each_part(&mut |part| found = found || part.is_about(depth));
        found
    }

    /// The related rows that it asks about.
    pub(in crate::query) fn many(&self) -> Option<&Many> {
        match self {
            Self::Exists(many) | Self::Total(_, many, _) => Some(many),
            _ => None,
        }
    }

    /// Visits its direct sub-expressions.
    pub(in crate::query) fn each_part<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match self {
            Self::Value(_) | Self::Field { .. } => {}
            Self::And(parts) | Self::Or(parts) | Self::Coalesce(parts) | Self::Call(_, parts) => {
                parts.iter().for_each(visit);
            }
            Self::Not(inner) | Self::IsNull(inner) | Self::In(inner, _) => visit(inner),
            Self::Binary(_, left, right) => [left, right].into_iter().for_each(|part| visit(part)),
            Self::If(test, yes, no) => [test, yes, no].into_iter().for_each(|part| visit(part)),
            Self::Exists(many) => many.filters.iter().for_each(visit),
            Self::Total(_, many, of) => {
                many.filters.iter().chain(of.as_deref()).for_each(visit);
            }
            Self::Aggregate(_, of, only) => {
                of.iter().chain(only).for_each(|part| visit(part));
            }
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
