"""What goes into a package, and what cannot."""

from __future__ import annotations

import dataclasses
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from pipeline import cli
from pipeline.content.load import load
from pipeline.core.errors import ContentError, DistributeError, LeakError, PipelineError
from pipeline.distribution import issue, packing
from pipeline.distribution.package import (
    audiences,
    listing,
    narrow_catalogue,
    package_manifest,
    readme,
)
from pipeline.distribution.register.register import Occasion
from pipeline.edition.formats import FORMATS
from pipeline.output import freshness, manifest
from pipeline.resources import labels
from pipeline.workflow import package_order
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import MINI, words_vault

DOSSIER = "st-7606-2024"
FULL, PUBLIC = "st07606-re01.de24", "st07606-re01.de24.PA"
Project = Callable[[Path], Path]


def packed(output: Path, audience: str = "public", profile: str | None = None) -> packing.Package:
    return package_order.packed(MINI, package_order.Wanted(output, audience, profile))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.split("/")[1]: archive.read(name) for name in archive.namelist()}


def codes(caught: pytest.ExceptionInfo[PipelineError]) -> set[str]:
    return {problem.code for problem in caught.value.problems}


def test_a_package_holds_the_files_of_the_manifest_and_what_describes_them(built: Path) -> None:
    made = packed(built)
    inside = members(made.data)
    assert set(inside) == made.contents.names()
    assert set(inside) == {
        *(f"{PUBLIC}.{fmt}" for fmt in FORMATS),
        f"{PUBLIC}.jsonld",
        "README.txt",
        "SHA256SUMS",
        "manifest.json",
    }
    for fmt in FORMATS:
        name = f"{PUBLIC}.{fmt}"
        assert inside[name] == (built / DOSSIER / "public/de" / name).read_bytes()


def test_the_same_order_gives_the_same_bytes(built: Path, unsigned: bytes) -> None:
    assert packed(built).data == unsigned


def test_the_manifest_has_digests_markers_grounds_and_versions(built: Path) -> None:
    declared = json.loads(members(packed(built).data)["manifest.json"])
    (edition,) = declared["editions"]
    assert (edition["edition"], edition["language"]) == ("public", "de")
    assert edition["markers"] == 7
    grounds = {row["ground"]: row["markers"] for row in edition["grounds"]}
    assert (grounds["personal-data"], grounds["public-security"]) == (1, 2)
    assert "dossier" in declared["tools"]
    # as printed: the deck has no cover, and a title stands in the table of contents once more
    printed = {row["format"]: row["markers"] for row in declared["files"] if row["format"]}
    assert printed == {"pptx": 6, "docx": 8, "pdf": 8, "html": 8}


def test_partial_access_can_be_released_as_pdf_only(built: Path) -> None:
    made = packed(built, profile="pdf-only")
    assert made.file_name == f"{DOSSIER}.public.de.pdf-only.zip"
    documents = [row.name for row in made.contents.files if row.kind == "document"]
    assert documents == [f"{PUBLIC}.pdf"]
    record = json.loads(members(made.data)[f"{PUBLIC}.jsonld"])
    assert [row["dcat:downloadURL"]["@id"] for row in record["dct:hasFormat"]] == documents


def test_delegations_get_the_full_edition_and_only_its_owner_can_read_the_package(
    built: Path, tmp_path: Path
) -> None:
    made = packed(built, "delegations")
    assert {row.edition for row in made.contents.files if row.kind == "document"} == {"full"}
    issued = issue.issue(made, tmp_path, Occasion("2026-11-24", "0" * 64))
    assert issued.sha256 == freshness.sha256(issued.path.read_bytes())
    assert issued.path.stat().st_mode & 0o777 == 0o600
    assert issued.path.parent.stat().st_mode & 0o777 == 0o700
    public = issue.issue(packed(built), tmp_path, Occasion("2026-11-24", "0" * 64))
    assert public.path.stat().st_mode & 0o777 == 0o644


def test_what_stands_beside_the_files_does_not_go_out(output: Path, unsigned: bytes) -> None:
    folder = output / DOSSIER / "public/de"
    (folder / "notes.pdf").write_bytes((folder / f"{PUBLIC}.pdf").read_bytes())
    shutil.copy(output / DOSSIER / "full/de" / f"{FULL}.pptx", folder)
    assert packed(output).data == unsigned


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_full_file_in_the_place_of_a_public_one_is_refused(output: Path, fmt: str) -> None:
    full = output / DOSSIER / "full/de" / f"{FULL}.{fmt}"
    shutil.copy(full, output / DOSSIER / "public/de" / f"{PUBLIC}.{fmt}")
    with pytest.raises(DistributeError) as caught:
        packed(output)
    assert codes(caught) & {"not-audited", "not-fresh"}


