mod filter;
mod sort;

use async_graphql::{ID, Object};
use entities::source::{Entity, Model};

use super::{Evidence, ImportRun, PublishedFigure, ScopeRule, Succession, Wave, node::identity};
use crate::{
    dates::Dates, loading::Direct, paging::related_fields, scalars::Date, table::Noun, vocabulary::SourceKind,
};

pub use filter::SourceFilter;
pub use sort::SourceSort;

/// A file or publication.
#[derive(Clone)]
pub struct Source {
    row: Model,
    dates: Dates,
}

/// Marks what cites a source, as apart from what stands in it.
pub(crate) struct Cited;

impl Noun for Source {
    type Entity = Entity;
    type Filter = SourceFilter;
    type Sort = SourceSort;
    const ORDER: &'static [SourceSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }
}

/// A file that was imported, or a publication that a row of a file cites.
#[Object]
impl Source {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// What it is.
    async fn kind(&self) -> SourceKind {
        self.row.kind.into()
    }

    /// Who published it; none where it is not known.
    async fn publisher(&self) -> Option<&str> {
        self.row.publisher.as_deref()
    }

    /// Its title; for a cited publication the citation itself.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Where it was published; none where it is not known. Pages of the NHS have often moved since.
    async fn address(&self) -> Option<&str> {
        self.row.address.as_deref()
    }

    /// Under which licence; none where it is not known.
    async fn licence(&self) -> Option<&str> {
        self.row.licence.as_deref()
    }

    /// The day it was published; none where it is not known.
    async fn published_on(&self) -> Option<Date> {
        self.row.published_on.map(Date)
    }

    /// The name of the file; none for what is no file.
    async fn file_name(&self) -> Option<&str> {
        self.row.file_name.as_deref()
    }

    /// The SHA-256 of its bytes, 64 hexadecimal digits, which is a file's identity; none for a publication.
    async fn sha256(&self) -> Option<&str> {
        self.row.sha256.as_deref()
    }

    /// The size of the file in bytes; none for a publication.
    async fn size_bytes(&self) -> Option<i64> {
        self.row.size_bytes
    }

    #[graphql(flatten)]
    async fn lists(&self) -> SourceLists {
        SourceLists { parent: self.row.id, dates: self.dates }
    }
}

related_fields! {
    SourceLists of Source {
        /// The executions of the importer over it.
        import_runs: Direct<ImportRun, Source>,
        /// The evidence that stands in it.
        evidence: Direct<Evidence, Source>,
        /// The evidence that stands in other files and cites it.
        evidence_citing: Direct<Evidence, Cited>,
        /// The published figures whose rows cite it.
        published_figures_citing: Direct<PublishedFigure, Cited>,
        /// The scope rules whose rows cite it.
        scope_rules_citing: Direct<ScopeRule, Cited>,
        /// The rounds whose rows cite it.
        waves_citing: Direct<Wave, Cited>,
        /// The successions whose rows cite it. With `asOf` only what had taken effect by that day.
        successions_citing: Direct<Succession, Cited>,
    }
}
