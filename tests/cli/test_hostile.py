"""Hostile and odd input: each ends in a clear problem, in time and in bounds."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office.opc import unzipped
from pipeline.cli import main
from pipeline.core import atomic_write
from pipeline.core import stable_zip as our_zips
from pipeline.core.errors import TemplateError
from pipeline.design.brand import theme_file
from pipeline.design.brand.ooxml_reader import BadTemplateError, points
from tests.conftest import MINI
from tests.support import brand_files, faults, hostile

Kinds = Callable[[], Iterator[tuple[str, bytes]]]


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder with a public edition in every format, and a package of it."""
    output = tmp_path_factory.mktemp("hostile") / "output"
    formats = [word for fmt in ("pptx", "docx", "pdf", "html") for word in ("--format", fmt)]
    common = [str(MINI), "--output", str(output)]
    assert main(["build", *common, "--edition", "public", *formats]) == 0
    assert main(["dist", *common, "--audience", "public"]) == 0
    return output


def edition(output: Path) -> Path:
    return output / MINI.name / "public" / "de"


def good(output: Path, ending: str) -> bytes:
    (path,) = edition(output).glob(f"*{ending}")
    return path.read_bytes()


#: Some of each family, for the quick tests.
FEW = {"25000 brackets", "1800 levels of keys", "30 members of 60 MB", "a member without a name",
       "XML of 5000 levels", "PDF: a page of 600 MB", "HTML that opens tags"}  # fmt: skip


def each(kinds: Iterator[tuple[str, bytes]], *, few: bool) -> Iterator[tuple[str, bytes]]:
    return (row for row in kinds if not few or row[0] in FEW)


def content(home: Path, *, few: bool) -> int:
    count = 0
    for name, data in each(hostile.yamls((MINI / "presentation.yaml").read_text()), few=few):
        folder = home / f"content{count}" / "x"
        shutil.copytree(MINI, folder)
        (folder / "presentation.yaml").write_bytes(data)
        commands = ["check", "redactions", "seal"]
        hostile.observed(*([one, folder] for one in commands)).judge(name)
        count += 1
    return count


def archives(home: Path, output: Path, *, few: bool) -> int:
    count = 0
    for name, data in each(hostile.zips(good(output, ".docx"), "word/document.xml"), few=few):
        office, package = home / "x.docx", home / "x.zip"
        office.write_bytes(data)
        package.write_bytes(data)
        pairs = [["audit", office], ["template", office]]
        pairs += [["verify", package], ["diff", package, package]]
        hostile.observed(*pairs).judge(name)
        count += 1
    return count


def parts(home: Path, output: Path, *, few: bool) -> int:
    count = 0
    deck, paper = good(output, ".pptx"), good(output, ".docx")
    for name, data in each(hostile.xmls(), few=few):
        office, slides, styled = home / "x.docx", home / "x.pptx", home / "y.docx"
        office.write_bytes(hostile.part(paper, "word/document.xml", data))
        styled.write_bytes(hostile.part(paper, "word/styles.xml", data))
        slides.write_bytes(hostile.part(deck, "ppt/presentation.xml", data))
        for command in ("audit", "template"):
            for path in (office, slides, styled):
                hostile.observed([command, path]).judge(f"{name}, {command} {path.name}")
        count += 1
    return count


def finished(home: Path, output: Path, *, few: bool) -> int:
    """Put hostile files into the edition's folder that ``diff`` reads, and audit them."""
    count = 0
    for ending, kinds in ((".pdf", hostile.pdfs), (".html", hostile.pages)):
        for name, data in each(kinds(good(output, ending)), few=few):
            copy = home / f"edition{count}"
            shutil.copytree(edition(output), copy)
            (path,) = copy.glob(f"*{ending}")
            path.write_bytes(data)
            hostile.observed(["audit", path]).judge(name)
            hostile.observed(["diff", edition(output), copy]).judge(f"{name}, diff")
            count += 1
    return count


def records(home: Path, *, few: bool) -> int:
    count = 0
    for name, data in each(hostile.jsons(), few=few):
        folder = home / f"json{count}"
        folder.mkdir()
        for file in ("manifest.json", "x.jsonld", "register.jsonl"):
            (folder / file).write_bytes(data)
        record, register = folder / "x.jsonld", folder / "register.jsonl"
        hostile.observed(
            ["audit", record], ["audit", record, "--against", record], ["verify", folder],
            ["diff", folder, folder], ["verify", "--register", register],
            ["register", "--output", folder],
        ).judge(name)  # fmt: skip
        count += 1
    return count


@pytest.mark.slow
def test_some_hostile_files_end_in_a_problem(tmp_path: Path, output: Path) -> None:
    assert content(tmp_path, few=True) == 2
    assert archives(tmp_path, output, few=True) == 2


