"""Reader of an office file, whatever it is: a presentation, or a text document."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.ooxml_names import q
from pipeline.importing import office_package
from pipeline.importing.found import Deck
from pipeline.importing.found_document import Document
from pipeline.importing.office_package import BadFileError, Package

_MAIN = ("ppt/presentation.xml", "word/document.xml")
_GIVE = "give a .pptx or a .docx"


def read(data: bytes, media: Path, *, hidden: bool) -> Deck | Document:
    """Read a file.

    Args:
        data: the file.
        media: gets the pictures.
        hidden: whether hidden slides are read, too.

    Raises:
        BadFileError: it is neither, or cannot be read.
    """
    package = office_package.read(data)
    main = package.related("", "officeDocument")
    main = main or next((name for name in _MAIN if package.has(name)), "")
    tag = package.xml(main).tag if main else ""
    if tag == q("p:presentation"):
        from pipeline.importing.deck import presentation  # noqa: PLC0415 - one of two is needed

        return presentation.read(package, main, media, hidden=hidden)
    if tag == q("w:document"):
        from pipeline.importing.document import text_document  # noqa: PLC0415 - as above

        return text_document.read(package, main, media)
    raise _of_another_kind(package)


def _of_another_kind(package: Package) -> BadFileError:
    kinds = {
        "xl/workbook.xml": ("a workbook", "only presentations and documents are imported"),
        "content.xml": ("in OpenDocument format", "save it as .pptx or .docx in LibreOffice"),
        "index/presentation.iwa": ("a Keynote file", "export it from Keynote as PowerPoint"),
        "index/document.iwa": ("a Pages file", "export it from Pages as Word"),
    }
    for name, (what, hint) in kinds.items():
        if package.has(name):
            return BadFileError("not-an-office-file", f"the file is {what}", hint)
    message = "this is neither a presentation nor a document"
    return BadFileError("not-an-office-file", message, _GIVE)
