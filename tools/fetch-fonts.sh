#!/usr/bin/env bash
# Fill templates/fonts with the shipped faces and licences, taken from the Debian packages.
# Needs a Debian with apt-get and dpkg-deb; README.md lists the digests the result must have.
set -euo pipefail

target=$(cd "$(dirname "$0")/../templates/fonts" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Downloading is all apt does here; without the sandbox user it needs no world-readable folder.
apt-get -q -o APT::Sandbox::User=root download \
  fonts-liberation2=2.1.5-1 fonts-crosextra-carlito=20220224-1 fonts-dejavu-core=2.37-6
for package in ./*.deb; do
  dpkg-deb -x "$package" tree
done

fonts=tree/usr/share/fonts/truetype
for style in Regular Bold Italic BoldItalic; do
  install -m 644 "$fonts/liberation2/LiberationSerif-$style.ttf" \
    "$fonts/liberation2/LiberationSans-$style.ttf" "$fonts/crosextra/Carlito-$style.ttf" "$target"
done
install -m 644 "$fonts/dejavu/DejaVuSans.ttf" "$target/DejaVuSans-Regular.ttf"
install -m 644 "$fonts/dejavu/DejaVuSans-Bold.ttf" "$target"
install -m 644 tree/usr/share/doc/fonts-dejavu-core/copyright "$target/LICENSE.DejaVu"
install -m 644 tree/usr/share/doc/fonts-liberation2/copyright "$target/LICENSE.Liberation"
install -m 644 tree/usr/share/doc/fonts-crosextra-carlito/copyright "$target/LICENSE.Carlito"

cd "$target"
grep -oE '[0-9a-f]{64}  [A-Za-z-]+\.ttf' README.md | sha256sum --check --strict
