//! Rows or columns that stand together.

/// Numbers from 0, as runs from a first to a last, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Runs(Vec<(u32, u32)>);

impl Runs {
    /// Adds a run behind the others.
    pub(super) fn push(&mut self, first: u32, last: u32) {
        match self.0.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(first) => *end = last,
            // Rows and columns stand in their order; those of a damaged sheet may not.
            Some((_, end)) if *end >= first => {}
            _ if last < first => {}
            _ => self.0.push((first, last)),
        }
    }

    /// Whether a number is in one of the runs.
    pub(super) fn has(&self, number: u32) -> bool {
        let next = self.0.partition_point(|(first, _)| *first <= number);
        next.checked_sub(1).is_some_and(|place| self.0[place].1 >= number)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first and the last number of each run.
    pub(super) fn runs(&self) -> Vec<(u32, u32)> {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_join_and_tell_what_is_in_them() {
        let mut runs = Runs::default();
        for (first, last) in [(1, 1), (2, 2), (5, 9), (4, 4), (12, 11)] {
            runs.push(first, last);
        }
        assert_eq!(runs.runs(), [(1, 2), (5, 9)]);
        assert_eq!((0..11).filter(|number| runs.has(*number)).collect::<Vec<_>>(), [1, 2, 5, 6, 7, 8, 9]);
    }
}
