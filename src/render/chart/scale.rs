//! Between which numbers a chart is drawn.

use crate::value::Value;
use rust_decimal::prelude::ToPrimitive;

/// From the lowest number to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Scale {
    /// The lowest and the highest number as they are.
    pub(super) fn exactly(values: impl Iterator<Item = f64>) -> Self {
        let ends = values.fold(None, |ends: Option<(f64, f64)>, value| {
            Some(ends.map_or((value, value), |(low, high)| {
                (low.min(value), high.max(value))
            }))
        });
        let (low, high) = ends.unwrap_or((0.0, 0.0));
        Self { low, high }
    }

    /// With zero in it, for bars.
    pub(super) fn from_zero(values: impl Iterator<Item = f64>) -> Self {
        Self::exactly(values.chain([0.0]))
    }

    /// Around the numbers, for lines; with zero in it, unless they are far from it.
    pub(super) fn around(values: impl Iterator<Item = f64>) -> Self {
        let scale = Self::exactly(values);
        let range = scale.high - scale.low;
        let far = scale.low > range * 2.0 || scale.high < range * -2.0;
        if far && range > 0.0 {
            scale
        } else {
            Self::from_zero([scale.low, scale.high].into_iter())
        }
    }

    /// Where a number stands, from 0 (the lowest) to 1 (the highest); nowhere when these are the same. Halves keep what
    /// is huge from overflowing.
    pub(super) fn part(self, value: f64) -> Option<f64> {
        let range = self.high / 2.0 - self.low / 2.0;
        (range > 0.0).then(|| ((value / 2.0 - self.low / 2.0) / range).clamp(0.0, 1.0))
    }

    /// Round numbers on it, about so many, from the lowest to the highest; and the scale that ends with them.
    pub(super) fn ticks(self, about: u32) -> (Self, Vec<f64>) {
        let Some(step) = self.step(about) else {
            return (self, vec![self.low]);
        };
        let first = (self.low / step).floor();
        let last = (self.high / step).ceil();
        let ticks: Vec<f64> = std::iter::successors(Some(first), |at| Some(at + 1.0))
            .take_while(|at| *at <= last)
            .take(64)
            .map(|at| rounded(at * step, step))
            .collect();
        let scale = Self {
            low: first * step,
            high: last * step,
        };
        (scale, ticks)
    }

    /// 1, 2 or 5 and zeros.
    fn step(self, about: u32) -> Option<f64> {
        let raw = (self.high - self.low) / f64::from(about.max(1));
        if !raw.is_normal() {
            return None;
        }
        let power = 10_f64.powf(raw.log10().floor());
        let factor = [1.0, 2.0, 5.0].into_iter().find(|f| f * power >= raw);
        Some(factor.unwrap_or(10.0) * power).filter(|step| step.is_normal())
    }
}

/// A number without what calculation left behind the digits of a step.
fn rounded(value: f64, step: f64) -> f64 {
    let digits = (0..=12_usize).find(|digits| {
        let shifted = step * 10_f64.powi(i32::try_from(*digits).unwrap_or(0));
        (shifted - shifted.round()).abs() < 1e-6 && shifted >= 0.5
    });
    let exact = digits.and_then(|digits| format!("{value:.digits$}").parse().ok());
    exact.map_or(value, |exact: f64| if exact == 0.0 { 0.0 } else { exact })
}

/// A number on an axis.
pub(super) fn tick(value: f64) -> String {
    Value::Float(value).to_string()
}

/// A part of so many, to the next whole one.
pub(super) fn count(part: f64, of: usize) -> usize {
    let whole = of.to_f64().unwrap_or(0.0);
    let count = (part.clamp(0.0, 1.0) * whole).round().to_usize();
    count.map_or(0, |count| count.min(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_all_numbers() {
        for (low, high, shown) in [
            (0.0, 12.0, "0 5 10 15"),
            (0.0, 1.0, "0 0.5 1"),
            (-3.0, 4.0, "-5 0 5"),
            (0.0, 0.3, "0 0.1 0.2 0.3"),
            (0.0, 0.0, "0"),
            (1003.0, 1005.0, "1003 1004 1005"),
            (0.0, 1e300, "0 5e+299 1e+300"),
        ] {
            let (scale, ticks) = Scale { low, high }.ticks(3);
            let text: Vec<String> = ticks.into_iter().map(tick).collect();
            assert_eq!(text.join(" "), shown);
            assert!(scale.low <= low && scale.high >= high * (1.0 - 1e-12));
        }
    }

    #[test]
    fn a_line_far_from_zero_is_not_flat_and_one_near_it_shows_zero() {
        let around = |values: &[f64]| Scale::around(values.iter().copied());
        let scale = |low, high| Scale { low, high };
        assert_eq!(around(&[1000.0, 1010.0]), scale(1000.0, 1010.0));
        assert_eq!(around(&[-1010.0, -1000.0]), scale(-1010.0, -1000.0));
        assert_eq!(around(&[2.0, 10.0]), scale(0.0, 10.0));
        assert_eq!(around(&[7.0, 7.0]), scale(0.0, 7.0));
        assert_eq!(around(&[]), scale(0.0, 0.0));
    }

    #[test]
    fn huge_numbers_have_a_place() {
        let scale = Scale::exactly([-f64::MAX, f64::MAX].into_iter());
        assert_eq!(scale.part(f64::MAX), Some(1.0));
        assert_eq!(scale.part(0.0), Some(0.5));
        assert_eq!(Scale::exactly([3.0].into_iter()).part(3.0), None);
    }
}
