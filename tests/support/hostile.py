"""Files that somebody means harm with, or that nobody meant at all."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

#: What no command may take: seconds, and bytes of memory.
SECONDS, MEMORY = 20, 2**30
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True)
class Seen:
    """How a command ended: exit code, what it said, seconds, bytes of memory at most."""

    code: int
    said: str
    seconds: float
    memory: int

    def judge(self, told: str) -> None:
        told = f"{told}: {self.code} {self.said[-1500:]}"
        assert self.code >= 0, f"crashed: {told}"
        assert "Traceback" not in self.said, told
        assert "unexpected" not in self.said, told
        assert self.seconds < SECONDS, f"{self.seconds:.0f} s: {told}"
        assert "exit code 1\n" not in self.said or "cannot-write" in self.said, told
        assert self.memory < MEMORY, f"{self.memory >> 20} MiB: {told}"
        assert not any(sign in self.said for sign in "\x1b\x07\x9b\u202e"), told


#: Runs commands one after another in one process, and tells how each ended.
_DRIVER = """
import json, sys
from pipeline.cli import main
for arguments in json.loads(sys.argv[1]):
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code
    print("exit code", code, file=sys.stderr, flush=True)
"""


def observed(*commands: Sequence[str | Path], shell: str = "", **env: str) -> Seen:
    """Run commands in a process of their own, and look at what they take.

    Args:
        commands: arguments of the command line.
        shell: redirections, as a shell has them.
        env: more of the environment.
    """
    lines = json.dumps([[os.fspath(word) for word in line] for line in commands])
    command = [sys.executable, "-c", _DRIVER, lines]
    if shell:
        command = ["bash", "-c", f'"$@" {shell}', "bash", *command]
    begun = time.monotonic()
    process = subprocess.Popen(
        ["prlimit", f"--as={4 * MEMORY}", *command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1", **env},
    )
    assert process.stdout is not None
    timer = threading.Timer(SECONDS * len(commands), process.kill)
    timer.start()
    with process.stdout:
        said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    timer.cancel()
    seconds = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    memory = used.ru_maxrss * 1024
    return Seen(process.returncode, said.decode("utf-8", "replace"), seconds, memory)


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


def part(good: bytes, name: str, content: bytes) -> bytes:
    """Return a zip with other bytes in a member."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        rows = [(one, content if one == name else archive.read(one)) for one in archive.namelist()]
    return zipped(rows)


