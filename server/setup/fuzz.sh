#!/bin/sh
# make fuzz: random bytes into every parser, FUZZ_SECONDS (60) for each target.
set -eu
cd "$(dirname "$0")/../.."
COMMAND='make fuzz'
STEPS=2
. server/setup/steps.sh
folder=server/crates/portal/fuzz
each=${FUZZ_SECONDS:-60}

step 'Tools: nightly Rust and cargo-fuzz'
ensure_rust
rustup toolchain list | grep -q '^nightly' ||
    stop 'Nightly Rust is missing. Type this line, then again: make fuzz\n\n    rustup toolchain install nightly --profile minimal\n'
cargo fuzz --version >/dev/null 2>&1 ||
    stop 'cargo-fuzz is missing. Type this line, then again: make fuzz\n\n    cargo install cargo-fuzz --locked\n'

step "Every target for $each s"
for name in $(cargo +nightly fuzz list --fuzz-dir "$folder"); do
    echo "$name"
    cargo +nightly fuzz run --fuzz-dir "$folder" "$name" -- -max_total_time="$each" ||
        stop "The target $name found something: the input is in $folder/artifacts/$name."
done
printf '\nmake fuzz: nothing found in %s.\n' "$(elapsed "$started")"
