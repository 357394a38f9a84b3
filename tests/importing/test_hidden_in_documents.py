"""Words that no page of a document shows stay behind, wherever Word keeps them (G38)."""

from __future__ import annotations

import pytest

from pipeline.audit.original import proof
from tests.importing.conftest import Import
from tests.support import hidden_parts_of_documents
from tests.support.thinned import thinned

#: Places that are no words of the document: codes, names, choices, other programs' data. What else
#: is hidden is told.
_UNTOLD = frozenset(
    ("old-look", "old-number", "choices-of-a-control", "name-of-a-tag", "bookmark", "permission",
     "untaken-branch", "field-within-a-field", "words-of-a-field", "index-entry", "set-field",
     "field-code", "simple-field", "choices-of-a-form", "data-of-a-field", "unknown-wrapper",
     "unknown-run-part", "comment-range", "second-choice", "unshown-field-within-a-formula",
     "chunks-of-a-picture", "exif-of-a-picture", "path-as-name", "tooltip-of-a-link",
     "workbook-of-a-chart", "hidden-row-of-a-chart-without-numbers", "filtered-series-of-a-chart",
     "number-that-is-hidden")
)  # fmt: skip


@pytest.mark.parametrize("kind", thinned(hidden_parts_of_documents.KINDS, 4))
def test_g38_a_word_that_no_page_shows_stays_behind(kind: str, imported: Import) -> None:
    data = hidden_parts_of_documents.document(kind)
    made = imported(data, name="given.docx")
    assert hidden_parts_of_documents.word_of(kind).lower() not in made.everything.lower()
    assert hidden_parts_of_documents.OPEN in made.text
    told = [row for row in made.items() if row["why"] not in {"", "language"}]
    assert bool(told) or kind in _UNTOLD
    assert [*proof.findings(data, "given.docx", made.folder)] == []
