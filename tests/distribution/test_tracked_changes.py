"""A document with tracked changes: accepted it is the later one, rejected the earlier."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline import cli
from pipeline.audit.office.opc import unzipped
from pipeline.content.load import load
from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.distribution.compare import tracked_changes
from pipeline.distribution.compare.docx_runs import w
from pipeline.workflow.publish import render
from tests.conftest import FIRST, GALLERY, MINI, ready, words_vault
from tests.distribution.test_difference import editions
from tests.render.test_resave import saved_again
from tests.support.thinned import thinned

TEXTS = ("word/document.xml", "word/footnotes.xml")


def parts(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in TEXTS
            if name in archive.namelist()
        }


def changes(data: bytes) -> list[Any]:
    return [one for tree in parts(data).values() for one in tree.iter(w("ins"), w("del"))]


def resolved(data: bytes, *, kept: str, lost: str) -> dict[str, Any]:
    """Resolve all changes as Word does (ISO/IEC 29500-1, 17.13.5)."""
    found = parts(data)
    for tree in found.values():
        drop(tree, lost)
        for change in [one for one in tree.iter(w(kept)) if one.getparent().tag != w("rPr")]:
            parent = change.getparent()
            if parent.tag == w("trPr"):
                continue
            place = parent.index(change)
            for number, child in enumerate(list(change)):
                parent.insert(place + number, child)
            parent.remove(change)
        for words in tree.iter(w("delText")):
            words.tag = w("t")
    return found


def drop(tree: Any, lost: str) -> None:
    """Take away the rows, the words and the ends of paragraphs that a kind of change marks."""
    rows = [one.getparent().getparent() for one in tree.iterfind(f".//{w('trPr')}/{w(lost)}")]
    tables = {row.getparent() for row in rows}
    for row in rows:
        row.getparent().remove(row)
    for table in tables:
        if table.find(w("tr")) is None:
            table.getparent().remove(table)
    for change in [one for one in tree.iter(w(lost)) if one.getparent().tag != w("rPr")]:
        change.getparent().remove(change)
    for mark in tree.findall(f".//{w('pPr')}/{w('rPr')}/{w(lost)}"):
        paragraph = mark.getparent().getparent().getparent()
        # without its end, a paragraph goes into the next one
        assert not "".join(one.text or "" for one in paragraph.iter(w("t"), w("delText")))
        paragraph.getparent().remove(paragraph)


def accepted(data: bytes) -> dict[str, Any]:
    return resolved(data, kept="ins", lost="del")


def rejected(data: bytes) -> dict[str, Any]:
    return resolved(data, kept="del", lost="ins")


def said(found: dict[str, Any] | bytes) -> list[str]:
    """Return the text of each paragraph, with its footnotes where they are referred to."""
    trees = parts(found) if isinstance(found, bytes) else found
    notes = {
        note.get(w("id")): "".join(one.text or "" for one in note.iter(w("t")))
        for note in trees.get(TEXTS[1], ())
    }
    out: list[str] = []
    for paragraph in trees[TEXTS[0]].iter(w("p")):
        words = ""
        for one in paragraph.iter(w("t"), w("tab"), w("br"), w("footnoteReference")):
            if one.tag == w("footnoteReference"):
                words += f"<{notes[one.get(w('id'))]}>"
            elif one.getparent().tag == w("r"):
                words += (one.text or "") if one.tag == w("t") else "\t"
        out.append(words)
    return [words for words in out if words]


PROJECTS = {"mini": MINI, "gallery": GALLERY, "first": FIRST}
NAMES = [f"{name} {audience}" for name in PROJECTS for audience in ("public", "full")]
#: Each edition with the other of its dossier, and with those of others.
PAIRS = [*pairwise([*NAMES, NAMES[0]]), *pairwise(reversed(NAMES)), ("mini full", "gallery full")]


@cache
def document(name: str) -> bytes:
    project, audience = name.split()
    values = words_vault(load(PROJECTS[project])) if audience == "full" else None
    edition = ready(PROJECTS[project], "full" if values else "public", values)
    return render(edition, "docx", theme.load())


@pytest.mark.parametrize(("before", "after"), thinned(PAIRS, 4))
def test_accepted_it_is_the_later_one_and_rejected_the_earlier(before: str, after: str) -> None:
    old, new = document(before), document(after)
    made = tracked_changes.tracked(old, new)
    assert changes(made)
    assert said(accepted(made)) == said(new)
    assert said(rejected(made)) == said(old)
    ids = [one.get(w("id")) for one in changes(made)]
    assert len(set(ids)) == len(ids)
    assert tracked_changes.tracked(old, new) == made


@pytest.mark.parametrize("name", thinned(NAMES, 3))
def test_a_document_has_no_changes_from_itself(name: str) -> None:
    made = tracked_changes.tracked(document(name), document(name))
    assert changes(made) == []
    assert said(made) == said(document(name))


def test_one_word_is_one_change() -> None:
    old = document("mini public")
    members = unzipped(old)[0]
    words = members["word/document.xml"]
    changed = words.replace(b"Noch ein Punkt", b"Noch kein Punkt")
    assert changed != words
    new = stable_zip.pack({**members, "word/document.xml": changed})
    gone, come = changes(tracked_changes.tracked(old, new))
    assert ["".join(one.itertext()) for one in (gone, come)] == ["ein", "kein"]
    assert (gone.tag, come.tag) == (w("del"), w("ins"))


def test_two_public_documents_give_no_word_that_neither_prints() -> None:
    old, new = document("mini public"), document("gallery public")
    made = unzipped(tracked_changes.tracked(old, new))[0]
    known = {word for data in (old, new) for word in _words(unzipped(data)[0])}
    assert set(_words(made)) <= known
    assert b"geheime" not in b"".join(made.values())
    # all other parts are those of the later one
    for name, data in unzipped(new)[0].items():
        assert name in TEXTS or made[name] == data, name
    assert {one.get(w("author")) for one in changes(stable_zip.pack(made))} == {"dossier"}
    assert not any(w("date") in one.attrib for one in changes(stable_zip.pack(made)))


def _words(members: dict[str, bytes]) -> list[str]:
    trees = [etree.fromstring(members[name]) for name in TEXTS if name in members]
    texts = [one.text or "" for tree in trees for one in tree.iter(w("t"), w("delText"))]
    return [word for text in texts for word in text.split()]


def test_the_command(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full, public = editions(output)
    target = tmp_path / "changes.docx"
    command = ["diff", str(public), str(full), "--docx", str(target), "--force"]
    assert cli.main(command) == 0
    assert "quote what is withheld" in capsys.readouterr().err
    assert target.stat().st_mode & 0o777 == 0o600  # G21
    assert changes(target.read_bytes())
    (one,) = public.glob("*.docx")
    one.write_bytes(b"no document")
    assert cli.main(command) == 6
    one.unlink()
    assert cli.main(command) == 6
    assert capsys.readouterr().err.count("no-document") == 2


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [("mini public", "mini full"),
                                               ("gallery public", "mini public")])  # fmt: skip
def test_libreoffice_opens_it_and_knows_its_changes(
    before: str, after: str, tmp_path: Path
) -> None:
    made = tracked_changes.tracked(document(before), document(after))
    with zipfile.ZipFile(io.BytesIO(saved_again(made, "docx", tmp_path, "odt"))) as archive:
        tree = etree.fromstring(archive.read("content.xml"))
    regions = tree.findall(".//{*}changed-region")
    kinds = {etree.QName(one[0]).localname for one in regions}
    assert kinds == {"insertion", "deletion"}
    gone = "".join("".join(one.itertext()) for one in tree.iter("{*}deletion"))
    for change in changes(made):
        if change.tag == w("del") and not any(True for _ in change.iterancestors("{*}footnote")):
            for words in change.iter(w("delText")):
                assert (words.text or "").strip() in gone
