"""Read finished files back, with libraries that the renderers do not use.

Office files: ``zipfile`` and the standard library's expat. PDF: pdfium for the text, qpdf (through
pikepdf) for the structure. Nothing is repaired or guessed: what cannot be read is an error.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.parsers import expat

import pikepdf
import pypdfium2

from pipeline.edition import Format

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"


class UnreadableError(ValueError):
    """A file, or a part of one, cannot be read; the message names the part only."""


@dataclass(frozen=True)
class Reading:
    """What a finished file says.

    Attributes:
        pages: text of each slide (deck) or page (PDF) in reading order; a document is one page.
        notes: speaker notes of the deck, footnotes of the document, in order.
        furniture: text of headers and footers that stands once for many pages.
        properties: file properties by name.
        alternatives: texts for readers who cannot see: alt texts.
        parts: names of package parts; objects and keys worth naming for a PDF.
        links: targets outside the file.
    """

    pages: tuple[str, ...]
    notes: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def read(data: bytes, fmt: Format) -> Reading:
    """Read a finished file.

    Raises:
        UnreadableError: any part of it cannot be read.
    """
    readers = {"pptx": _read_pptx, "docx": _read_docx, "pdf": _read_pdf}
    try:
        return readers[fmt](data)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, pikepdf.PdfError) as error:
        raise UnreadableError(f"the {fmt} cannot be read ({type(error).__name__})") from None
    except pypdfium2.PdfiumError:
        raise UnreadableError("the pdf cannot be read (pdfium)") from None


class _NoDoctype(ET.TreeBuilder):
    """Builds a tree, and refuses a document type before any entity could be declared."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part

    def doctype(self, *_declaration: str | None) -> None:
        """Refuse."""
        raise UnreadableError(f"{self.part} has a document type")


def parse_xml(data: bytes, name: str) -> ET.Element:
    """Parse a part; a document type, and so any entity, is refused."""
    parser = ET.XMLParser(target=_NoDoctype(name))  # noqa: S314 - a document type is refused
    try:
        parser.feed(data)
        root: ET.Element = parser.close()
    except (ET.ParseError, expat.ExpatError):
        raise UnreadableError(f"{name} is not well-formed") from None
    return root


class _Package:
    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.members = {info.filename: archive.read(info) for info in archive.infolist()}

    def xml(self, name: str) -> ET.Element:
        if name not in self.members:
            raise UnreadableError(f"{name} is missing")
        return parse_xml(self.members[name], name)

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return a part's relationships: id -> (type's last word, target, is external)."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self.members:
            return {}
        out: dict[str, tuple[str, str, bool]] = {}
        for row in self.xml(path).iter(f"{_REL}Relationship"):
            external = row.get("TargetMode") == "External"
            target = row.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            out[row.get("Id", "")] = (row.get("Type", "").rsplit("/", 1)[-1], target, external)
        return out

    def links(self) -> tuple[str, ...]:
        parts = [
            posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name))
            for name in self.members
            if name.endswith(".rels")
        ]
        return tuple(
            sorted(
                target
                for part in parts
                for _, target, external in self.relations(part.removesuffix(".rels")).values()
                if external
            )
        )

    def properties(self) -> tuple[tuple[str, str], ...]:
        out: list[tuple[str, str]] = []
        for name in ("docProps/core.xml", "docProps/app.xml"):
            out += [(row.tag.rsplit("}", 1)[-1], row.text or "") for row in self.xml(name)]
        return tuple(sorted(out))

    def alternatives(self, names: list[str]) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            for row in self.xml(name).iter():
                tag = row.tag.rsplit("}", 1)[-1]
                if tag in {"cNvPr", "docPr"}:
                    found += [row.get("descr", ""), row.get("title", "")]
                if tag in {"tblCaption", "tblDescription"}:
                    found.append(row.get(f"{_W}val", ""))
        return tuple(text for text in found if text)


def _drawing_text(root: ET.Element) -> str:
    """Return the text of all DrawingML paragraphs below an element, in document order."""
    lines: list[str] = []
    for paragraph in root.iter(f"{_A}p"):
        words = [
            row.text or "" if row.tag == f"{_A}t" else " "
            for row in paragraph.iter()
            if row.tag in {f"{_A}t", f"{_A}br"}
        ]
        lines.append("".join(words))
    return "\n".join(lines)


