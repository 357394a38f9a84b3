"""Session of one dossier in the preview: read when its files change, held in memory.

The way is that of a build: load, compose, fit, draw. What went wrong stands beside the last pages
that were good. The public edition is composed without any value, here as there (G1): what its
reader would not see is not in what the browser gets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from time import perf_counter

from pipeline import compose
from pipeline.compose.markers import legend, on_markers
from pipeline.content import load
from pipeline.content.secret import Vault
from pipeline.content.yaml_errors import Lines
from pipeline.core.errors import ContentError, PipelineError, Problem, Where, shown_path
from pipeline.core.garbage import undisturbed
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Audience
from pipeline.edition.runs import MarkerRun, Runs
from pipeline.edition.texts import markers
from pipeline.layout import fit
from pipeline.output import file_digests, freshness
from pipeline.preview.pages import Drawing, Page, numbered, sheet, with_slots
from pipeline.redaction import sealing, vault
from pipeline.resources import labels
from pipeline.workflow import author_notices, withheld_values
from pipeline.workflow import design as looks
from pipeline.workflow.options import Options

#: Desks take turns: what measures text is not made for several threads.
_TURN = Lock()
#: Lines that are shown of a file where something is wrong.
_AROUND = 1


@dataclass(frozen=True)
class Shown:
    """Problem with the lines of the file where it stands.

    Attributes:
        lines: number and text; none if the file cannot be read, or the problem is of no line.
    """

    problem: Problem
    lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Update:
    """Current state of an edition: its pages and problems.

    Attributes:
        state: digest of the files that it was made from.
        pages: the last good ones; none if there never were any.
        sheet: their style sheet.
        problems: why they are not those of the files as they stand.
        unsealed: places that are marked for withholding and not yet sealed.
        took: milliseconds of each step.
        edition, source: from which the pages were drawn: fitted; markers name their slots in place
            of a reason.
    """

    audience: Audience
    state: str = ""
    pages: tuple[Page, ...] = ()
    sheet: str = ""
    title: str = ""
    language: str = ""
    reference: str = ""
    problems: tuple[Shown, ...] = ()
    unsealed: int = 0
    took: tuple[tuple[str, float], ...] = ()
    edition: Edition | None = None
    source: load.Source | None = None


@dataclass(frozen=True)
class _Read:
    """A dossier as its files stand: what was read, or what is wrong."""

    state: str
    source: load.Source | None = None
    look: looks.Look | None = None
    problems: tuple[Problem, ...] = ()
    took: tuple[tuple[str, float], ...] = ()


class Session:
    """Session of one dossier: its source, editions and problems, made anew when files change.

    Attributes:
        folder: of the dossier.
        key: file with the key of the vault, if there is one.
    """

    def __init__(self, folder: Path, options: Options) -> None:
        self.folder = folder
        self.key = options.key
        self._options = options
        self._lock = _TURN
        self._drawing = Drawing()
        self._sights: dict[Audience, Update] = {}
        self._read = _Read("")
        self._looks: tuple[tuple[str, ...], looks.Look] | None = None
        self._held: tuple[str, Vault | None] | None = None
        self._wrong_key: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """Return the name of the dossier's folder."""
        return self.folder.resolve().name

    @property
    def has_vault(self) -> bool:
        """Tell whether the dossier has withheld values."""
        return vault.exists(self.folder)

    def locked(self) -> tuple[Problem, ...]:
        """Return why the full edition cannot be shown: no key, or none that opens the vault."""
        if not self.has_vault or self.values() is not None:
            return ()
        hint = "start 'dossier serve' with the file of your key: --key FILE"
        without = Problem(Where(self.name), "no-key", "the full edition needs the key", hint)
        return self._wrong_key or (without,)

    def state(self) -> str:
        """Return the digest of all that an edition is made from."""
        names = self._look_names()
        house = freshness.look_digests(self.folder, names, self._options.theme)
        return freshness.sha256(f"{freshness.inputs_digest(self.folder, 'full')} {house}".encode())

    def _look_names(self) -> tuple[str, ...]:
        return tuple(self._looks[1].files) if self._looks else ()

    def source(self) -> load.Source:
        """Return the dossier as it stands.

        Raises:
            PipelineError: it has problems.
        """
        with self._lock:
            found = self._reading()
        if found.source is None:
            raise ContentError(*found.problems)
        return found.source

    def sight(self, audience: Audience) -> Update:
        """Return the current state of an edition, made anew if the files have changed."""
        with self._lock:
            with undisturbed():
                found = self._reading()
            last = self._sights.get(audience) or Update(audience)
            if last.state == found.state:
                return last
            with undisturbed():
                made = self._made(audience, found, last)
            self._sights[audience] = made
            return made

    def _reading(self) -> _Read:
        """Return the dossier as it stands; its files are read once for all editions."""
        state = self.state()
        if self._read.state == state:
            return self._read
        clock = _Clock()
        try:
            source = load.load(self.folder)
            clock.tick("load")
            look = self._look(source)
            clock.tick("look")
            self._read = _Read(self.state(), source, look, took=clock.times)
        except PipelineError as error:
            self._read = _Read(state, problems=error.problems)
        return self._read

    def _look(self, source: load.Source) -> looks.Look:
        """Return the design; a brand's files are read again only if they have changed."""
        names = self._look_names()
        digests = freshness.look_digests(self.folder, names, self._options.theme)
        given = source.dossier
        key = (str((given.theme, given.pptx_template, given.docx_template)), str(digests))
        if self._looks is None or self._looks[0] != key:
            opened = looks.opened(self.folder, source, self._options.theme)
            digests = freshness.look_digests(self.folder, opened.files, self._options.theme)
            self._looks = ((key[0], str(digests)), opened)
        return self._looks[1]

    def _made(self, audience: Audience, found: _Read, last: Update) -> Update:
        if found.source is None or found.look is None:
            return replace(last, state=found.state, problems=self._shown(found.problems), took=())
        try:
            return self._drawn(audience, found.source, found.look, found)
        except PipelineError as error:
            return replace(last, state=found.state, problems=self._shown(error.problems), took=())

    def _drawn(
        self, audience: Audience, source: load.Source, look: looks.Look, found: _Read
    ) -> Update:
        clock = _Clock()
        unsealed = sum(1 for _ in source.unsealed())
        if audience == "public" and unsealed:
            source = sealing.as_sealed(self.folder, source.media)
        values = self.values() if audience == "full" else None
        if audience == "full" and (locked := self.locked()):
            raise ContentError(*locked)
        composed = _with_legend(compose.compose(_named(source), audience, values), source)
        clock.tick("compose")
        marked = with_slots(numbered(composed))
        places = author_notices.slide_places(source), author_notices.text_places(source)
        fitted = fit.fit(marked, look.theme, *places)
        clock.tick("fit")
        files = author_notices.text_files(source)
        pages = self._drawing.pages(fitted, look.theme, files)
        clock.tick("draw")
        return Update(
            audience,
            found.state,
            pages,
            sheet(fitted, look.theme),
            fitted.title,
            fitted.language,
            fitted.reference,
            unsealed=unsealed,
            took=(*found.took, *clock.times),
            edition=fitted,
            source=source,
        )

    def values(self) -> Vault | None:
        """Return the withheld values if the key opens the vault, read again if it changed."""
        files = [(freshness.VAULT, self.folder / freshness.VAULT)]
        if self.key is not None:
            files.append(("key", self.key))
        state = file_digests.digest_of(files)
        if self._held is None or self._held[0] != state:
            found, wrong = None, tuple[Problem, ...]()
            try:
                found = withheld_values.held_values(self.folder, self._options, _unsaid)
            except PipelineError as error:
                wrong = error.problems
            # set once they are read: another thread must not take "none yet" for "none"
            self._held, self._wrong_key = (state, found), wrong
        return self._held[1]

    def _shown(self, problems: tuple[Problem, ...]) -> tuple[Shown, ...]:
        files = {
            shown_path(self.folder / name): self.folder / name
            for name in load.content_files(self.folder)
        }
        return tuple(Shown(row, _lines(row.where, files)) for row in problems)


