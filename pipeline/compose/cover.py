"""Cover page of a Council document, from its fields and its language's fixed phrases."""

from __future__ import annotations

from pipeline.compose.opener import Opener
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.edition.cover import Cover, CoverRow


def compose(dossier: Dossier, opener: Opener) -> Cover:
    """Compose the cover without what depends on the whole edition (see ``finish``)."""
    phrases, text = opener.phrases, dossier.cover
    working_paper = dossier.number.series == "WK"
    rows = (
        ("from", text.sender),
        ("to", text.to),
        ("on", text.on),
        ("previous", text.previous),
        ("commission", text.commission),
        ("subject", text.subject),
        ("enclosure", text.enclosure),
    )
    original = phrases["original"].format(language=dossier.original) if dossier.original else ""
    return Cover(
        institution=phrases["institution"],
        secretariat=phrases["secretariat"],
        place_date=phrases["place_date"].format(
            place=dossier.place or phrases["place"],
            date=phrases.date(dossier.date, padded=working_paper),
        ),
        original=original,
        number=dossier.number.printed,
        file=f"{phrases['file']} {dossier.file}" if dossier.file else "",
        marking=dossier.marking or "",
        codes=dossier.codes,
        disclaimer=phrases["disclaimer"] if working_paper else "",
        document_type=phrases[f"type.{text.type}"],
        rows=tuple(
            CoverRow(label=phrases[key], lines=tuple(opener.runs(line) for line in lines))
            for key, lines in rows
            if lines
        ),
        lead_in=opener.runs(text.lead_in),
        enclosure_author=opener.runs(text.enclosure_author) if text.enclosure_author else (),
    )


def finish(cover: Cover, dossier: Dossier, opener: Opener) -> Cover:
    """Add what depends on the composed slides: stamp, justifications and notices."""
    phrases = opener.phrases
    stamp, notices = "", list[str]()
    if opener.audience == "public" and opener.slots and dossier.release_date:
        stamp = phrases["stamp"].format(date=f"{dossier.release_date:%d.%m.%Y}")
    if opener.shown:
        notices.append(phrases["shading_notice"])
    if opener.audience == "full" and opener.relied_on:
        notices.append(phrases["not_held_notice"])
    grounds = opener.justification(opener.relied_on)
    return cover.model_copy(
        update={
            "stamp": stamp,
            "notices": tuple(notices),
            "justifications": phrases["justifications"].format(grounds=grounds) if grounds else "",
        }
    )
