//! The narrow seam to the database: a built statement in, typed rows out. Nothing else runs SQL.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, FromQueryResult, sea_query::SelectStatement};

/// Runs statements. A clone asks the same pool of connections.
#[derive(Clone, Debug)]
pub struct Reader {
    database: DatabaseConnection,
}

impl Reader {
    /// A reader over an open database.
    #[must_use]
    pub fn new(database: DatabaseConnection) -> Self {
        Self { database }
    }

    /// All rows that a statement gives.
    ///
    /// # Errors
    /// When the database cannot be asked, or a row does not have the shape of `T`.
    pub async fn rows<T: FromQueryResult>(&self, select: &SelectStatement) -> Result<Vec<T>, DbErr> {
        let rows = self.database.query_all(select).await?;
        rows.iter().map(|row| T::from_query_result(row, "")).collect()
    }

    /// The first row that a statement gives.
    ///
    /// # Errors
    /// As [`Reader::rows`].
    pub async fn first<T: FromQueryResult>(&self, select: &SelectStatement) -> Result<Option<T>, DbErr> {
        let row = self.database.query_one(select).await?;
        row.map(|row| T::from_query_result(&row, "")).transpose()
    }
}
