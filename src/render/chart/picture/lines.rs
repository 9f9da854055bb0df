//! Lines in a picture, over a grid.

use super::super::content::Chart;
use super::super::scale::{Scale, tick};
use super::super::series::Series;
use super::paper::{Anchor, MARGIN, Paper, Point, TEXT, TITLE, WIDTH};
use super::theme::Tone;
use crate::error::Result;
use plotters::backend::DrawingBackend;
use rust_decimal::prelude::ToPrimitive;

/// The grid.
const HEIGHT: f64 = 240.0;
/// The names below it.
const BELOW: f64 = 40.0;
const GAP: f64 = 8.0;
/// Of more points, none is marked.
const MARKED: usize = 60;

/// How high the picture is, in points.
pub(super) fn height(chart: &Chart) -> u32 {
    let panels = chart.series().len().to_f64().unwrap_or(0.0);
    let height = panels * (TITLE + HEIGHT + BELOW) + 2.0 * MARGIN;
    height.ceil().to_u32().unwrap_or(u32::from(u16::MAX))
}

pub(super) fn draw<B: DrawingBackend>(chart: &Chart, paper: &Paper<B>) -> Result<()> {
    let places = chart.places();
    let mut top = MARGIN;
    for series in chart.series() {
        top = paper.heading(&chart.title(&series), top)?;
        let (scale, ticks) = series.scale.ticks(5);
        let grid = Grid::new(paper, scale, &ticks, top)?;
        grid.ticks(&ticks)?;
        grid.line(&series, &places)?;
        grid.names(chart, &places)?;
        top += HEIGHT + BELOW;
    }
    Ok(())
}

/// Where a line is drawn.
struct Grid<'a, B: DrawingBackend> {
    paper: &'a Paper<B>,
    scale: Scale,
    left: f64,
    right: f64,
    top: f64,
}

impl<'a, B: DrawingBackend> Grid<'a, B> {
    fn new(paper: &'a Paper<B>, scale: Scale, ticks: &[f64], top: f64) -> Result<Self> {
        let names: Vec<String> = ticks.iter().copied().map(tick).collect();
        let widest = paper.widest(&names)?;
        Ok(Self {
            paper,
            scale,
            left: MARGIN + widest + GAP,
            right: f64::from(WIDTH) - 2.0 * MARGIN,
            top,
        })
    }

    fn ticks(&self, ticks: &[f64]) -> Result<()> {
        for value in ticks {
            let y = self.y(*value);
            let color = if *value == 0.0 {
                Tone::Grey
            } else {
                Tone::Pale
            };
            self.paper
                .line(&[(self.left, y), (self.right, y)], color, 1.0)?;
            let at = (self.left - GAP, y);
            self.paper
                .text(&tick(*value), at, (TEXT, Tone::Grey), Anchor::Right)?;
        }
        Ok(())
    }

    /// Broken where a number is missing.
    fn line(&self, series: &Series<'_>, places: &[Option<f64>]) -> Result<()> {
        let points = series.values.iter().zip(places);
        let points = points.map(|(value, place)| Some((self.x((*place)?), self.y((*value)?))));
        let points: Vec<Option<Point>> = points.collect();
        self.paper.curve(&points, points.len() <= MARKED)
    }

    /// The names below: the first, the last, and of the others what has room.
    fn names(&self, chart: &Chart, places: &[Option<f64>]) -> Result<()> {
        let rows: Vec<(usize, f64)> = places
            .iter()
            .enumerate()
            .filter_map(|(row, place)| Some((row, (*place)?)))
            .collect();
        let ends = rows.first().into_iter().chain(rows.last());
        let step = rows.len().div_ceil(60).max(1);
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (row, place) in ends.chain(rows.iter().step_by(step)) {
            let label = chart.label(*row);
            let label = self.paper.cut(&label, 160.0)?;
            let half = self.paper.width(&label)? / 2.0;
            let x = self.x(*place).clamp(
                MARGIN + half,
                (f64::from(WIDTH) - GAP - half).max(MARGIN + half),
            );
            let (from, to) = (x - half - GAP, x + half + GAP);
            if taken
                .iter()
                .all(|(start, end)| to <= *start || from >= *end)
            {
                taken.push((from, to));
                let at = (x, self.top + HEIGHT + BELOW / 2.0 - 7.0);
                self.paper
                    .text(&label, at, (TEXT, Tone::Grey), Anchor::Middle)?;
            }
        }
        Ok(())
    }

    fn x(&self, place: f64) -> f64 {
        self.left + GAP + place * (self.right - self.left - 2.0 * GAP)
    }

    fn y(&self, value: f64) -> f64 {
        let part = self.scale.part(value).unwrap_or(0.5);
        self.top + (1.0 - part) * HEIGHT
    }
}
