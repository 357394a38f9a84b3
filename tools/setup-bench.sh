#!/bin/sh
# Install into .tools/bench what `make bench` compares with: pandoc and Typst, from PyPI, as the lock
# file names them. An environment of its own, so that the program's never sees them.
# Usage: tools/setup-bench.sh, after tools/setup.sh, whose Python it takes.
set -eu
lock=requirements-bench.lock
place=.tools/bench
. tools/steps.sh

cmp -s "$lock" "$place/$lock" && exit 0
STEPS=2
rm -rf "$place"
step "environment $place" 0 .venv/bin/python -m venv "$place"
# without a copy of the lock file it is made anew
step "packages of $lock (hashes checked)" "$(locked "$lock")" "$place/bin/python" -m pip install \
    --disable-pip-version-check --no-deps --require-hashes -r "$lock" && cp "$lock" "$place/" || {
    rm -rf "$place"
    echo "setup: the packages of $lock could not be installed" >&2
    exit 1
}
