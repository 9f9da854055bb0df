//! Brackets and their partners.

/// A bracket of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bracket {
    /// Where it is, in bytes.
    pub(super) at: usize,
    pub(super) sign: char,
}

/// What opens, and what closes it.
pub(super) const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

impl Bracket {
    /// Those of a sign that begins there, which may have several characters, as `#{` and `()` do.
    pub(super) fn of(at: usize, sign: &str) -> impl Iterator<Item = Self> {
        let brackets = sign.char_indices().filter(|(_, sign)| is_bracket(*sign));
        brackets.map(move |(before, sign)| Self {
            at: at + before,
            sign,
        })
    }

    /// Whether it opens.
    pub(super) fn opens(self) -> bool {
        PAIRS.iter().any(|(open, _)| *open == self.sign)
    }

    fn is_closed_by(self, other: Self) -> bool {
        PAIRS.contains(&(self.sign, other.sign))
    }
}

/// Whether a character is a bracket.
fn is_bracket(sign: char) -> bool {
    PAIRS
        .iter()
        .any(|(open, close)| sign == *open || sign == *close)
}

/// Whether a bracket stands at the cursor, or before it.
pub(super) fn is_at(text: &str, cursor: usize) -> bool {
    let (before, after) = text.split_at_checked(cursor).unwrap_or((text, ""));
    after.starts_with(is_bracket) || before.ends_with(is_bracket)
}

/// Where the partner is of the bracket at the cursor, or else of the one before it.
pub(super) fn partner(brackets: &[Bracket], cursor: usize) -> Option<usize> {
    let at = |at: usize| brackets.iter().position(|bracket| bracket.at == at);
    let here = at(cursor).or_else(|| at(cursor.checked_sub(1)?))?;
    let mut open: Vec<usize> = Vec::new();
    for (index, bracket) in brackets.iter().enumerate() {
        if bracket.opens() {
            open.push(index);
            continue;
        }
        let Some(opened) = open
            .pop()
            .filter(|open| brackets[*open].is_closed_by(*bracket))
        else {
            open.clear(); // from here on nobody can say which belong together
            continue;
        };
        if opened == here {
            return Some(bracket.at);
        }
        if index == here {
            return Some(brackets[opened].at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner_of(text: &str, cursor: usize) -> Option<usize> {
        let brackets: Vec<Bracket> = Bracket::of(0, text).collect();
        partner(&brackets, cursor)
    }

    #[test]
    fn a_partner_is_found_from_both_sides() {
        let text = "f(a[1], {b})";
        for (cursor, found) in [
            (1, Some(11)),
            (2, Some(11)), // behind it
            (3, Some(5)),
            (5, Some(3)),
            (8, Some(10)),
            (11, Some(1)), // at the one, and behind another
            (12, Some(1)),
            (0, None),
        ] {
            assert_eq!(partner_of(text, cursor), found, "{cursor}");
        }
    }

    #[test]
    fn what_does_not_fit_has_no_partner() {
        for (text, cursor) in [
            ("(", 0),
            (")", 0),
            ("(]", 0),
            ("(]", 1),
            ("[(]", 0),
            ("", 0),
        ] {
            assert_eq!(partner_of(text, cursor), None, "{text} {cursor}");
        }
        assert_eq!(partner_of("(] ()", 3), Some(4));
    }
}
