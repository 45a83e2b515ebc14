#!/usr/bin/env bash
# Runs every test, against SQLite and against a PostgreSQL server that is started for this run and thrown away.
#
#   ./test.sh              everything, doctests included
#   ./test.sh ARGUMENT...  the arguments go to the test runner, and the doctests are left out
#
# What is missing is installed with apt-get where that needs no password. Nothing is ever skipped for want of a
# server: without PostgreSQL this fails.
set -euo pipefail

# What the programs can be built with, so that there is one build to test; .ci/run builds them without it.
readonly features=api/otel

# Empty until there is something for `clean_up` to put away.
work_dir=
job=
# The account that runs the server; empty for our own.
server_user=
pg_bin=

say() { printf '==> %s\n' "$*" >&2; }

fail() {
    printf 'test.sh: %s\n' "$*" >&2
    exit 1
}

# apt_get ARGUMENT...: as root, by whichever way asks for no password.
apt_get() {
    local as_root=()
    [[ $EUID -eq 0 ]] || as_root=(sudo -n)
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get --quiet "$@" >&2
}

can_install() {
    command -v apt-get >/dev/null || return 1
    [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null
}

# install_packages WHY PACKAGE...
install_packages() {
    local why=$1
    shift
    can_install || fail "$why. Install it, on Debian with: sudo apt-get install $*"
    say "$why: installing $*"
    # The package lists of a new machine are absent or out of date, those of any other will do.
    apt_get install --yes --no-install-recommends "$@" || {
        apt_get update || say 'Not every package list could be brought up to date'
        apt_get install --yes --no-install-recommends "$@"
    }
}

require_cargo() {
    command -v cargo >/dev/null || fail 'cargo is missing. Install Rust, 1.95 or later, with rustup.'
}

# SQLite is compiled from C, the allocator of the api by make, and what shifts the clock of a program in tests.
require_c_compiler() {
    { command -v cc && command -v make; } >/dev/null || install_packages 'There is no C compiler, or no make' build-essential
}

# The api's pages are built with Node, whose build script says when this is too old a one, and its tests run on it.
require_node() {
    command -v node >/dev/null || install_packages 'There is no Node' nodejs npm
    command -v npm >/dev/null || install_packages 'There is no npm' npm
}

# Tests open the pages in it.
require_browser() {
    command -v chromium >/dev/null || install_packages 'There is no Chromium' chromium
}

# Tests make certificates with it.
require_openssl() {
    command -v openssl >/dev/null || install_packages 'There is no OpenSSL' openssl
}

# The recipes of docs/reporting-tools.md.
require_reporting_tools() {
    command -v curl >/dev/null || install_packages 'There is no curl' curl
    command -v jq >/dev/null || install_packages 'There is no jq' jq
    Rscript -e 'library(httr2); library(jsonlite)' >/dev/null 2>&1 ||
        install_packages 'There is no R with httr2 and jsonlite' r-base-core r-cran-httr2 r-cran-jsonlite
}

# In an environment of its own: Debian forbids pip to write to the system's.
require_python_packages() {
    local requirements=tests/python/requirements.txt environment=target/python
    # As it is copied there when all are installed.
    if cmp --silent "$requirements" "$environment/requirements.txt"; then return; fi
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages 'Python cannot make environments' python3-venv
    say "Installing the packages of $requirements"
    python3 -m venv --clear "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" >&2 ||
        fail "pip in $environment failed: see above."
    cp "$requirements" "$environment/"
}

# require_packages FOLDER: what its package-lock.json names.
require_packages() {
    # As `npm ci` leaves it behind.
    if [[ $1/node_modules/.package-lock.json -nt $1/package-lock.json ]]; then return; fi
    say "Installing the packages of $1"
    npm ci --prefer-offline --prefix "$1" >&2 || fail "npm ci in $1 failed: see above."
}

# Debian leaves the server's programs off PATH, in one directory for each version.
find_postgresql() {
    local candidates=() candidate
    if candidate=$(command -v initdb); then
        candidates=("$(dirname "$candidate")")
    fi
    while IFS= read -r candidate; do
        candidates+=("$candidate")
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort --reverse --version-sort)
    for candidate in "${candidates[@]}"; do
        if [[ -x $candidate/initdb && -x $candidate/postgres && -x $candidate/pg_ctl && -x $candidate/psql ]]; then
            pg_bin=$candidate
            return 0
        fi
    done
    return 1
}

require_postgresql() {
    find_postgresql && return
    install_packages 'There is no PostgreSQL server' postgresql
    find_postgresql || fail 'PostgreSQL was installed, but initdb, postgres, pg_ctl and psql were not found.'
}

# The server refuses to run as root.
choose_server_user() {
    [[ $EUID -eq 0 ]] || return 0
    for server_user in postgres nobody; do
        if id "$server_user" >/dev/null 2>&1; then return 0; fi
    done
    fail 'PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as.'
}

