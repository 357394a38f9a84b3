"""Random contents: ``check`` tells every one apart, and what it accepts comes out.

As many as ``--fuzz`` says; the coverage of kind x field x inline element is printed with ``-s``.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Vault
from pipeline.core.cache import forget
from pipeline.core.errors import PipelineError, Where
from pipeline.design import theme
from pipeline.edition import edition as waist
from pipeline.edition.formats import FORMATS
from pipeline.layout import fit
from pipeline.workflow import design as looks
from pipeline.workflow import trial_build
from pipeline.workflow.publish import render
from tests.conftest import GALLERY
from tests.support.fuzz import Fuzz, damaged

MEDIA = {path.name: path.read_bytes() for path in (GALLERY / "media").iterdir()}
#: Shares of a run, which the workers of pytest divide.
_SHARES = 4


def assert_within(where: Where, base: Path) -> None:
    """Assert that a place exists in its file."""
    if not where.line:
        return
    lines = (base / where.file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    assert 1 <= where.line <= len(lines), str(where)
    assert 1 <= where.column <= len(lines[where.line - 1]) + 1, str(where)


def checked(folder: Path, base: Path, values: Vault | None = None) -> bool:
    """Return whether ``check`` accepts a dossier; its places must be in the files."""
    try:
        source = load(folder, base)
        problems, notices = trial_build.problems(
            folder, source, looks.opened(folder, source), values
        )
    except PipelineError as error:
        for problem in error.problems:
            assert_within(problem.where, base)
        return False
    for problem in (*problems, *notices, *source.notices):
        if problem.where.file.endswith(".yaml"):
            assert_within(problem.where, base)
    return not problems


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("share", range(_SHARES))
def test_check_tells_every_content_apart_with_places_in_its_files(
    share: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    verdicts: Counter[bool] = Counter()
    for number in range(share, 5 * request.config.getoption("--fuzz"), _SHARES):
        folder = tmp_path / str(number) / "wk-1"  # dossiers beside it would be searched, too
        Fuzz(number, wild=number % 3 == 0).made().write(folder, MEDIA)
        if number % 3 == 1:
            name = ("presentation.yaml", "presentation.yaml", "dossier.yaml")[number % 9 // 3]
            file = folder / name
            file.write_text(damaged(file.read_text("utf-8"), number), "utf-8", newline="")
        try:
            verdicts[checked(folder, tmp_path)] += 1
        except Exception as error:
            raise AssertionError(f"content {number}") from error
        forget()
    assert verdicts[True]
    assert verdicts[False]


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("share", range(_SHARES))
def test_what_check_accepts_comes_out_in_every_format(
    share: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    used: set[tuple[str, str, str]] = set()
    built, number = 0, share
    while built * _SHARES < request.config.getoption("--fuzz"):
        number += _SHARES
        folder = tmp_path / str(number) / "wk-1"  # dossiers beside it would be searched, too
        fuzz = Fuzz(1_000_000 + number, wild=False)
        dossier = fuzz.made()
        dossier.write(folder, MEDIA)
        vault = dossier.vault
        try:
            if not checked(folder, tmp_path, vault):
                continue
            source = load(folder, tmp_path)
            audience = ("full", "public")[built % 2]
            composed = compose(source, audience, vault if audience == "full" else None)
            drawn = waist.from_json(waist.to_json(fit.fit(composed, theme.load())))
            look = looks.opened(folder, source)
            for fmt in FORMATS:
                view = waist.view_for(drawn, fmt)
                data = render(view, fmt, look.theme, look.house)
                found = checks.findings(data, fmt, fmt, view, (), look.trusted(fmt))
                assert found == (), f"{audience} {fmt}"
        except Exception as error:
            raise AssertionError(f"content {number}") from error
        forget()
        built += 1
        used |= fuzz.used
    kinds = {kind for kind, _, _ in used}
    print(f"{built} built of {number // _SHARES}: {len(used)} of kind x field x inline")  # noqa: T201
    print(", ".join(f"{kind} {sum(row[0] == kind for row in used)}" for kind in sorted(kinds)))  # noqa: T201
    assert len(kinds) > min(10, built)
