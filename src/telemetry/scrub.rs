//! Texts without what they quote: values of rows stand in quotes, or look like e-mails.

const QUOTES: [char; 3] = ['\'', '"', '`'];

/// The text with `…` in place of everything between the first and the last quote of a kind (a value may
/// hold quotes itself) and of every e-mail.
///
/// An apostrophe inside a word is no quote.
pub(super) fn scrub(text: &str) -> String {
    let unquoted = QUOTES.iter().fold(text.to_owned(), |text, quote| {
        match (opening(&text, *quote), text.rfind(*quote)) {
            (Some(from), Some(to)) if from < to => {
                format!("{}{quote}…{}", &text[..from], &text[to..])
            }
            (Some(from), _) => format!("{}{quote}…", &text[..from]),
            (None, _) => text,
        }
    });
    let words = unquoted
        .split(' ')
        .map(|word| if word.contains('@') { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn opening(text: &str, quote: char) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(quote).map(|(at, _)| at).find(|at| {
        let (before, after) = (
            text[..*at].chars().next_back(),
            text[at + 1..].chars().next(),
        );
        !(is_letter(before) && is_letter(after))
    })
}

#[cfg(test)]
mod tests {
    use super::scrub;

    #[test]
    fn what_is_quoted_is_left_out() {
        assert_eq!(
            scrub("it can't read 'Ada' or 'O'Neill' in \"clients\" of ada@example.com now"),
            "it can't read '…' in \"…\" of … now"
        );
        assert_eq!(scrub("not closed: 'Ada Byron"), "not closed: '…");
        assert_eq!(scrub("plain words"), "plain words");
    }
}
