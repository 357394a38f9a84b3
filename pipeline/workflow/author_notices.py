"""Notices of a build for authors: drafts, small tables, unverified phrases; places of faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.compose.unverified_labels import unverified
from pipeline.content import drafts, load, markup, texts
from pipeline.content.model import running_text as kinds
from pipeline.content.model import walk
from pipeline.content.yaml_positions import Path
from pipeline.core.errors import LeakError, Problem, Where
from pipeline.design.theme import Theme
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format, format_of
from pipeline.layout import fit
from pipeline.resources import covers, labels

#: How the audit names a page of a file, or the part of a slide.
_PAGE = re.compile(r"(?:\bpage |/slide)(\d+)")
_SLIDE = re.compile(r"\bslide (\d+) is")
Tell = Callable[[str], object]


def slide_places(source: load.Source) -> Mapping[int, Where]:
    """Return the place of each slide in its file, by its number."""
    document = source.documents["presentation.yaml"]
    count = len(source.presentation.slides)
    return {number: document.where(("slides", number - 1)) for number in range(1, count + 1)}


def text_places(source: load.Source) -> Mapping[str, Where]:
    """Return the places of texts, their footnotes and figures in the files, as ``fit`` asks.

    Footnotes are counted by their first references, figures as they stand; those within withheld
    parts are not seen.
    """
    found: dict[str, Where] = {}
    number = 0
    for name, text in source.texts.by_file.items():
        document = source.documents[name]
        for path, annex in texts.parts(text):
            number += 1
            found[f"text-{number}"] = document.where(path)
            part = text.blocks if annex is None else annex
            for count, note in enumerate(_notes(part), start=1):
                found[f"text-{number}/{count}"] = document.where(("footnotes", note))
            figures = _figures(text.blocks if annex is None else annex, path)
            for count, place in enumerate(figures, start=1):
                found[f"text-{number}/figure-{count}"] = document.where(place)
    return found


def text_files(source: load.Source) -> Mapping[str, str]:
    """Return the name of each text's file, by the text's anchor in the edition."""
    files = (name for name, text in source.texts.by_file.items() for _ in texts.parts(text))
    return {f"text-{number}": name for number, name in enumerate(files, start=1)}


def _notes(part: object) -> Iterator[str]:
    """Yield the ids of a text's footnotes in the order of their first references."""
    texts_of = (rich for _, rich in walk.texts(part))
    notes = (run.id for rich in texts_of for run in rich if isinstance(run, markup.Note))
    return iter(dict.fromkeys(notes))


def _figures(part: object, path: Path) -> Iterator[Path]:
    """Yield the paths of a text's figures, tables and forms, in its order."""
    for place, model in walk.parts(part, path):
        if isinstance(model, kinds.Figure | kinds.Grid | kinds.Form):
            yield place


def in_content(problems: Iterable[Problem], source: load.Source) -> tuple[Problem, ...]:
    """Return problems of cover and contents at the places where the author wrote them."""
    document = source.documents["dossier.yaml"]
    places = {name: document.where((name,)) for name in ("cover", "contents")}
    return tuple(
        replace(problem, where=places.get(problem.where.file, problem.where))
        for problem in problems
    )


def with_places(error: LeakError, drawn: Edition, source: load.Source) -> LeakError:
    """Return an audit's error with the places where the author wrote it, if they are known.

    Args:
        error: of one file, whose problems name its pages.
        drawn: that it was made from.
        source: of the edition.
    """
    places = slide_places(source)
    parts = [slide.part <= 1 for slide in drawn.slides]
    found: list[Problem] = []
    for problem in error.problems:
        number = _slide_of(problem, drawn)
        place = places.get(sum(parts[:number])) if 0 < number <= len(parts) else None
        if number == 0:
            place = source.documents["dossier.yaml"].where(("cover",))
        hint = f"it is written at {place}; {problem.hint}" if place else problem.hint
        found.append(replace(problem, hint=hint))
    return LeakError(*found)


def _slide_of(problem: Problem, drawn: Edition) -> int:
    """Return the slide that a problem of a file is about: 0 for the cover, -1 if unknown."""
    if told := _SLIDE.search(problem.message):
        return int(told[1])
    page = _PAGE.search(problem.message)
    fmt = format_of(problem.where.file)
    if page is None or fmt is None or drawn.texts:  # texts take as many pages as they need
        return -1
    number, before = int(page[1]), table_of_contents.pages_before(drawn, fmt)
    if number > before:
        return number - before
    return 0 if number == 1 else -1


def of_source(source: load.Source) -> Iterator[Problem]:
    """Yield the notices of a source; of what a draft lacks, how much it is."""
    missing = 0
    for notice in source.notices:
        if source.dossier.draft and notice.code == drafts.TO_WRITE:
            missing += 1
        else:
            yield notice
    if missing:
        where = source.documents["dossier.yaml"].where_key(("draft",))
        what = "text is" if missing == 1 else "texts are"
        message = f"{missing} {what} to be written in this draft"
        yield Problem(where, drafts.TO_WRITE, message, "'dossier check' lists where")


def small_tables(drawn: Edition, theme: Theme, source: load.Source, tell: Tell) -> None:
    """Report tables that are set smaller than other text."""
    for notice in fit.small_tables(drawn, theme, slide_places(source)):
        tell(f"notice: {notice}")


def unverified_form(source: load.Source, tell: Tell) -> None:
    """Report a form of cover of which no original has been read."""
    if not covers.forms()[source.dossier.cover.type].seen:
        where = source.documents["dossier.yaml"].where(("cover", "type"))
        message = "no published document of this form was read: its rows are this project's own"
        hint = "have them checked"
        tell(f"notice: {Problem(where, 'unverified-form', message, hint)}")


def unverified_phrases(
    documents: Sequence[tuple[Edition, Sequence[Format]]], source: load.Source, tell: Tell
) -> None:
    """Report printed phrases whose translation nobody has checked."""
    phrases = labels.load(source.dossier.language, source.dossier.labels)
    if not phrases.unverified:
        return
    if found := unverified(documents, phrases):
        where = source.documents["dossier.yaml"].where(("language",))
        message = f"{len(found)} printed phrases are this project's own: {', '.join(found)}"
        hint = "have them checked; those under 'labels:' in dossier.yaml count as checked"
        tell(f"notice: {Problem(where, 'unverified-labels', message, hint)}")
