"""Packages that are sent: to real servers, over connections that are cut, by bytes that change."""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path

import boto3
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.core.errors import DistributeError
from pipeline.distribution.transport import address, send
from pipeline.distribution.transport.store import Parcel
from tests.support import servers

NAME = "st-7606-2024.public.de.zip"
#: What the servers of these tests change on the way, if they change anything.
MARK = b"a mark to be changed"
QUICK = (0.1, 0.2, 0.2, 0.2)
MIB = 2**20


def parcel(size: int = 12 * MIB, *, restricted: bool = False, seed: int = 1) -> Parcel:
    body = random.Random(seed).randbytes(size - 2 * MIB)
    data = body[: size // 3] + MARK + body[size // 3 :] + bytes(2 * MIB - len(MARK))
    return Parcel(NAME, data, hashlib.sha256(data).hexdigest(), restricted)


class Heard:
    """What a transfer told."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.sent: list[int] = []

    def __call__(self, phase: str, count: int) -> None:
        if phase == "kept":
            self.kept.append(count)
        if phase == "sent":
            self.sent.append(count)


def sent(
    one: Parcel, url: str, waits: tuple[float, ...] = QUICK
) -> tuple[bool, Heard]:  # fmt: skip
    heard = Heard()
    return send.send(one, address.parse(url), heard, waits), heard


def refusal(one: Parcel, url: str, waits: tuple[float, ...] = QUICK) -> str:
    with pytest.raises(DistributeError) as caught:
        sent(one, url, waits)
    (problem,) = caught.value.problems
    return problem.code


def settled(path: Path) -> bytes:
    """Return a file's bytes once a server whose connection was cut has written what it had."""
    sizes = [-1, path.stat().st_size]
    while len(set(sizes[-8:])) > 1:
        time.sleep(0.1)
        sizes.append(path.stat().st_size)
    return path.read_bytes()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def change(data: bytes) -> bytes:
    return data.replace(MARK, MARK.upper())


# --- a folder


def test_a_folder_gets_the_package_whole_or_not_at_all(tmp_path: Path) -> None:
    one = parcel(3 * MIB)
    is_new, heard = sent(one, str(tmp_path))
    assert (is_new, heard.kept, heard.sent[-1]) == (True, [0], 3 * MIB)
    assert names(tmp_path) == [NAME]
    assert (tmp_path / NAME).read_bytes() == one.data
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o644
    is_new, heard = sent(one, f"file://{tmp_path}/")
    assert (is_new, heard.sent) == (False, [])


def test_a_package_that_is_not_for_everybody_is_never_there_for_everybody(tmp_path: Path) -> None:
    """G21."""
    modes: set[int] = set()
    one = parcel(3 * MIB, restricted=True)

    def tell(_: str, __: int) -> None:
        modes.update(path.stat().st_mode & 0o777 for path in tmp_path.iterdir())

    old = os.umask(0)
    try:
        send.send(one, address.parse(str(tmp_path)), tell, QUICK)
    finally:
        os.umask(old)
    modes.add((tmp_path / NAME).stat().st_mode & 0o777)
    assert modes == {0o600}


def test_a_part_is_gone_on_with_and_one_that_is_not_ours_is_found(tmp_path: Path) -> None:
    one = parcel(3 * MIB)
    (tmp_path / one.part).write_bytes(one.data[: 2 * MIB])
    _, heard = sent(one, str(tmp_path))
    assert heard.kept == [2 * MIB]
    (tmp_path / NAME).unlink()
    (tmp_path / one.part).write_bytes(b"other bytes" * 100)
    _, heard = sent(one, str(tmp_path))
    assert heard.kept == [1100, 0]
    (tmp_path / NAME).unlink()
    (tmp_path / one.part).write_bytes(one.data + b"more")
    _, heard = sent(one, str(tmp_path))
    assert heard.kept == [0]
    assert (tmp_path / NAME).read_bytes() == one.data
    assert names(tmp_path) == [NAME]


def test_another_file_of_the_name_is_left_as_it_is(tmp_path: Path) -> None:
    one = parcel(3 * MIB)
    for other in (b"other", bytes(len(one.data))):
        (tmp_path / NAME).write_bytes(other)
        assert refusal(one, str(tmp_path)) == "sent-before"
        assert (tmp_path / NAME).read_bytes() == other
        assert names(tmp_path) == [NAME]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert refusal(parcel(3 * MIB), str(tmp_path / "mnt")) == "no-place"
    assert names(tmp_path) == []


def test_what_fsspec_knows_besides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryFileSystem, "store", {})
    one = parcel(3 * MIB)
    assert sent(one, "memory://folder")[0]
    assert {name: file.getvalue() for name, file in MemoryFileSystem.store.items()} == {
        f"/folder/{NAME}": one.data
    }
    assert not sent(one, "memory://folder")[0]
    assert refusal(one, "nosuch://folder") == "bad-address"


