"""A package as its receiver meets it: checked without this program, and with it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.core import stable_zip
from pipeline.distribution import verify
from pipeline.distribution.package import package_manifest
from pipeline.output.freshness import sha256
from tests.conftest import ROOT
from tests.support import certificates

Unpack = Callable[[bytes], Path]
PUBLIC = "st07606-re01.de24.PA"
#: One of each kind of file.
KINDS = (
    f"{PUBLIC}.pptx",
    f"{PUBLIC}.docx",
    f"{PUBLIC}.pdf",
    f"{PUBLIC}.html",
    f"{PUBLIC}.jsonld",
    "README.txt",
    "SHA256SUMS",
    "manifest.json",
)
OPENSSL = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifest.json.p7s",
           "-content", "manifest.json", "-purpose", "any", "-out", "/dev/null"]  # fmt: skip
#: What a receiver can do with pyHanko alone; ``-I``: nothing of this project can be imported.
PYHANKO = """
import asyncio, sys
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
roots = [x509.Certificate.load(pem.unarmor(open(sys.argv[2], "rb").read())[2])]
(signature,) = PdfFileReader(open(sys.argv[1], "rb")).embedded_signatures
context = ValidationContext(trust_roots=roots, allow_fetching=False)
status = asyncio.run(async_validate_pdf_signature(signature, context))
print(status.bottom_line, status.coverage.name, status.signing_cert.subject.native["common_name"])
assert not [name for name in sys.modules if name.startswith("pipeline")]
"""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the file with the certificate that the receiver trusts."""
    path = tmp_path / "root.pem"
    path.write_bytes(certificates.root().pem)
    return path


def codes(report: verify.Report) -> set[str]:
    return {problem.code for problem in report.problems}


def test_a_receiver_checks_a_package_without_this_program(
    signed: bytes, unpack: Unpack, root: Path
) -> None:
    folder = unpack(signed)
    sums = run(folder, "sha256sum", "--strict", "-c", "SHA256SUMS")
    assert sums.returncode == 0, sums.stderr
    listed = {row["name"] for row in json.loads((folder / "manifest.json").read_bytes())["files"]}
    assert len(sums.stdout.splitlines()) == len(listed) + 1
    told = run(folder, *OPENSSL, "-CAfile", str(root))
    assert told.returncode == 0, told.stderr
    found = run(folder, sys.executable, "-I", "-c", PYHANKO, f"{PUBLIC}.pdf", str(root))
    assert found.stdout == "True ENTIRE_FILE Release Officer\n", found.stderr
    page = (folder / "README.txt").read_text("utf-8")
    assert " ".join(OPENSSL[:10]) in page


def test_unzip_says_that_a_package_is_whole(signed: bytes, tmp_path: Path) -> None:
    if shutil.which("unzip") is None:
        pytest.skip("unzip is not installed")
    (tmp_path / "package.zip").write_bytes(signed)
    assert run(tmp_path, "unzip", "-tq", "package.zip").returncode == 0
    assert run(tmp_path, "unzip", "-q", "package.zip").returncode == 0
    assert verify.verify(tmp_path / "st-7606-2024.public.de").problems == ()


