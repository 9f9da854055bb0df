//! Sparks: a column of numbers on one line of text.

use super::content::Chart;
use super::scale::{Scale, count};
use super::series::Series;
use super::title::WIDTH;
use crate::render::Layout;
use crate::render::fit::cut;
use crate::render::visible;
use rust_decimal::prelude::ToPrimitive;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const COLOR: &str = "36";

pub(super) fn write(chart: &Chart, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let width = layout.width.unwrap_or(WIDTH);
    let all = chart.series();
    let name = all.iter().map(|series| visible(series.name).width()).max();
    let name_width = name.unwrap_or(0).min(width / 4);
    for series in &all {
        let ends = series.ends();
        let room = width.saturating_sub(name_width + ends.width() + 2).max(1);
        let spark = spark(series, room);
        let spark = if layout.color {
            format!("\x1b[{COLOR}m{spark}\x1b[0m")
        } else {
            spark
        };
        let name = visible(series.name);
        let name = cut(&name, name_width);
        let after = " ".repeat(name_width.saturating_sub(name.width()));
        let line = format!("{name}{after} {spark} {ends}");
        writeln!(out, "{}", layout.signs(line.trim_end()))?;
    }
    Ok(())
}

/// One sign for each row, or for the mean of rows that share one.
fn spark(series: &Series<'_>, room: usize) -> String {
    let scale = Scale::exactly(series.values.iter().flatten().copied());
    let all = series.values.len();
    let signs = all.min(room);
    let share = |sign: usize| &series.values[sign * all / signs..(sign + 1) * all / signs];
    (0..signs)
        .map(|sign| match mean(share(sign)) {
            Some(value) => LEVELS[count(scale.part(value).unwrap_or(0.5), LEVELS.len() - 1)],
            None => ' ',
        })
        .collect()
}

fn mean(values: &[Option<f64>]) -> Option<f64> {
    let known = || values.iter().flatten();
    let many = known().count().to_f64()?;
    (many > 0.0).then(|| known().map(|value| value / many).sum())
}
