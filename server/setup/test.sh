#!/bin/sh
# make test: everything, and nothing skipped in silence. A failing check does not hide the next ones.
set -eu
cd "$(dirname "$0")/../.."
COMMAND='make test'
STEPS=8
. server/setup/steps.sh
passed=
failed=

# check NAME COMMAND…: runs it, notes how it went.
check() {
    name=$1
    shift
    since=$(date +%s)
    if "$@" </dev/null; then
        passed="$passed${passed:+, }$name"
        printf 'ok: %s (%s)\n' "$name" "$(elapsed "$since")"
    else
        failed="$failed${failed:+, }$name"
        printf 'FAILED: %s (%s)\n' "$name" "$(elapsed "$since")"
        return 1
    fi
}

has_postgresql() {
    has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

step 'Tools: Rust, Chromium, Firefox, PostgreSQL, xmllint, Node'
ensure_rust
missing=
has chromium || has chromium-browser || has google-chrome || missing="$missing chromium"
has_postgresql || missing="$missing postgresql"
has firefox-esr || missing="$missing firefox-esr"
has xmllint || missing="$missing libxml2-utils"
needs_node
# shellcheck disable=SC2086 # one word per package
[ -z "$missing" ] || install_debian $missing
node_packages

step 'Format'
check 'format' cargo fmt --all --check || true

step 'Lints, of everything and of the islands as browsers run them'
check 'lints' cargo clippy --locked --workspace --all-targets -- -D warnings || true
check 'lints of the islands' cargo clippy --locked --package rives-app --lib --no-default-features \
    --features hydrate --target wasm32-unknown-unknown --target-dir target/wasm -- -D warnings || true

step 'Rust tests, on SQLite and on PostgreSQL (the first time takes some 10 minutes)'
check 'Rust tests' cargo test --locked --workspace --no-fail-fast || true

step 'What browsers download'
built=yes
check 'site' cargo xtask site || built=

step 'The server'
check 'server' cargo build --locked --package rives || built=

step 'Types of the end-to-end tests'
check 'types' end2end/node_modules/.bin/tsc --project end2end || true

step 'End to end: Chromium with JavaScript on and off, accessibility, sizes on the wire'
if [ -n "$built" ]; then
    RIVES_BIN=$(realpath "$target/debug/rives")
    export RIVES_BIN
    check 'end to end' end2end/node_modules/.bin/playwright test --config end2end/playwright.config.ts || true
else
    failed="$failed, end to end (nothing to run)"
fi

echo
if [ -n "$failed" ]; then
    echo "make test: FAILED in $(elapsed "$started"): $failed. Passed: ${passed:-nothing}."
    exit 1
fi
echo "make test: all passed in $(elapsed "$started"): $passed."
