mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use entities::source::{Entity, Model};

use super::{Evidence, ImportRun, PublishedFigure, ScopeRule, Succession, Wave, node::identity};
use crate::{
    dates::Dates, loading::Direct, paging::related_fields, rendering::object, scalars::Date, table::Noun,
    vocabulary::SourceKind,
};

pub use filter::SourceFilter;
pub use sort::SourceSort;

/// A file or publication.
#[derive(Clone)]
pub struct Source {
    row: Arc<Model>,
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
        Self { row: row.into(), dates }
    }
}

object! {
    /// A file that was imported, or a publication that a row of a file cites.
    Source
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// What it is.
        kind: SourceKind = |kind| (*kind).into();
        /// Who published it; none where it is not known.
        publisher: Option<&str> = |publisher| publisher.as_deref();
        /// Its title; for a cited publication the citation itself.
        title: &str = |title| title;
        /// Where it was published; none where it is not known. Pages of the NHS have often moved since.
        address: Option<&str> = |address| address.as_deref();
        /// Under which licence; none where it is not known.
        licence: Option<&str> = |licence| licence.as_deref();
        /// The day it was published; none where it is not known.
        published_on: Option<Date> = |published_on| published_on.map(Date);
        /// The name of the file; none for what is no file.
        file_name: Option<&str> = |file_name| file_name.as_deref();
        /// The SHA-256 of its bytes, 64 hexadecimal digits, which is a file's identity; none for a publication.
        sha256: Option<&str> = |sha256| sha256.as_deref();
        /// The size of the file in bytes; none for a publication.
        size_bytes: Option<i64> = |size_bytes| *size_bytes;
    }
    lists SourceLists;
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
