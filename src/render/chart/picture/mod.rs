//! Charts as pictures: SVG and PNG, drawn alike by plotters.
//!
//! They need no font of the system. An SVG is written in that of its reader; a PNG has the letters of
//! `DejaVuSans.ttf`: Latin, Greek, Cyrillic, and a question mark for others. The page is drawn too, so that a
//! picture reads on any other.

mod bars;
mod lines;
mod paper;
mod png;
mod sparks;
#[cfg(test)]
mod tests;
mod theme;

pub use theme::Theme;

use super::content::Chart;
use super::options::Kind;
use crate::error::{Error, Result};
use crate::render::visible;
use paper::{Anchor, MARGIN, Paper, TEXT, WIDTH};
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::drawing::IntoDrawingArea;
use std::path::Path;
use theme::Tone;

/// How high a note below is.
const NOTE: u32 = 26;
/// How many pixels of a PNG make a point: sharp on today's screens.
const PIXELS: u32 = 2;

/// A kind of picture file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Scalable vector graphics
    Svg,
    /// Portable network graphics
    Png,
}

impl Picture {
    /// The picture of a file, by how its name ends.
    ///
    /// ```
    /// use epic::render::chart::Picture;
    /// assert_eq!(Picture::of_file("june.SVG".as_ref())?, Picture::Svg);
    /// let error = Picture::of_file("june.jpg".as_ref()).unwrap_err();
    /// assert_eq!(error.message, "no picture is known for files that end with .jpg");
    /// assert_eq!(error.hints, ["there are .svg, .png"]);
    /// # Ok::<(), epic::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// It ends otherwise.
    pub fn of_file(path: &Path) -> Result<Self> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match &*ending.to_ascii_lowercase() {
            "svg" => Ok(Self::Svg),
            "png" => Ok(Self::Png),
            other => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let what = match other {
                    "" => format!("the name '{}' does not say the picture", visible(&name)),
                    _ => format!(
                        "no picture is known for files that end with .{}",
                        visible(other)
                    ),
                };
                Err(Error::failed(what).hint("there are .svg, .png"))
            }
        }
    }
}

/// Draws a chart as a picture: the bytes of its file.
///
/// # Errors
/// There is nothing to draw.
pub fn picture(chart: &Chart, picture: Picture, theme: Theme) -> Result<Vec<u8>> {
    chart.has_rows()?;
    paper::register_font()?;
    let height = match chart.kind {
        Kind::Bar => bars::height(chart),
        Kind::Line => lines::height(chart),
        Kind::Spark => sparks::height(chart),
    };
    let height = height + chart.note().map_or(0, |_| NOTE);
    match picture {
        Picture::Svg => {
            let mut text = String::new();
            let area = SVGBackend::with_string(&mut text, (WIDTH, height)).into_drawing_area();
            draw(chart, height, &Paper::of_vectors(area, theme)?)?;
            Ok(text.into_bytes())
        }
        Picture::Png => {
            let size = (WIDTH * PIXELS, height * PIXELS);
            let mut pixels = vec![0; size.0 as usize * size.1 as usize * 3];
            let area = BitMapBackend::with_buffer(&mut pixels, size).into_drawing_area();
            draw(chart, height, &Paper::of_pixels(area, PIXELS, theme)?)?;
            png::file(&pixels, size)
        }
    }
}

fn draw<B: DrawingBackend>(chart: &Chart, height: u32, paper: &Paper<B>) -> Result<()> {
    paper.clear()?;
    match chart.kind {
        Kind::Bar => bars::draw(chart, paper)?,
        Kind::Line => lines::draw(chart, paper)?,
        Kind::Spark => sparks::draw(chart, paper)?,
    }
    if let Some(note) = chart.note() {
        let at = (MARGIN, f64::from(height) - MARGIN);
        paper.text(&note, at, (TEXT, Tone::Grey), Anchor::Left)?;
    }
    paper.finish()
}
