"""The original of a dossier goes out unchanged with the full edition, and to no one else."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.content.load import load
from pipeline.core.errors import ContentError
from pipeline.distribution import packing, received
from pipeline.workflow import package_order
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import MINI, words_vault

_NAME = "quarkagentur.pptx"
_DATA = b"PK\x03\x04 somebody's words, Quarkoriginal, as they came " * 40
_ENCLOSED = f"enclosures: [{{file: {_NAME}, original: true}}]\n"
Project = Callable[[Path], Path]


@pytest.fixture
def dossier(project: Project) -> Path:
    folder = project(MINI)
    (folder / _NAME).write_bytes(_DATA)
    cover = folder / "dossier.yaml"
    cover.write_text(cover.read_text("utf-8") + _ENCLOSED, "utf-8")
    return folder


@pytest.fixture
def output(dossier: Path, tmp_path: Path) -> Path:
    values = words_vault(load(dossier))
    build(dossier, Options(tmp_path / "output", formats=("pdf",), vault=values), lambda _: None)
    return tmp_path / "output"


def packed(dossier: Path, output: Path, audience: str) -> packing.Package:
    text = (dossier / "dossier.yaml").read_text("utf-8")
    assert "quark" in text
    wanted = package_order.Wanted(output, audience, profile="pdf-only", unsearched=True)
    return package_order.packed(dossier, wanted)


def test_g21_the_original_is_in_no_public_file_nor_package(dossier: Path, output: Path) -> None:
    public = packed(dossier, output, "public")
    with zipfile.ZipFile(io.BytesIO(public.data)) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    folder = output / dossier.name / "public"
    files = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert files
    digest = sha256(_DATA).hexdigest().encode()
    for name, data in {**inside, **files, "zip": public.data}.items():
        assert "quark" not in name.lower()
        for sought in (_DATA, _DATA[:48], _NAME.encode(), digest, b"Quarkoriginal"):
            assert sought not in data


def test_who_gets_the_full_edition_gets_the_original_as_it_is(dossier: Path, output: Path) -> None:
    full = packed(dossier, output, "delegations")
    with zipfile.ZipFile(io.BytesIO(full.data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert received.problems(members, []) == ()
    bare = received.bare(members)
    assert bare[_NAME] == _DATA
    row = next(row for row in full.contents.files if row.name == _NAME)
    assert (row.kind, row.edition, row.size) == ("original", "full", len(_DATA))
    assert row.sha256 == sha256(_DATA).hexdigest()
    assert _NAME in bare["README.txt"].decode()
    assert f"{row.sha256}  {_NAME}" in bare["SHA256SUMS"].decode()


def test_a_changed_original_is_found_by_who_receives_it(dossier: Path, output: Path) -> None:
    full = packed(dossier, output, "delegations")
    with zipfile.ZipFile(io.BytesIO(full.data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[f"{full.contents.name}/{_NAME}"] += b"."
    found = received.problems(members, [])
    assert [(row.where.file, row.code) for row in found] == [(_NAME, "changed-file")]


def test_g21_a_public_order_cannot_enclose_anything(dossier: Path, output: Path) -> None:
    wanted = package_order.Wanted(output, "public", profile="pdf-only", unsearched=True)
    order = package_order.order(dossier, wanted)
    assert order.enclosed == {}
    with pytest.raises(TypeError):
        packing.make(dataclasses.replace(order, enclosed={_NAME: _DATA}))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("[{file: missing.pptx, original: true}]", "no-file"),
        ("[{file: ../x.pptx, original: true}]", "bad-enclosure"),
        ("[{file: manifest.json, original: true}]", "bad-enclosure"),
        ("[{file: st07606-re01.de24.docx, original: true}]", "bad-enclosure"),
        ("[{file: presentation.yaml, original: true}]", "bad-enclosure"),
        (
            f"[{{file: {_NAME}, original: true}}, {{file: {_NAME}, original: true}}]",
            "bad-enclosure",
        ),
        (f"[{_NAME}]", "bad-enclosure"),
    ],
)
def test_what_cannot_be_enclosed_is_refused_in_its_place(
    dossier: Path, written: str, code: str
) -> None:
    cover = dossier / "dossier.yaml"
    cover.write_text(cover.read_text("utf-8").replace(_ENCLOSED, f"enclosures: {written}\n"))
    with pytest.raises(ContentError) as caught:
        load(dossier)
    assert [row.code for row in caught.value.problems] == [code]
    assert caught.value.problems[0].where.line > 1


def test_a_link_is_no_original(dossier: Path, tmp_path: Path) -> None:
    (dossier / _NAME).rename(tmp_path / "elsewhere.pptx")
    (dossier / _NAME).symlink_to(tmp_path / "elsewhere.pptx")
    assert cli.main(["check", str(dossier)]) == 2
