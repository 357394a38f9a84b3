"""What keeps the promises is the structure; these tests hold the structure."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from pipeline.content.model import dossier_yaml, slides
from pipeline.content.model.lazy_types import OneOfKinds
from pipeline.content.secret import Secret
from pipeline.edition import blocks, cover, edition, runs, slide
from tests.conftest import ROOT

PACKAGE = ROOT / "pipeline"
FIRST = "content/wk-4146-2024"


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **env},
    )


#: Modules that know an edition alone.
BEHIND_THE_WALL = (
    "render.html",
    "render.pdf",
    "render.docx",
    "render.pptx",
    "audit.checks",
    "distribution.packing",
    "layout.fit",
)


def test_g2_no_renderer_knows_the_source() -> None:
    """The wall: a fresh process that imports renderers, one after the other, has no source."""
    code = (
        "import importlib, sys\n"
        f"for module in {BEHIND_THE_WALL}:\n"
        "    importlib.import_module(f'pipeline.{module}')\n"
        "    rooms = ('pipeline.content', 'pipeline.redaction', 'pipeline.compose')\n"
        "    print(module, [m for m in sys.modules if m.startswith(rooms)])\n"
    )
    done = run("-W", "ignore", "-c", code)
    assert done.stdout.splitlines() == [f"{one} []" for one in BEHIND_THE_WALL], done.stderr


def test_a_build_with_nothing_to_do_imports_nothing_heavy() -> None:
    code = (
        "import pipeline.cli, sys;"
        "print([m for m in ('pydantic', 'yaml', 'lxml', 'docx', 'pptx', 'weasyprint', 'jinja2',"
        "'pikepdf', 'PIL', 'pyhanko', 'cryptography') if m in sys.modules])"
    )
    assert run("-c", code).stdout.strip() == "[]"


#: The modules of what renderers draw.
WAIST = (blocks, runs, cover, edition, slide)


def models_of(*modules: object) -> list[type[BaseModel]]:
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseModel) and value is not BaseModel
    ]


def test_g2_no_type_of_the_edition_can_hold_a_secret() -> None:
    for owner in models_of(*WAIST):
        for name, info in owner.model_fields.items():
            assert "Secret" not in repr(info.annotation), f"{owner.__name__}.{name}"
            assert "Any" not in repr(info.annotation), f"{owner.__name__}.{name}"


def bare(annotation: object, metadata: tuple[object, ...]) -> bool:
    """Tell whether a type lets any string through."""
    if annotation is str:
        return not metadata
    inner = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        return bare(inner[0], inner[1:])
    if typing.get_origin(annotation) is typing.Literal:
        return False
    return any(bare(part, ()) for part in inner)


def test_every_human_text_of_the_source_is_rich_or_plain() -> None:
    for owner in [*models_of(dossier_yaml), *models_of(slides)]:
        for name, info in owner.model_fields.items():
            assert not bare(info.annotation, tuple(info.metadata)), f"{owner.__name__}.{name}"


def test_all_models_are_frozen_and_hide_their_input() -> None:
    for owner in [*models_of(dossier_yaml), *models_of(slides), *models_of(*WAIST)]:
        assert owner.model_config.get("frozen"), owner
        assert owner.model_config.get("hide_input_in_errors"), owner
        assert owner.model_config.get("extra") == "forbid", owner


#: Where a ``Secret`` may be opened: by path, so that a module of the same name elsewhere may not.
OPENERS = ("compose/", "redaction/", "content/secret.py")


def test_g23_what_is_wrong_with_a_slide_is_told_without_its_words() -> None:
    """A slide is read by the model of its kind, then by all of them: neither repeats the input."""
    (union,) = (part for part in slides.Slide.__metadata__ if isinstance(part, OneOfKinds))
    given = {"kind": "bullets", "title": "Zyxwvut", "points": [], "more": "Qponml"}
    for value in (given, {**given, "kind": "other"}, "Qponml"):
        for read in (union._read, lambda slide: slides.Presentation(slides=(slide,))):
            with pytest.raises(ValidationError) as caught:
                read(value)
            assert "Qponml" not in str(caught.value)


def test_g1_secrets_are_opened_in_compose_and_redaction_alone() -> None:
    for path in PACKAGE.rglob("*.py"):
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Attribute) and node.attr in {"reveal", "_text"}
        ]
        allowed = path.relative_to(PACKAGE).as_posix().startswith(OPENERS)
        assert allowed or not calls, path


def test_g22_no_plugin_of_pydantic_is_shown_what_is_validated(tmp_path: Path) -> None:
    """An installed one would see every value, withheld ones as well."""
    spy = "class plugin:\n    new_schema_validator = lambda *_: (None, None, None)\n"
    (tmp_path / "spy.py").write_text(spy, "utf-8")
    facts = tmp_path / "spy-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: spy\nVersion: 1\n", "utf-8")
    (facts / "entry_points.txt").write_text("[pydantic]\nspy = spy:plugin\n", "utf-8")
    spied = "import sys; print('spy' in sys.modules)"
    has_plugins = {"PYTHONPATH": str(tmp_path), "PYDANTIC_DISABLE_PLUGINS": ""}
    bare = run("-c", f"import pydantic; pydantic.TypeAdapter(int)\n{spied}", **has_plugins)
    assert bare.stdout == "True\n", bare.stderr
    read = f"from pathlib import Path; load(Path({FIRST!r}))"
    ours = run("-c", f"from pipeline.content.load import load; {read}\n{spied}", **has_plugins)
    assert ours.stdout == "False\n", ours.stderr


def test_html_has_one_template_for_each_primitive() -> None:
    union = typing.get_args(typing.get_args(blocks.Block)[0])
    kinds = {typing.get_args(one.model_fields["kind"].annotation)[0] for one in union}
    for folder in ("block", "page/block"):
        files = (ROOT / "templates" / "html" / folder).iterdir()
        assert {path.name.removesuffix(".html.j2") for path in files} == kinds


def test_g25_templates_that_get_content_never_switch_escaping_off() -> None:
    """The Office templates are filled from the theme alone."""
    for path in (ROOT / "templates" / "html").rglob("*.j2"):
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text("utf-8")), path


def test_mypy_reports_a_secret_passed_into_an_edition(tmp_path: Path) -> None:
    """With pydantic-mypy's default a wrong type passes; `init_typed` must be on."""
    probe = tmp_path / "probe.py"
    probe.write_text(
        "from pipeline.edition.runs import TextRun\n"
        "from pipeline.content.secret import Secret\n"
        "TextRun(text=Secret('x'))\n"
    )
    result = run("-m", "mypy", "--config-file", "pyproject.toml", "--no-incremental", str(probe))
    assert "incompatible type" in result.stdout, result.stdout


