"""How long from a saved file to changed pixels: ``python -m tests.support.edit_to_pixels``.

The file is saved by rename; the window notes when a page's tree was replaced, and the second frame
after that. Compared with what the server needs for all pages when it has kept nothing.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import FIRST
from tests.support.window import Window, window
from tools.bench import generated

_NOTED = """
window.noted = [];
new MutationObserver((rows) => {
  if (!rows.some((row) => row.attributeName === 'data-key')) return;
  const replaced = Date.now();
  const note = () => window.noted.push([replaced, Date.now()]);
  requestAnimationFrame(() => requestAnimationFrame(note));
}).observe(document.getElementById('pages'), { attributes: true, subtree: true });
0
"""


def measured(see: Window, path: Path, old: str, times: int) -> tuple[list[float], dict[str, float]]:
    """Return milliseconds from each save to its frame, and those of the last one's steps."""
    see("eval", _NOTED)
    found: list[float] = []
    text = path.read_text("utf-8")
    for number in range(times):
        time.sleep(0.4)
        staged = path.with_suffix(".new")
        staged.write_text(text.replace(old, f"{old} {number}", 1), "utf-8")
        start = time.time() * 1000
        staged.replace(path)
        see("wait", f"window.noted.length > {number}")
        found.append(see("eval", f"window.noted[{number}][1]") - start)
    return found, see("eval", "window.took")


def main() -> None:
    """Measure the first dossier, and 189 slides."""
    with TemporaryDirectory() as place:
        content = Path(place) / "content"
        shutil.copytree(FIRST, content / FIRST.name)
        generated.write(content / "long", generated.slides(189))
        for name, old, pages in ((FIRST.name, "Thank you", 10), ("long", "Author", 190)):
            folder = content / name
            words = old if old in (folder / "presentation.yaml").read_text("utf-8") else None
            with window(folder) as see:
                see("wait", f"document.querySelectorAll('.row .sheet').length === {pages}")
                anew = sum(see("eval", "window.took").values())
                title = words or _a_word(folder)
                found, took = measured(see, folder / "presentation.yaml", title, 9)
            middle = statistics.median(found)
            sys.stdout.write(
                f"{name}: {middle:.0f} ms (best {min(found):.0f}, worst {max(found):.0f}); "
                f"of these the server {sum(took.values()):.0f}: {took}; "
                f"all pages anew {anew:.0f} ms\n"
            )


def _a_word(folder: Path) -> str:
    text = (folder / "presentation.yaml").read_text("utf-8")
    start = text.index("title: ", len(text) // 2) + len("title: ")
    return text[start : text.index("\n", start)]


if __name__ == "__main__":
    main()
