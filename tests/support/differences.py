"""What differs between two builds, told so that the cause can be seen: the names, then the insides.

Office files are laid out as folders of their parts, PDFs as a list of their objects; diffoscope
compares these. It comes with ``make test-all``; without it the first byte that differs is named,
which is all that the quick tests ask for.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

DIFFOSCOPE = shutil.which("diffoscope")
#: Bytes told of one file, and seconds that it may take.
_MOST = 6000
_PATIENCE_S = 120
#: Bytes shown on each side of the first that differs.
_AROUND = 24


def told(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Return what differs between two snapshots of files by name; nothing if they are equal."""
    lines = [f"only in the first: {name}" for name in sorted(before.keys() - after.keys())]
    lines += [f"only in the second: {name}" for name in sorted(after.keys() - before.keys())]
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            inside = _opened(name, before[name], after[name]) if DIFFOSCOPE else ""
            lines.append(f"{name} {_place(before[name], after[name])}\n{inside}".rstrip())
    return "\n".join(lines)


def _place(one: bytes, other: bytes) -> str:
    """Return where two files part, and what stands there."""
    pairs = zip(one, other, strict=False)
    at = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    start = max(at - _AROUND, 0)
    shown = [data[start : at + _AROUND] for data in (one, other)]
    return f"({len(one)} and {len(other)} bytes) differs from byte {at}: {shown[0]!r} {shown[1]!r}"


def _opened(name: str, one: bytes, other: bytes) -> str:
    """Return what diffoscope says of the insides; its exit code is 1 if it found a difference."""
    with TemporaryDirectory() as folder:
        sides = [Path(folder, side) for side in ("first", "second")]
        for side, data in zip(sides, (one, other), strict=True):
            side.mkdir()
            _lay_out(Path(name).name, data, side)
        try:
            done = subprocess.run(
                [str(DIFFOSCOPE), "--exclude-directory-metadata=yes", "--no-progress",
                 f"--max-text-report-size={_MOST}", *map(str, sides)],
                capture_output=True, text=True, check=False, timeout=_PATIENCE_S,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "(diffoscope took too long)"
    report = done.stdout if done.returncode == 1 else f"(diffoscope: {done.stderr.strip()})"
    return report.replace(f"{folder}/", "")


def _lay_out(name: str, data: bytes, folder: Path) -> None:
    """Write what a file consists of; one that cannot be opened is written as it is."""
    try:
        if name.endswith((".pptx", ".docx")):
            _lay_out_package(data, folder)
        elif name.endswith(".pdf"):
            (folder / "objects.txt").write_text(_objects(data), "utf-8")
        else:
            (folder / name).write_bytes(data)
    except (zipfile.BadZipFile, pikepdf.PdfError):
        (folder / name).write_bytes(data)


def _lay_out_package(data: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        headers = [
            f"{row.filename} {row.date_time} method {row.compress_type} system {row.create_system} "
            f"mode {row.external_attr:o} comment {row.comment!r} extra {row.extra!r}"
            for row in package.infolist()
        ]
        (folder / "headers.txt").write_text("\n".join(headers) + "\n", "utf-8")
        package.extractall(folder)


def _objects(data: bytes) -> str:
    """Return a PDF's objects as text; streams that are no text by their digest."""
    lines: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in (pdf.trailer, *pdf.objects):
            if not isinstance(item, pikepdf.Object):  # a number, a truth
                lines.append(repr(item))
            elif isinstance(item, pikepdf.Stream):
                lines += [_entries(item.stream_dict), *_stream(item.read_bytes())]
            else:
                lines.append(_entries(item))
    return "\n".join(lines) + "\n"


def _entries(item: pikepdf.Object) -> str:
    """Return an object with an entry on each line."""
    return item.unparse(resolved=True).decode("latin-1").replace(" /", "\n/")


def _stream(inner: bytes) -> list[str]:
    try:
        return inner.decode("ascii").splitlines()
    except UnicodeDecodeError:
        return [f"{len(inner)} bytes {sha256(inner).hexdigest()}"]
