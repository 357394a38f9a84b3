"""Audit that decks and Word documents share: zip, parts, elements, pictures of an Office file."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit import images
from pipeline.audit.findings import HINT_UNKNOWN, problem
from pipeline.audit.formats.reader import Check
from pipeline.audit.office import office_parts, opc, workbooks
from pipeline.core.errors import Problem


def parts_of(data: bytes, kind: str, check: Check) -> tuple[opc.Package, list[Problem]]:
    """Return the parts of an OPC file, and what is wrong with the bytes that hold them.

    Raises:
        UnreadableError: it cannot be read.
    """
    parts, faults = opc.read(data, kind, check.trusted.parts)
    return parts, list(check.faults("loose-bytes", faults))


def parts_findings(parts: opc.Package, kind: str, check: Check) -> Iterator[Problem]:
    """Yield what is wrong with the parts of an OPC file, each looked at by itself.

    Args:
        parts: as read.
        kind: which list of known parts and elements they are held against.
        check: of the file.
    """
    yield from check.faults("unknown-part", opc.strange(parts))
    yield from coded(office_parts.faults(parts, kind, check.told, check.trusted), check)
    yield from coded(workbooks.faults(parts, check.trusted), check)
    for part, content in sorted(parts.members.items()):
        if parts.is_ours(part) and part.endswith(".png") and part not in parts.trusted:
            for fault in images.faults(content):
                yield problem(check.name, "foreign-data", f"{part} {fault}")
    if check.edition:
        media = [
            parts.members[part]
            for part in sorted(parts.members)
            if part.endswith(".png") and part not in parts.trusted
        ]
        yield from check.faults("foreign-data", images.strangers(media, check.edition))


def coded(found: Iterator[tuple[str, str]], check: Check) -> Iterator[Problem]:
    """Yield a problem for each of some codes and messages."""
    for code, message in found:
        hint = (HINT_UNKNOWN,) if code == "unknown-markup" else ()
        yield problem(check.name, code, message, *hint)
