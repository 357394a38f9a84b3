"""Styles of markers in finished files: printed, counted by a receiver, explained by a legend."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.design import theme
from pipeline.distribution import verify
from pipeline.distribution.compare import word_changes
from pipeline.distribution.package import marker_counts
from pipeline.edition.edition import view_for
from pipeline.edition.formats import FORMATS, Format
from pipeline.resources import labels
from pipeline.workflow import package_order
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from pipeline.workflow.publish import render
from tests.conftest import MINI, read_back, ready
from tests.support.thinned import thinned

Project = Callable[[Path], Path]
BY_GROUND = (
    "marker: numbered\nnumbering: ground\n"
    "justifications: {personal-data: {scope: Quarknamen, reason: Quarkgrund.}}\n"
)


@pytest.mark.parametrize("language", thinned(["en", "de", "el"], 3, 2))
@pytest.mark.parametrize("setting", ["marker: deleted\n", BY_GROUND], ids=["deleted", "by ground"])
def test_g5_every_format_prints_the_same_markers_and_a_receiver_counts_them(
    setting: str, language: str, project: Project, tmp_path: Path
) -> None:
    folder = project(MINI)
    for name, change in (
        ("dossier.yaml", lambda text: text.replace("language: de", f"language: {language}")),
        ("redactions.yaml", lambda text: f"{setting}statement: true\n{text}"),
    ):
        path = folder / name
        path.write_text(change(path.read_text("utf-8")), "utf-8")
    output = tmp_path / "output"
    build(folder, Options(output, audiences=("public",), formats=FORMATS), lambda _: None)
    made = package_order.packed(folder, package_order.Wanted(output, "public"))
    package = tmp_path / made.file_name
    package.write_bytes(made.data)
    assert verify.verify(package).problems == ()

    said = ready(folder, "public")
    phrases = labels.load(language)
    (edition,) = made.contents.editions
    by_ground = setting == BY_GROUND
    meant = phrases["marker_numbered"].format(number="J{number}") if by_ground else ""
    assert edition.marker == (meant or phrases["marker_deleted"])
    pattern = marker_counts.pattern(edition.marker)
    printed: dict[str, list[str]] = {}
    with zipfile.ZipFile(package) as archive:
        for file in made.contents.files:
            if file.format is None or ".reasons." in file.name:
                continue
            data = archive.read(f"{made.contents.name}/{file.name}")
            reading = read_back(data, file.format)
            text = re.sub(r"\s+", "", "".join((*reading.pages, *reading.notes)))
            printed[file.format] = sorted(re.findall(pattern, text))
            assert file.markers == len(printed[file.format])
            if by_ground:
                assert text.count("Quarknamen") == 1
                assert "Quarkgrund." in text
    assert set(printed) == set(FORMATS)
    numerals = {f"J{number}" for number in range(1, 8)} if by_ground else {""}
    shown = {re.sub(r"\W", "", edition.marker.replace("J{number}", one)) for one in numerals}
    for fmt, found in printed.items():  # a deck has no cover, where the first of them stands
        missing = {re.sub(r"\W", "", edition.marker.replace("J{number}", "J1"))}
        unseen = shown - {re.sub(r"\W", "", one) for one in found}
        assert unseen == (missing if by_ground and fmt == "pptx" else set())
    readme = zipfile.ZipFile(package).read(f"{made.contents.name}/README.txt").decode()
    for use in said.grounds:
        assert f"{use.label} ({use.reference}): {use.markers}" in readme


@pytest.mark.parametrize("fmt", FORMATS)
def test_g27_a_marker_with_another_justification_fails_the_audit(
    fmt: Format, project: Project
) -> None:
    folder = project(MINI)
    path = folder / "redactions.yaml"
    path.write_text(BY_GROUND + path.read_text("utf-8"), "utf-8")
    meant = view_for(ready(folder, "public"), fmt)
    path.write_text(
        path.read_text("utf-8").replace(
            "row-value: {grounds: [public-security]}", "row-value: {grounds: [defence]}"
        ),
        "utf-8",
    )
    other = view_for(ready(folder, "public"), fmt)
    data = render(other, fmt, theme.load())
    assert checks.findings(data, fmt, f"x.{fmt}", other) == ()
    assert "text-differs" in {row.code for row in checks.findings(data, fmt, f"x.{fmt}", meant)}


def test_a_marker_without_brackets_is_no_part_of_a_word() -> None:
    found = word_changes.words(["UNDELETED DELETED, (DE", "LETED) DELETEDS"], ["DELETED"])
    marks = [word.text for word in found if word.is_marker]
    assert marks == ["DELETED", "DE LETED"]
