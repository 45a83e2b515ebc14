//! Fills the cells that a merged region covers.

use std::cmp::Reverse;

use calamine::Dimensions;

use super::{Address, Cell, Row, Value};

/// Publishers merge the cells of a region, so that only its first row has a value; the others get it from here.
pub(super) struct Merges {
    /// Those that begin further down, the nearest last.
    ahead: Vec<Dimensions>,
    /// Those that the current row lies in, with the value of their anchor.
    open: Vec<(Dimensions, Value)>,
}

impl Merges {
    pub(super) fn new(mut ranges: Vec<Dimensions>) -> Self {
        ranges.sort_by_key(|range| Reverse(range.start));
        Self { ahead: ranges, open: Vec::new() }
    }

    pub(super) fn fill(&mut self, row: &mut Row, last_column: u32) {
        let number = row.number - 1;
        self.open.retain(|(range, _)| range.end.0 >= number);
        while let Some(range) = self.ahead.pop_if(|range| range.start.0 <= number) {
            // A range whose first row has no value is empty: there is nothing to fill it with.
            if let Some(anchor) = row.cell(range.start.1).filter(|_| range.start.0 == number) {
                self.open.push((range, anchor.value.clone()));
            }
        }
        for (range, value) in &self.open {
            let anchor = Address { row: range.start.0 + 1, column: range.start.1 };
            // Whatever else a file keeps in cells that are merged, their first one is what a person sees.
            let covered = range.start.1..=range.end.1.min(last_column);
            let is_anchor = |column: u32| row.number == anchor.row && column == anchor.column;
            row.cells.retain(|cell| {
                cell.anchor.is_some() || is_anchor(cell.column) || !covered.contains(&cell.column)
            });
            for column in covered {
                if row.cell(column).is_none() {
                    row.cells.push(Cell { column, value: value.clone(), anchor: Some(anchor) });
                }
            }
        }
        row.cells.sort_by_key(|cell| cell.column);
    }
}
