"""Models of dossier.yaml, and the base and text types of the models of all content files.

Every human text is ``RichText`` (it may hold markup and redactions) or ``Plain`` (it may not). No
field is a bare ``str``; a test walks the models to hold this.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from pipeline.content import inline_rules, markup
from pipeline.content.model import reference
from pipeline.content.model.lazy_types import ReadBy
from pipeline.edition.formats import USUAL_FORMATS, Format, PdfProfile


class Authored(BaseModel):
    """Base of everything read from a content file."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _reference(value: object) -> reference.Reference | None:
    if value is markup.GAP:
        return None
    try:
        return reference.parse(markup.parse_plain(value))
    except reference.BadReferenceError as error:
        hint = f"write it like '{error.example}'"
        context = {"code": "bad-number", "text": str(error), "hint": hint, "offset": 0}
        raise PydanticCustomError("dossier", "content", context) from None


def _date(value: object, handler: ValidatorFunctionWrapHandler) -> datetime.date | None:
    """Return a date, or None for the gap of a draft; a key with nothing behind it is no date."""
    return None if value is markup.GAP else cast("datetime.date", handler(value or ""))


CLASSIFIED = (
    "RESTREINT",
    "CONFIDENTIEL",
    "SECRET",
    "TRES SECRET",
    "EU RESTRICTED",
    "EU CONFIDENTIAL",
    "EU TOP SECRET",
)


def _marking(value: object) -> str:
    text = markup.parse_plain(value)
    folded = text.upper().replace("È", "E")
    if any(level in folded for level in CLASSIFIED):
        message = "EU classified information must not be handled with this software"
        hint = "only unmarked and LIMITE documents are allowed; it is not accredited for more"
        context = {"code": "classified-marking", "text": message, "hint": hint, "offset": 0}
        raise PydanticCustomError("dossier", "content", context)
    if text != "LIMITE":
        context = {
            "code": "unknown-marking",
            "text": "this marking is not known",
            "hint": "write LIMITE, or leave the key out",
            "offset": 0,
        }
        raise PydanticCustomError("dossier", "content", context)
    return text


_TEXT_SCHEMA = {
    "type": "string",
    "minLength": 1,
    "description": "**strong**, *emphasis*, [link](https:…), [words]{lang=de}, [^note], [[slot]].",
}
_PLAIN_SCHEMA = {"type": "string", "minLength": 1}

_NOTELESS_SCHEMA = {
    "type": "string",
    "minLength": 1,
    "description": "**strong**, *emphasis*, [link](https:…), [words]{lang=de}, [[slot]].",
}
_LETTERS_SCHEMA = {"type": "string", "minLength": 1, "description": "Letters alone, or [[slot]]."}
_CELL_SCHEMA = {"anyOf": [{**_TEXT_SCHEMA, "minLength": 0}, {"type": "null"}]}

