use entities::source::Column;

use super::declaration::flat_row;
use crate::{
    loading::Direct,
    scalars::Date,
    sorting::count_of,
    types::{Cited, Evidence, Source},
    vocabulary::SourceKind,
};

flat_row! {
    /// A file that was imported, or a publication that a row of a file cites, as a flat row.
    SourceRow of Source, |fact, dates| {
        /// What it is.
        kind: SourceKind = fact.column(Column::Kind),
        /// Its title; for a cited publication the citation itself.
        title: String = fact.column(Column::Title),
        /// Who published it; none where it is not known.
        publisher: Option<String> = fact.column(Column::Publisher),
        /// Where it was published; none where it is not known. Pages of the NHS have often moved since.
        address: Option<String> = fact.column(Column::Address),
        /// Under which licence; none where it is not known.
        licence: Option<String> = fact.column(Column::Licence),
        /// The day it was published; none where it is not known.
        published_on: Option<Date> = fact.column(Column::PublishedOn),
        /// The name of the file; none for what is no file.
        file_name: Option<String> = fact.column(Column::FileName),
        /// The SHA-256 of its bytes, 64 hexadecimal digits, which is a file's identity; none for a publication.
        sha256: Option<String> = fact.column(Column::Sha256),
        /// The size of the file in bytes; none for a publication.
        size_bytes: Option<i64> = fact.column(Column::SizeBytes),
        /// How many of its rows state an adoption and are in force.
        evidence_count: i64 = fact.computed(count_of::<Direct<Evidence, Source>>(fact.expr(Column::Id), dates).by),
        /// How many rows of other files state an adoption, are in force and cite it.
        evidence_citing_count: i64 =
            fact.computed(count_of::<Direct<Evidence, Cited>>(fact.expr(Column::Id), dates).by),
    }
}
