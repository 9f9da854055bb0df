# shellcheck shell=bash
# Sourced by bin/demo and bin/test: finds what they need, and installs what is missing. Works with the
# bash 3.2 of macOS. Speaks on standard error only.

say() { printf 'epic: %s\n' "$*" >&2; }

fail() {
    say "$1"
    shift
    for hint in "$@"; do printf ' hint: %s\n' "$hint" >&2; done
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Rust is not installed unasked: it belongs in the user's home.
need_cargo() {
    has cargo || PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
    has cargo || fail "Rust is not installed here" \
        "install it: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
}

# A C compiler links the program; the server's programs run the database. Whoever tests wants more: for `tests`, the programs by
# which they read back what was written, and a pooler.
install_missing() {
    local packages=""
    if [ "${1:-}" = tests ]; then
        has_python || packages="$(packages_of python)"
        has_browser || packages="$packages $(packages_of browser)"
        has_pooler || packages="$packages $(packages_of pooler)"
    fi
    has cc || packages="$packages $(packages_of compiler)"
    has_server || packages="$packages $(packages_of server)"
    [ -n "${packages// /}" ] || return 0
    # shellcheck disable=SC2086 # the packages are words
    install $packages
    has cc || fail "there is no C compiler (cc)" "install one with your package manager"
    has_server || fail "PostgreSQL's server programs are not where they were expected" \
        "set PG_BINDIR to the folder that has both postgres and initdb"
}

has_server() { server_folder >/dev/null; }

# The folder of the newest server programs; of equal ones, the first. The same places, in the same order, as
# src/store/embedded/binaries.rs.
server_folder() {
    local folder major newest="" most=0
    if [ -n "${PG_BINDIR:-}" ]; then
        is_server "$PG_BINDIR" && echo "$PG_BINDIR"
        return
    fi
    for folder in "$(dirname "$(command -v postgres || echo /-/-)")" "$(pg_config --bindir 2>/dev/null || echo /-)" \
        /usr/lib/postgresql/[0-9]*/bin /usr/pgsql-[0-9]*/bin \
        /opt/homebrew/opt/postgresql@[0-9]*/bin /usr/local/opt/postgresql@[0-9]*/bin \
        /Applications/Postgres.app/Contents/Versions/[0-9]*/bin; do
        is_server "$folder" || continue
        major="$(major_of "$folder")"
        if [ "$major" -gt "$most" ]; then
            newest="$folder"
            most="$major"
        fi
    done
    [ -n "$newest" ] && echo "$newest"
}

# The major version of the server programs in a folder.
major_of() { "$1/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/'; }

has_python() { python3 -c 'import venv, ensurepip' >/dev/null 2>&1; }

# The same as tests/promises/harness/pgbouncer.rs.
has_pooler() { [ -x /usr/sbin/pgbouncer ] || [ -x /usr/bin/pgbouncer ]; }

# The same as tests/promises/exports/readers/browser.rs.
has_browser() {
    local name
    for name in chromium chromium-browser google-chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        /Applications/Chromium.app/Contents/MacOS/Chromium; do
        if has "$name"; then return 0; fi
    done
    return 1
}

is_server() { [ -x "$1/postgres" ] && [ -x "$1/initdb" ]; }

manager() {
    local name
    for name in apt-get dnf brew; do
        if has "$name"; then
            echo "$name"
            return
        fi
    done
}

packages_of() {
    case "$(manager):$1" in
    apt-get:compiler) echo gcc libc6-dev ;;
    apt-get:server) echo postgresql ;;
    apt-get:python) echo python3 python3-venv ;;
    *:python) echo python3 ;;
    apt-get:browser | dnf:browser | brew:browser) echo chromium ;;
    apt-get:pooler) echo pgbouncer ;;
    *:pooler) ;; # not among the packages of every system: its tests are left out then
    dnf:compiler) echo gcc ;;
    dnf:server) echo postgresql-server postgresql-contrib ;;
    brew:server) echo postgresql@17 ;;
    *:compiler) echo "a C compiler" ;;
    *:server) echo "PostgreSQL's server" ;;
    *:browser) echo Chromium ;;
    esac
}

install() {
    say "installing $*"
    case "$(manager)" in
    apt-get) install_with_apt "$@" ;;
    dnf) as_root "$@" -- dnf install -y -q "$@" ;;
    brew) brew install --quiet "$@" ;;
    *) fail "there is no apt-get, dnf or brew here to install $* with" \
        "install it yourself, and try again" ;;
    esac </dev/null >&2 || fail "installing $* failed" "read the lines above, or install it yourself"
}

# Debian's package makes and starts a server of its own, which nobody here needs: not this time.
install_with_apt() {
    local settings=/etc/postgresql-common/createcluster.d
    local quiet="$settings/epic-demo.conf"
    as_root "$@" -- apt-get update -qq || return
    as_root "$@" -- mkdir -p "$settings"
    echo "create_main_cluster = false" | as_root "$@" -- tee "$quiet" >/dev/null
    local status=0
    as_root "$@" -- env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=120 "$@" || status=$?
    as_root "$@" -- rm -f "$quiet"
    return "$status"
}

# as_root PACKAGES… -- COMMAND: the packages are for the message when that is not possible.
as_root() {
    local wanted=""
    while [ "$1" != -- ]; do
        wanted="$wanted $1"
        shift
    done
    shift
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        fail "installing$wanted needs root, and there is no sudo here" "ask an administrator to install$wanted"
    fi
}
