//! What a page of the documentation shows, to be used by a test as it stands there.

use std::fs;
use std::path::Path;

/// The blocks of a kind (`sh`, `ini` …) below a heading of a page of `docs/`, up to the next heading.
pub fn documented(page: &str, heading: &str, kind: &str) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(page);
    let text = fs::read_to_string(file).expect("a page");
    let below = text
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("{page} has no heading '{heading}'"))
        .1;
    let section = below
        .split_once("\n## ")
        .map_or(below, |(section, _)| section);
    let open = format!("```{kind}\n");
    let blocks = section.split(&open).skip(1);
    let inside = blocks.filter_map(|rest| rest.split_once("\n```"));
    inside.map(|(block, _)| format!("{block}\n")).collect()
}
