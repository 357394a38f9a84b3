"""Composition of an edition from content, audience and language.

Everything a public edition holds is decided here, before anything is measured or drawn (G4).
"""

from __future__ import annotations

from pipeline.compose import agenda, catalogue_facts, cover, kickers, slides
from pipeline.compose.markers import MarkerStyle, with_legend
from pipeline.compose.opener import Opener, grounds_in_use
from pipeline.compose.running_text import Composed, TextComposition
from pipeline.content.load import Source
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.secret import Vault
from pipeline.core.errors import ContentError, Problem
from pipeline.edition.edition import Edition, WebWords
from pipeline.edition.formats import Audience
from pipeline.edition.slide import Slide
from pipeline.edition.texts import markers, plain
from pipeline.resources import labels
from pipeline.resources.covers import begins_on_cover, footer


def compose(source: Source, audience: Audience, vault: Vault | None = None) -> Edition:
    """Compose one edition.

    Args:
        source: the validated dossier.
        audience: who will read it.
        vault: withheld values; never looked at for the public edition.

    Raises:
        ContentError: the public edition would print unsealed text, or a value cannot be used.
        TemplateError: the language lacks a phrase.
    """
    if audience == "public":
        _refuse_unsealed(source)
    dossier = source.dossier
    phrases = labels.load(dossier.language, dossier.labels)
    opener = Opener(audience, source.redactions, phrases, vault)
    front = cover.compose(dossier, opener)
    with_notes = audience in dossier.notes_in
    composition = TextComposition(source.texts, opener, source.media)
    composition.add(source.texts.before)
    deck = tuple(
        slides.compose(slide, number, opener, source.media, with_notes=with_notes)
        for number, slide in enumerate(source.presentation.slides, start=1)
    )
    deck = agenda.filled(source.presentation.slides, deck)
    deck = kickers.named(deck)
    composition.add(len(source.texts.by_file) - source.texts.before)
    written = composition.composed()
    front = cover.finish(front, dossier, opener, numbers_differ=written.numbers_differ)
    deck = _stamped(deck, front.stamp)
    partial = audience == "public" and bool(source.redactions.slots)
    full_mark = phrases["full_edition"] if audience == "full" and _withholds(source) else ""
    edition = Edition(
        dossier=source.id,
        audience=audience,
        language=dossier.language,
        reference=front.number,
        file_stem=_file_stem(dossier, partial=partial),
        marking=front.marking,
        date=dossier.date.isoformat() if dossier.date else "",
        title="",
        author=plain(front.enclosure_author) or front.institution,
        full_mark=full_mark,
        footer=_footer(dossier, front.number, full_mark),
        continued=phrases["continued"],
        page_word=phrases["page"],
        slide_word=phrases["statement.slide"],
        notes_word=phrases["notes"],
        map_word=phrases["map"],
        contents_title=phrases["contents"] if dossier.contents and (deck or written.texts) else "",
        web=_web_words(phrases),
        catalogue=catalogue_facts.facts(dossier, opener, front),
        pdf_profile=dossier.pdf_profile,
        cover=front,
        slides=deck,
        texts=written.texts,
        texts_before=written.before,
        begins_on_cover=_begins_on_cover(dossier, written),
    )
    setting = source.redactions
    if not opener.relied_on:  # no marker stands anywhere
        return edition.model_copy(update={"title": _title(edition, phrases["subject"])})
    edition = MarkerStyle(setting, phrases).finish(edition)
    if setting.marker == "numbered" and markers(edition):
        edition = with_legend(edition, setting, phrases)
    return edition.model_copy(
        update={
            "title": _title(edition, phrases["subject"]),
            "grounds": grounds_in_use(edition, phrases),
        }
    )


def _title(edition: Edition, subject: str) -> str:
    """Return the title of a document: of its first slide, or else its subject.

    Args:
        edition: composed.
        subject: label of the cover's row that has the subject.
    """
    if edition.slides and not edition.texts_before:
        return plain(edition.slides[0].title)
    rows = edition.cover.rows
    row = next((row for row in rows if row.label == subject), rows[-1] if rows else None)
    return " ".join(map(plain, row.lines)) if row else edition.cover.document_type


def _file_stem(dossier: Dossier, *, partial: bool) -> str:
    """Return what names of files begin with; a draft may have no number."""
    if dossier.number is None:
        return f"draft.{dossier.language}"
    return dossier.number.file_stem(dossier.language, partial=partial)


def _begins_on_cover(dossier: Dossier, written: Composed) -> bool:
    """Say whether the first text begins on the cover's page: as wished, or as its series has it."""
    if not written.before or written.texts[0].role != "body":
        return False
    if dossier.begins_on_cover is not None:
        return dossier.begins_on_cover
    return dossier.number is not None and begins_on_cover(dossier.number.series)


def _footer(dossier: Dossier, number: str, full_mark: str) -> tuple[str, str, str]:
    """Return what stands at the foot of every page, as its series has it, in three places."""
    values = {
        "reference": number,
        "initials": dossier.initials or "",
        "unit": dossier.unit or "",
        "marking": dossier.marking or "",
        "full_mark": full_mark,
        "language": dossier.language.upper(),
    }
    left, middle, right = (
        " | ".join(filter(None, (values[part] for part in place)))
        for place in footer(dossier.number.series if dossier.number else "")
    )
    return left, middle, right


def _withholds(source: Source) -> bool:
    """Say whether the public gets the dossier in part: whatever values are at hand."""
    return bool(source.redactions.slots) or any(source.unsealed())


def _stamped(deck: tuple[Slide, ...], stamp: str) -> tuple[Slide, ...]:
    """Put the cover's stamp on the slide that opens the deck, which has no cover."""
    if not stamp or not deck or deck[0].layout != "title":
        return deck
    return (deck[0].model_copy(update={"stamp": stamp}), *deck[1:])


def _web_words(phrases: labels.Labels) -> WebWords:
    return WebWords(
        skip=phrases["web.skip"],
        contents=phrases["contents"],
        slide=phrases["statement.slide"],
        numbers=phrases["web.numbers"],
        back=phrases["web.back"],
        withheld=phrases["web.withheld"],
        withheld_end=phrases["web.withheld_end"],
    )


def _refuse_unsealed(source: Source) -> None:
    message = "this text is marked for withholding and still stands in the file"
    hint = "seal the dossier first, or build the full edition alone: --edition full"
    problems = [Problem(where, "unsealed", message, hint) for where in source.unsealed()]
    if problems:
        raise ContentError(*problems)
