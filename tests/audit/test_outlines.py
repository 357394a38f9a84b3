"""Lines of maps are judged by their first step; what is planted in a later one is found."""

from __future__ import annotations

import pytest

from pipeline.audit import checks
from pipeline.audit.office import elements, opc
from pipeline.audit.readers import extract
from pipeline.core import nesting_limits
from pipeline.core.stable_zip import unpack
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.edition.formats import Format
from pipeline.render.ooxml import pack
from pipeline.workflow.publish import render
from tests.conftest import FIRST, ready

_STEP = b"</a:lnTo><a:lnTo>"
_POINT = b'<a:pt x="1" y="2"/>'
#: What a step is turned into, and how the audit says so.
_PLANTED = {
    "a value": (b'<a:lnTo><a:pt x="77Zebra" y="2"/></a:lnTo>', "has a value"),
    "an attribute": (b'<a:lnTo><a:pt x="1" y="2" z="3"/></a:lnTo>', "has an attribute"),
    "an element": (b"<a:lnTo>%s<a:zebra/></a:lnTo>" % _POINT, "has an element"),
    "another element": (b"<a:zebra>%s</a:zebra>" % _POINT, "has an element"),
    "text within": (b"<a:lnTo>Zebra%s</a:lnTo>" % _POINT, "has text"),
    "text behind": (b"<a:lnTo>%s</a:lnTo>Zebra" % _POINT, "has text between its elements"),
    "a namespace": (b'<a:lnTo xmlns:a="urn:zebra">%s</a:lnTo>' % _POINT, "declares a namespace"),
    "a comment": (b"<!--%s-->" % _POINT, "comment"),
    "no end": (b"<a:lnTo>%s" % _POINT, "not well-formed"),
}


def with_map(fmt: Format) -> tuple[bytes, str]:
    """Return a file with a map, and the name of the part in which it stands."""
    edition = view_for(ready(FIRST, "public"), fmt)
    data = render(edition, fmt, theme.load())
    return data, next(name for name, part in unpack(data).items() if _STEP in part)


@pytest.mark.parametrize("planted", _PLANTED)
@pytest.mark.parametrize("fmt", ["pptx", "docx"])
@pytest.mark.parametrize("last", [True, False], ids=["last", "second"])
def test_whatever_is_planted_in_a_line_is_found(fmt: Format, planted: str, *, last: bool) -> None:
    data, name = with_map(fmt)
    parts = unpack(data)
    found = bytes.rpartition if last else bytes.partition
    before, _, after = found(parts[name], _STEP)
    step, told = _PLANTED[planted]
    parts[name] = before + b"</a:lnTo>" + step + b"<a:lnTo>" + after
    edition = view_for(ready(FIRST, "public"), fmt)
    problems = checks.findings(pack(parts), fmt, "x", edition)
    assert any(told in problem.message for problem in problems), problems


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_a_verdict_on_an_outline_is_that_on_all_its_steps(fmt: Format) -> None:
    data, name = with_map(fmt)
    package, _ = opc.read(data, fmt)
    whole = package.members[name]
    kind = opc_kind(name)
    short = opc.outlined(whole)
    assert len(short) < len(whole) / 2
    lists = elements.Lists(fmt, frozenset())
    trees = [opc.parse_xml(part, name) for part in (whole, short)]
    assert len({elements.judged(tree, whole, lists, kind) for tree in trees}) == 1
    assert len({tuple(dict.fromkeys(row.tag for row in tree.iter())) for tree in trees}) == 1
    whole_package = package.replaced({})
    whole_package._trees[name] = trees[0]
    read = extract.deck if fmt == "pptx" else extract.document
    assert read(whole_package) == read(package)


def opc_kind(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")


def test_a_long_tag_and_many_elements_are_too_much_wherever_they_stand() -> None:
    long = b"<a" + b" " * 100_000 + b"/>"
    for before in (0, 1, 49_999, 50_000, 50_001, 123_456):
        padded = (b"<b/>" * (before // 4 + 1))[:before]
        assert nesting_limits.is_vast([padded + long])
        assert nesting_limits.is_vast([padded + long + b"<b/>" * 30_000])
        assert not nesting_limits.is_vast([padded + long[:99_000]])
    assert not nesting_limits.is_vast([b"<b/>"] * 1_500_000)
    assert nesting_limits.is_vast([b"<b/>" * 750_000, b"", b"<b/>" * 750_001])
    assert nesting_limits.is_vast([b'<b c="d"/>' * 750_001])
