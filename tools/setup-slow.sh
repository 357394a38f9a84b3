#!/bin/sh
# Install what only the slow tests need: a LibreOffice that opens, saves and draws finished files.
# As root it installs the Debian packages; otherwise it prints the command and stops.
set -eu

packages="libreoffice-impress libreoffice-writer poppler-utils fonts-liberation fonts-crosextra-carlito"

missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "setup: installing$missing"
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "setup: the slow tests need LibreOffice. Install it with:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
    echo "then run make again." >&2
    exit 1
fi