def _read_pptx(data: bytes) -> Reading:
    package = _Package(data)
    main = "ppt/presentation.xml"
    relations = package.relations(main)
    order = [row.get(f"{_R}id", "") for row in package.xml(main).iter(f"{_P}sldId")]
    slides = [relations[key][1] for key in order]
    notes: list[str] = []
    for name in slides:
        kinds = {kind: target for kind, target, _ in package.relations(name).values()}
        if "notesSlide" in kinds:
            notes.append(_notes_text(package.xml(kinds["notesSlide"])))
    return Reading(
        pages=tuple(_drawing_text(package.xml(name)) for name in slides),
        notes=tuple(notes),
        properties=package.properties(),
        alternatives=package.alternatives(slides),
        parts=tuple(sorted(package.members)),
        links=package.links(),
    )


def _notes_text(root: ET.Element) -> str:
    """Return the notes' text without the slide's number, which is a field."""
    for shape in root.iter(f"{_P}sp"):
        holder = shape.find(f".//{_P}ph")
        if holder is not None and holder.get("type") == "body":
            return _drawing_text(shape)
    return ""


def _word_text(root: ET.Element) -> str:
    lines: list[str] = []
    for paragraph in root.iter(f"{_W}p"):
        words = [
            row.text or "" if row.tag == f"{_W}t" else " "
            for row in paragraph.iter()
            if row.tag in {f"{_W}t", f"{_W}br", f"{_W}tab"}
        ]
        lines.append("".join(words))
    return "\n".join(lines)


def _read_docx(data: bytes) -> Reading:
    package = _Package(data)
    main = "word/document.xml"
    relations = package.relations(main).values()
    notes: list[str] = []
    footers: list[str] = []
    for kind, target, _ in sorted(relations):
        if kind == "footnotes":
            rows = package.xml(target).iter(f"{_W}footnote")
            notes += [_word_text(row) for row in rows if row.get(f"{_W}type") is None]
        if kind in {"header", "footer"}:
            footers.append(_word_text(package.xml(target)))
    return Reading(
        pages=(_word_text(package.xml(main)),),
        notes=tuple(notes),
        furniture=tuple(footers),
        properties=package.properties(),
        alternatives=package.alternatives([main]),
        parts=tuple(sorted(package.members)),
        links=package.links(),
    )


def _read_pdf(data: bytes) -> Reading:
    document = pypdfium2.PdfDocument(data)
    try:
        pages = tuple(_page_text(document, index) for index in range(len(document)))
        outline = tuple(item.get_title() for item in document.get_toc())
    finally:
        document.close()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        info = {str(key).lstrip("/"): str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_metadata(set_pikepdf_as_editor=False) as packet:
            info |= {f"xmp:{key.rsplit('}', 1)[-1]}": _flat(packet[key]) for key in packet}
        alternatives, links, parts = _pdf_objects(pdf)
    return Reading(
        pages=pages,
        furniture=outline,
        properties=tuple(sorted(info.items())),
        alternatives=alternatives,
        parts=parts,
        links=links,
    )


def _flat(value: object) -> str:
    if isinstance(value, list | set | tuple):
        return ", ".join(sorted(str(part) for part in value))
    return str(value)


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    text = page.get_textpage()
    try:
        # pdfium gives U+FFFE for a hyphen at the end of a line
        return str(text.get_text_range()).replace("￾", "-").replace("\x02", "-")
    finally:
        text.close()
        page.close()


#: Dictionary keys that make a PDF more than pages to read (G17), and what they stand for.
_ACTIVE = ("/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/EmbeddedFiles", "/EmbeddedFile",
           "/AcroForm", "/OCProperties", "/RichMedia", "/XFA", "/AF", "/PieceInfo")  # fmt: skip


def _pdf_objects(pdf: pikepdf.Pdf) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return alt texts, link targets and the active features of all objects of a PDF."""
    alternatives: list[str] = []
    links: list[str] = []
    active: set[str] = set()
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        keys = set(item.keys())
        active |= keys & set(_ACTIVE)
        alternatives += [str(item[key]) for key in ("/Alt", "/ActualText", "/E") if key in keys]
        links += [
            str(holder["/URI"])
            for holder in (item, item.get("/A"))
            if isinstance(holder, pikepdf.Dictionary) and "/URI" in holder
        ]
    return tuple(alternatives), tuple(sorted(set(links))), tuple(sorted(active))
