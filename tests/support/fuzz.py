"""Random contents: dossiers of a few slides with random texts, and files with random damage.

Everything comes from a number, so that a content that finds a fault can be made again.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from tests.support.cells import COVERS, LANGUAGES, SPECIMENS, Cell, Dossier, T

_SCRIPTS = {
    "el": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊ",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
}
_LATIN = "abcdefghijklmnopqrstuvwxyzäöüßéèàçñøåœłžśțăőű"
#: What people paste, and what they type that means something to a parser.
_ODD = (
    "\u00a0", "\u200b", "\u2011", "\u202f", "\u2009", "\ufb01", "\u00ad", "\u2028", "\u200e",
    "e\u0301", "→", "✓", "≥", "−", "½", "№", "€", "…", "–", "—", "„x“", "»y«", "'", '"', "&", "<b>",
    ": ", " # ", "#1", "%", "@", "`", "\\\\", "\\*", "\\[", "|", "{", "}", "~", "--", "1.", "- ",
    "10 000", "1,5", "3.2.1", "C/2024/17", "and/or", "e.g.", "(a)", "§", "°C", "CO₂", "m²", "*",
)  # fmt: skip
_DAMAGE = (
    "'", '"', "[", "]", "{", ": ", "- ", "\t", "&a ", "*a ", "!x ", "#", "\x07", "\u2028", "\x85",
    "|", ">", "%", "\\", "\ufeff", "\u0000", "[" * 60,
)  # fmt: skip
_STRANGE = ("你", "א", "😀", "\u202e", "]]", "[[", "[^", "](", "]{", "[[Bad]]", "[^ x]")
_URLS = (
    "https://example.eu/a_b-c?d=e&f=%20g#h", "https://bücher.example/ß", "http://x.eu:8080/(1)",
    "mailto:a.b+c@example.eu", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32001R1049",
)  # fmt: skip


class Fuzz:
    """One random dossier.

    Attributes:
        used: kind of slide, field and inline element of every text.
    """

    def __init__(self, number: int, *, wild: bool) -> None:
        """Begin.

        Args:
            number: from which all is made.
            wild: some texts are such that ``check`` has to refuse them.
        """
        self._random = Random(number)
        self._wild = wild
        self._slots = 0
        self.used: set[tuple[str, str, str]] = set()
        self.dossier = Dossier(self._random.choice(LANGUAGES))

    def made(self) -> Dossier:
        """Return the dossier."""
        some = self._random
        names = [some.choice(list(SPECIMENS)) for _ in range(some.randint(1, 3))]
        if "agenda" in names:
            names.append("section")
        self.dossier.cover = self._filled(some.choice(list(COVERS.values())), "cover", (), {})
        for name in names:
            notes: dict[str, Any] = {}
            tree = self._varied(name, {**SPECIMENS[name], "title": T})
            slide = self._filled(tree, name, (), notes)
            if notes:
                slide["footnotes"] = {**slide.get("footnotes", {}), **notes}
            self.dossier.slides.append(slide)
        return self.dossier

    def _varied(self, name: str, tree: dict[str, Any]) -> dict[str, Any]:
        """Return a specimen with other numbers of points, rows and values, and fewer fields."""
        some = self._random
        for key in ("subtitle", "lead", "notes", "remark", "points", "unit", "caption"):
            if key in tree and name != "bullets" and some.random() < 0.4:
                del tree[key]
        if "points" in tree:
            tree["points"] = [self._point(0) for _ in range(some.choice((1, 2, 3, 9, 24)))]
        if "table" in tree:
            tree["table"] = self._table()
        if "chart" in tree:
            tree["chart"] = self._chart(tree["chart"]["form"])
        if name in {"cards", "clusters", "objectives"}:
            tree["numbered"] = some.random() < 0.5
        return tree

    def _point(self, level: int) -> Any:
        if level == 2 or self._random.random() < 0.7:
            return T
        below = [self._point(level + 1) for _ in range(self._random.choice((1, 2, 15)))]
        return {"text": T, "points": below}

    def _table(self) -> dict[str, Any]:
        some = self._random
        columns = some.choice((1, 2, 3, 5, 8, 12, 16))
        cell: Callable[[], str] = lambda: some.choice((T, "", "12", "1 234.5", "n/a", "x"))  # noqa: E731
        rows = [[cell() for _ in range(columns)] for _ in range(some.choice((1, 3, 12, 30)))]
        header = [some.choice((T, "No", "", "Year")) for _ in range(columns)]
        return {"alt": T, "header": header, "rows": rows, "row_headers": some.random() < 0.5}

    def _chart(self, form: str) -> dict[str, Any]:
        some = self._random
        whole = form in {"pie", "doughnut"}
        count = some.randint(2, 6) if whole else some.choice((1, 2, 4, 12, 24))
        least = 0 if whole else some.choice((0, -100))
        scale = some.choice((1e-6, 0.01, 1, 1000, 1e9))
        series = [
            {"name": T, "values": [self._value(least, scale) for _ in range(count)]}
            for _ in range(1 if whole else some.choice((1, 2, 6)))
        ]
        return {
            "form": form, "alt": T, "categories": [T] * count, "series": series,
            **({"unit": T} if some.random() < 0.5 else {}),
            **({"decimals": some.randint(0, 3)} if some.random() < 0.3 else {}),
        }  # fmt: skip

    def _value(self, least: float, scale: float) -> str:
        if self._random.random() < 0.1:
            return "n/a"
        decimals = self._random.choice((0, 0, 1, 2, 6))
        return f"{self._random.uniform(least, 100) * scale:.{decimals}f}"

    def _filled(self, tree: Any, name: str, path: tuple[str, ...], notes: dict[str, Any]) -> Any:
        if isinstance(tree, dict):
            return {
                key: self._filled(value, name, (*path, key), notes) for key, value in tree.items()
            }
        if isinstance(tree, list):
            return [self._filled(value, name, path, notes) for value in tree]
        if isinstance(tree, str) and T in tree:
            return tree.replace(T, self._text(name, path[-1], notes))
        return tree

    def _text(self, name: str, field: str, notes: dict[str, Any]) -> str:
        """Return a text of one to some fragments; short where there is little room."""
        some = self._random
        most = 2 if field in {"label", "categories", "header", "name", "section"} else 6
        out = []
        for _ in range(some.choice((1, 1, 2, most))):
            kind = some.choice(_KINDS)
            if self._wild or kind not in _REFUSED.get(field, ()):
                self.used.add((name, field, kind))
                out.append(self._fragment(kind, notes))
        return some.choice((" ", " ", ", ", "")).join(out) or self._word()

    def _fragment(self, kind: str, notes: dict[str, Any]) -> str:
        some = self._random
        match kind:
            case "marker":
                self._slots += 1
                slot, word = f"s{self._slots}", f"{self._word()} {self._word()}"
                cell = Cell(("fuzz",), kind, word, "", slots={slot: word})
                self.dossier.cells.append(cell)
                return f"[[{slot}]]"
            case "note":
                note = f"n{len(notes)}"
                notes[note] = {"text": f"{self._word()} *{self._word()}*."}
                return f"{self._word()}[^{note}]"
            case "link":
                return f"[{self._word()}]({some.choice(_URLS)})"
            case "emphasis":
                return f"*{self._word()}*"
            case "strong":
                return f"**{self._word()}**"
            case "foreign":
                return f"[{self._word()}]{{lang=fr}}"
            case "long word":
                return some.choice((self._word(30), some.choice(_URLS)))
            case "pasted":
                return f"{self._word()}{some.choice(_ODD)}{self._word()}"
            case "strange" if self._wild:
                return f"{self._word()}{some.choice(_STRANGE)}"
            case _:
                return " ".join(self._word() for _ in range(some.randint(1, 4)))

    def _word(self, length: int = 0) -> str:
        letters = _SCRIPTS.get(self.dossier.language, _LATIN)
        count = length or self._random.randint(2, 9)
        return "".join(self._random.choice(letters) for _ in range(count))


_KINDS = (
    "plain", "plain", "plain", "marker", "note", "link", "emphasis", "strong", "foreign",
    "long word", "pasted", "strange",
)  # fmt: skip
_LETTERS = ("note", "link", "emphasis", "strong", "foreign")
#: What a field cannot have; see ``cells.refusal``.
_REFUSED: dict[str, tuple[str, ...]] = {
    "alt": _LETTERS, "unit": _LETTERS, "categories": _LETTERS, "name": (*_LETTERS, "marker"),
    "notes": ("note",), "text": ("note",),
    **{field: ("note",) for cover in COVERS.values() for field in cover},
}  # fmt: skip


def damaged(text: str, number: int) -> str:
    """Return a file with some random damage."""
    some = Random(number)
    for _ in range(some.randint(1, 3)):
        at = some.randrange(len(text))
        lines = text.splitlines(keepends=True)
        line = some.randrange(len(lines))
        match some.randrange(7):
            case 0:
                text = text[:at] + text[at + some.randint(1, 4) :]
            case 1:
                text = text[:at] + some.choice(_DAMAGE) + text[at:]
            case 2:
                text = "".join([*lines[:line], lines[line], *lines[line:]])
            case 3:
                text = "".join([*lines[:line], f"  {lines[line]}", *lines[line + 1 :]])
            case 4:
                text = "".join([*lines[:line], *lines[line + 1 :]])
            case 5:
                text = "".join([*lines[:line], lines[line].lstrip(" "), *lines[line + 1 :]])
            case _:
                text = text[:at]
        text = text or "x"
    return text
