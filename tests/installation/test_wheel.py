"""The program works where a wheel puts it: in an empty environment, away from the checkout."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import MINI, ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with the wheel alone, which sees the libraries that are here.

    A folder that a ``.pth`` file names is searched, but the ``.pth`` files in it are not read: so
    the checkout, which such a file names, is not to be found.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install"]
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([*pip, *options, str(wheel)], check=True, capture_output=True)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    return home


def ran(environment: Path, place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder, and assert that it ends well."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(environment / "bin" / words[0]), *words[1:]],
        cwd=place,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout + done.stderr
    return done


def test_a_wheel_holds_every_template_and_what_says_that_it_is_typed(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-c", "-o", "--exclude-standard", "templates", "pipeline"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        (about,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        text = archive.read(about).decode()
    expected = {
        f"pipeline/resources/{name}" if name.startswith("templates/") else name
        for name in listed
        if name and (ROOT / name).exists()
    }
    assert held == expected
    assert "pipeline/py.typed" in held
    assert "Classifier: Private :: Do Not Upload" in text


def test_an_installed_program_checks_builds_audits_packs_and_verifies(
    environment: Path, tmp_path: Path
) -> None:
    dossier = Path(shutil.copytree(MINI, tmp_path / "content" / MINI.name))
    asked = "from pipeline.resources import paths as p; print(p.TEMPLATES, *p.program(), sep='\\n')"
    for line in ran(environment, tmp_path, "python", "-c", asked).stdout.splitlines():
        assert Path(line).is_relative_to(environment)
        assert Path(line).is_dir(), "what is watched has to be there"
    said = ran(environment, tmp_path, "dossier", "--version").stdout
    assert said.startswith("dossier ")

    ran(environment, tmp_path, "dossier", "check", "content")
    build_it = ("dossier", "build", "content", "--format", "pptx", "--format", "docx",
                "--format", "pdf", "--format", "html")  # fmt: skip
    ran(environment, tmp_path, *build_it)
    (public,) = (tmp_path / "output" / MINI.name / "public").iterdir()
    files = sorted(public.glob("*.PA.*"))
    assert {path.suffix for path in files} == {".pptx", ".docx", ".pdf", ".html", ".jsonld"}
    offices = [path for path in files if path.suffix != ".jsonld"]
    ran(environment, tmp_path, "dossier", "audit", *map(str, offices))

    ran(environment, tmp_path, "dossier", "dist", str(dossier), "--audience", "public")
    (package,) = (tmp_path / "output" / "packages").rglob("*.zip")
    ran(environment, tmp_path, "dossier", "verify", str(package))

    here = tmp_path / "here"
    build(dossier, Options(here, formats=("pptx", "docx", "pdf", "html")), lambda _: None)
    for path in sorted(public.iterdir()):
        own = here / path.relative_to(tmp_path / "output")
        assert path.read_bytes() == own.read_bytes(), f"{path.name} is as the checkout makes it"


def test_an_installed_build_is_idle_until_a_package_changes(
    environment: Path, tmp_path: Path
) -> None:
    shutil.copytree(MINI, tmp_path / "content" / MINI.name)
    words = ("dossier", "build", "content", "--edition", "public", "--format", "docx")
    ran(environment, tmp_path, *words)
    assert "up to date" in ran(environment, tmp_path, *words).stderr
    (packages,) = environment.glob("lib/python*/site-packages")
    other = packages / "lxml-99.0.dist-info"
    other.mkdir()
    try:
        assert "up to date" not in ran(environment, tmp_path, *words).stderr
    finally:
        other.rmdir()