def forge(output: Path, fmt: str) -> None:
    """Put a full file in the place of a public one, and correct every digest of it."""
    full = (output / DOSSIER / "full/de" / f"{FULL}.{fmt}").read_bytes()
    folder = output / DOSSIER / "public/de"
    name = f"{PUBLIC}.{fmt}"
    (folder / name).write_bytes(full)
    record = folder / f"{PUBLIC}.jsonld"
    beside = {one.name: one.read_bytes() for one in folder.iterdir()}
    record.write_bytes(narrow_catalogue.narrowed(record.read_bytes(), beside))
    declared = json.loads((folder / "manifest.json").read_bytes())
    for row in declared["files"]:
        data = (folder / row["name"]).read_bytes()
        row |= {"size": len(data), "sha256": freshness.sha256(data)}
    (folder / "manifest.json").write_text(json.dumps(declared))
    private = manifest.read_record(output, DOSSIER, "public")
    assert private is not None
    files = {one: freshness.sha256((folder / one).read_bytes()) for one in private.files}
    write_record(output, dataclasses.replace(private, files=files))


def write_record(output: Path, record: manifest.Record) -> None:
    """Write the public edition's record as a build would."""
    path = Path(freshness.record_path(output, DOSSIER, "public"))
    path.write_text(json.dumps(dataclasses.asdict(record)))


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_full_file_is_refused_even_with_forged_manifest_and_record(
    output: Path, fmt: str
) -> None:
    forge(output, fmt)
    with pytest.raises(LeakError) as caught:
        packed(output)
    assert {problem.where.file for problem in caught.value.problems} == {f"{PUBLIC}.{fmt}"}


def test_the_full_edition_s_manifest_in_the_public_folder_is_refused(output: Path) -> None:
    full, public = output / DOSSIER / "full/de", output / DOSSIER / "public/de"
    shutil.rmtree(public)
    shutil.copytree(full, public)
    record = manifest.read_record(output, DOSSIER, "full")
    assert record is not None
    forged = dataclasses.replace(record, folder=f"{DOSSIER}/public/de")
    write_record(output, forged)
    with pytest.raises(DistributeError) as caught:
        packed(output)
    assert codes(caught) == {"not-audited"}


def test_no_public_file_can_be_made_of_a_full_edition(built: Path) -> None:
    full = listing.read(built, DOSSIER, "full")
    public = listing.read(built, DOSSIER, "public")
    for source, name, code in (
        (full, f"{FULL}.pdf", "not-public"),
        (public, f"{FULL}.pdf", "not-listed"),
    ):
        with pytest.raises(DistributeError) as caught:
            listing.PublicFile(source, name, lambda *_: ())
        assert codes(caught) == {code}
    file = listing.PublicFile(public, f"{PUBLIC}.pdf", lambda *_: ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        file.data = full.data[f"{FULL}.pdf"]  # type: ignore[misc]
    with pytest.raises(TypeError):
        dataclasses.replace(file, data=full.data[f"{FULL}.pdf"])
    entry = full.entry(f"{FULL}.pdf")
    held = listing.FullFile(full, entry, full.data[entry.name])
    with pytest.raises(TypeError):
        packing.PublicFiles((held,))  # type: ignore[arg-type]


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_changed_file_is_refused(output: Path, fmt: str) -> None:
    path = output / DOSSIER / "full/de" / f"{FULL}.{fmt}"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(DistributeError) as caught:
        packed(output, "delegations")
    assert codes(caught) == {"not-audited"}
    assert caught.value.problems[0].where.file.endswith(f"{FULL}.{fmt}")


def test_content_that_changed_since_the_build_is_not_distributed(
    output: Path, project: Project
) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("Vielen Dank", "Danke"), "utf-8")
    with pytest.raises(DistributeError) as caught:
        package_order.packed(copy, package_order.Wanted(output, "public"))
    assert codes(caught) == {"not-fresh"}
    with pytest.raises(DistributeError) as caught:
        packed(output / "elsewhere")
    assert codes(caught) == {"not-built"}


