# Read by the other scripts of this folder: numbered steps in plain words, and installing what is missing.
# Needs: the name of the command in $COMMAND and the number of steps in $STEPS.

started=$(date +%s)
number=0
# cargo builds here; the site's files are always in ./target/site.
target=${CARGO_TARGET_DIR:-target}

# elapsed SINCE: "4 min 03 s".
elapsed() {
    seconds=$(($(date +%s) - $1))
    if [ "$seconds" -ge 60 ]; then
        printf '%d min %02d s' $((seconds / 60)) $((seconds % 60))
    else
        printf '%d s' "$seconds"
    fi
}

# step WORDS: announces the next step.
step() {
    number=$((number + 1))
    printf '\n[%d/%d] %s (%s so far)\n' "$number" "$STEPS" "$1" "$(elapsed "$started")"
}

# stop WORDS: says what to do, and ends.
stop() {
    printf '\n%s: stopped at step %d. %b\n' "$COMMAND" "$number" "$1" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# install_debian PACKAGE…: installs where it may, says the one line to type where it may not.
install_debian() {
    line="apt-get update && sudo apt-get install -y --no-install-recommends $*"
    if ! has apt-get; then
        stop "Missing: $*.\nThis is not a Debian system: install what these Debian packages hold, then type again: $COMMAND"
    elif [ "$(id -u)" = 0 ]; then
        as=
    elif has sudo && sudo -n true 2>/dev/null; then
        as='sudo -n'
    else
        stop "Missing: $*. Type this line, then again: $COMMAND\n\n    sudo $line\n"
    fi
    echo "Installing Debian packages: $*"
    # shellcheck disable=SC2086 # $as is one word, two, or none
    {
        $as apt-get update -qq </dev/null &&
            $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null
    } || stop "apt-get could not install: $* (see above)."
}

# ensure_rust: rustup's toolchain as rust-toolchain.toml pins it, with the wasm target, a C compiler, and
# OpenSSL's headers, against which the crate web-push is built. (Building OpenSSL itself takes minutes more.)
ensure_rust() {
    PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
    export PATH
    has rustup || stop "rustup is missing. Type this line, then again: $COMMAND\n\n    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --default-toolchain none\n"
    has cc || install_debian build-essential
    [ -n "${OPENSSL_DIR:-}" ] || { has pkg-config && pkg-config --exists openssl; } ||
        install_debian pkg-config libssl-dev
    channel=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
    if ! rustup toolchain list | grep -q "^$channel-"; then
        rustup toolchain install "$channel" --profile minimal --component rustfmt --component clippy ||
            stop "rustup could not install Rust $channel (see above)."
    fi
    for component in rustfmt clippy; do
        rustup component list --installed | grep -q "^$component" || rustup component add "$component" ||
            stop "rustup could not add $component (see above)."
    done
    rustup target list --installed | grep -qx wasm32-unknown-unknown ||
        rustup target add wasm32-unknown-unknown ||
        stop "rustup could not add the target wasm32-unknown-unknown (see above)."
    rustc --version
}

# needs_node: adds Node's packages to $missing unless Node (18 or newer: Debian 12 has it) and npm are there.
needs_node() {
    if ! has node; then
        missing="$missing nodejs"
    elif [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 18 ]; then
        stop "Node $(node --version) is too old: 18 or newer is needed (Debian 12 and later have it)."
    fi
    has npm || missing="$missing npm"
}

# node_packages: end2end/node_modules as the lock file has it; no browser is downloaded.
node_packages() {
    if cmp -s end2end/package-lock.json end2end/node_modules/.installed-from; then
        return
    fi
    (
        cd end2end
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error </dev/null
        cp package-lock.json node_modules/.installed-from
    ) || stop "npm could not install the Node packages of end2end (see above)."
}
