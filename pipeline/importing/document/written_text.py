"""Running text as it is written, read again by the content's own reader, until nothing is wrong.

Numbers are checked when the outline is made. What the reader and its rules refuse all the same is
written as words: a draft that cannot be read is of no use to anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.content import text_reader
from pipeline.content.rules import running_text
from pipeline.content.texts import Texts, model_of
from pipeline.core.errors import Problem
from pipeline.importing.document.text_nodes import Node
from pipeline.importing.document.text_writer import TextWriter
from pipeline.importing.found_document import Note
from pipeline.importing.text_content import Writer
from pipeline.resources import labels

_ROUNDS = 6
_REFERENCES = frozenset(("no-number", "unknown-place"))
_LED = re.compile(r"\]\(#([a-z0-9-]+)\)")
_AS_WORDS = "its number is not in the order of the content, and stands as words"


def written(
    nodes: Sequence[Node], notes: Sequence[Note], places: Mapping[str, Node], writer: Writer
) -> TextWriter:
    """Write a text, and write anew what its reader refuses.

    Args:
        nodes: of the text; those that are refused are changed.
        notes: of the document.
        places: nodes by the bookmarks that lead to them.
        writer: gets the items of the report.
    """
    items, slots = len(writer.items), len(writer.slots.ids)
    text = TextWriter(writer, notes, places)
    text.write(nodes)
    for _ in range(_ROUNDS):
        refused = [*_refused(text, writer.language)]
        changed = [_demote(node) for code, node in refused if code not in _REFERENCES]
        changed += [_forget(text, node) for code, node in refused if code in _REFERENCES]
        if not any(changed):
            break
        del writer.items[items:], writer.slots.ids[slots:]
        text = TextWriter(writer, notes, places)
        text.write(nodes)
    return text


def _refused(text: TextWriter, language: str) -> Iterator[tuple[str, Node]]:
    """Yield the nodes on whose lines something is wrong, with the code of each problem."""
    word = labels.load(language)["annex"]
    documents = {
        sheet.name: text_reader.read(sheet.text, sheet.name, word) for sheet in text.sheets
    }
    problems: list[Problem] = [row for document in documents.values() for row in document.problems]
    if not problems:
        models = {name: model_of(document, [], []) for name, document in documents.items()}
        good = {name: model for name, model in models.items() if model is not None}
        problems = [*running_text.problems(Texts(good), documents)]
    for problem in problems:
        node = text.nodes.get((problem.where.file, problem.where.line))
        if node is not None:
            yield problem.code, node


def _forget(text: TextWriter, node: Node) -> bool:
    """Let the references of a node be words: the places that they lead to have no number."""
    lines = {sheet.name: sheet.lines for sheet in text.sheets}
    said = " ".join(
        lines[file][line - 1] for (file, line), row in text.nodes.items() if row is node
    )
    led = set(_LED.findall(said))
    targets = [
        row for row in {id(row): row for row in text.nodes.values()}.values() if row.id in led
    ]
    for target in targets:
        target.id = target.printed = ""
    return bool(targets)


def _demote(node: Node) -> bool:
    """Let the number of a node stand as words; tell whether it had one."""
    if not node.number or node.kind == "annex":
        return False
    node.prefix, node.number, node.printed = node.number.strip("\u2013"), "", ""
    node.told.append(("numbered", _AS_WORDS))
    node.is_whole = False
    if node.kind == "entry":
        node.kind, node.level = ("part", node.level - 1) if node.level > 1 else ("paragraph", 0)
    return True
