"""Seal and release: words move, every other byte stays, and no interruption loses a value."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.content import load, replace_files, yaml_letters
from pipeline.content.model.redactions_yaml import SlotDeclaration
from pipeline.content.secret import Secret
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import ContentError, WriteError
from pipeline.redaction import recipients, releasing, sealing, slot_places, vault
from pipeline.redaction.yaml_edit import declarations, edited_files
from tests.conftest import MINI

DECK, COVER, SLOTS = "presentation.yaml", "dossier.yaml", "redactions.yaml"
WORDS = "Zyxwvut Qponml"
Opened = dict[str, str]

HEAD = """\
number: WK 1/2024 INIT
language: en
date: 2024-03-14
release_date: 2024-05-31
codes: [JAI]
cover: {type: note, from: A, to: B, subject: C, lead_in: D}
"""


class Bench:
    """A dossier in a folder of its own, with a key beside it."""

    def __init__(self, root: Path) -> None:
        self.folder, self.key = root / "x", root / "key.txt"
        self.folder.mkdir()
        public = vault.generate(self.key)
        (self.folder / vault.RECIPIENTS).write_text(f"{public}\n")
        self.put(COVER, HEAD)

    def put(self, name: str, text: str) -> None:
        (self.folder / name).write_bytes(text.encode())

    def text(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def deck(self, *points: str) -> None:
        """Write a deck whose points are given as they stand behind the dash."""
        lines = "".join(f"      - {point}\n" for point in points)
        self.put(DECK, f"slides:\n  - kind: bullets\n    title: T\n    points:\n{lines}")

    def yaml(self) -> dict[str, str]:
        return {path.name: self.text(path.name) for path in self.folder.glob("*.yaml")}

    def seal(self) -> sealing.Sealing:
        return sealing.seal(self.folder, self.key)

    def release(self, slot: str) -> None:
        releasing.release(self.folder, slot, self.key)

    def held(self) -> Opened:
        return {name: one.reveal() for name, one in vault.read(self.folder, self.key).items()}

    def refused(self, action: Callable[[], object], code: str) -> str:
        """Run what must fail, and return what it says; nothing may have changed."""
        before = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        with pytest.raises((ContentError, WriteError)) as caught:
            action()
        assert code in {problem.code for problem in caught.value.problems}
        assert before == {path.name: path.read_bytes() for path in self.folder.iterdir()}
        said = str(caught.value)
        assert not any(word in said for word in WORDS.split())
        return said


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


#: (as it stands behind the dash of a list item, the value that is sealed)
STYLES = [
    ("a [[personal-data:Jane]] b", "Jane"),
    ('"[[personal-data: Jane Doe]]"', "Jane Doe"),
    ("'it''s [[personal-data: Jane''s]] turn'", "Jane's"),
    ('"a \\"q\\" [[personal-data: J\\u00e9r\\xf4me \\\\ \\"x\\"]] b"', 'Jérôme \\ "x"'),
    ('"a \\\n        b [[personal-data: Jane\n        Doe]] c"', "Jane Doe"),
    (">-\n        one [[personal-data: Jane\n        Doe]] two\n        three", "Jane Doe"),
    ("|\n        one [[personal-data: J. # Doe: x]]\n        two", "J. # Doe: x"),
    ("> # why\n        [[personal-data: Jane]]\n\n          indented more", "Jane"),
    ("|2+\n        [[personal-data: Jane]] b\n", "Jane"),
    ('{text: "[[personal-data: Jane]], b", points: [c]}', "Jane"),
    ('"\U0001f600 [[personal-data: \U0001f600 x]] \\U0001F600"', "\U0001f600 x"),
    ('"**[[personal-data: Jane]]** and *b*"', "Jane"),
    ('"see [this]([[personal-data: https://secret.eu/a?b=1&c=2]]) page"', "https://secret.eu/a?b=1&c=2"),
]  # fmt: skip


def added(text: str, slots: dict[str, str]) -> str:
    """Return redactions.yaml with new slots, each on one ground."""
    given = {
        slot: SlotDeclaration.model_validate({"grounds": [ground]})
        for slot, ground in slots.items()
    }
    return declarations.with_slots(text, given)


def unmarked(text: str) -> str:
    return text.replace("[[personal-data: ", "").replace("[[personal-data:", "").replace("]]", "")


@pytest.mark.parametrize(("point", "value"), STYLES)
def test_g32_seal_and_release_give_back_every_byte_in_all_styles_of_yaml(
    bench: Bench, point: str, value: str
) -> None:
    bench.deck("first", point, "last  # a comment")
    marked = bench.text(DECK)
    done = bench.seal()
    assert [(one.slot, one.ground) for one in done.sealed] == [("r1", "personal-data")]
    assert bench.held() == {"r1": value}
    sealed = bench.text(DECK)
    assert sealed.count("[[r1]]") == 1
    assert value not in sealed
    begin, end = marked.index("[[personal-data"), len(marked) - marked.index("]]") - 2
    assert sealed == f"{marked[:begin]}[[r1]]{marked[-end:]}", "only the marked letters change"
    bench.release("r1")
    assert bench.text(DECK) == unmarked(marked)
    assert bench.text(SLOTS) == "slots: {}\n"
    assert bench.held() == {}
    load.load(bench.folder)


LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")), max_size=12
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=LETTERS,
    words=LETTERS.filter(lambda words: any(map(str.isalnum, words))),
    after=LETTERS,
    style=st.sampled_from(["plain", "single", "double", "folded", "literal", "flow"]),
)
def test_g32_any_words_in_any_style_are_sealed_and_released_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, before: str, words: str, after: str, style: str
) -> None:
    bench = Bench(tmp_path_factory.mktemp("any"))
    words = words.strip()
    assume(words and "]" not in words + after[:1])
    before, after = f"a {before}", f"{after} b"
    marked = f"{before}[[personal-data:{'' if style == 'plain' else ' '}{words}]]{after}"
    bench.deck(
        {
            "plain": marked,
            "single": "'" + marked.replace("'", "''") + "'",
            "double": '"' + marked.replace("\\", "\\\\").replace('"', '\\"') + '"',
            "folded": f">-\n        {marked}\n        more",
            "literal": f"|\n        {marked}",
            "flow": "{text: '" + marked.replace("'", "''") + "'}",
        }[style]
    )
    try:
        source = load.load(bench.folder)
    except ContentError:
        assume(False)  # not good YAML or markup to begin with
        return
    text = bench.text(DECK)
    done = bench.seal()
    assume(done.sealed)
    assert len(source.presentation.slides) == 1
    sealed, held = bench.text(DECK), bench.held()
    syntax = set("\\*_[]") & set(before + words + after)
    try:
        bench.release("r1")
    except ContentError:
        assert syntax, "only words that join the inline syntax around them may be refused"
        assert (bench.text(DECK), bench.held()) == (sealed, held)
        return
    plain = text.replace("[[personal-data:" + ("" if style == "plain" else " "), "", 1)
    at = plain.index("]]", len(plain) - len(plain.split("points:")[1]))
    expected = plain[:at] + plain[at + 2 :]
    if not syntax:
        assert bench.text(DECK) == expected
    load.load(bench.folder)


def test_g6_slots_are_numbered_in_the_order_of_the_files_and_never_collide(bench: Bench) -> None:
    bench.put(COVER, HEAD.replace("C,", '"[[defence: Z]]",'))
    bench.deck('"[[personal-data: B]] and [[defence: A]]"', '"[[r7]] [[personal-data: B]]"')
    bench.put(SLOTS, "slots:\n  r7: {grounds: [defence]}\n")
    bench.seal()
    assert bench.held() == {"r8": "Z", "r9": "B", "r10": "A", "r11": "B"}
    assert "[[r9]] and [[r10]]" in bench.text(DECK)
    slots = load.load(bench.folder).redactions.slots
    grounds = {slot: slots[slot].grounds[0].ground for slot in slots}
    assert grounds["r9"] == grounds["r11"] == "personal-data"
    assert grounds["r8"] == grounds["r10"] == "defence"


def test_nothing_marked_changes_nothing_and_needs_no_key(bench: Bench) -> None:
    bench.deck("a")
    before = bench.yaml()
    assert sealing.seal(bench.folder, None) == sealing.Sealing()
    assert bench.yaml() == before
    assert not vault.exists(bench.folder)


def test_g18_a_first_seal_needs_no_key_and_the_next_one_does(bench: Bench) -> None:
    bench.deck('"[[defence: one]]"')
    sealing.seal(bench.folder, None)
    bench.deck('"[[r1]] [[defence: two]]"')
    bench.refused(lambda: sealing.seal(bench.folder, None), "no-key")
    bench.seal()
    assert bench.held() == {"r1": "one", "r2": "two"}


def test_a_seal_without_recipients_changes_nothing(bench: Bench) -> None:
    bench.deck(f'"[[defence: {WORDS}]]"')
    (bench.folder / vault.RECIPIENTS).unlink()
    bench.refused(bench.seal, "no-recipients")


def test_problems_of_the_dossier_are_reported_and_nothing_is_sealed(bench: Bench) -> None:
    bench.deck(f'"[[defence: {WORDS}]] [[personal: {WORDS}]]"')
    bench.refused(bench.seal, "unknown-ground")
    bench.put(COVER, HEAD.replace("release_date: 2024-05-31\n", ""))
    bench.deck(f'"[[defence: {WORDS}]]"')
    bench.refused(bench.seal, "missing-key")
    shutil.rmtree(bench.folder)
    with pytest.raises(ContentError, match="no-dossier"):
        bench.seal()


def test_g32_comments_line_ends_and_a_byte_order_mark_stay(bench: Bench) -> None:
    deck = (
        "\ufeff# top\r\nslides:\r\n  # why\r\n  - kind:   bullets\r\n    title: 'T' # t\r\n"
        "    points: ['[[defence: x]]',   b]\r\n"
    )
    bench.put(DECK, deck)
    bench.put(SLOTS, "# mine\r\nmarker: plain\r\nslots:   {}  # none\r\n# end")
    bench.seal()
    assert bench.text(DECK) == deck.replace("[[defence: x]]", "[[r1]]")
    assert bench.text(SLOTS) == (
        "# mine\r\nmarker: plain\r\nslots:   {r1: {grounds: [defence]}}  # none\r\n# end"
    )
    bench.release("r1")
    assert bench.text(DECK) == deck.replace("[[defence: x]]", "x")
    assert bench.text(SLOTS) == "# mine\r\nmarker: plain\r\nslots:   {}  # none\r\n# end"


def test_a_file_keeps_its_mode_and_its_link(bench: Bench, tmp_path: Path) -> None:
    bench.deck('"[[defence: x]]"')
    real = tmp_path / "elsewhere.yaml"
    (bench.folder / DECK).rename(real)
    (bench.folder / DECK).symlink_to(real)
    real.chmod(0o640)
    bench.seal()
    assert (bench.folder / DECK).is_symlink()
    assert "[[r1]]" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "old",
    [
        "slots:\n  a: {grounds: [defence]}\n",
        "slots:\n  a: {grounds: [defence]}  # why\n\n# the end\n",
        "slots:\n    a:\n      grounds:\n        - defence # x\n      reason: >-\n        so\n\n\n",
        "slots:\n  a: {grounds: [defence]}",
        "slots: {a: {grounds: [defence]}}\n",
        "slots: {a: {grounds: [defence]},\n}\n",
        "slots: {\n  a: {grounds: [defence]} # why\n}\n",
        "{slots: {a: {grounds: [defence]}}, marker: numbered}\n",
        "slots:\n  'a': {grounds: [defence]}\nmarker: numbered\n",
        "slots:\r\n  a: {grounds: [defence]}\r\nmarker: numbered\r\n",
    ],
)
def test_g32_a_slot_is_added_to_redactions_yaml_and_taken_out_byte_for_byte(
    bench: Bench, old: str
) -> None:
    bench.deck('"[[a]] [[personal-data: x]]"')
    bench.put(SLOTS, old)
    bench.seal()
    assert list(load.load(bench.folder).redactions.slots) == ["a", "r1"]
    bench.release("r1")
    assert bench.text(SLOTS) == old


@pytest.mark.parametrize(
    ("old", "slot", "new"),
    [
        ("slots: {a: {x: 1}, b: {x: 1}}", "a", "slots: {b: {x: 1}}"),
        ("slots: {a: {x: 1}, # of a\n b: {x: 1}}", "b", "slots: {a: {x: 1}, # of a\n }"),
        ("slots:\n  # of a\n  a:\n    x: 1\n  b: {x: 1}\n", "a", "slots:\n  # of a\n  b: {x: 1}\n"),
        ("slots:\n  a: {x: 1}\n  # end\n", "a", "slots: {}\n  # end\n"),
        ("'slots' : # c\n  a: {x: 1}\n", "a", "'slots' : {} # c\n"),
    ],
)
def test_g32_any_slot_can_be_taken_out(old: str, slot: str, new: str) -> None:
    assert declarations.without_slot(old, slot) == new


def test_slots_can_be_added_where_there_were_none() -> None:
    assert added("", {"a": "x"}) == "slots:\n  a: {grounds: [x]}\n"
    assert added("{}", {"a": "x"}) == "{slots: {a: {grounds: [x]}}}"
    assert added("k: v # c\n", {"a": "x"}) == ("k: v # c\nslots:\n  a: {grounds: [x]}\n")


@pytest.mark.parametrize("text", ["slots: x", "slots:\n  ? a\n  : {x: 1}", "slots: {b: {x: 1}}"])
def test_a_layout_that_is_not_known_is_not_edited(text: str) -> None:
    with pytest.raises(NotEditableError):
        declarations.without_slot(text, "a")


#: What the folder holds after each step of a command that is killed before the next one.
def killed_before(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Let a command die at its n-th rename, without a chance to put anything right."""
    real, count = os.replace, [0]

    def replace(source: str, target: str) -> None:
        count[0] += 1
        if count[0] > step:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr("os.replace", replace)


