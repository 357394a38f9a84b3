"""Ways in which bytes can hold text, and how to undo them; nothing here knows what is searched."""

from __future__ import annotations

import base64
import html
import io
import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from pipeline.folding import fold

#: Bytes unpacked from one stream at most: enough for our files, too little for a bomb.
_LARGEST = 64 * 2**20

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_TABLE = bytes(ord(c.lower()) for c in map(chr, range(128))) + bytes(range(128, 256))
_GONE = bytes(code for code in range(128) if not fold(chr(code)))

_UTF8_RUN = re.compile(
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
    rb"|[\xf0-\xf4][\x80-\xbf]{3}){6,}"
)
_UTF16_RUNS = (
    ("utf_16_le", re.compile(rb"(?:[\x09\x0a\x0d\x20-\xff][\x00-\x05\x1e\x20]){4,}")),
    ("utf_16_be", re.compile(rb"(?:[\x00-\x05\x1e\x20][\x09\x0a\x0d\x20-\xff]){4,}")),
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}(?:[\r\n]+[A-Za-z0-9+/_-]{6,})*")
_SIGN = re.compile(r"[^\W_]+|\|")
_HEX = re.compile(r"[0-9A-Fa-f]{2}(?:[ :-]?[0-9A-Fa-f]{2}){3,}")
_PACKED = re.compile(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})|\\([0-3][0-7]{2})")
_TAG = re.compile(r"<[^<>]*>")
_PARAGRAPH = re.compile(r"</(?:\w+:)?(?:p|li|td|th|tr|div|h[1-6]|tc|title|t[xX]Body)\s*>")
_VALUE = re.compile(r"=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')")


def folded(text: str) -> bytes:
    """Return a text folded for search, in UTF-8; the same as ``fold``, but fast where it can be."""
    mixed = _NON_ASCII.sub(lambda row: fold(row[0]), text)
    return mixed.encode("utf-8", "surrogatepass").translate(_TABLE, _GONE)


_folded_word = lru_cache(maxsize=20_000)(fold)


def spaced(text: str) -> str:
    """Return a text as folded words with one space between them; bars stay."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_folded_word(word) for word in _SIGN.findall(text))


def _latin_table() -> tuple[bytes, bytes]:
    one = [fold(chr(code)) for code in range(256)]
    table = bytes(
        ord(to) if len(to) == 1 and ord(to) < 256 else code  # noqa: PLR2004
        for code, to in enumerate(one)
    )
    return table, bytes(code for code, to in enumerate(one) if not to)


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
    return None


def utf8_runs(data: bytes) -> str:
    """Return the runs of readable UTF-8 in binary data, a bar between them."""
    return "|".join(run.decode("utf-8", "replace") for run in _UTF8_RUN.findall(data))


def utf16_runs(data: bytes) -> Iterator[str]:
    """Yield the runs of UTF-16 text in data, in both byte orders, a bar between them."""
    for encoding, pattern in _UTF16_RUNS:
        runs = [run.decode(encoding, "replace") for run in pattern.findall(data)]
        if runs:
            yield "|".join(runs)


def packed_runs(data: bytes) -> Iterator[bytes]:
    """Yield what is unpacked from every place where a zlib or gzip stream begins."""
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


def paragraphs(markup: str) -> str:
    """Return the text of markup: runs joined, a bar between paragraphs."""
    return html.unescape(_TAG.sub("", _PARAGRAPH.sub("|", markup)))


def values(markup: str) -> str:
    """Return the attribute values of markup that are more than a number, a bar between them."""
    found = {one or other for one, other in _VALUE.findall(markup)}
    return html.unescape("|".join(sorted(v for v in found if not v.replace(".", "").isdigit())))


def coded_runs(text: str) -> list[bytes]:
    """Return the bytes that runs of base64 and of hexadecimal digits stand for, however aligned."""
    found: list[bytes] = []
    for run in set(_BASE64.findall(text)):
        if run.isdigit():
            continue
        plain = re.sub(r"\s", "", run).replace("-", "+").replace("_", "/")
        for start in range(4):
            part = plain[start:]
            part = part[: len(part) - (len(part) % 4 == 1)]
            found.append(base64.b64decode(part + "=" * (-len(part) % 4)))
    for run in set(_HEX.findall(text)):
        digits = re.sub(r"[ :-]", "", run)
        found += [bytes.fromhex(digits[start : len(digits) - (len(digits) - start) % 2])
                  for start in range(2)]  # fmt: skip
    return found


def stream_of(data: bytes) -> io.BytesIO:
    """Return bytes as a file."""
    return io.BytesIO(data)