def test_a_secret_does_not_pass_validation_either() -> None:
    with pytest.raises(ValueError, match="string") as caught:
        runs.TextRun(text=Secret("hidden"))  # type: ignore[arg-type]
    assert "hidden" not in str(caught.value)


FORBIDDEN = re.compile(r"/work/|/root/|/tmp/|localhost|farm-studio|\bcrew\b", re.IGNORECASE)


def test_project_files_name_no_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split("\0")
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".ttf", ".png", ".jpg", ".json", ".lock"} or path == Path(__file__):
            continue
        if path.is_file():
            found = FORBIDDEN.search(path.read_text("utf-8"))
            assert not found, f"{name}: {found.group() if found else ''}"


@pytest.mark.slow
def test_every_test_file_is_collected() -> None:
    """A folder named like one of pytest's default exclusions was once left out in silence."""
    listed = run("-m", "pytest", "--collect-only", "-q", "-n0").stdout
    collected = {line.split("::")[0] for line in listed.splitlines() if "::" in line}
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")}
    assert files - collected == set()


def _loops(tree: ast.AST) -> typing.Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For):
            yield node.iter
        elif isinstance(node, ast.ListComp | ast.GeneratorExp | ast.DictComp):
            yield from (part.iter for part in node.generators)


def _is_set(node: ast.expr) -> bool:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return isinstance(node, ast.Set | ast.SetComp) or (
        named and node.func.id in {"set", "frozenset"}
    )


def test_nothing_is_done_in_the_order_of_a_set() -> None:
    """The order of a set of texts is another one in each process: so would be bytes."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in _loops(ast.parse(path.read_text("utf-8")))
        if _is_set(node)
    ]
    assert found == []
