"""Frames of withheld figures: their marker stays on one line, in every language and width."""

from __future__ import annotations

import pytest

from pipeline.design import theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Withheld
from pipeline.edition.runs import MarkerRun
from pipeline.layout import withheld_layout
from pipeline.layout.text_metrics import line_count
from pipeline.resources import labels

LOOK = theme.load()
#: Points: the narrowest place of a grid, half a slide, a whole one.
WIDTHS = (150.0, 240.0, 275.0, 420.0, 852.0)


def block(language: str) -> Withheld:
    phrases = labels.load(language, {})
    several = [phrases[f"ground.{name}"] for name in list(labels.grounds())[:3]]
    marker = MarkerRun(
        text=phrases.marker("plain"),
        spoken="",
        number=1,
        grounds=("defence",),
        label=", ".join(several),
    )
    return Withheld(marker=marker, words=phrases["withheld.part"])


@pytest.mark.parametrize("language", labels.languages())
def test_the_marker_of_a_frame_is_never_broken_and_stands_above_its_words(language: str) -> None:
    drawn = block(language)
    for width in WIDTHS:
        plan = withheld_layout.plan(Box(0, 0, width, 120), drawn, LOOK)
        family = LOOK.family("body")
        assert line_count((drawn.marker,), plan.marker_size, width, family) == 1, width
        above, below = plan.marker.y, 120 - plan.words.y - plan.words.height
        assert above == pytest.approx(below, abs=0.05), "both texts together are in the middle"
        assert above >= 0, width
        assert plan.words.y >= plan.marker.y + plan.marker.height


def test_a_wide_frame_has_the_usual_sizes() -> None:
    plan = withheld_layout.plan(Box(0, 0, 852, 200), block("en"), LOOK)
    assert plan.marker_size == LOOK.styles["body"].size(0)
    assert plan.words_size == LOOK.styles["remark"].size(0)
