//! What pictures are drawn on: lengths in points, and the few things that charts are made of.

use super::theme::{Theme, Tone};
use crate::error::{Error, Result};
use ab_glyph::{Font, FontRef};
use plotters::backend::DrawingBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, TextStyle, register_font as register};
use rust_decimal::prelude::ToPrimitive;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

static FONT: &[u8] = include_bytes!("DejaVuSans.ttf");
const FAMILY: &str = "sans-serif";

/// How wide a picture is, in points.
pub(super) const WIDTH: u32 = 900;
/// Around all.
pub(super) const MARGIN: f64 = 20.0;
/// The size of text and of headings.
pub(super) const TEXT: f64 = 15.0;
const HEADING: f64 = 19.0;
/// How high a heading is with what is around it.
pub(super) const TITLE: f64 = 34.0;
/// By how much of their size letters of pixels have to be lower, to stand as those of an SVG.
const LOWER: f64 = 0.12;

/// A point: from the left, from the top.
pub(super) type Point = (f64, f64);

/// Where a text stands beside its point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Left,
    Middle,
    Right,
}

/// Makes known the font that texts are measured with, and written with in a PNG.
pub(super) fn register_font() -> Result<()> {
    register(FAMILY, FontStyle::Normal, FONT).map_err(|_| unreadable())
}

fn unreadable() -> Error {
    Error::fault("the font of pictures can't be read")
}

/// A drawing area, in points.
pub(super) struct Paper<B: DrawingBackend> {
    area: DrawingArea<B, Shift>,
    pixels: f64,
    letters: FontRef<'static>,
    /// Whether letters are drawn here, and not by the reader of the file.
    draws_letters: bool,
    theme: Theme,
}

impl<B: DrawingBackend> Paper<B> {
    /// One whose reader draws the letters, with their own.
    pub(super) fn of_vectors(area: DrawingArea<B, Shift>, theme: Theme) -> Result<Self> {
        Self::new(area, 1.0, false, theme)
    }

    /// One of pixels, so many to a point.
    pub(super) fn of_pixels(
        area: DrawingArea<B, Shift>,
        pixels: u32,
        theme: Theme,
    ) -> Result<Self> {
        Self::new(area, f64::from(pixels), true, theme)
    }

    fn new(
        area: DrawingArea<B, Shift>,
        pixels: f64,
        draws_letters: bool,
        theme: Theme,
    ) -> Result<Self> {
        Ok(Self {
            area,
            pixels,
            letters: FontRef::try_from_slice(FONT).map_err(|_| unreadable())?,
            draws_letters,
            theme,
        })
    }

    pub(super) fn clear(&self) -> Result<()> {
        let page = self.theme.color(Tone::Page);
        self.area.fill(&page).map_err(|error| failed(&error))
    }

    pub(super) fn finish(&self) -> Result<()> {
        self.area.present().map_err(|error| failed(&error))
    }

    /// A filled rectangle.
    pub(super) fn bar(&self, from: Point, to: Point, tone: Tone) -> Result<()> {
        let corners = [self.at(from), self.at(to)];
        let bar = Rectangle::new(corners, self.theme.color(tone).filled());
        self.area.draw(&bar).map_err(|error| failed(&error))
    }

    /// A line through all points; its width in points.
    pub(super) fn line(&self, points: &[Point], tone: Tone, width: f64) -> Result<()> {
        let points: Vec<_> = points.iter().map(|point| self.at(*point)).collect();
        let color = self.theme.color(tone);
        let style = color.stroke_width(self.pixel(width).unsigned_abs());
        self.area
            .draw(&PathElement::new(points, style))
            .map_err(|error| failed(&error))
    }

    /// A filled circle.
    pub(super) fn dot(&self, center: Point, radius: f64, tone: Tone) -> Result<()> {
        let color = self.theme.color(tone);
        let dot = Circle::new(self.at(center), self.pixel(radius), color.filled());
        self.area.draw(&dot).map_err(|error| failed(&error))
    }

