//! The results for people.

use std::fmt::Write;

use super::results::{CaseResult, Results};

#[expect(clippy::cast_precision_loss, reason = "bytes of memory and of files")]
fn mib(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// A table for each list and database, and beneath it what is wanted.
pub(super) fn text(results: &Results) -> String {
    let mut text = String::new();
    for case in &results.cases {
        // Writing to a text cannot fail.
        let _ = write(&mut text, case);
    }
    text
}

fn write(text: &mut String, case: &CaseResult) -> std::fmt::Result {
    writeln!(text, "{} ({:.1} MiB)\n", case.title, mib(case.file_bytes))?;
    writeln!(text, "| | wall s | CPU s | peak MiB | of it itself | its parser |")?;
    writeln!(text, "|---|---:|---:|---:|---:|---:|")?;
    for line in &case.usual {
        let (usage, peak) = (&line.usage, &line.usage.peak);
        let parser = if peak.helper == 0 { String::new() } else { format!("{:.0}", mib(peak.helper)) };
        writeln!(
            text,
            "| {} | {:.2} | {:.2} | {:.0} | {:.0} | {parser} |",
            line.subject.title(),
            usage.wall_seconds,
            usage.cpu_seconds,
            mib(peak.together),
            mib(peak.itself),
        )?;
    }
    writeln!(text, "\n| wanted | at most | is | | by CPU |\n|---|---:|---:|---|---:|")?;
    for wanted in &case.wanted {
        let met = if wanted.met { "OK" } else { "MISSED" };
        let by_cpu = wanted.by_cpu.map_or_else(String::new, |times| format!("{times:.2}"));
        let (what, at_most, unit, is) = (wanted.what, wanted.at_most, wanted.unit, wanted.is);
        writeln!(text, "| {what} | {at_most} {unit} | {is:.2} | {met} | {by_cpu} |")?;
    }
    writeln!(text)
}
