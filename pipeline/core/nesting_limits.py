"""Limits on nesting and size of YAML and XML, checked to protect the libraries that parse them.

The libraries that read them call themselves for each level, and end the process, or eat its memory,
when somebody writes ten thousand brackets. Counting does neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

#: Levels, and values, of a content file or a theme; none comes near.
_DEEPEST, _MOST = 50, 50_000
#: Levels, as libxml2 has them; elements and attributes together: a quarter of a gigabyte as a tree.
_DEEPEST_XML, _VAST = 256, 1_500_000
#: Bytes of a tag with thousands of attributes.
_LONG = 100_000
_LONG_TAG = re.compile(rb"<[^<>]{%d}" % _LONG)


@dataclass(frozen=True)
class Excess:
    """Place where a text exceeds a limit, 1-based, and which one."""

    line: int
    column: int
    message: str


def of_yaml(text: str) -> Excess | None:
    """Return the place where a YAML text has too many levels or values, if it has.

    Raises:
        YAMLError: it is no YAML.
    """
    count = 0
    open_: list[tuple[str | None, int]] = []
    sizes: dict[str | None, int] = {}
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, CollectionEndEvent):
            anchor, begun = open_.pop()
            sizes[anchor] = count - begun
            continue
        if isinstance(event, CollectionStartEvent):
            open_.append((event.anchor, count))
        # what stands for something else counts as much as that
        count += sizes.get(event.anchor, 1) if isinstance(event, AliasEvent) else 1
        if len(open_) > _DEEPEST or count > _MOST:
            message = f"there are more than {_MOST} values here"
            if len(open_) > _DEEPEST:
                message = f"there are more than {_DEEPEST} levels of brackets or indentation here"
            mark = event.start_mark
            return Excess(mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, message)
    return None


def is_vast(parts: Iterable[bytes]) -> bool:
    """Tell whether some XML has more elements and attributes than a tree of them is made for."""
    total = size = 0
    uncounted: list[bytes] = []
    for data in parts:
        size += len(data)
        uncounted.append(data)
        if size > _VAST:  # each has a byte of its own
            total += sum(map(_count, uncounted))
            uncounted.clear()
        if total > _VAST or _has_long_tag(data):
            return True
    return False


def _count(data: bytes) -> int:
    """Return how many elements and attributes there are."""
    return data.count(b"<") - data.count(b"</") + data.count(b'="')


def _has_long_tag(data: bytes) -> bool:
    """Tell whether some XML has a long tag: then half of that length is free of brackets."""
    half = _LONG // 2
    is_free = (data.find(b"<", at, at + half) < 0 for at in range(0, len(data) - half + 1, half))
    return any(is_free) and bool(_LONG_TAG.search(data))


def is_deep(root: ET.Element) -> bool:
    """Tell whether a tree has too many levels for what goes down it."""
    level = [root]
    for _ in range(_DEEPEST_XML):
        level = [child for node in level for child in node]
        if not level:
            return False
    return True
