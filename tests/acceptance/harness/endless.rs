//! A spreadsheet over which the parser never ends, and what becomes of that parser.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    thread::sleep,
    time::Duration,
};

use tempfile::TempDir;

/// A spreadsheet over which the parser never ends.
pub(crate) fn endless(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("endless.ods");
    let content = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>
        <table:table table:name="a"><table:table-row><table:table-cell/></table:table-row>"#;
    let mut writer = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            r#"<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
        ("content.xml", content),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
    path
}

/// The parsing process of an importer, if it has one.
fn parser_of(importer: u32) -> Option<u32> {
    let tasks = fs::read_dir(format!("/proc/{importer}/task")).ok()?;
    let children = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("children")).ok());
    children
        .flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .find_map(|id| id.parse().ok())
}

/// Waits until the parsing process has been the same for a while: then it is at the endless file.
pub(crate) fn wait_for_endless_parser(importer: u32) -> u32 {
    let (mut last, mut seen) = (None, 0);
    for _ in 0..600 {
        sleep(Duration::from_millis(50));
        let now = parser_of(importer);
        seen = if now.is_some() && now == last { seen + 1 } else { 0 };
        last = now;
        if seen == 20 {
            break;
        }
    }
    last.expect("the importer has a parsing process")
}

/// Whether a process has ended, or does so within some seconds.
pub(crate) fn is_gone(process: u32) -> bool {
    let ended =
        || fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| stat.contains(") Z "));
    (0..100).any(|_| {
        sleep(Duration::from_millis(50));
        !Path::new(&format!("/proc/{process}")).exists() || ended()
    })
}
