#!/bin/sh
# Install what only the slow tests and the gallery need: a LibreOffice that opens, saves and draws
# finished files, a browser that opens web pages, pandoc, which reads documents in its own way, diffoscope, which says where two files differ, a
# token in software that signs, a server that packages are sent to; from the npm registry, into .tools, validators and what drives the
# browser; and the locked packages once more for another Python, if the machine has one.
# As root it installs the Debian packages; otherwise it prints the command and stops.
set -eu
. tools/steps.sh

command -v npm >/dev/null 2>&1 && node="" || node="nodejs npm"
packages="chromium diffoscope-minimal libreoffice-impress libreoffice-writer pandoc poppler-utils fonts-liberation fonts-crosextra-carlito softhsm2 openssh-server openssh-client $node"

missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
        missing="$missing $package"
done
stale=""
for what in validators browser; do
    cmp -s "tools/$what/package-lock.json" ".tools/$what/package-lock.json" || stale="$stale $what"
done
# Another minor version of Python, for the test that it makes no difference; none is no fault.
minor() { "$1" -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null; }
other=.tools/other-python
another=""
for python in python3.14 python3.13 python3.12 python3.11 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[1-9].*/bin/python; do
    found=$(minor "$python") && [ -n "$found" ] && [ "$found" != "$(minor .venv/bin/python)" ] || continue
    cmp -s requirements.lock "$other/requirements.lock" || another=$python
    break
done
# shellcheck disable=SC2086 # a list of names
set -- $stale
STEPS=$#
[ -z "$missing" ] || STEPS=$((STEPS + 1))
[ -z "$another" ] || STEPS=$((STEPS + 1))

if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    install_packages() {
        apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
    }
    # shellcheck disable=SC2086 # a list of package names
    step "programs of the system:$missing" 0 install_packages $missing
elif [ -n "$missing" ]; then
    echo "setup: the slow tests need more of the machine. Install it with:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
    echo "then run make again." >&2
    exit 1
fi

# The lock files name versions and hashes. Not npm ci: it wants the packages of every platform.
for what in $stale; do
    rm -rf ".tools/$what"
    mkdir -p ".tools/$what"
    cp "tools/$what/package.json" "tools/$what/package-lock.json" ".tools/$what/"
    step "npm packages of tools/$what" 0 \
        npm install --no-audit --no-fund --no-save --prefix ".tools/$what" || {
        rm -rf ".tools/$what"
        echo "setup: the packages of tools/$what could not be installed (npm)" >&2
        exit 1
    }
done

prepare_other() {
    rm -rf "$other"
    "$another" -m venv "$other" &&
        "$other/bin/python" -m pip install --disable-pip-version-check --no-deps \
            --require-hashes -r requirements.lock &&
        "$other/bin/python" -m pip install --disable-pip-version-check --no-deps \
            --no-build-isolation -e . && cp requirements.lock "$other/"
}
if [ -n "$another" ]; then
    # without a copy of the lock file it is made anew
    step "packages for $("$another" --version) in $other" "$(locked requirements.lock)" prepare_other || {
        rm -rf "$other"
        echo "setup: the locked packages are not to be had for $("$another" --version); left out"
    }
fi
