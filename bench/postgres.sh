#!/usr/bin/env bash
# Runs the benchmark against a PostgreSQL server that is started for it and thrown away, as ./test.sh does for the
# tests.
#
#   bench/postgres.sh import --databases sqlite,postgres
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# For the server, and for putting it away.
# shellcheck source=test.sh
source ./test.sh

start_server
run cargo run --release --quiet --locked -p bench -- "$@"
