"""Text documents whose every word, number and cell is known, made with python-docx and by hand.

``document(number)`` gives one of any number of documents, the same for the same number. Each has
every construct, in an order and with words that vary with the number.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from PIL import Image, ImageDraw

from tests.support.document_xml import (
    NAMES,
    TYPE,
    WPS,
    C,
    R,
    W,
    abstract_list,
    chart,
    field_,
    list_of,
    run,
)
from tests.support.plain_words import WORDS

#: An annex would begin with the other one.
_WORDS = [word for word in WORDS if word != "annex"]
#: Words that Markdown, YAML or our own syntax would read as something else.
_ODD = (
    "# not a heading",
    "* star and *stars*",
    "under_score _and_ more",
    "2026. was a year",
    "> quoted?",
    "a | b | c",
    "<b>bold?</b> & &amp; more",
    "[words](https://example.eu) as typed",
    "[[slot]] typed",
    "~~struck~~ and `code`",
    "--- three",
    "+ plus",
    "{#id} at its start",
    "ends with {braces}",
    "!exclaimed! ![not](a picture)",
    "key: value # comment",
    "1) one",
    "=== equal",
    "\\ backslash \\\\",
    "[^note] typed",
    "a]b[c",
    "***",
    "~~~ tildes",
    "no {lang=de} here",
    "C# and F#",
)
#: Switches of references.
_LINKED, _NUMBER = "\\h", "\\r \\h"


@dataclass
class KnownParagraph:
    """A paragraph.

    Attributes:
        label: printed before it; '' for none; • for any bullet.
        heading: its level, from 1; 0 for none.
        depth: of its list, from 1; 0 outside lists.
    """

    text: str
    label: str = ""
    heading: int = 0
    depth: int = 0


@dataclass
class Known:
    """A document, and what it says.

    Attributes:
        hidden: words that nobody sees, by where they are.
        references: words of paragraphs that refer to places, with what they print.
    """

    name: str
    data: bytes = b""
    paragraphs: list[KnownParagraph] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    numbers: list[list[str]] = field(default_factory=list)
    references: int = 0
    pictures: int = 0
    slots: int = 0
    hidden: dict[str, str] = field(default_factory=dict)


class _Maker:
    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.number = number
        self.file = docx.Document()
        self.known = Known(f"known-{number}.docx")
        self.body = self.file.element.body
        self.footnotes: list[str] = []
        self.endnotes: list[str] = []
        self.paragraphs = 0
        self.places = 0
        self.lists = 100
        self._numbering()

    # words

    def words(self, least: int = 4, most: int = 14) -> str:
        chosen = self.random.sample(_WORDS, self.random.randint(least, most))
        return " ".join(chosen)

    def plant(self, place: str) -> str:
        words = f"Quark{self.number}{place.title().replace('-', '')}zz"
        self.known.hidden[place] = words
        return words

    def add(self, xml: str) -> Any:
        element = parse_xml(f"<w:p {NAMES}>{xml}</w:p>")
        self.body.insert(len(self.body) - 1, element)
        return element

    def say(self, text: str, label: str = "", heading: int = 0, depth: int = 0) -> None:
        self.known.paragraphs.append(KnownParagraph(" ".join(text.split()), label, heading, depth))

    # parts

    def _numbering(self) -> None:
        root = self.file.part.numbering_part.element
        first = next(row for row in root if row.tag == f"{{{W}}}num")
        rows = [
            ("upperRoman", "%1."), ("upperLetter", "%2."), ("decimal", "%3."),
        ]  # fmt: skip
        first.addprevious(abstract_list(90, rows))
        rows = [
            ("decimal", "%1."),
            ("lowerLetter", "(%2)"),
            ("lowerRoman", "(%3)"),
            ("bullet", "–"),
        ]
        first.addprevious(abstract_list(91, rows))
        for key, abstract in ((90, 90), (91, 91)):
            root.append(list_of(key, abstract))

    def new_list(self, *, bullets: bool = False) -> int:
        """Add a list of its own, which counts from 1."""
        root = self.file.part.numbering_part.element
        first = next(row for row in root if row.tag == f"{{{W}}}num")
        self.lists += 1
        kinds = [("bullet", "•"), ("bullet", "o"), ("bullet", "–")]
        rows = (
            kinds
            if bullets
            else [("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3.")]
        )
        first.addprevious(abstract_list(self.lists, rows))
        root.append(list_of(self.lists, self.lists))
        return self.lists

    def listed(self, text: str, number: int, level: int, more: str = "") -> None:
        self.add(
            f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            f"</w:pPr>"
            f"{more}<w:r><w:t>{text}</w:t></w:r>"
        )

    def heading(self, level: int, label: str = "") -> None:
        text = self.words(2, 5).capitalize()
        numbered = (
            f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="90"/></w:numPr>'
            if label
            else ""
        )
        self.add(f'<w:pPr><w:pStyle w:val="Heading{level}"/>{numbered}</w:pPr>{run(text)}')
        self.say(text, label, level)

    # constructs

    def numbered_paragraphs(self) -> None:
        for _ in range(self.random.randint(2, 4)):
            self.paragraphs += 1
            text = self.words(8, 20)
            self.listed(text, 91, 0)
            self.say(text, f"{self.paragraphs}.")

    def nested_letters(self) -> None:
        self.paragraphs += 1
        text = f"{self.words()}:"
        self.listed(text, 91, 0)
        self.say(text, f"{self.paragraphs}.")
        for letter in "abc"[: self.random.randint(2, 3)]:
            text = f"{self.words()};"
            self.listed(text, 91, 1)
            self.say(text, f"({letter})", depth=1)
            if letter == "b":
                for sign in ("i", "ii"):
                    text = f"{self.words()},"
                    self.listed(text, 91, 2)
                    self.say(text, f"({sign})", depth=2)
                    if sign == "ii":
                        text = self.words()
                        self.listed(text, 91, 3)
                        self.say(text, "•", depth=3)

    def bullets(self) -> None:
        key = self.new_list(bullets=True)
        self.plain()
        for level in (0, 1, 1, 2, 0):
            text = self.words()
            self.listed(text, key, level)
            self.say(text, "•", depth=level + 1)

    def restarted(self) -> None:
        for _ in range(2):
            key = self.new_list()
            self.plain()
            for at in (1, 2, 3):
                text = self.words()
                self.listed(text, key, 0)
                self.say(text, f"{at}.", depth=1)
                if at == 2:
                    text = self.words()
                    self.listed(text, key, 1)
                    self.say(text, "a)", depth=2)

    def typed_numbers(self) -> None:
        self.plain()
        for letter in "abc":
            text = self.words()
            self.add(f"<w:r><w:t>({letter})</w:t><w:tab/><w:t>{text}</w:t></w:r>")
            self.say(text, f"({letter})", depth=1)

    def plain(self) -> None:
        text = f"{self.words(8, 20)}."
        self.add(f"<w:r><w:t>{text}</w:t></w:r>")
        self.say(text)

    def emphasised(self) -> None:
        first, second, third = self.words(), self.words(), self.words()
        self.add(
            f'<w:r><w:t xml:space="preserve">{first} </w:t></w:r><w:r><w:rPr><w:b/></w:rPr>'
            f"<w:t>{second}</w:t></w:r><w:r><w:rPr><w:i/></w:rPr>"
            f'<w:t xml:space="preserve"> {third}</w:t></w:r>'
        )
        self.say(f"{first} {second} {third}")

    def odd(self) -> None:
        for text in self.random.sample(_ODD, 6):
            paragraph = self.file.add_paragraph(text)
            self.body.insert(len(self.body) - 1, paragraph._p)
            label, _, rest = text.partition(" ")
            if label in {"1)"}:
                self.say(rest, label)
            elif label == "-":
                self.say(rest, "•")
            else:
                self.say(text)

    def table(self) -> None:
        rows = [[self.words(1, 3) for _ in range(3)] for _ in range(4)]
        table = self.file.add_table(4, 3)
        table.style = "Table Grid"
        self.body.insert(len(self.body) - 1, table._tbl)
        for row, given in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, given, strict=True):
                cell.text = text
                self.known.cells.append(text)
        self.plain()

    def merged_table(self) -> None:
        table = self.file.add_table(4, 4)
        table.style = "Table Grid"
        self.body.insert(len(self.body) - 1, table._tbl)
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(2, 1).merge(table.cell(2, 2))
        table.cell(3, 0).merge(table.cell(3, 3))
        seen: list[Any] = []
        for row in table.rows:
            for cell in row.cells:
                if cell._tc in seen:
                    continue
                seen.append(cell._tc)
                cell.text = self.words(1, 4)
                self.known.cells.append(cell.text)
        self.plain()

    def nested_table(self) -> None:
        table = self.file.add_table(2, 2)
        table.style = "Table Grid"
        self.body.insert(len(self.body) - 1, table._tbl)
        for at, cell in enumerate([*table.rows[0].cells, *table.rows[1].cells]):
            cell.text = self.words(1, 3)
            text = cell.text
            if at == 3:
                inner = cell.add_table(1, 2)
                for cell_ in inner.rows[0].cells:
                    cell_.text = self.words(1, 2)
                    text += f" {cell_.text}"
            self.known.cells.append(text)
        self.plain()

    def notes(self) -> None:
        first, second, third = self.words(), self.words(), self.words()
        self.footnotes.append(f"{self.words(5, 12)}.")
        self.endnotes.append(f"{self.words(5, 12)}.")
        self.add(
            f"<w:r><w:t>{first}</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
            f"<w:footnoteReference w:id='{len(self.footnotes) + 1}'/></w:r>"
            f"<w:r><w:t xml:space='preserve'> {second}</w:t></w:r>"
            f"<w:r><w:endnoteReference w:id='{len(self.endnotes) + 1}'/></w:r>"
            f"<w:r><w:t xml:space='preserve'> {third}.</w:t></w:r>"
        )
        self.say(f"{first} {second} {third}.")

    def captioned_table(self) -> None:
        self.places += 1
        caption = f"Table {self.places}: {self.words(2, 5)}"
        label, rest = f"Table {self.places}", caption.partition(":")[2]
        mark = f"_RefTable{self.places}"
        self.add(
            f'<w:pPr><w:pStyle w:val="Caption"/></w:pPr>'
            f'<w:bookmarkStart w:id="{500 + self.places}" w:name="{mark}"/>'
            f'<w:r><w:t xml:space="preserve">Table </w:t></w:r>'
            f'{field_("SEQ Table", str(self.places))}<w:bookmarkEnd w:id="{500 + self.places}"/>'
            f"<w:r><w:t>:{rest}</w:t></w:r>"
        )
        self.known.captions.append(caption)
        table = self.file.add_table(3, 2)
        self.body.insert(len(self.body) - 1, table._tbl)
        for row in table.rows:
            for cell in row.cells:
                cell.text = self.words(1, 3)
                self.known.cells.append(cell.text)
        before = self.words()
        self.add(run(f"{before} ") + field_(f"REF {mark} {_LINKED}", label) + run("."))
        self.say(f"{before} {label}.")
        self.known.references += 1

    def reference(self) -> None:
        self.paragraphs += 1
        mark, text = f"_RefPoint{self.paragraphs}", self.words(6, 12)
        place = 700 + self.paragraphs
        self.listed(text, 91, 0, f'<w:bookmarkStart w:id="{place}" w:name="{mark}"/>'
                                 f'<w:bookmarkEnd w:id="{place}"/>')  # fmt: skip
        self.say(text, f"{self.paragraphs}.")
        before, printed = self.words(), str(self.paragraphs)
        self.add(run(f"{before} ") + field_(f"REF {mark} {_NUMBER}", printed))
        self.say(f"{before} {printed}")
        self.known.references += 1

    def picture(self) -> None:
        image = Image.new("RGB", (120, 80), (self.random.randint(0, 200), 90, 160))
        ImageDraw.Draw(image).ellipse((10 + self.number % 50, 10, 80, 60), fill=(250, 220, 30))
        stream = io.BytesIO()
        image.save(stream, "PNG")
        stream.seek(0)
        run = self.file.add_paragraph().add_run()
        run.add_picture(stream, width=Cm(4))
        self.body.insert(len(self.body) - 1, run._r.getparent())
        alt = self.words(3, 8)
        run._r.xpath(".//wp:docPr")[0].set("descr", alt)
        self.known.alternatives.append(alt)
        self.known.pictures += 1
        caption = f"Figure {self.known.pictures}: {self.words(2, 5)}"
        self.add(f'<w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:t>{caption}</w:t></w:r>')
        self.known.captions.append(caption)

    def chart(self) -> None:
        values = [f"{self.random.randint(1, 400) / 4:g}" for _ in range(3)]
        names = [self.words(1, 1) for _ in range(3)]
        series = self.words(1, 2)
        part = Part(
            PackURI(f"/word/charts/chart{len(self.known.numbers) + 1}.xml"),
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            chart(series, names, values).encode(), self.file.part.package,
        )  # fmt: skip
        key = self.file.part.relate_to(part, f"{R}/chart")
        alt = self.words(3, 6)
        self.add(
            f'<w:r><w:drawing><wp:inline><wp:extent cx="3600000" cy="2400000"/>'
            f'<wp:docPr id="9{self.number % 90}" name="c" descr="{alt}"/><a:graphic>'
            f'<a:graphicData uri="{C}"><c:chart r:id="{key}"/></a:graphicData></a:graphic>'
            f"</wp:inline></w:drawing></w:r>"
        )
        self.known.alternatives.append(alt)
        self.known.numbers.append(values)

    def link(self) -> None:
        address = f"https://example.eu/{self.number}/{len(self.known.links)}"
        key = self.file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        before, said = self.words(), self.words(1, 3)
        self.add(
            f"{run(before + chr(32))}"
            f'<w:hyperlink r:id="{key}"><w:r><w:t>{said}</w:t></w:r></w:hyperlink>'
        )
        self.known.links.append(address)
        self.say(f"{before} {said}")

    def language(self) -> None:
        before = self.words()
        self.add(
            f"{run(before + chr(32))}"
            f'<w:r><w:rPr><w:lang w:val="de-DE"/></w:rPr><w:t>Grenze und Hafen</w:t></w:r>'
        )
        self.say(f"{before} Grenze und Hafen")

    def text_box(self) -> None:
        before, text = self.words(), self.words()
        inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
        self.add(
            f"<w:r><w:t>{before}</w:t></w:r><w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
            f'<wp:docPr id="77" name="box"/><a:graphic><a:graphicData uri="{WPS}"><wps:wsp>'
            f"<wps:spPr/><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
            f"</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f"<v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
            f"</mc:AlternateContent></w:r>"
        )
        self.say(before)
        self.say(text)

    def fields(self) -> None:
        before = self.words()
        self.add(
            f'<w:r><w:t xml:space="preserve">{before} </w:t></w:r>{field_("DATE", "3 March 2026")}'
        )
        self.say(f"{before} 3 March 2026")

    def formula(self) -> None:
        before = self.words()
        self.add(f"{run(before + chr(32))}<m:oMath><m:r><m:t>x=2y</m:t></m:r></m:oMath>")
        self.say(f"{before} x=2y")

    def contents(self) -> None:
        text = f"{self.words(2, 4)} 17"
        self.add(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText>TOC \\o</w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{text}</w:t></w:r>'
        )
        self.add(f'<w:r><w:t>{text} again</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')

    def revisions(self) -> None:
        first, second = self.words(), self.words()
        gone = self.plant(f"deleted-{len(self.known.hidden)}")
        self.add(
            f'<w:r><w:t xml:space="preserve">{first} </w:t></w:r>'
            f'<w:del w:id="1" w:author="Q"><w:r><w:delText>{gone}</w:delText></w:r></w:del>'
            f'<w:ins w:id="2" w:author="Q"><w:r><w:t>{second}</w:t></w:r></w:ins>'
        )
        self.say(f"{first} {second}")

    def marker(self) -> None:
        before, behind = self.words(), self.words()
        self.add(f"<w:r><w:t>{before} [REDACTED] {behind}</w:t></w:r>")
        self.say(f"{before} {behind}")
        self.known.slots += 1

    def line_breaks(self) -> None:
        first, second = self.words(), self.words()
        self.add(f"<w:r><w:t>{first}</w:t><w:br/><w:t>{second}</w:t></w:r>")
        self.say(f"{first} {second}")

    def unseen(self) -> None:
        before = self.words()
        looks = {
            "vanish": "<w:vanish/>", "white": '<w:color w:val="FFFFFF"/>',
            "tiny": '<w:sz w:val="2"/>',
            "black": '<w:color w:val="000000"/><w:highlight w:val="black"/>',
        }  # fmt: skip
        runs = "".join(
            f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'> {self.plant(name)}</w:t></w:r>"
            for name, look in looks.items()
        )
        self.add(f"<w:r><w:t>{before}</w:t></w:r>{runs}")
        self.say(before)
        self.known.slots += 1
        self.add(
            f'<w:r><w:drawing><wp:inline><wp:docPr id="78" name="h" hidden="1"/><a:graphic>'
            f'<a:graphicData uri="{WPS}"><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r>'
            f"<w:t>{self.plant('hidden-shape')}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
            f"</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        self.add(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>"
            f"<w:t>{self.plant('prompt')}</w:t></w:r></w:sdtContent></w:sdt>"
        )

    # the whole

    def whole(self) -> Known:
        chosen = [*PARTS]
        self.random.shuffle(chosen)
        roman, letter = 0, 0
        for at, part in enumerate(chosen):
            if at % 6 == 0:
                roman, letter = roman + 1, 0
                self.heading(1, f"{'I' * roman if roman < 4 else 'IV' if roman == 4 else 'V'}.")
            elif at % 6 == 3:
                letter += 1
                self.heading(2, f"{chr(64 + letter)}.")
            elif at % 6 == 5 and self.random.random() < 0.5:
                self.heading(3)
            getattr(self, part.__name__)()
        for kind, texts in (("footnote", self.footnotes), ("endnote", self.endnotes)):
            self._notes(kind, texts)
            self.known.notes += texts
        self._comments()
        core = self.file.core_properties
        core.author, core.comments = self.plant("author"), self.plant("property")
        self.file.sections[0].header.paragraphs[0].text = "A head on each page"
        stream = io.BytesIO()
        self.file.save(stream)
        self.known.data = stream.getvalue()
        return self.known

    def _notes(self, kind: str, texts: list[str]) -> None:
        rows = "".join(
            f'<w:{kind} w:id="{at}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> '
            f"{text}</w:t></w:r></w:p></w:{kind}>"
            for at, text in enumerate(texts, start=2)
        )
        rows = f'<w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>{rows}'
        blob = f'<?xml version="1.0"?><w:{kind}s xmlns:w="{W}">{rows}</w:{kind}s>'.encode()
        part = Part(
            PackURI(f"/word/{kind}s.xml"), f"{TYPE}.{kind}s+xml", blob, self.file.part.package
        )
        self.file.part.relate_to(part, f"{R}/{kind}s")

    def _comments(self) -> None:
        blob = (
            f'<?xml version="1.0"?><w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="'
            f'{self.plant("comment-author")}"><w:p><w:r><w:t>{self.plant("comment")}</w:t></w:r></w:p>'
            f"</w:comment></w:comments>"
        ).encode()
        package = self.file.part.package
        part = Part(PackURI("/word/comments9.xml"), f"{TYPE}.comments+xml", blob, package)
        self.file.part.relate_to(part, f"{R}/comments")
        data = Part(PackURI("/customXml/item9.xml"), "application/xml",
                    f"<x>{self.plant('custom-xml')}</x>".encode(), package)  # fmt: skip
        self.file.part.relate_to(data, f"{R}/customXml")


PARTS: tuple[Callable[[_Maker], None], ...] = (
    _Maker.numbered_paragraphs, _Maker.nested_letters, _Maker.bullets, _Maker.restarted,
    _Maker.typed_numbers, _Maker.plain, _Maker.emphasised, _Maker.odd, _Maker.table,
    _Maker.merged_table, _Maker.nested_table, _Maker.notes, _Maker.captioned_table,
    _Maker.reference, _Maker.picture, _Maker.chart, _Maker.link, _Maker.language, _Maker.text_box,
    _Maker.fields, _Maker.formula, _Maker.contents, _Maker.revisions, _Maker.marker,
    _Maker.line_breaks, _Maker.unseen,
)  # fmt: skip


def document(number: int) -> Known:
    """Return one of any number of documents."""
    return _Maker(number).whole()
