"""Let Typst make a PDF: ``python -I -S typst_pdf.py PACKAGES SOURCE TARGET FONTS``.

Run by the Python of .tools/bench, without what Python itself would look for at its start. The file
is to keep PDF/UA-1 and PDF/A-2a, as the program's does; Typst stops if it cannot.
"""

import sys

packages, source, target, fonts = sys.argv[1:]
sys.path.append(packages)

import typst  # noqa: E402 - found there  # pyright: ignore

typst.compile(
    source,
    output=target,
    font_paths=[fonts],
    ignore_system_fonts=True,
    pdf_standards=["a-2a", "ua-1"],
)
