//! Measures the programs beside what could be written by hand for the same work. `docs/performance.md` says how.
//!
//! A benchmark is a subcommand and a module: [`import`] is that of the importer, [`serve`] of the api, and [`soak`] of the api over
//! a long time. They share the made-up data in [`synthetic`] and measure processes with [`process`] and [`service`]; [`by_hand`] is
//! what the importer is compared with, and `serve` has its own.

mod by_hand;
mod database;
mod failure;
mod import;
mod options;
mod process;
mod program;
mod serve;
mod service;
mod soak;
mod synthetic;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Measures the programs beside what could be written by hand for the same work.
#[derive(Debug, Parser)]
#[command(name = "bench", version, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare the importer with hand-written loaders of the same made-up adoptions
    Import(import::Arguments),
    /// Compare the api with hand-written services of the same answers
    Serve(serve::Arguments),
    /// Ask the api at full load for a long time, while imports come: its memory must not grow, and no answer be wrong
    Soak(soak::Arguments),
    /// The hand-written loader: a process of its own, so that it is measured as the importer is
    #[command(hide = true)]
    LoadByHand(by_hand::Arguments),
    /// The hand-written service: a process of its own, so that it is measured as the api is
    #[command(hide = true)]
    ServeByHand(serve::by_hand::Arguments),
    /// The service of stored bytes, likewise
    #[command(hide = true)]
    ServeStored(serve::stored::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Import(arguments) => import::run(&arguments),
        Command::Soak(arguments) => soak::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::ServeByHand(arguments) => serve::by_hand::run(&arguments),
        Command::ServeStored(arguments) => serve::stored::run(&arguments),
        Command::LoadByHand(arguments) => by_hand::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}
