"""Freshness of output files by digests: whether a build has anything to do; paths of records.

A build with nothing to do is the one that runs most often. This module and what it imports are all
that such a run loads: no paths as objects, no data classes, no parser of arguments. Records are
plain dictionaries here; ``manifest.Record`` says what they hold.
"""

from __future__ import annotations

import marshal
import os
import sys
from time import time_ns

from pipeline.output.file_digests import (
    below,
    digest,
    digest_of,
    keep,
    looks_of,
    read,
    read_json,
)
from pipeline.resources import paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    AnyPath = str | os.PathLike[str]

#: Content files that an edition is made from; the vault counts for the full edition alone (G11).
CONTENT = ("dossier.yaml", "presentation.yaml", "redactions.yaml")
VAULT = "withheld.age"
#: Stands in a record for the theme file that the command line named.
GIVEN_THEME = "--theme"
#: Folder of what Python compiled.
_COMPILED = "__pycache__"
#: The version of marshal that writes equal things alike; later ones tell what is the same object.
_PLAIN = 2
#: Nanoseconds within which a file may change again without its times showing it.
_RACY = 2_000_000_000


def sha256(data: bytes) -> str:
    """Return a SHA-256 in hexadecimal, as manifests have it of finished files."""
    from hashlib import sha256  # noqa: PLC0415 - not needed when nothing is to do

    return sha256(data).hexdigest()


def inputs_digest(folder: AnyPath, audience: str) -> str:
    """Return the digest of an edition's inputs: all that an author can change."""
    names = [*CONTENT, *_texts(folder), *([VAULT] if audience == "full" else [])]
    rows = [(name, os.path.join(folder, name)) for name in names]  # noqa: PTH118
    media = os.path.join(folder, "media")  # noqa: PTH118
    rows += [(os.path.relpath(row.path, folder), row.path) for row in below(media)]
    return digest_of(rows)


def _texts(folder: AnyPath) -> list[str]:
    """Return the names of the running texts in a folder."""
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(".md"))  # noqa: PTH208
    except OSError:
        return []


def vault_digest(folder: AnyPath) -> str:
    """Return the digest of a dossier's vault as it is now; empty if it has none."""
    data = read(os.path.join(folder, VAULT))  # noqa: PTH118
    return "" if data is None else digest(data)


def search_note(folder: AnyPath, output: AnyPath, name: str) -> str:
    """Return a note on whether a public edition was searched for withheld values (G36).

    Empty for a dossier without a vault, of which nothing can be searched. An edition that was left
    out is told here, too.
    """
    record = read_json(record_path(output, name, "public"))
    if record.get("left_out"):
        return f"left out: {record['left_out']}"
    held = vault_digest(folder)
    if not held:
        return ""
    searched = record.get("searched")
    if searched == held:
        return "searched for withheld values"
    why = "the vault has changed since it was" if searched else "give --key FILE for that"
    return f"not searched for withheld values ({why})"


class Homes:
    """Real paths of the folders of dossiers, seen from an output folder: links are followed.

    The way to folders that stand beside each other is gone once. It lives as long as one question.
    """

    def __init__(self, output: AnyPath) -> None:
        self._output = os.path.realpath(output)
        self._known: dict[str, str] = {}

    def real(self, folder: AnyPath) -> str:
        """Return the real path of a folder."""
        parent, name = os.path.split(folder)
        if name in ("", os.curdir, os.pardir) or os.path.islink(folder):  # noqa: PTH114
            return os.path.realpath(folder)
        if parent not in self._known:
            self._known[parent] = os.path.realpath(parent)
        return f"{self._known[parent]}{os.sep}{name}"

    def place(self, folder: AnyPath) -> bytes:
        """Return a folder from the output folder on: who copies both has his own project."""
        return os.fsencode(os.path.relpath(self.real(folder), self._output))


def place(output: AnyPath, folder: AnyPath) -> bytes:
    """Return a dossier's folder from an output folder on."""
    return Homes(output).place(folder)


def look_digests(folder: AnyPath, names: Iterable[str], theme: AnyPath | None) -> dict[str, str]:
    """Return the digests of a brand's files: see ``manifest.Record.look``.

    Args:
        folder: the dossier.
        names: paths from its folder.
        theme: a theme file that the command line names.
    """
    paths: dict[str, str] = {}
    if own := [name for name in names if name != GIVEN_THEME]:
        home = os.path.realpath(folder)
        paths = {name: os.path.join(home, name) for name in own}  # noqa: PTH118
    if theme is not None:
        paths[GIVEN_THEME] = os.fspath(theme)
    return {name: digest_of([("", path)]) for name, path in sorted(paths.items())}


