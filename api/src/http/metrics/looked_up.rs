//! What is found out whenever somebody asks: of the service itself, and of the data.

use chrono::Utc;
use entities::{
    domain::RunStatus,
    import_run::{Column, Entity},
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{family::Family, gauge::Gauge},
    registry::{Registry, Unit},
};
use sea_orm::{ActiveEnum, DbErr, ExprTrait, sea_query::Query};

use super::sources::Sources;
use crate::{
    freshness,
    http::{desk::Desk, health::in_time},
    reader::{Connections, Health, Reader, Snapshot},
    table::column,
};

/// Gauges, as they were when somebody asked last.
pub(super) struct LookedUp {
    requests: Family<OfGate, Gauge>,
    kept: [Gauge; 2],
    connections: Family<OfPool, Gauge>,
    is_up: Gauge,
    reachable: Family<OfDatabase, Gauge>,
    versions: Family<OfDatabase, Gauge>,
    data_version: Gauge,
    runs: Family<OfStatus, Gauge>,
    last_imports: Family<OfDataset, Gauge>,
    sources: Sources,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfGate {
    gate: &'static str,
    state: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfPool {
    database: String,
    state: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfDatabase {
    database: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfStatus {
    status: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfDataset {
    dataset: String,
}

impl LookedUp {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let new = Self {
            requests: Family::default(),
            kept: Default::default(),
            connections: Family::default(),
            is_up: Gauge::default(),
            reachable: Family::default(),
            versions: Family::default(),
            data_version: Gauge::default(),
            runs: Family::default(),
            last_imports: Family::default(),
            sources: Sources::register(registry),
        };
        let told = "Requests that are worked on, or wait for their turn";
        registry.register("graphql_requests", told, new.requests.clone());
        let [entries, bytes] = new.kept.clone();
        registry.register("answer_cache_entries", "Answers that are kept", entries);
        let told = "How much memory the answers take that are kept";
        registry.register_with_unit("answer_cache", told, Unit::Bytes, bytes);
        registry.register("database_connections", "Connections to the database", new.connections.clone());
        registry.register("database_up", "Whether the data could be read", new.is_up.clone());
        let told = "Whether the database answered when it was last asked";
        registry.register("database_reachable", told, new.reachable.clone());
        let told = "The version of the data that the database had when it last answered";
        registry.register("database_data_version", told, new.versions.clone());
        registry.register("data_version", "The version of the data", new.data_version.clone());
        registry.register("import_runs", "Imports that were ever begun, by how they ended", new.runs.clone());
        let told = "When an import of the dataset last stored something";
        registry.register_with_unit(
            "dataset_last_import_timestamp",
            told,
            Unit::Seconds,
            new.last_imports.clone(),
        );
        new
    }

    /// Looks at everything. What cannot be found out stays as it was, and `database_up` says so.
    pub(super) async fn look(&self, desk: &Desk, reader: &Reader) {
        for (gate, load) in desk.load() {
            for (state, number) in [("working", load.working), ("waiting", load.waiting)] {
                self.requests.get_or_create(&OfGate { gate, state }).set(number_of(number));
            }
        }
        for (gauge, number) in self.kept.iter().zip(desk.kept.size()) {
            gauge.set(i64::try_from(number).unwrap_or(i64::MAX));
        }
        let snapshot = reader.snapshot();
        let looking = async {
            let outcome = self.look_at_data(&snapshot).await;
            snapshot.end().await;
            outcome
        };
        self.is_up.set(i64::from(in_time(looking).await.is_some()));
        for health in reader.health() {
            self.look_at_database(&health);
        }
    }

    fn look_at_database(&self, health: &Health<'_>) {
        let database = || health.name.to_owned();
        let Connections { open, idle, .. } = health.connections;
        for (state, number) in [("idle", idle), ("busy", open.saturating_sub(idle))] {
            let of_pool = OfPool { database: database(), state };
            self.connections.get_or_create(&of_pool).set(number_of(number));
        }
        let of_database = OfDatabase { database: database() };
        self.reachable.get_or_create(&of_database).set(i64::from(health.version.is_some()));
        if let Some(version) = health.version {
            self.versions.get_or_create(&of_database).set(version);
        }
    }

    async fn look_at_data(&self, snapshot: &Snapshot) -> Result<(), DbErr> {
        let by_status = Query::select()
            .expr(column(Column::Status))
            .expr(column(Column::Id).count())
            .from(Entity)
            .add_group_by([column(Column::Status)])
            .to_owned();
        let found = snapshot.read(&by_status, |row| Ok((row.at::<String>(0)?, row.at::<i64>(1)?))).await?;
        for status in <RunStatus as sea_orm::Iterable>::iter().map(|status| status.to_value()) {
            let number = found.iter().find(|(known, _)| *known == status).map_or(0, |(_, number)| *number);
            self.runs.get_or_create(&OfStatus { status }).set(number);
        }
        let by_dataset = Query::select()
            .expr(column(Column::Dataset))
            .expr_as(column(Column::RecordedAt).max(), "recorded_at")
            .from(Entity)
            .and_where(column(Column::DataVersion).is_not_null())
            .add_group_by([column(Column::Dataset)])
            .to_owned();
        let moments = snapshot
            .read(&by_dataset, |row| {
                let moment: chrono::DateTime<chrono::Utc> = row.get("recorded_at")?;
                Ok((row.at::<String>(0)?, moment.timestamp()))
            })
            .await?;
        for (dataset, moment) in moments {
            self.last_imports.get_or_create(&OfDataset { dataset }).set(moment);
        }
        self.sources.set(&freshness::look(snapshot, Utc::now()).await?);
        let edition = snapshot.edition().await?;
        self.data_version.set(edition.map_or(0, |edition| edition.version));
        Ok(())
    }
}

fn number_of(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
