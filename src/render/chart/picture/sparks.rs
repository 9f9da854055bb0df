//! Sparks in a picture: a line of each column beside its name, and between which numbers it goes.

use super::super::content::Chart;
use super::super::scale::Scale;
use super::super::series::Series;
use super::paper::{Anchor, MARGIN, Paper, Point, TEXT, WIDTH};
use super::theme::Tone;
use crate::error::Result;
use crate::render::visible;
use plotters::backend::DrawingBackend;
use rust_decimal::prelude::ToPrimitive;

/// From one spark to the next, and how high a line is of it.
const ROW: f64 = 52.0;
const LINE: f64 = 36.0;
/// The widest name.
const NAME: f64 = 200.0;
/// The widest ends.
const ENDS: f64 = 300.0;
/// Between a name, a line and its ends.
const GAP: f64 = 12.0;

/// How high the picture is, in points.
pub(super) fn height(chart: &Chart) -> u32 {
    let rows = chart.series().len().to_f64().unwrap_or(0.0);
    let height = rows * ROW + 2.0 * MARGIN;
    height.ceil().to_u32().unwrap_or(u32::from(u16::MAX))
}

pub(super) fn draw<B: DrawingBackend>(chart: &Chart, paper: &Paper<B>) -> Result<()> {
    let all = chart.series();
    let names: Vec<String> = all
        .iter()
        .map(|series| visible(series.name).into_owned())
        .collect();
    let ends: Vec<String> = all.iter().map(Series::ends).collect();
    let left = MARGIN + paper.widest(&names)?.min(NAME) + GAP;
    let right = f64::from(WIDTH) - MARGIN - paper.widest(&ends)?.min(ENDS) - GAP;
    let mut middle = MARGIN + ROW / 2.0;
    for ((series, name), ends) in all.iter().zip(&names).zip(&ends) {
        let name = paper.cut(name, NAME)?;
        let at = (MARGIN, middle);
        paper.text(&name, at, (TEXT, Tone::Ink), Anchor::Left)?;
        let points = points(series, (left, right), middle);
        paper.curve(&points, false)?;
        // Where it stands now.
        if let Some(last) = points.iter().rev().flatten().next() {
            paper.dot(*last, 3.0, Tone::Blue)?;
        }
        let ends = paper.cut(ends, ENDS)?;
        let at = (f64::from(WIDTH) - MARGIN, middle);
        paper.text(&ends, at, (TEXT, Tone::Grey), Anchor::Right)?;
        middle += ROW;
    }
    Ok(())
}

/// Where the numbers stand, one after the other.
fn points(series: &Series<'_>, (left, right): (f64, f64), middle: f64) -> Vec<Option<Point>> {
    let last = series.values.len().saturating_sub(1);
    let part = |row: usize| row.to_f64().unwrap_or(0.0) / last.to_f64().unwrap_or(1.0).max(1.0);
    let x = |row: usize| left + part(row) * (right - left);
    let up = Scale::exactly(series.values.iter().flatten().copied());
    let y = |value: f64| middle + LINE * (0.5 - up.part(value).unwrap_or(0.5));
    let values = series.values.iter().enumerate();
    values
        .map(|(row, value)| Some((x(row), y((*value)?))))
        .collect()
}
