"""Every inline element in every text field of every kind, as dossiers of many cells.

A specimen is a slide with all the text fields that its kind has, two of whatever can be several. A
cell is one text field of one specimen with one inline element; it has a word of its own, by which
it is found again in every file that is made of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from pipeline.content.secret import Secret, Vault

LANGUAGES = ("en", "de", "el", "bg")

#: Stands for a text, which becomes a cell.
T = "@"

_LEGEND = [
    {"label": T, "fill": "area", "states": ["FRA", "DEU"]},
    {"label": T, "fill": "hatched", "states": ["POL"]},
]
_MAP = {"view": "europe", "alt": T, "legend": _LEGEND}
_SERIES = [{"name": T, "values": ["1", "2"]}, {"name": T, "values": ["3", "4"]}]
_CHART = {"form": "column", "alt": T, "unit": T, "categories": [T, T], "series": _SERIES}
_POINTS = [{"text": T, "points": [{"text": T, "points": [T]}]}, T]
_LABELLED = [{"label": T, "text": T}, {"label": T, "text": T}]
_TABLE = {
    "alt": T,
    "row_headers": True,
    "groups": [{"text": T, "columns": 2}],
    "header": [T, T],
    "rows": [[{"text": T, "rows": 2}, T], [T]],
}
_KEYED = {"alt": T, "numeric": [2], "header": [T, T], "rows": [{"row": [T, T]}, [T, ""]]}
_IMAGE = {"file": "coast.png", "alt": T, "caption": T}
_FIGURE = {"number": T, "unit": T, "statement": T, "comparison": T}
_STEP = {"by": T, "step": T, "responsible": T}
_COLUMN = {"heading": T, "text": [T, T], "points": [T, T]}

#: A slide of every kind, with every text field that it has.
SPECIMENS: dict[str, dict[str, Any]] = {
    "title": {"kind": "title", "agency": T, "subtitle": T, "lines": [T, T], "notes": [T, T]},
    "agenda": {"kind": "agenda", "subtitle": T},
    "section": {"kind": "section", "section": "II", "subtitle": T, "lead": [T, T]},
    "bullets": {"kind": "bullets", "subtitle": T, "lead": [T, T], "points": _POINTS},
    "opener": {"kind": "bullets", "section": "III", "points": [T, T], "notes": [T]},
    "columns": {"kind": "columns", "left": _COLUMN, "right": _COLUMN},
    "quote": {"kind": "quote", "quote": [T, T], "attribution": T},
    "liaison-officers": {
        "kind": "liaison-officers", "heading": T, "officers": [T, T], "points": [T, T]
    },
    "cards": {"kind": "cards", "lead": [T, T], "cards": _LABELLED, "points": [T, T]},
    "objectives": {
        "kind": "objectives", "lead": T, "heading": T, "numbered": True, "objectives": _LABELLED,
        "points": [T],
    },
    "clusters": {"kind": "clusters", "numbered": True, "clusters": _LABELLED},
    "timeline": {
        "kind": "timeline", "lead": T, "entries": [*_LABELLED, {"label": T, "text": T}], "remark": T
    },
    "agreements": {
        "kind": "agreements", "agreements": [{"name": T, "year": 1999}, {"name": T, "year": 2001}],
        "remark": T,
    },
    "figures": {
        "kind": "figures", "figures": [_FIGURE, _FIGURE], "remark": T
    },
    "decision": {
        "kind": "decision", "invitation": T, "requests": [T, {"text": T}], "forum": T
    },
    "options": {
        "kind": "options", "alt": T, "options": [T, T], "preferred": 2,
        "criteria": [
            {"criterion": T, "ratings": [T, T]}, {"criterion": T, "ratings": [T, "meets"]}
        ],
        "cost": {"label": T, "values": [T, T]},
    },
    "next-steps": {
        "kind": "next-steps", "alt": T, "steps": [{**_STEP, "done": True}, _STEP, _STEP]
    },
    "phases": {
        "kind": "next-steps", "alt": T, "today": "2026-04", "phases": [
            {"name": T, "starts": "2026-03", "ends": "2026-05", "done": True},
            {"name": T, "at": "2026-11-20"},
        ],
    },
    "message": {"kind": "message", "chart": _CHART, "point": _FIGURE, "remark": T},
    "message of a map": {"kind": "message", "map": _MAP, "point": _FIGURE},
    "table": {"kind": "table", "lead": [T], "table": _TABLE},
    "keyed rows": {"kind": "table", "table": _KEYED},
    "chart": {"kind": "chart", "lead": [T], "chart": _CHART, "remark": T},
    "lying": {"kind": "chart", "chart": {**_CHART, "form": "bar"}, "points": [T, T]},
    "pie": {"kind": "chart", "chart": {**_CHART, "form": "pie", "series": _SERIES[:1]}},
    "lines": {"kind": "chart", "chart": {**_CHART, "form": "line", "series": _SERIES * 3}},
    "areas": {
        "kind": "chart",
        "chart": {
            **_CHART, "form": "area", "stacked": True, "annotation": {"category": 2, "text": T},
        },
    },
    "scatter": {
        "kind": "chart",
        "chart": {
            "form": "scatter", "alt": T, "unit": T, "x_unit": "km",
            "series": [{"name": T, "x": ["1", "2"], "values": ["3", "5"]},
                       {"name": T, "x": ["4", "7"], "values": ["6", "8"]}],
        },
    },
    "combined": {
        "kind": "chart",
        "chart": {
            **_CHART, "right_unit": "km",
            "series": [*_SERIES, {**_SERIES[0], "form": "line", "axis": "right"}],
        },
    },
    "image": {"kind": "image", "lead": [T], "image": _IMAGE},
    "beside": {"kind": "image", "image": _IMAGE, "points": [T, T]},
    "images": {"kind": "images", "lead": [T, T], "points": [T, T], "images": [_IMAGE, _IMAGE]},
    "mixed": {
        "kind": "mixed", "lead": [T], "points": [T],
        "figures": [{"heading": T, "chart": _CHART}, {"heading": T, "table": _KEYED}],
    },
    "grid": {
        "kind": "mixed",
        "figures": [{"image": _IMAGE}, {"map": _MAP}, {"chart": _CHART}, {"chart": _CHART}],
    },
    "tables": {
        "kind": "mixed", "section": "V", "lead": [T],
        "figures": [{"table": _TABLE}, {"table": _KEYED}], "remark": T,
    },
    "map": {"kind": "map", "lead": [T], "map": _MAP},
    "inset": {"kind": "map", "map": {**_MAP, "inset": "europe", "view": "world"}, "points": [T]},
    "arrangements": {
        "kind": "arrangements", "lead": T,
        "partners": [{"name": T, "state": "BRA"}, {"name": T, "state": "IND"}],
        "map": {**_MAP, "view": "world", "legend": [*_LEGEND, {"label": T, "fill": "partner"}]},
    },
    "partners": {"kind": "arrangements", "partners": [{"name": T}, {"name": T}, {"name": T}]},
    "footnotes": {
        "kind": "bullets", "points": ["Eta[^one]", "Theta[^two]", "Iota[^one]"],
        "footnotes": {"one": {"text": T}, "two": {"mark": "*", "text": f"* {T}"}},
    },
    "closing": {"kind": "closing", "agency": [T, T], "subtitle": T},
}  # fmt: skip

#: The cover's text fields.
COVERS: dict[str, dict[str, Any]] = {
    "parties": {
        "type": "other", "label": "Nota libera", "from": [T, T], "received": [T], "on": [T],
        "to": [T, T], "subject": [T, T], "enclosure": [T, T], "lead_in": T, "enclosure_author": T,
    },
    "papers": {
        "type": "other", "label": "Nota libera", "previous": [T, T], "commission": [T],
        "of_document": [T], "dated": "2026-01-15", "contact": [T], "subject": [T], "meeting": [T],
        "venue": [T, T], "agenda": [T, T],
    },
    "staff-note": {
        "type": "staff-note", "department": [T, T], "telephone": [T], "subject": [T],
    },
    "corrigendum": {"type": "corrigendum", "corrects": [T, T], "subject": [T]},
    "addendum": {"type": "addendum", "adds_to": [T, T], "subject": [T], "enclosure": [T]},
    "declassification": {
        "type": "declassification", "of_document": [T], "dated": "2016-01-15", "subject": [T],
    },
}  # fmt: skip
#: What a number of these types ends with.
_SUFFIXES = {"corrigendum": "COR 1", "addendum": "ADD 1", "declassification": "DCL 1"}


@dataclass
class Cell:
    """One text field with one inline element.

    Attributes:
        place: name of the specimen, and the path of the field in it.
        inline: name of the inline element.
        word: found in every file that shows the cell.
        text: as authored.
        notes: footnotes that the text refers to.
        slots: withheld values by slot.
    """

    place: tuple[str, ...]
    inline: str
    word: str
    text: str
    notes: dict[str, str] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """Return the field's name, without the numbers of lists."""
        return next(step for step in reversed(self.place) if not step.isdigit())

    def __str__(self) -> str:
        return f"{self.inline} in {'.'.join(self.place)}"


