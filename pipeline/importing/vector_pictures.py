"""Drawings turned into pixels: EMF and WMF by LibreOffice where it is installed, SVG by resvg."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

_PATIENCE_S = 90
_LARGEST = 48 * 2**20
_WIDTH = 1600
_EMF_SIGNATURE = b" EMF"
_PLACEABLE, _PLAIN = bytes.fromhex("d7cdc69a"), bytes.fromhex("0100090000")
_OWN = re.compile(r"#|data:image/(?:png|jpeg|gif)[;,]", re.IGNORECASE)


def drawn(files: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return PNGs of those files that are drawings, as far as they can be drawn here."""
    found: dict[bytes, bytes] = {}
    office: dict[bytes, tuple[str, bytes]] = {}
    for data in dict.fromkeys(files):
        kind, plain = _kind(data)
        if kind == "svg" and (picture := _from_svg(plain)):
            found[data] = picture
        elif kind in {"emf", "wmf"}:
            office[data] = (kind, plain)
    if office and shutil.which("soffice"):
        found |= _by_office(office)
    return found


def _kind(data: bytes) -> tuple[str, bytes]:
    if data[:2] == b"\x1f\x8b":  # packed: EMZ, WMZ, SVGZ
        try:
            data = zlib.decompressobj(31).decompress(data, _LARGEST)
        except zlib.error:
            return "", data
    if data[40:44] == _EMF_SIGNATURE:
        return "emf", data
    if data.startswith((_PLACEABLE, _PLAIN)):
        return "wmf", data
    if b"<svg" in data[:2000]:
        return "svg", data
    return "", data


def _from_svg(data: bytes) -> bytes:
    """Draw an SVG with nothing from outside it; empty if it cannot be drawn."""
    import resvg_py  # noqa: PLC0415 - rarely needed

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in data:
            return b""
        for element in list(root.iter()):
            for name, value in list(element.attrib.items()):
                if str(name).endswith("href") and not _OWN.match(str(value).strip()):
                    del element.attrib[name]
        text = etree.tostring(root, encoding="unicode")
        return bytes(resvg_py.svg_to_bytes(svg_string=text, width=_WIDTH, background="white"))
    except Exception:  # the drawing program has errors of its own
        return b""


def _by_office(files: dict[bytes, tuple[str, bytes]]) -> dict[bytes, bytes]:
    """Let LibreOffice draw files, all at once, in a profile of their own."""
    with tempfile.TemporaryDirectory(prefix="dossier-drawings-") as name:
        folder = Path(name)
        names: dict[str, bytes] = {}
        for index, (data, (kind, plain)) in enumerate(files.items()):
            (folder / f"{index}.{kind}").write_bytes(plain)
            names[str(index)] = data
        command = [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--convert-to", "png", "--outdir", str(folder / "out"),
            *(str(path) for path in sorted(folder.glob("*.?mf"))),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 - fixed words and names of our own
                command, check=False, capture_output=True, timeout=_PATIENCE_S,
                preexec_fn=_free, stdin=subprocess.DEVNULL,
                env={key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return {}
        made = (folder / "out").glob("*.png")
        return {names[path.stem]: path.read_bytes() for path in made if path.stem in names}


def _free() -> None:
    """Give the drawing program more memory than the reader has."""
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
        most = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (most, most))
