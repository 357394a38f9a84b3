"""Audit of all parts of an Office file: unknown ones, and hidden text of decks and documents.

Hidden slides, vanished runs, tracked changes, comments, transparent or outlined-away text are
elements or attributes that ``pipeline.audit.allowlist`` does not list, so they fail as unknown.
What the lists allow and can still hide text (place, size, colour) is measured here (G12, G16).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pipeline.audit.allowlist import MACHINE, kind_of
from pipeline.audit.findings import UnreadableError
from pipeline.audit.office import contrast
from pipeline.audit.office.elements import Lists, Verdict, judged, judged_once
from pipeline.audit.office.opc import Package
from pipeline.design.brand.layout_reader import Face
from pipeline.design.brand.trusted_parts import NOTHING, TrustedParts, fingerprint

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CDR = "{http://schemas.openxmlformats.org/drawingml/2006/chartDrawing}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Parts to which a house's template gives some elements and the program others.
_STYLED = ("styles", "numbering")
#: What has text and a ground of its own in drawings, and the child that says which ground.
_LOOKS = {f"{_P}sp": f"{_P}spPr", f"{_A}tc": f"{_A}tcPr", f"{_CDR}sp": f"{_CDR}spPr"}
#: Least size of text in a deck, in hundredths of a point; in a document, in half points.
_LEAST_DECK = 1000
_LEAST_DOCUMENT = 14
#: The same in the drawings of a document, in hundredths of a point.
_LEAST_DRAWING = 700
#: How far a shape may stand over the slide's edge, in EMU: rounding.
_SLACK = 12700
#: Lightness, from 0 to 255, from which text cannot be told from white paper.
_LIGHT = 200
#: The same for text on a dark background: the middle of the range.
_DARK = 128


def faults(
    package: Package, kind: str, told: frozenset[str] | None, trusted: TrustedParts = NOTHING
) -> Iterator[tuple[str, str]]:
    """Yield forbidden content of an OPC file's parts: a problem's code and its message.

    Args:
        package: as read.
        kind: ``pptx``, ``docx`` or ``xlsx``: the list that the parts are held against.
        told: texts of the edition that attributes may repeat; None if there is no edition.
        trusted: what comes from a brand template; parts that are the same bytes are not looked
            at here, whatever they say.
    """
    lists = Lists(kind, trusted.values)
    for name in sorted(filter(package.is_ours, package.members)):
        if name in package.trusted:
            continue
        if name.endswith(".rels") or name.startswith("[Content_Types]"):
            yield from _directory(package, name)
        elif name.endswith(".xml"):
            try:
                verdict = _verdict(package, name, lists, trusted)
            except UnreadableError as error:
                yield "unreadable", str(error)
                continue
            for what in verdict.against(told):
                yield "unknown-markup", f"{name} {what} that our files do not have"


def _verdict(package: Package, name: str, lists: Lists, trusted: TrustedParts) -> Verdict:
    """Judge a part; raises ``UnreadableError`` if it cannot be read."""
    kind = kind_of(name)

    def root() -> ET.Element:
        tree = package.xml(name)
        return _without(tree, trusted) if kind in _STYLED else tree

    if kind in _STYLED and trusted.elements:
        return judged(root(), package.members[name], lists, kind)
    return judged_once(root, package.members[name], lists, kind)


def _without(root: ET.Element, trusted: TrustedParts) -> ET.Element:
    """Return a part without the elements that a brand template has, but for their languages."""
    if not trusted.elements:
        return root
    kept = ET.Element(root.tag, root.attrib)
    for row in root:
        if fingerprint(row) in trusted.elements:
            kept.extend(row.iter(f"{_W}lang"))
        else:
            kept.append(row)
    return kept


def _directory(package: Package, name: str) -> Iterator[tuple[str, str]]:
    """Check relationships and content types: they name parts of the package, and no others."""
    try:
        root = package.xml(name)
    except UnreadableError as error:
        yield "unreadable", str(error)
        return
    known = {
        "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship": {
            "Id", "Type", "Target", "TargetMode"},
        "{http://schemas.openxmlformats.org/package/2006/content-types}Override": {
            "PartName", "ContentType"},
        "{http://schemas.openxmlformats.org/package/2006/content-types}Default": {
            "Extension", "ContentType"},
    }  # fmt: skip
    for row in root:
        if row.tag not in known or not set(row.keys()) <= known[row.tag] or len(row):
            yield "unknown-markup", f"{name} has an element that our files do not have"
        elif not _is_plain(row, package):
            yield "unknown-markup", f"{name} names something that our files do not have"
    if any(text and not text.isspace() for row in root.iter() for text in (row.text, row.tail)):
        yield "unknown-markup", f"{name} has text"


_RELATION = re.compile(
    r"http://schemas\.openxmlformats\.org/(?:officeDocument|package)/2006/relationships/"
    r"(?:metadata/core-properties|extended-properties|officeDocument|presProps|viewProps|theme"
    r"|tableStyles|slide|slideLayout|slideMaster|notesSlide|notesMaster|styles|settings|numbering"
    r"|fontTable|footnotes|footer|header|image|hyperlink|chart|chartUserShapes|package|sharedStrings|worksheet)"
)
_CONTENT = re.compile(
    r"application/(?:xml|vnd\.openxmlformats-(?:officedocument|package)\.[A-Za-z.-]{1,60}\+xml)"
    r"|application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet|image/png"
)


def _is_plain(row: ET.Element, package: Package) -> bool:
    if "PartName" in row.keys():  # noqa: SIM118 - an element is no mapping
        known = row.get("PartName", "").lstrip("/") in package.members
        return known and bool(_CONTENT.fullmatch(row.get("ContentType", "")))
    if "Extension" in row.keys():  # noqa: SIM118
        ending, content = row.get("Extension", ""), row.get("ContentType", "")
        pictures = {name.rpartition(".")[2] for name in package.trusted if "/media/" in name}
        if ending in pictures:
            return bool(re.fullmatch(r"image/(?:x-[ew]mf|png|jpeg|gif|bmp|tiff)", content))
        return ending in {"xml", "rels", "png", "xlsx"} and bool(_CONTENT.fullmatch(content))
    kind = row.get("Type", "")
    external = row.get("TargetMode")
    if external is not None:
        return external == "External" and kind.endswith("/hyperlink")
    target = row.get("Target", "").rpartition("/")[2]
    return (
        bool(_RELATION.fullmatch(kind))
        and bool(MACHINE.fullmatch(row.get("Id", "")))
        and target in package.file_names
    )


def hidden_in_deck(package: Package, trusted: TrustedParts) -> Iterator[tuple[str, str]]:
    """Check that no text of a slide is off the slide, tiny, or of the colour of its background."""
    size = package.xml("ppt/presentation.xml").find(f"{_P}sldSz")
    width, height = (int(size.get(key, "0")) if size is not None else 0 for key in ("cx", "cy"))
    for name in sorted(package.members):
        if kind_of(name) != "slide" or not package.is_ours(name):
            continue
        root = package.xml(name)
        if any(_is_outside(row, width, height) for row in _each(root, f"{_A}xfrm", f"{_P}xfrm")):
            yield "hidden-text", f"{name} has a shape outside the slide"
        if _is_tiny(root, _LEAST_DECK):
            yield "hidden-text", f"{name} has text too small to read"
        face = _layout_of(package, name, trusted)
        pale = _has_pale_text(root) if face is None else contrast.is_pale(root, face)
        if pale:
            yield "hidden-text", f"{name} has text that cannot be told from its background"
    yield from _tiny_in_charts(package, _LEAST_DECK)


def _is_tiny(root: ET.Element, least: int) -> bool:
    """Tell whether a drawing has text too small to read; ``least``: in hundredths of a point."""
    rows = _each(root, f"{_A}rPr", f"{_A}defRPr")
    return any(_number(row.get("sz"), least) < least for row in rows)


def _tiny_in_charts(package: Package, least: int) -> Iterator[tuple[str, str]]:
    for name in sorted(filter(package.is_ours, package.members)):
        if (
            kind_of(name) == "chart"
            and name.endswith(".xml")
            and _is_tiny(package.xml(name), least)
        ):
            yield "hidden-text", f"{name} has text too small to read"


def _layout_of(package: Package, name: str, trusted: TrustedParts) -> Face | None:
    """Return the layout of a slide that is a brand's."""
    targets = (target for _, target, external in package.relations(name).values() if not external)
    return next((trusted.faces[t] for t in targets if t in trusted.faces
                 and t in package.trusted), None)  # fmt: skip


