//! The problems of a run as rows.

use entities::import_issue;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    DatabaseTransaction, EntityTrait,
};

use crate::{
    error::Error,
    issue::{self, Issue, IssueCode, Issues},
    load::BATCH,
};

/// Stores the problems of a run: those that are kept one by one, the others by class.
pub(super) async fn store(txn: &DatabaseTransaction, run_id: i64, issues: &Issues) -> Result<(), Error> {
    for batch in issues.chunks(BATCH) {
        let rows = batch.iter().map(|issue| issue_row(run_id, issue));
        import_issue::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    if !issues.not_listed().is_empty() {
        let rows = issues.not_listed().iter().map(|(code, number)| counted_row(run_id, *code, *number));
        import_issue::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    Ok(())
}

/// A row for all problems of a class that are only counted.
fn counted_row(run_id: i64, code: IssueCode, number: u64) -> import_issue::ActiveModel {
    import_issue::ActiveModel {
        id: NotSet,
        import_run_id: Set(run_id),
        severity: Set(code.severity()),
        code: Set(code.as_str().to_owned()),
        sheet: Set(None),
        cell: Set(None),
        raw: Set(None),
        message: Set(issue::not_listed(number)),
        expected: Set(None),
        suggestion: Set(None),
    }
}

fn issue_row(run_id: i64, issue: &Issue) -> import_issue::ActiveModel {
    import_issue::ActiveModel {
        id: NotSet,
        import_run_id: Set(run_id),
        severity: Set(issue.code.severity()),
        code: Set(issue.code.as_str().to_owned()),
        sheet: Set(Some(issue.sheet.clone())),
        cell: Set(Some(issue.cell.clone())),
        raw: Set(Some(issue.raw.clone())),
        message: Set(issue.message.clone()),
        expected: Set(issue.expected.clone()),
        suggestion: Set(issue.suggestion.clone()),
    }
}
