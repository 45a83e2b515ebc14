use async_graphql::{Context, ID, InputObject, Object};
use entities::source::{Column, Entity, Model};
use sea_orm::sea_query::Condition;

use super::{ImportRun, ImportRunFilter, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, StringFilter, all, combined},
    loading::Direct,
    paging::{PageArguments, Related, nested_cost, related},
    scalars::Date,
    table::{Noun, column},
    vocabulary::SourceKind,
};

/// A file or publication.
#[derive(Clone)]
pub struct Source(Model);

impl From<Model> for Source {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for Source {
    type Entity = Entity;
    type Filter = SourceFilter;
    const ORDER: &'static [Column] = &[];
}

/// Narrows sources. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct SourceFilter {
    /// By what it is.
    kind: Operand<EqualityFilter<SourceKind>>,
    /// By who published it.
    publisher: Operand<StringFilter>,
    /// By title.
    title: Operand<StringFilter>,
    /// By the SHA-256 of its bytes, in small letters: finds out whether a file was ever imported.
    sha256: Operand<EqualityFilter<String>>,
    /// All of these hold.
    and: Operand<Vec<SourceFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<SourceFilter>>,
    /// This does not hold.
    not: Operand<SourceFilter>,
}

impl Filter for SourceFilter {
    fn condition(&self) -> Condition {
        all([
            self.kind.given().map(|filter| filter.condition(&column(Column::Kind))),
            self.publisher.given().map(|filter| filter.condition(&column(Column::Publisher))),
            self.title.given().map(|filter| filter.condition(&column(Column::Title))),
            self.sha256.given().map(|filter| filter.condition(&column(Column::Sha256))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// A file that was imported, or a publication that a row of a file cites.
#[Object]
impl Source {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// What it is.
    async fn kind(&self) -> SourceKind {
        self.0.kind.into()
    }

    /// Who published it.
    async fn publisher(&self) -> Option<&str> {
        self.0.publisher.as_deref()
    }

    /// Its title; for a cited publication the citation itself.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Where it was published. Pages of the NHS have often moved since.
    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// Under which licence.
    async fn licence(&self) -> Option<&str> {
        self.0.licence.as_deref()
    }

    /// The day it was published.
    async fn published_on(&self) -> Option<Date> {
        self.0.published_on.map(Date)
    }

    /// The name of the file.
    async fn file_name(&self) -> Option<&str> {
        self.0.file_name.as_deref()
    }

    /// The SHA-256 of its bytes, which is a file's identity: 64 hexadecimal digits.
    async fn sha256(&self) -> Option<&str> {
        self.0.sha256.as_deref()
    }

    /// The size of the file in bytes.
    async fn size_bytes(&self) -> Option<i64> {
        self.0.size_bytes
    }

    /// The executions of the importer over it.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn import_runs(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only runs that match.")] filter: Option<ImportRunFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Direct<ImportRun, Self>>> {
        related::<Direct<ImportRun, Self>>(
            context,
            self.0.id,
            filter,
            PageArguments { first, after, last, before },
        )
        .await
    }
}