# --- addresses


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sftp://officer:hunter2@host/folder", "password-in-address"),
        ("https://officer:hunter2@host/folder", "password-in-address"),
        ("s3://key:hunter2@bucket/folder", "password-in-address"),
        ("https://officer@host/folder", "password-in-address"),
        ("https://host/folder?token=hunter2", "password-in-address"),
        ("https://host/folder#hunter2", "password-in-address"),
        ("http://host/folder/hunter2", "bad-address"),
        ("dav://10.0.0.1/hunter2", "bad-address"),
        ("sftp:///hunter2", "bad-address"),
        ("sftp://host:hunter2/", "bad-address"),
        ("sftp://host/../hunter2", "bad-address"),
        ("sftp://host/%2e%2e/hunter2", "bad-address"),
        ("simplecache::s3://hunter2/", "bad-address"),
        ("s3://bucket/a\nhunter2", "bad-address"),
        ("://hunter2", "bad-address"),
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(text: str, code: str) -> None:
    with pytest.raises(DistributeError) as caught:
        address.parse(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "hunter2" not in str(problem)
    assert problem.hint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sftp://officer@Host.example:2222/a b/", "sftp://host.example:2222/a%20b"),
        ("ssh://host/", "sftp://host"),
        ("s3://My.Bucket/x/y", "s3://My.Bucket/x/y"),
        ("davs://host/x", "https://host/x"),
        ("http://127.0.0.1:80/x", "http://127.0.0.1:80/x"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("/srv/a b#c/", "file:///srv/a%20b%23c"),
    ],
)
def test_what_is_told_of_an_address_has_nobody_in_it(text: str, told: str) -> None:
    assert str(address.parse(text)) == told


def test_what_lies_below_an_address() -> None:
    assert address.lies_in("s3://bucket/public/x", "s3://bucket/public")
    assert address.lies_in("s3://bucket/public", "s3://bucket/public")
    assert not address.lies_in("s3://bucket/public-not", "s3://bucket/public")
    assert not address.lies_in("s3://bucket", "s3://bucket/public")


# --- SFTP: OpenSSH


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Callable[..., servers.Sshd]]:
    """Return what starts an OpenSSH server; it must not be told more than once."""
    with ExitStack() as stack:

        def start(sftp_server: str = servers.SFTP_SERVER) -> servers.Sshd:
            (tmp_path / "there").mkdir()
            found = stack.enter_context(servers.sshd(tmp_path, sftp_server))
            monkeypatch.setenv("HOME", str(found.home))
            monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
            return found

        yield start


