//! A site that publishes one file, and says when it has not changed.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// A site that publishes one file.
pub(crate) struct Site {
    /// Where the file is.
    pub(crate) url: String,
    shared: Arc<Mutex<Published>>,
}

#[derive(Default)]
struct Published {
    edition: usize,
    content: Vec<u8>,
    answers: Vec<u16>,
}

impl Site {
    /// Publishes a file under a name.
    pub(crate) fn publish(name: &str, content: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/{name}", listener.local_addr().unwrap());
        let shared = Arc::new(Mutex::new(Published { content: content.into(), ..Published::default() }));
        let own = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                own.lock().unwrap().answer(&stream.unwrap());
            }
        });
        Self { url, shared }
    }

    /// Publishes another edition.
    pub(crate) fn replace(&self, content: impl Into<Vec<u8>>) {
        let mut published = self.shared.lock().unwrap();
        published.content = content.into();
        published.edition += 1;
    }

    /// What it has answered so far.
    pub(crate) fn answers(&self) -> Vec<u16> {
        self.shared.lock().unwrap().answers.clone()
    }
}

impl Published {
    fn answer(&mut self, mut stream: &TcpStream) {
        let lines = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
        let etag = format!("\"edition {}\"", self.edition);
        let known = lines
            .filter(|line| line.to_lowercase().starts_with("if-none-match:"))
            .any(|line| line.ends_with(&etag));
        let (status, body) = if known { (304, &[][..]) } else { (200, &self.content[..]) };
        self.answers.push(status);
        let head = format!(
            "HTTP/1.1 {status} Told\r\nConnection: close\r\nETag: {etag}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        // Whoever asked may have gone.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
    }
}
