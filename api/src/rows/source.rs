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
        /// Who published it.
        publisher: Option<String> = fact.column(Column::Publisher),
        /// Where it was published. Pages of the NHS have often moved since.
        address: Option<String> = fact.column(Column::Address),
        /// Under which licence.
        licence: Option<String> = fact.column(Column::Licence),
        /// The day it was published.
        published_on: Option<Date> = fact.column(Column::PublishedOn),
        /// The name of the file.
        file_name: Option<String> = fact.column(Column::FileName),
        /// The SHA-256 of its bytes, which is a file's identity: 64 hexadecimal digits.
        sha256: Option<String> = fact.column(Column::Sha256),
        /// The size of the file in bytes.
        size_bytes: Option<i64> = fact.column(Column::SizeBytes),
        /// How many of its rows state an adoption and are in force.
        evidence_count: i64 = fact.computed(count_of::<Direct<Evidence, Source>>(fact.expr(Column::Id), dates).by),
        /// How many rows of other files state an adoption, are in force and cite it.
        evidence_citing_count: i64 =
            fact.computed(count_of::<Direct<Evidence, Cited>>(fact.expr(Column::Id), dates).by),
    }
}
