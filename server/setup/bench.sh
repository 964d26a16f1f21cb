#!/bin/sh
# make bench: how fast, on this machine, in one run. Numbers of two machines do not compare.
set -eu
cd "$(dirname "$0")/../.."
COMMAND='make bench'
STEPS=8
. server/setup/steps.sh

step 'Tools: Rust, nginx, wrk, PostgreSQL, Node, Python'
ensure_rust
missing=
has nginx || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
has wrk || missing="$missing wrk"
has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
needs_node
python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
# shellcheck disable=SC2086 # one word per package
[ -z "$missing" ] || install_debian $missing

step 'The site and the server, optimised'
cargo xtask site || stop 'The site could not be built (see above).'
cargo build --release --package rives || stop 'The server could not be built (see above).'

step 'An alert page, against nginx serving the same bytes as a static file'
RIVES_BIN=$(realpath "$target/release/rives")
export RIVES_BIN
node end2end/bench/alert-page.mjs || stop 'The comparison with nginx failed (see above).'

step 'CAP documents parsed per second'
cargo run --release --quiet --package rives --example bench_cap || stop 'The parsing benchmark failed (see above).'

step 'Rendering /alertes with 10, 1,000 and 10,000 threads in the archive'
cargo run --release --quiet --package rives --example bench_archive || stop 'The archive benchmark failed (see above).'

step 'Searching the exchange among 1,000, 10,000 and 100,000 live listings, on SQLite and on PostgreSQL'
cargo run --release --quiet --package rives --example bench_exchange || stop 'The exchange benchmark failed (see above).'

step 'Push messages encrypted and sent per core-second, against npm web-push and pywebpush'
peers=end2end/bench/push
(cd "$peers" && npm ci --no-audit --no-fund --loglevel=error </dev/null) ||
    stop 'npm could not install web-push (see above).'
python3 -m venv "$target/bench-push" &&
    "$target/bench-push/bin/pip" install --quiet --disable-pip-version-check --requirement "$peers/requirements.txt" ||
    stop 'pip could not install pywebpush (see above).'
cargo run --release --quiet --package rives --example bench_push -- "$peers" "$target/bench-push/bin/python" ||
    stop 'The push benchmark failed (see above).'

step 'Release to seen on 10,000 open streams, and pages meanwhile'
# Two files per stream and process; the server inherits it.
ulimit -n 32768 2>/dev/null || ulimit -n "$(ulimit -H -n)"
node end2end/bench/live.mjs || stop 'The benchmark of open streams failed (see above).'

printf '\nmake bench: done in %s.\n' "$(elapsed "$started")"
