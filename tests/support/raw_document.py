"""Text documents written part by part, for what no library makes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from tests.support.document_xml import NAMES, TYPE, R

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = f"{TYPE}.document.main+xml"
_MORE = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:lc="http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:somebody:else"'
)
ALL_NAMES = f"{NAMES} {_MORE}"
#: Kinds of parts that a document leads to, and their types of content.
_TYPES = {
    "styles": f"{TYPE}.styles+xml", "numbering": f"{TYPE}.numbering+xml",
    "settings": f"{TYPE}.settings+xml", "footnotes": f"{TYPE}.footnotes+xml",
    "endnotes": f"{TYPE}.endnotes+xml", "comments": f"{TYPE}.comments+xml",
    "header": f"{TYPE}.header+xml", "footer": f"{TYPE}.footer+xml",
    "glossaryDocument": f"{TYPE}.document.glossary+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}  # fmt: skip


@dataclass(frozen=True)
class Link:
    """A relationship of a part: its id, kind and target; ``outside`` the file or not."""

    key: str
    kind: str
    target: str
    outside: bool = False


@dataclass
class RawDocument:
    """A document of raw parts.

    Attributes:
        body: what stands in w:body.
        parts: other parts by name.
        links: of the document to them.
        more_links: of other parts, by their names.
    """

    body: str
    parts: dict[str, bytes] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    root_links: list[Link] = field(default_factory=list)
    more_links: dict[str, list[Link]] = field(default_factory=dict)
    before: str = ""

    def xml(self, kind: str, inner: str, root: str = "", name: str = "") -> RawDocument:
        """Add a part of WordprocessingML to which the document leads."""
        name = name or f"{kind}.xml"
        tag = root or kind
        self.parts[f"word/{name}"] = f"{_HEAD}<w:{tag} {ALL_NAMES}>{inner}</w:{tag}>".encode()
        self.links.append(Link(f"k{len(self.links)}", kind, name))
        return self

    def part(self, name: str, data: bytes | str, kind: str = "", key: str = "") -> RawDocument:
        """Add a part; with a kind, the document leads to it."""
        self.parts[name] = data.encode() if isinstance(data, str) else data
        if kind:
            self.links.append(Link(key or f"k{len(self.links)}", kind, f"/{name}"))
        return self

    def data(self) -> bytes:
        """Return the file."""
        document = (
            f"{_HEAD}<w:document {ALL_NAMES}>{self.before}<w:body>{self.body}</w:body></w:document>"
        )
        main = Link("d", "officeDocument", "word/document.xml")
        links = {"": [main, *self.root_links], "word/document.xml": self.links, **self.more_links}
        rows = [("[Content_Types].xml", self._types()), ("word/document.xml", document.encode())]
        for part, given in links.items():
            folder, _, base = part.rpartition("/")
            name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
            rows.append((name, _relations(given)))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in (*rows, *self.parts.items()):
                archive.writestr(name, data)
        return stream.getvalue()

    def _types(self) -> bytes:
        kinds = {link.target.split("/")[-1]: link.kind for link in self.links}
        rows = "".join(
            f'<Override PartName="/{name}" ContentType="{_TYPES[kinds[base]]}"/>'
            for name in self.parts
            if kinds.get(base := name.split("/")[-1]) in _TYPES
        )
        usual = "".join(
            f'<Default Extension="{end}" ContentType="{kind}"/>'
            for end, kind in (
                ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
                ("xml", "application/xml"), ("png", "image/png"), ("jpg", "image/jpeg"),
                ("bin", "application/octet-stream"), ("html", "text/html"),
                ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            )
        )  # fmt: skip
        main = f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/>'
        return (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{usual}{main}{rows}</Types>'.encode()
        )


def _relations(links: list[Link]) -> bytes:
    rows = "".join(
        f'<Relationship Id="{link.key}" Type="{R}/{link.kind}" Target={quoteattr(link.target)}'
        f"{' TargetMode=' + quoteattr('External') if link.outside else ''}/>"
        for link in links
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()
