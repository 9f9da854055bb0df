//! Which columns of a table are shown: names beside their keys where there is room.

use crate::render::fit::{Slot, Width, fit};
use crate::rows::Named;

/// The columns that may be shown, in their order.
pub(super) struct Choices {
    /// What is shown if there is room for it: the most first.
    roomy: Vec<Vec<usize>>,
    /// What is shown else, as far as there is room.
    least: Vec<usize>,
}

/// The columns that are shown, and how wide.
pub(super) struct Shown {
    pub(super) slots: Vec<Slot>,
    /// Those that had no room.
    pub(super) left_out: Vec<usize>,
}

impl Choices {
    /// Each name beside its key; else names in place of the keys; else keys alone.
    pub(super) fn of(columns: usize, names: &[Named]) -> Self {
        let is_name = |column: &usize| names.iter().any(|named| named.name == *column);
        let least: Vec<usize> = (0..columns).filter(|column| !is_name(column)).collect();
        let with_names = |with_keys: bool| {
            let both = |key: &usize| {
                let name = names.iter().find(|named| named.key == *key);
                let key = Some(*key).filter(|_| with_keys || name.is_none());
                key.into_iter().chain(name.map(|named| named.name))
            };
            least.iter().flat_map(both).collect()
        };
        let roomy = if names.is_empty() {
            Vec::new()
        } else {
            vec![with_names(true), with_names(false)]
        };
        Self { roomy, least }
    }

    /// All columns, in their order.
    pub(super) fn all(&self) -> &[usize] {
        self.roomy.first().unwrap_or(&self.least)
    }

    /// What a line of at most `line` has room for.
    pub(super) fn shown(&self, widths: &[Width], line: usize) -> Shown {
        let mut roomy = self.roomy.iter().map(|choice| fitted(choice, widths, line));
        let whole = roomy.find(|shown| shown.left_out.is_empty());
        whole.unwrap_or_else(|| fitted(&self.least, widths, line))
    }
}

fn fitted(choice: &[usize], widths: &[Width], line: usize) -> Shown {
    let chosen: Vec<Width> = choice.iter().map(|column| widths[*column]).collect();
    let mut slots = fit(&chosen, line);
    let mut shown = 0;
    for slot in &mut slots {
        if let Slot::Column { index, .. } = slot {
            *index = choice[*index];
            shown += 1;
        }
    }
    let left_out = choice[shown..].to_vec(); // the last ones are left out
    Shown { slots, left_out }
}
