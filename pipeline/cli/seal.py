"""Commands ``seal``, ``release``, ``redactions`` and ``vault``.

No value and no key ever stands on the command line, in the environment or in what is printed: keys
are given as files, and messages name slots and places.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.shared import add_key, as_json, key_file, say, shown
from pipeline.core.errors import ContentError, Problem, Where, shown_path

if TYPE_CHECKING:
    from pipeline.redaction.slot_places import Row

_NOT_ENCRYPTED = "put back as public text; check the file before you build"
_LAYOUT = argparse.RawDescriptionHelpFormatter

_SEAL = """\
Mark what must not be published, in dossier.yaml or presentation.yaml:

  - "Speaker: [[personal-data: the words]]"

then run this command. It moves the words into the encrypted file withheld.age, leaves [[r1]] in
their place, and declares r1 with its ground in redactions.yaml. Comments and layout stay. Places
where the same words still stand unmarked are listed. All is done or nothing; after an interruption,
run it again.

The first time, say who can read the words: dossier vault init --help
"""
_RELEASE = """\
Put the words of one slot back where it stands, as public text, and forget the slot. Nothing else
in the files changes. A whole slide, table or map, or a part of one, is put back as it was typed,
with the slots that it holds; these stay withheld until they are released themselves.
"""
_REDACTIONS = """\
List every slot: its grounds with their legal reference, its place, and whether the vault holds its
value ("?" without a key). The table never shows a value.
"""
_VAULT = """\
The vault of a dossier is the file withheld.age: what is withheld, encrypted with age. The public
keys of those who can open it stand in recipients.txt beside it. To begin:

  dossier vault init content/x --generate ~/.config/dossier/key.txt

makes a key of your own. Keep that file to yourself, and keep a copy: without it nobody can read
the words again. To let a colleague read them, ask for the line that begins with age1.
"""
_ROTATE = """\
Put a new key in the place of yours and encrypt the vault anew. Copies of the old vault, in
backups or in the history of the project, can still be opened with the old key.
"""


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    seal = _command(commands, "seal", "move marked words into the vault", _SEAL, _seal)
    add_key(seal, "your secret key")
    release = _command(commands, "release", "make withheld words public", _RELEASE, _release)
    release.add_argument("slot", metavar="SLOT", help="the slot's id, for example r1")
    add_key(release, "your secret key")
    table = _command(commands, "redactions", "list what is withheld", _REDACTIONS, _redactions)
    add_key(table, "your secret key")
    table.add_argument("--json", action="store_true", help="print JSON instead of a table")
    vault = commands.add_parser(
        "vault",
        help="say who can read what is withheld",
        description=_VAULT,
        formatter_class=_LAYOUT,
    )
    _add_vault(vault.add_subparsers(dest="action", required=True, metavar="ACTION"))


def _add_vault(actions: Any) -> None:
    init = _command(actions, "init", "say who can read it, for the first time", _VAULT, _init)
    _with_new_keys(init)
    change = _command(
        actions,
        "recipients",
        "list who can read it; add or remove readers",
        "Print the public keys in recipients.txt; with --add or --remove, change the list and "
        "encrypt the vault anew.",
        _recipients,
    )
    for option in ("--add", "--remove"):
        change.add_argument(
            option, action="append", default=[], metavar="age1…", help="a public key; repeatable"
        )
    add_key(change, "your secret key")
    rotate = _command(actions, "rotate", "replace your key by a new one", _ROTATE, _rotate)
    _with_new_keys(rotate)
    add_key(rotate, "your secret key")
    check = _command(
        actions,
        "check",
        "open it and compare it with redactions.yaml",
        "Open the vault and compare the slots that it holds with those in redactions.yaml.",
        _check,
    )
    add_key(check, "your secret key")


def _command(
    commands: Any,
    name: str,
    summary: str,
    description: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=description, formatter_class=_LAYOUT
    )
    parser.add_argument("dossier", type=Path, help="folder of the dossier, for example content/x")
    parser.set_defaults(run=run)
    return parser


def _with_new_keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="age1…",
        help="a public key that can read the vault; repeatable",
    )
    parser.add_argument(
        "--generate",
        type=Path,
        metavar="KEYFILE",
        help="make a new key, write it to this file, and let it read the vault",
    )


def _folder(arguments: argparse.Namespace) -> Path:
    folder: Path = arguments.dossier
    if not (folder / "dossier.yaml").is_file():
        hint = "give the folder that holds dossier.yaml"
        raise ContentError(Problem(Where(shown_path(folder)), "no-dossier", "not found", hint))
    return folder


def _key(arguments: argparse.Namespace) -> Path | None:
    """Return the key file to use; warn if others can read it."""
    from pipeline.redaction import vault  # noqa: PLC0415 - heavy

    path = key_file(arguments)
    if path is not None and (warning := vault.exposed_key(path)):
        say(f"warning: {warning}")
    return path


def _needed_key(arguments: argparse.Namespace) -> Path:
    path = _key(arguments)
    if path is None:
        hint = "give the file of your secret key: --key FILE"
        raise ContentError(Problem(Where("--key"), "no-key", "a key is needed", hint))
    return path


def _seal(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import sealing  # noqa: PLC0415 - heavy

    folder = _folder(arguments)
    done = sealing.seal(folder, _key(arguments))
    if not done.sealed:
        say(f"{folder.name}: nothing is marked")
    for one in done.sealed:
        say(f"{one.where}: sealed as {one.slot} ({one.ground})")
    for repeat in done.repeats:
        say(f"{repeat.where}: the words of {repeat.slot} stand here too, unmarked")
    if done.sealed:
        say(_readers(done.recipients))
    return 0


def _readers(number: int) -> str:
    return f"the vault can be opened with {number} {'key' if number == 1 else 'keys'}"


def _release(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import releasing  # noqa: PLC0415 - heavy

    where = releasing.release(_folder(arguments), arguments.slot, _needed_key(arguments))
    say(f"{where or shown_path(arguments.dossier)}: {arguments.slot} {_NOT_ENCRYPTED}")
    return 0


def _redactions(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import slot_places  # noqa: PLC0415 - heavy

    rows = slot_places.places(_folder(arguments), _key(arguments))
    if arguments.json:
        sys.stdout.write(as_json([_as_json(row) for row in rows]))
    else:
        _print_table([("SLOT", "GROUND", "REFERENCE", "PLACE", "AT", "HELD"), *_lines(rows)])
    return 0


def _lines(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return the table's lines: as many for each slot as it has grounds or places."""
    lines: list[tuple[str, ...]] = []
    for row in rows:
        held = {True: "yes", False: "no", None: "?"}[row.held]
        for index in range(max(len(row.grounds), len(row.places), 1)):
            ground = row.grounds[index].ground if index < len(row.grounds) else ""
            reference = row.references[index] if index < len(row.references) else ""
            place = row.places[index] if index < len(row.places) else None
            first = (row.slot, held) if index == 0 else ("", "")
            nowhere = f"inside {row.inside}" if row.inside else "not used"
            stands = str(place) if place else nowhere if index == 0 else ""
            at = str(place.where) if place else ""
            lines.append((first[0], ground, reference, stands, at, first[1]))
    return lines


