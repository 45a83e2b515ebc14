//! The options, which `--help` explains.

use std::net::SocketAddr;

use clap::Parser;

const EXIT_CODES: &str = "\
Exit codes:
  0   stopped by a signal
  2   an option is wrong
  69  the database cannot be opened
  71  the address cannot be listened on
  78  the database has another schema than this version of the api knows";

/// Serves the facts about primary care co-commissioning, read-only, over GraphQL.
///
/// POST /graphql answers queries, GET /schema.graphql gives the schema and GET /health says whether the
/// database can be read. The database is filled with `importer run`.
#[derive(Clone, Debug, Parser)]
#[command(name = "api", version, after_help = EXIT_CODES)]
pub struct Config {
    /// The database, sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME. It is opened read-only.
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://co-commissioning.sqlite"
    )]
    pub database_url: String,

    /// Prints the GraphQL schema and exits. It needs no database.
    #[arg(long)]
    pub print_schema: bool,

    /// The address to listen on. With port 0 the system chooses one, which is printed.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8000")]
    pub listen: SocketAddr,
}
