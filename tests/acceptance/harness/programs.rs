//! The built programs.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::Store;

/// The repository's root: the programs run here, as a user's would.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A program of ours, of whose settings none is in the environment.
pub(crate) fn program(name: &str) -> Command {
    // target/<profile>/deps/acceptance-<hash> stands beside target/<profile>/<program>.
    let test = env::current_exe().unwrap();
    let path = test.parent().and_then(Path::parent).unwrap().join(name);
    assert!(path.exists(), "{} is not built; ./test.sh builds it", path.display());
    let mut command = Command::new(path);
    command.current_dir(repository());
    for setting in ["DATABASE_URL", "SOURCES", "LISTEN", "COLUMNS"] {
        command.env_remove(setting);
    }
    command
}

/// A program for Node.js of `tests/node/`, which `npm ci` has made ready.
pub(crate) fn node(script: &str) -> Command {
    let folder = repository().join("tests/node");
    let ready = folder.join("node_modules/.package-lock.json").exists();
    assert!(ready, "{} is not made ready; ./test.sh does that, or npm ci there", folder.display());
    let mut command = Command::new("node");
    command.current_dir(folder).arg(script);
    command
}

/// A program in Python, with the packages of `tests/python/requirements.txt`.
pub(crate) fn python(script: &Path) -> Command {
    let python = repository().join("target/python/bin/python");
    assert!(python.exists(), "{} is not made ready; ./test.sh does that", python.display());
    let mut command = Command::new(python);
    command.arg(script);
    command
}

/// PostgreSQL's own client, connected to a store.
pub(crate) fn psql(store: &Store) -> Command {
    let folder =
        env::var_os("TEST_POSTGRES_BIN").expect("TEST_POSTGRES_BIN names no folder; ./test.sh sets it");
    let mut command = Command::new(PathBuf::from(folder).join("psql"));
    command.args(["--no-psqlrc", &store.url()]);
    command
}

/// How a run of the importer ended.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// The JSON report.
    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }

    /// The report of the only file.
    pub(crate) fn file(&self) -> Value {
        let files = self.report()["files"].as_array().unwrap().clone();
        assert_eq!(files.len(), 1, "{files:?}");
        files[0].clone()
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The importer on a database, to be run.
pub(crate) fn importer_command(store: &Store, arguments: &[&str]) -> Command {
    let mut command = program("importer");
    command.args(arguments).args(["--database-url", &store.url()]);
    command
}

/// Runs the importer on a database and waits for it.
pub(crate) fn importer(store: &Store, arguments: &[&str]) -> Outcome {
    importer_command(store, arguments).output().unwrap().into()
}

/// Starts the importer on a database, to be killed.
pub(crate) fn start_importer(store: &Store, arguments: &[&str]) -> Child {
    importer_command(store, arguments).stdout(Stdio::null()).spawn().unwrap()
}

/// Starts the importer on a database, to be listened to and told to end.
pub(crate) fn start_importer_heard(store: &Store, arguments: &[&str]) -> Child {
    let mut command = program("importer");
    command.args(arguments).args(["--database-url", &store.url()]).stderr(Stdio::piped()).spawn().unwrap()
}

/// Runs the importer without a database and waits for it.
pub(crate) fn importer_alone(arguments: &[&str]) -> Outcome {
    program("importer").args(arguments).output().unwrap().into()
}

/// Runs the api without serving anything and waits for it.
pub(crate) fn api_alone(arguments: &[&str]) -> Outcome {
    program("api").args(arguments).output().unwrap().into()
}

/// The api, to be started.
pub(crate) fn api_command(options: &[&str]) -> Command {
    let mut command = program("api");
    command.args(options);
    command
}

/// A client for which no status is an error.
pub(crate) fn client() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().new_agent()
}

/// A running api, stopped when the test is over.
pub(crate) struct Api {
    child: Child,
    address: String,
    /// What it has said on standard error since it listens.
    log: Arc<Mutex<String>>,
}

impl Api {
    /// Starts the api and waits until it listens.
    pub(crate) fn start(store: &Store) -> Self {
        Self::start_with(store, &[])
    }

    /// Starts the api with options and waits until it listens.
    pub(crate) fn start_with(store: &Store, options: &[&str]) -> Self {
        Self::start_by(api_command(options), store)
    }

    /// Starts the api by a command and waits until it listens.
    pub(crate) fn start_by(command: Command, store: &Store) -> Self {
        Self::try_start(command, &store.url()).unwrap_or_else(|told| panic!("the api did not start: {told}"))
    }

