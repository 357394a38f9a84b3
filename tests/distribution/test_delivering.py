"""Deliveries: what was read back is in the register, and a full edition goes nowhere public."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyhanko.sign.signers import SimpleSigner

from pipeline import cli
from pipeline.core.errors import DistributeError
from pipeline.distribution import issue
from pipeline.distribution.packing import Package
from pipeline.distribution.register import register, register_page
from pipeline.distribution.register.register_entries import Delivery, Occasion
from pipeline.distribution.signing import make_signatures
from pipeline.distribution.transport import address, deliver
from pipeline.workflow import package_order
from tests.conftest import MINI, ROOT
from tests.support import certificates, servers

SALT = "0" * 64
OCCASION = Occasion("2026-11-25", SALT)


def hand_out(output: Path, made: Package) -> issue.Issued:
    return issue.issue(made, output, OCCASION)


def send(issued: issue.Issued, output: Path, to: Path) -> deliver.Delivered:
    to.mkdir(parents=True, exist_ok=True)
    return deliver.deliver(
        issued,
        output,
        address.parse(str(to)),
        (OCCASION, lambda: "2026-11-25T10:00:00Z"),
        lambda *_: None,
        (),
    )


def code(action: object, *arguments: object) -> str:
    with pytest.raises(DistributeError) as caught:
        action(*arguments)  # type: ignore[operator]
    (problem,) = caught.value.problems
    return problem.code


@pytest.fixture
def public(output: Path) -> issue.Issued:
    return hand_out(output, package_order.packed(MINI, package_order.Wanted(output, "public")))


@pytest.fixture
def restricted(output: Path) -> issue.Issued:
    return hand_out(output, package_order.packed(MINI, package_order.Wanted(output, "delegations")))


def test_a_delivery_is_a_line_that_says_what_was_read_back(
    output: Path, public: issue.Issued, tmp_path: Path
) -> None:
    done = send(public, output, tmp_path / "there")
    assert (done.is_new, done.is_registered_now) == (True, True)
    lines, problems = register.read(output / register.NAME)
    assert problems == ()
    entry, line = lines
    assert isinstance(line, Delivery)
    assert (line.sequence, line.previous, line.entry) == (2, entry.digest(), entry.digest())
    assert line.sha256 == public.sha256
    assert line.to == f"file://{tmp_path}/there"
    assert (tmp_path / "there" / line.file).read_bytes() == public.path.read_bytes()
    # once more: it is looked at, and nothing is added
    done = send(public, output, tmp_path / "there")
    assert (done.is_new, done.is_registered_now) == (False, False)
    # gone from there: it is sent again, as the register says that it is there
    (tmp_path / "there" / line.file).unlink()
    done = send(public, output, tmp_path / "there")
    assert (done.is_new, done.is_registered_now) == (True, False)
    assert len(register.read(output / register.NAME)[0]) == 2


def test_what_could_not_be_delivered_is_not_registered(
    output: Path, public: issue.Issued, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / public.path.name).write_bytes(b"other")
    before = (output / register.NAME).read_bytes()
    assert code(send, public, output, there) == "sent-before"
    public.path.write_bytes(b"changed")
    assert code(send, public, output, tmp_path / "elsewhere") == "bad-package"
    assert (output / register.NAME).read_bytes() == before
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_full_edition_does_not_go_where_the_public_reads(
    output: Path, public: issue.Issued, restricted: issue.Issued, tmp_path: Path
) -> None:
    send(public, output, tmp_path / "web")
    for place in ("web", "web/sub"):
        assert code(send, restricted, output, tmp_path / place) == "public-place"
    assert [path.name for path in (tmp_path / "web").iterdir() if path.is_file()] == [
        public.path.name
    ]
    send(restricted, output, tmp_path / "web-internal")
    # what a folder is for is said by what came first
    send(public, output, tmp_path / "web-internal")
    send(restricted, output, tmp_path / "web-internal")


def test_a_full_package_under_a_public_line_is_not_sent(
    output: Path, public: issue.Issued, restricted: issue.Issued, tmp_path: Path
) -> None:
    """The bytes are looked into, whatever the register says of them."""
    data = restricted.path.read_bytes()
    public.path.write_bytes(data)
    entry = public.entry.model_copy(
        update={"sha256": restricted.sha256, "name": restricted.entry.name}
    )
    forged = issue.Issued(
        public.contents, restricted.sha256, len(data), public.path, "", entry, is_new=True
    )
    assert code(send, forged, output, tmp_path / "web") == "not-public"
    assert list((tmp_path / "web").iterdir()) == []


def test_the_list_of_the_house_says_where_packages_stand_and_the_public_one_does_not(
    output: Path, public: issue.Issued, tmp_path: Path
) -> None:
    line = send(public, output, tmp_path / "inner-host").line
    lines = register.read(output / register.NAME)[0]
    for path in register_page.write(lines, output, restricted=False):
        text = path.read_text("utf-8")
        assert "inner-host" not in text
        assert line.digest() not in text
        assert "10:00:00" not in text
    page, table, data = register_page.write(lines, output, restricted=True)
    assert line.to in page.read_text("utf-8")
    assert line.to in table.read_text("utf-8")
    (row,) = json.loads(data.read_text("utf-8"))
    assert row["sent"] == [{"at": "2026-11-25T10:00:00Z", "to": line.to}]


def test_the_command(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "web").mkdir()
    dist = ["dist", str(MINI), "--audience", "public", "--output", str(output)]
    assert cli.main([*dist, "--to", "https://me:hunter2@host/"]) == 6
    said = capsys.readouterr().err
    assert "password-in-address" in said
    assert "hunter2" not in said
    assert not (output / register.NAME).exists()
    assert cli.main([*dist, "--to", str(tmp_path / "web")]) == 0
    said = capsys.readouterr().err
    assert f"sent to file://{tmp_path}/web, read back: the same" in said
    assert "register: line 2" in said
    assert cli.main([*dist, "--to", str(tmp_path / "web")]) == 0
    said = capsys.readouterr().err
    assert f"stands at file://{tmp_path}/web, read back: the same" in said
    made = output / "packages" / "public" / "st-7606-2024.public.de.zip"
    assert cli.main(["verify", "--register", str(output / register.NAME), str(made)]) == 0
    assert "register of 1 distributions, 1 deliveries" in capsys.readouterr().out
    assert cli.main(["register", "--all", "--output", str(output)]) == 0
    for path in (output / "register.all").iterdir():
        assert f"file://{tmp_path}/web" in path.read_text("utf-8"), path


def test_a_signed_package_is_not_signed_anew_by_the_same_command(
    output: Path, seal: make_signatures.SigningKey
) -> None:
    wanted = package_order.Wanted(output, "public")
    first = hand_out(output, package_order.packed(MINI, wanted, seal))
    second = hand_out(output, package_order.packed(MINI, wanted, seal))
    assert (first.is_new, second.is_new) == (True, False)
    assert second.path.read_bytes() == first.path.read_bytes()
    # another key, no key, other files or the wish for it make another package
    stranger = make_signatures.SigningKey(
        signer(output / "key.p12", certificates.issued("Release Officer"))
    )
    assert code(hand_out, output, package_order.packed(MINI, wanted, stranger)) == "issued-before"
    assert code(hand_out, output, package_order.packed(MINI, wanted)) == "issued-before"
    anew = package_order.packed(MINI, replace(wanted, again=True), seal)
    assert anew.data != first.path.read_bytes()
    other = package_order.packed(MINI, replace(wanted, profile="pdf-only"), seal)
    assert other.contents.name != first.contents.name
    # what stands there was changed: it is not what went out
    first.path.write_bytes(first.path.read_bytes() + b"more")
    assert package_order.packed(MINI, wanted, seal).data != first.path.read_bytes()


def signer(path: Path, identity: certificates.Identity) -> SimpleSigner:
    path.write_bytes(identity.p12)
    found = make_signatures.from_file(path, certificates.PASSPHRASE)
    assert isinstance(found, SimpleSigner)
    return found


@pytest.mark.slow
def test_the_command_over_ssh(output: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with (
        servers.sshd(tmp_path) as server,
        servers.Proxy(server.port, [100_000], dies=True).running() as proxy,
    ):
        server.know(proxy.port)
        url = f"sftp://127.0.0.1:{proxy.port}{tmp_path}/there"
        command = [sys.executable, "-m", "pipeline.cli", "dist", str(MINI), "--audience", "public",
                   "--output", str(output), "--to", url]  # fmt: skip
        environment = {**os.environ, "HOME": str(server.home), "PYTHONPATH": str(ROOT)}
        environment.pop("SSH_AUTH_SOCK", None)
        killed = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        while proxy.cuts and killed.poll() is None:
            pass
        killed.kill()
        _, said = killed.communicate()
        assert "read back" not in said
        (half,) = (tmp_path / "there").iterdir()
        assert half.name.endswith(".part")
        size = half.stat().st_size
        proxy.dies, proxy.passed = False, 0
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert "read back: the same" in done.stderr
    (found,) = (tmp_path / "there").iterdir()
    made = output / "packages" / "public" / "st-7606-2024.public.de.zip"
    assert found.read_bytes() == made.read_bytes()
    assert proxy.passed < len(found.read_bytes()) - size + 60_000
    entry, line = register.read(output / register.NAME)[0]
    assert (line.digest() != entry.digest(), line.to) == (True, url)  # type: ignore[union-attr]
