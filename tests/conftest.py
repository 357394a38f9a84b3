"""Fixtures: mini-projects, an in-memory vault, and editions that are ready to render."""

from __future__ import annotations

import gc
import shutil
import textwrap
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

from pipeline.audit.formats import reader_of
from pipeline.audit.readers import extract
from pipeline.compose import compose
from pipeline.content.load import Source, load
from pipeline.content.secret import Secret, Vault
from pipeline.design import theme
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Audience, Format
from pipeline.edition.texts import slide_title
from pipeline.layout import fit

ROOT = Path(__file__).parent.parent
FIRST = ROOT / "content" / "wk-4146-2024"
GALLERY = ROOT / "tests" / "projects" / "gallery"
MINI = ROOT / "tests" / "projects" / "st-7606-2024"
#: A note of running text with two annexes.
NOTE = ROOT / "tests" / "projects" / "st-99999-2026"

# How long an example takes says how busy a machine is: no property test has a deadline of its own.
settings.register_profile("dossier", deadline=None)
settings.load_profile("dossier")

#: Values of the projects' parts that are withheld as a whole, and numbers; the others are words.
PARTS = {
    "value-south-share": "77.5",
    "series-planned": f"{{name: Quarkgeplant, values: [{', '.join(map(str, range(9401, 9413)))}]}}",
    "chart-whole": "{form: pie, alt: Quarkbild, categories: [Quarka, Quarkb], "
    "series: [{name: Quarkreihe, values: [9418, 9419]}]}",
    "entry-next": "{label: Quarkzeit, text: Noch Quark geheim}",
    "point-whole": "{text: Ein Quarkpunkt}",
    "row-whole": "[Zweitquark, '9417']",
    "table-whole": "{alt: Quarktafel, header: [Quarkland, Quarkzahl], rows: [[Quarkx, Quarky]]}",
    "partner-whole": "{name: Quarkanada, state: CAN}",
    "legend-entry": "{label: Quarkvorgesehen, fill: dotted, states: [UKR]}",
    "map-whole": "{alt: Quarkkarte, legend: [{label: Quarkteil, fill: area, states: [FRA]}]}",
    "slide-whole": "{kind: bullets, title: Quarkganz, points: [Quarkeins, Quarkzwei]}",
    "figure-posts": "9421",
    "figure-whole": "{number: '9422', unit: Quarkmal, statement: Quarkaussage, "
    "comparison: Quarkvergleich}",
    "request-whole": "Quarkbitte zustimmen",
    "rating": "Quarkurteil",
    "criterion-whole": "{criterion: Quarkmerkmal, ratings: [meets, Quarkhalb, fails]}",
    "step-whole": "{by: Quarktag, step: Quarkschritt, responsible: Quarkamt, done: true}",
    "phase-whole": "{name: Quarkphase, starts: 2026-02, ends: 2026-11, done: true}",
    "message-point": "{number: '9423', statement: Quarkbeweis}",
    "scatter-series": "{name: Quarkpunkte, x: [9431, 9432], values: [9433, 9434]}",
    "exits-2023": "943",
    "refused-2024": "1.94",
    "mixed-east": "9424",
    "mixed-row": "[Drittquark, '9425', '9426']",
    "mixed-chart": "{form: pie, alt: Quarkrund, categories: [Quarkc, Quarkd], "
    "series: [{name: Quarkfolge, values: [9427, 9428]}]}",
    "whole-table": "{alt: Quarktafel, header: [Quarkland, Quarkzahl], rows: [[Quarkx, Quarky]]}",
    "whole-slide": "{kind: bullets, title: Quarkganz, points: [Quarkeins, Quarkzwei]}",
}


#: Values of the parts of the note that are withheld as a whole.
NOTE_PARTS = {
    "paragraph": "Quarkabsatz ist geheim:\n(a) Quarkpunkt;\n(b) siehe [see](#terms).",
    "entry": "Quarkeintrag\n\n- Quarkstrich",
    "blocks": "Quarkblock ist [geheim](https://quark.example/geheim).",
    "section": "## D. Quarkkapitel\n\n11. Quarknummer[^quark].\n\n```form\nQuarkfeld: Quarkwert\n"
    "```\n\n[^quark]: Quarkfussnote\n\n12. Quarkende",
    "row": "[Quarkposten, Quarksee, '5471', '7772']",
    "chart": "{form: bar, alt: Quarkbild, categories: [Quarka, Quarkb], "
    "series: [{name: Quarkreihe, values: [9418, 9419]}]}",
    "form-row": "Quarkzeile: Quarkzeilenwert",
}


def note_vault(source: Source) -> Vault:
    """Return a vault that holds every slot of the note."""
    return {
        slot: Secret(NOTE_PARTS.get(slot, f"Quarkwort{number} Geheim"))
        for number, slot in enumerate(source.redactions.slots)
    }


def words_vault(source: Source, words: str = "geheime Worte") -> Vault:
    """Return a vault that holds every slot of a dossier."""
    return {
        slot: Secret(PARTS.get(slot, f"{words} {number}"))
        for number, slot in enumerate(source.redactions.slots)
        if not slot.endswith("picture-whole")  # a vault keeps words
    }


Result = TypeVar("Result")


def naming_slides(edition: Edition, action: Callable[[Edition], Result]) -> Result:
    """Do something with an edition; if it fails, the error names the slides that make it fail.

    They are found by doing it again with each slide alone.
    """
    try:
        return action(edition)
    except Exception as error:
        for slide in edition.slides:
            alone = edition.model_copy(update={"slides": (slide,)})
            with suppress(Exception):
                action(alone)
                continue
            error.add_note(f"slide {slide.number} of {edition.dossier}: {slide_title(slide)}")
        raise


def ready(folder: Path, audience: Audience, vault: Vault | None = None) -> Edition:
    """Return a composed and fitted edition."""
    composed = compose(load(folder), audience, vault)
    return naming_slides(composed, lambda edition: fit.fit(edition, theme.load()))


def read_back(data: bytes, fmt: Format) -> extract.Reading:
    """Read a finished file as the audit does."""
    return reader_of(fmt).read(data)


Project = Callable[[Path], Path]
Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a dossier with these slides (YAML of their list) and slots, in English."""

    def write(slides: str, slots: str = "") -> Path:
        folder = tmp_path / "content" / "wk-1-2026"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(GALLERY / "dossier.yaml", folder)
        shutil.copytree(GALLERY / "media", folder / "media", dirs_exist_ok=True)
        for name in ("coast.png", "tower.jpg"):
            if name not in slides:
                (folder / "media" / name).unlink()
        text = f"slides:\n{textwrap.indent(textwrap.dedent(slides).strip(), '  ')}\n"
        (folder / "presentation.yaml").write_text(text, "utf-8")
        (folder / "redactions.yaml").write_text(f"slots: {{{slots}}}\n", "utf-8")
        return folder

    return write


@pytest.fixture
def project(tmp_path: Path) -> Callable[[Path], Path]:
    """Copy a project to a place of its own, to be changed by a test."""

    def copy(folder: Path) -> Path:
        target = tmp_path / "content" / folder.name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target)
        return target

    return copy


@pytest.fixture(scope="session")
def mini() -> Source:
    return load(MINI)


@pytest.fixture(scope="session")
def first() -> Source:
    return load(FIRST)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays until the end: libraries, modules, tests.

    To look at these again and again took a seventh of the time of the quick tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=120, help="random contents that are built")