    /// Starts the api; gives back what it said on standard error when it ended instead of listening.
    pub(crate) fn refused(store: &Store) -> String {
        match Self::try_start(program("api"), &store.url()) {
            Ok(_) => panic!("the api started"),
            Err(told) => told,
        }
    }

    fn try_start(mut command: Command, url: &str) -> Result<Self, String> {
        let mut child = command
            .args(["--database-url", url, "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut told = String::new();
        for line in lines.by_ref() {
            let line = line.unwrap();
            if let Some(address) = line.strip_prefix("listening on ") {
                let address = address.to_owned();
                // The rest must be read, or the api would wait for a full pipe.
                let log = Arc::new(Mutex::new(String::new()));
                let kept = log.clone();
                thread::spawn(move || {
                    for line in lines.map_while(Result::ok) {
                        let mut kept = kept.lock().unwrap();
                        kept.push_str(&line);
                        kept.push('\n');
                    }
                });
                return Ok(Self { child, address, log });
            }
            told.push_str(&line);
            told.push('\n');
        }
        let status = child.wait().unwrap();
        Err(format!("{told}exit code {}", status.code().unwrap_or(-1)))
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens, such as `http://127.0.0.1:1234`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// What it has said on standard error since it listens.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// The first line of its log that has a text in it, which is waited for.
    pub(crate) fn logged(&self, text: &str) -> String {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            let log = self.log();
            if let Some(line) = log.lines().find(|line| line.contains(text)) {
                return line.to_owned();
            }
            assert!(Instant::now() < until, "no \"{text}\" in the log: {log}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The most memory that it had at any time, in KiB.
    pub(crate) fn most_memory(&self) -> u64 {
        self.kib("VmHWM:")
    }

    /// The memory that it has, in KiB.
    pub(crate) fn memory(&self) -> u64 {
        self.kib("VmRSS:")
    }

    fn kib(&self, what: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(what)).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// How many files and connections it has open.
    pub(crate) fn open_files(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap().count()
    }

    /// Tells it to stop, as a service manager does.
    pub(crate) fn terminate(&self) {
        self.signal("TERM");
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let told =
            Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// How it ends of itself; none if it has not after so long.
    pub(crate) fn ended_within(&mut self, limit: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + limit;
        loop {
            let ended = self.child.try_wait().unwrap();
            if ended.is_some() || Instant::now() > until {
                return ended;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Opens its pages in a browser, as a file of tests/browser/ says.
    pub(crate) fn browse(&self, file: &str) {
        let folder = repository().join("tests/browser");
        assert!(
            folder.join("node_modules").exists(),
            "what tests/browser/ needs is missing; ./test.sh installs it"
        );
        let output = Command::new("node")
            .current_dir(folder)
            .args(["--test", file])
            .env("API", &self.address)
            .output();
        let Outcome { code, stdout, stderr } = output.expect("Node runs").into();
        assert_eq!(code, 0, "{stdout}{stderr}");
    }

    /// What a path answers to GET: status and body.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let mut response = client().get(format!("{}{path}", self.address)).call().unwrap();
        (response.status().as_u16(), response.body_mut().read_to_string().unwrap())
    }

    /// The answer to the body of a request.
    pub(crate) fn post(&self, body: &str) -> Value {
        let request = client().post(format!("{}/graphql", self.address)).content_type("application/json");
        request.send(body).unwrap().body_mut().read_json().unwrap()
    }

    /// The whole answer to a query, errors included.
    pub(crate) fn answer(&self, query: &str) -> Value {
        self.post(&json!({ "query": query }).to_string())
    }

    /// The data that a query gives. An error fails the test.
    pub(crate) fn ask(&self, query: &str) -> Value {
        let answer = self.answer(query);
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].clone()
    }

    /// The data that a query gives by GET.
    pub(crate) fn ask_by_get(&self, query: &str) -> Value {
        let request = ureq::get(format!("{}/graphql", self.address)).query("query", query);
        let answer: Value = request.call().unwrap().body_mut().read_json().unwrap();
        answer["data"].clone()
    }

    /// The status and the tag of what a query gives by GET to a client that holds what has another tag.
    pub(crate) fn revalidate(&self, query: &str, held: &str) -> (u16, String) {
        let request = ureq::get(format!("{}/graphql", self.address)).query("query", query);
        let response = request.header("If-None-Match", held).call().unwrap();
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        (response.status().as_u16(), tag)
    }

    /// The values of one field of all nodes of a list.
    pub(crate) fn nodes(&self, query: &str, list: &str, field: &str) -> Vec<Value> {
        let data = self.ask(query);
        let nodes = data[list]["nodes"].as_array().unwrap();
        nodes.iter().map(|node| node[field].clone()).collect()
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
