"""Running text where things meet: references and footnotes in every place of it, in every language.

Each body has a footnote in a heading, a cell, a caption, a form, a statement, a quotation and the
title of an annex; references there and in footnotes; withheld words and parts beside them.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.audit.leaks import scan
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret, Vault
from pipeline.design import theme
from pipeline.edition.edition import from_json, to_json, view_for
from pipeline.edition.formats import Audience, Format
from pipeline.layout.fit import fit
from pipeline.redaction import withheld_needles
from pipeline.resources import labels
from pipeline.workflow.author_notices import text_places
from pipeline.workflow.publish import render
from tests.redaction.test_sealing import COVER, HEAD
from tests.support.thinned import thinned

FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")
MARKERS = ("plain", "numbered", "labelled", "deleted")
#: What the slots hold that stand for parts; the others hold words.
PARTS = {
    "paragraph": "Quarkabsatz:\n(a) Quarkpunkt, [see](#annex).", "second": "Quarkzweiter.",
    "entry": "Quarkpunktzwei.", "row": "[Quarkzelle, Quarkwert]",
    "form-row": "Quarkfeld: Quarkfeldwert", "section": "# II. Quarktitel\n\n5. Quarkabschnitt.",
    "last": "# ANNEX II: Quarkanhang\n\n1. Quarkende.",
}  # fmt: skip
WORDS = ("heading", "deep", "caption", "cell", "title")
BODY = """\
# I. Head[^a] [[heading]] {#head}

1. See [see](#annex), [see](#paragraph), [see](#entry), [see](#table), [see](#head)[^b]. {#first}
2. [[paragraph]] {#paragraph}
3. [[second]]
4. A list:
   (a) one; {#entry}
       (i) deep [[deep]];
           – deeper:
             (1) deepest[^c], [see](#first).
   (b) [[entry]]
   (c) three.

```table Table 1: Posts [[caption]][^d] {#table}
alt: Posts
header: ["A[^e]", B]
rows:
  - [{text: "x [see](#first)", rows: 2}, "y[^f]"]
  - ["[[cell]]"]
  - withheld: row
```

```form Form 1: A form[^g]
Label[^h]: value [see](#annex)[^i]
[[form-row]]
Chair: somebody
```

```statement DK[^j] and SE
We agree[^k]:
a) with [see](#annex);
b) with [see](#table).
```

```quote
Somebody's words[^l], see [see](#first).
```

# II. [[section]] {whole}

# ANNEX I: Title[^m] [[title]] {#annex landscape}

1. See [see](#head), [see](#inner). {#inner}

# ANNEX II: [[last]] {whole}

"""
NOTES = "\n".join(
    f"[^{name}]: Note {name}, see [see](#annex) and [see](#entry).\n" for name in "abcdefghijklm"
)


def written(folder: Path, language: str, marker: str, *, computed: bool) -> Path:
    """Write a dossier."""
    body = BODY + NOTES
    if computed:
        body = re.sub(r"(?m)^\d\. ", "1. ", re.sub(r"(?m)^(#.*?) (?:I+\.|I+(?=:))", r"\1", body))
        body = f"---\nnumbering: computed\n---\n\n{body}"
    body = body.replace("# ANNEX", f"# {labels.load(language)['annex']}")
    folder.mkdir()
    head = HEAD.replace("language: en", f"language: {language}\ncontents: true")
    (folder / COVER).write_text(head, "utf-8")
    (folder / "body.md").write_text(body, "utf-8")
    slots = "".join(f"  {slot}: {{grounds: [defence]}}\n" for slot in (*PARTS, *WORDS))
    rules = f"marker: {marker}\njoin_adjacent: true\nslots:\n{slots}"
    (folder / "redactions.yaml").write_text(rules, "utf-8")
    return folder


def held(language: str) -> Vault:
    annex = labels.load(language)["annex"]
    parts = {slot: Secret(text.replace("ANNEX", annex)) for slot, text in PARTS.items()}
    return parts | {slot: Secret(f"Quarkwort {slot}") for slot in WORDS}


CASES = [
    (language, computed, MARKERS[at % 4])
    for at, (language, computed) in enumerate(product(labels.languages(), (False, True)))
]


@pytest.mark.parametrize(("language", "computed", "marker"), thinned(CASES, 16, 5))
@pytest.mark.parametrize("audience", ["public", "full"])
def test_references_and_footnotes_stand_in_every_place_of_a_text(
    language: str, computed: bool, marker: str, audience: Audience, tmp_path: Path
) -> None:
    source = load(written(tmp_path / "x", language, marker, computed=computed), tmp_path)
    values = held(language)
    composed = compose(source, audience, values if audience == "full" else None)
    drawn = from_json(to_json(fit(composed, theme.load(), text_places=text_places(source))))
    needles = withheld_needles.needles(values, source)
    for fmt in FORMATS:
        view = view_for(drawn, fmt)
        data = render(view, fmt, theme.load())
        assert checks.findings(data, fmt, "x", view) == (), fmt
        leaks = scan.leaks(data, f"x.{fmt}", needles)
        assert bool(leaks) == (audience == "full"), fmt
