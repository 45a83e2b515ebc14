use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::ccg;
use fixedbitset::FixedBitSet;
use sea_orm::DbErr;

use crate::{
    dates::Dates,
    reader::Snapshot,
    table::{select_columns, visible},
    types::Ccg,
};

/// The CCGs by ODS code: each has a place.
pub struct Register {
    ccgs: Vec<ccg::Model>,
    places: HashMap<i64, usize>,
    /// The days on which the number of CCGs may have changed.
    turns: BTreeSet<NaiveDate>,
}

/// Some CCGs of a register, by their places. There may be many thousands of CCGs and hundreds of such sets, so each has a bit
/// for every CCG and no more.
#[derive(Clone, Debug, Default)]
pub struct CcgSet(FixedBitSet);

impl Register {
    pub(super) async fn load(snapshot: &Snapshot, dates: &Dates) -> Result<Self, DbErr> {
        let mut select = visible::<Ccg>(dates);
        select_columns::<ccg::Entity>(&mut select);
        let mut ccgs: Vec<ccg::Model> = snapshot.rows(&select).await?;
        ccgs.sort_by(|one, other| one.ods_code.cmp(&other.ods_code));
        let places = ccgs.iter().enumerate().map(|(place, ccg)| (ccg.id, place)).collect();
        let opened = ccgs.iter().filter_map(|ccg| ccg.opened_on);
        let closed = ccgs.iter().filter_map(|ccg| ccg.closed_on.and_then(|last| last.succ_opt()));
        let turns = opened.chain(closed).collect();
        Ok(Self { ccgs, places, turns })
    }

    /// The place of the CCG with this row number.
    pub fn place(&self, ccg: i64) -> Option<usize> {
        self.places.get(&ccg).copied()
    }

    /// The CCGs with these row numbers.
    pub fn set(&self, ccgs: impl IntoIterator<Item = i64>) -> CcgSet {
        ccgs.into_iter().filter_map(|ccg| self.place(ccg)).collect()
    }

    /// The CCGs that existed on a day.
    pub fn open_on(&self, day: NaiveDate) -> CcgSet {
        let was_open = |ccg: &ccg::Model| {
            ccg.opened_on.is_some_and(|opened| opened <= day) && ccg.closed_on.is_none_or(|last| last >= day)
        };
        self.ccgs.iter().enumerate().filter(|(_, ccg)| was_open(ccg)).map(|(place, _)| place).collect()
    }

    /// The days on which the number of CCGs may have changed, in order.
    pub fn turns(&self) -> impl Iterator<Item = NaiveDate> {
        self.turns.iter().copied()
    }

    /// The CCGs of a set, by ODS code.
    pub fn ccgs_of(&self, set: &CcgSet) -> impl Iterator<Item = &ccg::Model> {
        set.0.ones().filter_map(|place| self.ccgs.get(place))
    }
}

impl CcgSet {
    /// Adds the CCG at a place.
    pub fn insert(&mut self, place: usize) {
        self.0.grow_and_insert(place);
    }

    /// Leaves out the CCG at a place.
    pub fn remove(&mut self, place: usize) {
        if self.contains(place) {
            self.0.remove(place);
        }
    }

    /// Whether the CCG at a place is one of them.
    pub fn contains(&self, place: usize) -> bool {
        self.0.contains(place)
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.0.count_ones(..)
    }

    /// Whether they are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_clear()
    }

    /// They and others.
    #[must_use]
    pub fn and(mut self, others: &Self) -> Self {
        self.0.union_with(&others.0);
        self
    }

    /// Those of them that are others too.
    #[must_use]
    pub fn among(mut self, others: &Self) -> Self {
        self.0.intersect_with(&others.0);
        self
    }

    /// Those of them that are no others.
    #[must_use]
    pub fn without(mut self, others: &Self) -> Self {
        self.0.difference_with(&others.0);
        self
    }
}

impl FromIterator<usize> for CcgSet {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let mut set = Self::default();
        places.into_iter().for_each(|place| set.insert(place));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::CcgSet;

    fn set(places: &[usize]) -> CcgSet {
        places.iter().copied().collect()
    }

    #[test]
    fn sets_that_reach_differently_far_are_put_together() {
        let (few, many) = (set(&[1, 3]), set(&[3, 700]));
        let places = |set: &CcgSet| (0..1000).filter(|place| set.contains(*place)).collect::<Vec<_>>();
        for (made, expected) in [
            (few.clone().and(&many), vec![1, 3, 700]),
            (many.clone().and(&few), vec![1, 3, 700]),
            (few.clone().among(&many), vec![3]),
            (many.clone().among(&few), vec![3]),
            (few.clone().without(&many), vec![1]),
            (many.clone().without(&few), vec![700]),
            (CcgSet::default().and(&few), vec![1, 3]),
            (few.clone().among(&CcgSet::default()), vec![]),
        ] {
            assert_eq!(
                (places(&made), made.len(), made.is_empty()),
                (expected.clone(), expected.len(), expected.is_empty())
            );
        }
    }

    #[test]
    fn what_is_not_in_a_set_can_be_left_out_of_it() {
        let mut set = set(&[2]);
        set.remove(5000);
        set.remove(2);
        assert!(set.is_empty());
    }
}
