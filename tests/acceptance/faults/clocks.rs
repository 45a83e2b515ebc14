//! Clocks that are wrong, that are corrected, and that say another local time.

use std::{fs, process::Command};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tempfile::{TempDir, tempdir};

use super::faults_of;
use crate::{
    harness::{Api, Outcome, Store, importer, importer_command, with_clock},
    on_both,
};

/// By how much the clock is wrong, in seconds, and the local time: half an hour and three quarters off, the first and the last
/// place where a day begins, a place that once left a day out, summer time, and one that does not exist.
const CLOCKS: [(i64, &str); 8] = [
    (0, "UTC"),
    (3_600, "Asia/Kathmandu"),
    (366 * 86_400, "Pacific/Kiritimati"),
    (-5 * 365 * 86_400, "America/St_Johns"),
    (-3_600, "Pacific/Apia"),
    (200 * 86_400, "Europe/London"),
    (-1, "Pacific/Pago_Pago"),
    (0, "Nowhere/AtAll"),
];

fn list(folder: &TempDir, rows: usize) -> String {
    const CODES: [&str; 8] = ["08F", "07P", "07W", "08C", "08K", "00C", "00M", "00D"];
    let path = folder.path().join(format!("list-{rows}.csv"));
    let rows = CODES[..rows].iter().map(|code| format!("{code},C,Live,2016/17,2016-04-01\n"));
    fs::write(&path, format!("CCG code,Model,Status,Year,Effective from\n{}", rows.collect::<String>()))
        .unwrap();
    path.to_str().unwrap().to_owned()
}

on_both! {
    fn versions_and_moments_go_forward_whatever_the_clock_says(store: &Store) {
        let register = importer(store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]);
        assert_eq!(register.code, 0, "{}", register.stderr);
        let folder = tempdir().unwrap();
        for (number, (seconds, zone)) in CLOCKS.into_iter().enumerate() {
            let list = list(&folder, number + 1);
            let command = importer_command(store, &["run", &list, "--dataset", "list", "--format", "json"]);
            let run: Outcome = with_clock(TimeDelta::seconds(seconds), zone, &command).output().unwrap().into();
            assert_eq!(run.code, 0, "{zone}: {}{}", run.stdout, run.stderr);
            assert_eq!(run.file()["dataVersion"], number + 3, "{zone}");
        }
        let begun = store.column("SELECT CAST(started_at AS TEXT) FROM import_run ORDER BY id");
        assert!(!begun.is_sorted(), "the clocks were wrong: {begun:?}");
        assert_eq!(faults_of(store), json!([]));

        let api = Api::start(store);
        let moments = store.column("SELECT CAST(recorded_at AS TEXT) FROM import_run ORDER BY import_run.data_version");
        let moments: Vec<DateTime<Utc>> = moments.iter().map(|moment| {
            let moment = if moment.ends_with("+00") { format!("{moment}:00") } else { moment.clone() };
            DateTime::parse_from_rfc3339(&moment.replacen(' ', "T", 1)).unwrap().to_utc()
        }).collect();
        let versions: Vec<(usize, DateTime<Utc>)> = moments.into_iter().enumerate().collect();
        assert_eq!(versions.len(), CLOCKS.len() + 2);
        assert!(versions.windows(2).all(|pair| pair[0].1 < pair[1].1), "{versions:?}");
        // What was known at each of these moments is what its version held, and the day of a fact is that of its file.
        for (number, (_, moment)) in versions[2..].iter().enumerate() {
            let known = format!(
                "{{ adoptions(knownAt: \"{}\") {{ totalCount nodes {{ effectiveFrom }} }} }}",
                moment.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
            );
            let adoptions = api.ask(&known)["adoptions"].clone();
            assert_eq!(adoptions["totalCount"], number + 1, "{known}");
            let days = adoptions["nodes"].as_array().unwrap();
            assert!(days.iter().all(|node| node["effectiveFrom"] == "2016-04-01"), "{days:?}");
        }
        assert_eq!(api.ask("{ adoptions { totalCount } }")["adoptions"]["totalCount"], CLOCKS.len());
    }
}

/// Looks for what is due when the clock says so.
fn look(store: &Store, sources: &str, moment: DateTime<Utc>, zone: &str) {
    let command: Command = importer_command(store, &["watch", "--once", "--sources", sources]);
    let looked: Outcome = with_clock(moment - Utc::now(), zone, &command).output().unwrap().into();
    assert_eq!(looked.code, 0, "{moment}: {}{}", looked.stdout, looked.stderr);
}

#[test]
fn a_schedule_is_kept_once_a_day_whatever_becomes_of_the_clock() {
    // In London the clocks went forward on 29 March, at 01:00, and back on 25 October, at 02:00; here at half past one, which
    // then does not come, or twice.
    for days in [["2026-03-28", "2026-03-29", "2026-03-30"], ["2026-10-24", "2026-10-25", "2026-10-26"]] {
        let (store, folder) = (Store::sqlite(), tempdir().unwrap());
        fs::write(folder.path().join("waves.csv"), "Financial year,Live from\n2015/16,2015-04-01\n").unwrap();
        let sources = folder.path().join("sources.toml");
        let schedule = "schedule = { cron = \"30 1 * * *\", time_zone = \"Europe/London\" }";
        fs::write(&sources, format!("[[source]]\npath = \"waves.csv\"\ndataset = \"waves\"\n{schedule}\n"))
            .unwrap();
        let mut looks = 0;
        for day in days {
            // By the last of them the clock has been set back by an hour, after the check.
            for time in ["00:15", "00:45", "01:15", "01:45", "02:15", "03:00", "02:00", "03:00"] {
                let moment = format!("{day}T{time}:00Z").parse().unwrap();
                look(
                    &store,
                    sources.to_str().unwrap(),
                    moment,
                    ["Pacific/Apia", "Asia/Kathmandu"][looks % 2],
                );
                looks += 1;
            }
        }
        let checks = store.column("SELECT substr(started_at, 1, 16) FROM source_check ORDER BY id");
        eprintln!("{looks} looks, and checks at {checks:?}");
        // That of the first day is made at once, because there was none before.
        let last = |time: &str| checks.iter().filter(|check| check.starts_with(time)).count();
        assert_eq!((last(days[1]), last(days[2]), checks.len() <= 4), (1, 1, true), "{checks:?}");
    }
}