# Run in the temporary directory, because the server's user may not be let into the current one.
as_server_user() (
    cd "$work_dir"
    if [[ -z $server_user ]]; then
        exec "$@"
    elif command -v runuser >/dev/null; then
        exec runuser -u "$server_user" -- "$@"
    else
        # shellcheck disable=SC2016 # expanded by the shell that su starts
        exec su -s /bin/sh "$server_user" -c 'exec "$0" "$@"' -- "$@"
    fi
)

show_log() { cat "$1" >&2 2>/dev/null || true; }

make_cluster() {
    work_dir=$(mktemp -d)
    [[ -z $server_user ]] || chown "$server_user" "$work_dir"
    as_server_user "$pg_bin/initdb" --pgdata="$work_dir/data" --username=postgres --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >"$work_dir/initdb.log" 2>&1 || {
        show_log "$work_dir/initdb.log"
        fail 'initdb failed: see above.'
    }
    # The data need not outlive a crash. There is no Unix socket: the tests use TCP, and a socket's path has to be
    # shorter than a temporary directory's may be. Every test has databases and pools of its own.
    cat >>"$work_dir/data/postgresql.conf" <<-'CONF'
		listen_addresses = '127.0.0.1'
		unix_socket_directories = ''
		max_connections = 200
		fsync = off
		synchronous_commit = off
		full_page_writes = off
	CONF
}

# Below the range from which Linux takes the ports of outgoing connections, so that none is in the way.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    printf '%s\n' "$port"
}

start_postgresql() {
    local attempt port
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        : >"$work_dir/server.log"
        [[ -z $server_user ]] || chown "$server_user" "$work_dir/server.log"
        if as_server_user "$pg_bin/pg_ctl" start --pgdata="$work_dir/data" --log="$work_dir/server.log" \
            --options="-p $port" --wait --timeout=60 >/dev/null 2>"$work_dir/pg_ctl.log"; then
            export TEST_POSTGRES_BIN=$pg_bin
            # Tests that start servers of their own do so as the same account.
            TEST_POSTGRES_ACCOUNT=
            [[ -z $server_user ]] || TEST_POSTGRES_ACCOUNT=$(id -u "$server_user"):$(id -g "$server_user")
            export TEST_POSTGRES_ACCOUNT
            export TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"
            say "PostgreSQL is at $TEST_POSTGRES_URL"
            return
        fi
        # Someone else may have taken the port since it was found free. No other failure goes away by itself.
        grep -q 'could not bind' "$work_dir/server.log" || break
        say "Port $port was taken (attempt $attempt)"
    done
    show_log "$work_dir/pg_ctl.log"
    show_log "$work_dir/server.log"
    fail 'PostgreSQL did not start: see above.'
}

# In the background and in a process group of its own: bash puts a signal off for as long as a command in the
# foreground runs, and cargo's children are to be stopped with it.
run() {
    local status=0
    set -m
    "$@" </dev/null &
    job=$!
    set +m
    wait "$job" || status=$?
    job=
    return "$status"
}

stop_job() {
    [[ -n $job ]] || return 0
    kill -TERM -- "-$job" 2>/dev/null
    for _ in {1..150}; do
        kill -0 -- "-$job" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL -- "-$job" 2>/dev/null
}

clean_up() {
    local status=$?
    set +e
    # What has been begun here is not to be broken off by a second signal.
    trap '' INT TERM HUP
    stop_job
    if [[ -n $work_dir ]]; then
        if [[ -f $work_dir/data/postmaster.pid ]]; then
            as_server_user "$pg_bin/pg_ctl" stop --pgdata="$work_dir/data" --mode=immediate --wait >/dev/null
        fi
        rm -rf -- "$work_dir"
    fi
    exit "$status"
}

# Doctests come first, because nextest does not run them and its closing summary is to be the last thing printed.
# The tests run even when a doctest has failed, so that one run shows all there is to mend.
run_tests() {
    local status=0 cargo_test=(cargo test --lib --bins --tests)
    if cargo nextest --version >/dev/null 2>&1; then
        cargo_test=(cargo nextest run)
    fi
    if [[ $# -eq 0 ]]; then
        run cargo test --workspace --features "$features" --doc --locked || status=$?
    fi
    run "${cargo_test[@]}" --workspace --features "$features" --locked --no-fail-fast "$@" || status=$?
    return "$status"
}

# A server for this run, which is put away when the script ends, however it ends.
start_server() {
    require_postgresql
    choose_server_user

    # Settings for the caller's own PostgreSQL would reach the server and the tests.
    local name
    for name in "${!PG@}"; do unset "$name"; done

    trap clean_up EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    make_cluster
    start_postgresql
}

main() {
    cd "$(dirname "${BASH_SOURCE[0]}")"
    require_cargo
    require_c_compiler
    require_node
    require_browser
    require_packages tests/node
    require_packages tests/browser
    require_openssl
    require_reporting_tools
    require_python_packages
    start_server
    # The acceptance tests start the programs as they were built, and a test run alone does not build them all.
    run cargo build --workspace --features "$features" --bins --locked
    run_tests "$@"
}

# Other scripts read this file for its functions.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    main "$@"
fi
