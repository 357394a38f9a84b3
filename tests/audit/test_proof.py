"""The gate proves itself, keeps away what failed, and stops a pipeline that leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.audit import checks, compare
from pipeline.audit.leaks import canary
from pipeline.audit.office import opc
from pipeline.audit.readers import extract, pdf_engines
from pipeline.compose.opener import Opener
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.errors import LeakError, Problem, Where
from pipeline.core.matching import Matcher, Needle
from pipeline.edition.edition import Edition, to_json
from pipeline.edition.formats import FORMATS, Format
from pipeline.edition.runs import MarkerRun, TextRun
from pipeline.output import freshness, manifest
from pipeline.workflow import build as line
from pipeline.workflow import finishing, planning, publish
from pipeline.workflow.build import Report, build
from pipeline.workflow.options import Options
from tests.conftest import MINI, words_vault
from tests.support.leaking import NEEDLES, edition, made

Project = Callable[[Path], Path]
Caught = Callable[[], str]


def blind(fmt: Format, *, keyed: bool = True) -> list[str]:
    needles = NEEDLES if keyed else ()
    found = checks.findings(made(fmt), fmt, "x", edition(), needles)
    return [row.message for row in found if row.code == "audit-blind"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_g28_a_search_that_finds_nothing_fails_the_file(
    fmt: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blind(fmt) == []
    monkeypatch.setattr(Matcher, "find", lambda *_: iter(()))
    assert any("was not found" in message for message in blind(fmt))


def test_g28_each_of_the_two_engines_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_engines, "by_pdfminer", lambda _: iter(()))
    assert blind("pdf") == ["a canary in page 1 (pdfminer) was not found"]
    monkeypatch.undo()
    monkeypatch.setattr(pdf_engines, "by_pdfium", lambda *_: iter(()))
    assert "a canary in page 1 (pdfium) was not found" in blind("pdf")
    assert "a canary in the text was not read" in blind("pdf", keyed=False)


@pytest.mark.parametrize("fmt", FORMATS)
def test_g28_a_blind_reader_of_properties_fails_the_file(
    fmt: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "properties", lambda *_: iter(()))
    assert blind(fmt, keyed=False) == ["a canary in a property was not reported"]


def test_g28_a_blind_reader_of_text_fails_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "_word_text", lambda *_: "")
    monkeypatch.setattr(extract, "_properties", lambda _: ())
    assert blind("docx", keyed=False) == [
        "a canary in a property was not read",
        "a canary in the text was not read",
    ]


def test_g28_of_a_document_the_canary_needs_no_more_than_a_paragraph(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[int] = []

    def noted(data: bytes, name: str) -> object:
        parsed.extend([len(data)] if name == "word/document.xml" else [])
        return parse(data, name)

    parse = opc.parse_xml
    monkeypatch.setattr(opc, "parse_xml", noted)
    assert blind("docx") == []
    whole, copy = sorted(parsed, reverse=True)
    assert copy < whole / 4


def test_g28_a_canary_that_cannot_be_planted_fails_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(canary, "PHRASES", (edition().title,))
    for fmt in FORMATS:
        assert blind(fmt) == ["no canary could be planted"]
    said = to_json(edition()).decode()
    assert not any(phrase in said for phrase in canary.PHRASES[1:])


def test_g27_a_failed_file_is_kept_where_its_maker_alone_can_read_it(tmp_path: Path) -> None:
    problem = Problem(Where("x.pdf"), "leaked-value", "the value of slot 'a' can be read in page 1")
    for data in (b"first", b"second"):
        path = checks.quarantine(tmp_path / "work", "../x.pdf", data, [problem])
    assert path == tmp_path / "work" / "quarantine" / "x.pdf"
    assert path.read_bytes() == b"second"
    report = path.with_name("x.pdf.txt")
    assert report.read_text() == "leaked-value: the value of slot 'a' can be read in page 1\n"
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"
    assert {oct(one.stat().st_mode & 0o777) for one in (path, report)} == {"0o600"}


# Mutants: the pipeline itself leaks. Each is stopped, or seen when the vault is another.


def public(
    project: Project, tmp_path: Path, words: str, formats: tuple[Format, ...]
) -> dict[str, Any]:
    """Return all that a public build tells, for some values."""
    copy = project(MINI)
    output = tmp_path / f"out-{len(words)}"
    vault = words_vault(load(copy), words)
    lines: list[str] = []
    build(copy, Options(output, audiences=("public",), formats=formats, vault=vault), lines.append)
    folder = output / "st-7606-2024" / "public"
    files = {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {"files": files, "lines": [line for line in lines if ": done, in " not in line]}


@pytest.fixture(
    params=[("pptx", "docx"), pytest.param(FORMATS, marks=pytest.mark.slow)],
    ids=["of Office", "every"],
)
def is_caught(request: pytest.FixtureRequest, project: Project, tmp_path: Path) -> Caught:
    """Tell how a mutant is caught: the gate stops the build, or two vaults give two outputs."""

    def judged() -> str:
        try:
            one = public(project, tmp_path, "geheime Worte", request.param)
            longer = "andere und viel längere geheime Worte"
            other = public(project, tmp_path, longer, request.param)
        except LeakError as error:
            said = str(error)
            assert "geheime Worte" not in said, "G23"
            return "stopped"
        return "differs" if one != other else "missed"

    return judged


def held(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Let a mutant get at the values, as a bug might."""
    values: dict[str, str] = {}
    real = line.held_values

    def remember(folder: Path, options: Options, report: Report) -> Any:
        vault = real(folder, options, report)
        values.update({slot: secret.reveal() for slot, secret in (vault or {}).items()})
        return vault

    monkeypatch.setattr(line, "held_values", remember)
    return values


