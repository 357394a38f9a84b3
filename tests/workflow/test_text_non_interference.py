"""G9 for running text: the public files do not depend on what is withheld anywhere in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret, Vault
from pipeline.design import theme
from pipeline.edition.edition import Edition, from_json, to_json, view_for
from pipeline.edition.formats import Format
from pipeline.edition.texts import markers
from pipeline.layout.fit import fit
from pipeline.workflow.publish import render
from tests.support.thinned import thinned

FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")

BODY = """\
---
numbering: typed
---

# I. Introduction of [[heading]] {#intro}

1. The working party heard [[words]] and took note of it[^n].
   (a) It asked [[letter]] for more; {#point}
   – and nothing else.

2. [[paragraph]] {#second}

3. See paragraph [number](#second), point [letter](#point) and [annex](#first), with [[beside]].

## A. [[section]]

4. The table is invented.

| Line | Amount |
|---|--:|
| [[cell]] | 2 |
| Other | 3 |

```chart Figure 1: what [[caption]] costs {#f}
form: bar
alt: "Bars"
categories: [a, b]
series:
  - {name: x, values: [1, 2]}
```

```form
Name: [[row]]
Subject: invented
```

```statement DK
[[statement]]
```

[^n]: A note on [[note]].

# ANNEX I: Questions to [[title]] {#first}

1. In the annex, [[annex]].
"""
SLOTS = (
    "heading", "words", "letter", "paragraph", "beside", "section", "cell", "caption", "row",
    "statement", "note", "title", "annex",
)  # fmt: skip
DOSSIER = """\
number: 99999/26
language: en
date: 2026-11-30
access: {date: 2026-12-01, scope: partial}
marking: LIMITE
codes: [MIGR 43]
contents: true
cover:
  type: note
  from: Presidency
  to: Delegations
  subject: Invented
"""
#: Values that would change numbers, lists, pages, contents or files if they got anywhere.
NASTY = [
    "",
    "x" * 9000,
    "12. (a) – # ANNEX II\n\n***",
    "{{ value }}<w:t>]]>",
    "Ωμέγα אבג",
    "1\n2\n3",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("texts") / "st-99999-26"
    place.mkdir()
    (place / "body.md").write_text(BODY, "utf-8")
    (place / "dossier.yaml").write_text(DOSSIER, "utf-8")
    slots = "".join(f"  {name}: {{grounds: [personal-data]}}\n" for name in SLOTS)
    (place / "redactions.yaml").write_text(f"slots:\n{slots}", "utf-8")
    return place


def public(folder: Path, vault: Vault | None) -> Edition:
    return from_json(to_json(fit(compose(load(folder), "public", vault), theme.load())))


@cache
def files(folder: Path, word: str | None) -> dict[Format, bytes]:
    vault = None if word is None else {name: Secret(f"{word}{name}") for name in SLOTS}
    edition = public(folder, vault)
    return {fmt: render(view_for(edition, fmt), fmt, theme.load()) for fmt in FORMATS}


@pytest.mark.parametrize("word", thinned(NASTY, 3, 1))
def test_g9_public_files_of_texts_do_not_depend_on_the_secrets(folder: Path, word: str) -> None:
    assert files(folder, word) == files(folder, None)


@pytest.mark.parametrize("fmt", FORMATS)
def test_g37_every_slot_of_a_text_has_its_marker_and_the_file_passes(
    folder: Path, fmt: Format
) -> None:
    edition = view_for(public(folder, None), fmt)
    found = {run.number for run in markers(edition)}
    assert found == set(range(1, len(SLOTS) + 1))
    assert checks.findings(files(folder, None)[fmt], fmt, "x", edition) == ()
