mod filter;
mod sort;

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, ID, dataloader::Loader};
use chrono::NaiveDate;
use entities::{
    ccg::{Column, Entity, Model},
    domain, position,
};
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr},
};

use super::{
    Adoption, Area, AreaFilter, CcgIdentity, Membership, Position, Succession,
    area::AreasOfCcg,
    node::identity,
    succession::{AsPredecessor, AsSuccessor, Predecessors, Successors},
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    geography::{LineageStep, ancestry, lineage},
    loading::{Batches, Direct, Key, RowsWanted, Via, children, loaders},
    paging::{Page, related_fields},
    rendering::object,
    scalars::{Date, DateTime, OdsCode, OnsCode},
    sorting::Sorting,
    table::{Noun, column, in_force, one_of, select_columns, visible},
    vocabulary::AreaKind,
};

pub use filter::CcgFilter;
pub use sort::CcgSort;

/// A clinical commissioning group.
#[derive(Clone)]
pub struct Ccg {
    row: Arc<Model>,
    dates: Dates,
}

impl Ccg {
    /// The CCG with an ODS code.
    pub async fn by_code(context: &Context<'_>, code: domain::OdsCode, dates: Dates) -> Answer<Option<Self>> {
        loaders(context).load_one(Key::<Self, _>::new((code, dates))).await
    }
}

impl Ccg {
    /// What a CCG was called on the day that is asked about.
    pub(crate) async fn name_on_day(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Option<String>> {
        Ok(CcgIdentity::on_day(context, ccg, dates).await?.map(CcgIdentity::into_name))
    }
}

impl Noun for Ccg {
    type Entity = Entity;
    type Filter = CcgFilter;
    type Sort = CcgSort;
    const ORDER: &'static [CcgSort] = &[CcgSort::OdsCode];
    /// In `position`.
    const SHOWS_WHAT_WAS_STATED: bool = true;

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }

    /// Its table is corrected in place, but from the import that told of it first it has a position of every day.
    fn known(dates: &Dates) -> Option<Condition> {
        dates.known_at?;
        let mut told = in_force::<position::Entity>(dates);
        told.expr(column(position::Column::Id))
            .and_where(column(position::Column::CcgId).eq(column(Column::Id)));
        Some(Condition::all().add(Expr::exists(told)))
    }

    /// It existed on the day.
    fn on_day(day: NaiveDate) -> Condition {
        let closed_on = column(Column::ClosedOn);
        Condition::all()
            .add(column(Column::OpenedOn).lte(day))
            .add(closed_on.clone().is_null().or(closed_on.gte(day)))
    }
}

/// A code, and the dates with which it is asked for.
type Code = (domain::OdsCode, Dates);

impl Loader<Key<Ccg, Code>> for Batches {
    type Value = Ccg;
    type Error = Failure;

    async fn load(&self, keys: &[Key<Ccg, Code>]) -> Answer<HashMap<Key<Ccg, Code>, Ccg>> {
        let mut codes: HashMap<_, Vec<domain::OdsCode>> = HashMap::new();
        for Key { of: (code, dates), .. } in keys {
            codes.entry(dates.known_at).or_default().push(code.clone());
        }
        let mut found = HashMap::new();
        for (known_at, codes) in codes {
            let mut select = visible::<Ccg>(&Dates { known_at, ..Dates::default() });
            select.and_where(one_of(column(Column::OdsCode), codes));
            select_columns::<Entity>(&mut select);
            let rows = self.snapshot().rows::<Model>(&select).await?;
            found.extend(rows.into_iter().map(|row| ((row.ods_code.clone(), known_at), row)));
        }
        let ccg = |key: &Key<Ccg, Code>| {
            let (code, dates) = &key.of;
            let row = found.get(&(code.clone(), dates.known_at))?;
            Some((key.clone(), Ccg::new(row.clone(), *dates)))
        };
        Ok(keys.iter().filter_map(ccg).collect())
    }
}

