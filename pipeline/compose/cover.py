"""Cover page of an edition, composed from dossier.yaml and its language's fixed phrases.

What a type of cover has, and in which order, is data: templates/covers.yaml.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import cast, get_args

from pipeline.compose.opener import Opener
from pipeline.content import markup
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.edition.cover import Cover, CoverPart, CoverRow
from pipeline.edition.runs import Runs, TextRun
from pipeline.resources import covers
from pipeline.resources.covers import Form, Row

#: The year whose form of a working document has a heading of its own.
_WITH_HEADING = "2020"


def compose(dossier: Dossier, opener: Opener) -> Cover:
    """Compose the cover without what depends on the whole edition (see ``finish``).

    Texts are opened in reading order, in which markers are numbered.
    """
    phrases, text, number = opener.phrases, dossier.cover, dossier.number
    form, gap = covers.forms()[text.type], phrases["to_write"]
    gaps = tuple(_gaps(dossier, form))
    return Cover(
        head=tuple(cast("CoverPart", part) for part in form.head if part in get_args(CoverPart)),
        institution=phrases[form.institution],
        secretariat=phrases["secretariat"] if "secretariat" in form.head else "",
        place_date=_place_date(dossier, form, opener),
        original=phrases["original"].format(language=dossier.original) if dossier.original else "",
        number=number.printed if number else gap,
        file=_files(dossier, opener),
        marking=dossier.marking or "",
        codes=(gap,) if "codes" in gaps else dossier.codes,
        heading=phrases["working_paper"] if text.form == _WITH_HEADING else "",
        disclaimer=phrases["disclaimer"] if number and number.series == "WK" else "",
        document_type=text.label
        or (gap if "document_type" in gaps else phrases[f"type.{text.type}"]),
        department=_particular("department", form, dossier, opener),
        unit=f"{phrases['unit']} {dossier.unit}" if "unit" in form.head and dossier.unit else "",
        telephone=_particular("telephone", form, dossier, opener),
        rows=tuple(_rows(form.rows, dossier, opener)),
        lead_in=_lead_in(dossier, form, opener),
        below=tuple(_rows(form.below, dossier, opener)),
        enclosure_author=opener.runs(text.enclosure_author) if text.enclosure_author else (),
        gaps=gaps,
    )


def _gaps(dossier: Dossier, form: Form) -> Iterator[CoverPart]:
    """Yield the parts above the rows that a draft lacks and that are no running text."""
    if dossier.number is None:
        yield "number"
    if dossier.date is None:
        yield "place_date"
    if dossier.draft and form.codes == "needed" and not dossier.codes:
        yield "codes"
    if dossier.draft and "label" in form.needs and not dossier.cover.label:
        yield "document_type"


def _place_date(dossier: Dossier, form: Form, opener: Opener) -> str:
    phrases, day, number = opener.phrases, dossier.date, dossier.number
    if form.slashed_date:
        return f"{day:%-d/%-m/%Y}" if day else phrases["to_write"]
    is_padded = number is not None and number.series == "WK"
    return phrases["place_date"].format(
        place=dossier.place or phrases["place"],
        date=phrases.date(day, padded=is_padded) if day else phrases["to_write"],
    )


def _files(dossier: Dossier, opener: Opener) -> tuple[str, ...]:
    first, *others = dossier.file or ("",)
    return (f"{opener.phrases['file']} {first}", *others) if first else ()


def _particular(field: str, form: Form, dossier: Dossier, opener: Opener) -> Runs:
    """Return a line above the rows that has its label before it."""
    given = dossier.cover.row(field)
    if given is None and dossier.draft and field in form.needs:
        given = (markup.GAP,)
    if not isinstance(given, tuple):
        return ()
    runs = [run for line in given for run in (TextRun(text=", "), *opener.runs(line))]
    return (TextRun(text=f"{opener.phrases[field]} "), *runs[1:])


def _rows(rows: Iterable[Row], dossier: Dossier, opener: Opener) -> Iterator[CoverRow]:
    for row in rows:
        if lines := tuple(_lines(row, dossier, opener)):
            numbered = row.field == "agenda"
            yield CoverRow(label=opener.phrases[row.field], lines=lines, is_numbered=numbered)


def _lines(row: Row, dossier: Dossier, opener: Opener) -> Iterator[Runs]:
    """Yield the lines of a row: a phrase, a date in words, or what the author wrote."""
    if row.phrase:
        yield (TextRun(text=opener.phrases[row.phrase]),)
        return
    given = dossier.cover.row(row.field)
    if given is None and dossier.draft and row.needed:
        given = (markup.GAP,)
    if isinstance(given, datetime.date):
        yield (TextRun(text=opener.phrases.date(given)),)
    for number, line in enumerate(given if isinstance(given, tuple) else (), start=1):
        runs = opener.runs(line)
        yield (TextRun(text=f"{number}. "), *runs) if row.field == "agenda" else runs


def _lead_in(dossier: Dossier, form: Form, opener: Opener) -> Runs:
    """Return the sentence that hands over what follows: the author's, or that of the form."""
    text, phrases = dossier.cover, opener.phrases
    if text.lead_in:
        return opener.runs(text.lead_in)
    if dossier.draft and form.lead_in == "needed":
        return (opener.gap(),)
    if form.lead_in not in phrases.phrases:
        return ()
    sentences = [phrases[form.lead_in]]
    if text.identical:
        sentences.append(phrases["declassification.identical"])
    return (TextRun(text=" ".join(sentences)),)


def finish(cover: Cover, dossier: Dossier, opener: Opener, *, numbers_differ: bool) -> Cover:
    """Add what depends on the composed slides and on the decision to give access."""
    phrases, released = opener.phrases, dossier.released
    added: dict[str, object] = {}
    if opener.audience == "public" and released:
        if released.scope == "full":
            added |= {"released": phrases["released"], "closing": phrases["made_public"]}
        elif opener.slots:
            added["stamp"] = phrases["stamp"].format(date=f"{released.date:%d.%m.%Y}")
    notices = list[str]()
    if opener.shown:
        notices.append(phrases["shading_notice"])
    if opener.audience == "full" and opener.relied_on:
        notices.append(phrases["not_held_notice"])
    if numbers_differ:
        notices.append(phrases["numbers_differ"])
    if grounds := opener.justification(opener.relied_on):
        added["justifications"] = phrases["justifications"].format(grounds=grounds)
    return cover.model_copy(update={**added, "notices": tuple(notices)})
