"""Paths of the program's code and of ``templates/`` with all its data, in a checkout and a wheel.

A checkout has ``templates/`` beside the package; a wheel carries it inside, below ``resources``.
A build with nothing to do loads this module, so it imports ``os`` alone.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

#: The package.
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
#: What holds the package: the checkout, or the environment's folder of packages.
HOME = os.path.dirname(PACKAGE)  # noqa: PTH120
_CARRIED = f"{PACKAGE}/resources/templates"
#: Whether the package came as a wheel.
IS_INSTALLED = os.path.isdir(_CARRIED)  # noqa: PTH112
#: Templates, fonts, labels, maps and schemas.
TEMPLATES = _CARRIED if IS_INSTALLED else f"{HOME}/templates"
#: The packages that a checkout is set up with.
LOCK = f"{HOME}/requirements.lock"


def program() -> tuple[str, ...]:
    """Return the folders that hold code and templates, none of which is below another."""
    return (PACKAGE,) if IS_INSTALLED else (PACKAGE, TEMPLATES)


def templates(*names: str) -> Path:
    """Return the folder of the templates, or what is below it.

    Args:
        names: of folders and the file, from the outermost inwards.
    """
    from pathlib import Path  # noqa: PLC0415 - a build with nothing to do has no use for it

    return Path(TEMPLATES, *names)