@pytest.mark.slow
@pytest.mark.exhaustive
def test_hostile_files_of_every_kind_end_in_a_problem_in_time_and_in_bounds(
    tmp_path: Path, output: Path
) -> None:
    count = content(tmp_path, few=False)
    count += archives(tmp_path, output, few=False)
    count += parts(tmp_path, output, few=False)
    count += finished(tmp_path, output, few=False)
    count += records(tmp_path, few=False)
    assert count >= 60


@pytest.mark.slow
def test_what_is_no_plain_file_is_never_waited_for(tmp_path: Path, output: Path) -> None:
    """Pipes, devices, folders, links in a circle, given to every option that takes a file."""
    docx = edition(output) / "x.docx"
    shown, packages = str(edition(output)), str(output)
    for kind, odd in hostile.odd(tmp_path / "odd").items():
        path, mini = str(odd), str(MINI)
        commands = [
            ["audit", path], ["audit", str(docx), "--against", path],
            ["audit", str(docx), "--theme", path], ["audit", str(docx), "--template", path],
            ["template", path], ["verify", path], ["verify", path, "--trust", path],
            ["verify", "--register", path], ["diff", path, path],
            ["diff", shown, shown, "--html", path], ["diff", shown, shown, "--docx", path],
            ["check", path], ["build", path, "--output", packages],
            ["build", mini, "--output", str(tmp_path / "out"), "--theme", path],
            ["redactions", mini, "--key", path], ["seal", path], ["schema", "--write", path],
            ["dist", mini, "--audience", "public", "--output", packages, "--to", path],
            ["dist", mini, "--audience", "public", "--output", packages,
             "--long-term", path, "--timestamp", "x", "--sign-with", path, "--passphrase-fd", "99"],
        ]  # fmt: skip
        for command in commands:
            told = f"{kind}: {' '.join(command)}"
            outcome = faults.run(command, tmp_path / "nothing", prepare=lambda: os.nice(0))
            assert "Traceback" not in outcome.said, told
            assert "unexpected" not in outcome.said, (told, outcome.said)
            assert outcome.code in {0, 1, 2, 3, 4, 6}, (told, outcome.said)


