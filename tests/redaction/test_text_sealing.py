"""Running text: words and parts are marked, sealed, released; every other byte stays (G32)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError, Problem
from pipeline.edition.edition import to_json
from pipeline.edition.formats import Audience
from pipeline.edition.running_text import TextParagraph
from pipeline.edition.texts import strings
from pipeline.redaction import (
    slot_places,
    unmarking,
    vault,
    withheld_needles,
    withholding,
    withholding_parts,
)
from pipeline.redaction.unmarked_repeats import repeats
from pipeline.redaction.withholding import Passage
from pipeline.redaction.yaml_edit import edited_files
from tests.redaction.test_sealing import SLOTS, Bench

BODY = """\
# I. Introduction {#intro}

1. The Council welcomes the report on Quarkland,
   which was sent in June.
2. It invites the Commission: {#ask}
   (a) to report on Quarkberg;
       (i) each year,
       (ii) in Quarkstadt;
   (b) to publish it.
3. Third paragraph, see [see](#ask) and the note[^n].

- a dash on Quarksee
- another one

A plain paragraph on Quarkwald.

## A. Section on Quarkheim {#home}

4. Paragraph of the section[^inner].

| Line | Amount |
|------|-------:|
| Quarkzeile | 12 |

[^inner]: A note on Quarkfuss.

```table Table 1: Costs {#costs}
alt: Costs
header: [Line, Amount]
rows:
  # a comment
  - [Quarkposten, '77']
  - [other, '78']
```

## B. Next

5. After it.

```form
Name: Quarkname
Rank: colonel
```

```statement DK
We think of Quarkdank.
```

[^n]: The note names Quarknote.

# ANNEX I: Title on Quarktitel {#first}

1. In the annex, Quarkanhang.
"""
#: How each part is named, what of it is withheld, and what stands there when it is sealed.
PARTS = {
    "paragraph-1": ("Quarkland", "1. [[r1]]\n2. It"),
    "paragraph-2": ("Quarkberg", "2. [[r1]] {#ask}\n3. Third"),
    "paragraph-2/item-1": ("Quarkstadt", "   (a) [[r1]]\n   (b) to"),
    "paragraph-2/item-1/item-2": ("Quarkstadt", "       (ii) [[r1]]\n   (b)"),
    "paragraph-3/item-1": ("Quarksee", "- [[r1]]\n- another"),
    "paragraph-4": ("Quarkwald", "[[r1]]\n\n## A."),
    "heading-2": ("Quarkposten", "## A. [[r1]] {#home whole}\n\n## B."),
    "table-2": ("Quarkposten", "{#costs}\nwithheld: r1\n```"),
    "form-1": ("Quarkname", "5. After it.\n\n[[r1]]\n\n```statement"),
    "form-1/row-1": ("Quarkname", "```form\n[[r1]]\nRank"),
    "statement-1": ("Quarkdank", "```\n\n[[r1]]\n\n[^n]"),
    "annex-1": ("Quarkanhang", "# ANNEX I: [[r1]] {#first whole}\n"),
}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    (made.folder / "presentation.yaml").unlink(missing_ok=True)
    made.put("body.md", BODY)
    return made


def _whole(bench: Bench, place: str) -> str:
    withholding_parts.withhold_part(bench.folder, f"body.md {place}", "decision-making")
    return bench.text("body.md")


def _public(bench: Bench, values: dict[str, str] | None = None) -> str:
    source = load.load(bench.folder)
    return to_json(compose(source, "public", _secrets(values or {}))).decode()


@pytest.mark.parametrize("place", PARTS)
def test_g32_a_part_of_a_text_is_marked_sealed_and_released_byte_for_byte(
    place: str, bench: Bench
) -> None:
    withheld, stands = PARTS[place]
    marked = _whole(bench, place)
    assert "withhold" in marked
    bench.seal()
    sealed = bench.text("body.md")
    assert withheld not in sealed
    assert stands in sealed
    public = _public(bench, {"r1": "whatever it was"})
    assert withheld not in public
    assert "[REDACTED]" in public
    bench.release("r1")
    assert bench.text("body.md") == BODY


@pytest.mark.parametrize("place", PARTS)
def test_a_mark_of_a_part_of_a_text_is_taken_away_byte_for_byte(place: str, bench: Bench) -> None:
    withholding_parts.withhold_part(bench.folder, f"body.md {place}", "decision-making")
    (mark,) = withholding.listed(_content(bench))
    unmarking.unmark(bench.folder, mark.where.line, mark.where.column, "body.md")
    assert bench.text("body.md") == BODY


@pytest.mark.parametrize("place", PARTS)
def test_the_full_edition_prints_a_part_of_a_text_again(place: str, bench: Bench) -> None:
    withheld, _ = PARTS[place]
    before = _said(bench, "full")
    _whole(bench, place)
    bench.seal()
    held = bench.held()
    assert _said(bench, "full", held) == before
    forms = withheld_needles.forms(load.load(bench.folder), _secrets(held))
    texts = withheld_needles.texts_of(held["r1"], forms["r1"])
    assert any(withheld in text for text in texts)
    assert not any(sign in text for text in texts for sign in ("#", "|", "```", "[^"))


#: Words in the file, how the mark and the slot stand there, and the place's name.
WORDS = {
    "welcomes the report on Quarkland": "1. The Council [[r1]],\n   which",
    "Quarkberg": "(a) to report on [[r1]];",
    "Quarkheim": "## A. Section on [[r1]] {#home}",
    "Quarkzeile": "| [[r1]] | 12 |",
    "Quarkposten": "- [\"[[r1]]\", '77']",
    "Quarkname": "Name: [[r1]]\nRank",
    "Quarkdank": "We think of [[r1]].",
    "DK": "```statement [[r1]]\n",
    "Table 1": "```table [[r1]]: Costs {#costs}",
    "Quarknote": "[^n]: The note names [[r1]].",
    "Quarktitel": "# ANNEX I: Title on [[r1]] {#first}",
    "Quarkland, which was": "report on [[r1]] sent in June.",
    "A plain paragraph on Quarkwald.": "\n\n[[r1]]\n\n## A.",
    "another one": "- [[r1]]\n\nA plain",
}


@pytest.mark.parametrize(("words", "stands"), WORDS.items())
def test_g32_words_of_a_text_are_marked_sealed_and_released_byte_for_byte(
    words: str, stands: str, bench: Bench
) -> None:
    body = BODY.replace("{#costs}", "") if words == "Table 1" else BODY
    stands = stands.replace("{#costs}", "")
    bench.put("body.md", body)
    withholding.withhold(
        bench.folder, Passage(0, words, place="body.md"), "international-relations"
    )
    (mark,) = withholding.listed(_content(bench))
    at = _content(bench).documents["body.md"].lines.index(mark.where.line, mark.where.column)
    assert bench.text("body.md")[at:].startswith("[[international-relations: ")
    bench.seal()
    sealed = bench.text("body.md")
    assert stands in sealed
    (row,) = slot_places.rows(_content(bench), None)
    (place,) = row.places
    at = _content(bench).documents["body.md"].lines.index(place.where.line, place.where.column)
    assert sealed[at:].lstrip("[").startswith("r1]]")
    public = _public(bench, {"r1": "whatever it was"})
    assert words not in public
    assert " ".join(words.split()) in " ".join(_said(bench, "full", bench.held()))
    bench.release("r1")  # YAML that had to be quoted stays so
    assert bench.text("body.md").replace('["Quarkposten"', "[Quarkposten") == body


def test_a_mark_of_words_in_a_text_is_taken_away_byte_for_byte(bench: Bench) -> None:
    for words in ("Quarkberg", "Quarkzeile", "Quarkname", "A plain paragraph on Quarkwald."):
        withholding.withhold(bench.folder, Passage(0, words, place="body.md"), "decision-making")
        (mark,) = withholding.listed(_content(bench))
        unmarking.unmark(bench.folder, mark.where.line, mark.where.column, "body.md")
        assert bench.text("body.md") == BODY


def test_words_are_looked_for_in_the_place_that_is_named(bench: Bench) -> None:
    bench.put("body.md", BODY.replace("colonel", "Quarkdank"))
    with pytest.raises(ContentError, match="2 places"):
        withholding.withhold(bench.folder, Passage(0, "Quarkdank", place="body.md"), "defence")
    passage = Passage(0, "Quarkdank", place="body.md form-1")
    withholding.withhold(bench.folder, passage, "personal-data")
    assert "Rank: [[personal-data: Quarkdank]]" in bench.text("body.md")


def test_g26_an_unmarked_repeat_in_a_text_is_found_at_its_place_and_can_be_allowed_there(
    bench: Bench,
) -> None:
    body = BODY.replace("colonel", "of Quarkdank").replace("In the annex", "In Quark-\n   dank")
    bench.put("body.md", body.replace("We think of Quarkdank", "We think of [[r1]]"))
    bench.put(SLOTS, "slots:\n  r1: {grounds: [personal-data]}\n")
    found = _repeats(bench, {"r1": "Quarkdank"})
    assert [(row.where.line, row.where.column) for row in found] == [(42, 10), (53, 7)]
    assert "in: body.md form-1/row-2/value" in found[0].hint
    assert "in: body.md annex-1/paragraph-1" in found[1].hint
    places = "form-1/row-2/value", "annex-1/paragraph-1"
    rows = ", ".join(f"{{in: body.md {place}, reason: known}}" for place in places)
    allowed = f"slots:\n  r1: {{grounds: [personal-data], repeats_allowed: [{rows}]}}\n"
    bench.put(SLOTS, allowed)
    assert not _repeats(bench, {"r1": "Quarkdank"})


def _repeats(bench: Bench, values: dict[str, str]) -> tuple[Problem, ...]:
    source = load.load(bench.folder)
    return repeats(source, bench.folder, _secrets(values), compose(source, "public"))


def test_g9_the_public_edition_is_the_same_for_other_values_of_every_part(bench: Bench) -> None:
    for place in PARTS:
        bench.put("body.md", BODY)
        bench.put(SLOTS, "slots: {}\n")
        (bench.folder / vault.NAME).unlink(missing_ok=True)
        _whole(bench, place)
        bench.seal()
        without = _public(bench)
        for other in ("", "x", "# A\n\n1. y\n2. z", "– a" * 2000, "```form\nA: b\n```"):
            assert _public(bench, {"r1": other}) == without


def test_g37_withheld_numbered_paragraphs_keep_number_and_marker(bench: Bench) -> None:
    bench.put("body.md", "1. A\n\n2. [[r1]]\n\n3. [[r2]]\n\n4. B\n")
    bench.put(SLOTS, _two("join_adjacent: true\n"))
    assert _marks(bench) == ["1.", "2.", "3.", "4."]
    assert not compose(load.load(bench.folder), "public").cover.notices


def test_g37_counted_paragraphs_are_joined_as_one_and_the_cover_says_so(bench: Bench) -> None:
    body = "---\nnumbering: computed\n---\n\n1. A\n\n1. [[r1]]\n\n1. [[r2]] {#x}\n\n1. B {#y}\n"
    bench.put("body.md", f"{body}\nSee [see](#x) and [see](#y).\n")
    bench.put(SLOTS, _two("join_adjacent: true\n"))
    assert _marks(bench) == ["1.", "2.", "3.", ""]
    edition = compose(load.load(bench.folder), "public")
    assert any("numbers" in notice for notice in edition.cover.notices)
    assert "See 2 and 3." in _said(bench, "public")
    full = {"r1": "one", "r2": "two"}
    assert "See 3 and 4." in _said(bench, "full", full)
    bench.put(SLOTS, _two(""))
    assert _marks(bench) == ["1.", "2.", "3.", "4.", ""]


def _two(setting: str) -> str:
    slots = "slots:\n  r1: {grounds: [personal-data]}\n  r2: {grounds: [decision-making]}\n"
    return setting + slots


def _marks(bench: Bench) -> list[str]:
    (text,) = compose(load.load(bench.folder), "public").texts
    return [block.mark for block in text.blocks if isinstance(block, TextParagraph)]


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ("# Not a paragraph", "1. [[r1]]"),
        ("1. numbered", "[[r1]]"),
        ("two\n\n# and a heading", "[[r1]]"),
        ("no section", "# [[r1]] {whole}"),
        ("# ANNEX I: one\n\n# ANNEX II: two", "# ANNEX I: [[r1]] {whole}"),
        ("a note[^x]", "[[r1]]"),
        ("[[r9]]", "[[r1]]"),
        ("<b>html</b>", "[[r1]]"),
    ],
)
def test_g19_a_value_that_does_not_fit_its_place_is_refused_by_the_name_of_its_slot(
    value: str, body: str, bench: Bench
) -> None:
    bench.put("body.md", f"{body}\n")
    bench.put(SLOTS, "slots:\n  r1: {grounds: [personal-data]}\n")
    with pytest.raises(ContentError) as caught:
        _said(bench, "full", {"r1": value})
    assert [row.code for row in caught.value.problems] == ["bad-withheld-part"]
    assert value not in str(caught.value)


def test_a_part_whose_footnote_would_stay_behind_is_not_sealed(bench: Bench) -> None:
    with pytest.raises(ContentError) as caught:
        withholding_parts.withhold_part(bench.folder, "body.md paragraph-3", "decision-making")
    assert [row.code for row in caught.value.problems] == ["part-holds-notes"]
    assert bench.text("body.md") == BODY


def test_an_annex_in_a_file_of_its_own_takes_its_footnotes_along(bench: Bench) -> None:
    annex = "# ANNEX II: Title\n\n1. Quarkpunkt[^q].\n\n[^q]: Quarkfuss.\n"
    bench.put("annex-2.md", annex)
    withholding_parts.withhold_part(bench.folder, "annex-2.md annex-1", "decision-making")
    bench.seal()
    assert bench.text("annex-2.md") == "# ANNEX II: [[r1]] {whole}\n"
    assert "Quarkfuss." in " ".join(_said(bench, "full", bench.held()))
    bench.release("r1")
    assert bench.text("annex-2.md") == annex


def test_marks_within_a_part_are_sealed_with_it_and_come_back_one_by_one(bench: Bench) -> None:
    withholding.withhold(bench.folder, Passage(0, "Quarkstadt", place="body.md"), "personal-data")
    _whole(bench, "paragraph-2")
    bench.seal()
    assert bench.held()["r1"] == "Quarkstadt"
    assert "[[r1]]" in bench.held()["r2"]
    assert "Quarkstadt" in " ".join(_said(bench, "full", bench.held()))
    bench.release("r2")
    bench.release("r1")
    assert bench.text("body.md") == BODY


def _secrets(values: dict[str, str]) -> dict[str, Secret]:
    return {slot: Secret(text) for slot, text in values.items()}


def _content(bench: Bench) -> edited_files.Content:
    return edited_files.read(bench.folder)


def _said(bench: Bench, audience: Audience, values: dict[str, str] | None = None) -> list[str]:
    edition = compose(load.load(bench.folder), audience, _secrets(values or {}))
    return [text for part in edition.texts for text in strings(part)]


def test_parts_are_sealed_in_a_file_whose_first_lines_are_keys(bench: Bench) -> None:
    body = (
        "---\nnumbering: computed\n---\n\n# A {#a}\n\n1. Quarkpunkt\n\n"
        "| Quark[^n] | b |\n|---|---|\n| c | [[personal-data: Quarkwert]] |\n\n[^n]: d\n\n"
        "# E\n\nf\n"
    )
    bench.put("body.md", body)
    assert "[REDACTED]" not in _public_of_full(bench)
    for place in ("paragraph-1", "heading-2"):
        withholding_parts.withhold_part(bench.folder, f"body.md {place}", "decision-making")
    bench.seal()
    forms = withheld_needles.forms(load.load(bench.folder), _secrets(bench.held()))
    assert set(forms.values()) == {"markdown"}
    for slot in ("r1", "r2", "r3"):
        bench.release(slot)
    assert bench.text("body.md") == body.replace("[[personal-data: Quarkwert]]", "Quarkwert")


def _public_of_full(bench: Bench) -> str:
    return to_json(compose(load.load(bench.folder), "full")).decode()
