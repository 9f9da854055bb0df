//! What stands between the cells of a text file, told from its first lines.

/// What may stand there.
const KNOWN: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many lines are looked at.
const LINES: usize = 50;

/// The delimiter of a text: the one by which the most lines have as many cells as the first, and then the one that
/// makes the most cells. A comma where none fits.
pub(super) fn guessed(text: &str) -> u8 {
    let best = KNOWN
        .into_iter()
        .rev()
        .max_by_key(|delimiter| fit(text, *delimiter));
    best.filter(|delimiter| fit(text, *delimiter) > (0, 0))
        .unwrap_or(b',')
}

/// How well a delimiter fits: which part of the lines has as many cells as the first, and how many that are.
fn fit(text: &str, delimiter: u8) -> (usize, usize) {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let counts: Vec<usize> = reader
        .records()
        .take(LINES)
        .flatten()
        .map(|line| line.len())
        .collect();
    match counts.first() {
        None | Some(1) => (0, 0),
        Some(first) => {
            let same = counts.iter().filter(|count| *count == first).count();
            (100 * same / counts.len(), *first)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_told_from_the_lines() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n", b';'),
            ("a\tb\n1, and more\t2\n", b'\t'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("\"a;x\",b\n\"1;2;3\",2\n", b','),
            ("alone\n1\n", b','),
            ("", b','),
        ] {
            assert_eq!(guessed(text), delimiter, "{text}");
        }
    }
}
