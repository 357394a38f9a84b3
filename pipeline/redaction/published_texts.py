"""Texts published besides the pages of a public edition: notes, alternative texts, links.

Guarantee: G40.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.content import markup, yaml_positions
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.core.errors import Where
from pipeline.edition.edition import Edition
from pipeline.redaction import slot_places
from pipeline.redaction.yaml_edit.edited_files import COVER, DECK, Content


@dataclass(frozen=True)
class Published:
    """Text that readers get though no page shows it, or not all of it.

    Attributes:
        what: a reader's name for it.
        slide: with which it goes; 0 for the cover and for properties.
        text: as it will be published.
        where: in the file.
        path: of the text in the file; empty for what is no text that can be withheld.
        words: that can be withheld there.
        is_target: they are where a link leads.
    """

    what: str
    slide: int
    text: str
    where: Where
    path: yaml_positions.Path = ()
    words: str = ""
    is_target: bool = False


def published(content: Content, sealed: Content, public: Edition) -> Iterator[Published]:
    """Yield all that the public edition publishes besides its pages, in the order of the files.

    Args:
        content: the dossier's files.
        sealed: the same, with everything sealed that is marked.
        public: the edition.
    """
    dossier = sealed.source.dossier
    yield from _properties(content, dossier, public)
    for name, path, text in sealed.rich():
        where = content.documents[name].where(path)
        slide = int(path[1]) + 1 if name == DECK else 0
        if "notes" in path[2:3] and "public" not in dossier.notes_in:
            continue
        if (name == DECK and "notes" in path[2:3]) or "alt" in path:
            yield _text(slot_places.named(path), slide, where, path, text)
        yield from _links(slide, where, path, text)


def _text(
    what: str, slide: int, where: Where, path: yaml_positions.Path, text: markup.Rich
) -> Published:
    parts = [part.text for part in text if isinstance(part, markup.Words)]
    return Published(what, slide, _printed(text), where, path, max(parts, key=len, default=""))


def _printed(text: markup.Rich) -> str:
    """Return a text as readers get it."""
    return "".join(
        part.text if isinstance(part, markup.Words) else "[…]"
        for part in text
        if not isinstance(part, markup.Note)
    )


def _links(
    slide: int, where: Where, path: yaml_positions.Path, text: markup.Rich
) -> Iterator[Published]:
    last: str | None = None
    for part in text:
        href = part.href if isinstance(part, markup.Words) else None
        if isinstance(part, markup.Words) and href:
            yield Published("link text", slide, part.text, where, path, part.text)
            if href != last:
                yield Published("link target", slide, href, where, path, href, is_target=True)
        last = href


def _properties(content: Content, dossier: Dossier, public: Edition) -> Iterator[Published]:
    """Yield the properties of the files; a number or a date is no text that can be withheld."""
    cover, deck = (content.source.documents[name] for name in (COVER, DECK))
    texts = {(name, path): text for name, path, text in content.rich()}
    title: yaml_positions.Path = ("slides", 0, "title")
    author: yaml_positions.Path = ("cover", "enclosure_author")
    rows: list[tuple[str, str, str, yaml_positions.Path, int]] = [
        ("property: title", public.title, DECK, title, 1)
    ]
    rows.append(("property: author", public.author, COVER, author, 0))
    for key in ("previous", "commission"):
        for index, line in enumerate(getattr(dossier.cover, key) or ()):
            given = ("cover", key, index)
            path = cover.resolve(given)
            rows.append(("property: related document", _printed(line), COVER, path, 0))
    for what, value, name, path, slide in rows:
        text = texts.get((name, path))
        document = deck if name == DECK else cover
        if text is None:
            yield Published(what, slide, value, document.where(path))
        else:
            row = _text(what, slide, document.where(path), path, text)
            yield Published(what, slide, value, row.where, path, row.words)
    for key, value in (("number", public.reference), ("date", public.date)):
        yield Published(f"property: {key}", 0, value, cover.where((key,)))
