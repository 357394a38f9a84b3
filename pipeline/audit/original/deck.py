"""Reader of an imported deck, for the proof: slides, shapes, notes, diagrams and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pipeline.audit.findings import UnreadableError
from pipeline.audit.original import chart_numbers
from pipeline.audit.original.facts import Cell, Line, Shape, Slide
from pipeline.audit.original.original_file import OfficeFile
from pipeline.audit.original.original_lines import lines, squeezed

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: What a diagram's data model calls what it shows.
_NODES = frozenset(("", "node", "asst"))
_TRUE = frozenset(("1", "true", "on"))
_WHOLE = 100_000
_WHOLE_PICTURE = (0.0, 0.0, 0.0, 0.0)


def slides(file: OfficeFile) -> list[Slide]:
    """Return all slides, hidden ones too, in the order in which they are shown.

    Raises:
        UnreadableError: a part is missing or cannot be read.
    """
    main = _main(file)
    relations = file.relations(main)
    found: list[Slide] = []
    for number, row in enumerate(file.xml(main).iter(f"{P}sldId"), start=1):
        relation = relations.get(row.get(f"{R}id", ""))
        if relation is None:
            raise UnreadableError("a slide that the file names is missing")
        found.append(_slide(file, relation[1], number))
    return found


def _main(file: OfficeFile) -> str:
    for kind, target, external in file.relations("").values():
        if kind == "officeDocument" and not external:
            return target
    raise UnreadableError("the original is no presentation")


def _slide(file: OfficeFile, part: str, number: int) -> Slide:
    root = file.xml(part)
    slide = Slide(number, part, root.get("show") in {"0", "false"})
    reader = _Reader(file, part)
    for tree in root.findall(f"{P}cSld/{P}spTree"):
        slide.shapes += reader.shapes(tree, ())
    for kind, target, external in file.relations(part).values():
        if kind == "notesSlide" and not external:
            slide.notes = _notes(file, target)
    return slide


def _notes(file: OfficeFile, part: str) -> tuple[Line, ...]:
    found: list[Line] = []
    for shape in file.xml(part).iter(f"{P}sp"):
        holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        body = shape.find(f"{P}txBody")
        if body is not None and holder is not None and holder.get("type") == "body":
            found += lines(body, file.relations(part), "notes, line")
    return tuple(found)


class _Reader:
    """Reader of one slide's shapes."""

    def __init__(self, file: OfficeFile, part: str) -> None:
        self._file = file
        self._part = part
        self._relations = file.relations(part)

    def shapes(self, tree: ET.Element, above: tuple[int, ...]) -> Iterator[Shape]:
        """Yield the shapes of a tree, those of groups where these stand."""
        for child in tree:
            if child.tag == f"{MC}AlternateContent":
                yield from self.shapes(_chosen(child), above)
            elif child.tag == f"{P}grpSp":
                yield from self._group(child, above)
            elif child.tag in {f"{P}sp", f"{P}pic", f"{P}graphicFrame", f"{P}cxnSp"}:
                shape = self._shape(child, above)
                if shape.says_something:
                    yield shape

    def _group(self, group: ET.Element, above: tuple[int, ...]) -> Iterator[Shape]:
        own = _properties(group)
        ids = (_id(own), *above)
        if own is not None and squeezed(own.get("descr", "")):
            yield Shape(ids, alternative=squeezed(own.get("descr", "")))
        yield from self.shapes(group, ids)

    def _shape(self, shape: ET.Element, above: tuple[int, ...]) -> Shape:
        own = _properties(shape)
        ids = (_id(own), *above)
        alternative = squeezed(own.get("descr", "")) if own is not None else ""
        holder = shape.find(f"./*/{P}nvPr/{P}ph")
        kind = holder.get("type", "obj") if holder is not None else ""
        body = shape.find(f"{P}txBody")
        if shape.tag == f"{P}graphicFrame":
            return self._frame(shape, ids, alternative)
        if shape.tag == f"{P}pic":
            data, crop = self._picture(shape)
            frame = shape.find(f"{P}spPr/{A}prstGeom")
            is_masked = frame is None or frame.get("prst") != "rect"
            return Shape(
                ids, kind, alternative=alternative, picture=data, crop=crop, is_masked=is_masked
            )
        found = lines(body, self._relations) if body is not None else ()
        return Shape(ids, kind, lines=found, alternative=alternative)

    def _frame(self, shape: ET.Element, ids: tuple[int, ...], alternative: str) -> Shape:
        table = shape.find(f"{A}graphic/{A}graphicData/{A}tbl")
        if table is not None:
            cells, size = _cells(table, self._relations)
            return Shape(ids, cells=cells, size=size, alternative=alternative)
        for row in shape.iter():
            relation = self._relations.get(row.get(f"{R}id", ""))
            if row.tag.endswith("}chart") and relation is not None:
                found = chart_numbers.read(self._file, relation[1])
                return Shape(ids, chart=found, alternative=alternative)
            model = self._relations.get(row.get(f"{R}dm", ""))
            if row.tag == f"{D}relIds" and model is not None:
                said = _diagram(self._file, model[1])
                return Shape(ids, lines=said, alternative=alternative)
        picture = next(shape.iter(f"{P}pic"), None)
        data, crop = self._picture(picture) if picture is not None else (None, _WHOLE_PICTURE)
        return Shape(ids, alternative=alternative, picture=data, crop=crop)

    def _picture(self, shape: ET.Element) -> tuple[bytes | None, tuple[float, float, float, float]]:
        blip = next(shape.iter(f"{A}blip"), None)
        cut = next(shape.iter(f"{A}srcRect"), None)
        sides = [_share(cut.get(side)) if cut is not None else 0.0 for side in "ltrb"]
        relation = self._relations.get(blip.get(f"{R}embed", "")) if blip is not None else None
        data = self._file.members.get(relation[1]) if relation and not relation[2] else None
        return data, (sides[0], sides[1], sides[2], sides[3])


