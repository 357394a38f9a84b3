"""Shared parts of decks and Word documents: blank packages, properties, reproducible zips.

Our blank packages are XML templates in ``templates/pptx`` and ``templates/docx``, filled from the
theme: they hold no one else's name, thumbnail or printer settings (G12).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from pipeline.core import stable_zip
from pipeline.core.cache import cached_by_identity
from pipeline.core.lengths import emu
from pipeline.design.theme import Theme, tile
from pipeline.design.tokens import Box, Rect
from pipeline.edition.edition import Edition
from pipeline.resources import paths
from pipeline.resources.jinja import environment


def _box(rect: Rect) -> Box:
    return Box(*rect)


@cache
def _parts(fmt: str, theme_json: str, language: str, *, texts: bool) -> Mapping[str, bytes]:
    theme = Theme.model_validate_json(theme_json)
    folder = paths.templates(fmt)
    context: dict[str, Any] = {
        "theme": theme,
        "emu": emu,
        "language": language,
        "texts": texts,
        "tile": tile,
        "box": _box,
    }
    names = sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*.j2")
        if not path.name.startswith("_")
    )
    parts: dict[str, bytes] = {}
    for name in names:
        template, part = environment(folder).get_template(name), name.removesuffix(".j2")
        if "@" not in part:
            parts[part] = template.render(context).encode()
            continue
        for number, (layout_id, layout) in enumerate(theme.slide.layouts.items(), start=1):
            more = {"number": number, "layout_id": layout_id, "layout": layout}
            parts[part.replace("@", str(number))] = template.render(context, **more).encode()
    return parts


@cache
def _blank(fmt: str, theme_json: str, language: str, *, texts: bool) -> bytes:
    return pack(_parts(fmt, theme_json, language, texts=texts))


def blank(fmt: str, theme: Theme, language: str, *, texts: bool = False) -> bytes:
    """Return the blank package of a format: every ``*.j2`` below its folder, filled and zipped.

    Templates whose name begins with ``_`` are parts for others to include; one whose name has an
    ``@`` is filled once for each of the theme's layouts, with its number in that place.

    Args:
        fmt: ``pptx`` or ``docx``.
        theme: design tokens, in the templates as ``theme``.
        language: BCP 47 tag, in the templates as ``language``.
        texts: there is running text, for which the templates have styles.
    """
    return _blank(fmt, _json(theme), language, texts=texts)


def blank_parts(fmt: str, theme: Theme, language: str) -> Mapping[str, bytes]:
    """Return the parts of the blank package of a format by name; see ``blank``."""
    return _parts(fmt, _json(theme), language, texts=False)


@cached_by_identity(4)
def _json(theme: Theme) -> str:
    return theme.model_dump_json()


class Saved:
    """Parts that python-docx or python-pptx saves, taken as they are instead of into a zip."""

    def __init__(self) -> None:
        """Begin without any."""
        self.parts: dict[str, bytes] = {}

    def write(self, uri: Any, data: bytes) -> None:
        """Take a part; both libraries call this for each."""
        self.parts[uri.membername] = data


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Zip package parts so that equal parts give equal bytes (G10).

    The content types come first, as the packaging convention wants, the rest in order of name.
    """
    names = sorted(parts, key=lambda part: (part != "[Content_Types].xml", part))
    return stable_zip.pack({name: parts[name] for name in names})


def core_properties(edition: Edition) -> bytes:
    """Return docProps/core.xml: public fields of the edition and the document's own date (G13)."""
    dates = "".join(_dates(edition.date))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(edition.title)}</dc:title>"
        f"<dc:subject>{escape(edition.reference)}</dc:subject>"
        f"<dc:creator>{escape(edition.author)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(edition.author)}</cp:lastModifiedBy>"
        f"<cp:revision>1</cp:revision>"
        f"{dates}"
        f"<dc:language>{escape(edition.language)}</dc:language>"
        "</cp:coreProperties>"
    ).encode()


def _dates(day: str) -> Iterator[str]:
    """Yield the two dates of a file, both that of its document; none of a draft without a date."""
    for name in ("created", "modified") if day else ():
        stamp = f"{date.fromisoformat(day).isoformat()}T00:00:00Z"
        yield f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>'


def app_properties() -> bytes:
    """Return docProps/app.xml: the program's name and nothing counted from the content (G13)."""
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"><Application>dossier</Application></Properties>'
    )
