"""Command ``template``: list what an organisation's Office template offers."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.cli.shared import EXIT_CODES, guarded, shown
from pipeline.core import atomic_write
from pipeline.core.errors import Problem, TemplateError, Where, shown_path

#: Bytes of a template that is read.
_LARGEST = 64 * 2**20


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    template = commands.add_parser(
        "template",
        help="list what a .pptx or .docx offers, and what would stand for ours",
        description="List the layouts or styles of a house's file, and which of them would stand\n"
        "for each of ours without a map. The names are those to write under 'layouts:' or\n"
        "'styles:' of pptx_template or docx_template in dossier.yaml.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    template.add_argument("file", type=Path, help=".pptx, .potx, .docx or .dotx")
    template.set_defaults(run=_template)


def _template(arguments: argparse.Namespace) -> int:
    return guarded(partial(_tell, arguments.file), arguments)


def _tell(path: Path) -> None:
    from pipeline.design.brand.ooxml_reader import BadTemplateError  # noqa: PLC0415 - heavy

    where = Where(shown_path(path))
    tell = {".pptx": _deck, ".potx": _deck, ".docx": _document, ".dotx": _document}
    try:
        lines = tell[path.suffix.lower()](atomic_write.read(path, _LARGEST))
    except KeyError:
        hint = "give a .pptx, .potx, .docx or .dotx"
        raise TemplateError(
            Problem(where, "bad-template", "a file of another kind", hint)
        ) from None
    except OSError:
        raise TemplateError(Problem(where, "no-template", "the file cannot be read")) from None
    except BadTemplateError as error:
        hint = "save it anew in PowerPoint or Word"
        raise TemplateError(Problem(where, "bad-template", str(error), hint)) from None
    sys.stdout.write("".join(f"{shown(line)}\n" for line in lines))


def _deck(data: bytes) -> list[str]:
    from pipeline.design import theme  # noqa: PLC0415 - heavy
    from pipeline.design.brand import layout_matching, pptx_template  # noqa: PLC0415

    template = pptx_template.read(data)
    ours = theme.load().slide.layouts
    found = layout_matching.choose(template, ours, {})
    width, height = template.size
    lines = [f"slides of {width:g} by {height:g} points", "", "layouts of the file:"]
    lines += [f"  {layout.name}" for layout in template.layouts]
    lines += ["", "ours:"]
    for name in ours:
        layout = found.layouts.get(name)
        why = {"name": "by name", "type": "by type", "instead": "nothing nearer"}
        told = f"{layout.name}  ({why[found.reasons[name]]})" if layout else "nothing: map one"
        lines.append(f"  {name}: {told}")
    return lines


def _document(data: bytes) -> list[str]:
    from pipeline.design.brand import docx_template  # noqa: PLC0415
    from pipeline.render.docx import word_styles  # noqa: PLC0415

    template = docx_template.read(data)
    ours = word_styles.ours()
    found = docx_template.needed(ours, template, {})
    names = {brand_style.id: brand_style.name for brand_style in template.named}
    lines = ["styles of the file:"]
    lines += [f"  {brand_style.name}  ({brand_style.kind})" for brand_style in template.named]
    lines += ["", "ours:"]
    for style in ours:
        told = names[found[style]] if style in found else "ours, added beside the file's"
        lines.append(f"  {style}: {told}")
    return lines
