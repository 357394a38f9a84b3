"""SmartArt, read as a nested list: the points of its data model, as they are connected."""

from __future__ import annotations

from pipeline.core.ooxml_names import q
from pipeline.importing import alternative_text
from pipeline.importing.deck import paragraphs
from pipeline.importing.deck.paragraphs import Setting
from pipeline.importing.deck.slide_part import SlidePart
from pipeline.importing.found import Box, Paragraph, Text, Told
from pipeline.importing.office_package import BadFileError, Element, find, find_all, whole
from pipeline.importing.printed_markers import count

_NODES = ("", "node", "asst", "None")
_DEEPEST = 8


def read(data: Element, shape: Element, box: Box, slide: SlidePart) -> Text | None:
    """Return a diagram as a nested list; None if it says nothing."""
    own = find(shape, "p:nvGraphicFramePr/p:cNvPr")
    number = whole(own.get("id")) if own is not None else 0
    name = alternative_text.name(own)
    ids = find(data, "dgm:relIds")
    key = str(ids.get(q("r:dm"), "")) if ids is not None else ""
    relation = slide.package.relations(slide.part).get(key)
    try:
        if relation is None:
            raise BadFileError("damaged-file", "a diagram without its data")
        model = slide.package.xml(relation.target)
        relations = slide.package.relations(relation.target)
    except BadFileError:
        words = "a diagram whose part cannot be read"
        slide.told.append(Told("smartart", "unreadable", words, shape=number, name=name))
        return None
    setting = Setting(slide.heritage.colours, relations)
    found = _points(model, setting)
    for fact in setting.told:
        fact.shape, fact.name = number, name
        slide.told.append(fact)
    if any(True for _ in model.iter(q("a:blip"))):
        words = "pictures within a diagram"
        slide.told.append(Told("picture", "in-diagram", words, shape=number, name=name))
    _tell_alt(own, number, name, slide)
    if not found:
        words = "a diagram without words"
        slide.told.append(Told("smartart", "empty", words, shape=number, name=name))
        return None
    return Text(number, name, box, "smartart", found)


def _tell_alt(own: Element | None, number: int, name: str, slide: SlidePart) -> None:
    text = str(own.get("descr", "")).strip() if own is not None else ""
    if text:
        words = "a diagram's alternative text: its words themselves are taken"
        slide.told.append(
            Told("alternative-text", "as-list", words, text=text, shape=number, name=name)
        )


def _says(point: Element) -> bool:
    is_node = str(point.get("type", "")) in _NODES
    return is_node and any(str(row.text or "").strip() for row in point.iter(q("a:t")))


def _counted(text: str) -> str:
    number = count(text)
    return f"{number} word{'' if number == 1 else 's'}"


def _points(model: Element, setting: Setting) -> list[Paragraph]:
    points = {str(row.get("modelId", "")): row for row in find_all(model, "dgm:ptLst/dgm:pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for row in find_all(model, "dgm:cxnLst/dgm:cxn"):
        if row.get("type", "parOf") == "parOf":
            order = whole(row.get("srcOrd"))
            below.setdefault(str(row.get("srcId", "")), []).append((order, str(row.get("destId"))))
    roots = [key for key, row in points.items() if row.get("type") == "doc"]
    seen: set[str] = set()
    found: list[Paragraph] = []

    def visit(key: str, level: int) -> None:
        if key in seen or key not in points or str(points[key].get("type", "")) not in _NODES:
            return
        seen.add(key)
        setting.at = f"point {len(seen)}, paragraph"
        rows = paragraphs.read(find(points[key], "dgm:t"), setting)
        for paragraph in rows:
            paragraph.level, paragraph.bulleted = min(level, _DEEPEST), True
        found.extend(rows)
        for _, child in sorted(below.get(key, []), key=lambda pair: pair[0]):
            visit(child, level + 1 if rows else level)

    for root in roots:
        for _, child in sorted(below.get(root, []), key=lambda pair: pair[0]):
            visit(child, 0)
    left = [row for key, row in points.items() if key not in seen and _says(row)]
    if left:
        text = " ".join(str(row.text or "") for point in left for row in point.iter(q("a:t")))
        words = (
            f"points of a diagram that nothing connects, which it does not show: {_counted(text)}"
        )
        setting.told.append(Told("smartart", "hidden", words))
    return found
