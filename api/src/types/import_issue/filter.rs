use async_graphql::InputObject;
use entities::import_issue::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, Operand, StringFilter, all, combined, refers_to},
    table::column,
    types::{ImportRun, ImportRunFilter},
    vocabulary::Severity,
};

/// Narrows issues. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct ImportIssueFilter {
    /// By how grave it is.
    severity: Operand<EqualityFilter<Severity>>,
    /// By the class of problem, such as `unknown_model`.
    code: Operand<StringFilter>,
    /// By the sheet; `isNull: true` for problems of the whole file.
    sheet: Operand<StringFilter>,
    /// By the address of the cell.
    cell: Operand<StringFilter>,
    /// By what stands there.
    raw: Operand<StringFilter>,
    /// By what is wrong, in words.
    message: Operand<StringFilter>,
    /// By the run that found it.
    import_run: Operand<ImportRunFilter>,
    /// All of these hold.
    and: Operand<Vec<ImportIssueFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<ImportIssueFilter>>,
    /// This does not hold.
    not: Operand<ImportIssueFilter>,
}

impl Filter for ImportIssueFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.severity.given().map(|filter| filter.condition(&column(Column::Severity))),
            self.code.given().map(|filter| filter.condition(&column(Column::Code))),
            self.sheet.given().map(|filter| filter.condition(&column(Column::Sheet))),
            self.cell.given().map(|filter| filter.condition(&column(Column::Cell))),
            self.raw.given().map(|filter| filter.condition(&column(Column::Raw))),
            self.message.given().map(|filter| filter.condition(&column(Column::Message))),
            self.import_run.given().map(|filter| refers_to::<ImportRun>(Column::ImportRunId, filter, dates)),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
