"""The register: what was handed out is in it, and whoever changes it is found."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
import pytest
from lxml import html

from pipeline import cli
from pipeline.core.errors import DistributeError, WriteError
from pipeline.distribution import issue
from pipeline.distribution.package import package_manifest
from pipeline.distribution.packing import Package
from pipeline.distribution.register import register, register_page
from pipeline.distribution.register import register_entries as lines_of_register
from pipeline.distribution.register.register_entries import Occasion
from pipeline.edition.formats import Audience
from tests.conftest import MINI, ROOT

ANY = "0" * 64
#: These packages cannot be read, so nobody can tell what they withhold.
REASON = "packages of tests"


def package(
    data: bytes = b"one",
    audience: str = "public",
    edition: Audience = "public",
    reference: str = "ST 7606/2024",
    profile: str | None = None,
) -> Package:
    """Return a package that says it holds one PDF; the register does not look into the zip."""
    name = f"st-7606-2024.{audience}.de" + (f".{profile}" if profile else "")
    file = package_manifest.File(
        name="st07606.de24.pdf", kind="document", edition=edition, language="de", format="pdf",
        size=3, sha256=ANY, markers=7, audited=None,
    )  # fmt: skip
    said = package_manifest.Edition(
        dossier="st-7606-2024", reference=reference, edition=edition, language="de",
        date="2024-02-07", marker="X", markers=7, grounds=(),
    )  # fmt: skip
    declared = package_manifest.Contents(
        form=package_manifest.FORM, name=name, audience=audience, profile=profile, editions=(said,),
        files=(file,), signed=False, tools={"dossier": "1"},
    )  # fmt: skip
    return Package(declared, data, edition == "public")


def hand_out(output: Path, made: Package, *, again: bool = False, salt: str = ANY) -> issue.Issued:
    return issue.issue(made, output, Occasion("2026-11-24", salt, again, REASON))


@pytest.fixture
def five(tmp_path: Path) -> Path:
    """Return the register of five distributions; the second is a full edition's."""
    hand_out(tmp_path, package(b"1"))
    hand_out(tmp_path, package(b"2", "delegations", "full"))
    for number in (3, 4, 5):
        hand_out(tmp_path, package(str(number).encode()), again=True)
    return tmp_path / register.NAME


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def faults(path: Path) -> list[tuple[int, str]]:
    return [(row.where.line, row.code) for row in register.read(path)[1]]


def test_every_distribution_is_a_line_that_holds_the_digest_of_the_one_before(five: Path) -> None:
    entries, problems = register.read(five)
    assert problems == ()
    assert [row.sequence for row in entries] == [1, 2, 3, 4, 5]
    rows = lines(five)
    assert [row.previous for row in entries] == [
        None, *(hashlib.sha256(row).hexdigest() for row in rows[:-1])
    ]  # fmt: skip
    first, restricted, third = entries[:3]
    assert (first.audience, first.earlier, first.issue) == ("public", None, 1)
    assert (restricted.audience, restricted.earlier) == ("delegations", None)
    assert (third.earlier, third.issue) == (hashlib.sha256(b"1").hexdigest(), 2)
    assert first.editions[0].reference == "ST 7606/2024"
    assert first.day == "2026-11-24"
    assert first.manifest == hashlib.sha256(package().contents.to_json()).hexdigest()
    assert five.stat().st_mode & 0o777 == 0o600
    said = subprocess.run(  # as anybody can, without this program
        f"tail -n 1 {five} | sha256sum", shell=True, capture_output=True, text=True, check=True
    )
    assert said.stdout.split()[0] == entries[-1].digest()


def test_the_same_package_again_adds_nothing_and_is_put_back(tmp_path: Path) -> None:
    first = hand_out(tmp_path, package())
    before = (tmp_path / register.NAME).read_bytes()
    first.path.unlink()
    second = hand_out(tmp_path, package(), salt="1" * 64)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.entry == first.entry
    assert second.path.read_bytes() == b"one"
    assert (tmp_path / register.NAME).read_bytes() == before


