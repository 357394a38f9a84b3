from __future__ import annotations

import pytest

from pipeline.content.model.reference import BadReferenceError, parse

#: Numbers seen in public documents, in the forms in which they were printed or registered.
OBSERVED = """
14374/17 | 7606/1/17 REV 1 | 10729/4/16 REV 4 ADD 1 | 10939/17 ADD 2 | 11432/07 DCL 1
CM 1711/1/24 REV 1 | SN 1316/14 | PE-CONS 3648/2/07 REV 2 | EUCO 7/10 | WK 4146/2024 INIT
WK 12197/2017 REV 1 | WK 10837/2020 INIT | ST 7606 2017 REV 1 | ST-9727-2026-INIT | XT 21106/18
7639/1/17 REV 1 | 10360/1/21 REV 1 | 8370/17 ADD 1 | 9319/19 | 9531/14 | 5991/14 | 7683/12
7892/17 | 14827/16 | 5303/10 | 13081/11 | 11336/11 | 5296/08 | 6738/16 | 6387/11 | 6257/13
10040/13 | 8443/14 | 10075/01 | 8068/11 | 10258/11 | 16327/11 | 14595/12 | 9827/14 | 6198/18
12425/17 | 13725/11 | 5909/20 | CP 54/13 | DS 1234/19 | CONV 850/03 | PV/CONS 12/14
WK 6862/2020 INIT | 14/98 ADD 1 REV 2
"""


@pytest.mark.parametrize(
    "text", [row.strip() for row in OBSERVED.replace("\n", "|").split("|") if row.strip()]
)
def test_every_observed_number_parses_and_survives_each_form(text: str) -> None:
    reference = parse(text)
    assert parse(reference.printed) == reference
    assert parse(reference.register) == reference
    assert parse(reference.address) == reference
    if "-INIT" not in text and not text.startswith("ST "):
        assert reference.printed == text


def test_forty_nine_forms_are_covered() -> None:
    assert len([row for row in OBSERVED.replace("\n", "|").split("|") if row.strip()]) == 49


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("WK 6862/2020 INIT", "wk06862.en20"),
        ("14374/17", "st14374.en17"),
        ("WK 4146/2024 INIT", "wk04146.en24"),
        ("7606/1/17 REV 1", "st07606-re01.en17"),
    ],
)
def test_file_names_pad_the_number_and_shorten_the_year(text: str, stem: str) -> None:
    assert parse(text).file_stem("en", partial=False) == stem
    assert parse(text).file_stem("en", partial=True) == f"{stem}.PA"


def test_the_year_of_two_digits_is_one_of_a_hundred() -> None:
    assert parse("10075/01").year == 2001
    assert parse("14/98").year == 1998


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("WK 4146/24 INIT", "four digits"),
        ("WK 4146/2024", "suffix"),
        ("WK 4146/1/2024 REV 1", "middle"),
        ("7606/17 REV 1", "middle"),
        ("7606/2/17 REV 1", "middle"),
        ("7606/1/17", "middle"),
        ("7606/2017", "four digits"),
        ("0123/17", "not a number"),
        ("AB 123/17", "not a number"),
        ("123456/17", "not a number"),
        ("", "not a number"),
        ("7606/17 REV", "not a number"),
    ],
)
def test_a_broken_number_is_refused_with_its_rule(text: str, rule: str) -> None:
    with pytest.raises(BadReferenceError, match=rule):
        parse(text)
