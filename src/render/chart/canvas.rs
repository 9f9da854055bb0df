//! Lines of dots in a terminal: eight to a sign by Braille patterns, or one where there is only ASCII.

/// The bits of a Braille pattern, line by line.
const DOTS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
const BRAILLE: u32 = 0x2800;

/// A rectangle of signs.
pub(super) struct Canvas {
    cells: Vec<Vec<u32>>,
    ascii: bool,
}

impl Canvas {
    /// An empty one, as wide and high as so many signs: at least one of each.
    pub(super) fn new(width: usize, height: usize, ascii: bool) -> Self {
        Self {
            cells: vec![vec![0; width.max(1)]; height.max(1)],
            ascii,
        }
    }

    /// How many dots it has in its width and in its height.
    pub(super) fn dots(&self) -> (usize, usize) {
        let (across, down) = self.dots_of_a_sign();
        (self.cells[0].len() * across, self.cells.len() * down)
    }

    /// Draws a straight line of dots; their columns count from the left, their rows from the top.
    pub(super) fn line(&mut self, from: (usize, usize), to: (usize, usize)) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
        for step in 0..=steps {
            let column = between(from.0, to.0, step, steps);
            self.dot(column, between(from.1, to.1, step, steps));
        }
    }

    /// Its lines of text.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let sign = |dots: &u32| match (dots, self.ascii) {
            (0, _) => ' ',
            (_, true) => '*',
            (dots, false) => char::from_u32(BRAILLE + dots).unwrap_or('*'),
        };
        self.cells
            .iter()
            .map(move |row| row.iter().map(sign).collect())
    }

    fn dot(&mut self, column: usize, row: usize) {
        let (across, down) = self.dots_of_a_sign();
        let cell = self.cells.get_mut(row / down);
        if let Some(cell) = cell.and_then(|row| row.get_mut(column / across)) {
            *cell |= DOTS[row % down][column % across];
        }
    }

    fn dots_of_a_sign(&self) -> (usize, usize) {
        if self.ascii { (1, 1) } else { (2, 4) }
    }
}

/// A number between two, after so many of the steps.
fn between(from: usize, to: usize, step: usize, steps: usize) -> usize {
    let way = from.abs_diff(to) * step;
    let done = (way + steps / 2).checked_div(steps).unwrap_or(0);
    if to < from { from - done } else { from + done }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_through_both_ends() {
        let mut ascii = Canvas::new(5, 3, true);
        ascii.line((0, 2), (4, 0));
        assert_eq!(
            ascii.lines().collect::<Vec<_>>(),
            ["   **", " **  ", "*    "]
        );
        let mut braille = Canvas::new(2, 1, false);
        assert_eq!(braille.dots(), (4, 4));
        braille.line((0, 3), (3, 0));
        assert_eq!(braille.lines().collect::<Vec<_>>(), ["⡠⠊"]);
        braille.line((9, 9), (9, 9));
    }
}
