"""Table of the renderers by format; a format's libraries are loaded only when it is drawn."""

from __future__ import annotations

from typing import Protocol, assert_never

from pipeline.design.brand import House
from pipeline.design.theme import Theme
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format


class Renderer(Protocol):
    """Contract of a module that draws a format."""

    def render(self, edition: Edition, theme: Theme, house: House, /) -> bytes:
        """Return the file.

        Args:
            edition: the part that the format draws, as ``fit`` returns it.
            theme: design tokens.
            house: brand templates.

        Raises:
            RenderError: it cannot be drawn.
        """
        ...


def renderer_of(fmt: Format) -> Renderer:
    """Return the renderer of a format."""
    match fmt:
        case "pptx":
            from pipeline.render import pptx  # noqa: PLC0415

            return pptx
        case "docx":
            from pipeline.render import docx  # noqa: PLC0415

            return docx
        case "pdf":
            from pipeline.render import pdf  # noqa: PLC0415

            return pdf
        case "html":
            from pipeline.render import html  # noqa: PLC0415

            return html
        case _:
            assert_never(fmt)
