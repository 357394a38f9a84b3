"""Every file that is judged: what the program makes of each project, and of house templates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from pipeline.compose import compose
from pipeline.compose.statement_of_reasons import statement
from pipeline.content.load import load
from pipeline.design import theme
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import Audience, Format, PdfProfile
from pipeline.layout.fit import fit
from pipeline.resources import labels
from pipeline.workflow.publish import render
from tests.conftest import FIRST, GALLERY, MINI, naming_slides, ready, words_vault
from tests.support import brand_files

PROJECTS = {"first dossier": FIRST, "mini dossier": MINI, "gallery": GALLERY}


@dataclass(frozen=True)
class Made:
    """One file: which dossier and edition it shows, in which format."""

    project: str
    audience: Audience
    fmt: Format
    house: str = ""
    profile: PdfProfile = "ua1-a2a"

    def __str__(self) -> str:
        more = [self.house] if self.house else []
        more += [self.profile] if self.profile != "ua1-a2a" else []
        return ", ".join([self.project, self.audience, self.fmt, *more])

    @property
    def edition(self) -> Edition:
        """The part of the edition that the file shows."""
        whole = edition(self.project, self.audience, self.house)
        return view_for(whole.model_copy(update={"pdf_profile": self.profile}), self.fmt)

    @property
    def data(self) -> bytes:
        return _rendered(self)


#: The statement of reasons is a document of its own; it goes out with a public edition.
STATEMENT = "statement of reasons"
FILES = tuple(
    Made(project, audience, fmt)
    for project in PROJECTS
    for audience in ("full", "public")
    for fmt in ("pptx", "docx", "pdf", "html")
) + tuple(Made(STATEMENT, "public", fmt) for fmt in ("docx", "pdf"))
#: The PDFs once more, in the profile that is made on request.
NEWER = tuple(replace(made, profile="ua2-a4") for made in FILES if made.fmt == "pdf")
#: A chart of the gallery, at its limits, has no room in this template; its build is refused.
REFUSED = Made("gallery", "public", "pptx", "presnt/DNA")
#: Decks and documents in templates of other software; those of LibreOffice are converted first.
HOUSED = tuple(
    made
    for project in PROJECTS
    for fmt, houses in brand_files.HOUSES.items()
    for house in houses
    if (made := Made(project, "public", fmt, house)) != REFUSED
)


@cache
def edition(project: str, audience: Audience, house: str = "") -> Edition:
    if project == STATEMENT:
        return fit(statement(edition("mini dossier", "public"), labels.load("de")), theme.load())
    folder = PROJECTS[project]
    values = words_vault(load(folder)) if audience == "full" else None
    if house:
        look = brand_files.house_look(house).theme
        return fit(compose(load(folder), audience, values), look)
    return ready(folder, audience, values)


@cache
def _rendered(made: Made) -> bytes:
    if made.house:
        look = brand_files.house_look(made.house)
        return naming_slides(
            made.edition, lambda drawn: render(drawn, made.fmt, look.theme, look.house)
        )
    return naming_slides(made.edition, lambda drawn: render(drawn, made.fmt, theme.load()))
