"""Parts of a document that are not imported, counted: comments, heads and feet, properties, macros.

What is hidden is counted and never quoted; heads and feet, which everybody sees, are.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.ooxml_names import q
from pipeline.importing import file_remains
from pipeline.importing.document import heads_and_feet
from pipeline.importing.document.passages import Setting
from pipeline.importing.found import Told
from pipeline.importing.office_package import BadFileError, Element, Package, local
from pipeline.importing.printed_markers import count

#: Kinds of relationships of the document, and what they are.
_OF_DOCUMENT = {
    "vbaProject": ("macro", "macros", "macros"),
    "customXml": ("custom-xml", "custom-xml", "data of other programs (custom XML)"),
    "font": ("font", "fonts", "embedded fonts"),
    "printerSettings": ("property", "printer", "settings of a printer"),
    "people": ("comment", "comment-authors", "names of those who commented"),
    "glossaryDocument": ("property", "glossary", "building blocks of the template"),
    "attachedTemplate": ("property", "template", "the place of the template"),
    "mailMergeSource": ("property", "mail-merge", "the place of data for form letters"),
    "oleObject": ("embedded-file", "embedded", "an embedded file"),
    "package": ("embedded-file", "embedded", "an embedded file"),
    "aFChunk": ("embedded-file", "embedded", "a part that stands in another file"),
    "control": ("embedded-file", "control", "a control that runs code"),
    "keyMapCustomizations": ("property", "key-map", "keys of the program"),
}
_SETTINGS = {
    "docVars": ("property", "variables", "variables of the file"),
    "documentProtection": ("property", "modify-password", "a protection against changes"),
    "writeProtection": ("property", "modify-password", "a protection against changes"),
    "rsids": ("property", "sessions", "marks of the sessions in which the file was written"),
    "mailMerge": ("property", "mail-merge", "the place of data for form letters"),
    "attachedTemplate": ("property", "template", "the place of the template"),
}


def of_file(package: Package, main: str, setting: Setting) -> list[Told]:
    """Return what stays behind of the file as a whole.

    Args:
        package: the file.
        main: its main part.
        setting: in which its words are read.
    """
    settings = _settings_part(package, main)
    found = [*file_remains.properties(package)]
    found += file_remains.related(package, main, _OF_DOCUMENT)
    found += _settings(settings)
    found += _comments(package, main)
    found += heads_and_feet.told(package, main, setting, settings)
    return found


def _settings_part(package: Package, main: str) -> Element | None:
    part = package.related(main, "settings")
    try:
        return package.xml(part) if part else None
    except BadFileError:
        return None


def _settings(root: Element | None) -> Iterator[Told]:
    names = {local(row) for row in root} if root is not None else set()
    told: set[str] = set()
    for name, (what, why, words) in _SETTINGS.items():
        if name in names and why not in told:
            told.add(why)
            yield Told(what, why, words)


def _comments(package: Package, main: str) -> Iterator[Told]:
    for part in package.all_related(main, "comments"):
        try:
            root = package.xml(part)
        except BadFileError:
            yield Told("comment", "comments", "comments that cannot be read")
            continue
        rows = root.findall(q("w:comment"))
        text = " ".join(_said(row) for row in rows)
        if rows:
            yield Told("comment", "comments", f"comments: {len(rows)}, with {count(text)} words")


def _said(element: Element) -> str:
    return " ".join("".join(str(row.text or "") for row in line.iter(q("w:t")))
                    for line in element.iter(q("w:p")))  # fmt: skip
