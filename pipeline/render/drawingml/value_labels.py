"""Labels of a native chart's numbers as text: what they show, where they stand, own words."""

from __future__ import annotations

from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart
from pipeline.layout import chart_parts
from pipeline.render.drawingml.chart_look import ChartLook, flags, number_form
from pipeline.render.drawingml.drawing_text import text

#: Colours on which letters of a ring are dark.
_LIGHT = ("map_area", "grey")
_NO_LOOK = "<a:bodyPr/><a:lstStyle/>"
#: Lines from labels to what they are of, where they stand apart.
_LEADERS = flags({"c:showLeaderLines": 1})


def _shows(*, value: bool, category: bool = False) -> str:
    return flags({
        "c:showLegendKey": 0, "c:showVal": int(value), "c:showCatName": int(category),
        "c:showSerName": 0, "c:showPercent": 0, "c:showBubbleSize": 0,
    })  # fmt: skip


#: For programs that show some without being told.
NONE = f"<c:dLbls>{_shows(value=False)}</c:dLbls>"


def of_plot(block: Chart, number_format: str, look: ChartLook) -> str:
    """Return how the values of a chart are printed where they stand; empty if they are not."""
    if not _are_shown(block, look):
        return ""
    parted = text("c:separator", "\n") if block.form == "pie" else ""
    shows = _shows(value=True, category=block.form == "pie")
    inner = f"{number_form(number_format)}{_place(block)}{shows}{parted}{_LEADERS}"
    return f"<c:dLbls>{inner}</c:dLbls>"


def of_points(block: Chart, index: int, look: ChartLook) -> str:
    """Return the labels of a series that have a look or words of their own."""
    if not _are_shown(block, look):
        return ""
    labels = [
        _label(block, index, place, look)
        for place, value in enumerate(block.series[index].values)
        if block.form == "doughnut" or (chart_text.is_spelled(block) and value is not None)
    ]
    rest = _shows(value=False) + _LEADERS
    return f"<c:dLbls>{''.join(labels)}{rest}</c:dLbls>" if labels else ""


def _are_shown(block: Chart, look: ChartLook) -> bool:
    """Tell whether a chart prints values itself: those of a document's ring stand beside it."""
    return chart_text.is_labelled(block) and not (block.form == "doughnut" and look.in_text)


def _place(block: Chart) -> str:
    if block.form == "doughnut":
        return ""
    return flags({"c:dLblPos": "t" if block.form == "line" else "outEnd"})


def _label(block: Chart, index: int, place: int, look: ChartLook) -> str:
    """Return the label of one value."""
    series, letters, own = block.series[index], "", ""
    if block.form == "doughnut":
        token = chart_parts.series_colours(block)[place]
        letters = "ink" if token in _LIGHT else "paper"
        own = f"<c:spPr/><c:txPr>{_NO_LOOK}<a:p>{look.letters(letters)}</a:p></c:txPr>"
    if chart_text.is_spelled(block) and series.values[place] is not None:
        said = "".join(
            _line(line, look, letters) for line in chart_text.spelled(block, series, place)
        )
        own = f"<c:tx><c:rich>{_NO_LOOK}{said}</c:rich></c:tx>{_place(block)}"
    return f"<c:dLbl>{flags({'c:idx': place})}{own}{_shows(value=True)}</c:dLbl>"


def _line(said: str, look: ChartLook, letters: str) -> str:
    if not said:
        return "<a:p/>"
    own = f'<a:rPr lang="{look.language}">{look.fill(letters)}</a:rPr>' if letters else ""
    return f"<a:p><a:r>{own}{text('a:t', said)}</a:r></a:p>"
