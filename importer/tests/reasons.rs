//! Every class of problem, and every reason to refuse a file, with the smallest file that gives it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Read, Write},
    path::Path,
    process::Command,
    time::Duration,
};

use importer::{
    catalogue::SourceEntry,
    error::RefusalCode,
    extract::{Limits, visit},
    issue::IssueCode,
    load::database,
    report::FileReport,
    run::{self, Options},
    stop::Stop,
};
use rust_xlsxwriter::{Workbook, Worksheet};
use sea_orm::Iterable;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const WAVES: &str = "Financial year,Live from\n2014/15,2014-04-01\n2015/16,2015-04-01\n2016/17,2016-04-01\n";
const REGISTER: &str = "ODS code,CCG name,ONS code,Open date,Close date,Region\n\
    9A1,NHS First Invented CCG,E38999991,2013-04-01,,London\n\
    9A2,NHS Closed Invented CCG,,2013-04-01,2015-03-31,\n\
    9A3,NHS Late Invented CCG,,2018-04-01,,\n\
    9A4,NHS Twin CCG,,2013-04-01,,\n\
    9A5,NHS Twin CCG,,2013-04-01,,\n";
const HEADER: &str = "CCG code,CCG name,ONS code,Model,Status,Year,Effective from\n";

/// Imports files one after the other into a database that knows five invented CCGs; the limits are those of the last, whose
/// report this gives.
async fn import(files: &[(&str, Vec<u8>)], limits: Limits, max_rejects_percent: u64) -> FileReport {
    let folder = tempfile::tempdir().unwrap();
    let known = [("waves.csv", WAVES.into()), ("register.csv", REGISTER.into())];
    let entries = known.iter().chain(files).map(|(name, bytes): &(&str, Vec<u8>)| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        SourceEntry::of_file(&path)
    });
    run_with(&entries.collect::<Vec<_>>(), limits, max_rejects_percent).await
}

async fn run_with(entries: &[SourceEntry], limits: Limits, max_rejects_percent: u64) -> FileReport {
    let patience = Duration::from_secs(1);
    let db = database::connect("sqlite::memory:", patience).await.unwrap();
    let options = |limits| Options {
        dry_run: false,
        replace: false,
        again: false,
        max_rejects_percent,
        lock_timeout: patience,
        limits,
        visit,
        stop: Stop::never(),
    };
    let (last, before) = entries.split_last().unwrap();
    let (report, outcome) = run::run(&db, before, &options(Limits::default()), &|_, _| {}).await;
    outcome.unwrap();
    assert!(report.files.iter().all(|file| file.reason.is_none()), "{report:?}");
    let (mut report, outcome) = run::run(&db, std::slice::from_ref(last), &options(limits), &|_, _| {}).await;
    outcome.unwrap();
    report.files.pop().unwrap()
}

fn rows(rows: &str) -> Vec<u8> {
    format!("{HEADER}{rows}\n").into_bytes()
}

fn workbook(fill: fn(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for name in ["2015-16", "2016-17"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["CCG code", "Model", "Status"]).unwrap();
        sheet.write_row(1, 0, ["9A1", "Joint", "Live"]).unwrap();
    }
    fill(workbook.worksheet_from_name("2016-17").unwrap());
    workbook.save_to_buffer().unwrap()
}

