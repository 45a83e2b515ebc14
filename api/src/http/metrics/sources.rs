//! How fresh the sources are.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use entities::domain::Freshness;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{family::Family, gauge::Gauge},
    registry::{Registry, Unit},
};

use crate::freshness::State;

/// How fresh each source is. Those that are no longer listed are forgotten.
#[derive(Default)]
pub(super) struct Sources {
    checks: Family<OfSource, Gauge>,
    successes: Family<OfSource, Gauge>,
    freshness: Family<OfSource, Gauge>,
    known: Mutex<Vec<OfSource>>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfSource {
    source: String,
    dataset: String,
}

impl Sources {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let new = Self::default();
        for (name, told, family) in [
            ("source_last_check_timestamp", "When the source was last looked at", &new.checks),
            (
                "source_last_success_timestamp",
                "When the source was last found and all that it had was in force",
                &new.successes,
            ),
        ] {
            registry.register_with_unit(name, told, Unit::Seconds, family.clone());
        }
        let told = "By the limits of the list of sources: 0 fresh, 1 older than warn_after, 2 older than error_after";
        registry.register("source_freshness", told, new.freshness.clone());
        new
    }

    pub(super) fn set(&self, states: &[State]) {
        let label = |state: &State| OfSource { source: state.source.clone(), dataset: state.dataset.clone() };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for gone in known.iter().filter(|known| states.iter().all(|state| label(state) != **known)) {
            for family in [&self.checks, &self.successes, &self.freshness] {
                family.remove(gone);
            }
        }
        *known = states.iter().map(label).collect();
        for (state, label) in states.iter().zip(known.iter()) {
            let seconds = |moment: Option<DateTime<Utc>>| moment.map(|moment| moment.timestamp());
            let class = state.freshness.map(|freshness| match freshness {
                Freshness::Ok => 0,
                Freshness::Warn => 1,
                Freshness::Error => 2,
            });
            for (family, value) in [
                (&self.checks, seconds(state.checked_at)),
                (&self.successes, seconds(state.succeeded_at)),
                (&self.freshness, class),
            ] {
                match value {
                    Some(value) => drop(family.get_or_create(label).set(value)),
                    None => drop(family.remove(label)),
                }
            }
        }
    }
}
