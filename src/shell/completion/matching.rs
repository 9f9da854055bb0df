//! Which candidates fit what is typed: those that begin so, or else those that have its letters in that order.

use super::Candidate;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::cmp::Reverse;

/// From how many letters on they need not be the first ones.
const LETTERS: usize = 2;
/// How many of those that only have the letters are offered.
const MOST: usize = 12;

/// The candidates that fit, the best first.
pub(super) fn fitting(mut found: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    found.sort();
    found.dedup();
    let exactly = beginning(&found, |text| text.starts_with(typed));
    if !exactly.is_empty() {
        return exactly;
    }
    let lower = typed.to_lowercase();
    let in_any_case = beginning(&found, |text| text.to_lowercase().starts_with(&lower));
    if in_any_case.is_empty() && typed.chars().count() >= LETTERS {
        return near(found, typed);
    }
    in_any_case
}

fn beginning(found: &[Candidate], fits: impl Fn(&str) -> bool) -> Vec<Candidate> {
    let fitting = found.iter().filter(|candidate| fits(&candidate.text));
    fitting.cloned().collect()
}

/// Those with the letters in their names; the nearest first.
fn near(found: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    let (case, normal) = (CaseMatching::Ignore, Normalization::Smart);
    let atom = Atom::new(typed, case, normal, AtomKind::Fuzzy, false);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let scored = found.into_iter().filter_map(|candidate| {
        let name = Utf32Str::new(&candidate.name, &mut letters);
        Some((atom.score(name, &mut matcher)?, candidate))
    });
    let mut scored: Vec<(u16, Candidate)> = scored.collect();
    scored.sort_by_key(|(score, _)| Reverse(*score));
    scored.truncate(MOST);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

    #[test]
    fn two_letters_that_begin_nothing_may_stand_anywhere_in_their_order() {
        assert_eq!(offered("clients.get(1).fn"), ["full_name"]);
        assert_eq!(offered("clients.filter(|c| c.comid"), ["commercial_id"]);
        assert_eq!(offered("clnts"), ["clients"]);
        assert_eq!(offered("Clie"), ["clients"]);
        assert_eq!(
            offered("clients.get(1).n"),
            [""; 0],
            "one letter says too little"
        );
        assert_eq!(offered("zzz"), [""; 0]);
    }
}
