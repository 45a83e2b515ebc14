//! How the rows of the tables are read: column by column, in the order in which statements select them. SeaORM's own way from
//! values to a model, through an active one and by names, takes longer than SQLite does to find the row.

use sea_orm::DbErr;

use super::row::{Record, ResultRow};

/// The columns of each table, in their order. One that is missing here, or not there, does not compile.
macro_rules! tables {
    ($($table:ident: $first:ident $($column:ident)+;)+) => {
        $(
            impl Record for entities::$table::Model {
                fn read(row: ResultRow<'_>) -> Result<Self, DbErr> {
                    let mut columns = row.columns_from(stringify!($first))?;
                    Ok(Self {
                        $first: columns.next(stringify!($first))?,
                        $($column: columns.next(stringify!($column))?,)+
                    })
                }
            }
        )+

        #[cfg(test)]
        mod tests {
            use sea_orm::{IdenStatic, Iterable};

            #[test]
            fn columns_are_read_in_the_order_in_which_they_are_selected() {
                $({
                    let selected: Vec<&str> = entities::$table::Column::iter().map(|column| column.as_str()).collect();
                    assert_eq!(selected, [stringify!($first), $(stringify!($column)),+], stringify!($table));
                })+
            }
        }
    };
}

tables! {
    adoption: id ccg_id model_id wave_id stage effective_from effective_to natural_key import_run_id recorded_at retracted_at;
    area: id kind code name;
    ccg: id ods_code name opened_on closed_on note import_run_id;
    ccg_area: id ccg_id area_id valid_from valid_to basis natural_key import_run_id recorded_at retracted_at;
    ccg_identity: id ccg_id ons_code name valid_from valid_to natural_key import_run_id recorded_at retracted_at;
    commissioning_model: id code letter title also_called who_decides governance legal_basis;
    evidence: id adoption_id import_run_id source_id cited_source_id sheet row_number cells match_method stated_from
        stated_to effective_from effective_to basis confidence recorded_at retracted_at;
    import_issue: id import_run_id severity code sheet cell raw message expected suggestion;
    import_run: id dataset kind file_name source_id profile profile_sha256 options_sha256 reverts_run_id status reason message started_at recorded_at
        finished_at data_version importer_version rows_read facts duplicates skipped rejected added changed removed
        unchanged;
    position: id ccg_id first_day last_day status model_id conflicting since_from since_to is_live natural_key
        import_run_id recorded_at retracted_at;
    published_figure: id measure model_id model_as_published stage financial_year area_id area_as_published value
        value_as_published unit as_of_from as_of_to publisher confidence note cited_source_id natural_key import_run_id
        recorded_at retracted_at;
    scope_rule: id service_scope_id commissioner model_id financial_year status service_as_published status_as_published
        note cited_source_id natural_key import_run_id recorded_at retracted_at;
    service_scope: id code title also_called;
    source: id kind publisher title address licence published_on file_name sha256 size_bytes natural_key;
    succession: id predecessor_id successor_id effective_on basis note cited_source_id natural_key import_run_id
        recorded_at retracted_at;
    wave: id financial_year number title delegated_deadline joint_deadline announced_from announced_to live_from note
        cited_source_id import_run_id;
}
