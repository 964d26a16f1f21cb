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

step 'The server: some 490 packages, each named as it is built (minutes, the first time)'
# Built to be there soon; what is deployed is built with --release.
cargo build --profile exercise --package rives || stop 'The server could not be built (see above).'
rives="$target/exercise/rives --config server/exercise/rives.toml"

step 'Serving the exercise. Ctrl-C ends it'
mkdir -p data
echo 'Residents: http://127.0.0.1:3000'
echo 'Staff:     http://localhost:3001 (not 127.0.0.1: passkeys want a name). The way in, from another terminal:'
echo
echo "    $rives staff invite --role chief --role communicator --name 'Anne Martin'"
echo
# shellcheck disable=SC2086 # three words
exec $rives serve
