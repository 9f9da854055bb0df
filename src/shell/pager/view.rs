//! Which part of a text is on the screen, and where a key leads.

/// The part of a text that is seen, on a screen whose last row says where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct View {
    /// The first line below the heading, counted from there.
    pub(super) top: usize,
    /// The first column.
    pub(super) left: usize,
    /// The lines below the heading.
    lines: usize,
    /// The lines of the heading.
    heading: usize,
    /// Columns and rows of the screen.
    screen: (usize, usize),
}

/// A step through the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    Begin,
    End,
    Left,
    Right,
}

impl View {
    /// The beginning of a text of so many lines, some of which are its heading.
    pub(super) fn new(lines: usize, heading: usize, screen: (usize, usize)) -> Self {
        Self {
            top: 0,
            left: 0,
            lines: lines.saturating_sub(heading),
            heading,
            screen,
        }
    }

    /// The rows for lines below the heading.
    pub(super) fn rows(&self) -> usize {
        self.screen.1.saturating_sub(self.heading + 1).max(1)
    }

    pub(super) fn columns(&self) -> usize {
        self.screen.0
    }

    /// The lines below the heading that are seen, and how many there are.
    pub(super) fn seen(&self) -> (std::ops::Range<usize>, usize) {
        let end = (self.top + self.rows()).min(self.lines);
        (self.top..end, self.lines)
    }

    /// Follows a step. `goes_on` says whether there is more to the right.
    pub(super) fn follow(&mut self, step: Step, goes_on: bool) {
        let page = self.rows();
        match step {
            Step::Up => self.go_to(self.top.saturating_sub(1)),
            Step::Down => self.go_to(self.top + 1),
            Step::PageUp => self.go_to(self.top.saturating_sub(page)),
            Step::PageDown => self.go_to(self.top + page),
            Step::Begin => self.go_to(0),
            Step::End => self.go_to(self.lines),
            Step::Left => self.left = self.left.saturating_sub(self.aside()),
            Step::Right if goes_on => self.left += self.aside(),
            Step::Right => {}
        }
    }

    /// Begins with a line below the heading, or as near to it as there are lines to fill the screen.
    pub(super) fn go_to(&mut self, line: usize) {
        self.top = line.min(self.lines.saturating_sub(self.rows()));
    }

    /// The screen has another size.
    pub(super) fn fit(&mut self, screen: (usize, usize)) {
        self.screen = screen;
        self.go_to(self.top);
    }

    /// How far one step aside goes.
    fn aside(&self) -> usize {
        (self.screen.0 / 2).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stay_in_the_text() {
        let mut view = View::new(102, 2, (80, 23)); // 20 rows below the heading
        assert_eq!(view.seen(), (0..20, 100));
        for (step, top) in [
            (Step::Up, 0),
            (Step::Down, 1),
            (Step::PageDown, 21),
            (Step::PageUp, 1),
            (Step::End, 80),
            (Step::PageDown, 80),
            (Step::Down, 80),
            (Step::Begin, 0),
        ] {
            view.follow(step, false);
            assert_eq!(view.top, top, "{step:?}");
        }
        view.follow(Step::Right, false);
        assert_eq!(view.left, 0);
        view.follow(Step::Right, true);
        assert_eq!(view.left, 40);
        view.follow(Step::Left, true);
        view.follow(Step::Left, true);
        assert_eq!(view.left, 0);
    }

    #[test]
    fn a_larger_screen_shows_more_and_a_tiny_one_a_line() {
        let mut view = View::new(102, 2, (80, 23));
        view.follow(Step::End, false);
        view.fit((80, 53));
        assert_eq!(view.seen(), (50..100, 100));
        view.fit((80, 200));
        assert_eq!(view.seen(), (0..100, 100));
        view.fit((80, 1));
        assert_eq!(view.seen(), (0..1, 100));
        assert_eq!(View::new(0, 0, (80, 24)).seen(), (0..0, 0));
    }
}
