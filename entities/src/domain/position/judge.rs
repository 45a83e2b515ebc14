use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{Beginning, Circumstances, Judgement, Position, PositionFact, Role, fact::Counted};
use crate::domain::{ModelCode, Stage};

/// Judges which model a CCG had on a day. The facts are those in force about this CCG.
#[must_use]
pub fn position_on(day: NaiveDate, facts: &[PositionFact], of: &Circumstances) -> Judgement {
    Case::new(facts, of).judge(day)
}

/// All that is known of a CCG, made ready for questions about many days.
pub(super) struct Case<'a> {
    claims: Vec<Claim<'a>>,
    /// What had ended, of every model where there is none, and the first day on which it was over.
    endings: Vec<(Option<ModelCode>, NaiveDate)>,
    /// The places of live facts without any day that may be later than others: those about a model of which no other fact
    /// says when it was.
    undated: Vec<usize>,
    of: &'a Circumstances,
}

/// A fact, with what it comes to whatever the day.
struct Claim<'a> {
    fact: &'a PositionFact,
    counted: Option<Counted>,
    /// The place of a fact that says that this approval was not taken up.
    not_taken_up: Option<usize>,
}

impl<'a> Case<'a> {
    pub(super) fn new(facts: &'a [PositionFact], of: &'a Circumstances) -> Self {
        let refusals: Vec<usize> = (0..facts.len()).filter(|place| facts[*place].refuses()).collect();
        let not_taken_up = |fact: &PositionFact| {
            let refuses =
                |place: &&usize| facts[**place].year == fact.year && facts[**place].speaks_of(fact.model);
            refusals.iter().find(refuses).copied().filter(|_| fact.stage == Stage::Approved)
        };
        let claim = |fact: &'a PositionFact| Claim {
            fact,
            counted: fact.counted(),
            not_taken_up: not_taken_up(fact),
        };
        let ended = facts.iter().filter(|fact| fact.stage == Stage::Ended);
        let endings = ended.filter_map(|fact| Some((fact.model, fact.over_by()?))).collect();
        let claims: Vec<Claim<'_>> = facts.iter().map(claim).collect();
        let is_dated = |claim: &Claim<'_>| {
            claim.counted.is_some() && matches!(claim.fact.stage, Stage::Live | Stage::Approved)
        };
        let has_day = |model| claims.iter().any(|claim| claim.fact.model == Some(model) && is_dated(claim));
        let is_undated = |claim: &Claim<'_>| {
            claim.fact.stage == Stage::Live
                && claim.counted.is_none()
                && claim.fact.model.is_some_and(|model| !has_day(model))
        };
        let undated = (0..claims.len()).filter(|place| is_undated(&claims[*place])).collect();
        Self { claims, endings, undated, of }
    }

    /// The days from which on what is said of no day may contradict what is said of one.
    pub(super) fn contested_days(&self) -> impl Iterator<Item = NaiveDate> {
        let dated = self.claims.iter().filter(|claim| !self.undated.is_empty() && claim.counted.is_some());
        dated.filter_map(|claim| claim.fact.speaks_until()?.succ_opt())
    }

    pub(super) fn judge(&self, day: NaiveDate) -> Judgement {
        let mut roles: Vec<Role> = self.claims.iter().map(|claim| self.alone(claim, day)).collect();
        let rivals = Rivals::among(&self.claims, &roles);
        for (role, claim) in roles.iter_mut().zip(&self.claims).filter(|(role, _)| **role == Role::Counts) {
            *role = rivals.role_of(claim);
        }
        self.contest(&mut roles, day);
        if let Some((position, instead)) = self.absent(day) {
            roles.iter_mut().filter(|role| **role == Role::Counts).for_each(|role| *role = instead);
            return Judgement { position, roles };
        }
        let standing = self.claims.iter().zip(&roles).filter(|(_, role)| **role == Role::Counts);
        Judgement { position: self.together(standing.map(|(claim, _)| claim), day), roles }
    }

    /// Lets live facts without any day count where the days of which the others speak are over: nothing says which came
    /// last.
    fn contest(&self, roles: &mut [Role], day: NaiveDate) {
        if self.undated.is_empty() {
            return;
        }
        let standing = self.claims.iter().zip(&*roles).filter(|(_, role)| **role == Role::Counts);
        let with_model = standing.filter(|(claim, _)| claim.fact.model.is_some());
        let spoken = with_model.filter_map(|(claim, _)| claim.fact.speaks_until()).max();
        if spoken.is_none_or(|last| day <= last) {
            return;
        }
        for place in &self.undated {
            let fact = self.claims[*place].fact;
            let ended = |(of, over): &(Option<ModelCode>, NaiveDate)| {
                (of.is_none() || *of == fact.model) && *over <= day
            };
            let is_over = fact.effective_to.is_some_and(|last| last < day);
            if !is_over && !self.endings.iter().any(ended) {
                roles[*place] = Role::Counts;
            }
        }
    }

    /// What a fact says of a day, unless others say something else.
    fn alone(&self, claim: &Claim<'_>, day: NaiveDate) -> Role {
        match claim.fact.role_on(day) {
            Role::Counts if self.had_ended(claim, day) => Role::Ended,
            Role::Counts => claim.not_taken_up.map_or(Role::Counts, Role::NotTakenUp),
            role => role,
        }
    }

    fn had_ended(&self, claim: &Claim<'_>, day: NaiveDate) -> bool {
        let Some(counted) = claim.counted else { return false };
        self.endings.iter().any(|(model, over)| {
            (model.is_none() || *model == claim.fact.model) && *over <= day && counted.first_day() < *over
        })
    }

    /// What the facts that count say together.
    fn together<'b>(&self, standing: impl Iterator<Item = &'b Claim<'b>>, day: NaiveDate) -> Position {
        let (mut models, mut since, mut live, mut any) = (Vec::new(), None::<Beginning>, false, false);
        for claim in standing {
            any = true;
            live |= claim.fact.stage == Stage::Live;
            models.extend(claim.fact.model.filter(|model| !models.contains(model)));
            // Of several that had begun by the same day the one that says most.
            let rank = |begun: &Beginning| (begun.latest, Reverse(begun.earliest));
            let begun = claim.fact.beginning(self.of);
            since = since.into_iter().chain(begun).min_by_key(rank);
        }
        models.sort_unstable();
        let before_all = self.of.first_round.is_some_and(|first| day < first);
        match (models.as_slice(), since) {
            ([model], Some(since)) => Position::Model { model: *model, since, live },
            ([], _) if before_all || any => Position::None,
            ([] | [_], _) => Position::Unknown,
            _ => Position::Conflict(models),
        }
    }

    /// What is said of a CCG that did not exist, and the role of what would have counted.
    fn absent(&self, day: NaiveDate) -> Option<(Position, Role)> {
        if self.of.opened_on.is_some_and(|opened| day < opened) {
            Some((Position::NotOpen, Role::NotYet))
        } else if self.of.closed_on.is_some_and(|closed| day > closed) {
            Some((Position::Closed, Role::Ended))
        } else {
            None
        }
    }
}

