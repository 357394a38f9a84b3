"""Appearance of a native chart besides its plan: language, lengths, colours, forms of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.render.drawingml.drawing_text import Xml, escaped

#: How programs print whole numbers, in the signs of no reader's own language: a no-break space
#: between thousands, a minus as long as a plus.
_PLAIN, _SIGNED = "0", '0;"\u2212"0'
_GROUPED = '[>=1000000]#"\u00a0"###"\u00a0"##0;[>=1000]#"\u00a0"##0;0'
_SIGNED_GROUPED = '#"\u00a0"##0;"\u2212"#"\u00a0"##0;0'
_THOUSAND = 1000
#: EMU of a point, and of a hundredth of it.
_POINT, _HUNDREDTH = 12700, 127


@dataclass(frozen=True)
class ChartLook:
    """Look of a chart that its plan does not have.

    Attributes:
        language: BCP 47 tag of its texts.
        colour: of a token, as the file has it.
        scale: length of a point of the plan in the file.
        face: font; empty for that of the file's theme.
        in_text: in a document, whose program would give a chart a ground and an outline; there a
            ring has no legend and no numbers in it: its labels are drawn beside it.
    """

    language: str
    colour: Callable[[str], Xml]
    scale: float = 1
    face: str = ""
    in_text: bool = False

    def emu(self, length: float) -> int:
        """Return a length of the plan in the file, to a tenth of a point if it is another one."""
        return int((length if self.scale == 1 else round(length * self.scale, 1)) * _POINT)

    def size(self, length: float) -> int:
        """Return the size of letters, in hundredths of a point."""
        return self.emu(length) // _HUNDREDTH

    def fill(self, token: str, opacity: str = "") -> str:
        """Return a fill of a colour; ``opacity``: in thousandths of a per cent, if not all."""
        colour: str = self.colour(token)
        if opacity:
            tag = colour[1 : colour.index(" ")]
            inner = (
                "" if colour.endswith("/>") else colour[colour.index(">") + 1 : -len(f"</{tag}>")]
            )
            head = colour[: colour.index(">")].removesuffix("/")
            colour = f'{head}>{inner}<a:alpha val="{opacity}"/></{tag}>'
        return f"<a:solidFill>{colour}</a:solidFill>"

    def letters(self, token: str, attributes: str = "", face: str = "") -> str:
        """Return the letters of texts that have no look of their own: their colour and face."""
        latin = f'<a:latin typeface="{escaped(face)}"/>' if face else ""
        head = f'<a:defRPr{attributes} lang="{self.language}">'
        return f"<a:pPr>{head}{self.fill(token)}{latin}</a:defRPr></a:pPr>"


def flags(values: Mapping[str, str | int]) -> str:
    """Return elements that hold one value each."""
    return "".join(f'<{tag} val="{value}"/>' for tag, value in values.items())


def number_form(form: str) -> str:
    """Return the form of numbers, which is not that of the workbook's cells."""
    return f'<c:numFmt formatCode="{escaped(form)}" sourceLinked="0"/>'


def whole_format(values: Iterable[float]) -> str:
    """Return the form of whole numbers."""
    given = list(values)
    signed = any(value < 0 for value in given)
    if all(abs(value) < _THOUSAND for value in given):
        return _SIGNED if signed else _PLAIN
    return _SIGNED_GROUPED if signed else _GROUPED
