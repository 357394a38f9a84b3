"""A mistake of somebody who types is one problem, in its line, with a hint that says what to write.

Each kind of mistake is made in many fields; all names and words are invented.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from pipeline.content import load, model_errors
from pipeline.content.model import parts, slides
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.model.redactions_yaml import Redactions
from pipeline.core.errors import ContentError, Problem

COVER, DECK, SLOTS = "dossier.yaml", "presentation.yaml", "redactions.yaml"

FILES = {
    COVER: """\
number: WK 1/2026 INIT
language: en
date: 2026-03-02
release_date: 2026-04-02
codes: [JAI, FRONT 12]
cover:
  type: working-document
  from: Zyx Secretariat
  to: Delegations
  subject: Zyx subject
  lead_in: Zyx lead in.
""",
    DECK: """\
slides:
  # the first
  - kind: title
    title: Zyx opening
    lines:
      - Zyx one
      - Zyx two
  - kind: bullets
    title: Zyx points
    lead: Zyx lead
    points:
      - Zyx first
      - text: Zyx second
        points:
          - Zyx below
    notes:
      - Zyx note
  - kind: cards
    title: Zyx cards
    cards:
      - label: Zyx card
        text: Zyx card text
      - label: Zyx other
        text: Zyx other text
  - kind: table
    title: Zyx table
    table:
      alt: Zyx alternative
      header: [Zyx A, Zyx B]
      rows:
        - [Zyx c, Zyx d]
        - [Zyx e, Zyx f]
  - kind: map
    title: Zyx map
    map:
      view: europe
      alt: Zyx map text
      legend:
        - label: Zyx legend
          fill: partner
          states: [HRV, FIN]
  - kind: chart
    title: Zyx chart
    chart:
      form: column
      unit: Zyx unit
      alt: Zyx chart text
      categories: [Zyx J, Zyx F]
      series:
        - name: Zyx series
          values: [1, 2]
  - kind: section
    section: II
    title: Zyx section
  - kind: closing
    title: Zyx end "[[gone]]"
""".replace('Zyx end "[[gone]]"', '"Zyx end [[gone]]"'),
    SLOTS: """\
slots:
  gone:
    grounds: [defence]
