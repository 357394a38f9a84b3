"""Sealing: marked words and parts are moved into the vault; previews of it that write nothing.

An interruption at any point loses no value and can be mended by running the command again: the
vault is written first, then redactions.yaml, then the texts, so a value is in the vault before it
leaves a text. A slot that an interrupted run made is found again by its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from pipeline.audit.leaks import scan
from pipeline.content import characters, inline_rules, load, markup, replace_files, texts
from pipeline.content.media import Image
from pipeline.content.model.redactions_yaml import SlotDeclaration
from pipeline.content.model.walk import nested, slots_in
from pipeline.content.secret import Secret
from pipeline.content.yaml_letters import NotEditableError
from pipeline.content.yaml_positions import Path as Place
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.core.matching import Matcher, Needle
from pipeline.redaction import marked_words, text_parts, vault, withheld_needles, word_search
from pipeline.redaction.marked_words import Mark
from pipeline.redaction.yaml_edit import declarations, edited_files
from pipeline.redaction.yaml_edit.edited_files import COVER, SLOTS, Content

#: Files that a reader opens as text.
_TEXTS = frozenset((".json", ".html", ".txt", ".csv", ".md", ".yaml"))
_NUMBERED = re.compile(r"r([1-9][0-9]*)")


@dataclass(frozen=True)
class Sealed:
    """A text or a part that was moved: its place before, its slot, its ground."""

    where: Where
    slot: str
    ground: str


@dataclass(frozen=True)
class Repeat:
    """A place where the words of a slot still stand, unmarked."""

    where: Where
    slot: str


@dataclass(frozen=True)
class Sealing:
    """Result of ``seal``; places of repeats are those in the files as they are now."""

    sealed: tuple[Sealed, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    recipients: int = 0


def seal(folder: Path, key_file: Path | None) -> Sealing:
    """Move all marked words and parts of a dossier into its vault.

    Args:
        folder: the dossier's folder.
        key_file: needed if there is a vault already.

    Raises:
        VaultError: the vault or the list of recipients cannot be used, or a key is needed.
        ContentError: the dossier has problems, or a text or a part cannot be moved. Nothing was
            changed.
    """
    with replace_files.locked(folder):
        content = edited_files.read(folder)
        if not _marks(content):
            replace_files.finished(folder)
            return Sealing()
        held = vault.held(folder, key_file)
        recipients = vault.recipients(folder)
        edited, pairs = _all_sealed(content, held)
        secrets = {slot: mark.secret for mark, slot in pairs}
        written = {slot: mark.written for mark, slot in pairs if mark.written}
        kept = {slot: held.written[slot] for slot in held.written if slot not in secrets}
        contents = vault.Contents({**held.values, **secrets}, {**kept, **written})
        files = [vault.change(folder, contents, recipients), *edited.changes(SLOTS)]
        replace_files.replace(files, replace_files.SEALING)
        places = [(_before(content, mark), slot, mark.ground) for mark, slot in pairs]
        return Sealing(
            tuple(Sealed(*row) for row in sorted(places)),
            (*_repeats(edited, pairs), *_in_other_files(folder, edited, pairs)),
            len(recipients),
        )


def as_sealed(folder: Path, pictures: Mapping[str, Image]) -> load.Source:
    """Return a dossier as ``seal`` would leave it; nothing is written, and no vault is needed.

    Args:
        folder: the dossier's folder.
        pictures: the dossier's, which stay as they are.

    Raises:
        ContentError: the dossier has problems, or a text or a part could not be moved.
    """
    return replace(sealed(edited_files.read(folder)).source, media=pictures)


def sealed(content: Content) -> Content:
    """Return a dossier's files as ``seal`` would leave them; nothing is written.

    Raises:
        ContentError: a text or a part could not be moved.
    """
    return previewed(content).content


@dataclass(frozen=True)
class Preview:
    """A dossier as ``seal`` would leave it.

    Attributes:
        content: its files.
        needles: what is looked for of the marked words.
        repeats: where marked words would still stand unmarked.
    """

    content: Content
    needles: tuple[Needle, ...]
    repeats: tuple[Repeat, ...]


def previewed(content: Content) -> Preview:
    """Return the result of ``seal``; nothing is written, and no vault is needed.

    Raises:
        ContentError: a text or a part could not be moved.
    """
    edited, pairs = _all_sealed(content, vault.Contents())
    needles = (needle for mark, slot in pairs for needle in _needles(mark, slot, edited))
    return Preview(edited, tuple(needles), _repeats(edited, pairs) if pairs else ())


def _all_sealed(content: Content, held: vault.Contents) -> tuple[Content, list[tuple[Mark, str]]]:
    """Return a dossier after sealing, with its marks and the slots that took their places.

    A part that holds marks is sealed after them: in the vault, too, their words are slots.
    """
    edited, pairs = content, list[tuple[Mark, str]]()
    while found := _marks(edited):
        slots = _assigned(edited, held, found)
        edited = _sealed(edited, found, slots)
        pairs += zip(found, slots, strict=True)
        values = {**held.values, **{slot: mark.secret for mark, slot in pairs}}
        held = vault.Contents(values, held.written)
    return edited, pairs


def _before(content: Content, mark: Mark) -> Where:
    """Return where a mark stood: sealing what it holds may have moved it."""
    if mark.tree is None or mark.is_words:
        return content.where(mark.file, mark.start)
    return content.source.documents[mark.file].where(mark.path)


def _repeats(edited: Content, pairs: Iterable[tuple[Mark, str]]) -> tuple[Repeat, ...]:
    search = word_search.Search(edited)
    found = (
        Repeat(hit.where, slot)
        for mark, slot in pairs
        for hit in search.hits(_needles(mark, slot, edited))
    )
    places = sorted(set(found), key=lambda repeat: (astuple(repeat.where), repeat.slot))
    return tuple(places)


def _in_other_files(
    folder: Path, edited: Content, pairs: Iterable[tuple[Mark, str]]
) -> tuple[Repeat, ...]:
    """Return the texts in a dossier's folder that are no content and say what is sealed now.

    The report of an import is one: it quotes what the original showed.
    """
    content = frozenset(load.content_files(folder))
    others = sorted(
        path
        for path in folder.iterdir()
        if path.suffix in _TEXTS and path.name not in content and path.is_file()
    )
    return tuple(
        Repeat(Where(shown_path(path)), slot)
        for path in others
        for mark, slot in pairs
        if scan.leaks(atomic_write.read(path), path.name, _needles(mark, slot, edited))
    )


def _needles(mark: Mark, slot: str, content: Content) -> tuple[Needle, ...]:
    return tuple(
        withheld_needles.of_value(
            slot,
            mark.secret.reveal(),
            form=mark.form,
            is_name=mark.ground == withheld_needles.PERSONAL,
            language=content.source.dossier.language,
            annex=texts.annex_word(content.documents[COVER]),
        )
    )


def _marks(content: Content) -> list[Mark]:
    found = list(marked_words.whole(content))
    for name, path, text in content.rich():
        for part in text:
            if isinstance(part, markup.Unsealed):
                try:
                    found.append(_mark_of_words(content, name, path, part))
                except NotEditableError:
                    where = content.source.documents[name].where(path)
                    raise edited_files.not_editable(where) from None
    _require_words(content, found)
    return sorted(found, key=lambda mark: (mark.file, mark.start))


def _require_words(content: Content, found: Iterable[Mark]) -> None:
    """Refuse to seal what no search could find again: signs alone, in a text or a whole part."""
    problems = [
        Problem(
            content.where(mark.file, mark.start),
            "nothing-to-withhold",
            "what is marked has no letter and no digit",
            "mark words or a number; a sign alone stands in every file, and no search can tell "
            "where it got out",
        )
        for mark in found
        if not Matcher(mark.secret.reveal()).is_searchable
    ]
    if problems:
        raise ContentError(*problems)


def _mark_of_words(content: Content, name: str, path: Place, part: markup.Unsealed) -> Mark:
    """Return the mark of words; those that are a paragraph alone become a part as a whole.

    A slot alone in a paragraph stands for a part in Markdown: the words must read as such.
    """
    mark = _mark(content, name, path, part)
    if path[-1:] != ("text",) or not content.is_markdown(name, path):
        return mark
    text = content.texts[name]
    scalar = content.layouts[name].values[path]
    begins, behind = text[scalar.start : mark.start], scalar.start + len(scalar.raw)
    tree = text_parts.node(content, name, path[:-1])
    if begins or mark.end != behind or tree.get("items") or "level" in tree:
        return mark
    bare = {**tree, "text": mark.secret.reveal()}
    if not text_parts.reads_as(
        mark.secret.reveal(), bare, texts.annex_word(content.documents[COVER])
    ):
        raise NotEditableError
    whole = text_parts.stand_in(tree)
    return replace(mark, path=path[:-1], tree=whole, is_words=True, is_markdown=True)


def _mark(content: Content, name: str, path: Place, part: markup.Unsealed) -> Mark:
    layout = content.layouts[name]
    scalar = layout.values[path]
    typed_mark = inline_rules.UNSEALED.match(scalar.folded, part.offset)
    words = part.secret.reveal()
    if typed_mark is None or characters.folded(typed_mark[2]) != characters.folded(words):
        raise NotEditableError
    begin, behind = typed_mark.start(2), typed_mark.end()
    start, end = scalar.stretch(part.offset, behind)
    written = words
    if words.strip():
        first, _ = scalar.stretch(begin, begin + 1)
        last, _ = scalar.stretch(behind - len("]]"), behind)
        written = layout.text[first:last]
    typed = Secret(written) if written != words else None
    return Mark(name, path, start, end, part.ground, part.secret, typed)


def _assigned(content: Content, held: vault.Contents, found: list[Mark]) -> list[str]:
    """Return a slot for each mark: one of an interrupted run with its value, else the next."""
    declared = content.source.redactions.slots
    used = {slot for _, model in content.source.models() for _, slot, _ in slots_in(model)}
    used |= {inner for _, inner, _ in nested(used, declared)}
    spare = [slot for slot in held.values if slot not in used]
    numbers = [
        int(match[1])
        for slot in (*held.values, *declared, *used)
        if (match := _NUMBERED.fullmatch(slot))
    ]
    following = max(numbers, default=0) + 1
    out: list[str] = []
    for mark in found:
        wanted, words = _declaration(mark), mark.secret.reveal()
        for slot in spare:
            if held.values[slot].reveal() == words and declared.get(slot, wanted) == wanted:
                spare.remove(slot)
                out.append(slot)
                break
        else:
            out.append(f"r{following}")
            following += 1
    return out


def _declaration(mark: Mark) -> SlotDeclaration:
    return SlotDeclaration.model_validate({"grounds": [mark.ground], "holds": mark.holds})


def _sealed(content: Content, found: list[Mark], slots: list[str]) -> Content:
    """Return the dossier after sealing, compared with what it was.

    Raises:
        ContentError: it would not read the same, or have a problem.
    """
    pairs = list(zip(found, slots, strict=True))
    texts = dict(content.texts)
    for mark, slot in reversed(pairs):
        raw = texts[mark.file]
        texts[mark.file] = raw[: mark.start] + mark.stand_in(slot) + raw[mark.end :]
    declared = content.source.redactions.slots
    new = {slot: _declaration(mark) for mark, slot in pairs if slot not in declared}
    try:
        if new:
            texts[SLOTS] = declarations.with_slots(texts[SLOTS], new)
    except NotEditableError:
        raise edited_files.not_editable(Where(content.shown(SLOTS), 1, 1)) from None
    after = {**declared, **new}
    edited = content.edited(texts)
    parts: dict[tuple[str, Place], edited_files.Part] = {
        (mark.file, mark.path): {
            key: slot if value is None else value for key, value in mark.tree.items()
        }
        for mark, slot in pairs
        if mark.tree
    }
    for mark, _ in pairs:
        parts |= dict.fromkeys(((mark.file, path) for path in mark.along), edited_files.anything)
    if not edited_files.reads_as_wanted(content, edited, _wanted(content, pairs), parts):
        raise edited_files.not_editable(content.where(found[0].file, found[0].start))
    hold(edited, after)
    return edited


def _wanted(content: Content, pairs: list[tuple[Mark, str]]) -> edited_files.Wanted:
    """Return the texts whose words were sealed, with slots in the place of marks."""
    named: dict[tuple[str, Place], list[str]] = {}
    for mark, slot in pairs:
        named.setdefault((mark.file, mark.path), []).append(slot)
    wanted: dict[tuple[str, Place], edited_files.Text] = {}
    for name, path, text in content.rich():
        names = iter(named.get((name, path), ()))
        if (name, path) in named:
            wanted[name, path] = [
                markup.Slot(next(names)) if isinstance(part, markup.Unsealed) else part
                for part in text
            ]
    return wanted


def hold(edited: Content, slots: Mapping[str, SlotDeclaration]) -> None:
    """Refuse an edit after which the dossier has problems, or other slots than wanted."""
    try:
        same = edited.source.redactions.slots == slots
    except NotEditableError:
        same = False
    if not same:
        raise edited_files.not_editable(Where(edited.shown(SLOTS), 1, 1))
