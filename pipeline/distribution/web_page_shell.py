"""Self-contained web page from a template, for the register and for differences."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from pipeline.design import theme, web_css
from pipeline.resources import paths
from pipeline.resources.jinja import environment


def written(name: str, **words: Any) -> bytes:
    """Return a page, without scripts, as UTF-8.

    Args:
        name: of its template in ``templates/register``.
        words: what the template prints; all of it is escaped.
    """
    templates = environment(paths.templates("register"))
    light = theme.load().on_paper().colours
    style = templates.get_template("style.css.j2").render(light=light, dark=web_css.dark(light))
    return (
        templates.get_template(f"{name}.html.j2")
        # the style holds colours of the theme, which are checked to be colours
        .render(style=Markup(style), policy=web_css.policy(style), **words)  # noqa: S704
        .encode()
    )