def _unsaid(_: str) -> None:
    """Say nothing: that a key does not open this vault is shown where the full edition would be."""


def _named(source: load.Source) -> load.Source:
    """Return a dossier in which each slot's reason is its own id, so that its markers tell it.

    A page prints reasons in a legend alone; ``_with_legend`` puts them back there.
    """
    slots = {
        name: slot.model_copy(update={"reason": name})
        for name, slot in source.redactions.slots.items()
    }
    redactions = source.redactions.model_copy(update={"slots": slots})
    return replace(source, redactions=redactions)


def _with_legend(edition: Edition, source: load.Source) -> Edition:
    """Return an edition of a dossier so ``_named`` whose legend by ground has the true reasons."""
    setting = source.redactions
    if setting.numbering == "marker" or not markers(edition):
        return edition

    def reasoned(runs: Runs) -> Runs:
        return tuple(
            run.model_copy(update={"reason": setting.reasons(run.reason.split())})
            if isinstance(run, MarkerRun)
            else run
            for run in runs
        )

    bare = edition.model_copy(update={"slides": edition.slides[:-1]})
    phrases = labels.load(edition.language, source.dossier.labels)
    last = legend(on_markers(bare, reasoned), setting, phrases)
    return bare.model_copy(update={"slides": (*bare.slides, last)})


def _lines(where: Where, files: Mapping[str, Path]) -> tuple[tuple[int, str], ...]:
    """Return the line of a place, with its neighbours."""
    if not where.line or where.file not in files:
        return ()
    try:
        text = files[where.file].read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ()
    lines = Lines(text).all
    first = max(where.line - _AROUND, 1)
    return tuple(enumerate(lines[first - 1 : where.line + _AROUND], first))


class _Clock:
    """Milliseconds between ticks."""

    def __init__(self, now: Callable[[], float] = perf_counter) -> None:
        self._now = now
        self._last = now()
        self._times: list[tuple[str, float]] = []

    def tick(self, name: str) -> None:
        """Note how long a step took."""
        now = self._now()
        self._times.append((name, round((now - self._last) * 1000, 1)))
        self._last = now

    @property
    def times(self) -> tuple[tuple[str, float], ...]:
        """Return all steps."""
        return tuple(self._times)
