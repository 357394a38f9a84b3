"""What ``fit`` measures against what is drawn: 200 slides, in the PDF and in LibreOffice.

Lengths are points. LibreOffice sets lines 1.2 of their size apart and their letters on 1.0 of it,
whatever the face; Office and the PDF take both from the face (1.22 and 0.95). So heights are
compared in the PDF alone; in the deck, that every text stays in its box.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest

from pipeline.core.errors import Problem, Where
from pipeline.design import theme
from pipeline.design.theme import STEPS
from pipeline.design.tokens import Box
from pipeline.edition.blocks import BulletList, Cards, Chart, Paragraph, Table, Timeline
from pipeline.edition.edition import Edition
from pipeline.edition.slide import Frame, Slide
from pipeline.layout import chart_layout, text_metrics
from pipeline.layout.fit import fit_slide
from pipeline.layout.regions import gap_below, region_box
from pipeline.workflow.publish import render
from tests.conftest import FIRST, ready
from tests.support import crowd, seen

pytestmark = pytest.mark.slow

LOOK = theme.load()
#: Ink may stand over its box by this: letters lean over their own width, accents over their line.
INK = 1.0
#: A block is as high as its text, within this.
HEIGHT = 0.5
#: Texts of the deck that LibreOffice may set on a line more than Office and the PDF: 1 was found.
STRAYS = 2
#: Share of the PDF's lines that end at the same letter in the deck; 0.996 was found.
ALIKE = 0.99


@dataclass(frozen=True)
class Crowd:
    """The slides that were accepted, as an edition, and those that were refused."""

    edition: Edition
    refused: tuple[tuple[Slide, tuple[Problem, ...]], ...]
    continued: int


@cache
def everyone() -> Crowd:
    accepted: list[Slide] = []
    refused: list[tuple[Slide, tuple[Problem, ...]]] = []
    continued = 0
    for number in range(1, crowd.COUNT + 1):
        parts, problems = fit_slide(crowd.slide(number), LOOK, Where(f"slide {number}"))
        if problems:
            refused += [(part, problems) for part in parts]
            continue
        continued += len(parts) > 1
        accepted += parts
    return Crowd(_edition(accepted), tuple(refused), continued)


def _edition(slides: list[Slide]) -> Edition:
    numbered = (one.model_copy(update={"number": n}) for n, one in enumerate(slides, start=1))
    return ready(FIRST, "public").model_copy(
        update={"slides": tuple(numbered), "contents_title": ""}
    )


@cache
def pages_of_pdf() -> list[list[seen.Letter]]:
    return seen.letters(render(everyone().edition, "pdf", LOOK))[1:]


@pytest.fixture(scope="module")
def pages_of_deck(tmp_path_factory: pytest.TempPathFactory) -> list[list[seen.Letter]]:
    folder = tmp_path_factory.mktemp("deck")
    deck = folder / "crowd.pptx"
    deck.write_bytes(render(everyone().edition, "pptx", LOOK))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, deck]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return seen.letters(Path(folder, "crowd.pdf").read_bytes())


def _found(
    pages: list[list[seen.Letter]],
) -> Iterator[tuple[Slide, list[seen.Found], list[seen.Letter]]]:
    slides = everyone().edition.slides
    assert len(pages) == len(slides), "a page was pushed over"
    for slide, page in zip(slides, pages, strict=True):
        found, missing, others = seen.find(page, seen.texts(slide, LOOK))
        assert not [text.name for text in missing]
        yield slide, found, others


def _strays(found: list[seen.Found]) -> list[str]:
    return [f"{one.text.name}: {one.outside():.1f} outside" for one in found if one.outside() > INK]


def _is_at_home(letter: seen.Letter, slide: Slide) -> bool:
    """Say whether a letter of no block's text is a chart's, the footer's, or a small sign."""
    homes = [Box(f.x, f.y, f.width, f.height) for _, f in seen.drawn_charts(slide)]
    homes.append(LOOK.footer_box)
    x, y = letter.ink.x + letter.ink.width / 2, letter.ink.y + letter.ink.height / 2
    return letter.sign in "•–0123456789IV." or any(
        home.x <= x <= home.x + home.width and home.y <= y <= home.y + home.height + INK
        for home in homes
    )


def test_the_crowd_has_every_block_and_many_of_each_verdict() -> None:
    crowd_ = everyone()
    slides = crowd_.edition.slides
    kinds = {block.kind for slide in slides for block in slide.blocks}
    assert kinds == {
        "paragraph",
        "bullets",
        "cards",
        "table",
        "timeline",
        "chart",
        "map",
        "picture",
    }
    forms = {block.form for slide in slides for block, _ in seen.drawn_charts(slide)}
    assert forms == {"column", "bar", "line", "pie", "doughnut"}
    assert len({slide.layout for slide in slides}) == len(LOOK.slide.layouts)
    numbers = {problems[0].where for _, problems in crowd_.refused}
    assert len(numbers) > 50
    assert crowd_.continued > 10
    assert crowd.COUNT - len(numbers) > 100


def test_frames_keep_to_their_region_and_off_each_other() -> None:
    for slide in everyone().edition.slides:
        feet: dict[str, float] = {}
        for block, frame in zip(slide.blocks, slide.frames, strict=True):
            box = region_box(slide, block.region, LOOK)
            assert frame.y >= feet.get(block.region, box.y) - 0.02
            feet[block.region] = frame.y + frame.height
            assert feet[block.region] <= box.y + box.height + 0.02


