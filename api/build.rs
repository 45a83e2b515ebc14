//! Builds the pages in `web/` with Node, compressed, and lists them for `src/http/pages.rs` to embed.
//!
//! Cargo runs this again when something of the pages has changed, and not otherwise. What npm installs is kept in
//! `web/node_modules`, so that only a change of the lock file needs a registry.

use std::{
    env,
    ffi::OsString,
    fmt::Write,
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::SystemTime,
};

/// All that the pages are made of, beside the installed packages.
const SOURCES: [&str; 14] = [
    "web/.npmrc",
    "web/package.json",
    "web/package-lock.json",
    "web/tsconfig.json",
    "web/vite.config.ts",
    "web/ccg.html",
    "web/ccgs.html",
    "web/coverage.html",
    "web/figures.html",
    "web/graphiql.html",
    "web/index.html",
    "web/build",
    "web/src",
    "../docs/queries.md",
];

/// The oldest release of Node that Vite runs on.
const NODE: (u32, u32) = (20, 19);

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_PAGES").is_none() {
        return ExitCode::SUCCESS;
    }
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    let Err(told) = build() else { return ExitCode::SUCCESS };
    for line in told.lines() {
        println!("cargo::error={line}");
    }
    println!("cargo::error=To build the api without its pages: cargo build -p api --no-default-features");
    ExitCode::FAILURE
}

fn build() -> Result<(), String> {
    let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("web");
    let built = PathBuf::from(variable("OUT_DIR")?).join("pages");
    check_node()?;
    {
        // Several builds may run at once, each in a target folder of its own, and share the installed packages.
        let lock = folder.join("package-lock.json");
        let lock = File::open(&lock).and_then(|file| file.lock().map(|()| file)).map_err(failed(&lock))?;
        if !is_installed(&folder) {
            npm(&folder, ["ci", "--include=dev", "--prefer-offline"].map(OsString::from))?;
        }
        let out = OsString::from(&built);
        npm(
            &folder,
            ["run", "build", "--", "--emptyOutDir", "--outDir"].map(OsString::from).into_iter().chain([out]),
        )?;
        drop(lock);
    }
    let list = built.with_extension("rs");
    fs::write(&list, listed(&built)?).map_err(failed(&list))
}

fn variable(name: &str) -> Result<OsString, String> {
    env::var_os(name).ok_or_else(|| format!("{name} is not set, which cargo does"))
}

fn failed(path: &Path) -> impl Fn(io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

fn check_node() -> Result<(), String> {
    let wanted = format!("The pages of the api are built by Node {}.{} or later and its npm", NODE.0, NODE.1);
    let output = Command::new("node").arg("--version").output();
    let output = output.map_err(|error| format!("{wanted}, but node cannot be run: {error}"))?;
    let version = String::from_utf8_lossy(&output.stdout);
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse);
    let is_new = match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= NODE,
        _ => false,
    };
    if is_new { Ok(()) } else { Err(format!("{wanted}, but this is Node {}", version.trim())) }
}

/// Whether what the lock file lists is installed: npm writes a lock file of its own when it is done.
fn is_installed(folder: &Path) -> bool {
    let changed = |file: &str| -> io::Result<SystemTime> { fs::metadata(folder.join(file))?.modified() };
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Ok(installed), Ok(listed)) => installed >= listed,
        _ => false,
    }
}

fn npm(folder: &Path, arguments: impl IntoIterator<Item = OsString>) -> Result<(), String> {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    let output = command.output().map_err(|error| {
        format!(
            "The pages of the api are built by npm, which comes with Node, but npm cannot be run: {error}"
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    let told = [output.stdout, output.stderr].concat();
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&told)))
}

/// A Rust expression that lists the files of a build.
fn listed(built: &Path) -> Result<String, String> {
    let mut paths = Vec::new();
    walk(built, &mut paths)?;
    paths.sort();
    let mut list = String::from("&[\n");
    for path in paths {
        if path.extension().is_some_and(|extension| extension == "br" || extension == "gz") {
            continue;
        }
        let content = fs::read(&path).map_err(failed(&path))?;
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let name = path.strip_prefix(built).map_err(|error| error.to_string())?;
        writeln!(
            list,
            "File {{ name: {name:?}, media_type: {:?}, hash: \"{:016x}\", size: {}, \
             brotli: include_bytes!(\"{path}.br\"), gzip: include_bytes!(\"{path}.gz\") }},",
            media_type(name)?,
            hasher.finish(),
            content.len(),
            path = path.display(),
        )
        .map_err(|error| error.to_string())?;
    }
    list.push(']');
    Ok(list)
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.is_dir() {
            walk(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn media_type(name: &Path) -> Result<&'static str, String> {
    match name.extension().and_then(|extension| extension.to_str()) {
        Some("html") => Ok("text/html; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        Some("ttf") => Ok("font/ttf"),
        Some("txt") => Ok("text/plain; charset=utf-8"),
        _ => Err(format!("{} is of a kind whose media type is not known to build.rs", name.display())),
    }
}
