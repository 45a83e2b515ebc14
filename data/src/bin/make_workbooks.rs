//! Writes the workbooks from the facts, or with `--check` says whether the committed ones are up to date.

use std::process::ExitCode;

use bundled_data::{Error, workbooks};

const USAGE: &str = "usage: make-workbooks [--check]";
const COMMAND: &str = "cargo run -p bundled-data --bin make-workbooks";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => write(),
        ["--check"] => check(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("make-workbooks: {error}");
        ExitCode::FAILURE
    })
}

fn write() -> Result<ExitCode, Error> {
    for made in workbooks::make_all()? {
        made.write()?;
        eprintln!("wrote {}", made.path);
    }
    Ok(ExitCode::SUCCESS)
}

fn check() -> Result<ExitCode, Error> {
    let mut code = ExitCode::SUCCESS;
    for made in workbooks::make_all()? {
        if !made.is_committed()? {
            eprintln!("{} is not what the facts give; run: {COMMAND}", made.path);
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}