def test_no_text_of_the_pdf_leaves_its_box() -> None:
    strays: list[str] = []
    for slide, found, others in _found(pages_of_pdf()):
        strays += _strays(found)
        strays += [f"slide {slide.number}: {o.sign}" for o in others if not _is_at_home(o, slide)]
    assert strays == []


def test_the_pdf_breaks_every_text_into_as_many_lines_as_measured() -> None:
    wrong = [
        f"{one.text.name}: {len(one.lines)} lines, {one.text.lines(LOOK)} measured"
        for _, found, _ in _found(pages_of_pdf())
        for one in found
        if one.text.width and len(one.lines) != one.text.lines(LOOK)
    ]
    assert wrong == []


def test_the_deck_keeps_its_texts_in_their_boxes_and_breaks_lines_as_the_pdf_does(
    pages_of_deck: list[list[seen.Letter]],
) -> None:
    strays: list[str] = []
    alike = total = 0
    for (slide, drawn, _), (_, shown, others) in zip(
        _found(pages_of_pdf()), _found(pages_of_deck), strict=True
    ):
        strays += _strays(shown)
        strays += [f"slide {slide.number}: {o.sign}" for o in others if not _is_at_home(o, slide)]
        for one, other in zip(drawn, shown, strict=True):
            ends = set(accumulate(other.breaks))
            alike += sum(end in ends for end in accumulate(one.breaks))
            total += len(one.lines)
    assert len(strays) <= STRAYS, strays
    assert alike / total >= ALIKE, f"{alike} of {total} lines"


def test_labels_of_charts_stay_in_their_frame_and_off_each_other() -> None:
    """In the PDF: Office places the labels of its own charts."""
    for slide in everyone().edition.slides:
        for block, frame in seen.drawn_charts(slide):
            boxes = list(_labels(block, frame))
            for index, box in enumerate(boxes):
                assert box.x >= -INK, slide.number
                assert box.x + box.width <= frame.width + INK, slide.number
                assert box.y >= -INK, slide.number
                assert box.y + box.height <= frame.height + INK, slide.number
                for other in boxes[index + 1 :]:
                    assert not _overlap(box, other), slide.number


def _labels(block: Chart, frame: Frame) -> Iterator[Box]:
    plan = chart_layout.plan(block, Box(0, 0, frame.width, frame.height), LOOK, frame.step)
    for label in plan.labels:
        width = text_metrics.advance(label.text, LOOK.fonts.deck.family) * plan.size
        left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
        # from the top of capitals to the foot of letters that hang below their line
        yield Box(left, label.y - plan.size * 0.4, width, plan.size * 0.8)


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > INK and down > INK


def test_what_is_refused_is_too_full_by_what_the_message_says() -> None:
    """Drawn on a page with room for everything, each block is just as high as was measured."""
    tall = LOOK.slide.model_copy(update={"height": 4000, "footer": (54, 3966, 852, 20)})
    roomy = LOOK.model_copy(update={"slide": tall})
    # figures of a grid have the place that is left, whatever they need
    refused = [row for row in everyone().refused if not row[0].areas]
    edition = _edition([slide for slide, _ in refused])
    pages = seen.letters(render(edition, "pdf", roomy))[1:]
    assert len(pages) == len(refused)
    for page, slide, (_, problems) in zip(pages, edition.slides, refused, strict=True):
        found, missing, _ = seen.find(page, seen.texts(slide, roomy))
        assert not missing
        assert all(problem.where.file.startswith("slide") for problem in problems)
        for index, (block, frame) in enumerate(zip(slide.blocks, slide.frames, strict=True)):
            name = f"slide {slide.number} {block.kind} {index}"
            feet = [one.foot for one in found if one.text.name == name]
            padding = _padding(block)
            if feet and padding is not None:
                over = max(feet) + padding - frame.y - frame.height
                assert abs(over) < HEIGHT, (name, over)
            if isinstance(block, Cards) and not block.ruled:
                tight = max(
                    one.foot - one.text.box.y - one.text.box.height
                    for one in found
                    if one.text.name == name
                )
                assert tight < HEIGHT, name
                if _over(slide, block.region) > 0:
                    assert tight > -HEIGHT, name
        for problem in problems:
            _check_claim(slide, problem)


def _padding(block: object) -> float | None:
    """Return the room below a block's last text; None if the block may be higher than its text."""
    match block:
        case Paragraph() | BulletList():
            return 0.0
        case Timeline():
            return 0.0
        case Table():
            return LOOK.cell_padding
        case _:
            return None


def _over(slide: Slide, region: str) -> float:
    """Return by how many points the blocks of a region are higher than it; below 0 if they fit."""
    pairs = zip(slide.blocks, slide.frames, strict=True)
    blocks = [(block, frame) for block, frame in pairs if block.region == region]
    gaps = sum(gap_below(block, LOOK) for block, _ in blocks[:-1])
    height = sum(frame.height for _, frame in blocks)
    return height + gaps - region_box(slide, region, LOOK).height


def _check_claim(slide: Slide, problem: Problem) -> None:
    """Check a message's number against the frames, at the smallest step that there is."""
    words = problem.message.split()
    region = {"right": "second"}.get(words[1], words[1])
    blocks = [
        (block, frame)
        for block, frame in zip(slide.blocks, slide.frames, strict=True)
        if block.region == region
    ]
    if problem.code != "slide-overflow" or not blocks or region == "title":
        return
    over = _over(slide, region)
    claimed = float(words[words.index("by") + 1])
    if over > 0:  # of slides that continue, a single one may be too full
        assert claimed - 1 - HEIGHT < over < claimed + HEIGHT
        assert all(frame.step == STEPS - 1 for _, frame in blocks)
