"""The window shows the PDF: every line of every page breaks where it breaks there."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from pipeline.audit.readers.pdf_engines import by_pdfium
from tests.conftest import FIRST, GALLERY, MINI, Project
from tests.support.window import window

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

#: Words of a block whose rectangles end at the same height are a line.
LINES = r"""(() => {
  const found = {};
  const range = document.createRange();
  for (const row of document.querySelectorAll('.row')) {
    row.querySelector('.sheet').style.contentVisibility = 'visible';
    const root = row.querySelector('.paper').shadowRoot;
    const lines = [];
    let last = null;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const block = node.parentElement.closest('p, li, h1, h2, h3, h4, td, th, span, div');
      for (const word of node.data.matchAll(/\S+/g)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const box = range.getClientRects()[0];
        if (!box) continue;
        if (last && last.block === block && Math.abs(last.at - box.bottom) < 3) {
          last.words.push(word[0]);
          last.at = box.bottom;
        } else {
          last = { block, at: box.bottom, words: [word[0]] };
          lines.push(last);
        }
      }
    }
    found[row.id] = lines.map((line) => line.words.join(' '));
  }
  return found;
})()"""
PDF = """fetch('file/full.pdf').then((answer) => answer.arrayBuffer())
  .then((data) => Array.from(new Uint8Array(data)))"""


def bare(line: str) -> str:
    """Return a line without spaces, and without the bullets that are no text of the window."""
    return re.sub(r"[\s•–]", "", line)


@pytest.mark.parametrize("dossier", [FIRST, MINI, GALLERY], ids=lambda path: path.name)
def test_lines_break_as_in_the_pdf(project: Project, dossier: Path) -> None:
    with window(project(dossier)) as see:
        see("size", 1440, 900)
        see("eval", "document.fonts.ready.then(() => 0)")
        shown = see("eval", LINES)
        data = bytes(see("eval", PDF))
    with pypdfium2.PdfDocument(data) as document:
        printed = [[bare(line) for line in text.splitlines()] for text in by_pdfium(document)]
    assert len(shown) == len(printed)
    assert sum(map(len, shown.values())) > 50
    otherwise = [
        (page, line)
        for (page, lines), theirs in zip(shown.items(), printed, strict=True)
        for line in lines
        if bare(line) and not any(bare(line) in one for one in theirs)
    ]
    assert otherwise == []
