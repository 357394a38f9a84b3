"""What an audit loads: the libraries that read PDFs come with the first PDF."""

from __future__ import annotations

import subprocess
import sys

LIBRARIES = ("pikepdf", "pypdfium2")


def loaded(code: str) -> list[str]:
    """Return which of the libraries a new process has loaded after some code."""
    script = f"import sys\n{code}\nprint(*[name for name in {LIBRARIES} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_a_deck_and_a_document_are_audited_without_them() -> None:
    code = (
        "from pipeline.audit.checks import findings\n"
        "assert findings(b'none', 'pptx', 'a.pptx')\n"
        "assert findings(b'none', 'docx', 'a.docx')\n"
    )
    assert loaded(code) == []


def test_a_pdf_is_audited_with_both() -> None:
    code = "from pipeline.audit.checks import findings\nassert findings(b'none', 'pdf', 'a.pdf')\n"
    assert loaded(code) == list(LIBRARIES)