def _overlapping() -> bytes:
    """Return a zip whose members all are the same compressed bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = bytes(8_000_000)
    body = packed.compress(data) + packed.flush()
    local = struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, 0, 8, 0, 0x21, zlib.crc32(data),
                        len(body), len(data), 1, 0) + b"a"  # fmt: skip
    rows = b"".join(
        struct.pack("<4sBBHHHHHLLLHHHHHLL", b"PK\1\2", 20, 3, 20, 0, 8, 0, 0x21, zlib.crc32(data),
                    len(body), len(data), 4, 0, 0, 0, 0, 0, 0) + f"{number:04}".encode()
        for number in range(2000)
    )  # fmt: skip
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 2000, 2000, len(rows), len(local + body), 0)
    return local + body + rows + end


def zips(good: bytes, main: str) -> Iterator[tuple[str, bytes]]:
    """Yield archives, made of a good Office file whose main part is named."""
    yield "empty file", b""
    yield "no zip", b"PK\3\4 and no more"
    yield "cut in half", good[: len(good) // 2]
    yield "without its end", good[:-30]
    yield "end record alone", good[-22:]
    yield "packed with LZMA", zipped([(main, b"x" * 1000)], zipfile.ZIP_LZMA)
    yield "packed with bzip2", zipped([(main, b"x" * 1000)], zipfile.ZIP_BZIP2)
    yield (
        "damaged LZMA",
        patched(
            zipped([(main, b"x" * 1000)], zipfile.ZIP_LZMA),
            b"\x09\x04\x05\x00",
            b"\x09\x04\xff\xff",
        ),
    )
    yield "a member without a name", zipped([("", b"x"), (main, b"y")])
    yield "a member that is a folder", zipped([("a/", b""), (main, b"y")])
    yield "a name with controls", zipped([("\x1b[31mred\x07\u202e.xml", b"x"), (main, b"y")])
    yield "a name that leads out", zipped([("../../out", b"x"), (main, b"y")])
    yield "a name twice", zipped([("a.xml", b"x"), ("b.xml", b"y")]).replace(b"b.xml", b"a.xml")
    yield "a name of 60000 letters", zipped([("n" * 60000, b"x")])
    yield "a name that is not UTF-8", patched(zipped([("n\u00fc", b"x")]), b"\xc3\xbc", b"\xff\xfe")
    yield "one member of 900 MB", zipped([(main, bytes(900_000_000))])
    yield "30 members of 60 MB", zipped([(f"a{n}.xml", bytes(60_000_000)) for n in range(30)])
    yield "100000 members", zipped([(f"a{n}", b"") for n in range(100_000)])
    yield "members that overlap", _overlapping()
    yield "an encrypted member", _flagged(good, 1)
    yield "a size that lies", _lying(good)
    yield "the directory elsewhere", good[:-6] + b"\xff\xff\xff\x7f" + good[-2:]
    yield "a comment of 60000", good[:-2] + struct.pack("<H", 60000) + b"c" * 60000


def _flagged(good: bytes, flag: int) -> bytes:
    at = good.index(b"PK\1\2")
    return good[: at + 8] + struct.pack("<H", flag) + good[at + 10 :]


def _lying(good: bytes) -> bytes:
    at = good.index(b"PK\1\2")
    return good[: at + 24] + struct.pack("<L", 5) + good[at + 28 :]


def xmls(tag: bytes = b"w:document") -> Iterator[tuple[str, bytes]]:
    """Yield parts of Office files."""
    begin, end = _HEAD + b"<" + tag + b" " + _W + b">", b"</" + tag + b">"
    yield "XML of 200000 levels", begin + b"<w:p>" * 200_000 + b"</w:p>" * 200_000 + end
    yield "XML of 5000 levels", begin + b"<w:p>" * 5_000 + b"</w:p>" * 5_000 + end
    yield "XML of 8 million elements", begin + b"<w:p/>" * 8_000_000 + end
    yield (
        "XML of a million attributes",
        (begin + b"<w:p" + b"".join(b' a%d="1"' % n for n in range(1_000_000)) + b"/>" + end),
    )
    yield (
        "XML with entities",
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "' + b"x" * 1000 + b'">'
            b'<!ENTITY b "' + b"&a;" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000 + b'">]><a>&c;</a>'
        ),
    )
    yield "XML with a text of 60 MB", begin + b"<w:p>" + b"x" * 60_000_000 + b"</w:p>" + end
    yield "no XML", b"\0\1\2"
    yield "XML in UTF-16", "<?xml version='1.0'?><a/>".encode("utf-16")


def yamls(good: str) -> Iterator[tuple[str, bytes]]:
    """Yield content files."""
    yield "25000 brackets", b"slides: " + b"[" * 25_000
    yield "25000 closed brackets", b"slides: " + b"[" * 25_000 + b"]" * 25_000
    yield "400 brackets", b"slides: " + b"[" * 400 + b"]" * 400
    yield "25000 braces", b"slides: " + b"{a: " * 25_000 + b"}" * 25_000
    yield "20000 dashes", b"slides:\n  " + b"- " * 20_000 + b"x"
    deep = "".join(f"{' ' * level}a:\n" for level in range(1_800))
    yield "1800 levels of keys", deep.encode()
    yield "aliases", b"a: &a [x]\nb: &b [*a, *a]\nslides: [*b, *b]\n"
    yield "nulls", b"slides:\0\0\0"
    yield "not UTF-8", b"slides: \xff\xfe"
    yield "nothing", b""
    yield "5 MB", b"slides:\n" + b"# x\n" * 1_250_000
    long = b"  - {kind: closing, title: " + b"x" * 3_000_000 + b"}\n"
    yield "a text of 3 MB", good.encode() + long
    yield "16000 slides", b"slides:\n" + b"- {kind: a}\n" * 16_000
    yield "200000 slides", b"slides:\n" + b"- {kind: a}\n" * 200_000
    yield "a million entries", b"slides: [" + b"a," * 1_000_000 + b"]"
    for name, text in (
        ("100000 stars", b"*a _b **" * 12_500),
        ("50000 opened slots", b"[[" * 50_000),
        ("50000 opened links", b"[a](" * 25_000),
        ("50000 braces", b"[a]{lang=de}" * 12_500),
    ):
        yield name, good.encode() + b'  - {kind: closing, title: "' + text + b'"}\n'
    yield "controls in a key", b'"\\e[31m\\a": 1\nslides: []\n'
    yield "a binary", bytes(range(256)) * 100


def pdfs(good: bytes) -> Iterator[tuple[str, bytes]]:
    yield "PDF: no PDF", b"%PDF-1.7\nno"
    yield "PDF: cut in half", good[: len(good) // 2]
    yield "PDF: 100000 arrays", _pdf(b"[" * 100_000 + b"]" * 100_000)
    yield "PDF: 100000 dictionaries", _pdf(b"<</A " * 100_000 + b"1" + b">>" * 100_000)
    loop = b"<</Type/Pages/Count 1/Kids[2 0 R]>>"
    yield "PDF: pages that are their own parents", _pdf(b"null", pages=loop)
    yield (
        "PDF: a million pages that are not there",
        _pdf(b"null", pages=b"<</Type/Pages/Count 1000000/Kids[3 0 R]>>"),
    )
    bomb = zlib.compress(bytes(600_000_000), 9)
    yield (
        "PDF: a page of 600 MB",
        _pdf(b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(bomb), bomb)),
    )
    twice = zlib.compress(zlib.compress(bytes(1_200_000_000), 9), 9)
    yield (
        "PDF: a page packed twice",
        _pdf(
            b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n%b\nendstream"
            % (len(twice), twice)
        ),
    )
    picture = b"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
    yield (
        "PDF: a picture of 3.6 gigapixels",
        _pdf(picture + b"/ColorSpace/DeviceRGB/Length 0>>\nstream\n\nendstream"),
    )


def _pdf(third: bytes, pages: bytes = b"<</Type/Pages/Count 1/Kids[4 0 R]>>") -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        pages,
        third,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 3 0 R"
        b"/Resources<</XObject<</X 3 0 R>>>>>>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    return out + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def pages(good: bytes) -> Iterator[tuple[str, bytes]]:
    begin = b'<!DOCTYPE html>\n<html lang="en">'
    yield "HTML of 100000 levels", begin + b"<div>" * 100_000 + b"</div>" * 100_000 + b"</html>"
    yield "HTML of 3 million elements", begin + b"<p></p>" * 3_000_000 + b"</html>"
    yield "HTML that opens tags", begin + b"<a " * 300_000
    yield "HTML that opens comments", begin + b"<!--" * 300_000
    yield "HTML cut in half", good[: len(good) // 2]


def jsons() -> Iterator[tuple[str, bytes]]:
    yield "JSON of 100000 levels", b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    yield "JSON of 5 million numbers", b"[" + b"1," * 5_000_000 + b"1]"
    yield "JSON: a number of 5000 digits", b'{"files": ' + b"9" * 5_000 + b"}"
    yield "JSON: a list", b"[]"
    yield "JSON: a text of 60 MB", b'"' + b"x" * 60_000_000 + b'"'


def odd(folder: Path) -> dict[str, Path]:
    """Make what is no plain file, each under a name of its own, and return the paths."""
    folder.mkdir(exist_ok=True)
    made: dict[str, Callable[[Path], object]] = {
        "a pipe": os.mkfifo,
        "a device": lambda path: path.symlink_to("/dev/zero"),
        "a folder": Path.mkdir,
        "a link to itself": lambda path: path.symlink_to(path.name),
        "a link to nothing": lambda path: path.symlink_to("nowhere"),
        "below a file": lambda path: path.write_bytes(b""),
        "not there": lambda _: None,
    }
    out = {}
    for number, (kind, make) in enumerate(made.items()):
        path = folder / f"odd{number}.docx"
        make(path)
        out[kind] = path / "below" if kind == "below a file" else path
    return out
