//! What rows of a file have in common, as far as it can be seen while they pass.

use std::collections::HashMap;

use entities::domain::Stage;

use super::staged;

/// The bit of rows that do not say which model.
const NOT_SAID: u8 = 1;

/// Which models were seen for each CCG, by wave and stage.
///
/// Rows that may contradict each other are looked for only where there are any: in most lists there are none, and to
/// search a million rows takes long. It grows with the CCGs and the waves, and not with the rows.
#[derive(Default)]
pub(super) struct Seen {
    /// A set of models for each CCG, by its row number, which the database gave out one after the other.
    models: HashMap<(Option<i64>, Stage), Vec<u8>>,
    /// Whether two rows may be about the same fact.
    pub(super) again: bool,
    /// Whether two rows may give a CCG several models for the same year and stage.
    pub(super) rivals: bool,
}

impl Seen {
    pub(super) fn see(&mut self, row: &staged::Model) {
        let ccg = usize::try_from(row.ccg_id).unwrap_or_default();
        let model =
            u32::try_from(row.model_id.unwrap_or_default()).ok().and_then(|model| 1_u8.checked_shl(model));
        let of_ccgs = self.models.entry((row.wave_id, row.stage)).or_default();
        if of_ccgs.len() <= ccg {
            of_ccgs.resize(ccg + 1, 0);
        }
        // More models than bits would all look alike.
        let model = model.unwrap_or(u8::MAX);
        self.again |= of_ccgs[ccg] & model != 0;
        of_ccgs[ccg] |= model;
        self.rivals |= (of_ccgs[ccg] & !NOT_SAID).count_ones() > 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(rows: &[(i64, Option<i64>, i64, Stage)]) -> (bool, bool) {
        let mut seen = Seen::default();
        for (ccg_id, model_id, wave, stage) in rows {
            let row = staged::Model::mention(0, *ccg_id, Some(*wave));
            seen.see(&staged::Model { model_id: *model_id, stage: *stage, ..row });
        }
        (seen.again, seen.rivals)
    }

    #[test]
    fn rows_that_may_contradict_each_other_are_seen() {
        use Stage::{Approved, Live};
        let row = (7, Some(1), 1, Live);
        let others =
            [(8, Some(1), 1, Live), (7, Some(1), 2, Live), (7, Some(1), 1, Approved), (7, None, 1, Live)];
        for other in others {
            assert_eq!(seen(&[row, other]), (false, false), "{other:?}");
        }
        assert_eq!(seen(&[row, row]), (true, false));
        assert_eq!(seen(&[(7, None, 1, Live), (7, None, 1, Live)]), (true, false));
        assert_eq!(seen(&[row, (7, Some(3), 1, Live)]), (false, true));
        // Beyond what it can tell apart it says that it may be so.
        assert_eq!(seen(&[row, (7, Some(64), 1, Live)]), (true, true));
    }
}
