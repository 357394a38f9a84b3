"""Base class of everything an edition is made of; the bar that a cell of a table shows."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Primitive(BaseModel):
    """Base class of everything an edition is made of."""

    # built when first used: most runs need few of these types by themselves
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class Bar(Primitive):
    """What a cell shows of a line of time: a bar below its words, or where its words stand.

    Attributes:
        start, end: from 0 at the cell's left edge to 1 at its right one; equal for a point in time.
        done: it is past.
        ends_words: the words end where the bar does; else both begin at one place.
    """

    start: float
    end: float
    done: bool = False
    ends_words: bool = False
