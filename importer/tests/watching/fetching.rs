//! What a server may do, and what becomes of it.

use std::{io::Write, thread, time::Duration};

use importer::fetch::{FetchError, Fetched, Rules, Validators, fetch};

use crate::server::{Server, send};

const RULES: Rules = Rules { bytes: 100, time: Duration::from_secs(20), allow_private: true };

fn ask(address: &str) -> Result<Fetched, FetchError> {
    fetch(address, None, &RULES)
}

fn refused(address: &str) -> String {
    ask(address).unwrap_err().to_string()
}

#[test]
fn a_version_that_is_known_is_not_sent_again() {
    let server = Server::start(|request, stream| match request.header("if-none-match") {
        Some("\"v1\"") => send(stream, "304 Not Modified", "", b""),
        _ => {
            send(
                stream,
                "200 OK",
                "ETag: \"v1\"\r\nLast-Modified: Wed, 18 Feb 2015 09:00:00 GMT\r\n",
                b"a,b",
            );
        }
    });
    let url = server.url("/list.csv");
    let Fetched::File(bytes, known) = ask(&url).unwrap() else { panic!("nothing was known") };
    assert_eq!(bytes, b"a,b");
    let expected = Validators {
        address: url.clone(),
        etag: Some("\"v1\"".to_owned()),
        last_modified: Some("Wed, 18 Feb 2015 09:00:00 GMT".to_owned()),
    };
    assert_eq!(known, expected);
    assert_eq!(fetch(&url, Some(&known), &RULES).unwrap(), Fetched::NotModified);
    assert_eq!(server.requests()[1].header("if-modified-since"), Some("Wed, 18 Feb 2015 09:00:00 GMT"));
    // The mark of one address says nothing about another.
    let elsewhere = Validators { address: server.url("/older.csv"), ..known };
    assert!(matches!(fetch(&url, Some(&elsewhere), &RULES), Ok(Fetched::File(..))));
    assert_eq!(server.requests()[2].header("if-none-match"), None);
}

#[test]
fn an_answer_without_a_file_is_told() {
    for (status, told) in [
        ("404 Not Found", "the server answered 404 Not Found"),
        ("500 Internal Server Error", "the server answered 500 Internal Server Error"),
        ("204 No Content", "the server answered 204 No Content"),
        // Nobody had asked for it on a condition.
        ("304 Not Modified", "the server answered 304 Not Modified"),
    ] {
        assert_eq!(refused(&Server::of(status, "", "").url("/")), told);
    }
    let encoded = Server::of("200 OK", "Content-Encoding: gzip\r\n", "x");
    assert!(refused(&encoded.url("/")).contains("encoded as gzip"));
}

#[test]
fn a_file_may_have_as_many_bytes_as_are_allowed_and_no_more() {
    assert!(
        matches!(ask(&Server::of("200 OK", "", [b'x'; 100]).url("/")), Ok(Fetched::File(bytes, _)) if bytes.len() == 100)
    );
    assert_eq!(
        refused(&Server::of("200 OK", "", [b'x'; 101]).url("/")),
        "the file has more than 100 bytes; more are read with --max-file-mib"
    );
    // Without a length, and without an end.
    let endless = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 1024]).is_ok() {}
    });
    assert_eq!(
        refused(&endless.url("/")),
        "the file has more than 100 bytes; more are read with --max-file-mib"
    );
}

#[test]
fn a_file_that_breaks_off_is_none() {
    let broken = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\na,b");
    });
    assert!(refused(&broken.url("/")).starts_with("the file did not come: "));
    assert!(matches!(ask("http://127.0.0.1:1/"), Err(FetchError::Transport(_))));
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let silent = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n");
        thread::park();
    });
    let rules = Rules { time: Duration::from_millis(200), ..RULES };
    assert!(matches!(fetch(&silent.url("/"), None, &rules), Err(FetchError::TimedOut(_))));
}

#[test]
fn redirects_are_followed_and_not_for_ever() {
    let server = Server::start(|request, stream| match request.path.as_str() {
        "/latest" => send(stream, "302 Found", "Location: lists/2016.csv\r\n", b""),
        "/lists/2016.csv" => send(stream, "200 OK", "", b"a,b"),
        "/nowhere" => send(stream, "301 Moved Permanently", "", b""),
        _ => send(stream, "308 Permanent Redirect", "Location: /loop\r\n", b""),
    });
    let Fetched::File(_, known) = ask(&server.url("/latest")).unwrap() else { panic!("nothing was known") };
    assert_eq!(known.address, server.url("/lists/2016.csv"));
    assert_eq!(refused(&server.url("/loop")), "the server redirected more than 5 times");
    assert_eq!(server.requests().iter().filter(|request| request.path == "/loop").count(), 6);
    assert_eq!(refused(&server.url("/nowhere")), "the server redirected to nowhere");
}

#[test]
fn nothing_leads_to_this_machine_or_its_network_unless_the_list_says_so() {
    let rules = Rules { allow_private: false, ..RULES };
    let server = Server::of("200 OK", "", "a secret");
    let port = server.address.rsplit_once(':').unwrap().1.to_owned();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "169.254.169.254",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "10.0.0.1",
    ] {
        let told = fetch(&format!("http://{host}:{port}/"), None, &rules).unwrap_err();
        assert!(matches!(told, FetchError::NotPublic(_)), "{host}: {told}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_host_that_is_allowed_does_not_lead_to_another_that_is_not() {
    for target in [
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:1/",
        "http://localhost:1/",
        "file:///etc/passwd",
    ] {
        let server = Server::start(move |_, stream| {
            send(stream, "302 Found", &format!("Location: {target}\r\n"), b"");
        });
        let told = ask(&server.url("/")).unwrap_err();
        assert!(matches!(told, FetchError::NotPublic(_) | FetchError::Address(_)), "{target}: {told}");
    }
}

#[test]
fn what_is_no_address_of_a_file_is_not_asked_for() {
    for (address, told) in [
        ("http://", "this is not an address"),
        ("ftp://a.example/list.csv", "only http and https addresses are fetched"),
        ("https://ann:pw@a.example/list.csv", "an address must not hold a user or password"),
    ] {
        assert_eq!(refused(address), told);
    }
}