def test_another_package_of_the_same_name_goes_out_on_demand_and_beside_the_first(
    tmp_path: Path,
) -> None:
    first = hand_out(tmp_path, package(b"first"))
    with pytest.raises(DistributeError) as caught:
        hand_out(tmp_path, package(b"second"))
    assert caught.value.problems[0].code == "issued-before"
    assert first.path.read_bytes() == b"first"
    assert len(lines(tmp_path / register.NAME)) == 1
    second = hand_out(tmp_path, package(b"second"), again=True)
    assert first.path.read_bytes() == b"first"
    assert (second.path.name, second.entry.issue) == ("st-7606-2024.public.de.2.zip", 2)
    assert hand_out(tmp_path, package(b"second")).path == second.path
    # the first one after the second is a distribution again
    third = hand_out(tmp_path, package(b"first"), again=True)
    assert (third.path.name, third.entry.earlier) == (
        "st-7606-2024.public.de.3.zip", second.sha256
    )  # fmt: skip
    other = hand_out(tmp_path, package(b"pdf", profile="pdf-only"))
    assert (other.entry.issue, other.entry.earlier) == (1, third.sha256)


def test_a_package_without_a_line_is_not_overwritten(tmp_path: Path) -> None:
    first = hand_out(tmp_path, package(b"first"))
    (tmp_path / register.NAME).unlink()
    with pytest.raises(DistributeError) as caught:
        hand_out(tmp_path, package(b"second"))
    assert caught.value.problems[0].code == "issued-before"
    hand_out(tmp_path, package(b"second"), again=True)
    assert first.path.read_bytes() == b"first"


def test_what_cannot_be_registered_is_not_handed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_out(tmp_path, package(b"1"))
    before = (tmp_path / register.NAME).read_bytes()
    monkeypatch.setattr("os.fsync", fail_on(tmp_path / register.NAME))
    with pytest.raises(WriteError, match=r"cannot-write: .*: no space left"):
        hand_out(tmp_path, package(b"2", "delegations", "full"))
    assert (tmp_path / register.NAME).read_bytes() == before
    assert not (tmp_path / "packages" / "delegations").exists()


def fail_on(path: Path) -> object:
    """Return an fsync that fails for one file."""
    inode = path.stat().st_ino

    def fsync(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == inode:
            raise OSError(errno.ENOSPC, "the disk is full")

    return fsync


def test_a_broken_register_stops_distributions(five: Path) -> None:
    five.write_bytes(b"".join(lines(five)[1:]))
    before = five.read_bytes()
    with pytest.raises(DistributeError) as caught:
        hand_out(five.parent, package(b"6"), again=True)
    assert {row.code for row in caught.value.problems} == {"bad-register"}
    assert five.read_bytes() == before
    assert len(list((five.parent / "packages" / "public").iterdir())) == 4


def test_a_changed_line_is_found(five: Path) -> None:
    rows = lines(five)
    for number, row in enumerate(rows[:-1]):
        changed = row.replace(b'"day": "2026-11-24"', b'"day": "2026-11-25"')
        assert changed != row
        five.write_bytes(b"".join([*rows[:number], changed, *rows[number + 1 :]]))
        assert faults(five) == [(number + 1, "bad-register")]


def test_every_byte_of_a_line_counts(five: Path) -> None:
    rows = lines(five)
    for place in range(len(rows[1])):
        changed = bytearray(rows[1])
        changed[place] ^= 1
        five.write_bytes(b"".join([rows[0], bytes(changed), *rows[2:]]))
        assert faults(five), place


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_removed_line_is_found(five: Path, number: int) -> None:
    rows = lines(five)
    five.write_bytes(b"".join(rows[: number - 1] + rows[number:]))
    assert faults(five) == [(number, "bad-register")]


def test_an_inserted_line_is_found(five: Path) -> None:
    rows = lines(five)
    for number in range(len(rows) + 1):
        five.write_bytes(b"".join([*rows[:number], rows[2], *rows[number:]]))
        assert faults(five), number
    for other in (b"{}\n", b"\n", b"no JSON\n", b"\xff\n", b"[" * 9999 + b"\n"):
        five.write_bytes(b"".join([*rows[:2], other, *rows[2:]]))
        assert faults(five) == [(3, "bad-register")]
    # a line with the right number, and the digest of the one before
    five.write_bytes(b"".join(rows))
    entry = register.read(five)[0][1].model_copy(update={"sequence": 3})
    five.write_bytes(b"".join([*rows[:2], entry.to_line(), *rows[2:]]))
    assert faults(five)


def test_moved_lines_are_found(five: Path) -> None:
    rows = lines(five)
    for number in range(len(rows) - 1):
        moved = [*rows[:number], rows[number + 1], rows[number], *rows[number + 2 :]]
        five.write_bytes(b"".join(moved))
        assert faults(five), number


def test_a_missing_end_is_found_with_a_digest_that_is_known(five: Path) -> None:
    rows = lines(five)
    entries = register.read(five)[0]
    known = [entries[-1].digest(), entries[-1].sha256]
    assert register.missing(five, entries, known, [entries[-1].manifest]) == ()
    five.write_bytes(b"".join(rows[:-1]))
    short, problems = register.read(five)
    assert problems == ()  # nothing holds the last line but those who know it
    for digest in known:
        (problem,) = register.missing(five, short, [digest])
        assert problem.code == "not-registered"
    # a register that has grown since has the digest still
    assert register.missing(five, short, [short[0].digest()]) == ()
    # who changes the last line is found by its digest, too
    changed = entries[-1].model_copy(update={"day": "2026-01-01"})
    five.write_bytes(b"".join([*rows[:-1], changed.to_line()]))
    entries, problems = register.read(five)
    assert problems == ()
    assert register.missing(five, entries, known[:1])


def test_half_a_line_is_found(five: Path) -> None:
    data = five.read_bytes()
    for cut in (1, 40, len(lines(five)[-1]) - 1):
        five.write_bytes(data[:-cut])
        assert faults(five) == [(5, "bad-register")]


def race(job: tuple[Path, int]) -> int:
    output, number = job
    made = package(f"race {number}".encode(), f"audience-{number}")
    return hand_out(output, made).entry.sequence


def test_distributions_at_once_take_turns(tmp_path: Path) -> None:
    # a lock belongs to an open file, so threads wait for each other as processes do
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(race, [(tmp_path, number) for number in range(12)]))
    assert sorted(found) == list(range(1, 13))
    assert faults(tmp_path / register.NAME) == []


