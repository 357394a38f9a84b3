"""Validation rules of covers: keys of each type, what is missing, the decision to give access."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pipeline.content.model.dossier_yaml import CoverText, Dossier
from pipeline.content.yaml_positions import Document
from pipeline.core.errors import Problem
from pipeline.resources.covers import Form, footer, forms

#: Fields of a cover that are no rows, and the types that have them; any type has the others.
_OF_TYPES = {
    "label": ("other",),
    "form": ("working-document",),
    "department": ("staff-note",),
    "telephone": ("staff-note",),
    "identical": ("declassification",),
}
#: Fields that any type may have.
EVERYWHERE = ("type", "lead_in", "enclosure_author")


def fields(kind: str) -> tuple[str, ...]:
    """Return the keys that may stand below 'cover:' for a type."""
    rows = tuple(row.field for row in forms()[kind].all_rows if not row.phrase)
    own = tuple(field for field, kinds in _OF_TYPES.items() if kind in kinds)
    return (*rows, *own, *EVERYWHERE)


def needed(kind: str) -> list[str]:
    """Return the keys that must stand below 'cover:' for a type."""
    form = forms()[kind]
    rows = [row.field for row in form.all_rows if row.needed]
    return [*form.needs, *rows, *(["lead_in"] if form.lead_in == "needed" else [])]


def needs_codes(kind: str) -> bool:
    """Tell whether 'codes:' must stand above the cover of a type."""
    return forms()[kind].codes == "needed"


def problems(dossier: Dossier, document: Document) -> Iterator[Problem]:
    """Yield what is wrong with a cover: rows of another type, what clashes."""
    form = forms()[dossier.cover.type]
    yield from _strange(dossier.cover, form, document)
    yield from _clashes(dossier, form, document)
    yield from _access(dossier, document)


def _strange(cover: CoverText, form: Form, document: Document) -> Iterator[Problem]:
    rows = [row.field for row in form.all_rows if not row.phrase]
    for field in sorted(cover.model_fields_set):
        key = str(CoverText.model_fields[field].alias or field)
        if key in fields(cover.type):
            continue
        yield Problem(
            document.where_key(("cover", key)),
            "not-on-this-cover",
            f"a cover of the type '{cover.type}' has no '{key}:'",
            f"remove it, or choose another type; this one has the rows {', '.join(rows)}",
        )


def missing(dossier: Dossier, document: Document) -> Iterator[Problem]:
    """Yield what a cover of its type needs, and has not."""
    cover, form = dossier.cover, forms()[dossier.cover.type]
    for key in needed(cover.type):
        if cover.row(key) is not None:
            continue
        info = CoverText.model_fields["sender" if key == "from" else key]
        about = str(info.description).rstrip(".")
        place = document.where(("cover",))
        hint = (
            f"add '{key}:' on a line of its own below 'cover:', behind {place.column - 1} spaces "
        )
        hint += f"like the keys there – {about[0].lower()}{about[1:]}"
        message = f"'{key}:' is missing: a cover of the type '{cover.type}' needs it"
        yield Problem(place, "missing-key", message, hint)
    if form.codes == "needed" and not dossier.codes:
        message = f"'codes:' is missing: a cover of the type '{cover.type}' needs it"
        hint = "add 'codes:' with the subject codes, such as [JAI, MIGR]"
        yield Problem(document.where(()), "missing-key", message, hint)


def _clashes(dossier: Dossier, form: Form, document: Document) -> Iterator[Problem]:
    kind, number = dossier.cover.type, dossier.number
    for key in ("codes", "marking"):
        if getattr(form, key) == "none" and getattr(dossier, key):
            message = f"a cover of the type '{kind}' has no '{key}:'"
            yield Problem(document.where_key((key,)), "not-on-this-cover", message, "remove it")
    if number is None:
        return
    last = number.suffixes[-1][0] if number.suffixes else ""
    if form.suffix and last != form.suffix:
        message = f"the number of a document of the type '{kind}' ends with {form.suffix}"
        hint = f"correct the number, such as '{number.printed} {form.suffix} 1', or the type"
        yield Problem(document.where(("number",)), "type-differs", message, hint)
    elif last == "DCL" and kind not in {"declassification", "other"}:
        message = f"a number with DCL is that of a declassification, and the type is '{kind}'"
        hint = "write 'type: declassification', or correct the number"
        yield Problem(document.where(("cover", "type")), "type-differs", message, hint)
    for key in ("initials", "unit"):
        if getattr(dossier, key) and key not in {*chain(*footer(number.series)), *form.head}:
            message = f"the foot of {number.series} documents has no '{key}:'"
            yield Problem(document.where_key((key,)), "not-on-this-cover", message, "remove it")


def _access(dossier: Dossier, document: Document) -> Iterator[Problem]:
    released = dossier.released
    key = ("access",) if dossier.access else ("release_date",)
    if dossier.access and dossier.release_date:
        message = "the decision to give access stands here twice"
        hint = "remove 'release_date:', and keep 'access:'"
        yield Problem(document.where_key(("release_date",)), "access-twice", message, hint)
    if released and dossier.date and released.date < dossier.date:
        where = document.where((*key, "date") if dossier.access else key)
        message = "the release date lies before the document's date"
        hint = "the stamp bears the date of the later decision to release"
        yield Problem(where, "release-before-document", message, hint)


def unfit_access(dossier: Dossier, document: Document, *, withholds: bool) -> Iterator[Problem]:
    """Yield access that does not fit what is withheld.

    It stops a build and no edit: a reviewer releases slots before or after writing the decision.
    """
    scope = dossier.access.scope if dossier.access else ""
    where = document.where(("access", "scope"))
    if scope == "full" and withholds:
        message = "full access is given, and something is still withheld"
        hint = "release every slot ('dossier release'), or write 'scope: partial'"
        yield Problem(where, "full-with-slots", message, hint)
    if scope == "partial" and not withholds:
        message = "partial access is given, and nothing is withheld"
        hint = "mark what is withheld, or write 'scope: full'"
        yield Problem(where, "partial-without-slots", message, hint)


def missing_access(dossier: Dossier, document: Document, *, slots: bool) -> Iterator[Problem]:
    """Yield that an open document has slots, and no decision to give access."""
    if slots and dossier.released is None and dossier.marking is None:
        message = "'access:' is missing although the dossier has redactions"
        hint = "add 'access: {date: …, scope: partial}' with the date of the decision"
        yield Problem(document.where(()), "missing-key", message, hint)
