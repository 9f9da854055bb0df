//! Which field a heading may mean: by the names of fields and relations, and by the comments of the catalog.

use crate::error::nearest;

/// Words that say nothing about a field.
const EMPTY: [&str; 28] = [
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "how", "in", "is", "it", "its", "no",
    "of", "on", "or", "the", "they", "them", "this", "to", "we", "what", "when", "where", "who",
];
/// The shortest word that is looked for inside others.
const LONG: usize = 4;
const IN_A_NAME: usize = 3;
const IN_A_COMMENT: usize = 1;

/// A name that a column can be mapped to, and what the catalog says about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) name: &'a str,
    pub(super) comment: &'a str,
}

/// A heading or a name in letters and digits alone: `E-mail` is `email`.
pub(super) fn squashed(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The candidate that a heading means the most, and how much; none where several mean the same, or nothing fits.
pub(super) fn guessed<'a>(heading: &str, candidates: &[Candidate<'a>]) -> Option<(&'a str, usize)> {
    let words = words(heading);
    let score = |candidate: &Candidate<'a>| {
        let name = score(&words, candidate.name, IN_A_NAME);
        (
            candidate.name,
            name + score_of_comment(&words, candidate.comment),
        )
    };
    let mut scored: Vec<(&str, usize)> = candidates.iter().map(score).collect();
    scored.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    match scored.as_slice() {
        [(name, best), rest @ ..]
            if *best > 0 && rest.first().is_none_or(|next| next.1 < *best) =>
        {
            Some((name, *best))
        }
        [(_, 1..), ..] => None,
        _ => {
            let names = candidates.iter().map(|candidate| candidate.name);
            let name = nearest(&squashed(heading), names)?;
            Some((name, 1))
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase);
    words
        .filter(|word| !word.is_empty() && !EMPTY.contains(&word.as_str()))
        .collect()
}

fn score_of_comment(heading: &[String], comment: &str) -> usize {
    score(heading, comment, IN_A_COMMENT)
}

/// How many words of a heading stand in a text, times their weight.
fn score(heading: &[String], text: &str, weight: usize) -> usize {
    let text = words(text);
    let is_there = |word: &&String| text.iter().any(|other| is_like(word, other));
    heading.iter().filter(is_there).count() * weight
}

/// The same word, or one inside the other: `telephone` and `phone`, `contact` and `contacts`.
fn is_like(one: &str, other: &str) -> bool {
    let inside = |long: &str, short: &str| short.len() >= LONG && long.contains(short);
    one == other || inside(one, other) || inside(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_mean_the_field_that_they_name_or_that_its_comment_names() {
        let candidates = [
            ("full_name", "first name and surname"),
            ("email", "where to write to them"),
            ("phone", "where to call them, as they write it"),
            ("company_name", "the company they order for"),
            ("first_contact_date", "when we first spoke"),
            ("last_contact_date", "when we last spoke"),
            ("commercial", "the commercial who looks after this client"),
        ]
        .map(|(name, comment)| Candidate { name, comment });
        for (heading, field) in [
            ("Name", Some("full_name")),
            ("Surname", Some("full_name")),
            ("Company", Some("company_name")),
            ("Telephone", Some("phone")),
            ("Last contact", Some("last_contact_date")),
            ("last spoke", Some("last_contact_date")),
            ("Emial", Some("email")),
            ("Looked after by commercial", Some("commercial")),
            ("Contact date", None),
            ("Société", None),
            ("", None),
        ] {
            let found = guessed(heading, &candidates).map(|(name, _)| name);
            assert_eq!(found, field, "{heading}");
        }
    }
}
