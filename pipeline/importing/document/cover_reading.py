"""Cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.importing import content_files


@dataclass
class Cover:
    tree: dict[str, Any]
    rest: list[Any]


def read_cover(blocks: Any, writer: Any, number: str) -> Cover:
    return Cover(content_files.cover(writer.language, number, None), list(blocks))
