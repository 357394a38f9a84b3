"""Validators that others maintain, each as a function from a file to what it finds."""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
from pathlib import Path

import page
import pikepdf

from tests.conftest import ROOT

_OOXML = ROOT / ".tools" / "validators" / "node_modules" / ".bin" / "ooxml-validator"


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
