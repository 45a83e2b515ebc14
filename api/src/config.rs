//! The options, which `--help` explains.

use std::net::SocketAddr;

use clap::{Args, Parser, ValueEnum};
use humantime::Duration;
use tracing_subscriber::EnvFilter;

use crate::{
    database::Databases,
    exports::SavedQueries,
    http::{Credentials, Origin},
};

const EXIT_CODES: &str = "\
Exit codes:
  0   stopped by a signal
  2   an option is wrong
  69  the database cannot be opened
  71  the address cannot be listened on
  78  the file of settings is wrong, or the database has another schema than this version of the api knows";

/// Serves the facts about primary care co-commissioning, read-only, over GraphQL.
///
/// GET and POST /graphql answer queries, /graphql.csv and its like give them as tables, /q lists queries that have a name,
/// GET / shows people what is known, GET /graphiql is a page to write queries in, GET /schema.graphql gives the schema,
/// GET /health/live and /health/ready say whether the service is well, and GET /metrics what it has done. The database is filled with `importer run`.
#[derive(Clone, Debug, Parser)]
#[command(name = "api", version, after_help = EXIT_CODES, mut_arg("config", |arg| arg.env("API_CONFIG")))]
pub struct Config {
    /// Where the data is.
    #[command(flatten)]
    pub databases: Databases,

    /// Prints the GraphQL schema and exits. It needs no database.
    #[arg(long)]
    pub print_schema: bool,

    /// Prints a new token and its line for the file of `--credentials`, and exits. The token is kept nowhere.
    #[arg(long, value_name = "CLIENT")]
    pub new_token: Option<String>,

    /// The address to listen on. With port 0 the system chooses one, which is printed.
    #[arg(
        long,
        env = "LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8000",
        value_parser = address
    )]
    pub listen: SocketAddr,

    /// What is logged: a level, and levels of parts of the program. `warn,api=debug` logs every request.
    #[arg(
        long,
        env = "RUST_LOG",
        value_name = "FILTER",
        default_value = "warn,api=info",
        value_parser = log_filter
    )]
    pub log: String,

    /// How the log is written, on standard error: a line for people, or a JSON object in a line.
    #[arg(long, env = "API_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    pub log_format: LogFormat,

    /// How requests are served.
    #[command(flatten)]
    pub serving: Serving,

    /// Where the settings are.
    #[command(flatten)]
    pub settings: settings::Source,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: a JSON object in a line.
    Json,
}

/// How requests are served: how many, how large, for how long, and whose.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Serving")]
pub struct Serving {
    /// How long an answer may be worked on. Then the work is stopped, in the database too.
    #[arg(long, env = "API_TIME_LIMIT", value_name = "TIME", default_value_t = seconds(10), value_parser = time)]
    pub time_limit: Duration,

    /// How long a table of several pages may be worked on, each page for as long as an answer. Shorter than an importer waits
    /// for its commit into SQLite, which is half a minute.
    #[arg(long, env = "API_EXPORT_TIME_LIMIT", value_name = "TIME", default_value_t = seconds(25), value_parser = time)]
    pub export_time_limit: Duration,

    /// A query that takes longer is logged, with its name, what it costs and how long it took.
    #[arg(long, env = "API_SLOW", value_name = "TIME", default_value_t = seconds(1), value_parser = time)]
    pub slow: Duration,

    /// How long requests that are being answered may take when the service is told to stop.
    #[arg(long, env = "API_STOP_TIME_LIMIT", value_name = "TIME", default_value_t = seconds(30), value_parser = time)]
    pub stop_time_limit: Duration,

    /// How long the head of a request may take to arrive, from its first byte.
    #[arg(long, env = "API_HEAD_TIME_LIMIT", value_name = "TIME", default_value_t = seconds(10), value_parser = time)]
    pub head_time_limit: Duration,

    /// How long the body of a request may take to arrive.
    #[arg(long, env = "API_BODY_TIME_LIMIT", value_name = "TIME", default_value_t = seconds(10), value_parser = time)]
    pub body_time_limit: Duration,

    /// How long a connection may be open without a byte in either direction. Longer than an answer may take, or those
    /// who wait for one would be cut off.
    #[arg(long, env = "API_IDLE_TIMEOUT", value_name = "TIME", default_value_t = seconds(60), value_parser = time)]
    pub idle_timeout: Duration,

