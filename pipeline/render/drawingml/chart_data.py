"""Data of python-pptx's charts, imported without XlsxWriter, which would write their workbooks.

Ours are written by ``workbook``; what nobody calls is loaded when somebody does.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

_NAME = "xlsxwriter"


def _workbook(*arguments: Any, **named: Any) -> Any:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415

    return Workbook(*arguments, **named)


@contextmanager
def _without_workbooks() -> Generator[None]:
    """Let a stand-in be imported, unless the library is there already."""
    if _NAME in sys.modules:
        yield
        return
    stand_in = types.ModuleType(_NAME)
    vars(stand_in)["Workbook"] = _workbook
    sys.modules[_NAME] = stand_in
    try:
        yield
    finally:
        del sys.modules[_NAME]


with _without_workbooks():
    from pptx.chart.data import CategoryChartData, XyChartData

__all__ = ["CategoryChartData", "XyChartData"]