def _each(root: ET.Element, *tags: str) -> Iterator[ET.Element]:
    return (row for tag in tags for row in root.iter(tag))


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,12}", text) else default


def _is_outside(place: ET.Element, width: int, height: int) -> bool:
    numbers = [
        _number(row.get(key), -1)
        for tag, keys in (("off", ("x", "y")), ("ext", ("cx", "cy")))
        for row in place.findall(f"{_A}{tag}")
        for key in keys
    ]
    if len(numbers) != 4:  # noqa: PLR2004 - x, y, cx, cy
        return True
    x, y, cx, cy = numbers
    inner = [place.find(f"{_A}{tag}") for tag in ("chOff", "chExt")]
    moved = [row.attrib for row in inner if row is not None] not in (
        [],
        [row.attrib for tag in ("off", "ext") for row in place.findall(f"{_A}{tag}")],
    )
    inside = (
        x >= -_SLACK and y >= -_SLACK and x + cx <= width + _SLACK and y + cy <= height + _SLACK
    )
    return moved or not inside


def _lightness(holder: ET.Element | None, *, default: int) -> int:
    """Return how light a fill is, from 0 (black) to 255, or the default without one."""
    if holder is None:
        return default
    fill = holder.find(f"{_A}solidFill") if holder.tag != f"{_A}highlight" else holder
    if fill is None or not len(fill):
        return default
    value = fill[0].get("val", "")
    if re.fullmatch(r"[0-9A-F]{6}", value):
        return _mean(value)
    return 255 if value in {"bg1", "lt1", "bg2", "lt2"} else 0


