//! What was seen, and whether it should have been.

use std::{fmt::Write, time::Duration};

use serde::Serialize;

use super::load::Tally;
use crate::{failure::Outcome, service::Service};

const MIB: u64 = 1024 * 1024;
/// What memory may always grow by.
const LITTLE: u64 = 16 * MIB;
/// What may be open besides what was: a connection that is just being made.
const FEW: usize = 16;

/// What was seen when somebody looked.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sample {
    /// Seconds since the beginning.
    at: f64,
    /// Answers since the look before.
    answers: usize,
    p50_milliseconds: f64,
    p99_milliseconds: f64,
    memory_bytes: u64,
    open_files: usize,
    /// Wrong answers since the beginning.
    faults: u64,
}

/// All that was seen.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Results {
    pub(super) samples: Vec<Sample>,
    answers: usize,
    answers_per_second: f64,
    p50_milliseconds: f64,
    p99_milliseconds: f64,
    longest_milliseconds: f64,
    imports: usize,
    faults: u64,
    /// Some of them in words.
    told: Vec<String>,
}

impl Sample {
    /// Looks.
    pub(super) fn take(service: &Service, tally: &Tally, at: Duration) -> Outcome<Self> {
        let times = sorted(tally.recent());
        Ok(Self {
            at: at.as_secs_f64(),
            answers: times.len(),
            p50_milliseconds: share(&times, 50),
            p99_milliseconds: share(&times, 99),
            memory_bytes: service.memory()?,
            open_files: service.open_files()?,
            faults: tally.faults().0,
        })
    }

    /// For whoever waits.
    pub(super) fn line(&self) -> String {
        let Self { at, answers, p50_milliseconds, p99_milliseconds, open_files, faults, .. } = self;
        format!(
            "| {at:.0} | {answers} | {p50_milliseconds:.1} | {p99_milliseconds:.1} | {:.1} | {open_files} | {faults} |",
            self.mib()
        )
    }

    #[expect(clippy::cast_precision_loss, reason = "bytes of memory")]
    fn mib(&self) -> f64 {
        self.memory_bytes as f64 / MIB as f64
    }
}

impl Results {
    /// Adds up.
    #[expect(clippy::cast_precision_loss, reason = "a number of answers")]
    pub(super) fn finish(&mut self, tally: &Tally, imports: usize) {
        let times = sorted(tally.all());
        let seconds = self.samples.last().map_or(1.0, |sample| sample.at);
        self.answers = times.len();
        self.answers_per_second = times.len() as f64 / seconds;
        (self.p50_milliseconds, self.p99_milliseconds) = (share(&times, 50), share(&times, 99));
        self.longest_milliseconds = share(&times, 100);
        self.imports = imports;
        (self.faults, self.told) = tally.faults();
    }

    /// For people.
    pub(super) fn table(&self) -> String {
        let mut text = "| s | answers | p50 ms | p99 ms | MiB | open files | wrong |\n|---:|---:|---:|---:|---:|---:|---:|\n".to_owned();
        for sample in &self.samples {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{}", sample.line());
        }
        let Self { answers, answers_per_second, p50_milliseconds, p99_milliseconds, .. } = self;
        let Self { longest_milliseconds, imports, faults, .. } = self;
        let _ = writeln!(
            text,
            "\n{answers} answers, {answers_per_second:.0} in a second, p50 {p50_milliseconds:.1} ms, p99 {p99_milliseconds:.1} ms, \
             longest {longest_milliseconds:.0} ms; {imports} imports; {faults} wrong"
        );
        text
    }

    /// Fails when an answer was wrong, or memory or open files have grown since the first look under load.
    pub(super) fn judge(&self, growth: u64) -> Outcome<()> {
        if self.faults > 0 {
            return Err(format!(
                "{} answers were wrong, such as these: {}",
                self.faults,
                self.told.join("; ")
            )
            .into());
        }
        let (Some(first), Some(last)) = (self.samples.get(1), self.samples.last()) else {
            return Err("nobody has looked".into());
        };
        if self.answers == 0 || self.imports == 0 {
            return Err("nothing was asked, or nothing imported".into());
        }
        let most = first.memory_bytes + (first.memory_bytes / 100 * growth).max(LITTLE);
        if last.memory_bytes > most {
            return Err(format!("memory has grown from {:.1} to {:.1} MiB", first.mib(), last.mib()).into());
        }
        if last.open_files > first.open_files + FEW {
            return Err(format!(
                "{} files were open first, and {} in the end",
                first.open_files, last.open_files
            )
            .into());
        }
        Ok(())
    }
}

fn sorted(mut times: Vec<Duration>) -> Vec<Duration> {
    times.sort_unstable();
    times
}

/// Within how many milliseconds so many of a hundred were done; nothing of none.
fn share(sorted: &[Duration], percent: usize) -> f64 {
    let place = sorted.len().saturating_sub(1) * percent / 100;
    sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::{MIB, Results, Sample};

    fn of_memory(mib: &[u64]) -> Results {
        let samples = mib.iter().map(|mib| Sample { memory_bytes: mib * MIB, ..Sample::default() }).collect();
        Results { samples, answers: 1, imports: 1, ..Results::default() }
    }

    #[test]
    fn memory_may_grow_before_the_first_look_and_a_little_after_it() {
        assert!(of_memory(&[10, 100, 130, 119]).judge(20).is_ok());
        assert!(of_memory(&[10, 100, 121]).judge(20).is_err());
        assert!(of_memory(&[10, 20, 36]).judge(20).is_ok());
        assert!(of_memory(&[10, 20, 37]).judge(20).is_err());
        assert!(of_memory(&[10]).judge(20).is_err());
        assert!(Results { faults: 1, ..of_memory(&[1, 1]) }.judge(20).is_err());
    }
}