def _program() -> list[tuple[str, os.stat_result]]:
    """Return code, templates and, in a checkout, the lock file, sorted, as they stand."""
    found = [row for folder in paths.program() for row in below(folder, _COMPILED)]
    rows = [(row.path, row.stat()) for row in found if not row.name.endswith((".pyc", ".md"))]
    if not paths.IS_INSTALLED:
        rows.append((paths.LOCK, os.stat(paths.LOCK)))  # noqa: PTH116
    return sorted(rows)


def _packages() -> list[str]:
    """Return the installed packages with their versions, which stand in for the lock file.

    They are the names of folders that installers leave beside each package, on all of the path
    that Python imports from. A checkout has its lock file, and none is looked for.
    """
    if not paths.IS_INSTALLED:
        return []
    names: set[str] = set()
    for folder in dict.fromkeys(map(os.path.abspath, sys.path)):
        try:
            names |= {row.name for row in os.scandir(folder) if row.name.endswith(".dist-info")}
        except OSError:  # a zip file, or not there
            continue
    return sorted(names)


def program_digest(output: AnyPath | None = None) -> str:
    """Return the digest of everything else that decides a file's bytes.

    That is code, templates, and which packages are there: the lock file, or their names.

    Args:
        output: the output folder. In its private part the digest is kept with the files' sizes,
            numbers and times of change; while these are the same, they are not read again. That
            time is the file system's own, which no tool sets back, as is done with ``mtime``.
    """
    now, rows, packages = time_ns(), _program(), _packages()
    facts = [(path, *looks_of(s)) for path, s in rows]
    state = digest(marshal.dumps((facts, packages), _PLAIN))
    kept = None if output is None else f"{os.fspath(output)}/.work/program.json"
    if kept is not None and (known := read_json(kept)).get("state") == state:
        return str(known["digest"])
    found = digest_of((path[len(paths.HOME) + 1 :], path) for path, _ in rows)
    if packages:
        found = digest("\n".join((found, *packages)).encode())
    if kept is not None and max(fact[-1] for fact in facts) < now - _RACY:
        keep(kept, {"state": state, "digest": found})
    return found


def private_folder(output: AnyPath, dossier: str) -> str:
    """Return the path of the folder of all that is noted of a dossier, for its owner alone."""
    return f"{os.fspath(output)}/.work/dossiers/{dossier}"


def record_path(output: AnyPath, dossier: str, audience: str) -> str:
    """Return the path of an edition's private record."""
    return f"{private_folder(output, dossier)}/{audience}.json"


def place_path(output: AnyPath, dossier: str) -> str:
    """Return the path of the file that says which folder has a dossier's name."""
    return f"{private_folder(output, dossier)}/place"


def journal_folder(output: AnyPath) -> str:
    """Return the folder of journals: what an interrupted command has begun (``exchange``)."""
    return f"{os.fspath(output)}/.work/journals"


def journals(output: AnyPath) -> list[str]:
    """Return the names of the journals that stand; nearly always none."""
    try:
        return sorted(os.listdir(journal_folder(output)))  # noqa: PTH208
    except OSError:
        return []


def seen_path(output: AnyPath, dossier: str, audience: str) -> str:
    """Return the path of the file that says what an edition's files looked like when read."""
    return f"{private_folder(output, dossier)}/{audience}.seen.json"


def intact(output: AnyPath, folder: str, files: Mapping[str, str], seen: str | None = None) -> bool:
    """Tell whether an edition's files are still those that were made.

    Args:
        output: the output folder.
        folder: the edition's, from there on.
        files: digests by name.
        seen: file in which it is kept what they look like; what looks the same is not read again
            (see ``program_digest``).
    """
    known, now, newest = read_json(seen) if seen else {}, time_ns(), 0
    for name, expected in files.items():
        path = f"{os.fspath(output)}/{folder}/{name}"
        try:
            state = os.stat(path)  # noqa: PTH116
        except OSError:
            return False
        looks = [*looks_of(state), expected]
        if known.get(name) != looks:
            data = read(path)
            if data is None or sha256(data) != expected:
                return False
            known[name], newest = looks, max(newest, state.st_ctime_ns)
    if seen and 0 < newest < now - _RACY:
        keep(seen, known)
    return bool(files)


