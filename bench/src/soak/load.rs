//! Clients that ask, each as fast as it is answered.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{answers::Answers, questions::Question};

/// So many faults are kept in words.
const TOLD: usize = 5;

/// What clients have seen.
#[derive(Default)]
pub(super) struct Tally(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    /// Since somebody looked last.
    recent: Vec<Duration>,
    all: Vec<Duration>,
    faults: u64,
    told: Vec<String>,
}

impl Tally {
    fn add(&self, time: Duration, fault: Option<String>) {
        let mut seen = self.lock();
        seen.recent.push(time);
        if let Some(fault) = fault {
            seen.faults += 1;
            if seen.told.len() < TOLD {
                seen.told.push(fault);
            }
        }
    }

    /// How long the answers took since somebody looked last.
    pub(super) fn recent(&self) -> Vec<Duration> {
        let mut seen = self.lock();
        let recent = std::mem::take(&mut seen.recent);
        seen.all.extend_from_slice(&recent);
        recent
    }

    /// How long all of them took that somebody has looked at.
    pub(super) fn all(&self) -> Vec<Duration> {
        self.lock().all.clone()
    }

    /// How many were wrong, and some of them in words.
    pub(super) fn faults(&self) -> (u64, Vec<String>) {
        let seen = self.lock();
        (seen.faults, seen.told.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks one question after the other, from one of them on, until it is over.
pub(super) fn ask(
    questions: &[Question],
    first: u64,
    address: &str,
    answers: &Answers,
    tally: &Tally,
    is_over: &AtomicBool,
) {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .new_agent();
    let places = (0..questions.len()).cycle().skip(usize::try_from(first).unwrap_or(0) * 5 % questions.len());
    for place in places {
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        let question = &questions[place];
        let begun = Instant::now();
        let answer =
            agent.post(format!("{address}/graphql")).content_type("application/json").send(&question.body);
        let answer = answer.and_then(|mut response| response.body_mut().read_json::<Value>());
        let took = begun.elapsed();
        let fault = match answer {
            Ok(answer) => answers.fault(place, question.is_of_version, &answer),
            Err(error) => Some(error.to_string()),
        };
        tally.add(took, fault.map(|fault| format!("{fault}: {}", question.body)));
    }
}
