"""Search for withheld values in any bytes: files, manifests, logs, names (G20, G27).

Containers are opened one in another; whatever is text is folded once and each value is looked for
in it: as it is, through entities and escapes, in base64 and hexadecimal, in UTF-8, UTF-16 and
Latin-1, and as its common digests. What a finding names is the slot and the place, never words.

A value of fewer than four folded characters, or one without letters, is looked for as whole words
of readable text only: the coordinates of a map hold every small number. One of a single character
is not looked for at all. That such values do not leak is what non-interference shows (G9).
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

import pikepdf
import pypdfium2

from pipeline.audit import decode, engines
from pipeline.audit.findings import problem
from pipeline.audit.needles import Needle, patterns
from pipeline.diagnostics import Problem

#: Containers within containers that are opened.
_DEEPEST = 8
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAME = 12
_PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/]+={0,2})")


def leaks(data: bytes, name: str, needles: Sequence[Needle]) -> list[Problem]:
    """Search bytes of any kind for withheld values.

    Args:
        data: a file, a manifest, a log.
        name: of the file, for messages; searched, too.
        needles: what to look for; none for a slot whose repeats were waived.
    """
    if not needles:
        return []
    search = Search(needles)
    search.text(name, "its name")
    is_told = not search.found
    search.look(data, "the file")
    return search.problems(name if is_told else "a file whose name holds a withheld value")


class Search:
    """One search, with what it has found so far.

    Attributes:
        found: pairs of a slot and a place.
        unread: places that could not be opened.
    """

    def __init__(self, needles: Sequence[Needle]) -> None:
        self.found: set[tuple[str, str]] = set()
        self.unread: set[str] = set()
        self._all = patterns(needles)
        self._wordy = [one for one in self._all if one.is_wordy]
        self._whole = [one for one in self._all if not one.is_wordy]
        self._seen: set[bytes] = set()

    def problems(self, name: str) -> list[Problem]:
        """Return what was found as problems of a file."""
        told = [
            problem(name, "leaked-value", f"the value of slot '{slot}' can be read in {place}")
            for slot, place in sorted(self.found)
        ]
        unread = [
            problem(name, "unreadable", f"{place} cannot be opened")
            for place in sorted(self.unread)
        ]
        return told + unread

    def _safe(self, name: str) -> str:
        """Return a part's name as a place, or a word for it if the name itself says too much."""
        inner = Search.__new__(Search)
        inner.__dict__.update(self.__dict__, found=set(), unread=set(), _seen=set())
        inner.text(name, "")
        return "a part whose name holds it" if inner.found else name

    def look(self, data: bytes, place: str, depth: int = 0, *, plain: bool = True) -> None:
        """Search bytes, and what they contain; ``plain``: see ``text``."""
        key = hashlib.blake2b(data, digest_size=16).digest()
        if not data or key in self._seen:
            return
        self._seen.add(key)
        if depth > _DEEPEST:
            self.unread.add(place)
            return
        if data.startswith(b"PK\x03\x04") or zipfile.is_zipfile(decode.stream_of(data)):
            self._zip(data, place, depth)
        if b"%PDF-" in data[:1024]:
            self._pdf(data, place, depth)
        for pattern in self._all:
            if any(digest in data for digest in pattern.digests):
                self.found.add((pattern.slot, place))
        text = decode.as_text(data)
        if text is not None:
            self.text(text, place, depth, plain=plain)
        else:
            self._binary(data, place, depth)

    def _binary(self, data: bytes, place: str, depth: int) -> None:
        if data.startswith(_PNG):
            data = _without_pixels(data)
        self.text(decode.utf8_runs(data), place, depth, plain=False)
        latin = decode.folded_latin(data)
        for pattern in self._wordy:
            if pattern.latin and pattern.latin in latin:
                self.found.add((pattern.slot, place))
        for run in decode.utf16_runs(data):
            self.text(run, place, depth, plain=False)
        for inner in decode.packed_runs(data):
            self.look(inner, place, depth + 1, plain=False)

    def _zip(self, data: bytes, place: str, depth: int) -> None:
        """Search each member by itself; the raw bytes, with comments and gaps, are searched too."""
        try:
            with zipfile.ZipFile(decode.stream_of(data)) as archive:
                for info in archive.infolist():
                    self.text(info.filename, "the name of a part")
                    where = self._safe(info.filename)
                    self.look(archive.read(info), where, depth + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
            self.unread.add(place)

    def text(self, text: str, place: str, depth: int = 0, *, plain: bool = True) -> None:
        """Search text.

        Args:
            text: a part, a line, a name.
            place: where it stands.
            depth: of the containers around it.
            plain: it is text as a whole, so that small numbers in it mean something.
        """
        text = self._without_pictures(text, place, depth)
        is_markup = "<" in text and ">" in text
        views = [text, *decode.unescaped(text)]
        readable = [text] if plain and not is_markup else []
        if is_markup:
            spoken = decode.paragraphs(text)
            views += [spoken, spoken.replace("|", "")]
            readable += [spoken, decode.values(text)] if plain else []
        self._views(views, place)
        if self._whole:
            for view in readable:
                self._words(view, place)
        if "\0" in text:
            for run in decode.utf16_runs(text.encode("utf-8", "replace")):
                self._views([run], place)
        self._coded(decode.coded_runs(text), place, depth)

    def _without_pictures(self, text: str, place: str, depth: int) -> str:
        """Return a text without the PNGs in its data addresses, which are searched as such.

        Letters that stand for pixels hold every short value by chance.
        """

        def searched(row: re.Match[str]) -> str:
            try:
                data = b64decode(row[1], validate=True)
            except ValueError:
                return row[0]
            if not data.startswith(_PNG):
                return row[0]
            self.look(data, place, depth + 1, plain=False)
            return ""

        return _PICTURE.sub(searched, text) if _PICTURE.search(text) else text

    def _views(self, views: list[str], place: str) -> None:
        for view in views:
            haystack = decode.folded(view)
            for pattern in self._wordy:
                if pattern.utf8 in haystack:
                    self.found.add((pattern.slot, place))

    def _words(self, view: str, place: str) -> None:
        words = decode.spaced(view)
        for pattern in self._whole:
            if pattern.token.search(words):
                self.found.add((pattern.slot, place))

    def _coded(self, runs: list[bytes], place: str, depth: int) -> None:
        """Search what runs of base64 or hexadecimal digits stand for; most are words."""
        for run in runs:
            if run[:2] in {b"PK", b"\x1f\x8b", b"%P"} or run[:1] == b"x":
                self.look(run, place, depth + 1, plain=False)
        data = b"|".join(runs)
        for pattern in self._all:
            if any(digest in data for digest in pattern.digests):
                self.found.add((pattern.slot, place))
        self._views([data.decode("utf-8", "ignore"), *decode.utf16_runs(data)], place)
        latin = decode.folded_latin(data)
        for pattern in self._wordy:
            if pattern.latin and pattern.latin in latin:
                self.found.add((pattern.slot, place))

    def _pdf(self, data: bytes, place: str, depth: int) -> None:
        try:
            with pikepdf.open(decode.stream_of(data)) as pdf:
                strings: list[str] = []
                for item in pdf.objects:
                    strings += _strings(item)
                    self._object(item, place, depth)
                self.text("|".join(strings), f"an object of {place}")
            document = pypdfium2.PdfDocument(data)
            try:
                for number, text in enumerate(engines.by_pdfium(document), start=1):
                    self.text(text, f"page {number} (pdfium)")
            finally:
                document.close()
            for number, text in enumerate(engines.by_pdfminer(data), start=1):
                self.text(text, f"page {number} (pdfminer)")
        except Exception:  # the engines have errors of many kinds; none of them may pass a file
            self.unread.add(place)

    def _object(self, item: Any, place: str, depth: int) -> None:
        if isinstance(item, pikepdf.Stream):
            try:
                inner = bytes(item.read_bytes())
            except pikepdf.PdfError:
                self.unread.add(f"a stream of {place}")
                return
            plain = inner.lstrip().startswith(b"<")
            self.look(inner, f"a stream of {place}", depth + 1, plain=plain)


def _strings(value: Any) -> list[str]:
    """Return the strings, names and keys in one object, not following references."""
    found: list[str] = []
    todo: list[Any] = [value]
    first = True
    while todo:
        one = todo.pop()
        if not isinstance(one, pikepdf.Object) or (one.is_indirect and not first):
            continue
        first = False
        if isinstance(one, pikepdf.Array):
            todo += list(one)
        elif isinstance(one, pikepdf.String):
            found += [str(one), bytes(one).decode("latin1")]
        elif isinstance(one, pikepdf.Name):
            found.append(str(one))
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            found += list(one.keys())
            todo += [item for _, item in one.items()]
    return found


def _without_pixels(png: bytes) -> bytes:
    """Return a PNG without the data of its pixels, which hold no text that a search could read."""
    kept, position = [png[:8]], 8
    while position + _FRAME <= len(png):
        length = int.from_bytes(png[position : position + 4], "big")
        if png[position + 4 : position + 8] != b"IDAT":
            kept.append(png[position : position + _FRAME + length])
        position += _FRAME + length
    return b"".join([*kept, png[position:]])
