"""A plain command line means the same to the quick reading and to the parser."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import build_options, option_table
from pipeline.edition.formats import FORMATS

VALUES = {
    "--edition": st.sampled_from(option_table.EDITIONS),
    "--format": st.sampled_from(FORMATS),
    "--output": st.sampled_from(("out", "a/b", "output")),
    "--jobs": st.sampled_from(("1", "16")),
}
PATHS = st.sampled_from(("content", "a", "b c"))


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Return words of a command line in any order, cut short or joined now and then."""
    words: list[str] = []
    for _ in range(draw(st.integers(0, 5))):
        name = draw(st.sampled_from(["", *(row[0] for row in option_table.OPTIONS)]))
        if not name:
            words.append(draw(PATHS))
            continue
        value = draw(VALUES.get(name, st.just("x")))
        name = name[: draw(st.sampled_from((len(name), len(name), 5)))]
        form = draw(st.sampled_from(("apart", "apart", "joined", "bare")))
        words += {"apart": [name, value], "joined": [f"{name}={value}"], "bare": [name]}[form]
    return words


def are_known(values: dict[str, list[str]]) -> bool:
    """Tell whether values are some that the parser takes: what they may be is left to it."""
    known = {"--edition": option_table.EDITIONS, "--format": FORMATS, "--jobs": ("1", "16")}
    return all(set(given) <= set(known.get(name, given)) for name, given in values.items())


def parsed(words: list[str]) -> dict[str, Any] | None:
    """Return what the parser makes of the words, None if it refuses them."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    build_options.add_options(parser)
    try:
        return vars(parser.parse_args(words))
    except (argparse.ArgumentError, SystemExit):
        return None


@given(lines())
def test_what_is_plain_means_the_same_to_the_parser(words: list[str]) -> None:
    asked = option_table.plain(words)
    if asked is None or not are_known(asked[1]):
        return
    paths, values = asked
    found = parsed(words)
    assert found is not None, "what the parser refuses is not plain"
    assert found["dossier"] == [Path(path) for path in paths]
    for name, kind, _, _ in option_table.OPTIONS:
        meant = found[name.lstrip("-").replace("-", "_")]
        own = values.get(name, [])
        match kind:
            case "flag":
                assert meant == bool(own)
            case "each":
                assert meant == (own or None)
            case _ if own:
                assert str(meant) == own[-1]
            case _:
                assert meant == (Path(option_table.OUTPUT) if name == "--output" else None)


@pytest.mark.parametrize(
    "line",
    ["", "--output out", "a --output", "a --outp out", "a --output=out", "a --output o b", "-v a",
     "a -- b", "a --key k", "a --output --edition full"],
)  # fmt: skip
def test_what_takes_the_parser_is_not_plain(line: str) -> None:
    assert option_table.plain(line.split()) is None


def test_a_plain_line_is_read_without_the_parser() -> None:
    line = [
        "content",
        "more",
        "--edition",
        "public",
        "--output",
        "out",
        "--edition",
        "full",
        "--keep",
    ]
    assert option_table.plain(line) == (
        ["content", "more"],
        {"--edition": ["public", "full"], "--output": ["out"], "--keep": [""]},
    )
