"""Labels at both sides of a pie are no line together."""

from __future__ import annotations

import random

import pytest

from pipeline.layout.pie_labels import parted

LINE = 20.0


def test_the_left_side_moves_where_the_right_one_goes_on_at_its_height() -> None:
    places = [(True, 50.0), (True, 120.0), (False, 140.0), (False, 60.0)]
    # the last line of the second stands at 130, and so does the first of the third
    found = parted(places, [40.0] * 4, LINE, (0.0, 300.0))
    assert found == [(True, 50.0), (True, 120.0), (False, 150.0), (False, 70.0)]


def test_where_there_is_no_room_below_it_moves_up() -> None:
    places = [(True, 50.0), (True, 120.0), (False, 140.0), (False, 60.0)]
    found = parted(places, [40.0] * 4, LINE, (0.0, 165.0))
    assert found[2:] == [(False, 130.0), (False, 50.0)]


@pytest.mark.parametrize("seed", range(40))
def test_sides_that_have_room_never_meet_and_keep_their_distances(seed: int) -> None:
    some = random.Random(seed)
    count = some.randint(2, 8)
    turn = some.randint(1, count - 1)
    places = [(at < turn, some.uniform(100, 500)) for at in range(count)]
    heights = [some.choice((40.0, 60.0)) for _ in range(count)]
    found = parted(places, heights, LINE, (0.0, 600.0))
    last = found[turn - 1][1] + (heights[turn - 1] - LINE) / 2
    first = found[turn][1] - (heights[turn] - LINE) / 2
    assert abs(first - last) >= LINE / 2 - 1e-9
    assert found[:turn] == places[:turn]
    moves = {round(new[1] - old[1], 6) for new, old in zip(found, places, strict=True)}
    assert len(moves - {0.0}) <= 1


def test_labels_of_one_side_alone_stay() -> None:
    places = [(True, 50.0), (True, 120.0)]
    assert parted(places, [40.0, 40.0], LINE, (0.0, 300.0)) == places
