"""Turn projected state outlines into the map files under templates/maps.

Called by make-maps.sh. All geometry (joining, projecting, simplifying, clipping, label points) is
done before by d3 and mapshaper; this module only scales to the frame, rounds, drops islets and
writes. It must stay deterministic: same input, same bytes.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Point = tuple[int, int]
Ring = list[Point]


@dataclass(frozen=True)
class Frame:
    """The part of the projected plane a map shows, in metres, y downwards.

    Attributes:
        unit: metres for each map unit.
    """

    left: float
    top: float
    right: float
    bottom: float
    unit: float

    @property
    def width(self) -> int:
        """Width of the map in map units."""
        return round((self.right - self.left) / self.unit)

    @property
    def height(self) -> int:
        """Height of the map in map units."""
        return round((self.bottom - self.top) / self.unit)

    def place(self, metres: list[float]) -> Point:
        """Return the map position of a projected one: origin top left, clamped."""
        x = round((metres[0] - self.left) / self.unit)
        y = round((metres[1] - self.top) / self.unit)
        return min(max(x, 0), self.width), min(max(y, 0), self.height)


def area(ring: Ring) -> float:
    """Compute the area of a ring, in square map units, whatever its direction."""
    following = ring[1:] + ring[:1]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))) / 2


def to_ring(metres: list[list[float]], frame: Frame) -> Ring:
    """Place a closed GeoJSON ring on the map, without repeated points and open at the end."""
    ring: Ring = []
    for point in metres:
        placed = frame.place(point)
        if not ring or placed != ring[-1]:
            ring.append(placed)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def outline(geometry: dict[str, Any], frame: Frame, min_area: float) -> list[Ring]:
    """Choose the rings of one state, largest part first.

    Args:
        geometry: a GeoJSON Polygon or MultiPolygon, in metres.
        frame: the frame of the map.
        min_area: islands below this many square map units are dropped, the largest one excepted.

    Returns:
        Outer rings and holes alike; the inside follows from the even-odd rule.
    """
    many = geometry["type"] == "MultiPolygon"
    parts = geometry["coordinates"] if many else [geometry["coordinates"]]
    placed = [[to_ring(ring, frame) for ring in part] for part in parts]
    placed = sorted((p for p in placed if area(p[0]) > 0), key=lambda p: (-area(p[0]), p[0]))
    kept = [p for i, p in enumerate(placed) if i == 0 or area(p[0]) >= min_area]
    return [ring for part in kept for ring in part if area(ring) > 0]


def features(path: Path) -> dict[str, dict[str, Any]]:
    """Read a GeoJSON file into geometries by state code."""
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["a3"]: f["geometry"] for f in found if f["geometry"]}


def edge(path: Path, frame: Frame) -> list[int]:
    """Read the outline of the whole map, one ring of GeoJSON, as x, y, x, y … of its frame."""
    found = json.loads(path.read_text(encoding="utf-8"))
    (geometry,) = found.get("geometries") or [row["geometry"] for row in found["features"]]
    (ring,) = outline(geometry, frame, 0)
    return [number for point in ring for number in point]


def write(path: Path, head: dict[str, Any], states: dict[str, dict[str, Any]]) -> None:
    """Write a map file: compact, keys sorted, one state per line."""
    dumps = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
    lines = (f'"{code}":{dumps(state)}' for code, state in sorted(states.items()))
    marker = '"states":0'
    text = dumps({**head, "states": 0}).replace(
        marker, '"states":{\n' + ",\n".join(lines) + "\n}", 1
    )
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    """Read the arguments of make-maps.sh and write one map file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("view", help="name of the map")
    parser.add_argument("outlines", type=Path, help="GeoJSON polygons with the property a3")
    parser.add_argument("points", type=Path, help="GeoJSON label points with the property a3")
    parser.add_argument("edge", type=Path, help="GeoJSON polygon of the whole map's outline")
    parser.add_argument("target", type=Path, help="map file to write")
    parser.add_argument("--frame", required=True, help="left,top,right,bottom in metres")
    parser.add_argument("--unit", type=float, required=True, help="metres for each map unit")
    parser.add_argument("--min-area", type=float, required=True, help="in square map units")
    parser.add_argument("--source", required=True)
    parser.add_argument("--licence", required=True)
    args = parser.parse_args()

    frame = Frame(*(float(side) for side in args.frame.split(",")), args.unit)
    points = features(args.points)
    states: dict[str, dict[str, Any]] = {}
    for code, geometry in features(args.outlines).items():
        rings = outline(geometry, frame, args.min_area)
        if not rings:
            parser.error(f"{code} is too small to draw: enlarge the map or drop the state")
        flat = [[number for point in ring for number in point] for ring in rings]
        states[code] = {"point": frame.place(points[code]["coordinates"]), "rings": flat}
    head = {
        "view": args.view,
        "projection": "Equal Earth",
        "source": args.source,
        "licence": args.licence,
        "width": frame.width,
        "height": frame.height,
        "outline": edge(args.edge, frame),
    }
    write(args.target, head, states)


if __name__ == "__main__":
    main()
