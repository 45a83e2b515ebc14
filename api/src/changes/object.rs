use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Context, Enum, InputType, Object, SimpleObject};
use entities::domain::OdsCode;

use super::{
    compare::{ChangeKind, compare},
    point::ChangePoint,
    state::{State, register},
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::one,
    paging::{Connection, DEFAULT_SIZE, Echo, WorkedOut, paged_fields},
    rendering::Render,
    sorting::{Key, OrderBy, RowField, RowOrder, keys_of},
    types::{Ccg, Position},
};

/// Tells what changed between two points.
pub(crate) async fn changes(context: &Context<'_>, from: &ChangePoint, to: &ChangePoint) -> Answer<Changes> {
    let (mut before, mut after) = (from.dates(context, "from").await?, to.dates(context, "to").await?);
    (before.as_of, after.as_of) = (before.as_of.or(after.as_of), after.as_of.or(before.as_of));
    if before.as_of.is_none() {
        let message =
            "Say with wave or asOf on which day CCGs are compared; one day will do for both points.";
        return Err(Failure::bad_input("from", message));
    }
    if before.day() > after.day() {
        let message =
            format!("The first point, {}, is later than the second, {}.", before.day(), after.day());
        return Err(Failure::bad_input("from", message));
    }
    let (then, now) = (State::at(context, before).await?, State::at(context, after).await?);
    let meanwhile = then.meanwhile(context, &now).await?;
    let mut found = Vec::new();
    for ccg in register(context, [before, after]).await? {
        for kind in compare(&ccg, &then, &meanwhile, &now) {
            let (ccg, ods_code) = (ccg.id, ccg.ods_code.clone());
            let name = now.names.get(&ccg).or_else(|| then.names.get(&ccg)).cloned();
            found.push(Change { kind, ccg, ods_code, name, before, after });
        }
    }
    Ok(Changes { found: Arc::new(found), before, after })
}

/// What changed between two points.
pub struct Changes {
    found: Arc<Vec<Change>>,
    before: Dates,
    after: Dates,
}

/// How often something happened.
#[derive(SimpleObject)]
pub struct ChangeCount {
    /// What happened.
    kind: ChangeKind,
    /// To how many CCGs.
    count: i64,
}

/// What changed between two points: rounds, days, or versions of the data. What is not known at either point is no change.
/// What became known is told apart from what began, and what was corrected in the record from what happened.
#[Object]
impl Changes {
    /// The first point, as it was understood.
    async fn from(&self) -> Echo {
        Echo(self.before)
    }

    /// The second point, as it was understood.
    async fn to(&self) -> Echo {
        Echo(self.after)
    }

    /// How often each thing happened; what did not happen is not there.
    async fn summary(&self) -> Vec<ChangeCount> {
        let mut counts: BTreeMap<ChangeKind, i64> = BTreeMap::new();
        for change in self.found.iter() {
            *counts.entry(change.kind).or_default() += 1;
        }
        counts.into_iter().map(|(kind, count)| ChangeCount { kind, count }).collect()
    }

    #[graphql(flatten)]
    async fn lists(&self) -> ChangeLists<'_> {
        ChangeLists(self)
    }
}

struct ChangeLists<'a>(&'a Changes);

impl ChangeLists<'_> {
    const USUAL_SIZE: i32 = DEFAULT_SIZE;
}

paged_fields! {
    ChangeLists<'_> {
        /// The changes, by the ODS code of the CCG and by kind. A CCG to which several things happened has several.
        list(
            self, context, page,
            #[graphql(desc = "Only changes of these kinds.")] kinds: Option<Vec<ChangeKind>>,
            #[graphql(desc = "In which order; the natural one unless given.")]
            order_by: Option<Vec<OrderBy<ChangeSort>>>,
        ) -> Answer<Connection<Change>> {
            let order_by = order_by.unwrap_or_default();
            let list = WorkedOut::read(context, "Change", &page, RowOrder::of(&order_by), self.0.after).await?;
            let wanted = |change: &Change| kinds.as_ref().is_none_or(|kinds| kinds.contains(&change.kind));
            let found = self.0.found.iter().filter(|change| wanted(change));
            let rows = found.map(|change| (keys_of(&order_by, change, change.text()), change)).collect();
            Ok(list.cut(rows, Change::clone))
        }
    }
}

/// Something that happened to a CCG between two points.
#[derive(Clone)]
pub struct Change {
    kind: ChangeKind,
    ccg: i64,
    ods_code: OdsCode,
    /// What it was called at the second point, or else at the first.
    name: Option<String>,
    before: Dates,
    after: Dates,
}

impl Render for Change {}

impl Change {
    /// Tells it from all others, and puts them in their natural order.
    fn text(&self) -> String {
        format!("{} {}", self.ods_code, InputType::to_value(&self.kind))
    }
}

/// What changes can be sorted by.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ChangeSort {
    /// By the ODS code of the CCG.
    CcgOdsCode,
    /// By what the CCG was called at the second point, or else at the first.
    CcgName,
    /// By what happened, in the order in which the schema names the kinds.
    Kind,
}

impl RowField<Change> for ChangeSort {
    fn value(self, change: &Change) -> Key {
        match self {
            Self::CcgOdsCode => change.ods_code.as_str().into(),
            Self::CcgName => change.name.clone().into(),
            Self::Kind => (change.kind as i64).into(),
        }
    }
}

/// Something that happened to a CCG between two points.
#[Object]
impl Change {
    /// What happened.
    async fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// The CCG, as it is at the second point.
    async fn ccg(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.ccg, self.after).await
    }

    /// What it was called at the first point; none when it did not exist, or no list says.
    async fn name_before(&self, context: &Context<'_>) -> Answer<Option<String>> {
        Ccg::name_on_day(context, self.ccg, self.before).await
    }

    /// What it was called at the second point; none when it did not exist, or no list says.
    async fn name_after(&self, context: &Context<'_>) -> Answer<Option<String>> {
        Ccg::name_on_day(context, self.ccg, self.after).await
    }

    /// Its position at the first point.
    async fn before(&self, context: &Context<'_>) -> Answer<Position> {
        Position::of(context, self.ccg, self.before).await
    }

    /// Its position at the second point.
    async fn after(&self, context: &Context<'_>) -> Answer<Position> {
        Position::of(context, self.ccg, self.after).await
    }
}