@pytest.mark.parametrize("packed", ["signed", "unsigned"])
def test_a_package_and_its_folder_are_verified(
    packed: str, unpack: Unpack, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = unpack(request.getfixturevalue(packed))
    for path in (folder, tmp_path / "package.zip"):
        report = verify.verify(path)
        assert report.problems == ()
        assert report.contents is not None
        signers = {row.signer for row in report.signatures}
        assert signers == ({"Release Officer"} if packed == "signed" else set())
        assert not any(row.trusted for row in report.signatures)


@pytest.mark.parametrize(
    ("packed", "name"),
    [("signed", name) for name in (*KINDS, "manifest.json.p7s")]
    + [("unsigned", name) for name in KINDS],
)
def test_a_changed_byte_is_found(
    name: str, packed: str, unpack: Unpack, request: pytest.FixtureRequest
) -> None:
    folder = unpack(request.getfixturevalue(packed))
    path = folder / name
    whole = path.read_bytes()
    for place in (0, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert verify.verify(folder).problems
    if name in KINDS and name != "SHA256SUMS":
        assert run(folder, "sha256sum", "--status", "-c", "SHA256SUMS").returncode == 1


def test_missing_unlisted_and_deeper_files_are_found(unsigned: bytes, unpack: Unpack) -> None:
    folder = unpack(unsigned)
    (folder / f"{PUBLIC}.docx").rename(folder / "other.docx")
    assert codes(verify.verify(folder)) == {"missing-file", "unlisted-file"}
    (folder / "other.docx").rename(folder / f"{PUBLIC}.docx")
    assert verify.verify(folder).problems == ()
    (folder / "more").mkdir()
    assert codes(verify.verify(folder)) == {"loose-bytes"}
    (folder / "more" / "manifest.json").write_bytes(b"{}")
    assert "unlisted-file" in codes(verify.verify(folder))
    shutil.rmtree(folder / "more")
    (folder / "link").symlink_to(folder / "README.txt")
    assert codes(verify.verify(folder)) == {"loose-bytes"}


def rezipped(package: bytes, more: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return stable_zip.pack({name: archive.read(name) for name in archive.namelist()} | more)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b"more",
        lambda data: b"more" + data,
        lambda data: data[:-2] + b"\x04\x00more",
        lambda data: rezipped(data, {"st-7606-2024.public.de/more.txt": b"x"}),
        lambda data: rezipped(data, {"elsewhere/more.txt": b"x"}),
        lambda data: rezipped(data, {"more.txt": b"x"}),
        lambda data: rezipped(data, {"st-7606-2024.public.de/../up.txt": b"x"}),
    ],
    ids=["after", "before", "comment", "member", "folder", "outside", "upwards"],
)
def test_a_zip_that_holds_anything_else_is_found(
    change: Callable[[bytes], bytes], unsigned: bytes, tmp_path: Path
) -> None:
    (tmp_path / "package.zip").write_bytes(change(unsigned))
    assert codes(verify.verify(tmp_path / "package.zip")) & {"loose-bytes", "unlisted-file"}


def declare_anew(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Do what a forger does: change the manifest, and correct all that follows from it."""
    data = json.loads((folder / "manifest.json").read_bytes())
    for row in data["files"]:
        content = (folder / row["name"]).read_bytes()
        row |= {"size": len(content), "sha256": sha256(content)}
    change(data)
    declared = package_manifest.Contents.model_validate(data)
    (folder / "manifest.json").write_bytes(declared.to_json())
    (folder / "SHA256SUMS").write_bytes(declared.sums())


def test_a_forger_who_corrects_every_digest_is_found_by_the_signature(
    signed: bytes, unpack: Unpack, root: Path
) -> None:
    folder = unpack(signed)
    text = (folder / f"{PUBLIC}.html").read_bytes()
    (folder / f"{PUBLIC}.html").write_bytes(text.replace(b"Vielen Dank", b"Vielen Spott"))
    declare_anew(folder, lambda _: None)
    assert run(folder, "sha256sum", "--status", "-c", "SHA256SUMS").returncode == 0
    assert codes(verify.verify(folder)) == {"bad-signature"}
    assert run(folder, *OPENSSL, "-CAfile", str(root)).returncode != 0
    # without a signature, the package is one that nobody signed
    (folder / "manifest.json.p7s").unlink()
    assert "missing-file" in codes(verify.verify(folder))
    declare_anew(folder, lambda data: data.update(signed=False))
    assert codes(verify.verify(folder)) == set()
    assert codes(verify.verify(folder, [root.read_bytes()])) == {"not-signed"}


def test_markers_are_counted_in_the_files(unsigned: bytes, unpack: Unpack) -> None:
    folder = unpack(unsigned)
    for fmt in ("pptx", "docx", "pdf", "html"):

        def lie(data: dict[str, object], fmt: str = fmt) -> None:
            for row in data["files"]:  # type: ignore[attr-defined]
                if row["format"] == fmt:
                    row["markers"] -= 1

        declare_anew(folder, lie)
        (problem,) = verify.verify(folder).problems
        assert (problem.where.file, problem.code) == (f"{PUBLIC}.{fmt}", "marker-count")

        def mend(data: dict[str, object], fmt: str = fmt) -> None:
            for row in data["files"]:  # type: ignore[attr-defined]
                if row["format"] == fmt:
                    row["markers"] += 1

        declare_anew(folder, mend)
    assert verify.verify(folder).problems == ()


def test_whose_signature_it_is_counts_when_a_receiver_trusts_somebody(
    signed: bytes, unsigned: bytes, tmp_path: Path
) -> None:
    (tmp_path / "signed.zip").write_bytes(signed)
    (tmp_path / "unsigned.zip").write_bytes(unsigned)
    for trusted in (certificates.root(), certificates.signer()):
        report = verify.verify(tmp_path / "signed.zip", [trusted.pem])
        assert report.problems == ()
        assert all(row.trusted for row in report.signatures)
        assert len(report.signatures) == 2
    report = verify.verify(tmp_path / "signed.zip", [certificates.stranger().pem])
    assert codes(report) == {"not-trusted"}
    report = verify.verify(tmp_path / "unsigned.zip", [certificates.root().pem])
    assert codes(report) == {"not-signed"}


def test_the_command_reports_and_ends_with_a_code(
    signed: bytes, unpack: Unpack, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = unpack(signed)
    assert cli.main(["verify", str(folder), "--trust", str(root)]) == 0
    said = capsys.readouterr()
    assert "public edition, de, 2024-02-07: 7 redactions" in said.out
    assert "manifest.json: signed by Release Officer, trusted" in said.out
    assert said.out.endswith("nothing is wrong\n")
    assert said.err == ""
    assert cli.main(["verify", str(folder)]) == 0
    assert "not checked against a trusted certificate" in capsys.readouterr().out
    (folder / "README.txt").write_text("Alles in Ordnung.\n")
    assert cli.main(["verify", str(folder), "--json"]) == 6
    said = capsys.readouterr()
    assert "README.txt: changed-file: " in said.err
    assert [row["code"] for row in json.loads(said.out)["problems"]] == ["changed-file"]


def test_what_is_no_package_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file.zip").write_text("no zip")
    (tmp_path / "empty").mkdir()
    for name in ("file.zip", "empty", "missing.zip"):
        assert cli.main(["verify", str(tmp_path / name)]) == 6
    (tmp_path / "bad.pem").write_text("no certificate")
    (tmp_path / "empty.zip").write_bytes(stable_zip.pack({"p/manifest.json": b"{}"}))
    assert cli.main(["verify", str(tmp_path / "empty.zip")]) == 6
    assert cli.main(["verify", str(tmp_path / "empty.zip"), "--trust", "/nowhere"]) == 6


def test_verifying_builds_nothing(unsigned: bytes, tmp_path: Path) -> None:
    """The receiver's command needs neither the source nor a renderer."""
    (tmp_path / "package.zip").write_bytes(unsigned)
    code = (
        "import sys; from pipeline import cli;"
        f"assert cli.main(['verify', {str(tmp_path / 'package.zip')!r}]) == 0;"
        "print([name for name in sys.modules if name.startswith(('pipeline.content',"
        "'pipeline.redaction', 'pipeline.compose', 'pipeline.workflow', 'pipeline.render', "
        "'pyhanko', 'weasyprint'))])"
    )
    done = run(ROOT, sys.executable, "-c", code)
    assert done.stdout.endswith("[]\n"), done.stdout + done.stderr
