//! Lines in a terminal, with an axis at the left and one below.

use super::canvas::Canvas;
use super::content::Chart;
use super::scale::{Scale, count, tick};
use super::series::Series;
use super::title::{WIDTH, write_title};
use crate::render::Layout;
use crate::render::fit::cut;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// How many lines of text one takes, without its axis.
const HEIGHT: usize = 9;
const COLOR: &str = "36";

pub(super) fn write(chart: &Chart, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let places = chart.places();
    for (index, series) in chart.series().iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_title(&chart.title(series), layout, out)?;
        write_one(chart, series, &places, layout, out)?;
    }
    Ok(())
}

fn write_one(
    chart: &Chart,
    series: &Series<'_>,
    places: &[Option<f64>],
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = layout.width.unwrap_or(WIDTH);
    let (scale, ticks) = series.scale.ticks(4);
    let names = axis(scale, &ticks);
    let axis_width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let axis_width = axis_width.min(width / 3);
    let room = width.saturating_sub(axis_width + 2).max(1);
    let mut canvas = Canvas::new(room, HEIGHT, layout.ascii);
    draw(&mut canvas, scale, series, places);
    for (name, dots) in names.iter().zip(canvas.lines()) {
        let name = cut(name, axis_width);
        let before = " ".repeat(axis_width.saturating_sub(name.width()));
        let dots = painted(dots.trim_end(), layout.color);
        let line = format!("{before}{name} │{dots}");
        writeln!(out, "{}", layout.signs(&line))?;
    }
    let below = labels(chart, places, room);
    let indent = " ".repeat(axis_width + 2);
    writeln!(out, "{}", layout.signs(&format!("{indent}{below}")))
}

fn painted(dots: &str, color: bool) -> String {
    if color && !dots.is_empty() {
        format!("\x1b[{COLOR}m{dots}\x1b[0m")
    } else {
        dots.to_owned()
    }
}

/// What stands at the left of each line.
fn axis(scale: Scale, ticks: &[f64]) -> Vec<String> {
    let mut names = vec![String::new(); HEIGHT];
    for value in ticks {
        let row = HEIGHT - 1 - count(scale.part(*value).unwrap_or(0.5), HEIGHT - 1);
        names[row] = tick(*value);
    }
    names
}

/// Connects the points of rows that follow each other; one alone is a dot.
fn draw(canvas: &mut Canvas, scale: Scale, series: &Series<'_>, places: &[Option<f64>]) {
    let (across, down) = canvas.dots();
    let mut last = None;
    for (value, place) in series.values.iter().zip(places) {
        let point = value.zip(*place).map(|(value, place)| {
            let up = count(scale.part(value).unwrap_or(0.5), down - 1);
            (count(place, across - 1), down - 1 - up)
        });
        if let Some(point) = point {
            canvas.line(last.unwrap_or(point), point);
        }
        last = point;
    }
}

/// The names below: the first, the last, and of the others what has room.
fn labels(chart: &Chart, places: &[Option<f64>], room: usize) -> String {
    let rows: Vec<(usize, f64)> = places
        .iter()
        .enumerate()
        .filter_map(|(row, place)| Some((row, (*place)?)))
        .collect();
    let mut line = Line::new(room);
    let (Some((first, at)), Some((last, end))) = (rows.first(), rows.last()) else {
        return String::new();
    };
    let middle = |row: &usize| chart.label(*row).width() / 2;
    line.put(
        count(*at, room - 1).saturating_sub(middle(first)),
        &chart.label(*first),
    );
    line.put(
        count(*end, room - 1).saturating_sub(middle(last)),
        &chart.label(*last),
    );
    let step = rows.len().div_ceil(room).max(1);
    for (row, place) in rows.iter().step_by(step) {
        line.put(
            count(*place, room - 1).saturating_sub(middle(row)),
            &chart.label(*row),
        );
    }
    line.text()
}

/// A line of names that do not touch.
struct Line {
    room: usize,
    /// Where they begin, in order.
    names: Vec<(usize, String)>,
}

impl Line {
    fn new(room: usize) -> Self {
        let names = Vec::new();
        Self { room, names }
    }

    /// Puts a name there, or as near as the end of the line lets it; not when another one is in its way.
    fn put(&mut self, at: usize, name: &str) {
        let name = cut(name, self.room).into_owned();
        let at = at.min(self.room - name.width());
        let end = |at: usize, name: &str| at + name.width() + 2;
        let index = self.names.partition_point(|(other, _)| *other < at);
        let before = index.checked_sub(1).map(|index| &self.names[index]);
        let free_before = before.is_none_or(|(other, text)| end(*other, text) <= at);
        let free_after = self
            .names
            .get(index)
            .is_none_or(|(other, _)| end(at, &name) <= *other);
        if free_before && free_after {
            self.names.insert(index, (at, name));
        }
    }

    fn text(&self) -> String {
        self.names.iter().fold(String::new(), |line, (at, name)| {
            let blank = " ".repeat(at.saturating_sub(line.width()));
            [&line, &*blank, name].concat()
        })
    }
}