object! {
    /// A clinical commissioning group (CCG): a statutory NHS body led by general practices, between 1 April 2013
    /// and 30 June 2022. There were 211 at the start and 106 at the end, after mergers.
    Ccg
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |ods_code| identity::<Self>(ods_code);
        /// Its ODS code, which it kept for life. CCGs that merged got a new one.
        ods_code: OdsCode = |ods_code| OdsCode(ods_code.clone());
        /// The last name that it bore.
        name: &str = |name| name;
        /// The first day on which it existed as a statutory body; none where the register gives none.
        opened_on: Option<Date> = |opened_on| opened_on.map(Date);
        /// The last day on which it existed; none when it is not known to have closed.
        closed_on: Option<Date> = |closed_on| closed_on.map(Date);
        /// What the register says besides; none where it says nothing.
        note: Option<&str> = |note| note.as_deref();
    }
    echoes {
        /// The day of its `position` and its `identity`, and of the lists beneath it where the question names one: that of the list
        /// or look-up around, today unless given.
        as_of: Date = |dates| Date(dates.day());
        /// The day by which somebody had published what is told of it; none where the question names none.
        stated_by: Option<Date> = |dates| dates.stated_by.map(Date);
    }
    lists CcgLists;
    and {
        /// The last ONS code that a published list gives it; none where no list gives one. It changed with each change of
        /// boundary, so use the
        /// code of the day, under `identities`, to join with older statistics.
        async fn ons_code(&self, context: &Context<'_>) -> Answer<Option<OnsCode>> {
            CcgIdentity::last_ons_code(context, self.row.id, self.dates).await
        }

        /// Its region of 2015: North, Midlands and East, London or South. None where none is known. For CCGs
        /// that opened later than the maps of 2015 it is mostly inferred: the edges of `areas` and `memberships` have the `basis`.
        async fn region(&self, context: &Context<'_>) -> Answer<Option<Area>> {
            let list = RowsWanted {
                filter: Some(AreaFilter::of_kind(AreaKind::Region2015)),
                sorting: Sorting::read::<Area>(None),
                // Of that map there is whatever the day.
                dates: Dates { as_of: None, ..self.dates },
            };
            let areas = children::<Via<AreasOfCcg>>(context, self.row.id, list, Page::of_first(1)).await?;
            Ok(areas.rows.into_iter().next().map(|child| Area::new(child.row, self.dates)))
        }

        /// Which model it had on a day, and on what that rests.
        async fn position(
            &self,
            context: &Context<'_>,
            #[graphql(
                desc = "The day; that of the list or look-up around unless given, and otherwise today, when all \
                              CCGs have closed."
            )]
            as_of: Option<Date>,
            #[graphql(desc = "Only by what somebody is known to have published by this day.")] stated_by: Option<
                Date,
            >,
            #[graphql(desc = "As this service knew it at this moment.")] known_at: Option<DateTime>,
        ) -> Answer<Position> {
            let dates = Dates::read(as_of, stated_by, known_at).within(self.dates);
            Position::of(context, self.row.id, dates).await
        }

        /// The CCGs that took over from it, and from those in turn, by generation and day. Its models are not carried over to
        /// them: look at their own positions.
        async fn lineage(
            &self,
            context: &Context<'_>,
            #[graphql(desc = "Only what had taken effect by this day; all unless given.")] until: Option<Date>,
        ) -> Answer<Vec<LineageStep>> {
            lineage(context, self.row.id, until.map(|day| day.0), self.dates).await
        }

        /// The CCGs that it took over from, and those that these took over from, by generation and day.
        async fn ancestry(
            &self,
            context: &Context<'_>,
            #[graphql(desc = "Only what took effect on this day or later; all unless given.")] since: Option<
                Date,
            >,
        ) -> Answer<Vec<LineageStep>> {
            ancestry(context, self.row.id, since.map(|day| day.0), self.dates).await
        }

        /// What it was called on the day that is asked about: `asOf` of the list or look-up around, today unless given.
        /// None when it did not exist on that day.
        async fn identity(&self, context: &Context<'_>) -> Answer<Option<CcgIdentity>> {
            CcgIdentity::on_day(context, self.row.id, self.dates).await
        }

        /// What it was called from when to when, oldest first.
        async fn identities(&self, context: &Context<'_>) -> Answer<Vec<CcgIdentity>> {
            CcgIdentity::of_ccg(context, self.row.id, self.dates).await
        }
    }
}

related_fields! {
    CcgLists of Ccg {
        /// The areas that it belonged to, on all maps; the edges say when, if the map does. With `asOf` only those of that day,
        /// among them those of maps without days.
        areas: Via<AreasOfCcg>,
        /// How it belonged to areas: since when, and on what basis. With `asOf` only what held on that day.
        memberships: Direct<Membership, Ccg>,
        /// The CCGs that it took over from; the edges say when and on what basis. With `asOf` only by that day.
        predecessors: Via<Predecessors>,
        /// The CCGs that took over from it; the edges say when and on what basis. Its models are not carried over
        /// to them: look at their own adoptions. With `asOf` only those that had by that day.
        successors: Via<Successors>,
        /// How it took over from others, with the publications that say so. With `asOf` only what had taken effect by that day.
        successions_as_successor: Direct<Succession, AsSuccessor>,
        /// How others took over from it, with the publications that say so. With `asOf` only what had taken effect by that day.
        successions_as_predecessor: Direct<Succession, AsPredecessor>,
        /// Its adoptions of models, every stage of each. An empty list means that nothing is known, not that it had
        /// no model. With `asOf` only those whose published days include that day.
        adoptions: Direct<Adoption, Ccg>,
        /// Which models it had from when to when, oldest first, from before it opened until after it closed. With
        /// `asOf` only the position of that day.
        positions: Direct<Position, Ccg>,
    }
}