def own(project: Project, output: Path, lines: str) -> Path:
    """Return a dossier with a distribution of its own, built as PDF."""
    copy = project(MINI)
    with (copy / "dossier.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"formats: [pdf]\ndistribution:\n{lines}")
    build(copy, Options(output, vault=words_vault(load(copy))), lambda _: None)
    return copy


def test_a_dossier_says_who_gets_what(project: Project, tmp_path: Path) -> None:
    output = tmp_path / "output"
    copy = own(
        project,
        output,
        "  council: {editions: [full, public], formats: [pdf]}\n"
        "  press: {formats: [pptx]}\n"
        "  french: {languages: [fr]}\n",
    )
    wanted = package_order.Wanted(output, "council")
    both = package_order.packed(copy, wanted)
    documents = {row.name for row in both.contents.files if row.kind == "document"}
    assert documents == {f"{FULL}.pdf", f"{PUBLIC}.pdf"}
    assert not both.is_public
    for audience, profile, code in (
        ("press", None, "not-built"),
        ("press", "pdf-only", "nothing-left"),
        ("french", None, "other-language"),
        ("nobody", None, "unknown-audience"),
    ):
        with pytest.raises(DistributeError) as caught:
            package_order.packed(copy, package_order.Wanted(output, audience, profile))
        assert codes(caught) == {code}


def test_mistakes_in_a_distribution_have_a_place(project: Project) -> None:
    copy = project(MINI)
    text = (copy / "dossier.yaml").read_text("utf-8")
    lines = text.count("\n")
    wrong = (
        "distribution:\n"
        "  public: {editions: [full]}\n"
        "  press: {formats: [pdf, epub]}\n"
        "  Nobody: {}\n"
        "  court: {edition: [full]}\n"
    )
    (copy / "dossier.yaml").write_text(text + wrong, "utf-8")
    with pytest.raises(ContentError) as caught:
        load(copy)
    found = {(row.where.line - lines, row.code) for row in caught.value.problems}
    assert found == {(3, "unknown-value"), (4, "bad-form"), (5, "unknown-key")}
    (copy / "dossier.yaml").write_text(text + "\n".join(wrong.split("\n")[:2]) + "\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        load(copy)
    (problem,) = caught.value.problems
    assert (problem.where.line - lines, problem.where.column) == (2, 22)
    assert problem.code == "not-public"


def test_nothing_gives_the_public_more_than_the_public_edition() -> None:
    shares = {"public": audiences.Share(("full", "public"))}
    with pytest.raises(DistributeError) as caught:
        audiences.share("public", shares, "en")
    assert codes(caught) == {"not-public"}


def test_what_is_written_for_a_public_package_is_searched_for_withheld_values(
    built: Path,
) -> None:
    order = package_order.order(MINI, package_order.Wanted(built, "public"))
    words = {**order.phrases.phrases, "package.files": "geheime Worte 3"}

    def audit(name: str, data: bytes, _: object) -> tuple[listing.Problem, ...]:
        is_told = b"geheime Worte 3" in data
        return (listing.Problem(listing.Where(name), "leaked-value", "x"),) if is_told else ()

    leaking = dataclasses.replace(order, audit=audit, phrases=labels.Labels("de", words))
    with pytest.raises(LeakError) as caught:
        packing.make(leaking)
    assert {problem.where.file for problem in caught.value.problems} == {"README.txt"}


def test_a_record_names_the_files_of_the_package_alone() -> None:
    def row(name: str) -> dict[str, object]:
        return {
            "dcat:downloadURL": {"@id": name},
            "dcat:byteSize": {"@value": "1"},
            "spdx:checksum": {"spdx:checksumValue": {"@value": "0"}},
        }

    record = {
        "dct:title": "T",
        "dct:hasFormat": [row("a.pdf"), row("a.docx")],
        "dct:isReferencedBy": {"dct:hasFormat": [row("a.reasons.docx")]},
    }
    data = json.loads(narrow_catalogue.narrowed(json.dumps(record).encode(), {"a.pdf": b"signed"}))
    (kept,) = data["dct:hasFormat"]
    assert kept["dcat:downloadURL"]["@id"] == "a.pdf"
    assert kept["dcat:byteSize"]["@value"] == "6"
    assert kept["spdx:checksum"]["spdx:checksumValue"]["@value"] == freshness.sha256(b"signed")
    assert "dct:isReferencedBy" not in data
    assert data["dct:title"] == "T"


def test_every_language_has_a_page_to_read_first(unsigned: bytes) -> None:
    declared = package_manifest.read(members(unsigned)["manifest.json"])
    for language in labels.languages():
        phrases = labels.load(language)
        for is_signed in (False, True):
            text = readme.text("x", "public", declared.editions, declared.files, phrases, is_signed)
            told = text.decode()
            assert (phrases["package.unsigned"] in told) == (not is_signed)
            assert (phrases["package.signature"] in told) == is_signed
            assert "sha256sum -c SHA256SUMS" in told
            assert all(f"{PUBLIC}.{fmt}" in told for fmt in FORMATS)


def test_the_command_offers_every_profile(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["dist", "--help"])
    assert f"{{{','.join(audiences.PROFILES)}}}" in capsys.readouterr().out


def test_a_package_is_described_by_its_schema(unsigned: bytes) -> None:
    schema = json.loads(package_manifest.schema())
    declared = json.loads(members(unsigned)["manifest.json"])
    jsonschema.validate(declared, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**declared, "more": 1}, schema)


def test_after_a_build_of_one_format_dist_says_what_is_missing_and_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = [str(MINI), "--output", str(tmp_path)]
    assert cli.main(["build", *common, "--edition", "public", "--format", "docx"]) == 0
    dist = ["dist", *common, "--audience", "public"]
    assert cli.main(dist) == 6
    said = capsys.readouterr().err
    assert "not-built: the last build made docx alone, and not pptx and pdf" in said
    assert "without --format" in said
    assert cli.main([*dist, "--profile", "office"]) == 6
    more = ["--format", "pptx", "--format", "docx"]
    assert cli.main(["build", *common, "--edition", "public", *more]) == 0
    capsys.readouterr()
    assert cli.main(dist) == 6
    assert "--profile office" in capsys.readouterr().err
    assert cli.main([*dist, "--profile", "office"]) == 0
