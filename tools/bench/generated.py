"""Dossiers of any length and number, invented, the same at each run; and the same text in Markdown.

    from tools.bench import generated
    deck = generated.slides(200)
    generated.write(Path("content/long"), deck)
    Path("long.md").write_text(generated.markdown(deck))

Slides are dense: a table, bullets or cards that fill most of a page, now and then a chart.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
#: The dossier whose cover all others get.
FIRST = ROOT / "content" / "wk-4146-2024"
#: Number of the first dossier, as its files have it.
NUMBER = "WK 4146/2024 INIT"

_VOCABULARY = """
agreement authority balance border capacity coast cooperation country delegation directive
evaluation exchange expert figure framework group harbour implementation information institution
legislation mandate measure meeting member migration mission network objective officer operation
partner period pilot position practice preparation priority procedure programme project proposal
reform region regulation report request resource response result return review risk route sector
service standard strategy support team training transport treaty union visit working common
current external further internal joint legal national possible practical recent regional
relevant shared technical
"""
_WORDS = _VOCABULARY.split()
#: What comes after the title slide, again and again.
_CYCLE = ("table", "bullets", "cards", "bullets", "table", "bullets", "table", "chart")

Kind = Literal["title", "table", "bullets", "cards", "chart", "closing"]


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes:
        lead: before a table or cards, or what a chart shows.
        points: of bullets; the lines of a title slide.
        rows: of a table, its header first; of cards, label and text; of a chart, category and
            values, the names of its series first.
    """

    kind: Kind
    title: str
    lead: str = ""
    points: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def _words(seed: int) -> Iterator[str]:
    """Yield words without end, by a linear congruential generator (Numerical Recipes)."""
    state = (seed * 2654435761 + 12345) % 2**32
    while True:
        state = (state * 1664525 + 1013904223) % 2**32
        yield _WORDS[(state >> 16) % len(_WORDS)]


class Author:
    """Writes phrases, numbers and slides from one stream of words."""

    def __init__(self, seed: int) -> None:
        self._words = _words(seed)

    def phrase(self, letters: int) -> str:
        """Return words that together are at most so long, with a capital; one word at least."""
        phrase = next(self._words)
        while len(longer := f"{phrase} {next(self._words)}") <= letters:
            phrase = longer
        return phrase.capitalize()

    def number(self, most: int) -> str:
        """Return a number from 1."""
        return str(sum(map(ord, self.phrase(20))) * 7919 % most + 1)

    def slide(self, kind: str, number: int) -> Slide:
        """Write a slide that fills its page and still fits it."""
        title = f"{number}. {self.phrase(40)}"
        if kind == "bullets":
            return Slide("bullets", title, points=tuple(self.phrase(170) for _ in range(7)))
        if kind == "cards":
            rows = tuple((self.phrase(16), self.phrase(120)) for _ in range(4))
            return Slide("cards", title, self.phrase(60), rows=rows)
        if kind == "chart":
            series = (self.phrase(20), self.phrase(20))
            values = tuple(
                (str(year), self.number(900), self.number(900)) for year in range(2019, 2026)
            )
            return Slide("chart", title, self.phrase(80), rows=(("", *series), *values))
        header = ("Subject", "State", "Remark", "First year", "Second year")
        row = (
            (*map(self.phrase, (22, 14, 30)), self.number(9999), self.number(9999))
            for _ in range(8)
        )
        return Slide("table", title, self.phrase(70), rows=(header, *row))


def slides(count: int, seed: int = 1) -> tuple[Slide, ...]:
    """Write a deck.

    Args:
        count: of slides, from 2: a title slide comes first and a closing one last.
        seed: decks of different seeds have no text in common but the closing slide's.
    """
    author = Author(seed)
    lines = tuple(author.phrase(40) for _ in range(3))
    middle = (author.slide(_CYCLE[n % len(_CYCLE)], n + 2) for n in range(count - 2))
    opener = Slide("title", author.phrase(50), points=lines)
    return (opener, *middle, Slide("closing", "Thank you"))


