//! How the rows of the tables are read: column by column, in the order in which statements select them. SeaORM's own way from
//! values to a model, through an active one and by names, takes longer than SQLite does to find the row.
//!
//! A statement need not select all columns, for most answers show few of them. What is not selected is left at its default, so
//! that who chooses columns must not look at others: `rendering::object` sees to it for rows, and for what edges say of a link
//! `paging::fetch`, which leaves it out only where no edges are asked for.

use std::ops::BitOr;

use sea_orm::DbErr;

use super::row::{Record, ResultRow};

/// Some columns of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ColumnSet(u32);

impl ColumnSet {
    /// All of them.
    pub const ALL: Self = Self(u32::MAX);

    /// Those of these names, with those that are read whatever is asked for.
    #[must_use]
    pub fn of<T: TableRow>(names: &[&str]) -> Self {
        const { assert!(T::COLUMNS.len() <= u32::BITS as usize, "more columns than a set holds") };
        let bit = |(place, (name, is_always)): (usize, &(&str, bool))| {
            u32::from(*is_always || names.contains(name)) << place
        };
        Self(T::COLUMNS.iter().enumerate().map(bit).fold(0, BitOr::bitor))
    }

    /// Whether the column at this place of the table is one of them, counted from 0.
    #[must_use]
    pub fn has(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }
}

impl BitOr for ColumnSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A row of a table.
pub trait TableRow: Record {
    /// The names of the columns in the order in which they are selected, and whether they always are.
    const COLUMNS: &'static [(&'static str, bool)];

    /// Reads the columns that were selected, and leaves others at their defaults.
    ///
    /// # Errors
    /// When one of them is missing, or holds something else.
    fn read_columns(row: ResultRow<'_>, columns: ColumnSet) -> Result<Self, DbErr>;
}

/// The columns of each table, in their order. One that is missing here, or not there, does not compile; nor does one that has no
/// default and is not `always` read.
macro_rules! tables {
    ($($table:ident: id $($column:ident $(: $always:ident)?)+;)+) => {
        $(
            impl TableRow for entities::$table::Model {
                const COLUMNS: &'static [(&'static str, bool)] =
                    &[("id", true), $((stringify!($column), tables!(is_always $($always)?)),)+];

                fn read_columns(row: ResultRow<'_>, columns: ColumnSet) -> Result<Self, DbErr> {
                    let mut cells = row.of_table("id", columns)?;
                    Ok(Self {
                        id: cells.next("id")?,
                        $($column: tables!(next $($always)?; cells, stringify!($column))?,)+
                    })
                }
            }

            impl Record for entities::$table::Model {
                fn read(row: ResultRow<'_>) -> Result<Self, DbErr> {
                    Self::read_columns(row, ColumnSet::ALL)
                }
            }
        )+

        #[cfg(test)]
        mod tests {
            use sea_orm::{IdenStatic, Iterable};

            use super::TableRow;

            #[test]
            fn columns_are_read_in_the_order_in_which_they_are_selected() {
                $({
                    let selected: Vec<&str> = entities::$table::Column::iter().map(|column| column.as_str()).collect();
                    let read = entities::$table::Model::COLUMNS.iter().map(|(name, _)| *name);
                    assert_eq!(selected, read.collect::<Vec<_>>(), stringify!($table));
                })+
            }
        }
    };
    (is_always) => { false };
    (is_always always) => { true };
    (next; $cells:ident, $column:expr) => { $cells.next_if_selected($column) };
    (next always; $cells:ident, $column:expr) => { $cells.next($column) };
}

tables! {
    adoption: id ccg_id model_id wave_id stage:always effective_from effective_to natural_key import_run_id
        recorded_at retracted_at;
    area: id kind:always code name;
    ccg: id ods_code:always name opened_on closed_on note import_run_id;
    ccg_area: id ccg_id area_id valid_from valid_to basis:always natural_key import_run_id recorded_at retracted_at;
    ccg_identity: id ccg_id ons_code:always name valid_from valid_to natural_key import_run_id recorded_at retracted_at;
    commissioning_model: id code:always letter title also_called who_decides governance legal_basis;
    evidence: id adoption_id import_run_id source_id cited_source_id sheet row_number cells match_method:always stated_from
        stated_to effective_from effective_to basis confidence:always recorded_at retracted_at;
    import_issue: id import_run_id severity:always code sheet cell raw message expected suggestion;
    import_run: id dataset kind file_name source_id profile profile_sha256 options_sha256 reverts_run_id
        status:always reason message started_at recorded_at finished_at data_version importer_version rows_read facts duplicates skipped rejected added changed removed
        unchanged;
    position: id ccg_id first_day last_day status:always model_id conflicting since_from since_to is_live natural_key
        import_run_id recorded_at retracted_at;
    published_figure: id measure model_id model_as_published stage financial_year area_id area_as_published value
        value_as_published unit as_of_from as_of_to publisher confidence:always note cited_source_id natural_key
        import_run_id recorded_at retracted_at;
    scope_rule: id service_scope_id commissioner:always model_id financial_year:always status:always
        service_as_published status_as_published note cited_source_id natural_key import_run_id recorded_at retracted_at;
    service_scope: id code:always title also_called;
    source: id kind:always publisher title address licence published_on file_name sha256 size_bytes natural_key;
    succession: id predecessor_id successor_id effective_on basis:always note cited_source_id natural_key import_run_id
        recorded_at retracted_at;
    wave: id financial_year:always number title delegated_deadline joint_deadline announced_from announced_to live_from note
        cited_source_id import_run_id;
}
