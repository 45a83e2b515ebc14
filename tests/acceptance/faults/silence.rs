//! A server that vanishes without a word, as behind a firewall that forgets a connection.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{scope, sleep, spawn},
    time::{Duration, Instant},
};

use crate::harness::{Api, Store, importer};

/// Something between a client and a server. Connections of which it has forgotten hear nothing more, not even their end.
struct Firewall {
    port: u16,
    forgotten: Arc<AtomicUsize>,
    accepted: Arc<AtomicUsize>,
}

impl Firewall {
    /// Before the server that listens here.
    fn before(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (forgotten, accepted) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let new = Self { port, forgotten: forgotten.clone(), accepted: accepted.clone() };
        spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                let number = accepted.fetch_add(1, Ordering::SeqCst) + 1;
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let ends = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let forgotten = forgotten.clone();
                    spawn(move || pass(ends, || number <= forgotten.load(Ordering::SeqCst)));
                }
            }
        });
        new
    }

    /// Forgets all connections that there are.
    fn forget(&self) {
        self.forgotten.store(self.accepted.load(Ordering::SeqCst), Ordering::SeqCst);
    }
}

/// Passes on what comes, until the connection is forgotten.
fn pass((mut from, mut to): (TcpStream, TcpStream), is_forgotten: impl Fn() -> bool) {
    let mut bytes = [0; 4096];
    loop {
        let read = from.read(&mut bytes);
        if is_forgotten() {
            // As long as the test takes: neither end is told.
            sleep(Duration::from_secs(600));
        }
        match read {
            Ok(length) if length > 0 && to.write_all(&bytes[..length]).is_ok() => {}
            _ => return drop(to.shutdown(Shutdown::Both)),
        }
    }
}

#[test]
fn connections_of_which_nothing_is_heard_are_given_up_and_the_service_recovers() {
    let store = Store::postgres();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let url = store.url();
    let (before, rest) = url.split_once('@').unwrap();
    let (server, name) = rest.split_once('/').unwrap();
    let firewall = Firewall::before(server.to_owned());
    let by_way = Store::at(format!("{before}@127.0.0.1:{}/{name}", firewall.port));
    let api = Api::start_with(&by_way, &["--time-limit", "2s"]);
    // Each another question, or they would share one connection.
    let count = |number| format!("{{ adoptions(first: {number}) {{ totalCount }} }}");
    // As often as there are connections, and once more.
    for round in 0..3_usize {
        scope(|scope| {
            for number in 0..12 {
                let (api, count) = (&api, count(round * 50 + number));
                scope.spawn(move || assert_eq!(api.ask(&count)["adoptions"]["totalCount"], 207));
            }
        });
        // Until the pool has them back: the last word that it has with each it awaits without a limit of its own, as long as
        // the operating system does.
        sleep(Duration::from_millis(500));
        firewall.forget();
        scope(|scope| {
            for number in 12..24 {
                let (api, count) = (&api, count(round * 50 + number));
                scope.spawn(move || api.answer(&count));
            }
        });
        let until = Instant::now() + Duration::from_secs(30);
        let last = count(round * 50 + 24);
        while api.get("/health/ready").0 != 200 || api.answer(&last)["data"]["adoptions"]["totalCount"] != 207
        {
            assert!(Instant::now() < until, "round {round}: {}", api.log());
            sleep(Duration::from_millis(100));
        }
    }
    // None of them is kept for ever, but for those that tell so.
    let busy = || {
        let (_, metrics) = api.get("/metrics");
        let name = "database_connections{database=\"primary\",state=\"busy\"} ";
        let number = metrics.lines().find_map(|line| line.strip_prefix(name));
        number.unwrap_or_else(|| panic!("{metrics}")).parse::<usize>().unwrap()
    };
    let until = Instant::now() + Duration::from_secs(30);
    while busy() > 2 {
        assert!(Instant::now() < until, "{}", api.log());
        sleep(Duration::from_secs(1));
    }
}
