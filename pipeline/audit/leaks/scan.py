"""Search for withheld values in any bytes: files, manifests, logs, file names.

Containers are opened one in another. Searched is what a reader can get out: the texts, names and
values that are in a file, each by itself and through entities and escapes, in base64 and
hexadecimal, in UTF-8, UTF-16 and Latin-1, and the common digests of a value. What a finding names
is the slot and the place, never words.

Passed over are texts that the edition itself says (``said``), and the program's own words where
only markup stands (``own_words``). A value of few letters, or without letters, is looked for in
readable text only: the bytes of a picture hold every small number.

Guarantees: G20, G27.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from base64 import b64decode
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pipeline.audit.findings import problem
from pipeline.audit.leaks import decode, own_words, pdf_strings
from pipeline.audit.leaks.edition_words import EditionTexts, is_own
from pipeline.audit.leaks.value_patterns import Pattern
from pipeline.audit.office import opc
from pipeline.audit.pdf import objects
from pipeline.audit.pdf.engines import pikepdf, pypdfium2
from pipeline.audit.readers import pdf_engines
from pipeline.core.errors import Problem
from pipeline.core.matching import Needle, Text
from pipeline.core.textfold import canonical

#: Containers within containers that are opened; our deepest is a workbook in a deck in a package.
_DEEPEST = 8
#: Readable signs in a row that are no chance: random bytes have so many once in some 10^8 places.
_SENTENCE = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/]+={0,2})")
#: Stands between two texts that are searched together: longer than any gap within a value.
_APART = "\n" + "|" * 12 + "\n"
#: Parts of files that say what the program and its templates say.
_OURS = re.compile(
    r"ppt/(?:slideMasters|slideLayouts|notesMasters|theme)/|ppt/\w+\.xml|docProps/|.*\.rels$"
    r"|word/(?:theme/|(?:styles|settings|numbering|fontTable)\.xml)|xl/(?:styles|workbook)\.xml"
    r"|\[Content_Types\]|the properties of "
)
#: How a font file begins.
_FONTS = (b"\0\1\0\0", b"OTTO", b"true")
_HEX = re.compile(r"<[0-9A-Fa-f\s]*>")
_NOTHING = EditionTexts()


def leaks(
    data: bytes,
    name: str,
    needles: Sequence[Needle],
    said: EditionTexts = _NOTHING,
    *,
    is_record: bool = False,
) -> list[Problem]:
    """Search bytes of any kind for withheld values.

    Args:
        data: a file, a manifest, a log.
        name: of the file, for messages; searched, too.
        needles: what to look for.
        said: what the edition says, from which the file was made.
        is_record: it is a record that the program wrote in its own words, and no text of anybody:
            a manifest, check sums. Its words and numbers are no leak.
    """
    if not needles:
        return []
    search = Search(needles, said, is_record=is_record)
    search.pieces([name.rpartition("/")[2]], "its name", is_ours=True)
    is_told = not search.found
    search.look(data, "the file")
    return search.problems(name if is_told else "a file whose name holds a withheld value")


class Search:
    """Search of one file for withheld values, with its findings so far.

    Attributes:
        found: pairs of a slot and a place.
        unread: places that could not be opened.
    """

    def __init__(
        self, needles: Sequence[Needle], said: EditionTexts = _NOTHING, *, is_record: bool = False
    ) -> None:
        """Begin a search; see ``leaks``."""
        self.found: set[tuple[str, str]] = set()
        self.unread: set[str] = set()
        self._said = said
        self._is_record = is_record
        self._all = [Pattern(needle) for needle in needles if needle.matcher.is_searchable]
        self._wordy = [pattern for pattern in self._all if pattern.matcher.is_wordy]
        self._binaries = [pattern for pattern in self._wordy if pattern.is_distinct]
        self._seen: set[bytes] = set()

    def problems(self, name: str) -> list[Problem]:
        """Return the findings as problems of a file."""
        told = [
            problem(name, "leaked-value", f"the value of slot '{slot}' can be read in {place}")
            for slot, place in sorted(self.found)
        ]
        unread = [
            problem(name, "unreadable", f"{place} cannot be opened")
            for place in sorted(self.unread)
        ]
        return told + unread

    def look(self, data: bytes, place: str, depth: int = 0, *, plain: bool = True) -> None:
        """Search bytes, and what they contain.

        Args:
            data: to be searched.
            place: where they stand, for messages.
            depth: of the containers around them.
            plain: they are text as a whole, so that small numbers in it mean something.
        """
        key = _key(data)
        if not data or key in self._seen:
            return
        self._seen.add(key)
        self._opened(data, place, depth, plain=plain)

    def _opened(self, data: bytes, place: str, depth: int, *, plain: bool) -> None:
        if depth > _DEEPEST:
            self.unread.add(place)
            return
        rest = data
        if data.startswith(b"PK\x03\x04") or zipfile.is_zipfile(decode.stream_of(data)):
            rest = self._zip(data, place, depth)
        if b"%PDF-" in data[:1024]:
            rest = self._pdf(data, place, depth)
        self._digests(data, place)
        text = decode.as_text(rest)
        if text is not None:
            self.text(text, place, depth, plain=plain)
        else:
            self._binary(rest, place, depth)

    def _digests(self, data: bytes, place: str) -> None:
        for pattern in self._all:
            if any(digest in data for digest in pattern.digests):
                self.found.add((pattern.slot, place))

    def _binary(self, data: bytes, place: str, depth: int) -> None:
        if data.startswith(_PNG):
            data = decode.without_pixels(data)
        runs = [*decode.utf8_runs(data), *decode.utf16_runs(data)]
        self._match(runs, place, [row for row in self._binaries if row.is_sure])
        # chance puts a short word between two signs now and then, and not into a sentence
        longer = [run for run in runs if len(run) >= _SENTENCE]
        self._match(longer, place, [row for row in self._binaries if not row.is_sure])
        self._latin(data, place)
        for inner in decode.packed_runs(data):
            self.look(inner, place, depth + 1, plain=False)

    def _latin(self, data: bytes, place: str) -> None:
        latin = decode.folded_latin(data)
        for pattern in self._binaries:
            if pattern.latin and pattern.latin in latin:
                self._match([data.decode("latin1")], place, [pattern])

    def _zip(self, data: bytes, place: str, depth: int) -> bytes:
        """Search each member by itself; return the raw bytes, with comments and gaps."""
        rest = data
        try:
            with zipfile.ZipFile(decode.stream_of(data)) as archive:
                for info in archive.infolist():
                    name = info.filename
                    is_ours = any(form.fullmatch(name) for form in opc.PARTS.values())
                    before = len(self.found)
                    self.pieces([] if is_ours else [name], "the name of a part")
                    where = name if len(self.found) == before else "a part whose name holds it"
                    self.look(archive.read(info), where, depth + 1)
                    if is_ours:
                        rest = rest.replace(name.encode(), b"\0")
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
            self.unread.add(place)
        return rest

    def text(self, text: str, place: str, depth: int = 0, *, plain: bool = True) -> None:
        """Search text: a part, a page, a log; see ``look``."""
        text = self._without_pictures(text, place, depth)
        if decode.is_markup(text) and (plain or text.lstrip().startswith("<")):
            self._markup(text, place, plain=plain)
        else:
            lines = text if plain else _HEX.sub(" ", text)  # glyphs and maps of a PDF
            self.pieces(lines.split("\n"), place, plain=plain, is_ours=not plain)
            self._match([text], place, self._wordy, is_ours=not plain, only_lines=True)
        if "\0" in text:
            runs = decode.utf16_runs(text.encode("utf-8", "replace"))
            self._match(runs, place, self._binaries)
        self._coded(decode.coded_runs(text), place, depth)

    def _markup(self, text: str, place: str, *, plain: bool) -> None:
        """Search the texts of markup, then what stands in its tags."""
        said = decode.paragraphs(text)
        is_text = not _OURS.match(place)
        self.pieces(said, place, plain=plain, is_ours=not is_text)
        sure = [row for row in (self._all if plain else self._wordy) if not row.is_excused]
        self._match(decode.runs(text), place, sure, is_ours=not is_text)
        spread = " ".join(said)  # over several cells or paragraphs
        self._match(
            [spread],
            place,
            [row for row in self._wordy if not any(map(row.matcher.is_in, said))],
        )
        self.pieces(decode.written_values(text), place, plain=plain)
        self.pieces(decode.tag_words(text), place, plain=False, is_ours=True)

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

    def pieces(
        self, texts: Iterable[str], place: str, *, plain: bool = True, is_ours: bool = False
    ) -> None:
        """Search texts, each by itself, as they stand and with their escapes undone.

        Args:
            texts: lines, paragraphs, names, values.
            place: where they stand.
            plain: small numbers in them mean something.
            is_ours: they may be words of our markup.
        """
        every = [view for text in texts for view in (text, *decode.unescaped(text))]
        short = plain and not self._is_record
        self._match(every, place, self._all if short else self._wordy, is_ours=is_ours)

    def _match(
        self,
        texts: Sequence[str],
        place: str,
        patterns: Sequence[Pattern],
        *,
        is_ours: bool = False,
        only_lines: bool = False,
    ) -> None:
        """Search texts for values.

        Args:
            texts: each by itself.
            place: where they stand.
            patterns: what to look for.
            is_ours: they may be words of our markup.
            only_lines: what stands on one line was looked for already.
        """
        if not texts or not patterns:
            return
        canon = [canonical(text) for text in texts]
        ends = list(accumulate(len(text) + len(_APART) for text in canon))
        whole = Text(_APART.join(canon))
        for pattern in patterns:
            if (pattern.slot, place) in self.found:
                continue
            for start, end in pattern.matcher.find(whole):
                if only_lines and "\n" not in whole.canonical[start:end]:
                    continue
                piece = canon[min(bisect_right(ends, start), len(canon) - 1)]
                if not self._is_known(pattern, piece, whole.canonical[start:end], is_ours=is_ours):
                    self.found.add((pattern.slot, place))
                    break

    def _is_known(self, pattern: Pattern, piece: str, words: str, *, is_ours: bool) -> bool:
        """Tell whether words in a text are no leak: the edition's, or the program's own."""
        if is_ours and (own_words.is_markup(piece) or is_own(piece)):
            return True
        if self._is_record and own_words.is_record(words):
            return True
        return pattern.is_excused and self._said.holds(piece)

    def _coded(self, runs: list[bytes], place: str, depth: int) -> None:
        """Search what runs of base64 or hexadecimal digits stand for; most are words."""
        for run in runs:
            if run[:2] in {b"PK", b"\x1f\x8b", b"%P"} or run[:1] == b"x":
                self.look(run, place, depth + 1, plain=False)
        data = b"|".join(runs)
        self._digests(data, place)
        texts = [data.decode("utf-8", "ignore"), *decode.utf16_runs(data)]
        self._match(texts, place, self._binaries)
        self._latin(data, place)

    def _pdf(self, data: bytes, place: str, depth: int) -> bytes:
        """Search objects and pages; return the raw bytes without what has been searched."""
        strings: set[bytes] = set()
        plain: list[bytes] = []
        try:
            with pikepdf.open(decode.stream_of(data)) as pdf:
                texts = [
                    text for item in pdf.objects for text in pdf_strings.strings_of(item, strings)
                ]
                self.pieces(texts, f"an object of {place}", is_ours=True)
                for item in pdf.objects:
                    if isinstance(item, pikepdf.Stream):
                        self._stream(item, place, depth, strings)
                        if "/Filter" not in item:
                            plain.append(bytes(item.read_raw_bytes()))
            document = pypdfium2.PdfDocument(data)
            try:
                for number, text in enumerate(pdf_engines.by_pdfium(document), start=1):
                    self._page(text, number, "pdfium")
            finally:
                document.close()
            for number, text in enumerate(pdf_engines.by_pdfminer(data), start=1):
                self._page(text, number, "pdfminer")
        except Exception:  # the engines have errors of many kinds; none of them may pass a file
            self.unread.add(place)
        for stream in plain:  # searched as a stream
            data = data.replace(stream, b"\0")
        return pdf_strings.without_known(data, strings)

    def _page(self, text: str, number: int, engine: str) -> None:
        """Search a page of a PDF; what the edition has on it is compared with it elsewhere."""
        patterns = [row for row in self._all if row.matcher.is_in(text)]
        for pattern in patterns:
            if not (pattern.is_excused and self._said.on_page(number, pattern.matcher)):
                self.found.add((pattern.slot, f"page {number} ({engine})"))

    def _stream(self, item: pikepdf.Stream, place: str, depth: int, strings: set[bytes]) -> None:
        """Search a stream; of those that hold objects, what is in no object."""
        where = f"a stream of {place}"
        try:
            inner = bytes(item.read_bytes())
        except pikepdf.PdfError:
            self.unread.add(where)
            return
        self._seen.add(_key(inner))  # it stands packed among the file's bytes
        kind = item.get("/Type")
        if kind in {pikepdf.Name.ObjStm, pikepdf.Name.XRef}:
            inner = pdf_strings.without_known(inner, strings)
        elif kind == pikepdf.Name.Metadata:
            where = f"the properties of {place}.xml"
        elif hashlib.sha256(inner).hexdigest() == objects.PROFILE:
            return
        elif inner.startswith(_FONTS):
            self._font(inner, where, depth)
            return
        self._opened(inner, where, depth + 1, plain=inner.lstrip().startswith(b"<"))

    def _font(self, data: bytes, place: str, depth: int) -> None:
        """Search a font, whose own name, licence and tables are no leak."""
        runs = [*decode.utf8_runs(data), *decode.utf16_runs(data)]
        for pattern in self._binaries:
            for text in map(Text, runs):
                spans = (text.canonical[slice(*span)] for span in pattern.matcher.find(text))
                if not all(map(own_words.is_face, spans)):
                    self.found.add((pattern.slot, place))
        for inner in decode.packed_runs(data):
            self.look(inner, place, depth + 1, plain=False)


def _key(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