""",
}  # fmt: skip

#: Lines `key: text` and `- text` of both files: file, number from 1, what stands before the text.
TEXTS = [
    (name, number, found[1])
    for name in (COVER, DECK)
    for number, line in enumerate(FILES[name].splitlines(), 1)
    if (found := re.fullmatch(r"( *(?:- )?(?:[a-z_]+: )?)Zyx [\w .]+", line))
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def with_line(folder: Path, name: str, number: int, line: str) -> list[Problem]:
    """Return the problems of a dossier with one line replaced; none may quote it."""
    rows = FILES[name].splitlines()
    rows[number - 1] = line
    (folder / name).write_text("\n".join(rows) + "\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    assert "Zyx" not in str(caught.value)
    return list(caught.value.problems)


def test_the_content_is_good_before_a_mistake_is_made(folder: Path) -> None:
    assert not load.load(folder).notices
    assert len(TEXTS) > 20


#: what is typed for a text: the code, words of the message or hint
TYPED = {
    "Zyx: a plan": ("bad-yaml", "because of its ': ', put quotation marks around the whole text"),
    "Zyx a, b: c": ("bad-yaml", "because of its ': ', put quotation marks around the whole text"),
    "\u201cZyx\u201d: a plan": ("bad-yaml", 'straight quotation marks (") around the whole text'),
    "*Zyx* words": ("yaml-alias", "a text cannot begin with '*'"),
    "**Zyx**": ("yaml-alias", "put quotation marks around the whole text"),
    "& Zyx": ("yaml-alias", "put quotation marks around the whole text"),
    "% of Zyx": ("bad-yaml", "a text cannot begin with '%'"),
    "@Zyx": ("bad-yaml", "a text cannot begin with '@'"),
    "`Zyx`": ("bad-yaml", "a text cannot begin with '`'"),
    "!Zyx words": ("yaml-tag", "put quotation marks around the whole text"),
    "[[gone]]": ("unquoted-slot", 'write "[[…]]", with quotation marks around the whole text'),
    "[[gone]] and Zyx": ("unquoted-slot", "with quotation marks around the whole text"),
    "[[defence: Zyx]]": ("unquoted-slot", "with quotation marks around the whole text"),
    '"Zyx" & more': ("bad-yaml", "goes on behind its closing quotation mark"),
    "'Zyx' isn't": ("bad-yaml", 'put double quotation marks (") around the whole text'),
    '"Zyx" isn\'t': ("bad-yaml", "write each single one within it twice ('')"),
    '"Zyx" and "more"': ("bad-yaml", "the double ones stay as they are"),
    '"Zyx \\" a" more': ("bad-yaml", "move the closing mark behind the last word"),
    '"Zyx words': ("bad-yaml", "the quotation mark that opens here is not closed"),
    "'Zyx words": ("bad-yaml", "the quotation mark that opens here is not closed"),
    "[Zyx words": ("bad-yaml", "the bracket that opens here is not closed"),
}


@pytest.mark.parametrize("typed", TYPED)
def test_what_wants_quotation_marks_is_told_at_its_text(folder: Path, typed: str) -> None:
    code, words = TYPED[typed]
    wrong: list[str] = []
    for name, number, before in TEXTS:
        is_entry = before.strip() == "-"
        if is_entry and ": " in typed and typed[0] not in "[!\"'":
            continue  # read as a key and its value, see below
        (folder / COVER).write_text(FILES[COVER], "utf-8")
        (folder / DECK).write_text(FILES[DECK], "utf-8")
        found = with_line(folder, name, number, f"{before}{typed}".rstrip())
        # what stood there may be missed elsewhere only if it is a slot
        found = [row for row in found if row.code not in {"unused-slot", "slot-used-twice"}]
        said = str(found[0])
        right = (
            len(found) == 1
            and found[0].where.line == number
            and words in said
            and (not code or found[0].code == code)
            and 1 <= found[0].where.column <= len(before + typed) + 1
        )
        if not right:
            wrong.append(f"{name}:{number} {before!r}: {[str(row) for row in found]}")
    assert not wrong, "\n".join(wrong)


ENTRIES = [row for row in TEXTS if row[2].strip() == "-"]


@pytest.mark.parametrize(("name", "number", "before"), ENTRIES)
def test_an_entry_that_holds_a_colon_is_one_problem(
    folder: Path, name: str, number: int, before: str
) -> None:
    (problem,) = with_line(folder, name, number, f"{before}Zyx: words")
    assert (problem.where.line, problem.code) == (number, "not-a-text")
    assert "put quotation marks around the whole text" in problem.hint


#: what is typed for an entry in brackets: the code, words of the message or hint, column
IN_BRACKETS = {
    "Zyx: a": ("not-a-text", "put quotation marks around this entry alone", 0),
    "Zyx: a: b": ("bad-yaml", "put quotation marks around this entry alone", 6),
    "\u201cZyx\u201d: a": ("not-a-text", "the typographic ones stay as they are", 0),
    "*Zyx* a": ("yaml-alias", "around this entry alone", 0),
    "& Zyx": ("yaml-alias", "around this entry alone", 0),
    "%Zyx": ("bad-yaml", "around this entry alone", 0),
    "!Zyx a": ("yaml-tag", "around this entry alone", 0),
    "[[gone]]": ("unquoted-slot", "the other entries stay as they are", 0),
    "[[gone]] Zyx": ("unquoted-slot", "the other entries stay as they are", 0),
    "Zyx [[gone]] a": ("bad-yaml", "a '[' is not expected here", 4),
    '"Zyx" & a': ("bad-yaml", "goes on behind its closing quotation mark", 6),
    '"Zyx" a': ("bad-yaml", "the last word of this entry", 6),
    '"Zyx" "a"': ("bad-yaml", "write a comma between two entries", 6),
    "~": ("empty-text", "'~' and 'null' are read as nothing", 0),
}


@pytest.mark.parametrize("typed", IN_BRACKETS)
@pytest.mark.parametrize(
    "before", ["    points: [", "    points: [Zyx a, ", '    points: ["Zyx, *", ']
)
def test_an_entry_in_brackets_is_told_to_be_quoted_alone(
    folder: Path, typed: str, before: str
) -> None:
    code, words, offset = IN_BRACKETS[typed]
    text = FILES[DECK].replace(
        "    lead: Zyx lead\n    points:\n      - Zyx first\n      - text: Zyx second\n"
        "        points:\n          - Zyx below\n",
        f"{before}{typed}, Zyx b]\n",
    )
    (folder / DECK).write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    found = [row for row in caught.value.problems if row.code != "slot-used-twice"]
    number = 1 + text.splitlines().index(f"{before}{typed}, Zyx b]")
    assert "Zyx" not in str(caught.value)
    assert [(row.code, row.where.line) for row in found] == [(code, number)]
    assert words in str(found[0])
    assert found[0].where.column == len(before) + offset + 1


def test_a_line_before_a_mistake_is_not_taken_for_it(folder: Path) -> None:
    """Signs within quotation marks, or behind a comma of a text, are letters."""
    for innocent in ('["Zyx, *a*", "b, [[gone]]"]', "Zyx, *a* and % more, [[gone]]"):
        text = FILES[DECK].replace("lead: Zyx lead", f"lead: {innocent}\n    subtitle: Zyx: a")
        (folder / DECK).write_text(text, "utf-8")
        with pytest.raises(ContentError) as caught:
            load.load(folder)
        (problem,) = caught.value.problems
        assert text.splitlines()[problem.where.line - 1].strip() == "subtitle: Zyx: a"
        assert "because of its ': '" in problem.hint


def test_every_fill_of_a_map_is_told_with_its_look() -> None:
    assert set(model_errors.FILLS) == set(
        get_args(parts.LegendEntry.model_fields["fill"].annotation)
    )


@pytest.mark.parametrize(
    ("name", "has_folder", "message", "hint"),
    [
        ("pic.png", False, "there is no such picture", "make a folder named media"),
        ("pic.png", True, "there is no such picture", "correct its name here"),
        ("pic.svg", True, "a picture is a PNG or a JPEG", "write that file's name here"),
        ("a/pic.png", True, "this names folders", "without a path"),
    ],
)
def test_a_picture_that_is_not_found_says_what_to_do(
    folder: Path, name: str, has_folder: bool, message: str, hint: str
) -> None:
    if has_folder:
        (folder / "media").mkdir()
    slide = f"  - kind: image\n    title: Zyx\n    image: {{file: {name}, alt: Zyx}}\n"
    (folder / DECK).write_text(FILES[DECK] + slide, "utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint


#: all lines with a key or a dash that can be moved: file, number, line
KEYS = [
    (name, number, line)
    for name, text in FILES.items()
    for number, line in enumerate(text.splitlines(), 1)
    if line.strip() and not line.strip().startswith("#")
]


def one_problem(problems: list[Problem], number: int, words: str) -> str:
    """Return what is wrong with what was told; nothing if it is one problem, in its line."""
    if len(problems) != 1:
        return f"{len(problems)} problems: {[str(row) for row in problems]}"
    (row,) = problems
    right = row.where.line == number and words in str(row)
    return "" if right else str(row)


@pytest.mark.parametrize("kind", ["tab", "no space behind the colon", "no space behind the dash"])
def test_white_space_that_is_wrong_is_one_problem_in_its_line(folder: Path, kind: str) -> None:
    wrong: list[str] = []
    for name, number, line in KEYS:
        if kind == "tab" and line.startswith("  "):
            changed, words = f"\t{line.lstrip()}", "spaces in its place"
        elif kind == "no space behind the colon" and re.search(r"[a-z_]: [A-Za-z]", line):
            changed, words = re.sub(r"([a-z_]): ", r"\1:", line, count=1), "behind this ':'"
        elif kind == "no space behind the dash" and re.match(r" *- \w+: ", line):
            changed, words = line.replace("- ", "-", 1), "behind this '-'"
        else:
            continue
        for other, text in FILES.items():
            (folder / other).write_text(text, "utf-8")
        if fault := one_problem(with_line(folder, name, number, changed), number, words):
            wrong.append(f"{name}:{number} {changed!r}: {fault}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("by", [-1, 1])
def test_a_line_that_is_indented_by_too_few_or_many_spaces_says_how_many(
    folder: Path, by: int
) -> None:
    """Where the moved line can be read in another good way, what is wrong then is told."""
    told, others = 0, list[str]()
    for name, number, line in KEYS:
        margin = len(line) - len(line.lstrip())
        if not margin:
            continue
        for other, text in FILES.items():
            (folder / other).write_text(text, "utf-8")
        changed = " " * (margin + by) + line.lstrip()
        rows = FILES[name].splitlines()
        rows[number - 1] = changed
        (folder / name).write_text("\n".join(rows) + "\n", "utf-8")
        try:
            load.load(folder)
        except ContentError as error:
            first = error.problems[0]
            near = abs(first.where.line - number) <= 1
            if (near and f"{margin} space" in str(first)) or (
                "are expected" in str(first) and near
            ):
                told += 1
            else:
                others.append(f"{name}:{number} {changed!r}: {first}")
    assert told > 3 * len(others), "\n".join(others)


@dataclass(frozen=True)
class Wrong:
    """A value or a key in place of another: file, line as it was and is, code, words."""

    file: str
    was: str
    now: str
    code: str
    words: str


VALUES = [
    Wrong(COVER, "date: 2026-03-02", "date: 2026-02-31", "bad-date", "there is no such day"),
    Wrong(COVER, "date: 2026-03-02", "date: 2.3.2026", "bad-date", "write YYYY-MM-DD"),
    Wrong(COVER, "language: en", "language: english", "bad-form", "did you mean 'en'?"),
    Wrong(COVER, "language: en", "language: EN", "bad-form", "did you mean 'en'?"),
    Wrong(COVER, "language: en", "language: Deutsch", "bad-form", "did you mean 'de'?"),
    Wrong(COVER, "codes: [JAI, FRONT 12]", "codes: JAI", "not-a-list", "[first, second]"),
    Wrong(COVER, "codes: [JAI, FRONT 12]", "codes: [jai]", "bad-form", "such as FRONT 12"),
    Wrong(COVER, "  type: working-document", "  type: working document", "unknown-value",
          "did you mean 'working-document'?"),
    Wrong(COVER, "  to: Delegations", "  tos: Delegations", "unknown-key", "did you mean 'to'?"),
    Wrong(COVER, "  to: Delegations", "  to: Delegations\n  contents: true", "unknown-key",
          "it belongs at the top of the file, not indented"),
    Wrong(COVER, "language: en", "language: en\nsubject: Zyx", "unknown-key",
          "it belongs below 'cover:'"),
    Wrong(DECK, "  - kind: cards", "  - kind: card", "unknown-kind", "did you mean 'cards'?"),
    Wrong(DECK, "  - kind: bullets", "  - kind: Bullets", "unknown-kind",
          "did you mean 'bullets'?"),
    Wrong(DECK, "    title: Zyx cards", "    titel: Zyx cards", "unknown-key",
          "did you mean 'title'?"),
    Wrong(DECK, "      alt: Zyx alternative", "      alternative: Zyx alternative", "unknown-key",
          "did you mean 'alt'?"),
    Wrong(DECK, "    title: Zyx cards", "    title: Zyx cards\n    quote: Zyx", "unknown-key",
          "it belongs in a slide of kind quote"),
    Wrong(DECK, "          fill: partner", "          fill: partners", "unknown-value",
          "did you mean 'partner'?"),
    Wrong(DECK, "          states: [HRV, FIN]", "          states: [HR, FIN]", "bad-form",
          "did you mean 'HRV'?"),
    Wrong(DECK, "          states: [HRV, FIN]", "          states: [HRV, Finland]", "bad-form",
          "did you mean 'FIN'?"),
    Wrong(DECK, "          states: [HRV, FIN]", "          states: [HRV, EL]", "bad-form",
          "did you mean 'GRC'?"),
    Wrong(DECK, "          states: [HRV, FIN]", "          states: [HRV, FIM]", "unknown-state",
          "ISO 3166-1"),
    Wrong(DECK, "      form: column", "      form: columns", "unknown-value",
          "did you mean 'column'?"),
    Wrong(DECK, "          values: [1, 2]", '          values: ["1,5", 2]', "not-a-number",
          "write a point before decimals, no comma"),
    Wrong(DECK, "    section: II", "    section: 2", "bad-form", "Roman numeral"),
    Wrong(DECK, "      alt: Zyx alternative\n", "", "missing-key",
          "behind 6 spaces like the keys here – what the table tells"),
    Wrong(DECK, "    section: II\n", "", "missing-key", "add 'section:'"),
    Wrong(DECK, "    title: Zyx cards", "    title: [Zyx, cards]", "not-a-text",
          "leave out the '[ ]'"),
    Wrong(DECK, "    title: Zyx cards", "    title: ~", "empty-text",
          "'~' and 'null' are read as nothing"),
    Wrong(DECK, "          fill: partner", "          fill: blue", "unknown-value",
          "no colour can be chosen"),
    Wrong(DECK, "          fill: partner", "          fill: partner\n          colour: red",
          "unknown-key", "no colour can be chosen"),
    Wrong(DECK, "          states: [HRV, FIN]", "          states: [HRV, GER]", "unknown-state",
          "did you mean 'DEU'?"),
    Wrong(COVER, "number: WK 1/2026 INIT", "number: WK 1/26", "bad-number",
          "write it like 'WK 1/2026 INIT'"),
    Wrong(COVER, "number: WK 1/2026 INIT", "number: 1/2026", "bad-number",
          "write it like '14374/17'"),
    Wrong(DECK, "    points:\n      - Zyx first\n      - text: Zyx second\n        points:\n"
          "          - Zyx below\n", "    points:\n", "not-a-list", "nothing is written"),
    Wrong(DECK, "[[gone]]", "[[gonne]]", "unknown-slot", "did you mean 'gone'"),
    Wrong(SLOTS, "[defence]", "[defense]", "unknown-ground", "did you mean 'defence'?"),
    Wrong(SLOTS, "    grounds: [defence]", "    ground: [defence]", "unknown-key",
          "did you mean 'grounds'?"),
    Wrong(SLOTS, "    grounds: [defence]", "    grounds: [defence]\n  gone:\n    grounds: []",
          "duplicate-key", "the first stands in line 2"),
]  # fmt: skip


@pytest.mark.parametrize("wrong", VALUES, ids=lambda one: one.now.strip() or one.code)
def test_a_wrong_key_or_value_is_one_problem_that_says_what_was_meant(
    folder: Path, wrong: Wrong
) -> None:
    path = folder / wrong.file
    text = path.read_text("utf-8")
    assert wrong.was in text
    path.write_text(text.replace(wrong.was, wrong.now, 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    found = caught.value.problems
    assert [row.code for row in found] == [wrong.code], str(caught.value)
    assert wrong.words in str(found[0])
    assert "Zyx" not in str(found[0])


@pytest.mark.parametrize("name", ["/home/zyx/pic.png", "media/pic.png", "C:\\\\pic.png"])
def test_a_picture_with_a_path_is_one_problem_that_says_where_it_belongs(
    folder: Path, name: str
) -> None:
    text = (
        FILES[DECK] + f'  - kind: image\n    title: Zyx\n    image: {{file: "{name}", alt: Zyx}}\n'
    )
    (folder / DECK).write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    (problem,) = caught.value.problems
    assert problem.code == "bad-form"
    assert "folder media" in problem.hint


@pytest.mark.parametrize("form", ["pie", "doughnut", "column"])
def test_a_value_that_is_no_number_is_told_alone(folder: Path, form: str) -> None:
    text = (
        FILES[DECK]
        .replace("form: column", f"form: {form}")
        .replace("values: [1, 2]", 'values: ["1,5", "2,5"]')
    )
    (folder / DECK).write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    assert {row.code for row in caught.value.problems} == {"not-a-number"}


def test_every_pattern_of_a_field_has_its_form_in_words() -> None:
    patterns: set[str] = set()
    for model in (Dossier, Redactions, slides.Presentation):
        patterns |= set(re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', str_schema(model)))
    assert {one.replace("\\\\", "\\") for one in patterns} <= set(model_errors.FORMS)


def str_schema(model: type[parts.Authored]) -> str:
    return json.dumps(model.model_json_schema(by_alias=True))


#: (a line of the deck, what is put into it, column)
SIGNS = ["\x01", "\x1b", "\x7f", "\ufffe"]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda one: f"{ord(one):04X}")
def test_a_character_that_no_file_may_hold_is_told_at_its_own_place(
    folder: Path, sign: str
) -> None:
    for name, number, before in TEXTS[::4]:
        (folder / COVER).write_text(FILES[COVER], "utf-8")
        (folder / DECK).write_text(FILES[DECK], "utf-8")
        (problem,) = with_line(folder, name, number, f"{before}ab{sign}c")
        assert (problem.where.line, problem.where.column) == (number, len(before) + 3)
        assert problem.code == "forbidden-character"
        assert f"U+{ord(sign):04X}" in problem.message


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_are_counted_as_an_editor_counts_them(folder: Path, sign: str, ending: str) -> None:
    text = FILES[DECK].replace("  # the first", f"  # the{sign} first{sign}")
    text = text.replace("Zyx points", f"Zyx{sign} points{sign}")
    text = text.replace("kind: closing", "kind: clozing").replace("\n", ending)
    (folder / DECK).write_bytes(text.encode())
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    number = 1 + FILES[DECK].splitlines().index("  - kind: closing")
    assert [(row.where.line, row.where.column) for row in caught.value.problems] == [(number, 11)]


@pytest.mark.parametrize("deep", ["[", "{a: ", "- "])
@pytest.mark.parametrize("count", [100, 5_000, 25_000])
def test_lists_in_lists_without_end_are_one_problem(folder: Path, deep: str, count: int) -> None:
    closing = {"[": "]", "{a: ": "}"}.get(deep, "x")
    text = "slides:\n  " + deep * count + (closing * count if closing != "x" else "x") + "\n"
    (folder / DECK).write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    (problem,) = caught.value.problems
    assert problem.code == "too-large"
    assert problem.where.line == 2


@pytest.mark.parametrize("cut", range(0, 900, 23))
def test_no_place_lies_outside_of_a_file_that_ends_too_early(folder: Path, cut: int) -> None:
    for tail in ("", '"', "[", "{", "'", "|", "? ", "\t", "\\"):
        text = FILES[DECK][:cut] + tail
        (folder / DECK).write_text(text, "utf-8")
        try:
            load.load(folder)
        except ContentError as error:
            lines = re.split(r"\r\n?|\n", text)
            for row in error.problems:
                if row.where.line and row.where.file.endswith(DECK):
                    assert row.where.line <= len(lines), str(row)
                    width = len(lines[row.where.line - 1])
                    assert row.where.column <= max(width, 1) + 1, str(row)


def test_a_letter_in_folded_lines_is_told_where_it_stands(folder: Path) -> None:
    text = FILES[DECK].replace(
        "    lead: Zyx lead", "    lead: >-\n      words on a line\n      and more [[nowhere]] here"
    )
    (folder / DECK).write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    (problem,) = caught.value.problems
    line = text.splitlines()[problem.where.line - 1]
    assert line[problem.where.column - 1 :].startswith("[[nowhere]]")


def test_a_file_that_is_not_utf_8_says_where(folder: Path) -> None:
    (folder / DECK).write_bytes(FILES[DECK].replace("Zyx opening", "Zyx öffnen").encode("latin-1"))
    with pytest.raises(ContentError) as caught:
        load.load(folder)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.line, problem.where.column) == ("not-utf-8", 4, 16)
