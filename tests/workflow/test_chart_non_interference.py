"""G9 for native charts of running text: documents do not depend on what is withheld in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.matching import Needle
from pipeline.design import theme
from pipeline.edition.edition import Edition, from_json, to_json, view_for
from pipeline.edition.formats import Audience
from pipeline.layout.fit import fit
from pipeline.workflow.publish import render

_FORMS = (("column", ""), ("bar", ""), ("column", "stacked: true\n"), ("line", ""), ("area", ""),
          ("pie", ""), ("doughnut", ""))  # fmt: skip
_DOSSIER = """\
number: 99999/26
language: en
date: 2026-11-30
access: {date: 2026-12-01, scope: partial}
codes: [JAI]
cover: {type: note, from: Presidency, to: Delegations, subject: Invented}
"""
_SHORT, _LONG = "Quarkal", "Wendelinus"


class Slots:
    """A text with charts of all forms, and a slot wherever a chart may have one."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.numbers: list[str] = []

    def word(self, name: str) -> str:
        self.words.append(name)
        return f"[[{name}]]"

    def number(self, name: str, form: str) -> str:
        if form not in {"column", "bar", "line"}:  # a part of a whole cannot be withheld alone
            return "20"
        self.numbers.append(name)
        return f'"[[{name}]]"'

    def chart(self, at: int, form: str, more: str) -> str:
        of = f"{form}{at}"
        rows = [f'name: "Posts {self.word(of + "-name")}", values: [10, '
                f"{self.number(of + '-value', form)}, 30]"]  # fmt: skip
        rows += [] if form in {"pie", "doughnut"} else ["name: Ships, values: [4, 5, 6]"]
        series = "".join(f"  - {{{row}}}\n" for row in rows)
        series += "  - withheld: whole-series\n" if at == 0 else ""
        return (
            f"```chart Figure {at + 1}: {self.word(of + '-caption')}\nform: {form}\n{more}"
            f'alt: "Bars of {self.word(of + "-alt")}"\nunit: "Of {self.word(of + "-unit")}"\n'
            f'categories: [a, "b {self.word(of + "-category")}", c]\nseries:\n{series}```\n\n'
        )

    def map(self) -> str:
        return (
            f"```map Figure 20: {self.word('map-caption')}\nview: europe\n"
            f'alt: "{self.word("map-alt")}"\n'
            f'legend:\n  - {{label: "One {self.word("map-label")}", fill: area, states: [FRA]}}\n'
            "  - {label: Two, fill: hatched, states: [ITA]}\n  - withheld: whole-entry\n```\n"
        )

    def values(self, word: str, number: int) -> dict[str, str]:
        found = {name: f"{word} {at}" for at, name in enumerate(self.words)}
        found |= {name: str(number + at) for at, name in enumerate(self.numbers)}
        found["whole-series"] = f"name: {word} series\nvalues: [{number}, {number}, {number}]"
        found["whole-entry"] = f"label: {word} entry\nfill: dotted\nstates: [ESP]"
        return found


@pytest.fixture(scope="module")
def slots(tmp_path_factory: pytest.TempPathFactory) -> tuple[Slots, Path]:
    folder = tmp_path_factory.mktemp("charts") / "st-99999-26"
    folder.mkdir()
    made = Slots()
    charts = [made.chart(at, form, more) for at, (form, more) in enumerate(_FORMS)]
    text = "".join([*charts, made.map()])
    (folder / "body.md").write_text(f"# I. Charts\n\n{text}", "utf-8")
    (folder / "dossier.yaml").write_text(_DOSSIER, "utf-8")
    rows = "".join(f"  {name}: {{grounds: [personal-data]}}\n" for name in made.values("x", 1))
    (folder / "redactions.yaml").write_text(f"slots:\n{rows}", "utf-8")
    return made, folder


def document(
    folder: Path, values: dict[str, str] | None, audience: Audience
) -> tuple[Edition, bytes]:
    vault = None if values is None else {name: Secret(text) for name, text in values.items()}
    composed = compose(load(folder), audience, vault)
    edition = view_for(from_json(to_json(fit(composed, theme.load()))), "docx")
    return edition, render(edition, "docx", theme.load())


def texts(data: bytes) -> Iterator[str]:
    """Yield each part of a zip, workbooks within it too, as it is and without its tags."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if content.startswith(b"PK"):
                yield from texts(content)
            text = content.decode("utf-8", "replace")
            yield f"{text} {re.sub('<[^>]+>', '', text)}"


def test_g9_g14_documents_with_charts_do_not_depend_on_the_secrets(
    slots: tuple[Slots, Path],
) -> None:
    made, folder = slots
    one, other = made.values(_SHORT, 77_731), made.values(_LONG, 555_001)
    edition, public = document(folder, None, "public")
    assert document(folder, one, "public")[1] == document(folder, other, "public")[1] == public
    secrets = [_SHORT, *(one[name] for name in made.numbers)]
    assert not [text for text in texts(public) for secret in secrets if secret in text]
    full = "".join(texts(document(folder, one, "full")[1]))
    assert [secret for secret in secrets if secret not in full] == []
    needles = [Needle(name, one[name]) for name in made.words]
    assert checks.findings(public, "docx", "x", edition, needles) == ()
