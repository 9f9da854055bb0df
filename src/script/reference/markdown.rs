//! Markdown as text for a terminal: a paragraph is a line, examples are indented, tables are in columns.

/// A part of a page as text.
pub(super) fn plain(markdown: &str) -> String {
    let mut text = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut paragraph = String::new();
    let mut inside = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            inside = !inside;
            end(&mut paragraph, &mut text);
            continue;
        }
        if inside {
            text.push(format!("    {line}").trim_end().to_owned());
            continue;
        }
        if let Some(cells) = cells(line) {
            end(&mut paragraph, &mut text);
            rows.push(cells);
            continue;
        }
        text.extend(columns(std::mem::take(&mut rows)));
        let line = line.trim_end();
        let begins_anew = line.is_empty() || line.starts_with(['#', '-', '>', '<']);
        if begins_anew {
            end(&mut paragraph, &mut text);
        }
        if line.starts_with('<') {
            continue;
        }
        if line.is_empty() {
            text.push(String::new());
            continue;
        }
        let line = line.trim_start_matches(['#', '>']).trim_start();
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(&unmarked(line));
    }
    end(&mut paragraph, &mut text);
    text.extend(columns(rows));
    text.dedup_by(|next, last| next.is_empty() && last.is_empty());
    text.join("\n").trim().to_owned()
}

/// Ends a paragraph, if one was begun.
fn end(paragraph: &mut String, text: &mut Vec<String>) {
    if !paragraph.is_empty() {
        text.push(std::mem::take(paragraph));
    }
}

/// The cells of a row of a table.
fn cells(line: &str) -> Option<Vec<String>> {
    const BAR: &str = "\u{0}";
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let inside = inside.replace("\\|", BAR);
    let cells = inside
        .split('|')
        .map(|cell| unmarked(cell.trim()).replace(BAR, "|"));
    Some(cells.collect())
}

/// A table without its rule; each column is as wide as its widest cell, but the last.
fn columns(rows: Vec<Vec<String>>) -> Vec<String> {
    let is_rule = |row: &Vec<String>| {
        row.iter()
            .all(|cell| cell.chars().all(|sign| "-:".contains(sign)))
    };
    let rows: Vec<Vec<String>> = rows.into_iter().filter(|row| !is_rule(row)).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate();
        let cells = cells.map(|(column, cell)| format!("{cell:<width$}", width = width(column)));
        format!("  {}", cells.collect::<Vec<_>>().join("  "))
            .trim_end()
            .to_owned()
    };
    rows.iter().map(line).collect()
}

/// Without the marks of bold text and of links.
fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, link) = rest.split_at(open);
        plain.push_str(before);
        let parts = link.split_once("](").and_then(|(label, target)| {
            let (_, after) = target.split_once(')')?;
            Some((&label[1..], after))
        });
        match parts {
            Some((label, after)) if !label.contains(['[', ']']) => {
                plain.push_str(label);
                rest = after;
            }
            _ => {
                plain.push('[');
                rest = &link[1..];
            }
        }
    }
    plain.push_str(rest);
    plain.replace("**", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_readable_without_its_marks() {
        let page = "## Files\n\nRows go to **files**, see\n[the page](export.md) and `a[0]`.\n- one\n  two\n\n```rhai\nx [y](z)\n```\n\
            <!-- no -->\n| name | what |\n|---|---|\n| `a\\|b` | one |\n| long name | two |\n";
        let expected = "Files\n\nRows go to files, see the page and `a[0]`.\n- one two\n\n    x [y](z)\n  name       what\n  \
            `a|b`      one\n  long name  two";
        assert_eq!(plain(page), expected);
    }
}
