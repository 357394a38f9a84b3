"""G9: for any two sets of values the public files are the same bytes, in every format."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.design import theme
from pipeline.edition.edition import from_json, to_json, view_for
from pipeline.edition.formats import FORMATS
from pipeline.layout.fit import fit
from pipeline.workflow.publish import render
from tests.conftest import GALLERY, MINI, PARTS, ready

SLOTS = sorted(load(MINI).redactions.slots)
CHARTED = sorted(load(GALLERY).redactions.slots)

#: Values that tell much if they get anywhere: syntax of every layer, every script, extremes.
NASTY = [
    "", " ", "\n\n", "x" * 20_000, "{{ value }}", "{% raw %}", "<w:t>&amp;</w:t>", "]]>", "'\"\\",
    "- a: b\n  c: [d", "%PDF-1.7 endstream endobj", "\x00\x0b\ud800", "אבג 你好 ไทย 🏛️ Ωμέγα",
    "[[x]]", "[UNKENNTLICH GEMACHT]", "7606/1/24 REV 1", "\u202eabc", "a\u00adb", "1 234,5",
]  # fmt: skip
values = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=200),
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.integers(0, 20_000).map(lambda size: "W" * size),
)


@cache
def baseline(folder: Path = MINI) -> dict[str, bytes]:
    edition = ready(folder, "public")
    return {fmt: render(view_for(edition, fmt), fmt, theme.load()) for fmt in FORMATS}


def public_files(words: list[str], folder: Path = MINI) -> dict[str, bytes]:
    slots = {MINI: SLOTS, GALLERY: CHARTED}[folder]
    vault = {slot: Secret(text) for slot, text in zip(slots, words, strict=True)}
    composed = compose(load(folder), "public", vault)
    edition = from_json(to_json(fit(composed, theme.load())))
    return {fmt: render(view_for(edition, fmt), fmt, theme.load()) for fmt in FORMATS}


all_values = st.lists(values, min_size=len(SLOTS), max_size=len(SLOTS))


@given(all_values)
@settings(max_examples=6, derandomize=True)
def test_g9_public_files_do_not_depend_on_the_secrets(words: list[str]) -> None:
    assert public_files(words) == baseline()


@given(st.lists(values, min_size=len(CHARTED), max_size=len(CHARTED)))
@settings(max_examples=2, derandomize=True)
def test_g9_charts_timelines_and_pictures_do_not_depend_on_the_secrets(words: list[str]) -> None:
    assert public_files(words, GALLERY) == baseline(GALLERY)


def assert_no_interference(one: list[str], other: list[str]) -> None:
    """Compare the files of a pair also with those that are made without any vault."""
    assert public_files(one) == public_files(other) == baseline()


@pytest.mark.slow
@given(all_values, all_values)
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_g9_thirty_pairs_of_values_give_the_same_public_files(
    one: list[str], other: list[str]
) -> None:
    assert_no_interference(one, other)


@pytest.mark.slow
@pytest.mark.exhaustive
@given(all_values, all_values)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_g9_two_hundred_pairs_of_values_give_the_same_public_files(
    one: list[str], other: list[str]
) -> None:
    assert_no_interference(one, other)


def test_the_slots_compared_include_parts_that_are_withheld_as_a_whole() -> None:
    assert set(PARTS) <= {*SLOTS, *CHARTED}