    /// A line through the numbers of a column, broken where one is missing. Points may be marked; one that stands alone is.
    pub(super) fn curve(&self, points: &[Option<Point>], are_marked: bool) -> Result<()> {
        for part in points.split(Option::is_none) {
            let part: Vec<Point> = part.iter().flatten().copied().collect();
            if part.len() > 1 {
                self.line(&part, Tone::Blue, 2.0)?;
            }
            if are_marked || part.len() == 1 {
                part.iter()
                    .try_for_each(|point| self.dot(*point, 3.0, Tone::Blue))?;
            }
        }
        Ok(())
    }

    /// A text, whose middle is as high as the point.
    pub(super) fn text(
        &self,
        text: &str,
        at: Point,
        (size, tone): (f64, Tone),
        anchor: Anchor,
    ) -> Result<()> {
        let across = match anchor {
            Anchor::Left => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let color = self.theme.color(tone);
        let style = self
            .font(size)
            .color(&color)
            .pos(Pos::new(across, VPos::Center));
        let (text, down) = if self.draws_letters {
            (self.known(text), size * LOWER)
        } else {
            (text.to_owned(), 0.0)
        };
        let text = Text::new(text, self.at((at.0, at.1 + down)), style);
        self.area.draw(&text).map_err(|error| failed(&error))
    }

    /// A heading, from this height; where what follows begins.
    pub(super) fn heading(&self, text: &str, top: f64) -> Result<f64> {
        let room = f64::from(WIDTH) - 2.0 * MARGIN;
        let text = self.cut(text, room * TEXT / HEADING)?;
        let middle = top + TITLE / 2.0 - 4.0;
        self.text(&text, (MARGIN, middle), (HEADING, Tone::Ink), Anchor::Left)?;
        Ok(top + TITLE)
    }

    /// How wide a text of the usual size is, in points.
    pub(super) fn width(&self, text: &str) -> Result<f64> {
        let size = self
            .area
            .estimate_text_size(&self.known(text), &self.font(TEXT));
        Ok(f64::from(size.map_err(|error| failed(&error))?.0) / self.pixels)
    }

    /// How wide the widest of texts is.
    pub(super) fn widest(&self, texts: &[String]) -> Result<f64> {
        let mut widths = texts.iter().map(|text| self.width(text));
        widths.try_fold(0.0, |widest: f64, width| {
            width.map(|width| widest.max(width))
        })
    }

    /// A text that is at most so wide, with `…` where it was cut.
    pub(super) fn cut<'a>(&self, text: &'a str, width: f64) -> Result<Cow<'a, str>> {
        if self.width(text)? <= width {
            return Ok(Cow::Borrowed(text));
        }
        let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        let short = |end: usize| format!("{}…", text[..end].trim_end());
        let (mut fits, mut too_long) = (0, ends.len());
        while fits + 1 < too_long {
            let middle = usize::midpoint(fits, too_long);
            if self.width(&short(ends[middle]))? <= width {
                fits = middle;
            } else {
                too_long = middle;
            }
        }
        Ok(Cow::Owned(short(ends.get(fits).copied().unwrap_or(0))))
    }

    /// The text with a question mark in a diamond for each sign that has no letter: a wide one, for those are.
    fn known(&self, text: &str) -> String {
        let is_there = |sign: &char| self.letters.glyph_id(*sign).0 != 0;
        let known = |sign| Some(sign).filter(is_there).unwrap_or('\u{fffd}');
        text.chars().map(known).collect()
    }

    fn font(&self, size: f64) -> TextStyle<'static> {
        TextStyle::from((FAMILY, size * self.pixels).into_font())
    }

    fn at(&self, (x, y): Point) -> (i32, i32) {
        (self.pixel(x), self.pixel(y))
    }

    fn pixel(&self, points: f64) -> i32 {
        let pixels = (points * self.pixels).round();
        pixels.to_i32().unwrap_or(0)
    }
}

fn failed<E: std::error::Error + Send + Sync>(error: &DrawingAreaErrorKind<E>) -> Error {
    Error::fault(format!("the picture can't be drawn: {error}"))
}
