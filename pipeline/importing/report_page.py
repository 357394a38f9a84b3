"""Web page of an import's report, for people."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from pipeline.design import theme, web_css
from pipeline.importing.report import Report
from pipeline.resources import paths
from pipeline.resources.jinja import environment


def as_html(report: Report) -> bytes:
    """Return a page that holds all it shows, without scripts."""
    light = theme.load().on_paper().colours
    register = environment(paths.templates("register"))
    style = register.get_template("style.css.j2").render(light=light, dark=web_css.dark(light))
    words: dict[str, Any] = {
        "report": report,
        "counts": report.counts(),
        # the style holds colours of the theme, which are checked to be colours
        "style": Markup(style),  # noqa: S704
        "policy": web_css.policy(style),
    }
    template = environment(paths.templates("importing")).get_template("report.html.j2")
    return template.render(**words).encode()