_LETTERS = {"el": "αβγδεζκλμνπρ", "bg": "абвгдежзклмн"}


def word_of(number: int, language: str) -> str:
    """Return a word of its own for a number: letters of the language's script, no digits.

    All have as many letters, of which the first is large: none is found within two others.
    """
    letters = _LETTERS.get(language, "abdefgiklmno")
    out = ""
    for _ in range(5):
        number, digit = divmod(number, len(letters))
        out += letters[digit]
    return f"{out}{letters[0]}{out[0]}".capitalize()


Inline = Callable[[Cell], None]


def _plain(cell: Cell) -> None:
    cell.text = f"{cell.word}."


def _marker(cell: Cell) -> None:
    slot = f"slot-{_latin(cell)}"
    cell.text = f"[[{slot}]]."
    cell.slots = {slot: cell.word}


def _marked_within(cell: Cell) -> None:
    slot = f"slot-{_latin(cell)}"
    cell.text = f"q **[[{slot}]]**: *q*"
    cell.slots = {slot: cell.word}


def _note(cell: Cell) -> None:
    note = f"note-{_latin(cell)}"
    cell.text = f"{cell.word}[^{note}]."
    cell.notes = {note: f"n {cell.word} *n*."}


def _link(cell: Cell) -> None:
    cell.text = f"[{cell.word}](https://example.eu/{_latin(cell)}?a=1&b=2)."


