"""Names in the documentation: every module, function and path that it names exists."""

from __future__ import annotations

import inspect
import re
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name
from types import CodeType, FrameType, FunctionType

import pytest

from pipeline.redaction import recipients, sealing
from pipeline.workflow.build import build
from pipeline.workflow.executors.this_machine import here
from pipeline.workflow.options import Options
from tests.conftest import ROOT, Written

PAGES = (*sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "README.md")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
#: A page's part that tells of names that were: the table of old and new names.
HISTORY = "## Where modules went"

_DOTTED = re.compile(r"(?<![\w./-])pipeline(?:\.[A-Za-z_]\w*)+")
_PATH = re.compile(r"(?<![\w./-])(?:pipeline|tests|templates|tools)/[\w./-]*")
#: A path that stands for several: ``templates/<format>``.
_PATTERN = re.compile(r"[<*{]")


def text_of(page: Path) -> str:
    return page.read_text("utf-8").split(HISTORY)[0]


def dotted_names(text: str) -> set[str]:
    """Return the dotted names of a page; a file's ending is no attribute."""
    return {name for name in _DOTTED.findall(text) if not name.endswith((".py", ".typed"))}


def paths(text: str) -> set[str]:
    return {
        match.group().rstrip("./")
        for match in _PATH.finditer(text)
        if not _PATTERN.match(text[match.end() : match.end() + 1])
    }


def resolves(name: str) -> bool:
    """Tell whether a dotted name is a module, or something in one."""
    try:
        resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_dotted_name_in_the_documentation_resolves(page: Path) -> None:
    assert [name for name in sorted(dotted_names(text_of(page))) if not resolves(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_in_the_documentation_exists(page: Path) -> None:
    assert [path for path in sorted(paths(text_of(page))) if not (ROOT / path).exists()] == []


def test_the_page_on_architecture_has_names_to_resolve() -> None:
    assert len(dotted_names(ARCHITECTURE)) > 40
    assert len(paths(ARCHITECTURE)) > 5


@pytest.mark.parametrize(
    "text",
    [
        "`pipeline.content.load.lode`",
        "`pipeline.source.load`",
        "`pipeline.render.docx.runs.Pen.rums`",
        "see pipeline.nothing.",
    ],
)
def test_a_wrong_dotted_name_is_found(text: str) -> None:
    assert [name for name in dotted_names(text) if not resolves(name)]


@pytest.mark.parametrize(
    "text",
    [
        "`pipeline/source/load.py`",
        "(tests/build/)",
        "`templates/theme.yml`",
        "`tools/nothing`.",
        "[there](tests/docs/test_nothing.py)",
    ],
)
def test_a_wrong_path_is_found(text: str) -> None:
    assert [path for path in paths(text) if not (ROOT / path).exists()]


def test_every_folder_has_a_row_that_says_what_it_is_for() -> None:
    rows = set(re.findall(r"^\| `(\w+)/` \|", ARCHITECTURE, re.MULTILINE))
    folders = {path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")}
    assert rows == folders


def test_the_layers_are_those_that_are_held() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    held = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    block = ARCHITECTURE.split("## Layers", 1)[1].split("```")[1]
    assert block.split("\n")[1:-1] == held


def test_one_bullets_way_is_the_way_that_a_build_goes(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its example is sealed and built; every function that its steps name is then called."""
    section = ARCHITECTURE.split("## One bullet's way", 1)[1].split("\n## ", 1)[0]
    example = section.split("```yaml\n", 1)[1].split("```", 1)[0]
    steps = section.split("```", 2)[2].split("\nThe web page ", 1)[0]
    named = {name: inspect.unwrap(resolve_name(name)) for name in dotted_names(steps)}
    codes = {it.__code__: name for name, it in named.items() if isinstance(it, FunctionType)}
    assert len(codes) > 25
    folder = written(example.replace("[[r1]]", "[[defence: Quarkwort]]"))
    key = tmp_path / "key.txt"
    recipients.begin(folder, [], key)
    sealing.seal(folder, key)
    assert '"[[r1]]"' in (folder / "presentation.yaml").read_text("utf-8")
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    monkeypatch.chdir(tmp_path)
    options = Options(tmp_path / "output", formats=("pptx", "docx", "pdf"), key=key, engine=here)
    sys.setprofile(note)
    try:
        build(folder, options, lambda _: None)
    finally:
        sys.setprofile(None)
    assert sorted(name for code, name in codes.items() if code not in called) == []


def test_old_and_new_names_of_modules_are_told_truly() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text("utf-8").split(HISTORY)[1]
    rows = re.findall(r"^\| `([\w/.]+)` \| `([\w/.]+)` \|$", page, re.MULTILINE)
    assert len(rows) > 150
    gone = [new for _, new in rows if find_spec(f"pipeline.{new.replace('/', '.')}") is None]
    assert gone == []
