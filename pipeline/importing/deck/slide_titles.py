"""Titles of imported slides: found, shortened where they are too long, written once."""

from __future__ import annotations

import re
from typing import Any

from pipeline.importing import text_content
from pipeline.importing.deck.fitting import Fitting
from pipeline.importing.found import Slide, Text
from pipeline.importing.report_items import Item, Leaf
from pipeline.importing.text_content import Writer

_LONGEST, _LEAST_SIZE, _LARGER = 120, 20.0, 1.25
_LONGEST_FIGURE = 12
#: Share of the slide's height within which a title stands.
_TOP = 0.3


def promote(slide: Slide, height: float, writer: Writer) -> None:
    """Take a free text that clearly is the slide's title as such: alone at the top, the largest."""
    worded = [row for row in slide.elements if isinstance(row, Text) and row.role != "footer"]
    if not worded or any(row.role == "title" for row in worded) or len(slide.elements) < 2:  # noqa: PLR2004
        return
    top = min(worded, key=lambda row: row.box.y)
    others = [row for row in worded if row is not top and not _is_figure(row)]
    letters = len(_said(top))
    is_alone = all(row.box.y >= top.box.y + 0.7 * top.box.height for row in slide.elements
                   if row is not top)  # fmt: skip
    is_larger = all(top.size >= _LARGER * row.size for row in others)
    if (
        top.role == "free" and len(top.paragraphs) == 1 and 0 < letters <= _LONGEST and is_alone
        and is_larger and top.size >= _LEAST_SIZE and top.box.y + top.box.height < _TOP * height
    ):  # fmt: skip
        top.role = "title"
        words = "a free text at the top, in the largest letters, became the title"
        writer.items.append(
            Item("title", top.shape, top.name, None, None, "changed", "promoted", words)
        )


def _said(shape: Text) -> str:
    return "".join(run.text for line in shape.paragraphs for run in line.runs)


def _is_figure(shape: Text) -> bool:
    """Tell whether a shape says a number in large letters, as above what it counts."""
    said = _said(shape)
    return len(said) <= _LONGEST_FIGURE and any(map(str.isdigit, said))


def once(way: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave the title out of further slides if it has a slot, which stands in one place alone."""
    for tree in way[1:]:
        title = tree.get("title")
        if isinstance(title, Leaf) and "[[" in title.text.replace("\\[", ""):
            del tree["title"]
    return way


def shortened(tree: dict[str, Any], fitting: Fitting, slots: list[str]) -> dict[str, Any]:
    """Return a slide whose title is as long as its room, and whose text begins with the rest."""
    title = tree.get("title")
    if not isinstance(title, Leaf) or not fitting.verdict(tree, slots).title:
        return tree
    words = title.text.split(" ")
    least, most = 1, len(words)
    while least < most:
        middle = (least + most + 1) // 2
        trial = _divided(tree, title, words, middle)
        least, most = (least, middle - 1) if fitting.verdict(trial, slots).title else (middle, most)
    sentence = re.match(r".{20,}[.:;!?–](?= )", " ".join(words[:least]))
    if sentence:
        least = sentence[0].count(" ") + 1
    message = "a title longer than its room: the text begins with its rest"
    title = text_content.changed(title, "title-divided", message)
    if fitting.verdict(_divided(tree, title, words, least), slots).title:
        least = 0  # not even its first word has room
    return _divided(tree, title, words, least)


def _divided(tree: dict[str, Any], title: Leaf, words: list[str], count: int) -> dict[str, Any]:
    first, rest = " ".join(words[:count]), " ".join(words[count:])
    out = {**tree, "title": Leaf(first, title.items)}
    if not first:
        del out["title"]
    if not rest:
        return out
    key = "lines" if tree["kind"] == "title" else "lead"
    if tree["kind"] == "columns":
        left = dict(tree["left"])
        left["text"] = [Leaf(rest, title.items), *left.get("text", [])]
        return {**out, "left": left}
    return _in_order({**out, key: [Leaf(rest, title.items), *tree.get(key, [])]}, key)


def _in_order(tree: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a slide with a key behind its title."""
    head = {name: tree[name] for name in ("kind", "agency", "title") if name in tree}
    return {**head, key: tree[key], **{name: row for name, row in tree.items() if name not in head}}
