#!/bin/sh
# Install into .tools/bench what `make bench` compares with: pandoc and Typst, from PyPI, as the lock
# file names them. An environment of its own, so that the program's never sees them.
# Usage: tools/setup-bench.sh, after tools/setup.sh, whose Python it takes.
set -eu
lock=requirements-bench.lock
place=.tools/bench

cmp -s "$lock" "$place/$lock" && exit 0
echo "setup: installing packages from $lock into $place (hashes checked)"
rm -rf "$place"
.venv/bin/python -m venv "$place"
# without a copy of the lock file it is made anew
"$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
    --require-hashes -r "$lock" && cp "$lock" "$place/" || {
    rm -rf "$place"
    echo "setup: the packages of $lock could not be installed" >&2
    exit 1
}
