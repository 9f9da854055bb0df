//! Another order each time, for `load_balance_hosts=random`.

/// Puts them in an order that nobody can foresee; without random numbers of the system, they stay as they are.
pub(super) fn shuffle<T>(items: &mut [T]) {
    let mut bytes = vec![0; items.len() * size_of::<u32>()];
    if getrandom::fill(&mut bytes).is_err() {
        return;
    }
    for (last, random) in (1..items.len()).rev().zip(bytes.chunks_exact(4)) {
        let number = random
            .iter()
            .fold(0, |number, byte| number << 8 | usize::from(*byte));
        items.swap(last, number % (last + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_order_comes_and_nothing_is_lost() {
        let mut seen = BTreeSet::new();
        for _ in 0..1000 {
            let mut items = [1, 2, 3];
            shuffle(&mut items);
            seen.insert(items);
        }
        assert_eq!(seen.len(), 6, "{seen:?}");
        shuffle::<u8>(&mut []);
    }
}
