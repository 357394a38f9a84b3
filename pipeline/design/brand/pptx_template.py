"""Brand's PowerPoint template, read and cleaned: masters, layouts, themes and their pictures.

``read`` depends on the template's bytes alone. Whoever audits a finished deck reads the template
again and knows which parts come from it (G12): they hold the brand's words and none of the
edition's.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.core.ooxml_names import NAMESPACES, q
from pipeline.design.brand import ooxml_reader
from pipeline.design.brand.ooxml_reader import (
    BadTemplateError,
    Element,
    UntrustedFile,
    is_number,
    points,
    relationships,
    serialised,
)
from pipeline.design.tokens import Box

_MAIN = ("presentation.main", "template.main", "slideshow.main")
_PICTURES = {"png", "jpg", "jpeg", "gif", "bmp", "emf", "wmf", "tif", "tiff"}
#: What a master or a layout may carry that is not needed to look like it does.
_DROPPED = ("p:transition", "p:timing", "p:extLst", "p:custDataLst")
#: In shapes: hyperlinks, tags and what programs note about them.
_DROPPED_INSIDE = ("a:hlinkClick", "a:hlinkHover", "a:hlinkMouseOver", "p:custDataLst", "a:extLst",
                   "p:extLst")  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A layout of the template.

    Attributes:
        name: as programs show it; a later one of the same name has " (2)" and so on.
        kind: its type, such as ``titleOnly``; '' if it has none.
        part: name of its part in the cleaned package.
        master: name of its master's part.
    """

    name: str
    kind: str
    part: str
    master: str


@dataclass(frozen=True)
class DeckTemplate:
    """Cleaned PowerPoint template of a brand; part names are our own.

    Attributes:
        parts: by name, relationships included.
        masters: parts of the masters with their ids, in order.
        layouts: in order.
        size: of the slide, in points.
        themes: part of the theme of each master.
    """

    parts: Mapping[str, bytes]
    masters: tuple[tuple[str, str], ...]
    layouts: tuple[Layout, ...]
    size: tuple[float, float]
    themes: Mapping[str, str]

    @cached_property
    def foreign(self) -> UntrustedFile:
        """Return the cleaned parts as a package to be read."""
        return UntrustedFile(self.parts)


def read(data: bytes) -> DeckTemplate:
    """Read a .pptx or .potx file.

    Raises:
        BadTemplateError: it is none, or has no master or layout.
    """
    source = ooxml_reader.read(data)
    main = source.related("", "officeDocument")
    root = source.xml(main) if main else None
    if root is None or root.tag != q("p:presentation"):
        raise BadTemplateError("this is not a PowerPoint file")
    size = root.find(q("p:sldSz"))
    if size is None:
        raise BadTemplateError("the file does not say how large its slides are")
    cleaner = _Cleaner(source)
    relations = source.relations(main)
    for row in root.iter(q("p:sldMasterId")):
        relation = relations.get(str(row.get(q("r:id"), "")))
        if relation is not None and relation.kind == "slideMaster":
            cleaner.master(relation.target, str(row.get("id", "")))
    if not cleaner.layouts:
        raise BadTemplateError("the file has no layouts")
    return DeckTemplate(
        cleaner.parts,
        tuple(cleaner.masters),
        tuple(_distinct(cleaner.layouts)),
        (points(size.get("cx", "0")), points(size.get("cy", "0"))),
        cleaner.themes,
    )


def _distinct(layouts: list[Layout]) -> Iterator[Layout]:
    seen: dict[str, int] = {}
    for layout in layouts:
        count = seen[layout.name] = seen.get(layout.name, 0) + 1
        name = f"{layout.name} ({count})" if count > 1 else layout.name
        yield Layout(name, layout.kind, layout.part, layout.master)


