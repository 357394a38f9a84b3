"""Options of ``build`` and ``watch`` as a table; plain command lines read by it.

``build_options`` makes the argument parser of it. A build with nothing to do has no time to load
that: its command line is read here if it is plain, each word a path or an option of the table in
full. What is plain has the same meaning to both; what is not is left to the parser.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    Kind = Literal["each", "path", "count", "text", "flag"]

#: Where files go, and which editions are made, if nothing else is said.
OUTPUT = "output"
EDITIONS = ("full", "public")
#: Name, kind of value, word for it, and help, in the order of ``--help``. ``each``: may be given
#: several times. Without a word for its value an option is described by its choices.
OPTIONS: tuple[tuple[str, Kind, str, str], ...] = (
    ("--edition", "each", "", "only this edition"),
    ("--format", "each", "", "only this format (default: those that the dossier names)"),
    ("--output", "path", "", f"output folder (default: {OUTPUT})"),
    (
        "--keep",
        "flag",
        "",
        "also write each edition's content as JSON to OUTPUT/.work, to look at",
    ),
    (
        "--theme",
        "path",
        "FILE",
        "a house's theme file; what it leaves out is the project's (templates/theme.yaml)",
    ),
    (
        "--jobs",
        "count",
        "N",
        "how many dossiers to build at once (default: one for each processor)",
    ),
    (
        "--cluster",
        "text",
        "ADDRESS",
        "let the workers of a Dask cluster draw the files, for example tcp://host:8786; "
        "full editions are drawn here all the same",
    ),
    (
        "--cluster-full",
        "flag",
        "",
        "send full editions to the cluster, too: everyone who runs it can read them",
    ),
)


def plain(words: Sequence[str]) -> tuple[list[str], dict[str, list[str]]] | None:
    """Return the paths and the options of a plain command line.

    Args:
        words: behind the command.

    Returns:
        None if it takes the parser to read them: paths that do not stand together, an option that
        is cut short or joined to its value, one without value, one that is not in the table.
    """
    kinds = {name: kind for name, kind, _, _ in OPTIONS}
    paths: list[str] = []
    values: dict[str, list[str]] = {}
    before = ""
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            if paths and before:
                return None
            paths.append(word)
            continue
        kind = kinds.get(word)
        value = "" if kind == "flag" else next(rest, "-")
        if kind is None or value.startswith("-"):
            return None
        values.setdefault(word, []).append(value)
        before = word if paths else ""
    return (paths, values) if paths else None
