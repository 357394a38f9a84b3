"""Decoders of bytes and text that may hide text: compression, encodings, escapes, markup, PNG."""

from __future__ import annotations

import base64
import html
import io
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.core.textfold import fold

#: Bytes unpacked from one stream at most: enough for our files, too little for a bomb.
_LARGEST = 64 * 2**20

#: Bytes of a PNG's chunk besides its data: length, name, check sum (PNG 5.3).
_FRAME = 12
_UTF8_RUN = re.compile(
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
    rb"|[\xf0-\xf4][\x80-\xbf]{3}){6,}"
)
_UTF16_RUNS = (
    ("utf_16_le", re.compile(rb"(?:[\x09\x0a\x0d\x20-\xff][\x00-\x05\x1e\x20]){4,}")),
    ("utf_16_be", re.compile(rb"(?:[\x00-\x05\x1e\x20][\x09\x0a\x0d\x20-\xff]){4,}")),
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}(?:[\r\n]+[A-Za-z0-9+/_-]{6,})*")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEX = re.compile(r"[0-9A-Fa-f]{2}(?:[ :-]?[0-9A-Fa-f]{2}){3,}")
_PACKED = re.compile(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})|\\([0-3][0-7]{2})")
_TAG = re.compile(r"<[^<>]*>")
#: What ends a text: paragraphs, cells, numbers of a chart, properties. Not what ends a run.
_PARAGRAPH = re.compile(
    r"</(?:(?:\w+:)?(?:p|li|td|th|tr|div|h[1-6]|tc|title|t[xX]Body|v|f|formatCode|text|dt|dd"
    r"|caption|summary|figcaption|desc|nav|style|header|footer)|(?:dc|cp|ep|dcterms|pdf|xmp):\w+"
    r"|Application)\s*>"
)
#: What stands for white space.
_GAP = re.compile(r"<(?:\w+:)?(?:tab|br|cr|noBreakHyphen)\b[^<>]*>")
_RUN = re.compile(r">([^<>]+)<")
_PART_OF_TAG = re.compile(
    r"(?P<name>[^\s\"'<>/=]+)(?=\s*=)|=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)')"
    r"|(?P<rest>[^\s\"'<>/=]+)"
)
_NUMERIC = re.compile(r"[-+\d.,\s%#]*")
_STYLE = re.compile(r"(<style[^<>]*>)(.*?)(</style\s*>)", re.DOTALL)
#: The code of a field, in a document; the sum of a style sheet, in a page.
_FIELD = re.compile(r"<(?:w:instrText|c:f|c:formatCode)\b[^<>]*>([^<]*)</[\w:]+>")
_SUM = re.compile(r"sha256-[A-Za-z0-9+/]{43}=")
_IN_STYLE = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'", re.DOTALL)


def _latin_table() -> tuple[bytes, bytes]:
    folded = [fold(chr(code)) for code in range(256)]
    table = bytes(
        ord(to) if len(to) == 1 and ord(to) < 256 else code  # noqa: PLR2004
        for code, to in enumerate(folded)
    )
    return table, bytes(code for code, to in enumerate(folded) if not to)


_LATIN, _LATIN_GONE = _latin_table()


def folded_latin(data: bytes) -> bytes:
    """Return bytes, taken as Latin-1, folded for search and still in Latin-1."""
    return data.replace(b"\xdf", b"ss").translate(_LATIN, _LATIN_GONE)


