"""Search terms for a dossier's withheld values, by slot; values that no search could find.

How a value is searched follows from where its slot stands, never from its form. A slot in a
text is one text, though it reads like YAML. A slot that stands for a whole part holds YAML: all
its texts are looked for, each by itself. The names of persons are looked for word by word as well.

Guarantee: G26.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Literal, get_args

from pydantic import PlainValidator

from pipeline.content import markup, texts, yaml_positions
from pipeline.content.load import Source
from pipeline.content.model import parts, running_text, slides, walk
from pipeline.content.model.dossier_yaml import Authored
from pipeline.content.model.redactions_yaml import SlotDeclaration
from pipeline.content.secret import Vault
from pipeline.content.text_draft import TextDocument
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import ContentError, Problem
from pipeline.core.matching import Matcher, Needle, name_parts
from pipeline.core.spellings import months
from pipeline.resources import labels

PERSONAL = "personal-data"
#: How a value is written: words in a text, or a whole part in the YAML of slides, in Markdown,
#: or as the row of a form.
Form = Literal["words", "yaml", "markdown", "row"]
#: Forms of address, and what stands before a name.
_ADDRESS = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "lord", "lady", "the", "a", "an",
    "of", "and", "for", "in", "to", "at", "by", "on", "herr", "frau", "der", "die", "das", "und",
    "von", "van", "de", "la", "le", "les", "del", "della", "den", "ter", "dos", "da", "di", "du",
    "el", "al", "bin", "ibn", "monsieur", "madame", "mme", "mlle", "m", "senhor", "senhora",
    "señor", "señora", "don", "doña", "signor", "signora",
))  # fmt: skip
#: Keys that hold texts in one model and counts in another: a bare scalar is a count.
_COUNTS = frozenset(("rows", "columns"))


def needles(vault: Vault, source: Source) -> tuple[Needle, ...]:
    """Return the search terms for a dossier's withheld values.

    Args:
        vault: the values.
        source: the dossier: where its slots stand, and on which grounds.
    """
    written = forms(source, vault)
    annex = texts.annex_word(source.documents["dossier.yaml"])
    slots = source.redactions.slots
    return tuple(
        replace(needle, is_allowed=slot in slots and bool(slots[slot].repeats_allowed))
        for slot, secret in vault.items()
        for needle in of_value(
            slot,
            secret.reveal(),
            form=written.get(slot, "words"),
            is_name=_is_personal(slots.get(slot)),
            language=source.dossier.language,
            annex=annex,
        )
    )


def forms(source: Source, vault: Vault) -> dict[str, Form]:
    """Return how the values of slots that stand for whole parts are written."""
    annex = texts.annex_word(source.documents["dossier.yaml"])
    found: dict[str, Form] = {}
    for name, model in source.models():
        document = source.documents[name]
        for path, slot, _ in walk.slots_in(model):
            if path[-1] in {"withheld", "slot"}:
                found[slot] = form_of(document, path)
    todo = list(found)
    while todo:
        outer = todo.pop()
        secret = vault.get(outer)
        inner = _inner(secret.reveal(), found[outer], annex) if secret else {}
        todo += [slot for slot in inner if slot not in found]
        found = {**inner, **found}
    return found


def _inner(value: str, form: Form, annex: str) -> dict[str, Form]:
    """Return the slots that stand for whole parts inside such a part."""
    if form == "yaml":
        tree = yaml_positions.read(value, "part").tree
        return {text: "yaml" for path, text in _leaves(tree, ()) if path[-1:] == ("withheld",)}
    document = _markdown(value, form, annex)
    return {
        text: form_of(document, path)
        for path, text in _leaves(document.tree, ())
        if path[-1:] == ("withheld",)
    }


def _markdown(value: str, form: Form, annex: str) -> TextDocument:
    """Return a part of a text, or a row of a form, as it is read."""
    text = f"```form\n{value}\n```\n" if form == "row" else value
    return texts.document(text, "part", annex, is_part=True)


def form_of(document: Document, path: Path) -> Form:
    """Return how the value of a slot is written that stands for a whole part."""
    if not isinstance(document, TextDocument) or document.fence_of(path) is not None:
        return "yaml"
    return "row" if path[-3:-2] == ("rows",) else "markdown"


def _is_personal(declaration: SlotDeclaration | None) -> bool:
    return declaration is not None and any(
        PERSONAL in {use.ground, use.within} for use in declaration.grounds
    )


def of_value(
    slot: str, value: str, *, form: Form, is_name: bool, language: str, annex: str = "ANNEX"
) -> Iterator[Needle]:
    """Yield the search terms for one value.

    Args:
        slot: its id.
        value: its words, or a part as a whole.
        form: how that is written.
        is_name: it is withheld to protect a person.
        language: of the dossier.
        annex: what the heading of an annex begins with.
    """
    found = (value, *_as_read(value)) if form == "words" else texts_of(value, form, annex)
    rows = [text for text in found if Matcher(text, language).is_searchable]
    if is_name:
        common = _common(language)
        names = (part for text in rows for part in name_parts(text) if part.lower() not in common)
        yield from (Needle(slot, name, language, is_name=True) for name in dict.fromkeys(names))
    yield from (Needle(slot, text, language) for text in dict.fromkeys(rows))


@cache
def _common(language: str) -> frozenset[str]:
    """Return words that are no name by themselves: of printed phrases, months, forms of address."""
    phrases = {"en": labels.load("en").phrases.values()}
    if language in labels.languages():
        phrases[language] = labels.load(language).phrases.values()
    printed = " ".join(text for texts in phrases.values() for text in texts)
    return frozenset((*re.findall(r"[^\W\d_]+", printed.lower()), *months(language), *_ADDRESS))


def texts_of(value: str, form: Form = "yaml", annex: str = "ANNEX") -> tuple[str, ...]:
    """Return the texts of a part that is withheld as a whole, as they read, each once.

    Codes are left out: the kind of a slide, the states of a map, a picture's name.

    Args:
        value: of the slot.
        form: how it is written.
        annex: what the heading of an annex begins with.
    """
    if form in {"markdown", "row"}:
        return _texts_of_markdown(value, form, annex)
    document = yaml_positions.read(value, "part")
    if document.problems or not isinstance(document.tree, dict | list):
        return (value,)
    found = (text for path, text in _leaves(document.tree, ()) if _is_text(path))
    return tuple(dict.fromkeys(words for text in found for words in _as_read(text)))


def _texts_of_markdown(value: str, form: Form, annex: str) -> tuple[str, ...]:
    """Return the texts of a part in Markdown; of what cannot be read, each line."""
    document = _markdown(value, form, annex)
    if document.problems:
        lines = (line.strip() for line in value.splitlines())
        return tuple(dict.fromkeys(words for line in lines for words in _as_read(line)))
    rows = [
        words
        for path, scalar in document.scalars.items()
        if path[-1] not in {"withheld", "withhold"} and (scalar.style == "md" or _is_text(path))
        for words in _as_read(scalar.value)
    ]
    return tuple(dict.fromkeys(rows))


def _leaves(
    tree: yaml_positions.Tree, path: yaml_positions.Path
) -> Iterator[tuple[yaml_positions.Path, str]]:
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _leaves(value, (*path, index))


def _is_text(path: yaml_positions.Path) -> bool:
    key = next((step for step in reversed(path) if isinstance(step, str)), None)
    if key in _COUNTS and path[-1] == key:
        return False
    return key not in _codes()


@cache
def _codes() -> frozenset[str]:
    """Return the keys of a deck that never hold a text."""
    rows = [
        (info.alias or name, info.annotation, info.metadata)
        for model in _models()
        for name, info in model.model_fields.items()
    ]
    held = {key for key, annotation, metadata in rows if _holds_text(annotation, metadata)}
    return frozenset(key for key, _, _ in rows) - held


def _models() -> Iterator[type[Authored]]:
    for module in (parts, slides, running_text):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, Authored):
                yield thing


def _holds_text(annotation: Any, metadata: Iterable[object] = ()) -> bool:
    if any(isinstance(row, PlainValidator) for row in metadata):
        return True
    if isinstance(annotation, type) and issubclass(annotation, Authored):
        return True
    inner = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    return any(isinstance(row, PlainValidator) or _holds_text(row) for row in inner)


def _as_read(text: str) -> Iterator[str]:
    """Yield a text of a part without its inline signs, and the targets of its links."""
    try:
        rich = markup.parse(text)
    except ValueError:
        yield text
        return
    pieces = [""]
    for part in rich:
        if isinstance(part, markup.Words):
            pieces[-1] += part.text
        elif isinstance(part, markup.Slot):  # its words are looked for by themselves
            pieces.append("")
    long = (piece for piece in pieces if Matcher(piece).is_wordy)
    yield from pieces if len(pieces) == 1 else long
    yield from (part.href for part in rich if isinstance(part, markup.Words) and part.href)


def faults(vault: Vault, source: Source) -> Iterator[Problem]:
    """Yield values of a vault that the dossier does not declare, or that no search could find."""
    where = source.documents["redactions.yaml"].where(())
    for slot in sorted(vault):
        if slot not in source.redactions.slots:
            yield Problem(
                where,
                "slot-not-declared",
                f"the vault holds slot '{slot}', which redactions.yaml does not declare",
                "run the interrupted 'dossier seal' or 'dossier release' again, or declare it",
            )


def require_declared(vault: Vault, source: Source) -> None:
    """Refuse a vault with values that the dossier does not declare.

    Raises:
        ContentError: slot-not-declared.
    """
    if problems := tuple(faults(vault, source)):
        raise ContentError(*problems)


def unsearchable(vault: Vault, slots: Mapping[str, SlotDeclaration]) -> tuple[str, ...]:
    """Return the slots whose value has no letter and no digit, so that no search looks for it."""
    return tuple(
        sorted(
            slot
            for slot in vault
            if slot in slots and not Matcher(vault[slot].reveal()).is_searchable
        )
    )