    /// How many connections may be open at once, or as many as the system lets files be open, if these are fewer. When one more
    /// comes, those are closed that have been unused for longest.
    #[arg(
        long,
        env = "API_MAX_CONNECTIONS",
        value_name = "CONNECTIONS",
        default_value_t = 10_000,
        value_parser = number
    )]
    pub max_connections: usize,

    /// The largest body of a request, in bytes.
    #[arg(long, env = "API_MAX_BODY", value_name = "BYTES", default_value_t = 256 * 1024)]
    pub max_body: usize,

    /// How many requests are worked on at once, each with a connection to the database. Where that is SQLite, which works on the
    /// processors of the service itself, no more than two for each processor.
    #[arg(
        long,
        env = "API_MAX_CONCURRENT",
        value_name = "REQUESTS",
        default_value_t = 16,
        value_parser = number
    )]
    pub max_concurrent: usize,

    /// How many tables are worked on at once, each with a connection to the database, beside the other requests.
    #[arg(
        long,
        env = "API_MAX_EXPORTS",
        value_name = "REQUESTS",
        default_value_t = 4,
        value_parser = number
    )]
    pub max_exports: usize,

    /// How many more requests may wait, for as long as an answer may take; and how many more tables, tables that are done and
    /// not yet taken included. Others are sent away with 503.
    #[arg(long, env = "API_MAX_WAITING", value_name = "REQUESTS", default_value_t = 64, value_parser = number_or_none)]
    pub max_waiting: usize,

    /// How many MiB of answers are kept, to be given again for as long as the data is the same. 0 keeps none.
    #[arg(long, env = "API_ANSWER_CACHE_MIB", value_name = "MIB", default_value_t = 16, value_parser = number_or_none)]
    pub answer_cache_mib: usize,

    /// A folder of queries to be had at /q/NAME.csv, .xlsx, .json and .ndjson beside those that come with the program. Each
    /// is a file NAME.graphql.
    #[arg(long, env = "API_SAVED_QUERIES", value_name = "DIR", value_parser = SavedQueries::read)]
    pub saved_queries: Option<SavedQueries>,

    /// A site whose pages may ask, such as `https://reports.example.org`, or `*` for every site. Can be given more than
    /// once; in the environment with commas between. None unless given.
    #[arg(long = "cors-origin", env = "API_CORS_ORIGINS", value_name = "SITE", value_delimiter = ',')]
    pub cors_origins: Vec<Origin>,

    /// A file that says who may ask: a line for each, its name and the SHA-256 of its token (see --new-token).
    /// Everybody may unless given.
    #[arg(long, env = "API_CREDENTIALS", value_name = "FILE", value_parser = Credentials::read)]
    pub credentials: Option<Credentials>,
}

/// How many are at work besides the requests that are worked on: looks at the health, and stopping what nobody waits for.
const SPARE: usize = 2;

impl Serving {
    /// How much may be at work in a database at once.
    #[must_use]
    pub fn most_at_work(&self) -> usize {
        self.max_concurrent + self.max_exports + SPARE
    }
}

impl Default for Serving {
    fn default() -> Self {
        Self {
            time_limit: seconds(10),
            export_time_limit: seconds(25),
            slow: seconds(1),
            stop_time_limit: seconds(30),
            head_time_limit: seconds(10),
            body_time_limit: seconds(10),
            idle_timeout: seconds(60),
            max_connections: 10_000,
            max_body: 256 * 1024,
            max_concurrent: 16,
            max_exports: 4,
            max_waiting: 64,
            answer_cache_mib: 16,
            saved_queries: None,
            cors_origins: Vec::new(),
            credentials: None,
        }
    }
}

/// The filter itself cannot be kept: it is no value that can be copied.
fn log_filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => {
            Err(format!("{error}; give a level (off, error, warn, info, debug, trace), as in warn,api=debug"))
        }
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "give an address of this machine and a port, as in 127.0.0.1:8000, [::1]:8000 or, for all its addresses, 0.0.0.0:8000"
            .to_owned()
    })
}

fn seconds(number: u64) -> Duration {
    std::time::Duration::from_secs(number).into()
}

/// More than any machine works on at once, and few enough to be counted with.
const MOST: usize = 100_000;

fn number(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
    number.ok_or_else(|| format!("give a number from 1 on, up to {MOST}"))
}

fn number_or_none(text: &str) -> Result<usize, String> {
    if text == "0" { Ok(0) } else { number(text) }
}

/// Databases count in milliseconds, up to some weeks.
fn time(text: &str) -> Result<Duration, String> {
    const DAY: std::time::Duration = std::time::Duration::from_hours(24);
    let time: Duration = text.parse().map_err(|error: humantime::DurationError| error.to_string())?;
    if *time <= DAY { Ok(time) } else { Err("give a time of a day at most, as in 10s".to_owned()) }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Config, Serving};

    #[test]
    fn the_options_are_as_they_are_without_options() {
        let parsed = Config::parse_from(["api"]).serving;
        assert_eq!(format!("{parsed:?}"), format!("{:?}", Serving::default()));
    }
}