@pytest.mark.slow
def test_sftp_goes_on_where_the_connection_was_cut(
    ssh: Callable[..., servers.Sshd], tmp_path: Path
) -> None:
    server, there = ssh(), tmp_path / "there"
    one = parcel(restricted=True)
    with servers.Proxy(server.port, [5 * MIB, 8 * MIB]).running() as proxy:
        server.know(proxy.port)
        is_new, heard = sent(one, f"sftp://127.0.0.1:{proxy.port}{there}")
        again, _ = sent(one, f"sftp://127.0.0.1:{proxy.port}{there}")
        assert proxy.cuts == []
    assert (is_new, again) == (True, False)
    first, second, third = heard.kept
    assert first == 0 < second < third < len(one.data)
    # what was there was not sent again
    assert proxy.passed < len(one.data) + 4 * MIB
    assert names(there) == [NAME]
    assert (there / NAME).read_bytes() == one.data
    assert (there / NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_sftp_goes_on_with_the_same_command_and_shows_no_half_package(
    ssh: Callable[..., servers.Sshd], tmp_path: Path
) -> None:
    server, there = ssh(), tmp_path / "there"
    one, other = parcel(), parcel(seed=2)
    with servers.Proxy(server.port, [5 * MIB]).running() as proxy:
        server.know(proxy.port)
        url = f"sftp://127.0.0.1:{proxy.port}{there}"
        assert refusal(one, url, waits=()) == "not-sent"
        assert names(there) == [one.part]
        # bytes that changed there meanwhile are found, and sent again
        half = bytearray(settled(there / one.part))
        half[1000] ^= 1
        (there / one.part).write_bytes(half)
        _, heard = sent(one, url)
        assert heard.kept[-2:] == [len(half), 0]
        assert (there / NAME).read_bytes() == one.data
        assert refusal(other, url) == "sent-before"
    assert (there / NAME).read_bytes() == one.data
    assert names(there) == [NAME]


@pytest.mark.slow
def test_sftp_servers_that_change_a_byte_are_found(
    ssh: Callable[..., servers.Sshd], tmp_path: Path
) -> None:
    wrapper = tmp_path / "sftp-server"
    wrapper.write_text(
        f"#!{sys.executable}\n"
        "import os, subprocess, sys\n"
        f"far = subprocess.Popen([{servers.SFTP_SERVER!r}], stdin=subprocess.PIPE)\n"
        "while data := os.read(0, 1 << 20):\n"
        f"    far.stdin.write(data.replace({MARK!r}, {MARK.upper()!r}))\n"
        "    far.stdin.flush()\n"
        "far.stdin.close()\n"
        "far.wait()\n"
    )
    wrapper.chmod(0o755)
    server, there = ssh(str(wrapper)), tmp_path / "there"
    server.know(server.port)
    url = f"sftp://127.0.0.1:{server.port}{there}"
    assert refusal(parcel(3 * MIB), url) == "changed-on-the-way"
    assert names(there) == []


@pytest.mark.slow
def test_sftp_hosts_must_be_known(ssh: Callable[..., servers.Sshd], tmp_path: Path) -> None:
    server, there = ssh(), tmp_path / "there"
    url = f"sftp://127.0.0.1:{server.port}{there}"
    one = parcel(3 * MIB)
    assert refusal(one, url) == "unknown-host"
    server.know(server.port, (tmp_path / "home/.ssh/of-tests.pub").read_text().strip())
    assert refusal(one, url) == "unknown-host"
    assert names(there) == []
    (tmp_path / "home/.ssh/known_hosts").unlink()
    server.know(server.port)
    assert refusal(one, f"{url}/nowhere") == "no-place"
    (tmp_path / "authorized").write_text("")
    assert refusal(one, url) == "no-access"
    assert names(there) == []


# --- S3


@pytest.fixture(scope="module")
def moto() -> Generator[int]:
    with servers.s3() as port:
        yield port


@pytest.fixture
def aws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what points AWS's usual environment to a port."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    def point(port: int) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")

    return point


def stored(port: int, key: str) -> bytes | None:
    client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}")
    try:
        found = client.list_objects_v2(Bucket="of-tests", Prefix=key).get("Contents", [])
        if not found:
            return None
        with client.get_object(Bucket="of-tests", Key=found[0]["Key"])["Body"] as body:
            return bytes(body.read())
    finally:
        client.close()


@pytest.mark.slow
def test_s3_sends_no_part_twice_and_shows_no_half_package(
    moto: int, aws: Callable[[int], None]
) -> None:
    one = parcel(20 * MIB)
    with servers.Proxy(moto, [12 * MIB], dies=True).running() as proxy:
        aws(proxy.port)
        assert refusal(one, "s3://of-tests/half", waits=()) == "not-sent"
        assert stored(moto, "half") is None
        proxy.dies = False
        proxy.passed = 0
        is_new, heard = sent(one, "s3://of-tests/half")
    assert (is_new, heard.kept) == (True, [8 * MIB])
    assert proxy.passed < 13 * MIB
    assert stored(moto, "half") == one.data
    aws(moto)
    assert not sent(one, "s3://of-tests/half")[0]
    assert refusal(parcel(20 * MIB, seed=2), "s3://of-tests/half") == "sent-before"
    assert stored(moto, "half") == one.data


