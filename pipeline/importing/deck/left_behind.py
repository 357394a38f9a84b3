"""Parts of a file that are not imported, counted: comments, properties, macros, embedded files.

What is hidden is counted and never quoted.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.ooxml_names import q
from pipeline.importing import alternative_text, file_remains
from pipeline.importing.deck.inheritance import Heritage, kind_of
from pipeline.importing.found import Told
from pipeline.importing.office_package import (
    BadFileError,
    Element,
    Package,
    emu,
    find,
    find_all,
    is_on,
    local,
)
from pipeline.importing.printed_markers import count

#: Kinds of relationships of the whole file, and what they are.
_OF_FILE = {
    "vbaProject": ("macro", "macros", "macros"),
    "customXml": ("custom-xml", "custom-xml", "data of other programs (custom XML)"),
    "font": ("font", "fonts", "embedded fonts"),
    "printerSettings": ("property", "printer", "settings of a printer"),
    "tags": ("property", "tags", "tags of other programs"),
    "commentAuthors": ("comment", "comment-authors", "names of those who commented"),
    "authors": ("comment", "comment-authors", "names of those who commented"),
    "handoutMaster": ("master", "handout-master", "the master of handouts"),
}
_OF_SLIDE = {
    "oleObject": ("embedded-file", "embedded", "an embedded file"),
    "package": ("embedded-file", "embedded", "an embedded file"),
    "tags": ("property", "tags", "tags of other programs"),
    "customXml": ("custom-xml", "custom-xml", "data of other programs"),
    "vmlDrawing": ("shape", "old-drawing", "drawings of older programs"),
    "control": ("embedded-file", "control", "a control that runs code"),
}


def of_file(package: Package, main: str, root: Element) -> list[Told]:
    """Return what stays behind of the file as a whole."""
    found = [*file_remains.properties(package)]
    found += file_remains.related(package, main, _OF_FILE)
    if any(True for _ in root.iter(q("p14:section"))):
        number = sum(1 for _ in root.iter(q("p14:section")))
        found.append(Told("section", "sections", f"sections of the file: {number}"))
    if find(root, "p:custShowLst") is not None:
        found.append(Told("property", "custom-shows", "selections of slides for other audiences"))
    if find(root, "p:modifyVerifier") is not None:
        found.append(Told("property", "modify-password", "a password against changes"))
    return found


def of_surroundings(package: Package, part: str, heritage: Heritage, shown: set[str]) -> list[Told]:
    """Return what stays behind of a slide besides its shapes.

    Args:
        package: the file.
        part: the slide.
        heritage: what it inherits.
        shown: layouts and masters that were told already; is added to.
    """
    found = [*_comments(package, part)]
    found += file_remains.related(package, part, _OF_SLIDE)
    if find(heritage.slide, "p:timing") is not None:
        found.append(Told("animation", "animation", "animations: all is shown at once"))
    if find(heritage.slide, "p:cSld/p:bg/p:bgPr/a:blipFill") is not None:
        found.append(Told("picture", "background", "a picture behind the slide"))
    layout = package.related(part, "slideLayout")
    master = package.related(layout, "slideMaster") if layout else ""
    for name, tree in ((layout, heritage.layout), (master, heritage.master)):
        if tree is not None and name not in shown:
            shown.add(name)
            found += _static(tree, "layout" if name == layout else "master", _size(package))
    return found


def _comments(package: Package, part: str) -> Iterator[Told]:
    for relation in package.relations(part).values():
        if relation.kind not in {"comments", "comment"} or not package.has(relation.target):
            continue
        try:
            root = package.xml(relation.target)
        except BadFileError:
            yield Told("comment", "comments", "comments that cannot be read")
            continue
        rows = [row for row in root.iter() if local(row) in {"cm", "reply"}]
        text = " ".join(str(row.text or "") for row in root.iter() if local(row) in {"text", "t"})
        yield Told("comment", "comments", f"comments: {len(rows)}, with {count(text)} words")


def _size(package: Package) -> tuple[int, int]:
    main = package.related("", "officeDocument")
    size = find(package.xml(main), "p:sldSz") if main else None
    return (emu(size.get("cx")), emu(size.get("cy"))) if size is not None else (0, 0)


def _is_seen(shape: Element, own: Element | None, size: tuple[int, int]) -> bool:
    """Tell whether a shape is neither hidden nor beside the slide."""
    if own is not None and is_on(own.get("hidden")):
        return False
    place, extent = find(shape, "p:spPr/a:xfrm/a:off"), find(shape, "p:spPr/a:xfrm/a:ext")
    if place is None or extent is None:
        return True
    pairs = zip(("x", "y"), ("cx", "cy"), size, strict=True)
    return all(emu(place.get(at)) + emu(extent.get(by)) > 0 and emu(place.get(at)) < (most or 1e12)
               for at, by, most in pairs)  # fmt: skip


def _static(tree: Element, what: str, size: tuple[int, int]) -> Iterator[Told]:
    """Yield the words and pictures of a layout or a master that show on its slides."""
    for shape in find_all(tree, "p:cSld/p:spTree/p:sp"):
        body = find(shape, "p:txBody")
        if kind_of(shape) or body is None:
            continue
        text = " ".join("".join(str(row.text or "") for row in body.iter(q("a:t"))).split())
        if text:
            own = find(shape, "p:nvSpPr/p:cNvPr")
            name = alternative_text.name(own)
            if not _is_seen(shape, own, size):
                words = f"a shape of the {what} that nobody sees, with {count(text)} words"
                yield Told("master", "hidden", words)
                continue
            words = f"words of the {what}, which stand on each slide that it shapes"
            yield Told("master", "of-the-template", words, text=text, name=name)
    pictures = sum(1 for _ in tree.iter(q("p:pic")))
    if pictures:
        words = f"pictures of the {what}: {pictures}; with --template they stay on the slides"
        yield Told("picture", "of-the-template", words)