def as_text(data: bytes) -> str | None:
    """Return bytes as text if they are text as a whole."""
    for mark, encoding in ((b"\xff\xfe", "utf_16"), (b"\xfe\xff", "utf_16"), (b"", "utf_8")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    if not _CONTROL.search(data):  # an older 8-bit encoding
        return data.decode("cp1252", "replace")
    return None


def utf8_runs(data: bytes) -> list[str]:
    """Return the runs of readable UTF-8 in binary data."""
    return [run.decode("utf-8", "replace") for run in _UTF8_RUN.findall(data)]


def utf16_runs(data: bytes) -> list[str]:
    """Return the runs of UTF-16 text in data, in both byte orders."""
    return [
        run.decode(encoding, "replace")
        for encoding, pattern in _UTF16_RUNS
        for run in pattern.findall(data)
    ]


def packed_runs(data: bytes) -> Iterator[bytes]:
    """Yield unpacked bytes from every place where a zlib or gzip stream begins."""
    for row in _PACKED.finditer(data):
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            out = inflater.decompress(data[row.start() :], _LARGEST)
        except zlib.error:
            continue
        if out:
            yield out


def unescaped(text: str) -> Iterator[str]:
    """Yield a text with its entities, percent signs or backslashes undone, if it has any."""
    if "&" in text:
        yield html.unescape(text)
    if "%" in text:
        yield unquote(text, errors="replace")
    if "\\" in text:
        yield _ESCAPE.sub(_unescape, text)
    if "=" in text and re.search(r"=[0-9A-F]{2}", text):
        yield unquote(re.sub(r"=([0-9A-F]{2})", r"%\1", text), errors="replace")


def _unescape(row: re.Match[str]) -> str:
    code = int(row[1] or row[2], 16) if row[1] or row[2] else int(row[3], 8)
    return chr(code) if code < 0x110000 else ""  # noqa: PLR2004 - the end of Unicode


def is_markup(text: str) -> bool:
    """Tell whether a text has tags."""
    return "<" in text and ">" in text


def paragraphs(markup: str) -> list[str]:
    """Return the texts of markup, the runs of each joined; see ``tag_words`` for the rest."""
    if "<style" in markup:
        markup = _STYLE.sub("", markup)
    if "instrText" in markup or "<c:f" in markup:
        markup = _FIELD.sub("", markup)
    text = _TAG.sub("", _GAP.sub(" ", _PARAGRAPH.sub("\0", markup)))
    return [html.unescape(part) for part in text.split("\0") if part.strip()]


def runs(markup: str) -> list[str]:
    """Return the texts between tags, each by itself and once: a run is read as words."""
    bare = _FIELD.sub("", _STYLE.sub("", markup))
    return [html.unescape(text) for text in sorted(set(_RUN.findall(bare))) if text.strip()]


#: Attributes that hold what somebody wrote for readers, and comments.
_WRITTEN = re.compile(
    r"(?:\b(?:descr|title|alt|aria-label|tooltip|summary|author|initials)"
    r"|<w:(?:tblCaption|tblDescription|alias|tag|(?:status|help)Text(?:\s+w:type=\"text\")?)"
    r"\s+w:val)\s*=\s*"
    r"(?:\"([^\"<>]*)\"|'([^'<>]*)')|<!--(.*?)-->",
    re.DOTALL,
)


def written_values(markup: str) -> list[str]:
    """Return attribute values for readers, and comments: alternative texts, tips."""
    found = {"".join(row) for row in _WRITTEN.findall(markup)}
    return [html.unescape(text) for text in sorted(found) if text.strip()]


def tag_words(markup: str) -> list[str]:
    """Return the names and values within the tags of markup, each once; no numbers.

    With them, what a style sheet says in quotes and comments, and the codes of fields.
    """
    found: set[str] = set(_FIELD.findall(markup))
    for _, sheet, _ in _STYLE.findall(markup):
        found.update(_IN_STYLE.findall(sheet))
    for tag in dict.fromkeys(_TAG.findall(markup)):
        if tag.startswith(("<!", "<?")):
            found.add(tag.strip("<>!?-"))
            continue
        bare: list[str] = []  # the element's name, and words where no attribute is
        for row in _PART_OF_TAG.finditer(tag):
            if row["rest"]:
                bare.append(row["rest"])
            else:
                value = row["double"] if row["double"] is not None else row["single"]
                found.add(row["name"] or value or "")
        found.add(" ".join(bare))
    words = (_SUM.sub("", word) for word in sorted(found) if not _NUMERIC.fullmatch(word))
    return [html.unescape(word) for word in words]


def coded_runs(text: str) -> list[bytes]:
    """Return the bytes that runs of base64 and of hexadecimal digits stand for, however aligned."""
    found: list[bytes] = []
    for run in dict.fromkeys(_BASE64.findall(text)):
        if run.isdigit():
            continue
        plain = re.sub(r"\s", "", run).replace("-", "+").replace("_", "/")
        for start in range(4):
            part = plain[start:]
            part = part[: len(part) - (len(part) % 4 == 1)]
            found.append(base64.b64decode(part + "=" * (-len(part) % 4)))
    for run in dict.fromkeys(_HEX.findall(text)):
        digits = re.sub(r"[ :-]", "", run)
        found += [bytes.fromhex(digits[start : len(digits) - (len(digits) - start) % 2])
                  for start in range(2)]  # fmt: skip
    return found


def stream_of(data: bytes) -> io.BytesIO:
    """Return bytes as a file."""
    return io.BytesIO(data)


def without_pixels(png: bytes) -> bytes:
    """Return a PNG without the data of its pixels, which hold no text that a search could read."""
    kept, position = [png[:8]], 8
    while position + _FRAME <= len(png):
        length = int.from_bytes(png[position : position + 4], "big")
        if png[position + 4 : position + 8] != b"IDAT":
            kept.append(png[position : position + _FRAME + length])
        position += _FRAME + length
    return b"".join([*kept, png[position:]])