def full(bench: Bench) -> None:
    bench.put(COVER, HEAD.replace("C,", '"[[defence: Alphabet]]",'))
    bench.deck('"[[personal-data: Alphabet]] [[defence: Bestiary]]"', "public")


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_g34_a_seal_that_is_killed_loses_no_value_and_is_finished_by_the_next(
    bench: Bench, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(bench)
    with monkeypatch.context() as patch:
        killed_before(patch, step)
        with pytest.raises(KeyboardInterrupt):
            bench.seal()
    held = list(bench.held().values()) if vault.exists(bench.folder) else []
    for words in ("Alphabet", "Bestiary"):
        assert words in held or words in bench.text(DECK)
    assert "Alphabet" in held or "Alphabet" in bench.text(COVER)
    bench.seal()
    assert bench.held() == {"r1": "Alphabet", "r2": "Alphabet", "r3": "Bestiary"}
    assert '"[[r1]]"' in bench.text(COVER)
    assert '"[[r2]] [[r3]]"' in bench.text(DECK)
    assert bench.text(SLOTS) == (
        "slots:\n  r1: {grounds: [defence]}\n  r2: {grounds: [personal-data]}\n"
        "  r3: {grounds: [defence]}\n"
    )
    load.load(bench.folder)
    assert not list(bench.folder.glob(".*"))


@pytest.mark.parametrize("step", [0, 1, 2])
def test_g34_a_release_that_is_killed_loses_no_words_and_is_finished_by_the_next(
    bench: Bench, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(bench)
    bench.seal()
    with monkeypatch.context() as patch:
        killed_before(patch, step)
        with pytest.raises(KeyboardInterrupt):
            bench.release("r3")
    assert "Bestiary" in bench.text(DECK) or bench.held().get("r3") == "Bestiary"
    bench.release("r3")
    assert '"[[r2]] Bestiary"' in bench.text(DECK)
    assert bench.held() == {"r1": "Alphabet", "r2": "Alphabet"}
    load.load(bench.folder)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_g34_a_full_disk_changes_nothing(
    bench: Bench, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.deck(f'"[[defence: {WORDS}]]"')

    def no_space(*_: object) -> None:
        raise OSError("no space for Zyxwvut")

    monkeypatch.setattr(f"os.{call}", no_space)
    bench.refused(bench.seal, "cannot-write")


def test_g18_no_file_ever_holds_the_words_but_the_one_that_held_them(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Watch every file that is opened for writing, at the moment when it gets its name."""
    bench.deck(f'"[[defence: {WORDS}]]"')
    real_open, real_replace = os.open, os.replace
    written: list[str] = []
    seen: list[bytes] = []

    def open_(path: str, flags: int, *rest: int, **more: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            assert Path(path).parent == bench.folder
            assert rest == (0o600,)
            written.append(str(path))
        return real_open(path, flags, *rest, **more)

    def replace(source: str, target: str) -> None:
        seen.append(Path(source).read_bytes())
        real_replace(source, target)

    monkeypatch.setattr("os.open", open_)
    monkeypatch.setattr("os.replace", replace)
    bench.seal()
    assert {Path(path).name for path in written} >= {replace_files.UNFINISHED}
    assert len(written) - 1 == len(seen) == 3
    for data in seen:
        assert not any(word.encode() in data for word in WORDS.split())


def test_g26_the_same_words_elsewhere_are_listed_with_their_place(bench: Bench) -> None:
    bench.put(COVER, HEAD.replace("C,", '"about ZYXWVÚT-qponml",'))
    bench.put(
        DECK,
        "slides:\n"
        "  - kind: bullets  # zyxwvut qponml asked\n"
        "    title: T\n"
        "    footnotes: {zyxwvut-qponml: {text: x}}\n"
        '    notes: "\\u005ayxwvut\\\n      \\ Qponml"\n'
        "    points:\n"
        '      - "[[personal-data: Zyxwvut Qponml]][^zyxwvut-qponml]"\n'
        "      - >-\n"
        "        one Zyx**wvut**\n"
        "        Qponml two\n"
        "      - Zyxwvut alone\n",
    )
    done = bench.seal()
    assert {one.slot for one in done.repeats} == {"r1"}
    lines = [(Path(one.where.file).name, one.where.line, one.where.column) for one in done.repeats]
    assert sorted(lines) == [
        (COVER, 6, 53),
        (DECK, 2, 22),
        (DECK, 4, 17),
        (DECK, 5, 13),
        (DECK, 8, 18),
        (DECK, 10, 13),
        (DECK, 12, 9),  # the name of a person, word by word
    ]
    assert "yxwvut" not in str(done).lower()


def test_g26_short_words_are_found_where_they_stand_alone(bench: Bench) -> None:
    bench.deck('"[[defence: Nga]]"', "Change", "to nga, too", "x NGA")
    assert [one.where.line for one in bench.seal().repeats] == [7, 8]


def test_g26_the_report_of_an_import_that_still_says_the_words_is_listed(bench: Bench) -> None:
    bench.deck('"[[defence: Ålesund Förde]]"', "Change")
    bench.put("import-report.json", json.dumps({"text": "from Ålesund Förde on"}))
    bench.put("import-report.html", "<p>from &Aring;lesund <b>F</b>örde on</p>")
    bench.put("notes.txt", "nothing of it")
    listed = {Path(row.where.file).name for row in bench.seal().repeats}
    assert listed == {"import-report.json", "import-report.html"}


def test_g26_capitals_of_a_short_name_are_no_word_of_the_language(bench: Bench) -> None:
    bench.deck('"[[defence: WHO]]"', "who asks", "the WHO", "WHOLE")
    assert [one.where.line for one in bench.seal().repeats] == [7]


@pytest.mark.parametrize("words", ["-", "…", "🏛️", "( )", "±%"])
def test_what_has_no_letter_and_no_digit_is_not_sealed(bench: Bench, words: str) -> None:
    bench.deck(f'"[[defence: {words}]]"', "a - b")
    before = {path: path.read_bytes() for path in bench.folder.iterdir()}
    with pytest.raises(ContentError, match="nothing-to-withhold"):
        bench.seal()
    assert {path: path.read_bytes() for path in bench.folder.iterdir()} == before


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ("[[r1]]", "*a* [b](c) [[d]] \\x"),
        ("[[r1]] x", "[^note]"),
        ("**[[r1]]**", " spaced "),
        ("a \\[[[r1]]", "_b_"),
        ("a [[r1]]", "tab\tand\nline"),
    ],
)
@pytest.mark.parametrize("quote", ["'", '"', ">-\n        ", "|\n        "])
def test_g32_released_words_are_text_and_never_syntax(
    bench: Bench, point: str, words: str, quote: str
) -> None:
    if quote == '"':
        point = point.replace("\\", "\\\\")
    bench.deck(quote + point + (quote if len(quote) == 1 else ""), "last")
    bench.put(SLOTS, "slots:\n  r1: {grounds: [defence]}\n")
    vault.write(bench.folder, {"r1": Secret(words)}, vault.recipients(bench.folder))
    bench.release("r1")
    slide = load.load(bench.folder).presentation.slides[0]
    read = "".join(part.text for _, text in edited_files.walk.texts(slide) for part in text)  # type: ignore[union-attr]
    assert " ".join(words.split()) in read


@pytest.mark.parametrize("words", ["a: b", "a # b", 'it\'s: "x" \\', "\x85 \u2028: x"])
@pytest.mark.parametrize("point", ["x [[r1]] y", "'it''s [[r1]] y'", "x [[r1]]\n        y"])
def test_g32_a_text_gets_double_quotes_if_the_words_need_them(
    bench: Bench, words: str, point: str
) -> None:
    bench.deck(point, "last")
    bench.put(SLOTS, "slots:\n  r1: {grounds: [defence]}\n")
    vault.write(bench.folder, {"r1": Secret(words)}, vault.recipients(bench.folder))
    bench.release("r1")
    tree = load.load(bench.folder).documents[DECK].tree
    assert words in str(edited_files.characters.SPACE.sub(" ", tree["slides"][0]["points"][0]))  # type: ignore[index,call-overload,arg-type]


def test_a_release_that_cannot_read_as_wanted_changes_nothing(bench: Bench) -> None:
    bench.deck("'a**[[r1]]**b'")
    bench.put(SLOTS, "slots:\n  r1: {grounds: [defence]}\n")
    vault.write(bench.folder, {"r1": Secret(WORDS)}, vault.recipients(bench.folder))
    assert "presentation.yaml:5:9" in bench.refused(lambda: bench.release("r1"), "cannot-edit")


def test_a_released_text_must_be_good_content(bench: Bench) -> None:
    bench.deck("'[[r1]]'")
    bench.put(SLOTS, "slots:\n  r1: {grounds: [defence]}\n")
    vault.write(bench.folder, {"r1": Secret("[REDACTED]")}, vault.recipients(bench.folder))
    bench.refused(lambda: bench.release("r1"), "hand-made-marker")


def test_what_cannot_be_released_says_why(bench: Bench) -> None:
    shutil.copytree(MINI, bench.folder, dirs_exist_ok=True)
    vault.write(bench.folder, {"speaker": Secret("x")}, vault.recipients(bench.folder))
    bench.refused(lambda: bench.release("whole-table"), "slot-not-held")
    bench.refused(lambda: bench.release("host"), "slot-not-held")
    said = bench.refused(lambda: bench.release("Zyxwvut"), "no-slot")
    assert "yxwvut" not in said
    bench.release("speaker")


def test_a_value_whose_slot_left_the_text_is_not_dropped(bench: Bench) -> None:
    bench.deck('"[[defence: Alphabet]]"')
    bench.seal()
    bench.deck("other")
    bench.refused(lambda: bench.release("r1"), "unused-slot")
    bench.deck('"[[defence: Alphabet]]"')
    bench.refused(lambda: bench.release("r1"), "unused-slot")
    assert bench.held() == {"r1": "Alphabet"}


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_a_separator_that_yaml_takes_for_a_line_break_is_a_letter_that_stays(
    bench: Bench, sign: str
) -> None:
    bench.deck(f'"a{sign}b [[defence: {WORDS}]]"')
    before = bench.text(DECK)
    bench.seal()
    assert bench.text(DECK) == before.replace(f"[[defence: {WORDS}]]", "[[r1]]")
    bench.release("r1")
    assert bench.text(DECK) == before.replace(f"[[defence: {WORDS}]]", WORDS)


def test_an_editor_that_saves_meanwhile_is_not_overwritten(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.deck(f'"[[defence: {WORDS}]]"')
    real = vault.recipients

    def saved(folder: Path) -> tuple[str, ...]:
        bench.put(DECK, bench.text(DECK) + "# more\n")
        return real(folder)

    monkeypatch.setattr(vault, "recipients", saved)
    with pytest.raises(ContentError, match="changed-meanwhile"):
        bench.seal()
    assert WORDS in bench.text(DECK)
    assert not vault.exists(bench.folder)


def test_every_letter_of_the_mini_project_is_found_at_its_place() -> None:
    for name in (COVER, DECK, SLOTS):
        layout = yaml_letters.read((MINI / name).read_text("utf-8"))
        for scalar in (*layout.values.values(), *layout.keys):
            for letter in scalar.letters():
                assert layout.text[letter.start : letter.end] in (letter.text, letter.text * 2)


def test_places_name_slide_row_kind_and_position_of_each_slot() -> None:
    rows = slot_places.places(MINI)
    found = {
        row.slot: [(str(place), place.where.line, place.where.column) for place in row.places]
        for row in rows
    }
    assert list(found) == [
        "subject-place",
        "speaker",
        "host",
        "contract-price",
        "row-name",
        "row-value",
        "whole-table",
        "whole-slide",
    ]
    for slot, name, what in (
        ("subject-place", COVER, "cover: subject"),
        ("speaker", DECK, "slide 1: text"),
        ("host", DECK, "slide 1: speaker note"),
        ("contract-price", DECK, "slide 2: list item"),
        ("row-value", DECK, "slide 3: table cell"),
        ("whole-table", DECK, "slide 4: whole table"),
        ("whole-slide", DECK, "slide 5: whole slide"),
    ):
        mark = slot if slot.startswith("whole") else f"[[{slot}]]"
        before = (MINI / name).read_text("utf-8").split(mark)[0].split("\n")
        assert found[slot] == [(what, len(before), len(before[-1]) + 1)]
    assert {row.held for row in rows} == {False}, "there is no vault"
    by_slot = {row.slot: row for row in rows}
    assert by_slot["row-name"].references == (
        "Article 4(1)(a), first indent",
        "Article 4(1)(a), third indent",
    )
    assert by_slot["whole-slide"].grounds[0].detail == "Beratungen dauern an"


def test_places_know_what_is_held_only_with_a_key(bench: Bench) -> None:
    bench.put(
        DECK,
        "slides:\n  - kind: bullets\n    title: '[[a]]'\n    subtitle: '[[b]]'\n"
        "    lead: 'x[^n] [t]([[c]]) *u*'\n    points: [a]\n"
        "    footnotes: {n: {text: '[[d]]'}}\n",
    )
    bench.put(SLOTS, "slots: {e: {grounds: [defence]}, " + ", ".join(
        f"{slot}: {{grounds: [defence]}}" for slot in "abcd"
    ) + "}\n")  # fmt: skip
    vault.write(bench.folder, {"b": Secret("x")}, vault.recipients(bench.folder))
    assert {row.held for row in slot_places.places(bench.folder)} == {None}
    rows = slot_places.places(bench.folder, bench.key)
    assert [(row.slot, row.held, [place.what for place in row.places]) for row in rows] == [
        ("a", False, ["title"]),
        ("b", True, ["subtitle"]),
        ("c", False, ["link target"]),
        ("d", False, ["footnote"]),
        ("e", False, []),
    ]


def test_two_commands_on_one_dossier_take_turns(bench: Bench) -> None:
    bench.deck('"[[defence: x]]"')
    recipients.change(bench.folder, [], [], None)
    bench.seal()
    assert bench.held() == {"r1": "x"}


def test_words_of_a_draft_are_sealed_though_it_lacks_titles_and_a_number(bench: Bench) -> None:
    bench.put(COVER, "draft: true\nlanguage: en\ncover: {type: note}\n")
    bench.put(
        DECK,
        "slides:\n  - kind: bullets\n    points:\n      - 'Ask [[personal-data: Jane Roe]]'\n",
    )
    bench.seal()
    assert "Jane Roe" not in bench.text(DECK)
    assert list(bench.held().values()) == ["Jane Roe"]
    bench.release("r1")
    assert "Ask Jane Roe" in bench.text(DECK)


def test_words_of_a_draft_are_sealed_though_a_figure_lacks_its_alternative_text(
    bench: Bench,
) -> None:
    bench.put(COVER, "draft: true\nlanguage: en\ncover: {type: note}\n")
    table = "```table\nheader: [Region, Posts]\nrows:\n  - [North, '12']\n```\n"
    bench.put("body.md", f"Ask [[personal-data: Jane Roe]].\n\n{table}")
    bench.seal()
    assert "Jane Roe" not in bench.text("body.md")
