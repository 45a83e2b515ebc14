//! Clients that hold connections and use none of them.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    os::fd::AsFd,
    thread::sleep,
    time::{Duration, Instant},
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};

use super::spread;
use crate::harness::{Api, Store, after, api_command, block_on, importer};

/// How many connections are held.
const WANTED: usize = 10_000;
/// Fewer would show nothing.
const FEWEST: usize = 900;
/// Files of the test that are no connections.
const OTHERS: usize = 100;
/// Those who take nothing of what they have asked for: the system keeps some megabytes for each.
const SLOW_READERS: usize = 20;
/// Within which a client that does nothing wrong has its answer, however busy the machine is.
const PROMPTLY: Duration = Duration::from_secs(5);

/// How many connections the system lets a test hold.
fn allowed() -> usize {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    let files = maximum.map_or(usize::MAX, |files| usize::try_from(files).unwrap());
    let many = WANTED.min(files - OTHERS);
    assert!(
        many >= FEWEST,
        "{files} files may be open, which is too few for this test; raise `ulimit -H -n`"
    );
    many
}

fn address(api: &Api) -> SocketAddr {
    api.address().strip_prefix("http://").unwrap().parse().unwrap()
}

/// A connection on which a client has said so much.
fn connection(address: SocketAddr, said: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(said).unwrap();
    stream
}

/// What slow and half-open clients there are.
#[derive(Clone, Copy)]
enum Manner {
    Silent,
    SlowHead,
    SlowBody,
    HalfOpen,
    SlowReader,
}

use Manner::{HalfOpen, Silent, SlowBody, SlowHead, SlowReader};

impl Manner {
    fn connect(self, address: SocketAddr) -> TcpStream {
        const HEAD: &[u8] = b"POST /graphql HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\n";
        match self {
            Silent => connection(address, b""),
            SlowHead => connection(address, HEAD),
            SlowBody => connection(address, &[HEAD, b"Content-Length: 100\r\n\r\n{\"query\""].concat()),
            HalfOpen => {
                let stream = connection(address, b"GET /health/live HT");
                stream.shutdown(Shutdown::Write).unwrap();
                stream
            }
            SlowReader => {
                let stream = connection(address, b"");
                rustix::net::sockopt::set_socket_recv_buffer_size(stream.as_fd(), 4096).unwrap();
                stream.set_nonblocking(true).unwrap();
                let requests = b"GET /schema.graphql HTTP/1.1\r\nHost: api\r\n\r\n".repeat(100);
                let _ = (&stream).write(&requests);
                stream
            }
        }
    }

    /// One more byte, by which none of them gets anywhere.
    fn dribble(self, stream: &mut TcpStream) {
        if matches!(self, SlowHead | SlowBody) {
            // It may have been closed.
            let _ = stream.write(b" ");
        }
    }
}

/// Whether the other side has closed a connection, apart from what it has said before.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let mut said = [0; 1 << 16];
    loop {
        match stream.read(&mut said) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != ErrorKind::WouldBlock,
        }
    }
}

/// How long a client that does nothing wrong waits for an answer.
fn healthy(api: &Api) -> Duration {
    let begun = Instant::now();
    assert_eq!(api.ask("{ adoptions { totalCount } }")["adoptions"]["totalCount"], 207);
    assert!(begun.elapsed() < PROMPTLY, "{:?}", begun.elapsed());
    begun.elapsed()
}

/// Holds so many connections until the service has closed them all; how much memory it had, and how long others waited.
fn hold(api: &Api, many: usize) -> (u64, Vec<Duration>) {
    let (address, files) = (address(api), api.open_files());
    let mut held: Vec<(Manner, TcpStream)> = (0..many - SLOW_READERS)
        .map(|number| [Silent, SlowHead, SlowBody, HalfOpen][number % 4])
        .map(|manner| (manner, manner.connect(address)))
        .collect();
    let readers: Vec<TcpStream> = (0..SLOW_READERS).map(|_| SlowReader.connect(address)).collect();
    let mut times = vec![healthy(api)];
    let memory = api.memory();
    let until = Instant::now() + Duration::from_secs(60);
    while !held.is_empty() || api.open_files() > files + 10 {
        assert!(Instant::now() < until, "{} connections are held for ever", held.len());
        times.push(healthy(api));
        held.retain_mut(|(manner, stream)| {
            manner.dribble(stream);
            !is_closed(stream)
        });
        sleep(Duration::from_millis(200));
    }
    // Nothing of it is left to be taken, but what the system has.
    drop(readers);
    (memory, times)
}

