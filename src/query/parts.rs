//! How large expressions are.

use super::expr::{Expr, Many};

impl Expr {
    /// How many parts it has, itself among them.
    #[must_use]
    pub fn size(&self) -> usize {
        let all = |parts: &[Expr]| parts.iter().map(Self::size).sum::<usize>();
        let one = |part: &Option<Box<Self>>| part.as_ref().map_or(0, |part| part.size());
        1 + match self {
            Self::Value(_) | Self::Field { .. } => 0,
            Self::And(parts) | Self::Or(parts) | Self::Coalesce(parts) | Self::Call(_, parts) => {
                all(parts)
            }
            Self::Not(inner) | Self::IsNull(inner) | Self::In(inner, _) => inner.size(),
            Self::Binary(_, left, right) => left.size() + right.size(),
            Self::If(test, yes, no) => test.size() + yes.size() + no.size(),
            Self::Exists(many) => many.size(),
            Self::Total(_, many, of) => many.size() + one(of),
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