def _share(text: str | None) -> float:
    try:
        return float((text or "0").rstrip("%")) / (100 if text and "%" in text else _WHOLE)
    except ValueError:
        return 0.0


def _chosen(alternate: ET.Element) -> ET.Element:
    """Return the branch that a program of today shows: the first one that holds shapes."""
    for branch in alternate:
        if branch.tag in {f"{MC}Choice", f"{MC}Fallback"} and len(branch):
            return branch
    return alternate


def _properties(shape: ET.Element) -> ET.Element | None:
    return shape.find(f"./*/{P}cNvPr")


def _id(own: ET.Element | None) -> int:
    text = own.get("id", "") if own is not None else ""
    return int(text) if text.isascii() and text.isdigit() else 0


def _cells(
    table: ET.Element, relations: dict[str, tuple[str, str, bool]]
) -> tuple[tuple[Cell, ...], tuple[int, int]]:
    found: list[Cell] = []
    rows = table.findall(f"{A}tr")
    width = len(table.findall(f"{A}tblGrid/{A}gridCol"))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.findall(f"{A}tc")):
            width = max(width, column + 1)
            if cell.get("hMerge") in _TRUE or cell.get("vMerge") in _TRUE:
                continue
            spans = (_span(cell.get("gridSpan")), _span(cell.get("rowSpan")))
            body = cell.find(f"{A}txBody")
            at = f"row {number + 1}, cell {column + 1}, paragraph"
            said = lines(body, relations, at) if body is not None else ()
            found.append(Cell(number, column, *spans, said))
    return tuple(found), (len(rows), width)


def _span(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and int(text) else 1


def _diagram(file: OfficeFile, part: str) -> tuple[Line, ...]:
    """Return the texts of a diagram's points, in order and as deep as they are connected."""
    root = file.xml(part)
    points = {row.get("modelId", ""): row for row in root.iter(f"{D}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for row in root.iter(f"{D}cxn"):
        if row.get("type", "parOf") == "parOf":
            order = _span(row.get("srcOrd")) if row.get("srcOrd") != "0" else 0
            below.setdefault(row.get("srcId", ""), []).append((order, row.get("destId", "")))
    tops = [key for key, row in points.items() if row.get("type") == "doc"]
    todo = [(child, 0) for top in tops for _, child in sorted(below.get(top, ()))]
    todo += [(key, 0) for key in points]  # what no connection reaches comes last
    seen: set[str] = set()
    found: list[Line] = []
    while todo:
        key, level = todo.pop(0)
        point = points.get(key)
        if point is None or key in seen or point.get("type", "") not in _NODES:
            continue
        seen.add(key)
        body = point.find(f"{D}t")
        at = f"point {len(seen)}, paragraph"
        said = lines(body, file.relations(part), at) if body is not None else ()
        found += [Line(line.at, line.text, level, line.links) for line in said]
        deeper = level + 1 if said else level
        todo[:0] = [(child, deeper) for _, child in sorted(below.get(key, ()))]
    return tuple(found)