def edited(deck: tuple[Slide, ...], number: int, seed: int) -> tuple[Slide, ...]:
    """Return a deck with other words in the title of one slide, which counts from 1."""
    changed = replace(deck[number - 1], title=f"{number}. {Author(seed).phrase(40)}")
    return (*deck[: number - 1], changed, *deck[number:])


def _authored(slide: Slide) -> dict[str, object]:
    """Return a slide as authors write it."""
    data: dict[str, object] = {"kind": slide.kind, "title": slide.title}
    match slide.kind:
        case "title":
            data["lines"] = list(slide.points)
        case "bullets":
            data["points"] = list(slide.points)
        case "cards":
            cards = [{"label": label, "text": text} for label, text in slide.rows]
            data |= {"lead": slide.lead, "columns": 2, "cards": cards}
        case "chart":
            names, *rows = slide.rows
            series = [
                {"name": name, "values": [row[at] for row in rows]}
                for at, name in enumerate(names[1:], 1)
            ]
            categories = [row[0] for row in rows]
            data["chart"] = {"form": "column", "alt": slide.lead, "categories": categories}
            data["chart"] |= {"series": series}
        case "table":
            header, *rows = slide.rows
            body = [list(row) for row in rows]
            table = {"alt": slide.lead, "numeric": [4, 5], "header": list(header), "rows": body}
            data |= {"lead": slide.lead, "table": table}
        case "closing":
            pass
    return data


def write_slides(folder: Path, deck: tuple[Slide, ...]) -> None:
    """Write a dossier's presentation.yaml."""
    data = {"slides": [_authored(slide) for slide in deck]}
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    (folder / "presentation.yaml").write_text(text, "utf-8")


def write(folder: Path, deck: tuple[Slide, ...], number: str = NUMBER) -> None:
    """Write a dossier.

    Args:
        folder: made if it is not there.
        deck: its slides.
        number: of the document.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = (FIRST / "dossier.yaml").read_text("utf-8").replace(NUMBER, number)
    (folder / "dossier.yaml").write_text(text, "utf-8")
    (folder / "redactions.yaml").write_text("slots: {}\n", "utf-8")
    write_slides(folder, deck)


def variant(folder: Path, number: str, language: str) -> None:
    """Write the first dossier under another number, its fixed phrases in another language."""
    shutil.copytree(FIRST, folder, dirs_exist_ok=True)
    path = folder / "dossier.yaml"
    text = path.read_text("utf-8").replace(NUMBER, number)
    path.write_text(re.sub(r"^language: en$", f"language: {language}", text, flags=re.M), "utf-8")


def markdown(deck: tuple[Slide, ...]) -> str:
    """Return the same text as pandoc's Markdown: a heading for each slide, charts as tables."""
    return "\n".join(_marked(slide) for slide in deck)


def _marked(slide: Slide) -> str:
    heading = slide.title.replace(". ", r"\. ", 1)
    parts = [f"# {heading}\n"]
    if slide.lead:
        parts.append(f"{slide.lead}\n")
    if slide.kind == "cards":
        rows: tuple[tuple[str, ...], ...] = tuple(zip(*slide.rows, strict=True))
    else:
        rows = slide.rows
    if slide.kind == "title":
        parts += [f"{line}\n" for line in slide.points]
    elif slide.points:
        parts.append("".join(f"- {point}\n" for point in slide.points))
    if rows:
        right = {"table": (3, 4), "chart": (1, 2)}.get(slide.kind, ())
        rule = ["--:" if at in right else "---" for at in range(len(rows[0]))]
        lines = [rows[0], tuple(rule), *rows[1:]]
        parts.append("".join(f"| {' | '.join(line)} |\n" for line in lines))
    return "\n".join(parts)
