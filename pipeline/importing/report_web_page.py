"""Self-contained web page from a template of the imports, in the style of the register's pages."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from pipeline.design import theme, web_css
from pipeline.resources import paths
from pipeline.resources.jinja import environment


def written(name: str, **words: Any) -> bytes:
    """Return a page that holds all it shows, without scripts.

    Args:
        name: of its template in ``templates/importing``.
        words: what the template prints; all of it is escaped.
    """
    light = theme.load().on_paper().colours
    register = environment(paths.templates("register"))
    style = register.get_template("style.css.j2").render(light=light, dark=web_css.dark(light))
    template = environment(paths.templates("importing")).get_template(f"{name}.html.j2")
    # the style holds colours of the theme, which are checked to be colours
    return template.render(style=Markup(style), policy=web_css.policy(style), **words).encode()  # noqa: S704