def _has_pale_text(root: ET.Element) -> bool:
    """Tell whether text states a light colour of its own without a dark background of its own."""
    for owner in _each(root, *_LOOKS):
        background = owner.find(_LOOKS[owner.tag])
        behind = _lightness(background, default=255)
        for row in _each(owner, f"{_A}rPr", f"{_A}defRPr"):
            marked = _lightness(row.find(f"{_A}highlight"), default=behind)
            if _lightness(row, default=0) >= _LIGHT and marked >= _DARK:
                return True
    return False


def hidden_in_document(package: Package) -> Iterator[tuple[str, str]]:
    """Check that no text of a document is too small to read, or of the colour of its background."""
    small = {
        style.get(f"{_W}styleId")
        for style in package.xml("word/styles.xml").iter(f"{_W}style")
        if _is_small(style)
    }
    for name in ("word/document.xml", "word/footnotes.xml"):
        root = package.xml(name)
        if any(_is_small(run) or _is_small_by(run, small) for run in root.iter(f"{_W}p")):
            yield "hidden-text", f"{name} has text too small to read"
        if any(_is_lost(look) for look in root.iter(f"{_W}rPr")):
            yield "hidden-text", f"{name} has text that cannot be told from its background"
    yield from _tiny_in_charts(package, _LEAST_DRAWING)
    for name in sorted(filter(package.is_ours, package.members)):
        if kind_of(name) == "drawing":
            yield from _hidden_on_chart(package.xml(name), name)


def _hidden_on_chart(root: ET.Element, name: str) -> Iterator[tuple[str, str]]:
    """Check the shapes on a chart of a document: they are on it, and can be read."""
    if any(not 0 <= float(row.text or "-1") <= 1 for row in _each(root, f"{_CDR}x", f"{_CDR}y")):
        yield "hidden-text", f"{name} has a shape outside its chart"
    if _is_tiny(root, _LEAST_DRAWING):
        yield "hidden-text", f"{name} has text too small to read"
    if _has_pale_text(root):
        yield "hidden-text", f"{name} has text that cannot be told from its background"


def _is_small(holder: ET.Element) -> bool:
    sizes = (_number(row.get(f"{_W}val"), 0) for row in holder.iter(f"{_W}sz"))
    return any(size < _LEAST_DOCUMENT for size in sizes)


def _is_small_by(paragraph: ET.Element, small: set[str | None]) -> bool:
    styles = {row.get(f"{_W}val") for row in _each(paragraph, f"{_W}pStyle", f"{_W}rStyle")}
    return bool(styles & small) and any(row.text for row in paragraph.iter(f"{_W}t"))


def _is_lost(look: ET.Element) -> bool:
    """Tell whether a run's own colours are alike: both light or both dark."""
    letters, behind = look.find(f"{_W}color"), look.find(f"{_W}shd")
    light = _brightness(letters, "val", default=0)
    ground = _brightness(behind, "fill", default=255)
    return (light >= _LIGHT and ground >= _DARK) or (light < _DARK and ground < _DARK)


def _brightness(row: ET.Element | None, key: str, *, default: int) -> int:
    value = row.get(f"{_W}{key}", "") if row is not None else ""
    if not re.fullmatch(r"[0-9A-F]{6}", value):
        return default
    return _mean(value)


def _mean(digits: str) -> int:
    return sum(int(digits[i : i + 2], 16) for i in (0, 2, 4)) // 3