#[test]
fn ten_thousand_slow_and_half_open_connections_are_closed_and_nobody_waits_for_them() {
    let many = allowed();
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let limits = ["--idle-timeout", "4s", "--head-time-limit", "4s", "--body-time-limit", "4s"];
    let api = Api::start_with(&store, &limits);
    healthy(&api);
    let memory = api.memory();
    let (most, times) = hold(&api, many);
    let first = api.memory();
    eprintln!(
        "{many} connections: {:.1} KiB each, {} KiB before and {first} KiB when all were closed; a healthy client meanwhile: {}",
        (most - memory) as f64 / many as f64,
        memory,
        spread(times)
    );
    // A second time takes no more: what is given back may be kept for it.
    let (second, _) = hold(&api, many);
    assert!(second < most + most / 4 + 20_000, "{second} KiB, and {most} KiB the first time");
}

#[test]
fn who_waits_for_an_answer_is_no_slow_client() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let api = Api::start_with(&store, &["--head-time-limit", "300ms"]);
    let body = "{\"query\": \"{ waves { totalCount } }\"}";
    let length = body.len();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    let mut client = block_on(async {
        // Nobody can read meanwhile.
        let options = ConnectOptions::new(store.url()).max_connections(1).to_owned();
        let writer = Database::connect(options).await.unwrap();
        writer.execute_unprepared("BEGIN EXCLUSIVE").await.unwrap();
        // In pieces, each of which is read by itself.
        let mut client = connection(address(&api), head.as_bytes());
        for piece in body.as_bytes().chunks(length / 3) {
            sleep(Duration::from_millis(100));
            client.write_all(piece).unwrap();
        }
        sleep(Duration::from_secs(1));
        writer.execute_unprepared("ROLLBACK").await.unwrap();
        client
    });
    let mut said = [0; 12];
    client.read_exact(&mut said).unwrap();
    assert_eq!(&said, b"HTTP/1.1 200");
}

#[test]
fn when_there_are_too_many_connections_those_make_room_that_nobody_uses() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let by_option = Api::start_with(&store, &["--max-connections", "50"]);
    let by_files = Api::start_by(after("ulimit -n 500", &api_command(&[])), &store);
    let told = by_files.logged("connections at once, and not 10000: the system lets 500 files be open");
    let room = told.split_once("at most ").unwrap().1.split_once(' ').unwrap().0.parse().unwrap();
    for (api, most) in [(by_option, 50), (by_files, room)] {
        let files = api.open_files();
        let mut held = Vec::new();
        for number in 0..600 {
            held.push(connection(address(&api), b"GET /health/live HTTP/1.1\r\n"));
            if number % 100 == 99 {
                healthy(&api);
                assert!(api.open_files() < files + most + 100, "{} files, {files} before", api.open_files());
            }
        }
        let until = Instant::now() + PROMPTLY;
        let mut closed = 0;
        while closed < 600 - most && Instant::now() < until {
            closed = held.iter_mut().filter_map(|stream| is_closed(stream).then_some(())).count();
            sleep(Duration::from_millis(20));
        }
        assert!((600 - most..600).contains(&closed), "{closed} of 600 were closed, and {most} may be open");
        // The newest are still there.
        let newest = held.last_mut().unwrap();
        newest.write_all(b"Host: api\r\n\r\n").unwrap();
        newest.set_nonblocking(false).unwrap();
        let mut said = [0; 12];
        newest.read_exact(&mut said).unwrap();
        assert_eq!(&said, b"HTTP/1.1 200");
    }
}
