"""WeasyPrint set up: with the project's fonts alone, imported without delay.

It tries several names of each shared library, and for those that are no file names ``ctypes``
starts a compiler and a linker to ask them: a third of the import. Among the names is always that of
the file, which the dynamic loader finds by itself. And it loads what makes subsets of fonts without
HarfBuzz, and fixes the weight of variable ones, which is a third of the rest and never used here.
"""

from __future__ import annotations

import ctypes.util
import os
import re
import sys
import types
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from pipeline.design.theme import FONTS


@contextmanager
def _found_by_the_loader() -> Generator[None]:
    asked = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005 - called by that name
    try:
        yield
    finally:
        ctypes.util.find_library = asked


class _Later(types.ModuleType):
    """Module that is loaded when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        """Return what the module has by a name."""
        if name.startswith("__"):
            raise AttributeError(name)
        from fontTools import subset  # type: ignore[import-untyped]  # noqa: PLC0415

        return getattr(subset, name)


def _fixed_later(*arguments: Any, **named: Any) -> Any:
    from fontTools.varLib import instancer  # type: ignore[import-untyped]  # noqa: PLC0415

    return instancer.instantiateVariableFont(*arguments, **named)


@contextmanager
def _without_font_tools() -> Generator[None]:
    """Let WeasyPrint import stand-ins, which load what they stand for when they are used."""
    subset, instancer = "fontTools.subset", "fontTools.varLib.instancer"
    stands = {subset: _Later(subset), instancer: types.ModuleType(instancer)}
    vars(stands[instancer])["instantiateVariableFont"] = _fixed_later
    absent = {name: module for name, module in stands.items() if name not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


# Read when Pango first looks for fonts: only those that come with the project exist for it.
os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")

with _found_by_the_loader(), _without_font_tools():
    import pydyf as _pydyf
    import tinyhtml5.inputstream as _reading  # type: ignore[import-untyped]
    import weasyprint as _weasyprint
    import weasyprint.pdf as _writing
    from weasyprint import css as _styles
    from weasyprint import document as _documents
    from weasyprint import svg as _drawing
    from weasyprint.formatting_structure import boxes as _boxes
    from weasyprint.pdf import fonts as _subsetting
    from weasyprint.pdf import stream as _streams

#: They come without types that hold.
weasyprint: Any = _weasyprint
pydyf: Any = _pydyf
boxes: Any = _boxes
subsetting: Any = _subsetting
documents: Any = _documents
drawing: Any = _drawing
streams: Any = _streams
styles: Any = _styles


# Characters that no text may have are noted as errors, which nobody asks for; a map has 130,000.
_reading.invalid_unicode_re = re.compile("(?!)")


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the pages' references as pydyf does, worked out once for each number of pages.

    WeasyPrint asks for them at every tag, which in a long document costs more than its layout.
    """
    numbers = pdf.pages["Kids"][::3]
    known: tuple[bytes, ...] = vars(pdf).get("_page_references", ())
    if len(known) != len(numbers):
        known = tuple(f"{number} 0 R".encode("ascii") for number in numbers)
        vars(pdf)["_page_references"] = known
    return known


pydyf.PDF.page_references = property(_page_references)

_fonts_dictionary: Any = _writing.build_fonts_dictionary


def _in_order(pdf: Any, fonts: Any, *more: Any) -> Any:
    """Write fonts as WeasyPrint does, their letters by number instead of by first use.

    So what an edit of one page leaves as it was, stays as it was in the file.
    """
    for font in fonts.values():
        font.to_unicode = dict(sorted(font.to_unicode.items()))
    return _fonts_dictionary(pdf, fonts, *more)


_writing.build_fonts_dictionary = _in_order