/// A workbook with a formula whose result is not stored, as some programs write it.
fn uncalculated() -> Vec<u8> {
    let bytes = workbook(|sheet| {
        sheet.write_formula(2, 0, "=A2").unwrap();
        sheet.write_row(2, 1, ["Joint", "Live"]).unwrap();
    });
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.replace("</f><v>0</v>", "</f>").as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A list whose rows have the problem.
fn example_of(code: IssueCode) -> (&'static str, Vec<u8>) {
    let long = "x".repeat(32_768);
    let of_rows = |text: &str| ("list.csv", rows(text));
    match code {
        IssueCode::MissingCode => of_rows(",,,C,Live,2015/16,"),
        IssueCode::MalformedCode => of_rows("9A,,,C,Live,2015/16,"),
        IssueCode::UnknownCcg => of_rows("0ZZ,,,C,Live,2015/16,"),
        IssueCode::CcgClosed => of_rows("9A2,,,C,Live,2016/17,"),
        IssueCode::CcgNotOpen => of_rows("9A3,,,C,Live,2016/17,"),
        IssueCode::EndsAfterClosing => (
            "list.csv",
            b"CCG code,Model,Status,Year,Effective to\n9A1,C,Live,2016/17,\n9A2,C,Live,2014/15,2016-03-31\n"
                .to_vec(),
        ),
        IssueCode::NameCodeMismatch => of_rows("9A1,NHS Late Invented CCG,,C,Live,2016/17,"),
        IssueCode::NameVariant => of_rows("9A1,NHS Foremost Invented CCG,,C,Live,2016/17,"),
        IssueCode::OnsCodeVariant => of_rows("9A1,,E38888888,C,Live,2016/17,"),
        IssueCode::AmbiguousCcg => of_rows(",NHS Twin CCG,,C,Live,2016/17,"),
        IssueCode::NotACcg => of_rows(",INVENTED COMMISSIONING HUB,,C,Live,2016/17,"),
        IssueCode::MissingModel => of_rows("9A1,,,-,Live,2016/17,"),
        IssueCode::UnknownModel => of_rows("9A1,,,Not delegated,Live,2016/17,"),
        IssueCode::MissingValue => of_rows("9A1,,,C,,2016/17,"),
        IssueCode::UnknownValue => of_rows("9A1,,,C,Perhaps,2016/17,"),
        IssueCode::UnclearGroup => of_rows("Not approved\n9A1,,,C,Live,2016/17,"),
        IssueCode::RegionVariant => {
            ("list.csv", b"CCG code,Model,Status,Year,Region\n9A1,C,Live,2016/17,South\n".to_vec())
        }
        IssueCode::Remark => {
            ("list.csv", b"CCG code,Model,Status,Year,Comments\n9A1,C,Live,2016/17,Not yet signed\n".to_vec())
        }
        IssueCode::BadDate => of_rows("9A1,,,C,Live,2016/17,31/04/2016"),
        IssueCode::DateOutsideFy => of_rows("9A1,,,C,Live,2016/17,01/04/2017"),
        IssueCode::FyUnparseable => of_rows("9A1,,,C,Live,2016/18,"),
        IssueCode::UnknownWave => of_rows("9A1,,,C,Live,2017/18,"),
        IssueCode::DatesOutOfOrder => (
            "late.csv",
            b"ODS code,CCG name,Open date,Close date\n9B1,NHS Brief CCG,2016-04-01,2015-04-01\n".to_vec(),
        ),
        IssueCode::DuplicateIdentical => of_rows("9A1,,,C,Live,2016/17,\n9A1,,,C,Live,2016/17,"),
        IssueCode::DuplicateConflict => {
            of_rows("9A1,,,C,Live,2016/17,01/04/2016\n9A1,,,C,Live,2016/17,01/05/2016")
        }
        IssueCode::ErrorCell => (
            "list.xlsx",
            workbook(|sheet| {
                sheet
                    .write_formula(2, 1, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!"))
                    .unwrap();
                sheet.write_string(2, 0, "9A1").unwrap();
                sheet.write_string(2, 2, "Live").unwrap();
            }),
        ),
        IssueCode::FormulaWithoutValue => ("list.xlsx", uncalculated()),
        IssueCode::ControlChars => of_rows("9A1,a\u{1}b,,C,Live,2016/17,"),
        IssueCode::TooLong => of_rows(&format!("9A1,{long},,C,Live,2016/17,")),
        IssueCode::RaggedRow => of_rows("9A1,NHS First, Invented CCG,,C,Live,2016/17,,more"),
        IssueCode::HiddenSheetSkipped => (
            "list.xlsx",
            workbook(|sheet| {
                sheet.set_hidden(true);
            }),
        ),
        IssueCode::HiddenRows => (
            "list.xlsx",
            workbook(|sheet| {
                sheet.set_row_hidden(1).unwrap();
            }),
        ),
        IssueCode::HiddenColumns => (
            "list.xlsx",
            workbook(|sheet| {
                sheet.set_column_hidden(2).unwrap();
            }),
        ),
    }
}

#[tokio::test]
async fn every_class_of_problem_is_told_of_the_row_that_has_it() {
    for code in IssueCode::iter() {
        let report = import(&[example_of(code)], Limits::default(), 100).await;
        let told: BTreeSet<&str> = report.issues.iter().map(|issue| issue.code.as_str()).collect();
        assert!(told.contains(code.as_str()), "{} is not among {told:?} {:?}", code.as_str(), report.message);
    }
}

/// Files of which the last is refused, and the limits under which it is.
fn refused(code: RefusalCode) -> (Vec<(&'static str, Vec<u8>)>, Limits) {
    let defaults = Limits::default();
    let text = |text: &str| (vec![("list.csv", text.as_bytes().to_vec())], defaults);
    let good = || rows("9A1,,,C,Live,2016/17,");
    let limited = |limits| (vec![("list.csv", good())], limits);
    match code {
        RefusalCode::EmptyFile => text(""),
        RefusalCode::UnsupportedFormat => {
            (vec![("picture.png", b"\x89PNG\r\n\x1a\n\0\0".to_vec())], defaults)
        }
        RefusalCode::CorruptContainer => (vec![("list.xlsx", b"PK\x03\x04 and no more".to_vec())], defaults),
        RefusalCode::Encrypted => {
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            (vec![("list.xlsx", [&b"\xD0\xCF\x11\xE0"[..], &name].concat())], defaults)
        }
        RefusalCode::TooLarge => limited(Limits { file_bytes: 50, ..defaults }),
        RefusalCode::TooManyColumns => limited(Limits { columns: 5, ..defaults }),
        RefusalCode::TooManyCells => limited(Limits { cells: 10, ..defaults }),
        RefusalCode::TooManyRows => limited(Limits { rows: 1, ..defaults }),
        RefusalCode::ZipBomb => {
            (vec![("list.xlsx", workbook(|_| {}))], Limits { zip_entries: 2, ..defaults })
        }
        RefusalCode::EncodingUndetected => (vec![("list.csv", b"\xFF\xFEa\0b".to_vec())], defaults),
        RefusalCode::CsvMalformed => text("CCG code,Model,Status,Year\n\"9A1,C,Live,2016/17\n"),
        RefusalCode::NoHeader => text("Dear all,\nplease find attached\n"),
        RefusalCode::TableSideways => {
            text("CCG code,9A1,9A2\nModel,C,Joint\nStatus,Live,Live\nYear,2016/17,2014/15\n")
        }
        RefusalCode::HeaderAmbiguous => text("Wave 1\nCCG code,Status,2015/16,Delegated\n9A1,Live,C,Yes\n"),
        RefusalCode::MissingPeriod => text("CCG code,Model,Status\n9A1,C,Live\n"),
        RefusalCode::MissingStage => text("CCG code,Model,Year\n9A1,C,2016/17\n"),
        RefusalCode::NoRows => text(HEADER),
        RefusalCode::SheetLost => {
            let hidden = workbook(|sheet| {
                sheet.set_hidden(true);
            });
            (vec![("older/list.xlsx", workbook(|_| {})), ("list.xlsx", hidden)], defaults)
        }
        RefusalCode::KindChanged => (
            vec![("older/list.csv", good()), ("list.csv", WAVES.replace("Live from", "Go live").into())],
            defaults,
        ),
        RefusalCode::TooManyRejects => {
            text(&format!("{HEADER}0ZZ,,,C,Live,2016/17,\n9A1,,,C,Live,2016/17,\n"))
        }
        RefusalCode::ProfileMismatch => (vec![("list.csv", good())], defaults),
        // Of these there are no bytes.
        RefusalCode::Unreadable
        | RefusalCode::NotPermitted
        | RefusalCode::NotARegularFile
        | RefusalCode::ChangedWhileReading
        | RefusalCode::NotFetched => (Vec::new(), defaults),
        RefusalCode::ParserCrashed => {
            // The header of a compound file that claims 268 million sectors for its table of sectors.
            let mut bytes = vec![0; 612];
            bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
            for (at, value) in [(24, 0x3E_u16), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)] {
                bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
            }
            for (at, value) in [(44, 0x0FFF_FFFF_u32), (56, 4096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE)] {
                bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
            }
            (vec![("list.xls", bytes)], defaults)
        }
        RefusalCode::ParserTimeout => {
            // The end of the table never comes.
            let content = r#"<d xmlns:table="t"><table:table table:name="a"><table:table-row/>"#;
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            for (name, text) in [
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                ("META-INF/manifest.xml", "<m/>"),
                ("content.xml", content),
            ] {
                writer.start_file(name, SimpleFileOptions::default()).unwrap();
                writer.write_all(text.as_bytes()).unwrap();
            }
            (vec![("list.ods", writer.finish().unwrap().into_inner())], defaults)
        }
    }
}

/// What the program itself says of a file that would take this process with it, and may take so many seconds.
fn inspected(name: &str, bytes: &[u8], seconds: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    told_by_program(&["inspect", path.to_str().unwrap(), "--max-seconds", seconds])
}

/// The reason that the program gives.
fn told_by_program(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_importer"));
    let output = command.args(arguments).args(["--format", "json"]).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    report["files"][0]["reason"].as_str().unwrap().to_owned()
}

/// Why a file is refused that has not the columns of the profile by which it is to be read.
async fn read_by_another_profile(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (list, profile) = (folder.path().join("list.csv"), folder.path().join("profile.toml"));
    fs::write(&list, bytes).unwrap();
    let text = "name = \"other\"\nversion = 1\nkind = \"adoptions\"\n[columns]\nods_code = \"Org\"\nmodel = \"Model\"\n";
    fs::write(&profile, text).unwrap();
    let entry = SourceEntry { profile: Some(profile), ..SourceEntry::of_file(&list) };
    let report = run_with(&[entry], Limits::default(), 10).await;
    report.reason.map_or("none", RefusalCode::as_str).to_owned()
}

#[tokio::test]
async fn every_reason_to_refuse_a_file_is_given_for_the_file_that_has_it() {
    // What may be read depends on who runs this: the acceptance tests run the importer as nobody.
    for code in RefusalCode::iter().filter(|code| *code != RefusalCode::NotPermitted) {
        let (files, limits) = refused(code);
        let told = match code {
            // On a busy machine it takes a while even to crash.
            RefusalCode::ParserCrashed => inspected(files[0].0, &files[0].1, "60"),
            RefusalCode::ParserTimeout => inspected(files[0].0, &files[0].1, "2"),
            // A list may not lead to this machine.
            RefusalCode::NotFetched => told_by_program(&[
                "run",
                "http://127.0.0.1/list.csv",
                "--database-url",
                "sqlite::memory:",
                "--sources",
                "none.toml",
            ]),
            RefusalCode::Unreadable | RefusalCode::NotARegularFile | RefusalCode::ChangedWhileReading => {
                let path = match code {
                    RefusalCode::Unreadable => "no/such/file.csv",
                    RefusalCode::NotARegularFile => "/",
                    // The system says that it is empty, and it never is.
                    _ => "/proc/self/status",
                };
                let report = run_with(&[SourceEntry::of_file(Path::new(path))], limits, 10).await;
                report.reason.unwrap().as_str().to_owned()
            }
            RefusalCode::ProfileMismatch => read_by_another_profile(&files[0].1).await,
            _ => import(&files, limits, 10).await.reason.map_or("none", RefusalCode::as_str).to_owned(),
        };
        assert_eq!(told, code.as_str());
    }
}
