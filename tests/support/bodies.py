"""Random running texts: every word is told from every other, so that its place can be checked.

Everything comes from a number, so that a text that finds a fault can be made again.
"""

from __future__ import annotations

from random import Random

_LEVELS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_GLUE = (
    " ", " ", " ", ", ", " – ", " & ", ": ", " #1 ", " – and ", "\u00a0", " 10\u202f000 ", " é ",
    " \U0001f600 ", " e\u0301 ", " \\* ", " \\[x] ", " | ", " % ", " (see ", ") ", "; ", " \ufb01 ",
    " \u00ad", " \u200b",
)  # fmt: skip


class Body:
    """A random text.

    Attributes:
        words: those that some text has to hold, each once.
        slots: those that stand in texts or for parts.
    """

    def __init__(self, number: int) -> None:
        self._random = Random(number)
        self._count = 0
        self._notes: list[str] = []
        self._numbers = {"paragraph": 0}
        self.words: list[str] = []
        self.slots: list[str] = []
        self.text = self._text()
        self.words = [word for word in self.words if word in self.text]
        self.slots = [slot for slot in self.slots if f"[[{slot}]]" in self.text]
        if self._random.random() < 0.2:
            self.text = self.text.replace("\n", "\r\n")

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _word(self) -> str:
        self._count += 1
        self.words.append(f"w{self._count}w")
        return self.words[-1]

    def _slot(self) -> str:
        self._count += 1
        self.slots.append(f"s{self._count}")
        return f"[[{self.slots[-1]}]]"

    def _piece(self, *, notes: bool = True) -> str:
        kinds = ["word"] * 6 + ["strong", "emphasis", "link", "lang", "slot", "mark"]
        kinds += ["note", "note"] if notes else []
        match self._random.choice(kinds):
            case "strong":
                return f"**{self._word()}**"
            case "emphasis":
                return f"*{self._word()} {self._word()}*"
            case "link":
                return f"[{self._word()}](https://example.eu/a)"
            case "lang":
                return f"[{self._word()}]{{lang=de}}"
            case "slot":
                return self._slot()
            case "mark":
                return f"[[personal-data: {self._word()}]]"
            case "note":
                word = self._word()
                self._notes.append(f"n{self._count}")
                return f"{word}[^{self._notes[-1]}]"
            case _:
                return self._word()

    def _line(self, *, notes: bool = True, cell: bool = False) -> str:
        """Return a text on one line; it begins and ends with a word."""
        out = self._word()
        for _ in range(self._random.randint(0, 4)):
            glue = self._random.choice(_GLUE)
            out += glue.replace("|", "\\|") if cell else glue
            out += self._piece(notes=notes)
        return f"{out} {self._word()}"

    def _wrapped(self, indent: str) -> str:
        """Return a text over some lines, indented from the second on, or lazily not."""
        out = self._line()
        for _ in range(self._random.randint(0, 3)):
            margin = indent if self._chance(0.8) else ""
            out += f"\n{margin}{self._line()}"
        return out

    def _braces(self, share: float = 0.3) -> str:
        if not self._chance(share):
            return ""
        self._count += 1
        words = [f"#i{self._count}"]
        if self._chance(0.3):
            words.append("withhold=decision-making")
        return f" {{{' '.join(words)}}}"

    def _text(self) -> str:
        out = ["---\nnumbering: typed\n---"] if self._chance(0.3) else []
        for _ in range(self._random.randint(1, 3)):
            out += self._section(1)
        out.append(self._footnotes())
        for number in range(self._random.randint(0, 2)):
            self._numbers["paragraph"] = 0
            flags = " {landscape}" if self._chance(0.3) else self._braces()
            title = f": {self._line(notes=False)}" if self._chance(0.7) else ""
            out.append(f"# ANNEX {_LEVELS[number]}{title}{flags}")
            for _ in range(self._random.randint(1, 2)):
                out += self._section(1)
            out.append(self._footnotes())
        return "\n\n".join(part for part in out if part) + "\n" * self._random.randint(0, 3)

    def _footnotes(self) -> str:
        made = [f"[^{note}]: {self._line(notes=False)}" for note in self._notes]
        self._notes = [*()]
        return "\n\n".join(made)

    def _section(self, level: int) -> list[str]:
        out = [f"{'#' * level} {self._line(notes=False)}{self._braces()}"]
        out += [self._block() for _ in range(self._random.randint(1, 4))]
        if level < 4 and self._chance(0.3):
            out += self._section(level + 1)
        return out

    def _block(self) -> str:
        makers = (self._paragraph, self._numbered, self._listed, self._grid, self._table,
                  self._form, self._said, self._whole, self._chart)  # fmt: skip
        return self._random.choice(makers)()

    def _paragraph(self) -> str:
        return self._wrapped("") + self._braces()

    def _whole(self) -> str:
        return self._random.choice((self._slot(), "***"))

    def _numbered(self) -> str:
        self._numbers["paragraph"] += 1
        mark = f"{self._numbers['paragraph']}. "
        has_list = self._chance(0.5)
        out = mark + self._wrapped(" " * len(mark)) + (":" if has_list else "") + self._braces()
        if has_list:
            out += "\n" + self._entries(self._random.choice(("", " " * len(mark))), 1)
        if not has_list and self._chance(0.3):
            out += f"\n\n{' ' * len(mark)}{self._wrapped(' ' * len(mark))}"
        return out

    def _listed(self) -> str:
        return f"{self._line()}:\n\n{self._entries('', 1)}"

    def _entries(self, margin: str, level: int) -> str:
        style = self._random.choice(("a", "i", "1", "–", "-"))
        out: list[str] = []
        for index in range(self._random.randint(1, 3)):
            mark = {"a": f"({'abc'[index]})", "i": f"({'i' * (index + 1)})", "1": f"({index + 1})"}
            sign = mark.get(style, style)
            inner = margin + " " * (len(sign) + 1)
            words = self._slot() if self._chance(0.1) else self._wrapped(inner)
            row = f"{margin}{sign} {words}"
            if not words.startswith("[[s") or " " in words:
                has_list = level < 4 and self._chance(0.3)
                row += (":" if has_list else "") + self._braces()
                if has_list:
                    row += "\n" + self._entries(inner, level + 1)
            out.append(row)
        return "\n".join(out)

    def _grid(self) -> str:
        width = self._random.randint(1, 4)
        edge = self._random.choice(("|", "| "))
        end = edge.strip() if width == 1 or self._chance(0.8) else ""
        rule = edge + "|".join(self._random.choice(("---", ":--", "---:")) for _ in range(width))
        rows = [
            edge
            + " | ".join(
                self._line(cell=True) if index == 0 or self._chance(0.8) else ""
                for _ in range(width)
            )
            for index in range(self._random.randint(2, 4))
        ]
        if not end:
            rows = [row if row.rstrip()[-1] != "|" else f"{row}{self._word()}" for row in rows]
        made = [f"{row} {end}".rstrip() for row in (rows[0], f"{rule} ", *rows[1:])]
        return "\n".join(made)

    def _quoted(self, *, notes: bool = True) -> str:
        """Return a text in one of the styles of YAML."""
        words = f"{self._word()} {self._piece(notes=notes)} {self._word()}"
        style = self._random.choice(('"', "'", "plain"))
        if style == "plain":
            return f'"{words}"' if ": " in words else words
        return f"{style}{words}{style}"

    def _table(self) -> str:
        count = self._random.randint(1, 3)
        rows = [f"  - [{self._quoted_in()}, {self._quoted_in()}]" for _ in range(count)]
        caption = f" {self._line(notes=False)}" if self._chance(0.5) else ""
        return (
            f"```table{caption}{self._braces(0.0)}\nalt: {self._word()}\n"
            f"header: [{self._quoted_in()}, {self._quoted_in()}] # a comment\nrows:\n"
            + "\n".join(rows)
            + "\n```"
        )

    def _quoted_in(self) -> str:
        words = f"{self._word()} {self._piece()}"
        return f'"{words}"'

    def _chart(self) -> str:
        return (
            f"```chart\nform: bar\nalt: >-\n  {self._word()}\n  {self._word()}\n"
            f"categories: [{self._word()}, {self._word()}]\n"
            f"series:\n  - name: {self._word()}\n    values: [1, '2']\n```"
        )

    def _form(self) -> str:
        rows: list[str] = []
        for _ in range(self._random.randint(1, 4)):
            if self._chance(0.1):
                rows.append(self._slot())
                continue
            value = self._random.choice(("", f" {self._line()}", f" {self._slot()}"))
            if value and self._chance(0.3):
                value += f"\n  {self._line()}"
            mark = " {withhold=personal-data}" if self._chance(0.2) else ""
            rows.append(f"{self._word()} {self._word()}:{value}{mark}")
        return "```form\n" + "\n".join(rows) + "\n```"

    def _said(self) -> str:
        opening = self._random.choice((f"statement {self._word()}", "quote"))
        parts = [self._wrapped("")]
        if self._chance(0.5):
            parts.append(f"{self._line()}:\n{self._entries('', 1)}")
        return f"```{opening}{self._braces(0.2)}\n" + "\n\n".join(parts) + "\n```"
