//! What nothing can be said of: what is counted is not held here, or who was counted is not known.

use crate::{
    figures::{Place, Unit},
    reconciliation::{
        figure::Figure,
        finding::{Finding, ReconciliationReason, shown},
        world::World,
    },
};

pub(super) fn apply<'a>(_: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let (row, says) = (&figure.row, &figure.says);
    let finding = |reason, explanation| Some(Finding::not_comparable(reason, explanation));
    if says.unit == Unit::Other {
        let explanation =
            format!("The figure is in \"{}\"; this service holds facts about CCGs only.", row.unit);
        return finding(ReconciliationReason::NotModelled, explanation);
    }
    if figure.value.is_none() {
        let explanation = format!("The publisher gives \"{}\" and no number.", row.value_as_published);
        return finding(ReconciliationReason::NoNumber, explanation);
    }
    if says.responders {
        let of = says.denominator.map_or_else(String::new, |number| format!(" {}", shown(number)));
        let explanation =
            format!("The figure counts only the{of} CCGs that answered, and which did is not known.");
        let denominator = says.denominator.map(|number| (number, "CCGs that answered".to_owned()));
        let new = Finding::not_comparable(ReconciliationReason::RespondersOnly, explanation);
        return Some(Finding { denominator, ..new });
    }
    if says.place == Place::Elsewhere {
        let explanation = format!("The register has no area called \"{}\".", row.area_as_published);
        return finding(ReconciliationReason::NotModelled, explanation);
    }
    None
}

/// What no rule has anything to say of.
pub(super) fn otherwise<'a>(figure: &Figure) -> Finding<'a> {
    let explanation = format!("No rule says what \"{}\" could be worked out from.", figure.row.measure);
    Finding::not_comparable(ReconciliationReason::NotModelled, explanation)
}
