//! Tables that are taken slowly, or take long themselves: nobody else waits for either.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    exporting::{execute, fetch, store_areas},
    harness::{Api, Store, importer},
    on_both,
};

/// Some kilobytes a row.
const WIDE: &str = "{ areas { nodes { a: name b: name c: name d: name e: name f: name g: name h: name } } }";

/// As many areas with long names.
fn store_long_areas(store: &Store, number: u32) {
    store_areas(store, number);
    execute(store, &format!("UPDATE area SET name = name || '{}' WHERE id > 1000000", "x".repeat(500)));
}

/// A table of which a client has taken the head only.
struct Transfer {
    stream: TcpStream,
    head: String,
}

impl Transfer {
    fn begin(api: &Api, query: &str) -> Self {
        let mut stream = TcpStream::connect(api.address().strip_prefix("http://").unwrap()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let query: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let request =
            format!("GET /graphql.csv?query={query} HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            head.extend_from_slice(&byte);
        }
        Self { stream, head: String::from_utf8(head).unwrap() }
    }

    fn status(&self) -> &str {
        &self.head[9..12]
    }

    /// All that is left. It comes in chunks, each after its length; one without any is the end.
    fn rest(self) -> String {
        let (mut reader, mut rest) = (BufReader::new(self.stream), Vec::new());
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let length = usize::from_str_radix(line.trim_end(), 16).expect("the transfer was broken off");
            let begin = rest.len();
            rest.resize(begin + length + 2, 0);
            reader.read_exact(&mut rest[begin..]).unwrap();
            rest.truncate(begin + length);
            if length == 0 {
                return String::from_utf8(rest).unwrap();
            }
        }
    }
}

on_both! {
    fn an_import_does_not_wait_for_a_client_that_takes_a_table_slowly(store: &Store) {
        importer(store, &["run"]);
        store_long_areas(store, 10_000);
        let api = Api::start(store);
        let transfer = Transfer::begin(&api, WIDE);
        assert_eq!(transfer.status(), "200");
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.csv");
        fs::write(&list, "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n").unwrap();
        let begun = Instant::now();
        let run = importer(store, &["run", list.to_str().unwrap(), "--lock-timeout", "20"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        // It has waited for the table to be read from the database, and not for it to be taken.
        assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
        let rest = transfer.rest();
        assert!(rest.len() > 40_000_000, "{}", rest.len());
        // Eight in each row, and none of what was imported meanwhile.
        assert_eq!(rest.matches("Place 1").count(), 80_000);
    }
}

#[test]
fn a_table_that_takes_too_long_is_visibly_no_whole_one() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    store_areas(&store, 100_000);
    let api = Api::start_with(&store, &["--export-time-limit", "200ms"]);
    let query = "{ areas { nodes { name kind code } } }";
    let table = fetch(&api, "/graphql.csv", &[("query", query)]);
    // Where its first page took that long, there is not even a beginning.
    assert!(table.status == 504 || (table.status == 200 && table.body.is_err()), "{}", table.status);
    let workbook = fetch(&api, "/graphql.xlsx", &[("query", query)]);
    assert_eq!(workbook.status, 504);
    assert!(workbook.text().contains("The table takes too long"), "{}", workbook.text());
}

#[test]
fn tables_that_are_not_taken_leave_their_turns_and_no_others_room() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    store_long_areas(&store, 10_000);
    let api = Api::start_with(&store, &["--max-exports", "1", "--max-waiting", "1"]);
    let first = Transfer::begin(&api, WIDE);
    // It begins when the first one is done, though nobody has taken that.
    let second = Transfer::begin(&api, WIDE);
    assert_eq!((first.status(), second.status()), ("200", "200"));
    let third = Transfer::begin(&api, WIDE);
    assert_eq!(third.status(), "503");
    assert!(third.head.to_lowercase().contains("\r\nretry-after: 2\r\n"), "{}", third.head);
    // Other requests have room of their own.
    api.ask("{ models { totalCount } }");
    drop((first, second));
    let until = Instant::now() + Duration::from_secs(20);
    while fetch(&api, "/graphql.csv", &[("query", "{ models { nodes { code } } }")]).status != 200 {
        assert!(Instant::now() < until, "the places of clients that have gone away are taken for ever");
        sleep(Duration::from_millis(100));
    }
}