@pytest.mark.parametrize(
    "name", ["dossier.yaml", "presentation.yaml", "redactions.yaml", "recipients.txt"]
)
def test_a_file_of_a_dossier_that_is_a_pipe_is_never_waited_for(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "x"
    shutil.copytree(MINI, folder)
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    for command in (["check"], ["redactions"], ["seal"], ["build", "--output", str(tmp_path)]):
        outcome = faults.run([command[0], str(folder), *command[1:]], tmp_path / "nothing")
        assert outcome.code in {0, 2}, outcome.said


def test_what_a_shell_hands_over_is_read() -> None:
    """``--key <(pass show dossier)``: a pipe whose writer is there."""
    reader, writer = os.pipe()
    os.write(writer, b"AGE")
    os.close(writer)
    assert atomic_write.read(Path(f"/dev/fd/{reader}")) == b"AGE"
    os.close(reader)


@pytest.mark.parametrize(
    "name", [b"not-\xff-utf-8", b"n" * 250, b"new\nline", b"\x1b[31mred", b"packages", b"-x"]
)
def test_a_dossier_with_an_odd_name_is_a_problem(tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / "content" / os.fsdecode(name)
    shutil.copytree(MINI, folder)
    output = str(tmp_path / "output")
    for command in (["check"], ["build", "--output", output, "--format", "docx"]):
        outcome = faults.run([command[0], str(folder), *command[1:]], tmp_path / "nothing")
        assert outcome.code in {1, 2}, outcome.said
        assert "bad-folder-name" in outcome.said or "cannot-write" in outcome.said
        assert "\x1b" not in outcome.said


def test_a_folder_whose_name_a_package_cannot_have_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, output = tmp_path / "über uns", str(tmp_path / "output")
    shutil.copytree(MINI, folder)
    build = ["build", str(folder), "--output", output, "--edition", "public", "--format", "docx"]
    assert main(build) == 0
    assert main(["dist", str(folder), "--output", output, "--audience", "public"]) == 6
    assert "bad-folder-name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("shell", "code"),
    [("| head -c 10", "0"), ("2>&1 | true", "0"), (">&-", "0"), ("2>&-", "0"), (">/dev/full", "1")],
)
def test_streams_that_are_closed_or_full_are_no_bug(shell: str, code: str) -> None:
    seen = hostile.observed(["schema"], shell=shell)
    assert "Traceback" not in seen.said
    assert "unexpected" not in seen.said
    assert "Exception ignored" not in seen.said
    assert (seen.code == 0) is (code == "0") or "cannot-write: it" in seen.said


def test_a_terminal_that_knows_ascii_alone_gets_what_it_can_show(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(MINI, folder)
    for line in (["redactions", str(folder)], ["redactions", str(folder), "--json"]):
        seen = hostile.observed(line, PYTHONIOENCODING="ascii", LC_ALL="C")
        assert seen.said.isascii()
        assert "exit code 0" in seen.said
    rows = json.loads(seen.said.replace("exit code 0", ""))
    assert [row["slot"] for row in rows][:1] == ["subject-place"]


def test_lengths_of_a_template_may_have_units_and_fractions() -> None:
    for length, wanted in (("12700", 1), ("1.5", 1.5 / 12700), ("1in", 72), ("-2.54cm", -72)):
        assert points(length) == pytest.approx(wanted)
    for length in ("", "one", "1 in", "1e9", "٣", "9" * 99, "nan"):
        with pytest.raises(BadTemplateError):
            points(length)


@pytest.mark.parametrize(
    "name", ["1.5", "1in", "2.5cm", "wide", "1e400", "²", pytest.param("9" * 5000, id="long")]
)
def test_a_template_with_any_length_is_read_or_refused(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "house.pptx"
    swaps = {
        brand_files.LAYOUT: lambda data: data.replace(b'x="', f'x="{name}" old="'.encode(), 1),
        "ppt/presentation.xml": lambda data: data.replace(b'cx="', f'cx="{name}" o="'.encode(), 1),
    }
    path.write_bytes(brand_files.changed(brand_files.DECK, swaps))
    assert main(["template", str(path)]) in {0, 4}
    assert "unexpected" not in capsys.readouterr().err


@pytest.mark.parametrize("theme", [b"a: " + b"[" * 9000, b"gap: &a [1]\n" + b"b: *a\n" * 9])
def test_a_theme_of_many_levels_is_refused(theme: bytes) -> None:
    with pytest.raises(TemplateError):
        theme_file.merged(theme, "theme.yaml")


def test_a_theme_whose_values_stand_for_one_another_is_counted_whole() -> None:
    """Nine values nine times nine times over: written short, and read as 400 million."""
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(TemplateError, match="too-large"):
        theme_file.merged("\n".join(lines).encode(), "theme.yaml")


def test_every_bit_of_a_zips_headers_is_looked_at() -> None:
    members = {f"a/{name}": name.encode() * 9 for name in ("one", "two", "three")}
    data = our_zips.pack(members)
    assert unzipped(data) == (members, [])
    headers = [*range(data.index(b"PK\1\2"), len(data))]
    place = data.find(b"PK\3\4")
    while place >= 0:
        headers += range(place, place + 30 + len("a/"))
        place = data.find(b"PK\3\4", place + 1)
    for index in headers:
        for bit in range(8):
            changed = bytearray(data)
            changed[index] ^= 1 << bit
            try:
                found, wrong = unzipped(bytes(changed))
            except UnreadableError:
                continue
            assert wrong, (index, bit, found)


def test_a_package_whose_frame_is_not_ours_is_compared_no_more_than_verified(
    tmp_path: Path, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package,) = (output / "packages" / "public").glob("*.zip")
    members, _ = unzipped(package.read_bytes())
    top = next(iter(members)).partition("/")[0]
    rows = list(members.items())
    broken = tmp_path / "broken.zip"
    for told, more in (("leads out", [("../out", b"x")]), ("twice", [rows[0]])):
        with (
            pytest.warns(UserWarning, match="Duplicate name") if told == "twice" else nullcontext()
        ):
            broken.write_bytes(hostile.zipped([*rows, *more]))
        assert main(["verify", str(broken)]) == 6
        assert main(["diff", str(package), str(broken)]) == 6, told
    linked = tmp_path / top
    linked.mkdir()
    for name, data in rows:
        (linked / name.partition("/")[2]).write_bytes(data)
    assert main(["diff", str(package), str(linked)]) == 0
    (linked / "more.txt").symlink_to("/etc/hostname")
    assert main(["verify", str(linked)]) == 6
    assert main(["diff", str(package), str(linked)]) == 6
    assert "Traceback" not in capsys.readouterr().err


def test_a_comparison_never_replaces_what_it_should_not(
    tmp_path: Path, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = str(edition(output))
    target = tmp_path / "what.html"
    diff = ["diff", shown, shown, "--html", str(target)]
    assert main(diff) == 0
    target.write_text("mine")
    assert main(diff) == 6
    assert "file-exists" in capsys.readouterr().err
    assert target.read_text() == "mine"
    assert main([*diff, "--force"]) == 0
    assert target.read_text() != "mine"
    target.unlink()
    os.mkfifo(target)
    for more in ([], ["--force"]):
        assert main([*diff, *more]) == 6
    assert stat.S_ISFIFO(target.stat().st_mode)
    target.unlink()
    (tmp_path / "elsewhere").write_text("mine")
    target.symlink_to(tmp_path / "elsewhere")
    assert main([*diff, "--force"]) == 6
    assert (tmp_path / "elsewhere").read_text() == "mine"