def changed(monkeypatch: pytest.MonkeyPatch, change: Callable[[Edition], Edition]) -> None:
    """Change the public edition after the search that comes before rendering (G26)."""
    real = planning.documents_of
    monkeypatch.setattr(
        planning,
        "documents_of",
        lambda *given: [(change(one), formats) for one, formats in real(*given)],
    )


def test_without_a_mutant_nothing_is_caught(is_caught: Caught) -> None:
    assert is_caught() == "missed"


def test_g5_a_marker_as_long_as_its_value_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = held(monkeypatch)
    real = Opener.marker

    def long(self: Opener, slot: str, *more: Any, **named: Any) -> MarkerRun:
        run = real(self, slot, *more, **named)
        return run.model_copy(update={"text": "x" * len(values[slot])})

    monkeypatch.setattr(Opener, "marker", long)
    assert is_caught() in {"stopped", "differs"}


def test_g7_a_file_name_with_a_value_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = held(monkeypatch)
    changed(
        monkeypatch,
        lambda one: one.model_copy(update={"file_stem": values["speaker"].replace(" ", "-")}),
    )
    assert is_caught() == "stopped"


@pytest.mark.parametrize("field", ["title", "author", "reference"])
def test_g13_a_property_with_a_value_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    values = held(monkeypatch)
    changed(monkeypatch, lambda one: one.model_copy(update={field: values["speaker"]}))
    assert is_caught() == "stopped"


def test_g1_a_text_with_a_value_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = held(monkeypatch)

    def change(one: Edition) -> Edition:
        run = (TextRun(text=values["contract-price"]),)
        slide = one.slides[-1].model_copy(update={"title": run})
        return one.model_copy(update={"slides": (*one.slides[:-1], slide)})

    changed(monkeypatch, change)
    assert is_caught() == "stopped"


def test_g5_the_size_of_a_withheld_box_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = held(monkeypatch)

    def change(one: Edition) -> Edition:
        slides = list(one.slides)
        frame = slides[3].frames[0]
        higher = frame.model_copy(update={"height": frame.height + len(values["speaker"])})
        slides[3] = slides[3].model_copy(update={"frames": (higher, *slides[3].frames[1:])})
        return one.model_copy(update={"slides": tuple(slides)})

    changed(monkeypatch, change)
    assert is_caught() == "differs"


def test_g7_an_order_by_values_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = held(monkeypatch)

    def change(one: Edition) -> Edition:
        turned = len(values["speaker"]) > 20
        rows = one.cover.rows[::-1] if turned else one.cover.rows
        return one.model_copy(update={"cover": one.cover.model_copy(update={"rows": rows})})

    changed(monkeypatch, change)
    assert is_caught() == "differs"


def test_g20_a_manifest_with_a_value_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest is searched as any bytes are, before anything is published."""
    values = held(monkeypatch)
    real = publish.manifest_of

    def telling(*given: Any) -> manifest.Manifest:
        return manifest.Manifest(**{**vars(real(*given)), "reference": values["speaker"]})

    monkeypatch.setattr(publish, "manifest_of", telling)
    assert is_caught() == "stopped"


def test_g24_a_report_line_with_a_value_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = held(monkeypatch)
    real = finishing.finish

    def telling(one: Any, *more: Any) -> None:
        one.report(f"made {values['speaker']}")
        real(one, *more)

    monkeypatch.setattr(finishing, "finish", telling)
    assert is_caught() == "stopped"


def test_g20_a_digest_of_a_value_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = held(monkeypatch)

    def change(one: Edition) -> Edition:
        return one.model_copy(update={"author": freshness.sha256(values["speaker"].encode())})

    changed(monkeypatch, change)
    assert is_caught() == "stopped"


def test_g6_an_id_made_from_a_value_is_caught(
    is_caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = held(monkeypatch)

    def change(one: Edition) -> Edition:
        text = f"slot-{sum(map(ord, values['speaker']))}"
        return one.model_copy(update={"map_word": text, "title": text})

    changed(monkeypatch, change)
    assert is_caught() == "differs"


def test_secrets_stay_masked_in_what_the_tests_themselves_print() -> None:
    assert "geheim" not in repr(Needle("a", "geheim")) + repr(Secret("geheim"))
