use std::collections::{BTreeMap, HashMap};

use entities::{
    adoption, commissioning_model,
    domain::{Confidence, FinancialYear, ModelCode, Stage},
    evidence, wave,
};
use sea_orm::{
    DbErr, ExprTrait, Iterable,
    sea_query::{CaseStatement, Expr, Func},
};

use super::register::{CcgSet, Register};
use crate::{
    dates::Dates,
    each_row::each_row,
    judging::facts,
    reader::{Record, Snapshot, record},
    sorting::rank_of,
    table::column,
};

/// What a fact says besides its CCG: a year, a model and a stage.
pub type Said = (Option<FinancialYear>, Option<ModelCode>, Stage);

/// The CCGs of which facts say the same.
#[derive(Default)]
pub struct Named {
    /// All of them.
    pub ccgs: CcgSet,
    /// Those that are named so directly at best.
    pub by_confidence: BTreeMap<Confidence, CcgSet>,
    /// Those that are named, at best, because a publication says it of a group, and no other publication does: by the row number of
    /// the publication.
    expanded_from: HashMap<i64, CcgSet>,
}

record! {
    struct Row {
        ccg_id: i64,
        model_id: Option<i64>,
        wave_id: Option<i64>,
        stage: Stage,
        most_direct: Option<i32>,
        first_of_group: Option<i64>,
        last_of_group: Option<i64>,
    }
}

/// In place of the row number of a publication, where evidence cites none.
const UNCITED: i64 = 0;

/// The CCGs that facts name, by what they say.
pub(super) async fn load(
    snapshot: &Snapshot,
    dates: &Dates,
    register: &Register,
    models: &HashMap<i64, commissioning_model::Model>,
    waves: impl Iterator<Item = &wave::Model>,
) -> Result<BTreeMap<Said, Named>, DbErr> {
    let years: HashMap<i64, FinancialYear> = waves.map(|wave| (wave.id, wave.financial_year)).collect();
    let rank = rank_of::<Confidence>(&column(evidence::Column::Confidence));
    let facts = |numbers| {
        facts(dates, numbers)
            .expr_as(Func::min(rank.clone()), "most_direct")
            .expr_as(Func::min(of_group()), "first_of_group")
            .expr_as(Func::max(of_group()), "last_of_group")
            .to_owned()
    };
    let mut named: BTreeMap<Said, Named> = BTreeMap::new();
    each_row::<adoption::Entity>(snapshot, facts, |row| {
        let row = Row::read(row)?;
        if let Some(place) = register.place(row.ccg_id) {
            let year = row.wave_id.and_then(|id| years.get(&id)).copied();
            let model = row.model_id.and_then(|id| models.get(&id)).map(|model| model.code);
            named.entry((year, model, row.stage)).or_default().add(place, &row);
        }
        Ok(())
    })
    .await?;
    Ok(named)
}

/// The publication of evidence that speaks of a group.
fn of_group() -> Expr {
    let cited = Func::coalesce([column(evidence::Column::CitedSourceId), UNCITED.into()]);
    let speaks_of_group = column(evidence::Column::Confidence).eq(Confidence::Collective);
    CaseStatement::new().case(speaks_of_group, cited).into()
}

impl Named {
    /// The CCGs that are named only because a publication says it of a group.
    pub fn expanded_from(&self, source: i64) -> Option<&CcgSet> {
        self.expanded_from.get(&source)
    }

    fn add(&mut self, place: usize, row: &Row) {
        self.ccgs.insert(place);
        let most_direct = row.most_direct.and_then(|rank| usize::try_from(rank).ok());
        let Some(confidence) = most_direct.and_then(|rank| Confidence::iter().nth(rank)) else { return };
        // Of several facts about a CCG the most direct one counts.
        if !self.by_confidence.range(..confidence).any(|(_, ccgs)| ccgs.contains(place)) {
            self.by_confidence.values_mut().for_each(|ccgs| ccgs.remove(place));
            self.by_confidence.entry(confidence).or_default().insert(place);
        }
        let one_source = row.first_of_group.filter(|first| row.last_of_group == Some(*first));
        if let Some(source) = one_source.filter(|source| *source != UNCITED)
            && confidence >= Confidence::Collective
        {
            self.expanded_from.entry(source).or_default().insert(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use entities::domain::{Confidence, Stage};
    use sea_orm::Iterable;

    use super::{Named, Row};

    /// A fact that is stated so directly, of a group by publications with these row numbers.
    fn fact(confidence: Option<Confidence>, of_group: Option<(i64, i64)>) -> Row {
        let most_direct = Confidence::iter().zip(0..).find(|(known, _)| Some(*known) == confidence);
        Row {
            ccg_id: 1,
            model_id: None,
            wave_id: None,
            stage: Stage::Live,
            most_direct: most_direct.map(|(_, rank)| rank),
            first_of_group: of_group.map(|(first, _)| first),
            last_of_group: of_group.map(|(_, last)| last),
        }
    }

    #[test]
    fn of_several_facts_about_a_ccg_the_most_direct_one_counts() {
        use Confidence::{Implied, Inferred, Published};
        for facts in [[None, Some(Inferred), Some(Published)], [Some(Published), Some(Implied), None]] {
            let mut named = Named::default();
            facts.into_iter().for_each(|confidence| named.add(7, &fact(confidence, None)));
            let counted = named.by_confidence.into_iter().map(|(confidence, ccgs)| (confidence, ccgs.len()));
            let counted: Vec<_> = counted.filter(|(_, ccgs)| *ccgs > 0).collect();
            assert_eq!((named.ccgs.len(), counted), (1, vec![(Published, 1)]), "{facts:?}");
        }
    }

    #[test]
    fn an_expansion_is_one_of_one_publication_and_of_nothing_more_direct() {
        let named = |fact: Row| {
            let mut named = Named::default();
            named.add(7, &fact);
            named.expanded_from(3).is_some_and(|ccgs| ccgs.contains(7))
        };
        assert!(named(fact(Some(Confidence::Collective), Some((3, 3)))));
        assert!(!named(fact(Some(Confidence::Collective), Some((3, 4)))), "another says it too");
        assert!(!named(fact(Some(Confidence::Collective), Some((0, 3)))), "so does one that is not cited");
        assert!(!named(fact(Some(Confidence::Collective), Some((0, 0)))));
        assert!(!named(fact(Some(Confidence::Published), Some((3, 3)))), "it is named besides");
        assert!(!named(fact(Some(Confidence::Implied), None)));
    }
}