RichText = Annotated[markup.Rich, ReadBy(markup.parse), WithJsonSchema(_TEXT_SCHEMA)]
NotelessText = Annotated[
    markup.Rich, ReadBy(markup.parse_noteless), WithJsonSchema(_NOTELESS_SCHEMA)
]
LettersText = Annotated[markup.Rich, ReadBy(markup.parse_letters), WithJsonSchema(_LETTERS_SCHEMA)]
CellText = Annotated[markup.Rich, ReadBy(markup.parse_cell), WithJsonSchema(_CELL_SCHEMA)]
Plain = Annotated[str, ReadBy(markup.parse_plain), WithJsonSchema(_PLAIN_SCHEMA)]
Id = Annotated[str, StringConstraints(pattern=rf"^{inline_rules.ID}$", max_length=60)]
RichLines = Annotated[tuple[RichText, ...], BeforeValidator(_listed), Field(min_length=1)]
NotelessLines = Annotated[tuple[NotelessText, ...], BeforeValidator(_listed), Field(min_length=1)]
#: A draft may lack a number and a date: they are None then, and in nothing else.
Number = Annotated[
    reference.Reference | None, ReadBy(_reference), WithJsonSchema({"type": "string"})
]
Day = Annotated[
    Annotated[datetime.date, Field()] | None,
    WrapValidator(_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Marking = Annotated[str, ReadBy(_marking), WithJsonSchema({"type": "string", "enum": ["LIMITE"]})]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(?:[-/ ][A-Z]+)*(?: \d{1,5})?$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Initials = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,5}(?:/[A-Za-z]{1,5})*$")]
PlainLines = Annotated[tuple[Plain, ...], BeforeValidator(_listed), Field(min_length=1)]


CoverType = Literal[
    "working-document", "note", "i-item-note", "a-item-note", "ia-item-note", "cover-note",
    "information-note", "report", "proposal", "outcome", "staff-note", "meeting-notice",
    "corrigendum", "addendum", "declassification", "other",
]  # fmt: skip


class CoverText(Authored):
    """The cover's texts, in the language of the dossier.

    Which of them a type has, in which order, and which it needs, stands in templates/covers.yaml.
    """

    type: CoverType = Field(
        description="Kind of document, printed in capitals above the header table."
    )
    label: Plain | None = Field(None, description="Of the type 'other': its name, as printed.")
    form: Annotated[Literal["2020", "2024"], WithJsonSchema({"enum": [2020, 2024]})] = Field(
        "2024", description="Of a working document: that of 2020 has the heading WORKING PAPER."
    )
    sender: NotelessLines | None = Field(
        None, alias="from", description="From: one or several lines."
    )
    received: NotelessLines | None = Field(None, description="Date of receipt, as printed.")
    on: NotelessLines | None = Field(None, description="On: date of a meeting, for its outcome.")
    to: NotelessLines | None = Field(None, description="To: one or several lines.")
    previous: NotelessLines | None = Field(None, description="No. prev. doc.: one or several.")
    commission: NotelessLines | None = Field(None, description="No. Cion doc.")
    of_document: NotelessLines | None = Field(
        None, description="Number of the document whose classification is lifted."
    )
    dated: datetime.date | None = Field(None, description="Date of that document.")
    corrects: NotelessLines | None = Field(None, description="Number of what is corrected.")
    adds_to: NotelessLines | None = Field(None, description="Number of what this is added to.")
    department: NotelessLines | None = Field(None, description="Department responsible.")
    telephone: NotelessLines | None = Field(None, description="Telephone, of a staff note.")
    contact: NotelessLines | None = Field(None, description="Contact, for a meeting.")
    subject: NotelessLines | None = Field(
        None, description="Subject: what the document is about, in one or several lines."
    )
    meeting: NotelessLines | None = Field(None, description="Date and time of a meeting.")
    venue: NotelessLines | None = Field(None, description="Where a meeting takes place.")
    agenda: tuple[NotelessText, ...] | None = Field(
        None, min_length=1, description="Items of a provisional agenda; they are numbered."
    )
    enclosure: NotelessLines | None = Field(None, description="Encl.: what is attached.")
    lead_in: NotelessText | None = Field(
        None, description="The sentence that hands over the enclosure."
    )
    identical: bool = Field(
        default=False,
        description="Of a declassification: say that the text is identical to the earlier version.",
    )
    enclosure_author: NotelessText | None = Field(None, description="Who made the enclosure.")

    def row(self, field: str) -> NotelessLines | datetime.date | None:
        """Return what the author gave for a row; see templates/covers.yaml."""
        value: NotelessLines | datetime.date | None
        value = getattr(self, "sender" if field == "from" else field)
        return value


class Access(Authored):
    """The decision to give the public access to the document."""

    date: datetime.date = Field(description="Date of the decision.")
    scope: Literal["full", "partial"] = Field(
        description="full: the document is public; partial: what is withheld stays so."
    )
    decision: Plain | None = Field(None, description="What the decision is cited as; registered.")


def _as_file(value: object) -> object:
    return {"file": value} if isinstance(value, str) else value


class DeckTemplate(Authored):
    """A house's own .pptx or .potx, and which of its layouts stand for ours."""

    file: Plain = Field(description="Path from the dossier's folder; ../house/… for a shared one.")
    layouts: dict[Plain, Plain] = Field(
        default_factory=dict, description="Our layout -> the name of a layout of the file."
    )


class DocumentTemplate(Authored):
    """A house's own .docx or .dotx, and which of its styles stand for ours."""

    file: Plain = Field(description="Path from the dossier's folder; ../house/… for a shared one.")
    styles: dict[Plain, Plain] = Field(
        default_factory=dict, description="Our style -> the name of a style of the file."
    )


class Enclosure(Authored):
    """A file behind the cover: the slides, a running text; or the original, which goes along."""

    file: Plain = Field(
        description="presentation.yaml, body.md or another text in Markdown; or the original."
    )
    original: bool = Field(
        default=False,
        description="The file of which the dossier was made: only those get it who get the full "
        "edition.",
    )


class Distribution(Authored):
    """What an audience gets."""

    editions: tuple[Literal["full", "public"], ...] = Field(
        ("public",), min_length=1, description="Editions; the audience 'public' has the public one."
    )
    formats: tuple[Format, ...] = Field(
        (), min_length=1, description="Formats; all that were built, if left out."
    )
    languages: tuple[Language, ...] = Field(
        (), min_length=1, description="Languages; any, if left out."
    )


class Dossier(Authored):
    """dossier.yaml: what the document is, and what its cover says."""

    number: Number = Field(description="Number as printed, for example WK 4146/2024 INIT.")
    language: Language = Field(description="Language of the texts, ISO 639-1.")
    date: Day
    draft: bool = Field(
        default=False,
        description="What is still to be written may be missing; no public edition is made.",
    )
    access: Access | None = Field(
        None, description="Decision to give access; without it no LIMITE document is made public."
    )
    release_date: datetime.date | None = Field(
        None, description="Earlier form of 'access:': date of the decision to give partial access."
    )
    marking: Marking | None = Field(None, description="LIMITE, or left out.")
    codes: tuple[Code, ...] = Field((), min_length=1, description="Subject codes, one per line.")
    file: PlainLines | None = Field(None, description="Interinstitutional file: one or several.")
    initials: Initials | None = Field(
        None, description="Who drafted and who typed it, such as KM/ek; at the foot of its pages."
    )
    unit: Plain | None = Field(
        None, description="Unit responsible, such as DG E2B; at the foot of its pages."
    )
    place: Plain | None = Field(None, description="Place of issue, if it is not Brussels.")
    original: Language | None = Field(None, description="Original language, printed (OR. xx).")
    cover: CoverText
    begins_on_cover: bool | None = Field(
        None,
        description="The text begins on the cover's page; as its series has it, if left out.",
    )
    contents: bool = Field(
        default=False,
        description="Add a table of contents to document and PDF, after the cover.",
    )
    notes_in: tuple[Literal["full", "public"], ...] = Field(
        ("full",), description="Editions whose deck carries the speaker notes."
    )
    formats: tuple[Format, ...] = Field(
        USUAL_FORMATS, min_length=1, description="Files that a build makes of each edition."
    )
    pdf_profile: PdfProfile = Field(
        "ua1-a2a",
        description="Standards of the PDF: PDF/UA-1 and PDF/A-2a, or PDF/UA-2 and PDF/A-4.",
    )
    labels: dict[Plain, Plain] = Field(
        default_factory=dict, description="Fixed phrases that replace those of the language."
    )
    theme: Plain | None = Field(
        None, description="The house's own theme file, laid over the project's."
    )
    pptx_template: Annotated[DeckTemplate, BeforeValidator(_as_file)] | None = Field(
        None, description="The house's own template of the deck."
    )
    docx_template: Annotated[DocumentTemplate, BeforeValidator(_as_file)] | None = Field(
        None, description="The house's own template of the document."
    )
    enclosures: tuple[Annotated[Enclosure, BeforeValidator(_as_file)], ...] = Field(
        (),
        min_length=1,
        description="What stands behind the cover, in order; body.md, the slides and annex-*.md by "
        "name, if left out. The original goes out with the full edition, unchanged.",
    )
    distribution: dict[Id, Distribution] = Field(
        default_factory=dict,
        description="Who gets what, by audience. Left out: 'public' gets the public edition, "
        "'delegations' the full one.",
    )

    @property
    def has_access(self) -> bool:
        """Say whether the public has access: to a LIMITE document, it needs a decision."""
        return self.marking is None or self.released is not None

    @property
    def released(self) -> Access | None:
        """Return the decision to give access, in whichever form it was written."""
        if self.access is None and self.release_date is not None:
            return Access(date=self.release_date, scope="partial", decision=None)
        return self.access
