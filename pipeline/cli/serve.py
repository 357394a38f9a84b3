"""Command ``serve``: the preview and review window in the browser."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.cli.shared import add_key, dossiers, key_file, say, unexpected

_PORTS = range(65536)


def _port(word: str) -> int:
    number = int(word)
    if number not in _PORTS:
        raise ValueError
    return number


def add(commands: Any) -> None:
    """Add the command to the parser."""
    serve = commands.add_parser(
        "serve",
        help="see the pages in the browser while you write, and review them",
        description="Show the pages of dossiers in the browser, as they will print, and again\n"
        "whenever a file is saved. The link is for this machine alone and good for one time.\n"
        "Ctrl-C ends it.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("content"),
        help="a dossier, or a folder of dossiers (default: content)",
    )
    serve.add_argument("--port", type=_port, default=0, help="port (default: any that is free)")
    serve.add_argument("--read-only", action="store_true", help="change nothing")
    serve.add_argument("--no-browser", action="store_true", help="only print the link")
    serve.add_argument(
        "--theme", type=Path, metavar="FILE", help="a house's theme file, as for build"
    )
    serve.add_argument(
        "--output",
        type=Path,
        default=Path("output"),
        help="output folder, in which packages stand (default: output)",
    )
    add_key(serve, "the key of the withheld values, for the full edition")
    serve.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from pipeline.preview import server  # noqa: PLC0415 - heavy
    from pipeline.workflow import build  # noqa: PLC0415 - heavy

    dossiers([arguments.folder])
    options = build.Options(
        arguments.output,
        key=key_file(arguments),
        key_is_found=arguments.key is None,
        theme=arguments.theme,
    )
    serving = server.ServerSettings(arguments.folder, options, arguments.port, arguments.read_only)

    def tell(error: Exception) -> None:
        unexpected(error, arguments, say)

    server.serve(serving, partial(_ready, opens=not arguments.no_browser and _has_screen()), tell)
    return 0


def _ready(link: str, *, opens: bool) -> None:
    """Print the link, once, and open it."""
    say("serving on this machine alone; Ctrl-C ends. Open this link, it is good for one time:")
    print(link, flush=True)
    if opens:
        webbrowser.open(link)


def _has_screen() -> bool:
    """Tell whether a browser could open a window here."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.stderr.isatty() and bool(named or sys.platform == "darwin")
