//! A file or publication.

use sea_orm::entity::prelude::*;

use crate::domain::SourceKind;

/// A file that was imported, or a publication that a row of a file cites.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// File or publication.
    pub kind: SourceKind,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its title; for a cited publication the citation itself.
    pub title: String,
    /// Where it was published.
    pub address: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// The day it was published.
    pub published_on: Option<Date>,
    /// The file's name.
    pub file_name: Option<String>,
    /// SHA-256 of the bytes, which is a file's identity; 64 hexadecimal digits.
    pub sha256: Option<String>,
    /// The file's size in bytes.
    pub size_bytes: Option<i64>,
    /// SHA-256 or citation; unique.
    #[sea_orm(unique)]
    pub natural_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