def _emphasis(cell: Cell) -> None:
    cell.text = f"*{cell.word}*."


def _strong(cell: Cell) -> None:
    cell.text = f"q **{cell.word}**"


def _foreign(cell: Cell) -> None:
    cell.text = f"[{cell.word}]{{lang=fr}}."


def _long(cell: Cell) -> None:
    cell.text = f"{cell.word}geschwindigkeiten"


def _pasted(cell: Cell) -> None:
    odd = "\u200b\ufeff\u2060\u034f\u200e\u00ad\u200d"
    cell.text = f"{cell.word[:3]}{odd}{cell.word[3:]}\u2028\ufb01\u00a0a\u2011e\u0301 → ✓ ≥"


INLINES: dict[str, Inline] = {
    "plain": _plain,
    "marker": _marker,
    "marked within": _marked_within,
    "note": _note,
    "link": _link,
    "emphasis": _emphasis,
    "strong": _strong,
    "foreign": _foreign,
    "long word": _long,
    "pasted": _pasted,
}

#: Fields that are printed in letters alone, and what they cannot have.
LETTERS_ONLY = frozenset({"alt", "unit", "categories", "name of series", "text of annotation"})
_NO_LETTERS = frozenset({"note", "link", "emphasis", "strong", "foreign", "marked within"})


def _latin(cell: Cell) -> str:
    letters = "".join(_LETTERS.values())
    return "".join(
        chr(ord("a") + letters.index(sign) % 12) if sign in letters else sign
        for sign in cell.word.lower()
    )


def refusal(cell: Cell) -> Literal["", "form", "rule"]:
    """Tell whether ``check`` has to refuse a cell: for its form, or for what others would tell."""
    within = next((part for part in ("series", "annotation") if part in cell.place), "")
    name = {"series": "name of series", "annotation": "text of annotation"}.get(within, cell.field)
    if name in LETTERS_ONLY:
        return "form" if cell.inline in _NO_LETTERS else ""
    if cell.place[0] == "arrangements" and "partners" in cell.place:
        return "rule" if cell.slots else ""  # the map would tell the country
    if cell.inline == "note" and (cell.field == "notes" or cell.place[0] in {"cover", "footnotes"}):
        # the text of a footnote, and what stands in no slide's page
        return "form" if cell.place[:1] == ("cover",) or cell.field in {"notes", "text"} else ""
    return ""


