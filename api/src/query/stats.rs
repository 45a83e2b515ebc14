use crate::stats::{AdoptionStatsRow, CcgStatsRow, stats_fields};

stats_fields! {
    /// Counts by group, as flat rows.
    Counts {
        /// Adoptions by group: how many are known, of how many CCGs, and from when. It counts what `adoptions` lists
        /// with the same filter and dates, so filter or group by stage, and compare with `publishedFigures`: the sources
        /// do not name every CCG. Divide by `ccgStats` for a rate.
        adoption_stats: AdoptionStatsRow,
        /// CCGs by group. Give `asOf` for those that existed on a day: the denominator of a rate.
        ccg_stats: CcgStatsRow,
    }
}
