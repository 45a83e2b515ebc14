use sea_orm::entity::prelude::*;

use super::Position;

/// What can be said of a CCG's position on a day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PositionStatus {
    /// It had a model.
    Model,
    /// It is known to have had none.
    None,
    /// No fact says which, if any.
    Unknown,
    /// Facts say several.
    Conflict,
    /// It had not opened.
    NotOpen,
    /// It had closed.
    Closed,
}

impl From<&Position> for PositionStatus {
    fn from(position: &Position) -> Self {
        match position {
            Position::Model { .. } => Self::Model,
            Position::None => Self::None,
            Position::Unknown => Self::Unknown,
            Position::Conflict(_) => Self::Conflict,
            Position::NotOpen => Self::NotOpen,
            Position::Closed => Self::Closed,
        }
    }
}
