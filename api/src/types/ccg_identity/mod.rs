mod filter;

use std::collections::HashMap;

use async_graphql::{Context, SimpleObject, dataloader::Loader};
use entities::ccg_identity;
use sea_orm::sea_query::{Expr, Order, SelectStatement};

use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::{Batches, Key, Kin, by_dates, loaders},
    scalars::{Date, OnsCode},
    table::{column, in_force, one_of, rows},
};

pub use filter::CcgIdentityFilter;

/// A name and ONS code of a CCG, and when they held. A change fell on some day after the published list before
/// it, so `validFrom` is the first day on which a list shows it, not the day of the change.
#[derive(Clone, SimpleObject)]
pub struct CcgIdentity {
    /// The name, in the form "NHS ... CCG".
    name: String,
    /// The ONS code; none where the lists of the time give none.
    ons_code: Option<OnsCode>,
    /// The day of the first published list that shows it.
    valid_from: Date,
    /// The day before the list that shows another, or the closing day of the CCG; none while it holds.
    valid_to: Option<Date>,
}

impl CcgIdentity {
    /// What a CCG was called, oldest first.
    pub async fn of_ccg(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Vec<Self>> {
        let lists = listed(context, ccg, dates).await?;
        let mut spells: Vec<Self> = Vec::new();
        for listed in lists {
            match spells.last_mut() {
                Some(spell) if spell.is_continued_by(&listed) => spell.valid_to = listed.valid_to.map(Date),
                _ => spells.push(listed.into()),
            }
        }
        Ok(spells)
    }

    /// The name.
    pub(crate) fn into_name(self) -> String {
        self.name
    }

    /// What a CCG was called on the day that is asked about.
    pub async fn on_day(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Option<Self>> {
        let day = Date(dates.day());
        let spells = Self::of_ccg(context, ccg, dates).await?;
        let holds = |spell: &Self| spell.valid_from <= day && spell.valid_to.is_none_or(|last| day <= last);
        Ok(spells.into_iter().find(holds))
    }

    /// The last ONS code that a published list gives a CCG.
    pub async fn last_ons_code(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Option<OnsCode>> {
        let codes = listed(context, ccg, dates).await?.into_iter().rev().find_map(|listed| listed.ons_code);
        Ok(codes.map(OnsCode))
    }

    fn is_continued_by(&self, listed: &ccg_identity::Model) -> bool {
        self.name == listed.name && self.ons_code.as_ref().map(|code| &code.0) == listed.ons_code.as_ref()
    }
}

impl From<ccg_identity::Model> for CcgIdentity {
    fn from(listed: ccg_identity::Model) -> Self {
        Self {
            name: listed.name,
            ons_code: listed.ons_code.map(OnsCode),
            valid_from: Date(listed.valid_from),
            valid_to: listed.valid_to.map(Date),
        }
    }
}

/// What the published lists call a CCG, oldest first.
async fn listed(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Vec<ccg_identity::Model>> {
    Ok(loaders(context).load_one(Key::<Listed, _>::new((ccg, dates))).await?.unwrap_or_default())
}

/// Marks the loader of what CCGs are called.
struct Listed;

impl Loader<Key<Listed, (i64, Dates)>> for Batches {
    type Value = Vec<ccg_identity::Model>;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Listed, (i64, Dates)>],
    ) -> Answer<HashMap<Key<Listed, (i64, Dates)>, Self::Value>> {
        let mut lists: HashMap<_, Self::Value> = HashMap::new();
        for (dates, ccgs) in by_dates(keys.iter().map(|key| key.of)) {
            let mut select = rows::<ccg_identity::Entity>(&dates);
            select
                .and_where(one_of(column(ccg_identity::Column::CcgId), ccgs))
                .order_by_expr(column(ccg_identity::Column::ValidFrom), Order::Asc);
            for listed in self.snapshot().rows::<ccg_identity::Model>(&select).await? {
                lists.entry(Key::new((listed.ccg_id, dates))).or_default().push(listed);
            }
        }
        Ok(lists)
    }
}

/// From a CCG to what it was called.
pub(crate) struct IdentitiesOfCcg;

impl Kin for IdentitiesOfCcg {
    fn parent() -> Expr {
        column(ccg_identity::Column::CcgId)
    }

    fn candidates(dates: &Dates) -> SelectStatement {
        in_force::<ccg_identity::Entity>(dates)
    }
}