def is_fresh(  # noqa: PLR0913 - all that a build was asked for
    folder: AnyPath,
    output: AnyPath,
    audience: str,
    formats: tuple[str, ...],
    program: str,
    *,
    keyed: bool = False,
    theme: AnyPath | None = None,
    alone: bool = False,
    homes: Homes | None = None,
) -> bool:
    """Tell whether an edition needs nothing done: same inputs, same program, files untouched.

    Args:
        folder: the dossier.
        output: the output folder.
        audience: the edition.
        formats: what is asked for; empty for what the dossier names.
        program: digest of the program.
        keyed: the key is at hand: a public edition that was not searched for the values of the
            present vault is not fresh.
        theme: a theme file that the command line names.
        alone: no other edition is asked for, so that one that was left out is no answer.
        homes: real paths, if several dossiers are asked about.
    """
    homes = homes or Homes(output)
    home = homes.real(folder)
    name = os.path.basename(home)  # noqa: PTH119
    record, seen = read_json(record_path(output, name, audience)), seen_path(output, name, audience)
    try:
        return (
            read(place_path(output, name)) == homes.place(folder)
            and record["program"] == program
            and (
                (bool(record["left_out"]) and not alone)
                or (
                    set(formats or record["formats"])
                    <= {name.rpartition(".")[2] for name in record["jobs"]}
                    and (
                        not keyed
                        or audience == "full"
                        or record["searched"] == vault_digest(folder)
                    )
                    and intact(output, record["folder"], record["files"], seen)
                )
            )
            and record["inputs"] == inputs_digest(folder, audience)
            and record["look"] == look_digests(home, record["look"], theme)
        )
    except (KeyError, TypeError, AttributeError):  # none yet, or of another program
        return False


def stem(output: AnyPath, dossier: str, audiences: Iterable[str]) -> str:
    """Return the number and language that the files of a dossier's last build are named by.

    Args:
        output: the output folder.
        dossier: its id.
        audiences: the editions to look at.

    Returns:
        The beginning of their names, for example ``wk04146.en24``; empty if there are none.
    """
    for audience in audiences:
        jobs = read_json(record_path(output, dossier, audience)).get("jobs")
        for name in jobs if isinstance(jobs, dict) else ():
            return ".".join(str(name).split(".")[:2])
    return ""


def _has_twice(homes: Iterable[str], output: AnyPath, audiences: Sequence[str]) -> bool:
    """Tell whether two fresh dossiers of one folder are of one number and language."""
    parted = [os.path.split(home) for home in dict.fromkeys(homes)]
    rows = [(parent, stem(output, name, audiences)) for parent, name in parted]
    named = [row for row in rows if row[1]]
    return len(set(named)) < len(named)


def folders(path: AnyPath) -> list[str]:
    """Return the dossiers that a path names: itself, or the folders below that are dossiers."""
    path = os.fspath(path)
    if not os.path.exists(f"{path}/{CONTENT[0]}") and os.path.isdir(path):  # noqa: PTH110, PTH112
        below = sorted(row.path for row in os.scandir(path))
        found = [folder for folder in below if os.path.exists(f"{folder}/{CONTENT[0]}")]  # noqa: PTH110
        return found or [path]
    return [path]


def own_key() -> str | None:
    """Return the key file in the user's configuration, if it is there."""
    config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    path = os.path.expanduser(f"{config}/dossier/key.txt")  # noqa: PTH111
    return path if os.path.isfile(path) else None  # noqa: PTH113


def up_to_date(
    paths: Iterable[str], output: str, audiences: Sequence[str], formats: Sequence[str]
) -> dict[str, str] | None:
    """Return a message for each dossier of a build that has nothing to do, empty for the others.

    Args:
        paths: dossiers, or folders of them.
        output: the output folder.
        audiences: the editions that are asked for.
        formats: those that are asked for; none for those that each dossier names.

    Returns:
        None if it takes more than this to tell.
    """
    if journals(output):
        return None
    found = [folder for path in paths for folder in folders(path)]
    program, key = program_digest(output), own_key()
    wanted, told, homes = tuple(formats), dict[str, str](), Homes(output)
    for folder in found:
        keyed = key is not None and os.path.exists(f"{folder}/{VAULT}")  # noqa: PTH110
        fresh = all(
            is_fresh(
                folder,
                output,
                audience,
                wanted,
                program,
                keyed=keyed,
                alone=len(audiences) == 1,
                homes=homes,
            )
            for audience in audiences
        )
        told[folder] = _told(folder, output, homes) if fresh else ""
    if len(told) > 1 and all(told.values()):
        return None if _has_twice(map(homes.real, told), output, audiences) else told
    return told


def _told(folder: str, output: AnyPath, homes: Homes) -> str:
    name = os.path.basename(homes.real(folder))  # noqa: PTH119
    note = search_note(folder, output, name)
    return f"{os.path.basename(os.path.normpath(folder))}: up to date" + (  # noqa: PTH119
        f"; the public edition was {note}" if note else ""
    )
