//! Keywords of SQL.

/// The words that are offered and coloured, with spaces between them. A test compares them with those of the server.
pub const KEYWORDS: &str = "\
    all and any as asc between by case cast coalesce collate conflict cross current_date \
    current_timestamp current_user default delete desc distinct do else end except exists \
    explain extract false fetch filter first following for from full greatest group grouping \
    having ilike in inner insert intersect interval into is join last lateral least left like \
    limit matched merge not nothing null nullif nulls offset on only or order outer over \
    partition preceding recursive returning right rows select set show similar some table then \
    true union update using values when where with";

/// The words that are offered.
pub(super) fn keywords() -> impl Iterator<Item = &'static str> {
    KEYWORDS.split_whitespace()
}

/// Whether a word is one of them, in letters of any size.
pub fn is_keyword(word: &str) -> bool {
    keywords().any(|known| known.eq_ignore_ascii_case(word))
}
