"""Heads and feet of a document, for the report: what people see of them, each text once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.core.ooxml_names import q
from pipeline.importing.document.fields import Fields
from pipeline.importing.document.passages import Setting
from pipeline.importing.document.seen_paragraphs import lines
from pipeline.importing.document.styles import switched
from pipeline.importing.found import Told
from pipeline.importing.office_package import BadFileError, Element, Package, find, local
from pipeline.importing.printed_markers import count
from pipeline.importing.source_part import SourcePart

_KINDS = frozenset(("header", "footer"))


def told(package: Package, main: str, setting: Setting, settings: Element | None) -> Iterator[Told]:
    """Yield what the report says of heads and feet; those that no page shows are counted.

    Args:
        package: the file.
        main: its main part.
        setting: of the document.
        settings: its part; None if there is none.
    """
    shown = _shown(package.xml(main), settings)
    seen: set[tuple[str, str]] = set()
    for key, relation in package.relations(main).items():
        if relation.kind not in _KINDS or not package.has(relation.target):
            continue
        own = replace(setting, source=SourcePart(package, relation.target), fields=Fields(),
                      in_note=True, behind=None)  # fmt: skip
        try:
            root = package.xml(relation.target)
        except BadFileError:
            continue
        if key not in shown:
            said = " ".join(str(row.text or "") for row in root.iter(q("w:t")))
            if words := count(said):
                text = f"a {relation.kind} that no page shows: {words} words"
                yield Told(relation.kind, "unused", text)
            continue
        yield from _of(root, relation.kind, own, seen)


def _shown(root: Element, settings: Element | None) -> set[str]:
    """Return the ids of the heads and feet that pages show."""
    even = switched(find(settings, "w:evenAndOddHeaders"))
    found: set[str] = set()
    for section in root.iter(q("w:sectPr")):
        kinds = {"default"} | ({"even"} if even else set[str]())
        kinds |= {"first"} if switched(find(section, "w:titlePg")) else set()
        for row in section:
            is_head = local(row) in {"headerReference", "footerReference"}
            if is_head and str(row.get(q("w:type"), "default")) in kinds:
                found.add(str(row.get(q("r:id"), "")))
    return found


def _of(root: Element, kind: str, setting: Setting, seen: set[tuple[str, str]]) -> Iterator[Told]:
    more: list[Told] = []
    said: list[str] = []
    for _, words in lines(root, replace(setting, behind=(1.0, 1.0, 1.0)), more):
        said.append("".join(run.text for run in words.runs))
        more += words.left
        withheld = sum(run.words for run in words.runs)
        if withheld:
            more.append(Told(kind, "black-highlight", f"blackened: {withheld} words"))
    text = " ".join(" ".join(said).split())
    if text and (kind, text) not in seen:
        yield Told(kind, "furniture", f"a {kind}: the program prints its own", text=text)
    if (kind, text) not in seen:
        for fact in more:
            if fact.what != "picture" or fact.why != "in-note":
                is_text = fact.what in {"paragraph", "placeholder"}
                yield replace(fact, what=kind) if is_text else fact
    seen.add((kind, text))
    for _ in root.iter(q("a:blip")):
        yield Told("picture", "furniture", f"a picture of a {kind}")
