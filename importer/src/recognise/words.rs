//! Words of titles and of headings within lists, by what they do to what the others say.

use std::{collections::HashSet, sync::LazyLock};

/// A set of words.
pub(super) type Words = LazyLock<HashSet<&'static str>>;

macro_rules! words {
    ($words:literal) => {
        LazyLock::new(|| $words.split(' ').collect())
    };
}

/// Words that turn what the others say, leave it open, or speak of those of whom they do not speak.
pub(super) static TURNING: Words = words!(
    "abandoned against anticipated appeal appealed appealing aspiration aspirations aspiring awaited \
     awaiting but cancelled candidate candidates cannot ceased conditional conditionally consider \
     considered considering could deferred deferring delayed denied depending disapproved down dropped \
     eligible estimate estimated estimates except excepting excluded excludes excluding expect expected \
     expecting expects failed forecast forecasts former formerly forthcoming future halted hypothetical \
     if illustrative indicative ineligible intended intending intends intention intentions interested invited lapsed left \
     likely longlist minded missing modelled neither never no non nondelegated none nor not off once \
     other others otherwise out outstanding overturned paused pending planned planning possible possibly \
     postponed potential potentially preference preferences preferred previous previously prior proposal \
     proposals proposed proposing prospective provisional provisionally pulled recommendation \
     recommendations recommended refused refusing rejected remainder remaining rescinded rest revoked \
     scenario scenarios shadow shortlist shortlisted should stopped subject survey suspended tentative \
     tentatively terminated turned unable unapproved unclear unconfirmed undecided undelegated unless \
     unlikely unsuccessful unsuccessfully until unwilling withdrawing without would yet"
);

/// The same of several words, of which none does so alone.
pub(super) const TURNING_PHRASES: &[&str] = &[
    "to be",
    "may be",
    "in principle",
    "on hold",
    "under review",
    "for discussion",
    "for consultation",
    "for comment",
    "long list",
    "reserve list",
    "target list",
    "next wave",
    "future wave",
    "future waves",
];

/// Words that turn all that a sheet says, whatever its columns are.
pub(super) static VOID: Words = words!("draft drafts obsolete outdated superseded void");

/// The same of several words.
pub(super) const VOID_PHRASES: &[&str] = &["do not use", "not for use", "old version", "previous version"];

/// Turning words that say nothing where neither a model nor a stage is named: "Table no 3".
pub(super) static WEAK: Words =
    words!("but future if left missing no none off other others out previous rest");

/// What makes it matter that a title is not understood.
pub(super) static SUBJECTS: Words =
    words!("applicants application applications arrangements bids ccg ccgs groups these those");

/// Words that leave the meaning of the others as it is.
pub(super) static HARMLESS: Words = words!(
    "a above across agreement agreements all an and annex announced appendix application applications \
     approval approvals area areas arrangement arrangements as at been below board by care categories \
     category ccg ccgs clinical co cocommissioning code codes commissioner commissioners commissioning \
     confirmed contracts correct csv current data dataset date dated demonstration details each effect effective \
     england englands example extract fictional figure file final financial following for from full function \
     functions fy general gp group groups had has have ics in information invented is issued its latest level \
     levels list listed listing lists local made medical model models name names national new nhs of office \
     offices on onwards operating or overview page positions powers practice practices primary publication \
     published quarter region regional regions register report responsibilities responsibility round rounds \
     sample schedule section services sheet show showing shown shows since start started starting starts \
     status stp successful successfully summary synthetic system table take taken taking team teams test that \
     the their these this title to took tranche tsv txt under up update updated using version was wave waves \
     were which who whose with workbook working year years"
);