def test_the_public_list_has_what_everybody_could_have_and_nothing_else(five: Path) -> None:
    hand_out(five.parent, package(b"press", "press"))
    entries = register.read(five)[0]
    paths = register_page.write(entries, five.parent, restricted=False)
    assert [path.name for path in paths] == ["index.html", "register.csv", "register.json"]
    restricted = entries[1]
    for path in paths:
        text = path.read_text("utf-8")
        for secret in ("delegations", "full", "press", restricted.sha256, restricted.digest(),
                       "salt", "sequence", "previous", "reason", REASON):  # fmt: skip
            assert secret not in text, (path, secret)
        assert path.stat().st_mode & 0o777 == 0o644
    rows = list(csv.DictReader(io.StringIO(paths[1].read_text("utf-8"))))
    assert [row["issue"] for row in rows] == ["4", "3", "2", "1"]
    assert rows[0]["earlier"] == rows[1]["sha256"] != ""
    assert json.loads(paths[2].read_text())[0]["files"][0]["name"] == "st07606.de24.pdf"
    page = html.document_fromstring(paths[0].read_bytes())
    assert len(page.xpath("//tbody/tr/th[@scope='row']")) == 4
    assert len(page.xpath("//thead/tr/th[@scope='col']")) == len(page.xpath("//tbody/tr[1]/*"))
    assert page.xpath("//script | //link | //@src | //@href") == []
    assert page.get("lang") == "en"


def test_the_whole_list_is_for_its_owner_alone(five: Path) -> None:
    entries = register.read(five)[0]
    for path in register_page.write(entries, five.parent, restricted=True):
        assert "delegations" in path.read_text("utf-8")
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


def test_two_full_editions_that_differ_in_nothing_but_chance_have_other_digests(
    tmp_path: Path,
) -> None:
    """G20: the digest of a line is told, and must not tell what the line says."""
    made = package(b"full", "delegations", "full")
    digests = {
        hand_out(tmp_path / salt[0], made, salt=salt).entry.digest()
        for salt in ("1" * 64, "2" * 64)
    }
    assert len(digests) == 2


