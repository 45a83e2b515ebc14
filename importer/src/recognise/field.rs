//! What the columns of a sheet may hold.

use strum::IntoStaticStr;

/// What a column holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Field {
    /// ODS code of the CCG.
    OdsCode,
    /// ONS code of the CCG.
    OnsCode,
    /// Name of the CCG.
    CcgName,
    /// Region of 2015.
    Region,
    /// Whether the region was published or inferred.
    RegionBasis,
    /// Region of 2025.
    LaterRegion,
    /// Area team of 2013.
    AreaTeam,
    /// Code of the local office of 2015.
    LocalOfficeCode,
    /// Name of the local office of 2015.
    LocalOffice,
    /// Code of the STP or ICS.
    StpCode,
    /// Name of the STP or ICS.
    StpName,
    /// Opening day.
    OpenedOn,
    /// Closing day.
    ClosedOn,
    /// ODS code of the CCG that closed.
    PredecessorCode,
    /// ODS code of the CCG that took over.
    SuccessorCode,
    /// The day of the merger.
    EffectiveOn,
    /// The model.
    Model,
    /// How far the adoption had come.
    Stage,
    /// The financial year.
    FinancialYear,
    /// First day in force.
    EffectiveFrom,
    /// Last day in force.
    EffectiveTo,
    /// When the statement was made.
    StatedOn,
    /// Published or inferred.
    Basis,
    /// What a statement rests on, in words.
    BasisNote,
    /// How directly it is stated.
    Confidence,
    /// The publication that the row cites.
    Citation,
    /// A remark.
    Note,
    /// The service.
    Service,
    /// CCG or ICB.
    Commissioner,
    /// In scope or out.
    ScopeStatus,
    /// In scope or out, as worded.
    ScopeWording,
    /// What was counted.
    Measure,
    /// How many.
    Value,
    /// Of what.
    Unit,
    /// The day that a figure speaks of.
    AsOf,
    /// The area that a figure speaks of.
    Area,
    /// Who published a figure.
    Publisher,
    /// A wave's number.
    WaveNumber,
    /// A wave's title.
    Title,
    /// Last day of applications for delegation.
    DelegatedDeadline,
    /// Last day of applications for joint commissioning.
    JointDeadline,
    /// When the approvals were announced.
    AnnouncedOn,
    /// When arrangements began.
    LiveFrom,
}

impl Field {
    /// The field's name in evidence and reports: `effective_from`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether its values are days or longer times.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Self::OpenedOn
                | Self::ClosedOn
                | Self::EffectiveOn
                | Self::EffectiveFrom
                | Self::EffectiveTo
                | Self::StatedOn
                | Self::AsOf
                | Self::DelegatedDeadline
                | Self::JointDeadline
                | Self::AnnouncedOn
                | Self::LiveFrom
        )
    }

    /// The field's name for people: `effective from`.
    #[must_use]
    pub fn title(self) -> String {
        self.name()
            .replace('_', " ")
            .replace("ods code", "ODS code")
            .replace("ons code", "ONS code")
            .replace("ccg", "CCG")
    }
}
