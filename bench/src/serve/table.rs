//! The results for people.

use std::fmt::Write;

use super::{
    data::Size,
    measured::{Memory, Subject, median},
    results::{DatabaseResult, Line, Results},
};

/// For each database what answers took, and beneath it what clients saw.
pub(super) fn text(results: &Results) -> String {
    let mut text = String::new();
    for database in &results.databases {
        // Writing to a text cannot fail.
        let _ = write(&mut text, results, database);
    }
    text
}

fn write(text: &mut String, results: &Results, database: &DatabaseResult) -> std::fmt::Result {
    let DatabaseResult { size, organisations, adoptions, questions, lines, .. } = database;
    writeln!(text, "{}: {organisations} organisations, {adoptions} adoptions\n", size.title())?;
    for question in questions {
        writeln!(text, "- {}: {} ({} bytes)", question.name, question.title, question.answer_bytes)?;
    }
    writeln!(text, "\nMicroseconds of the service's processor for each answer:\n")?;
    let titles: Vec<&str> = Subject::ALL.iter().map(|subject| subject.title()).collect();
    write!(text, "| | connections | {} | (e)/(a) | (f)/(a) | (d)/(b) |", titles.join(" | "))?;
    let beside_small = *size == Size::Large;
    writeln!(text, "{}", if beside_small { " (d) beside SMALL |" } else { "" })?;
    writeln!(text, "|---|{}", "---:|".repeat(10 + usize::from(beside_small)))?;
    for line in lines {
        let cells = Subject::ALL.map(|subject| cell(cpu(line, subject), 1)).join(" | ");
        let ratio = |one, other| cell(divided(cpu(line, one), cpu(line, other)), 2);
        let ratios = [
            ratio(Subject::Repeated, Subject::Stored),
            ratio(Subject::NotModified, Subject::Stored),
            ratio(Subject::Cold, Subject::ByHand),
        ];
        write!(text, "| {} | {} | {cells} | {} |", line.question, line.connections, ratios.join(" | "))?;
        if beside_small {
            write!(text, " {} |", cell(divided(cpu(line, Subject::Cold), results.cold_on_small(line)), 2))?;
        }
        writeln!(text)?;
    }
    seen(text, lines, &titles)?;
    ends(text, database)
}

/// What clients saw.
fn seen(text: &mut String, lines: &[Line], titles: &[&str]) -> std::fmt::Result {
    writeln!(text, "\nAnswers in a second, and within how many milliseconds half and 99 of 100 came:\n")?;
    writeln!(text, "| | connections | {} |", titles.join(" | "))?;
    writeln!(text, "|---|{}", "---:|".repeat(7))?;
    for line in lines {
        let cell = |subject: Subject| {
            line.taken.get(&subject).map_or_else(String::new, |taken| {
                let (p50, p99) = (taken.p50_milliseconds, taken.p99_milliseconds);
                format!("{:.0} ({p50:.2}, {p99:.2})", taken.answers_per_second)
            })
        };
        writeln!(
            text,
            "| {} | {} | {} |",
            line.question,
            line.connections,
            Subject::ALL.map(cell).join(" | ")
        )?;
    }
    Ok(())
}

/// What is measured of the api alone.
#[expect(clippy::cast_precision_loss, reason = "bytes of memory")]
fn ends(text: &mut String, database: &DatabaseResult) -> std::fmt::Result {
    let mib = |bytes: u64| bytes as f64 / (1024.0 * 1024.0);
    writeln!(
        text,
        "\n| connections | most memory of the api, MiB | in the end, without mapped files |\n|---:|---:|---:|"
    )?;
    for Memory { connections, peak_bytes, own_bytes } in &database.memory {
        writeln!(text, "| {connections} | {:.1} | {:.1} |", mib(*peak_bytes), mib(*own_bytes))?;
    }
    let starts = &database.start_milliseconds;
    let (least, most) =
        starts.iter().fold((f64::MAX, 0f64), |(least, most), start| (start.min(least), start.max(most)));
    writeln!(
        text,
        "\nFrom its start to its first answer: {:.0} ms, the median of {}, {least:.0} to {most:.0}.\n",
        median(starts.clone()),
        starts.len()
    )
}

fn cpu(line: &Line, subject: Subject) -> Option<f64> {
    line.taken.get(&subject).map(|taken| taken.cpu_microseconds)
}

fn divided(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    Some(one? / other.filter(|other| *other > 0.0)?)
}

fn cell(number: Option<f64>, digits: usize) -> String {
    number.map_or_else(String::new, |number| format!("{number:.digits$}"))
}