@dataclass
class Dossier:
    """A dossier of cells, ready to be written.

    Attributes:
        cells: in the order of the files; those of the cover stand in dossier.yaml.
    """

    language: str
    slides: list[dict[str, Any]] = field(default_factory=list)
    cover: dict[str, Any] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)

    @property
    def vault(self) -> Vault:
        """Return the values of all slots."""
        return {slot: Secret(word) for cell in self.cells for slot, word in cell.slots.items()}

    def write(self, folder: Path, media: Mapping[str, bytes]) -> None:
        """Write the dossier's files."""
        folder.mkdir(parents=True, exist_ok=True)
        kind = self.cover["type"]
        head = {
            "number": f"WK 9999/2026 {_SUFFIXES.get(kind, 'INIT')}",
            "language": self.language,
            "date": "2026-03-02",
            "release_date": "2026-04-01",
            **({} if kind == "staff-note" else {"codes": ["JAI"]}),
            "contents": True,
            "notes_in": ["full", "public"],
            "cover": self.cover,
        }
        slots = {slot: {"grounds": ["personal-data"]} for slot in self.vault}
        for name, tree in (
            ("dossier.yaml", head),
            *([("presentation.yaml", {"slides": self.slides})] if self.slides else []),
            ("redactions.yaml", {"slots": slots}),
        ):
            # every text on a line of its own, by which its cell is known
            text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000)
            (folder / name).write_text(text, "utf-8")
        shown = json.dumps(self.slides)
        for name, data in media.items():
            if name in shown:
                (folder / "media").mkdir(exist_ok=True)
                (folder / "media" / name).write_bytes(data)


def _filled(tree: Any, path: tuple[str | int, ...], made: Callable[[Any], str]) -> Any:
    """Return a specimen with a cell for each text."""
    if isinstance(tree, dict):
        return {key: _filled(value, (*path, key), made) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_filled(value, (*path, index), made) for index, value in enumerate(tree)]
    if isinstance(tree, str) and T in tree:
        return tree.replace(T, made(path))
    return tree


class Sweep:
    """Makes dossiers of cells; words are counted through all of them."""

    def __init__(self, language: str) -> None:
        self.dossier = Dossier(language)
        self._count = 0

    def add(self, name: str, inline: str, wanted: Literal["", "form", "rule"]) -> None:
        """Add a specimen's cells that are refused in some way, or not; the others are plain."""
        dossier = self.dossier
        tree = COVERS.get(name) or {**SPECIMENS[name], "title": T}
        if name in COVERS:
            pass
        elif name != "agenda" and not any(row.get("section") for row in dossier.slides):
            dossier.slides.append({"kind": "section", "section": "I", "title": "Sectio prima"})
        notes: dict[str, str] = {}

        def made(path: tuple[str | int, ...]) -> str:
            place = ("cover" if name in COVERS else name, *map(str, path))
            cell = self._cell(place, inline)
            if refusal(cell) != wanted:
                cell = self._cell(place, "plain")
            notes.update(cell.notes)
            dossier.cells.append(cell)
            return cell.text

        filled = _filled(tree, (), made)
        if name in COVERS:
            dossier.cover = filled
            return
        footnotes = {key: {"text": text} for key, text in notes.items()}
        if footnotes:
            filled["footnotes"] = {**filled.get("footnotes", {}), **footnotes}
        dossier.slides.append(filled)

    def _cell(self, place: tuple[str, ...], inline: str) -> Cell:
        self._count += 1
        cell = Cell(place, inline, word_of(self._count, self.dossier.language), "")
        INLINES[inline](cell)
        return cell


def accepted(
    language: str,
    pairs: Iterable[tuple[str, str]],
    cover: str = "plain",
    kind: str = "parties",
) -> Dossier:
    """Return a dossier whose cells are all to be accepted.

    Args:
        language: of the dossier.
        pairs: specimens and inline elements.
        cover: inline element of the cover.
        kind: which cover.
    """
    sweep = Sweep(language)
    sweep.add(kind, cover, "")
    for name, inline in pairs:
        sweep.add(name, inline, "")
    return sweep.dossier


def refused(language: str, way: Literal["form", "rule"]) -> Dossier:
    """Return a dossier with every cell that ``check`` has to refuse in a way; others are plain."""
    sweep = Sweep(language)
    sweep.add("parties", "note", way)
    for name, inline in every():
        sweep.add(name, inline, way)
    return sweep.dossier


def every() -> Iterator[tuple[str, str]]:
    """Yield every specimen with every inline element."""
    for inline in INLINES:
        for name in SPECIMENS:
            yield name, inline