@pytest.mark.slow
def test_s3_heals_a_cut_by_itself(moto: int, aws: Callable[[int], None]) -> None:
    one = parcel(20 * MIB)
    with servers.Proxy(moto, [12 * MIB]).running() as proxy:
        aws(proxy.port)
        assert sent(one, "s3://of-tests/healed/deep")[0]
        assert proxy.cuts == []
    assert stored(moto, "healed") == one.data


@pytest.mark.slow
def test_s3_parts_of_another_package_are_not_taken(moto: int, aws: Callable[[int], None]) -> None:
    one, other = parcel(20 * MIB), parcel(20 * MIB, seed=2)
    with servers.Proxy(moto, [12 * MIB], dies=True).running() as proxy:
        aws(proxy.port)
        assert refusal(other, "s3://of-tests/mixed", waits=()) == "not-sent"
    aws(moto)
    _, heard = sent(one, "s3://of-tests/mixed")
    assert heard.kept == [0]
    assert stored(moto, "mixed") == one.data


@pytest.mark.slow
def test_s3_servers_that_change_a_byte_are_found(moto: int, aws: Callable[[int], None]) -> None:
    with servers.Proxy(moto, change=change).running() as proxy:
        aws(proxy.port)
        assert refusal(parcel(), "s3://of-tests/changed") == "changed-on-the-way"
    assert stored(moto, "changed") is None


@pytest.mark.slow
def test_s3_without_a_key_or_a_bucket(
    moto: int, aws: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    aws(moto)
    assert refusal(parcel(), "s3://nowhere/x") == "no-place"
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert refusal(parcel(), "s3://of-tests/x") == "no-access"


# --- WebDAV


@pytest.fixture
def dav(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[int]:
    (tmp_path / "there").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login officer password hunter2\n")
    (tmp_path / ".netrc").chmod(0o600)
    with servers.webdav(tmp_path / "there", "officer", "hunter2") as port:
        yield port


@pytest.mark.slow
def test_webdav_begins_anew_after_a_cut_and_shows_no_half_package(dav: int, tmp_path: Path) -> None:
    there, one = tmp_path / "there", parcel()
    (there / "sub").mkdir()
    with servers.Proxy(dav, [6 * MIB]).running() as proxy:
        url = f"http://127.0.0.1:{proxy.port}/sub"
        assert refusal(one, url, waits=()) == "not-sent"
        assert NAME not in names(there / "sub")
        proxy.cuts = [proxy.passed + 6 * MIB]
        is_new, heard = sent(one, url)
        assert (is_new, heard.kept) == (True, [0, 0])
        assert not sent(one, url)[0]
        assert refusal(parcel(seed=2), url) == "sent-before"
    assert names(there / "sub") == [NAME]
    assert (there / "sub" / NAME).read_bytes() == one.data


@pytest.mark.slow
def test_webdav_servers_that_change_a_byte_are_found(dav: int, tmp_path: Path) -> None:
    with servers.Proxy(dav, change=change).running() as proxy:
        url = f"http://127.0.0.1:{proxy.port}/"
        assert refusal(parcel(3 * MIB), url) == "changed-on-the-way"
    assert names(tmp_path / "there") == []


@pytest.mark.slow
def test_webdav_without_a_password_or_a_folder(dav: int, tmp_path: Path) -> None:
    one = parcel(3 * MIB)
    url = f"http://127.0.0.1:{dav}"
    assert refusal(one, f"{url}/nowhere") == "no-place"
    (tmp_path / ".netrc").chmod(0o644)
    assert refusal(one, url) == "no-access"
    (tmp_path / ".netrc").unlink()
    assert refusal(one, url) == "no-access"
    assert names(tmp_path / "there") == []
