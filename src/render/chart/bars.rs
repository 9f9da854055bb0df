//! Bars in a terminal: a line for each row.

use super::content::{BARS, Chart};
use super::scale::{Scale, count};
use super::series::Series;
use super::title::{WIDTH, write_title};
use crate::render::Layout;
use crate::render::cell::NULL;
use crate::render::fit::cut;
use crate::render::look::Look;
use std::io::{self, Write};
use std::iter::repeat_n;
use unicode_width::UnicodeWidthStr;

/// Eighths of a sign, from the left.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const WHOLE: &str = "█";
/// The right half: to the left there are no eighths.
const HALF: &str = "▐";
const POSITIVE: &str = "36";
const NEGATIVE: &str = "31";

pub(super) fn write(chart: &Chart, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let labels: Vec<String> = (0..chart.rows.rows.len().min(BARS))
        .map(|row| chart.label(row))
        .collect();
    for (index, series) in chart.series().iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_title(&chart.title(series), layout, out)?;
        let lines = Lines::new(&labels, series, layout);
        for (row, label) in labels.iter().enumerate() {
            writeln!(out, "{}", layout.signs(&lines.line(row, label, series)))?;
        }
    }
    Ok(())
}

/// How wide the parts of all lines are.
struct Lines {
    label: usize,
    value: usize,
    left: usize,
    right: usize,
    scale: Scale,
    color: bool,
}

impl Lines {
    fn new(labels: &[String], series: &Series<'_>, layout: Layout) -> Self {
        let scale = series.scale;
        let width = layout.width.unwrap_or(WIDTH);
        let widest = |texts: &[String]| texts.iter().map(|text| text.width()).max().unwrap_or(0);
        let shown = series.texts.len().min(labels.len());
        let value = widest(&series.texts[..shown]).min(width / 3);
        let label = widest(labels).min(width * 2 / 5);
        // Between them: a space, another one, and the line that bars begin at.
        let room = width.saturating_sub(label + value + 3).max(1);
        let left = match scale.part(0.0) {
            Some(part) if scale.low < 0.0 => count(part, room).clamp(1, room),
            _ => 0,
        };
        Self {
            label,
            value,
            left,
            right: room - left,
            scale,
            color: layout.color,
        }
    }

    fn line(&self, row: usize, label: &str, series: &Series<'_>) -> String {
        let label = cut(label, self.label);
        let text = cut(&series.texts[row], self.value);
        let after_label = self.label.saturating_sub(label.width());
        let before_text = self.value.saturating_sub(text.width());
        let value = series.values[row];
        let mut line = String::new();
        look(&label).push(&mut line, &label, self.color);
        line.extend(repeat_n(' ', after_label + 1 + before_text));
        look(&text).push(&mut line, &text, self.color);
        line.push(' ');
        line += &self.negative(value.filter(|value| *value < 0.0));
        line.push('│');
        line += &self.positive(value.filter(|value| *value > 0.0));
        line.truncate(line.trim_end().len());
        line
    }

    fn negative(&self, value: Option<f64>) -> String {
        let length = value.map_or(0.0, |value| value / self.scale.low);
        let halves = at_least_one(count(length, self.left * 2), value);
        let blank = " ".repeat(self.left - halves.div_ceil(2));
        let bar = [HALF.repeat(halves % 2), WHOLE.repeat(halves / 2)].concat();
        [blank, self.painted(bar, NEGATIVE)].concat()
    }

    fn positive(&self, value: Option<f64>) -> String {
        let length = value.map_or(0.0, |value| value / self.scale.high);
        let eighths = at_least_one(count(length, self.right * 8), value);
        self.painted(WHOLE.repeat(eighths / 8) + EIGHTHS[eighths % 8], POSITIVE)
    }

    fn painted(&self, bar: String, color: &str) -> String {
        if self.color && !bar.is_empty() {
            format!("\x1b[{color}m{bar}\x1b[0m")
        } else {
            bar
        }
    }
}

/// What is not zero shows.
fn at_least_one(count: usize, value: Option<f64>) -> usize {
    count.max(usize::from(value.is_some()))
}

/// The look of a text that may stand for null.
fn look(text: &str) -> Look {
    if text == NULL {
        Look::Null
    } else {
        Look::Plain
    }
}