class _Cleaner:
    """Copies what is needed under names of our own."""

    def __init__(self, source: UntrustedFile) -> None:
        self.source = source
        self.parts: dict[str, bytes] = {}
        self.masters: list[tuple[str, str]] = []
        self.layouts: list[Layout] = []
        self.themes: dict[str, str] = {}
        self._media: dict[str, str] = {}
        self._ids: set[int] = set()

    def master(self, part: str, number: str) -> None:
        """Copy a master, its theme and its layouts."""
        root = self.source.xml(part)
        if root.tag != q("p:sldMaster"):
            raise BadTemplateError("a master of the file is none")
        name = f"ppt/slideMasters/slideMaster{len(self.masters) + 1}.xml"
        number = self._fresh_id(number)
        self.masters.append((name, number))
        rows: dict[str, tuple[str, str]] = {}
        theme = self.source.related(part, "theme")
        if not theme:
            raise BadTemplateError("a master of the file has no theme")
        self.themes[name] = self._theme(theme)
        listed = root.find(q("p:sldLayoutIdLst"))
        for row in list(listed) if listed is not None else []:
            key = str(row.get(q("r:id"), ""))
            relation = self.source.relations(part).get(key)
            if relation is None or relation.target not in self.source.members:
                row.getparent().remove(row)  # type: ignore[union-attr]
                continue
            row.set("id", self._fresh_id(str(row.get("id", ""))))
            layout = self._layout(relation.target, name)
            rows[key] = ("slideLayout", f"../slideLayouts/{posixpath.basename(layout)}")
        self._finish(root, part, name, rows)
        self._add_relation(name, rows, "theme", self.themes[name])

    def _fresh_id(self, number: str) -> str:
        """Return an id that no other master or layout has; theirs if it can stay."""
        wanted = int(number) if is_number(number) else 0
        if wanted < 2**31 or wanted in self._ids:
            wanted = max([2**31 - 1, *self._ids]) + 1
        self._ids.add(wanted)
        return str(wanted)

    def _layout(self, part: str, master: str) -> str:
        root = self.source.xml(part)
        if root.tag != q("p:sldLayout"):
            raise BadTemplateError("a layout of the file is none")
        name = f"ppt/slideLayouts/slideLayout{len(self.layouts) + 1}.xml"
        slide = root.find(q("p:cSld"))
        shown = str(slide.get("name", "")) if slide is not None else ""
        kind = str(root.get("type", ""))
        self.layouts.append(Layout(" ".join(shown.split()) or "(no name)", kind, name, master))
        rows: dict[str, tuple[str, str]] = {}
        self._finish(root, part, name, rows)
        self._add_relation(name, rows, "slideMaster", master)
        return name

    def _add_relation(
        self, name: str, rows: dict[str, tuple[str, str]], kind: str, target: str
    ) -> None:
        number = 1 + sum(1 for _ in rows)
        while f"rId{number}" in rows:
            number += 1
        folder, base = posixpath.split(target)
        rows[f"rId{number}"] = (kind, f"../{posixpath.basename(folder)}/{base}")
        folder, base = posixpath.split(name)
        self.parts[f"{folder}/_rels/{base}.rels"] = relationships(rows)

    def _theme(self, part: str) -> str:
        root = self.source.xml(part)
        if root.tag != q("a:theme"):
            raise BadTemplateError("a theme of the file is none")
        for extra in root.findall(q("a:extLst")):
            root.remove(extra)
        name = f"ppt/theme/theme{len(self.themes) + 1}.xml"
        rows: dict[str, tuple[str, str]] = {}
        self._finish(root, part, name, rows)
        if rows:
            self.parts[f"ppt/theme/_rels/{posixpath.basename(name)}.rels"] = relationships(rows)
        return name

    def _finish(
        self, root: Element, part: str, name: str, rows: dict[str, tuple[str, str]]
    ) -> None:
        """Take out what is not wanted, keep the pictures, and store the part."""
        for choice in list(root.iter(q("mc:AlternateContent"))):
            _fall_back(choice)
        root.attrib.pop(q("mc:Ignorable"), None)
        for tag in _DROPPED:
            for child in root.findall(q(tag)):
                root.remove(child)
        for tag in _DROPPED_INSIDE:
            for child in list(root.iter(q(tag))):
                _drop(child)
        relations = self.source.relations(part)
        for element in list(root.iter()):
            for attribute, value in list(element.attrib.items()):
                key = str(value)
                if not str(attribute).startswith(f"{{{NAMESPACES['r']}}}") or key in rows:
                    continue
                relation = relations.get(key)
                target = relation.target if relation and relation.kind == "image" else ""
                kept = self._picture(target)
                if kept:
                    rows[key] = ("image", f"../media/{posixpath.basename(kept)}")
                else:
                    _drop_shape(element)
        self.parts[name] = serialised(root)

    def _picture(self, part: str) -> str:
        """Copy a picture; '' if it is missing or of a kind that is left out."""
        ending = part.rpartition(".")[2].lower()
        if part not in self.source.members or ending not in _PICTURES:
            return ""
        if part not in self._media:
            name = f"ppt/media/image{len(self._media) + 1}.{ending}"
            self._media[part] = name
            self.parts[name] = self.source.members[part]
        return self._media[part]


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _fall_back(choice: Element) -> None:
    """Put what every program can show in the place of what newer ones can."""
    parent, fallback = choice.getparent(), choice.find(q("mc:Fallback"))
    if parent is None:
        return
    for child in list(fallback) if fallback is not None else []:
        choice.addprevious(child)
    parent.remove(choice)


def _drop_shape(element: Element) -> None:
    """Remove an element that needs a removed part: with the shape or background that it fills."""
    shapes = {q(tag) for tag in ("p:pic", "p:graphicFrame", "p:sp", "p:contentPart", "p:bg")}
    holder: Element | None = element
    while holder is not None and holder.tag not in shapes:
        holder = holder.getparent()
    _drop(element if holder is None else holder)


def box_of(shape: Element) -> Box | None:
    """Return the stated box of a shape, in points."""
    for path in ("p:spPr/a:xfrm", "p:xfrm", "p:grpSpPr/a:xfrm"):
        place = shape.find("/".join(q(step) for step in path.split("/")))
        if place is None:
            continue
        offset, extent = place.find(q("a:off")), place.find(q("a:ext"))
        if offset is not None and extent is not None:
            numbers = (offset.get("x"), offset.get("y"), extent.get("cx"), extent.get("cy"))
            x, y, width, height = (points(number or "0") for number in numbers)
            return Box(x, y, width, height)
    return None