def _print_table(lines: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print(shown("  ".join(cells).rstrip()))


def _as_json(row: Row) -> dict[str, object]:
    return {
        "slot": row.slot,
        "grounds": [
            {"ground": use.ground, "reference": reference, "detail": use.detail}
            for use, reference in zip(row.grounds, row.references, strict=True)
        ],
        "reason": row.reason,
        "inside": row.inside or None,
        "places": [
            {
                "file": place.where.file,
                "line": place.where.line,
                "column": place.where.column,
                "slide": place.slide or None,
                "what": place.what,
            }
            for place in row.places
        ],
        "held": row.held,
    }


def _init(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import recipients  # noqa: PLC0415 - heavy

    folder = _folder(arguments)
    _say_new_key(recipients.begin(folder, arguments.recipient, arguments.generate))
    say("written: recipients.txt; mark words as [[ground: words]] and run: dossier seal")
    return 0


def _say_new_key(public: str | None) -> None:
    if public is not None:
        say("the new key's public half, to be given to colleagues:")
        print(public)


def _recipients(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import recipients, vault  # noqa: PLC0415 - heavy

    folder = _folder(arguments)
    if arguments.add or arguments.remove:
        key = _key(arguments)
        listed = recipients.change(folder, arguments.add, arguments.remove, key)
        say(_readers(len(listed)))
        if key is not None and not set(vault.public_keys(key)) & set(listed):
            say("your own key is not among them")
    else:
        for public in vault.recipients(folder):
            print(public)
    return 0


def _rotate(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import recipients  # noqa: PLC0415 - heavy

    folder = _folder(arguments)
    if not arguments.recipient and arguments.generate is None:
        hint = "give --generate KEYFILE or --recipient age1…"
        raise ContentError(Problem(Where("--generate"), "no-recipients", "no new key", hint))
    key = _needed_key(arguments)
    public, listed = recipients.rotate(folder, key, arguments.recipient, arguments.generate)
    _say_new_key(public)
    say(_readers(len(listed)))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import vault  # noqa: PLC0415 - heavy
    from pipeline.redaction.yaml_edit import edited_files  # noqa: PLC0415 - heavy

    folder = _folder(arguments)
    declared = edited_files.read(folder).source.redactions.slots
    vault.recipients(folder)
    problems = vault.check(folder, _needed_key(arguments), declared)
    for problem in problems:
        say(str(problem))
    wrong = any(problem.code != "slot-not-held" for problem in problems)
    if not wrong:
        say(f"{folder.name}: the vault is in order")
    return ContentError.exit_code if wrong else 0
