"""Imported template without what no slide of the dossier shows: layouts, shapes, words, names."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import replace

from lxml import etree

from pipeline.core.ooxml_names import q
from pipeline.design.brand.pptx_template import DeckTemplate, box_of
from pipeline.importing import pixels
from pipeline.importing.office_package import Element, find, find_all, is_on
from pipeline.importing.pixels import UnreadablePictureError, View

_SHAPES = ("p:sp", "p:pic", "p:grpSp", "p:graphicFrame", "p:cxnSp")
_PIXELS = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff")
_WHOLE = View((0.0, 0.0, 0.0, 0.0))


def cleaned(template: DeckTemplate, used: Collection[str]) -> DeckTemplate:
    """Return a template that says no more than its slides show.

    Args:
        template: its parts keep their names; what is no longer named may still be among them.
        used: parts of the layouts that stay.
    """
    parts = dict(template.parts)
    masters: list[tuple[str, str]] = []
    for name, number in template.masters:
        root = etree.fromstring(parts[name])
        if _drop_layouts(root, name, parts, used):
            masters.append((name, number))
        _clean(root, template.size)
        parts[name] = etree.tostring(root)
    for name in used:
        root = etree.fromstring(parts[name])
        _clean(root, template.size)
        parts[name] = etree.tostring(root)
    for name in template.themes.values():
        root = etree.fromstring(parts[name])
        root.set("name", "")
        parts[name] = etree.tostring(root)
    _clean_pictures(parts)
    return replace(template, parts=parts, masters=tuple(masters))


def _drop_layouts(root: Element, name: str, parts: dict[str, bytes], used: Collection[str]) -> bool:
    """Take unused layouts out of a master's list, and tell whether any is left."""
    folder, base = posixpath.split(name)
    relations = {
        str(row.get("Id")): posixpath.normpath(posixpath.join(folder, str(row.get("Target"))))
        for row in etree.fromstring(parts[f"{folder}/_rels/{base}.rels"])
    }
    listed = find(root, "p:sldLayoutIdLst")
    for row in find_all(root, "p:sldLayoutIdLst/p:sldLayoutId"):
        if listed is not None and relations.get(str(row.get(q("r:id")))) not in used:
            listed.remove(row)
    return listed is not None and len(listed) > 0


def _clean(root: Element, size: tuple[float, float]) -> None:
    """Take out shapes that nobody sees, words that are prompts, names, alternative texts."""
    for shape in list(_shapes(root)):
        parent = shape.getparent()
        if parent is not None and _is_unseen(shape, size):
            parent.remove(shape)
    for shape in root.iter(q("p:sp")):
        if find(shape, "p:nvSpPr/p:nvPr/p:ph") is not None:
            for text in (row for run in shape.iter(q("a:r")) for row in run.iter(q("a:t"))):
                text.text = ""
    for own in root.iter(q("p:cNvPr")):
        own.set("name", f"Shape {own.get('id', '')}")
        for key in ("descr", "title"):
            own.attrib.pop(key, None)
    etree.strip_tags(root, etree.Comment)


def _is_unseen(shape: Element, size: tuple[float, float]) -> bool:
    own = next(shape.iter(q("p:cNvPr")), None)
    if own is None or find(shape, "p:nvSpPr/p:nvPr/p:ph") is not None:
        return own is not None and is_on(own.get("hidden"))
    return is_on(own.get("hidden")) or _is_beside(shape, size)


def _shapes(root: Element) -> Iterator[Element]:
    for tag in _SHAPES:
        yield from root.iter(q(tag))


def _is_beside(shape: Element, size: tuple[float, float]) -> bool:
    """Tell whether a shape that stands in no group lies beside the slide."""
    parent = shape.getparent()
    box = box_of(shape)
    if box is None or parent is None or parent.tag != q("p:spTree"):
        return False
    width, height = size
    return (box.x + box.width <= 0 or box.y + box.height <= 0
            or box.x >= width or box.y >= height)  # fmt: skip


def _clean_pictures(parts: dict[str, bytes]) -> None:
    """Write pictures anew from their pixels; one that cannot be read goes, with its shape."""
    for name in sorted(row for row in parts if row.startswith("ppt/media/")):
        stem, _, ending = name.rpartition(".")
        if ending not in _PIXELS:
            continue
        data = parts.pop(name)
        try:
            kind, made = pixels.shown(data, _WHOLE)
        except UnreadablePictureError:
            continue
        renamed = f"{stem}.{kind}"
        parts[renamed] = made
        old, new = (posixpath.basename(row).encode() for row in (name, renamed))
        for rels in [row for row in parts if row.endswith(".rels")]:
            parts[rels] = parts[rels].replace(b"/media/" + old + b'"', b"/media/" + new + b'"')
