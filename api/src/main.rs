//! The `api` binary: reads its options, opens the database, listens.

use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
    process::ExitCode,
};

use api::{
    config::{Config, LogFormat},
    database, http, open_files, processors, schema,
};
use migrations::trouble::Class;
use tikv_jemallocator::Jemalloc;
use tokio::{
    net::{TcpListener, TcpSocket},
    runtime::Builder,
    signal::unix::{Signal, SignalKind, signal},
};
use tracing::{error, info};
use tracing_subscriber::EnvFilter;

/// Answers are made of very many small parts, on threads that come and go. The allocator of the system keeps what each of them had,
/// for itself; this one gives it back. How, is said where it is built (`.cargo/config.toml`).
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// An option is wrong, as clap has it.
const WRONG_OPTION: u8 = 2;
/// The database cannot be opened (EX_UNAVAILABLE).
const UNREACHABLE: u8 = 69;
/// The address cannot be listened on, or the system gives no threads (EX_OSERR).
const NOT_LISTENING: u8 = 71;
/// The schema of the database is another one (EX_CONFIG).
const WRONG_SCHEMA: u8 = 78;

fn main() -> ExitCode {
    let mut config: Config = settings::parse();
    if config.print_schema {
        print_schema();
        return ExitCode::SUCCESS;
    }
    if let Some(client) = &config.new_token {
        print_token(client);
        return ExitCode::SUCCESS;
    }
    log(&config);
    config.serving = processors::within(config.serving, &config.databases);
    let runtime =
        Builder::new_multi_thread().enable_all().max_blocking_threads(config.serving.most_at_work()).build();
    match runtime {
        Ok(runtime) => runtime.block_on(run(&config)),
        Err(error) => {
            eprintln!("api: the threads of the service cannot be started: {error}");
            ExitCode::from(NOT_LISTENING)
        }
    }
}

async fn run(config: &Config) -> ExitCode {
    #[cfg(feature = "otel")]
    let telemetry = match api::telemetry::Telemetry::start() {
        Ok(telemetry) => telemetry,
        Err(reason) => {
            eprintln!("api: {reason}");
            return ExitCode::from(WRONG_OPTION);
        }
    };

    let reader = match database::open(&config.databases, &config.serving).await {
        Ok(reader) => reader,
        Err(error) => {
            eprintln!("api: {error}");
            return ExitCode::from(exit_code(&error));
        }
    };
    let served = serve(config, reader).await;
    #[cfg(feature = "otel")]
    if let Some(telemetry) = telemetry {
        telemetry.end();
    }
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("api: cannot listen on {}: {error}. {}", config.listen, remedy(&error));
            ExitCode::from(NOT_LISTENING)
        }
    }
}

#[expect(clippy::print_stdout, reason = "it is what was asked for")]
fn print_schema() {
    print!("{}", schema::sdl());
}

#[expect(clippy::print_stdout, reason = "it is what was asked for")]
fn print_token(client: &str) {
    let (token, line) = http::Credentials::new_token(client);
    eprintln!("The token of {client}, which is kept nowhere: {token}");
    println!("{line}");
}

fn log(config: &Config) {
    let filter = EnvFilter::new(&config.log);
    let to_stderr = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match config.log_format {
        LogFormat::Text => to_stderr.init(),
        LogFormat::Json => {
            to_stderr.json().flatten_event(true).with_current_span(true).with_span_list(false).init();
        }
    }
}

async fn serve(config: &Config, reader: api::reader::Reader) -> io::Result<()> {
    let listener = listen(config.listen)?;
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = async {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    tokio::spawn(read_again(signal(SignalKind::hangup())?, config.serving.credentials.clone()));
    eprintln!("listening on http://{}", listener.local_addr()?);
    tokio::spawn(reader.clone().tend());
    let schema = schema::build(reader.clone()).telling_of(*config.serving.slow);
    let serving = open_files::within(config.serving.clone(), 1 + config.databases.replicas.len());
    http::serve(listener, schema, reader, serving, stop).await
}

/// Listens. More clients may wait for their connections to be accepted than is usual: all of them come at once when the service
/// was away, and the system lets who finds no room try again only after a second.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    const WAITING: u32 = 4096;
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

fn exit_code(error: &database::Unusable) -> u8 {
    use database::Unusable::{NewSchema, NoSchema, OldSchema, Unopened};
    match error {
        Unopened(trouble) if trouble.class == Class::Address => WRONG_OPTION,
        Unopened(_) => UNREACHABLE,
        NoSchema { .. } | OldSchema { .. } | NewSchema { .. } => WRONG_SCHEMA,
    }
}

/// What can be read again while the api serves, is when SIGHUP says so.
async fn read_again(mut hangup: Signal, credentials: Option<http::Credentials>) {
    while hangup.recv().await.is_some() {
        match credentials.as_ref().map(http::Credentials::read_again) {
            Some(Ok(clients)) => info!(clients, "the credentials were read again"),
            Some(Err(reason)) => error!(reason, "the credentials stay as they were"),
            None => info!("there are no credentials to read again"),
        }
    }
}

/// What helps against an address that cannot be listened on.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::AddrInUse => {
            "Another program listens there, perhaps another api: stop it, or give another --listen"
        }
        ErrorKind::PermissionDenied => "Ports below 1024 are for root: give one from 1024 on with --listen",
        ErrorKind::AddrNotAvailable => {
            "This machine has no such address: give one of its own with --listen, or 0.0.0.0 for all of them"
        }
        _ => "Give another address with --listen",
    }
}
