//! Bars in a picture: names at the left, numbers at the ends.

use super::super::content::{BARS, Chart};
use super::super::scale::Scale;
use super::super::series::Series;
use super::paper::{Anchor, MARGIN, Paper, Point, TEXT, TITLE, WIDTH};
use super::theme::Tone;
use crate::error::Result;
use plotters::backend::DrawingBackend;
use rust_decimal::prelude::ToPrimitive;

/// From one bar to the next, and how high a bar is of it.
const ROW: f64 = 26.0;
const BAR: f64 = 18.0;
/// The widest name.
const NAME: f64 = 260.0;
/// Between a name, a bar and its number.
const GAP: f64 = 8.0;

/// How high the picture is, in points.
pub(super) fn height(chart: &Chart) -> u32 {
    let rows = chart.rows.rows.len();
    let lines = rows.min(BARS).to_f64().unwrap_or(0.0);
    let panels = chart.series().len().to_f64().unwrap_or(0.0);
    let height = panels * (TITLE + lines * ROW + MARGIN) + MARGIN;
    height.ceil().to_u32().unwrap_or(u32::from(u16::MAX))
}

pub(super) fn draw<B: DrawingBackend>(chart: &Chart, paper: &Paper<B>) -> Result<()> {
    let rows = chart.rows.rows.len();
    let labels: Vec<String> = (0..rows.min(BARS)).map(|row| chart.label(row)).collect();
    let mut top = MARGIN;
    for series in chart.series() {
        top = paper.heading(&chart.title(&series), top)?;
        top = Panel::new(&series, &labels, paper)?.draw(&series, &labels, top)? + MARGIN;
    }
    Ok(())
}

/// The bars of one column.
struct Panel<'a, B: DrawingBackend> {
    paper: &'a Paper<B>,
    /// How wide names are.
    name: f64,
    /// Where bars begin, and how long a full one is to each side.
    zero: f64,
    scale: Scale,
    left: f64,
    right: f64,
}

impl<'a, B: DrawingBackend> Panel<'a, B> {
    fn new(series: &Series<'_>, labels: &[String], paper: &'a Paper<B>) -> Result<Self> {
        let name = paper.widest(labels)?.min(NAME);
        let number = paper.widest(&series.texts[..labels.len()])?.min(NAME) + GAP;
        let scale = series.scale;
        let negative = scale.low < 0.0;
        let beside = if negative { number } else { 0.0 };
        let first = MARGIN + name + GAP + beside;
        let room = (f64::from(WIDTH) - MARGIN - number - first).max(1.0);
        let left = scale.part(0.0).unwrap_or(0.0) * room;
        Ok(Self {
            paper,
            name,
            zero: first + left,
            scale,
            left,
            right: room - left,
        })
    }

    /// From the top of the first bar; the end of the last.
    fn draw(&self, series: &Series<'_>, labels: &[String], top: f64) -> Result<f64> {
        let mut middle = top + ROW / 2.0;
        for (row, label) in labels.iter().enumerate() {
            self.row(label, series.values[row], &series.texts[row], middle)?;
            middle += ROW;
        }
        let end = middle - ROW / 2.0;
        let axis = [(self.zero, top), (self.zero, end)];
        self.paper.line(&axis, Tone::Grey, 1.0)?;
        Ok(end)
    }

    fn row(&self, label: &str, value: Option<f64>, text: &str, middle: f64) -> Result<()> {
        let label = self.paper.cut(label, self.name)?;
        let at = (MARGIN + self.name, middle);
        self.paper
            .text(&label, at, (TEXT, Tone::Ink), Anchor::Right)?;
        let length = match value.unwrap_or(0.0) {
            value if value < 0.0 => -self.left * (value / self.scale.low),
            value if value > 0.0 => self.right * (value / self.scale.high),
            _ => 0.0,
        };
        let tip = (self.zero + length, middle);
        self.bar(length, middle)?;
        let (color, anchor, gap) = match value {
            None => (Tone::Grey, Anchor::Left, GAP),
            Some(value) if value < 0.0 => (Tone::Ink, Anchor::Right, -GAP),
            Some(_) => (Tone::Ink, Anchor::Left, GAP),
        };
        let text = self.paper.cut(text, NAME)?;
        self.paper
            .text(&text, (tip.0 + gap, tip.1), (TEXT, color), anchor)
    }

    /// What is not zero shows: at least a point.
    fn bar(&self, length: f64, middle: f64) -> Result<()> {
        let corner = |x: f64, side: f64| -> Point { (x, middle + side * BAR / 2.0) };
        let color = match length {
            length if length < 0.0 => Tone::Red,
            length if length > 0.0 => Tone::Blue,
            _ => {
                return self.paper.line(
                    &[corner(self.zero, -1.0), corner(self.zero, 1.0)],
                    Tone::Pale,
                    1.0,
                );
            }
        };
        let tip = self.zero + length.signum() * length.abs().max(1.0);
        let (from, to) = (self.zero.min(tip), self.zero.max(tip));
        self.paper.bar(corner(from, -1.0), corner(to, 1.0), color)
    }
}
