from __future__ import annotations

import copy
import json
import pickle

import pytest

from pipeline.content.secret import Secret


@pytest.mark.parametrize(
    "attempt",
    [
        len,
        hash,
        list,
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
        lambda secret: secret == Secret("hidden words"),
        lambda secret: {secret: 1},
        lambda secret: json.dumps({"a": secret}),
        lambda secret: "hidden" in secret,
        vars,
    ],
)
def test_g22_a_secret_refuses_what_could_carry_or_measure_it(attempt: object) -> None:
    with pytest.raises(TypeError):
        attempt(Secret("hidden words"))  # type: ignore[operator]


@pytest.mark.parametrize("template", ["{}", "{!r}", "{!s}", "{:>40}", "{!a}"])
def test_g22_printing_a_secret_gives_the_same_mask_for_all(template: str) -> None:
    masks = {template.format(Secret(text)) for text in ("", "x", "hidden words" * 99)}
    assert len(masks) == 1
    assert "hidden" not in masks.pop()


def test_only_reveal_gives_the_words() -> None:
    assert Secret("hidden words").reveal() == "hidden words"
