#!/bin/sh
# Make .venv with the locked packages, after checking what the machine itself must bring.
# Usage: tools/setup.sh LOCKFILE STAMP
set -eu
lock=$1
stamp=$2
. tools/steps.sh

# two makes at once take turns; whoever comes second finds it done
if command -v flock >/dev/null 2>&1; then
    exec 9>.setup.lock
    flock 9
fi
if [ -e "$stamp" ] && [ "$stamp" -nt "$lock" ] && [ "$stamp" -nt pyproject.toml ] &&
    [ "$stamp" -nt tools/setup.sh ] && [ "$stamp" -nt tools/steps.sh ]; then
    exit 0
fi

packages=""
need() { case " $packages " in *" $1 "*) ;; *) packages="$packages $1" ;; esac; }
has_library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q "$1"; }

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "setup: Python 3.11 or later is needed, and was not found" >&2
    exit 1
fi

[ -x .venv/bin/python ] || "$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
has_library 'libpango-1\.0\.so\.0' || need libpango-1.0-0
has_library 'libpangoft2-1\.0\.so\.0' || need libpangoft2-1.0-0
has_library 'libharfbuzz-subset\.so\.0' || need libharfbuzz-subset0

STEPS=2
[ -z "$packages" ] || STEPS=$((STEPS + 1))
[ -x .venv/bin/python ] || STEPS=$((STEPS + 1))

if [ -n "$packages" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        install_packages() {
            apt-get update -qq &&
                DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
        }
        # shellcheck disable=SC2086 # a list of package names
        step "libraries of the system:$packages" 0 install_packages $packages
    else
        echo "setup: this machine lacks libraries that the PDF needs. Install them with:" >&2
        echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$packages" >&2
        echo "then run make again." >&2
        exit 1
    fi
fi

pip() { .venv/bin/python -m pip install --disable-pip-version-check --no-deps "$@"; }
# the setuptools that Python 3.11 adds is of no use here, and would be looked at by every start
environment() {
    "$python" -m venv .venv && { .venv/bin/python -m pip uninstall --yes --quiet setuptools || true; }
}
[ -x .venv/bin/python ] || step "environment .venv with $python" 0 environment
step "packages of $lock (hashes checked)" "$(locked "$lock")" pip --require-hashes -r "$lock"
step "dossier itself" 0 pip --no-build-isolation -e .
touch "$stamp"
