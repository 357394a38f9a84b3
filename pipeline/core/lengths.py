"""Units of length as types: points, and the units of Office files that are made of them.

Everything is placed in points (1/72 inch). Office files count in other units, in whole numbers: a
length becomes one of these only here, and the type checkers refuse what is in another unit.
Arithmetic on lengths gives plain numbers, which get their unit anew: ``Pt(left + width)``.
"""

from __future__ import annotations

from typing import NewType

#: A length in points: 1/72 inch.
Pt = NewType("Pt", float)
#: A length in English Metric Units, the unit of DrawingML: 914,400 to the inch.
Emu = NewType("Emu", int)
#: A length in twentieths of a point, Word's unit.
Twips = NewType("Twips", int)

#: EMU of a point: 914,400 to the inch (ECMA-376 part 1, 20.1.10.16), which has 72 points.
_PER_POINT = 12_700
#: A twip is a twentieth of a point (ECMA-376 part 1, 17.18.105).
_TWIPS_PER_POINT = 20
#: Points of one EMU.
EMU = 1 / _PER_POINT


def emu(length: Pt) -> Emu:
    """Return points in English Metric Units."""
    return Emu(round(length * _PER_POINT))


def twips(length: Pt) -> Twips:
    """Return points in twentieths of a point."""
    return Twips(round(length * _TWIPS_PER_POINT))
