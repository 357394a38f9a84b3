"""Every file that is judged: what the program makes of each project, and of house templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline import labels, theme
from pipeline.build import render
from pipeline.compose.statement import statement
from pipeline.edition import Audience, Edition, Format, view_for
from pipeline.fit import fit
from pipeline.source.load import load
from tests.conftest import FIRST, GALLERY, MINI, ready, words_vault

PROJECTS = {"first dossier": FIRST, "mini dossier": MINI, "gallery": GALLERY}


@dataclass(frozen=True)
class Made:
    """One file: which dossier and edition it shows, in which format."""

    project: str
    audience: Audience
    fmt: Format

    def __str__(self) -> str:
        return f"{self.project}, {self.audience}, {self.fmt}"

    @property
    def data(self) -> bytes:
        return _rendered(self)


#: The statement of reasons is a document of its own; it goes out with a public edition.
STATEMENT = "statement of reasons"
FILES = tuple(
    Made(project, audience, fmt)
    for project in PROJECTS
    for audience in ("full", "public")
    for fmt in ("pptx", "docx", "pdf")
) + tuple(Made(STATEMENT, "public", fmt) for fmt in ("docx", "pdf"))


@cache
def edition(project: str, audience: Audience) -> Edition:
    if project == STATEMENT:
        return fit(statement(edition("mini dossier", "public"), labels.load("de")), theme.load())
    folder = PROJECTS[project]
    values = words_vault(load(folder)) if audience == "full" else None
    return ready(folder, audience, values)


@cache
def _rendered(made: Made) -> bytes:
    drawn = edition(made.project, made.audience)
    return render(view_for(drawn, made.fmt), made.fmt, theme.load())