def test_what_is_printed_in_the_list_is_words_and_no_markup(tmp_path: Path) -> None:
    hand_out(tmp_path, package(reference='=<script>alert("1")</script>&'))
    entries = register.read(tmp_path / register.NAME)[0]
    page, table, _ = register_page.write(entries, tmp_path, restricted=False)
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "=&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&amp;" in text
    (row,) = csv.DictReader(io.StringIO(table.read_text("utf-8")))
    assert row["number"] == '\'=<script>alert("1")</script>&'


def test_lines_are_described_by_their_schema(five: Path) -> None:
    schema = json.loads(lines_of_register.schema())
    assert (ROOT / "templates/schema/register.schema.json").read_text() == (
        lines_of_register.schema()
    )
    entries = register.read(five)[0]
    (entry, *_) = register.distributions(entries)
    where = ("s3://bucket/folder", "2026-11-25T10:00:00Z")
    sent = register.sent(entries, entry, Occasion("2026-11-25", ANY), where)
    with five.open("ab") as file:
        file.write(sent.to_line())
    assert faults(five) == []
    checked = jsonschema.Draft202012Validator(schema)
    for line in lines(five):
        row = json.loads(line)
        checked.validate(row)
        for wrong in ({"more": 1}, {"form": "another"}, {"day": "yesterday"}, {"salt": ""}):
            assert not checked.is_valid({**row, **wrong})
        for name in row:
            if name != "reason":
                assert not checked.is_valid({key: row[key] for key in row if key != name}), name
    # an address with somebody in it is no address
    row = json.loads(sent.to_line())
    for to in ("sftp://me@host/x", "s3://bucket/x?token=1", "/srv"):
        assert not checked.is_valid({**row, "to": to})


def test_a_line_without_a_reason_is_written_as_before_there_were_any(tmp_path: Path) -> None:
    hand_out(tmp_path, package())
    (line,) = lines(tmp_path / register.NAME)
    row = json.loads(line)
    assert "reason" not in row
    assert faults(tmp_path / register.NAME) == []
    null = json.dumps({**row, "reason": None}, sort_keys=True).encode() + b"\n"
    (tmp_path / register.NAME).write_bytes(null)
    assert faults(tmp_path / register.NAME) == [(1, "bad-register")]


def test_the_commands(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def dossier(*words: str) -> tuple[int, str, str]:
        code = cli.main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    here = ("--output", str(output))
    kept = output / register.NAME
    code, _, err = dossier("register", *here)
    assert (code, "no-register" in err) == (6, True)
    dist = ("dist", str(MINI), "--audience", "public", *here)
    code, _, err = dossier(*dist, "--date", "2026-11-24")
    assert (code, "register: line 1, SHA-256 " in err) == (0, True)
    head = err.split()[-1]
    code, _, err = dossier(*dist)
    assert (code, "handed out on 2026-11-24; the register stays" in err) == (0, True)
    assert len(lines(kept)) == 1
    code, _, err = dossier("register", *here)
    assert (code, len(list((output / "register.public").iterdir()))) == (0, 3)
    made = output / "packages" / "public" / "st-7606-2024.public.de.zip"
    check = ("verify", "--register", str(kept))
    code, out, _ = dossier(*check, str(made), "--head", head)
    assert (code, "register of 1 distributions" in out) == (0, True)
    assert out.endswith("nothing is wrong\n")
    kept.write_bytes(b"")
    code, out, err = dossier(*check, str(made), "--head", head, "--json")
    assert (code, err.count("not-registered")) == (6, 2)
    assert json.loads(out)["register"] == {"lines": 0, "head": None}
    kept.write_bytes(b"{}\n")
    code, _, err = dossier("register", *here)
    assert (code, f"{kept.name}:1:1: bad-register" in err) == (6, True)
    code, _, err = dossier("verify", "--register", str(output / "nowhere"))
    assert (code, "no-register" in err) == (6, True)
    for wrong in (["verify"], ["verify", str(made), "--head", head], [*dist, "--date", "1.2.26"],
                  [*check, "--trust", "x.pem"]):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            cli.main(wrong)
        assert ended.value.code == 2
