"""Digests of pages cover all that a page is drawn from, and nothing is kept where they do not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from pipeline.audit import checks
from pipeline.audit.pdf import page_digests
from tests.support.leaking import edition, made

#: Leaves of each container that are changed: the widths of a font are hundreds.
_MOST = 3
_APART = page_digests._ELSEWHERE | {"/Length"}
#: A way to a value: keys and numbers from a page on.
Way = tuple[Any, ...]


def opened(name: str = "figures") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made("pdf", name)))


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def leaves(value: Any, seen: set[Any], way: Way = ()) -> Iterator[tuple[Any, Any, Way]]:
    """Yield each leaf below a page: what holds it, its key there, the way to it."""
    number = getattr(value, "objgen", (0, 0))
    if number[0]:
        if number in seen:
            return
        seen.add(number)
    if isinstance(value, pikepdf.Array):
        keys: list[Any] = list(range(len(value)))
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        keys = [key for key in sorted(value.keys()) if key not in _APART]
        if isinstance(value, pikepdf.Stream):
            yield value, None, way
    else:
        return
    told = 0
    for key in keys:
        inner = value[key]
        if isinstance(inner, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
            yield from leaves(inner, seen, (*way, key))
        elif told < _MOST:
            told += 1
            yield value, key, (*way, key)


def other(value: Any) -> Any:
    if isinstance(value, pikepdf.Name):
        return pikepdf.Name("/Other")
    if isinstance(value, pikepdf.String):
        return pikepdf.String(str(value) + "x")
    return not value if isinstance(value, bool) else value + 1


def changed(pdf: pikepdf.Pdf, holder: Any, key: Any) -> tuple[str | None, ...]:
    """Return the digests while one leaf is another."""
    if key is None:
        data = bytes(holder.read_bytes())
        holder.write(data + b" ")
        found = page_digests.of(pdf)
        holder.write(data)
        return found
    before = holder[key]
    holder[key] = other(before)
    found = page_digests.of(pdf)
    holder[key] = before
    return found


def test_whatever_a_page_is_drawn_from_is_in_its_digest() -> None:
    with opened() as pdf:
        for row in pdf.objects:  # what is written again is then packed as it was before
            if isinstance(row, pikepdf.Stream):
                row.write(bytes(row.read_bytes()))
        tried: set[str] = set()
        for index in (0, len(pdf.pages) - 1):
            page = pdf.pages[index]
            before = page_digests.of(pdf)
            assert None not in before
            for holder, key, way in leaves(page.obj, set()):
                found = changed(pdf, holder, key)
                is_lead = way[:1] == ("/Annots",) and page_digests._LEADS & set(way)
                assert (found[index] == before[index]) == bool(is_lead), way
                tried.add(str(way[0]) if way else "")
            assert page_digests.of(pdf) == before
        assert {"/Contents", "/Resources", "/MediaBox", "/Type"} <= tried


def test_other_pages_and_the_numbers_of_objects_are_not() -> None:
    with opened() as pdf, opened("mini") as first, pikepdf.new() as other_file:
        before = page_digests.of(pdf)
        other_file.pages.append(first.pages[0])
        for page in pdf.pages:
            other_file.pages.append(page)
        with pikepdf.open(io.BytesIO(saved(other_file))) as again:
            assert page_digests.of(again)[1:] == before
            assert [page.obj.objgen for page in again.pages][1:] != [
                page.obj.objgen for page in pdf.pages
            ]


@pytest.mark.parametrize("key", sorted(page_digests._INHERITED))
def test_a_page_that_has_something_from_above_has_no_digest(key: str) -> None:
    with opened("mini") as pdf:
        pdf.Root.Pages[key] = 90 if key == "/Rotate" else pikepdf.Dictionary()
        assert set(page_digests.of(pdf)) == {None}


def test_a_file_with_layers_has_no_digests() -> None:
    with opened("mini") as pdf:
        pdf.Root.OCProperties = pikepdf.Dictionary()
        assert set(page_digests.of(pdf)) == {None}


def test_a_page_that_leads_back_to_itself_has_no_digest_and_others_have() -> None:
    with opened("mini") as pdf:
        loop = pdf.make_indirect(pikepdf.Dictionary())
        loop.Again = loop
        before = page_digests.of(pdf)
        pdf.pages[0].obj.Loop = loop
        assert page_digests.of(pdf) == (None, *before[1:])


def _transparent(pdf: pikepdf.Pdf) -> None:
    """Make what is drawn with the first state invisible: pages' own bytes stay as they are."""
    for state in pdf.pages[0].obj.Resources.ExtGState.values():
        for key in ("/ca", "/CA"):
            if key in state:
                state[key] = 0


def test_g28_what_is_kept_of_a_page_does_not_answer_for_a_changed_one() -> None:
    """The canary of this store: after a clean file, one whose texts are invisible by a state."""
    assert checks.findings(made("pdf"), "pdf", "x", edition(), ()) == ()
    with opened("mini") as pdf:
        pages = [bytes(page.obj.Contents.read_bytes()) for page in pdf.pages]
        _transparent(pdf)
        data = saved(pdf)
        assert pages == [bytes(page.obj.Contents.read_bytes()) for page in pdf.pages]
    found = checks.findings(data, "pdf", "x", edition(), ())
    assert "hidden-text" in {problem.code for problem in found}
