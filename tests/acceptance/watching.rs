//! Newer files by schedule and from an inbox, and how fresh everything is.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command},
};

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    harness::{Api, Site, Store, importer, importer_alone, start_importer_heard},
    on_both,
};

const WAVES: &str = "Financial year,Live from\n2015/16,2015-04-01\n";
const MORE_WAVES: &str = "Financial year,Live from\n2015/16,2015-04-01\n2016/17,2016-04-01\n";

/// A list of one source, with more keys.
fn list(folder: &TempDir, path: &str, keys: &str) -> String {
    let list = folder.path().join("sources.toml");
    let text = format!("[[source]]\npath = \"{path}\"\ndataset = \"waves\"\nallow_private = true\n{keys}\n");
    fs::write(&list, text).unwrap();
    list.to_str().unwrap().to_owned()
}

/// The files of a folder, without the folders in it.
fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let files = entries.map(|entry| entry.unwrap()).filter(|entry| entry.file_type().unwrap().is_file());
    let mut names: Vec<String> = files.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// An inbox with files in it.
fn inbox(folder: &TempDir, contents: &[(&str, &str)]) -> PathBuf {
    let inbox = folder.path().join("inbox");
    for (name, text) in contents {
        let path = inbox.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    inbox
}

fn empty(store: &Store, folder: &TempDir, inbox: &Path) -> crate::harness::Outcome {
    let list = list(folder, "absent.csv", "schedule = { cron = \"0 0 30 2 *\", time_zone = \"UTC\" }");
    // The source itself is looked at once, because it never was; what it has is not there.
    importer(store, &["watch", "--once", "--sources", &list, "--format", "json"]);
    let inbox = inbox.to_str().unwrap();
    importer(
        store,
        &["watch", "--once", "--sources", &list, "--inbox", inbox, "--settle", "0", "--format", "json"],
    )
}

fn end(mut child: Child, signal: &str) -> i32 {
    let told = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    child.wait().unwrap().code().unwrap()
}

on_both! {
    fn a_published_list_is_fetched_when_it_is_new_and_only_then(store: &Store) {
        let folder = tempdir().unwrap();
        let site = Site::publish("waves.csv", WAVES);
        let list = list(&folder, &site.url, "");
        let look = || importer(store, &["watch", "--once", "--sources", &list, "--format", "json"]);
        let first = look();
        assert_eq!((first.code, &first.file()["diff"]["added"]), (0, &json!(1)), "{}", first.stderr);
        assert_eq!(first.file()["path"], json!(site.url));
        assert_eq!(look().report()["files"], json!([]));
        site.replace(MORE_WAVES);
        assert_eq!(look().file()["diff"]["added"], 1);
        assert_eq!(site.answers(), [200, 304, 200]);
        let outcomes = store.column("SELECT outcome FROM source_check ORDER BY id");
        assert_eq!(outcomes, ["IMPORTED", "NOT_MODIFIED", "IMPORTED"]);
        assert_eq!(store.column("SELECT address FROM source ORDER BY id"), [site.url.as_str(), &site.url]);

        site.replace("<!DOCTYPE html><title>Not here</title>");
        let refused = look();
        assert_eq!((refused.code, &refused.file()["reason"]), (65, &json!("unsupported_format")));
        assert_eq!(store.column("SELECT financial_year FROM wave ORDER BY id"), ["2015/16", "2016/17"]);
    }

    fn several_importers_at_once_do_a_check_once(store: &Store) {
        let folder = tempdir().unwrap();
        let site = Site::publish("waves.csv", WAVES);
        let list = list(&folder, &site.url, "schedule = { cron = \"0 0 1 1 *\", time_zone = \"UTC\" }");
        importer(store, &["migrate"]);
        std::thread::scope(|scope| {
            let looks: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| importer(store, &["watch", "--once", "--sources", &list])))
                .collect();
            for look in looks {
                let look = look.join().unwrap();
                assert_eq!(look.code, 0, "{}", look.stderr);
            }
        });
        assert_eq!(site.answers(), [200]);
        assert_eq!(store.column("SELECT outcome FROM source_check"), ["IMPORTED"]);
    }

    fn a_file_in_the_inbox_is_imported_and_moved_with_its_report(store: &Store) {
        let folder = tempdir().unwrap();
        let inbox = inbox(&folder, &[
            ("waves.csv", WAVES),
            ("readme.txt", "this is no list"),
            ("other-waves/list.csv", MORE_WAVES),
            ("~$waves.csv", "not for reading"),
            ("more.csv.part", "not whole yet"),
        ]);
        let taken = empty(store, &folder, &inbox);
        assert_eq!(taken.code, 65, "{}", taken.stderr);
        assert_eq!(files(&inbox), ["more.csv.part", "~$waves.csv"]);
        assert_eq!(files(&inbox.join("done")), ["waves.csv", "waves.csv.report.json"]);
        assert_eq!(files(&inbox.join("done/other-waves")), ["list.csv", "list.csv.report.json"]);
        assert_eq!(files(&inbox.join("failed")), ["readme.txt", "readme.txt.report.json"]);
        let beside: Value =
            serde_json::from_slice(&fs::read(inbox.join("failed/readme.txt.report.json")).unwrap()).unwrap();
        assert_eq!((&beside["exitCode"], &beside["files"][0]["reason"]), (&json!(65), &json!("no_header")));
        let datasets = store.column("SELECT dataset FROM import_run WHERE status = 'COMMITTED' ORDER BY dataset");
        assert_eq!(datasets, ["other-waves", "waves"]);
    }

    fn a_file_that_comes_again_or_that_a_crash_has_left_is_unchanged_and_moved(store: &Store) {
        let folder = tempdir().unwrap();
        let inbox = inbox(&folder, &[("waves.csv", WAVES)]);
        // Imported, and then the importer was killed before it moved the file.
        let file = inbox.join("waves.csv");
        assert_eq!(importer(store, &["run", file.to_str().unwrap()]).code, 0);
        assert_eq!(empty(store, &folder, &inbox).file()["status"], "UNCHANGED");
        fs::write(&file, WAVES).unwrap();
        assert_eq!(empty(store, &folder, &inbox).file()["status"], "UNCHANGED");
        assert_eq!(
            files(&inbox.join("done")),
            ["waves.2.csv", "waves.2.csv.report.json", "waves.csv", "waves.csv.report.json"]
        );
        assert_eq!(store.column("SELECT financial_year FROM wave"), ["2015/16"]);
    }

    fn a_copy_in_the_inbox_of_what_another_dataset_is_made_of_is_unchanged_whatever_was_rejected(store: &Store) {
        const ONE_OF_TWELVE_REJECTED: &str = "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n07P,B,Live,2016/17\n\
            07W,B,Live,2016/17\n08C,B,Live,2016/17\n08K,B,Live,2016/17\n00C,B,Live,2016/17\n00M,B,Live,2016/17\n\
            00D,B,Live,2016/17\n00J,B,Live,2016/17\n00K,B,Live,2016/17\n01G,B,Live,2016/17\n0ZZ,C,Live,2016/17\n";
        const NAMES: &str = "CCG13CD,CCG13CDH,CCG13NM\nE38000077,08F,NHS Havering\n";
        let folder = tempdir().unwrap();
        importer(store, &["run", "data/facts/waves.csv", "data/workbooks/ccg-register.xlsx"]);
        let kept = inbox(&folder, &[("list.csv", ONE_OF_TWELVE_REJECTED), ("names.csv", NAMES)]);
        let of = |name: &str| kept.join(name).to_str().unwrap().to_owned();
        let list = importer(store, &["run", &of("list.csv"), "--dataset", "list"]);
        assert_eq!(list.code, 1, "{}", list.stderr);
        let names = importer(store, &["run", &of("names.csv"), "--dataset", "names", "--as-of", "2013-04-01"]);
        assert_eq!(names.code, 0, "{}", names.stderr);
        for (from, to) in [("list.csv", "copy.csv"), ("names.csv", "names again.csv")] {
            fs::rename(of(from), of(to)).unwrap();
        }
        let emptied = empty(store, &folder, &kept);
        for (file, dataset) in emptied.report()["files"].as_array().unwrap().iter().zip(["list", "names"]) {
            assert_eq!((&file["status"], &file["inForceAs"]), (&json!("UNCHANGED"), &json!(dataset)), "{file}");
        }
        assert_eq!(files(&kept.join("failed")), [""; 0]);
        // Its own dataset takes it once more: what was rejected may be known by now.
        fs::write(of("list.csv"), ONE_OF_TWELVE_REJECTED).unwrap();
        assert_eq!(empty(store, &folder, &kept).file()["status"], "COMMITTED");
        let datasets = store.column("SELECT DISTINCT dataset FROM import_run WHERE status = 'COMMITTED' AND dataset LIKE '%s%'");
        assert!(!datasets.iter().any(|dataset| dataset.starts_with("copy") || dataset.contains("again")), "{datasets:?}");
    }

    fn it_watches_until_it_is_told_to_end(store: &Store) {
        let folder = tempdir().unwrap();
        let site = Site::publish("waves.csv", WAVES);
        let list = list(&folder, &site.url, "schedule = { every = \"1d\" }");
        let inbox = inbox(&folder, &[("new-waves.csv", MORE_WAVES)]);
        for (signal, code) in [("TERM", 143), ("INT", 130)] {
            let arguments =
                ["watch", "--sources", &list, "--inbox", inbox.to_str().unwrap(), "--settle", "0"];
            let mut child = start_importer_heard(store, &arguments);
            let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
            let heard: Vec<String> = log
                .by_ref()
                .take_while(|line| !line.contains("the next check is due at"))
                .collect();
            assert!(heard.iter().any(|line| line.ends_with("(every 1day)")), "{heard:?}");
            assert_eq!(end(child, signal), code, "{heard:?}");
            drop(log);
        }
        assert_eq!(site.answers(), [200]);
    }

    fn how_fresh_a_source_is_is_told_by_an_exit_code(store: &Store) {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("waves.csv"), WAVES).unwrap();
        let list = list(
            &folder,
            "waves.csv",
            "schedule = { cron = \"0 6 * * *\", time_zone = \"Europe/London\" }\n\
             freshness = { warn_after = \"2d\", error_after = \"7d\" }",
        );
        let status = || importer(store, &["runs", "status", "--sources", &list, "--format", "json"]);
        assert_eq!(status().code, 78, "there is no schema yet");
        importer(store, &["migrate"]);
        let never = status();
        assert_eq!((never.code, &never.report()["sources"][0]["lastSuccessAt"]), (3, &Value::Null));

        assert_eq!(importer(store, &["watch", "--once", "--sources", &list]).code, 0);
        let fresh = status();
        let source = &fresh.report()["sources"][0];
        assert_eq!((fresh.code, &source["freshness"], &source["outcome"]), (0, &json!("OK"), &json!("IMPORTED")));
        assert!(source["nextCheckAt"].is_string() && source["lastCheckedAt"].is_string(), "{source}");
        let table = importer(store, &["runs", "status", "--sources", &list]).stdout;
        assert!(table.lines().nth(1).unwrap().starts_with("waves                        OK  "), "{table}");

        let api = Api::start(store);
        let health = || -> Value { serde_json::from_str(&api.get("/health/ready").1).unwrap() };
        let metric = |name: &str| {
            let (_, text) = api.get("/metrics");
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix("{source=\"waves\",dataset=\"waves\"} "));
            line.map(|value| value.parse::<i64>().unwrap())
        };
        assert_eq!((&health()["freshness"], &health()["stale"]), (&json!("OK"), &json!([])));
        assert_eq!(metric("source_freshness"), Some(0));
        let now = chrono::Utc::now().timestamp();
        for name in ["source_last_check_timestamp_seconds", "source_last_success_timestamp_seconds"] {
            assert!(metric(name).is_some_and(|moment| (now - 300..=now).contains(&moment)), "{name}");
        }

        for (day, code, freshness) in [(3, 1, "WARN"), (8, 3, "ERROR")] {
            let past = (chrono::Utc::now() - chrono::TimeDelta::days(day)).format("%Y-%m-%d %H:%M:%S+00:00");
            for table in ["import_run", "source_check"] {
                store.column(&format!("UPDATE {table} SET finished_at = '{past}', started_at = '{past}' RETURNING 'x'"));
            }
            let stale = status();
            assert_eq!((stale.code, &stale.report()["freshness"]), (code, &json!(freshness)), "{}", stale.stdout);
            // It is told, and answers are given all the same.
            assert_eq!(api.get("/health/ready").0, 200);
            let told = &health()["stale"][0];
            assert_eq!((&told["source"], &told["freshness"]), (&json!("waves"), &json!(freshness)));
            assert_eq!(health()["freshness"], freshness);
            assert_eq!(metric("source_freshness"), Some(i64::from(code == 3) + 1));
        }
        // The history of runs is what it was.
        assert_eq!(importer(store, &["runs", "--limit", "1", "--format", "json"]).report()[0]["dataset"], "waves");
        // An import of the list, too, says what stands in it; what does no more is forgotten.
        let text = fs::read_to_string(&list).unwrap();
        fs::write(&list, text.replace("\"2d\"", "\"0s\"")).unwrap();
        assert_eq!(importer(store, &["run", "--sources", &list]).code, 0);
        assert_eq!(health()["freshness"], "WARN", "nothing is younger than no time at all");
        fs::write(&list, text.replace("dataset = \"waves\"", "dataset = \"other\"")).unwrap();
        importer(store, &["watch", "--once", "--sources", &list]);
        assert_eq!(metric("source_freshness"), None);
    }

    fn an_address_is_a_file_to_run_and_check_as_well(store: &Store) {
        let site = Site::publish("waves.csv", WAVES);
        let inward = importer(store, &["run", &site.url, "--format", "json"]);
        assert_eq!((inward.code, &inward.file()["reason"]), (66, &json!("not_fetched")), "{}", inward.stderr);
        assert!(inward.file()["message"].as_str().unwrap().contains("127.0.0.1 leads to 127.0.0.1"), "{}", inward.stdout);
        assert_eq!(site.answers(), [0; 0]);
        let checked = importer(store, &["check", &site.url, "--allow-private", "--format", "json"]);
        assert_eq!((checked.code, &checked.file()["diff"]["added"]), (0, &json!(1)), "{}", checked.stderr);
        let run = importer(store, &["run", &site.url, "--allow-private", "--format", "json"]);
        assert_eq!((run.code, &run.file()["dataset"], &run.file()["path"]), (0, &json!("waves"), &json!(site.url)));
        assert_eq!(store.column("SELECT reason FROM import_run WHERE reason IS NOT NULL"), ["not_fetched"]);
    }
}

#[test]
fn what_cannot_be_watched_is_said_at_once() {
    let folder = tempdir().unwrap();
    let store = Store::sqlite();
    let unscheduled = list(&folder, "waves.csv", "");
    let told = importer(&store, &["watch", "--sources", &unscheduled]);
    assert_eq!(told.code, 78);
    assert!(told.stderr.contains("there is nothing to watch"), "{}", told.stderr);
    let told = importer(&store, &["watch", "--sources", &unscheduled, "--inbox", "no/such/folder"]);
    assert_eq!(told.code, 66);
    assert!(told.stderr.contains("the inbox no/such/folder: it cannot be read"), "{}", told.stderr);
    let wrong = list(&folder, "waves.csv", "schedule = { cron = \"0 25 * * *\", time_zone = \"UTC\" }");
    let told = importer(&store, &["watch", "--sources", &wrong]);
    assert_eq!(told.code, 78);
    assert!(told.stderr.contains("line 5: \"0 25 * * *\" is not a cron expression"), "{}", told.stderr);
    assert_eq!(importer_alone(&["runs", "--limit", "1", "status"]).code, 2);
}
