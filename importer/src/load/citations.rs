//! The publications that rows cite.

use std::collections::{BTreeSet, HashMap};

use entities::{domain::SourceKind, source};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{BATCH, Load};
use crate::error::Error;

/// The row numbers of publications by their citation.
pub(super) struct Citations(HashMap<String, i64>);

impl Citations {
    /// The row number of a publication.
    pub(super) fn id(&self, citation: Option<&str>) -> Option<i64> {
        self.0.get(citation?).copied()
    }
}

impl Load<'_> {
    /// Looks publications up; new ones are recorded.
    pub(super) async fn citations<'a>(
        &self,
        citations: impl Iterator<Item = Option<&'a str>>,
    ) -> Result<Citations, Error> {
        let wanted: BTreeSet<&str> = citations.flatten().collect();
        let wanted: Vec<&str> = wanted.into_iter().collect();
        let mut known = self.known_citations(&wanted).await?;
        let new: Vec<source::ActiveModel> = wanted
            .iter()
            .filter(|citation| !known.contains_key(**citation))
            .map(|citation| publication(citation))
            .collect();
        if !new.is_empty() {
            for batch in new.chunks(BATCH) {
                source::Entity::insert_many(batch.to_vec()).exec_without_returning(self.txn).await?;
            }
            known = self.known_citations(&wanted).await?;
        }
        Ok(Citations(known))
    }

    async fn known_citations(&self, wanted: &[&str]) -> Result<HashMap<String, i64>, Error> {
        let mut known = HashMap::new();
        for batch in wanted.chunks(BATCH) {
            let rows: Vec<(String, i64)> = source::Entity::find()
                .select_only()
                .column(source::Column::NaturalKey)
                .column(source::Column::Id)
                .filter(source::Column::NaturalKey.is_in(batch.iter().copied()))
                .into_tuple()
                .all(self.txn)
                .await?;
            known.extend(rows);
        }
        Ok(known)
    }
}

/// A citation is an address, or words where the publication has none.
fn publication(citation: &str) -> source::ActiveModel {
    let is_address = citation.starts_with("http") && !citation.contains(char::is_whitespace);
    source::ActiveModel {
        kind: Set(SourceKind::Publication),
        title: Set(citation.to_owned()),
        address: Set(is_address.then(|| citation.to_owned())),
        natural_key: Set(citation.to_owned()),
        ..Default::default()
    }
}
