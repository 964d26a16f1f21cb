#!/bin/sh
# make run: from a fresh clone to a served exercise.
set -eu
cd "$(dirname "$0")/../.."
COMMAND='make run'
STEPS=4
. server/setup/steps.sh

step 'Rust, with its wasm target'
ensure_rust

step 'What browsers download: islands, style, scripts (the first time takes about 3 minutes)'
cargo xtask site || stop 'The site could not be built (see above).'

step 'The server (the first time takes about 6 minutes)'
cargo build --release --package rives || stop 'The server could not be built (see above).'

step 'Serving the exercise: http://127.0.0.1:3000 for residents, http://127.0.0.1:3001 for staff. Ctrl-C ends it'
mkdir -p data
exec "$target/release/rives" --config server/exercise/rives.toml serve
