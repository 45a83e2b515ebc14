//! Files that are made or damaged so as to break a parser are refused, each with its reason.

use std::{fs, io::Write, path::Path};

use tempfile::tempdir;

use crate::harness::{adoptions, importer_alone, write};

fn reason(path: &Path, more: &[&str]) -> String {
    let run = importer_alone(&[&["inspect", path.to_str().unwrap(), "--format", "json"], more].concat());
    assert_eq!(run.code, 65, "{}{}", run.stdout, run.stderr);
    run.file()["reason"].as_str().unwrap().to_owned()
}

fn zipped(path: &Path, parts: &[(&str, &[u8])]) {
    let mut writer = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn a_parser_that_runs_out_of_memory_is_a_refused_file() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("list.xls");
    // The header of a compound file that claims 268 million sectors for its table of sectors.
    let mut bytes = vec![0; 612];
    bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    for (at, value) in [(24, 0x3E_u16), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)] {
        bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (at, value) in [(44, 0x0FFF_FFFF_u32), (56, 4096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE)] {
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    fs::write(&path, bytes).unwrap();
    assert_eq!(reason(&path, &[]), "parser_crashed");
}

#[test]
fn a_parser_that_never_ends_is_stopped() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("list.ods");
    let content = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>
        <table:table table:name="a"><table:table-row><table:table-cell/></table:table-row>"#;
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    let manifest = br#"<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    zipped(
        &path,
        &[("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", content.as_bytes())],
    );
    assert_eq!(reason(&path, &["--max-seconds", "2"]), "parser_timeout");
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_not_parsed() {
    let folder = tempdir().unwrap();
    let path = write(&folder, "list.xlsx", &adoptions());
    assert_eq!(reason(&path, &["--max-unpacked-mib", "0"]), "zip_bomb");
    assert_eq!(reason(&path, &["--max-parts", "3"]), "zip_bomb");
    assert_eq!(reason(&path, &["--max-cells", "100"]), "too_many_cells");
    assert_eq!(reason(&path, &["--max-columns", "5"]), "too_many_columns");
    assert_eq!(reason(&path, &["--max-file-mib", "0"]), "too_large");
}

#[test]
fn a_part_that_does_not_match_its_checksum_is_not_believed() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    let types = br#"<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let mut writer = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in
        [("[Content_Types].xml", &types[..]), ("xl/sharedStrings.xml", b"<si><t>Joint</t></si>")]
    {
        writer.start_file(name, stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(5).position(|window| window == b"Joint").unwrap();
    bytes[at..at + 5].copy_from_slice(b"Model");
    fs::write(&path, bytes).unwrap();
    assert_eq!(reason(&path, &[]), "corrupt_container");
}
