"""Statement of reasons: a document that gives, for each marker, its ground and reason.

It is made from the public edition alone, so it can hold nothing that the edition does not: the
markers' numbers and places, their grounds with the legal references, and the reviewer's reasons.
"""

from __future__ import annotations

from pipeline.compose.marker_places import place_names
from pipeline.compose.markers import in_order, references, table_slide
from pipeline.edition.edition import Edition
from pipeline.edition.runs import TextRun
from pipeline.resources import labels


def statement(edition: Edition, phrases: labels.Labels) -> Edition:
    """Return the statement as an edition of its own: the same cover, and a table of reasons.

    Args:
        edition: public, fitted: slide numbers are final.
        phrases: of its language.
    """
    places = place_names(edition, phrases)
    columns = ("number", "place", "ground", "reference", "reason")
    header = [phrases[f"statement.{name}"] for name in columns]
    rows = [
        [
            run.numeral or str(run.number),
            places[run.number],
            run.label,
            references(run.grounds),
            run.reason,
        ]
        for run in in_order(edition)
    ]
    lead_in = phrases["statement.lead_in"].format(number=edition.reference)
    cover = edition.cover.model_copy(
        update={
            "document_type": phrases["statement.type"],
            "rows": (),
            "below": (),
            "department": (),
            "telephone": (),
            "lead_in": (TextRun(text=lead_in),),
            "enclosure_author": (),
        }
    )
    title = phrases["statement.title"]
    return edition.model_copy(
        update={
            "file_stem": f"{edition.file_stem}.reasons",
            "title": f"{title} – {edition.reference}",
            "author": edition.cover.institution,
            "contents_title": "",
            "slide_word": "",
            "cover": cover,
            "slides": (table_slide(1, title, [header, *rows]),),
            "texts": (),
            "texts_before": 0,
            "begins_on_cover": False,
        }
    )