/// Of each model that had begun, the facts that outdo those of other models, if any do.
///
/// There are few models and may be many facts, so each fact is held against these and not against all others.
struct Rivals(Vec<Rival>);

struct Rival {
    model: ModelCode,
    /// The place of one of its facts.
    any: usize,
    /// The latest day before which a fact does not count as begun, and the place of the fact.
    no_earlier: Option<(NaiveDate, usize)>,
    /// The latest day on which a live fact may have begun, and the place of the fact.
    live: Option<(NaiveDate, usize)>,
}

impl Rivals {
    fn among(claims: &[Claim<'_>], roles: &[Role]) -> Self {
        let mut rivals: Vec<Rival> = Vec::new();
        for (place, (claim, _)) in
            claims.iter().zip(roles).enumerate().filter(|(_, (_, role))| **role == Role::Counts)
        {
            let (Some(model), Some(counted)) = (claim.fact.model, claim.counted) else { continue };
            let known = rivals.iter().position(|rival| rival.model == model).unwrap_or_else(|| {
                rivals.push(Rival { model, any: place, no_earlier: None, live: None });
                rivals.len() - 1
            });
            let rival = &mut rivals[known];
            if let Some(from) = counted.from {
                keep_later(&mut rival.no_earlier, from, place);
            }
            if claim.fact.stage == Stage::Live {
                keep_later(&mut rival.live, counted.latest, place);
            }
        }
        Self(rivals)
    }

    /// The role of a fact that had begun, beside the others that had.
    fn role_of(&self, claim: &Claim<'_>) -> Role {
        let (Some(model), Some(counted)) = (claim.fact.model, claim.counted) else {
            // A vote against says nothing of a model that the CCG has all the same.
            return self.0.iter().map(|rival| rival.any).min().map_or(Role::Counts, Role::Superseded);
        };
        let others = || self.0.iter().filter(|rival| rival.model != model);
        let later = others().filter_map(|rival| rival.no_earlier).max_by_key(|(day, _)| *day);
        if let Some((_, later)) = later.filter(|(day, _)| *day > counted.latest) {
            return Role::Superseded(later);
        }
        let live = others().filter_map(|rival| rival.live).max_by_key(|(day, _)| *day);
        let not_before = |(day, _): &(NaiveDate, usize)| counted.from.is_none_or(|own| own <= *day);
        match live.filter(not_before) {
            Some((_, live)) if claim.fact.stage == Stage::Approved => Role::Outweighed(live),
            _ => Role::Counts,
        }
    }
}

/// Of facts that are equally late the first is kept.
fn keep_later(kept: &mut Option<(NaiveDate, usize)>, day: NaiveDate, place: usize) {
    if kept.is_none_or(|(latest, _)| latest < day) {
        *kept = Some((day, place));
    }
}
