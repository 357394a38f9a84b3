"""The vault: encryption, padding, keys, and errors that name ids only."""

from __future__ import annotations

import base64
import json
import stat
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.content import replace_files
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError, WriteError
from pipeline.redaction import recipients, vault
from pipeline.redaction.vault import Contents, VaultError

WORDS = "Zyxwvut geheim"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "key.txt"
    vault.generate(path)
    return path


@pytest.fixture
def folder(tmp_path: Path, key: Path) -> Path:
    path = tmp_path / "dossier"
    path.mkdir()
    recipients.begin(path, vault.public_keys(key), None)
    return path


def write(folder: Path, **values: str) -> None:
    secrets = {slot: Secret(words) for slot, words in values.items()}
    vault.write(folder, secrets, vault.recipients(folder))


def opened(folder: Path, key: Path) -> dict[str, str]:
    return {slot: secret.reveal() for slot, secret in vault.read(folder, key).items()}


def encrypted(folder: Path, plain: bytes) -> None:
    """Write a vault as anyone who knows a recipient could."""
    to = [pyrage.x25519.Recipient.from_str(one) for one in vault.recipients(folder)]
    (folder / vault.NAME).write_bytes(pyrage.encrypt(plain, to, armored=True))


def body(folder: Path) -> bytes:
    """Return what follows the header, which age fills up with random noise of random length."""
    lines = (folder / vault.NAME).read_text().splitlines()[1:-1]
    header, mac, rest = base64.b64decode("".join(lines)).partition(b"\n--- ")
    assert header.startswith(b"age-encryption.org/v1\n")
    assert mac
    return rest.split(b"\n", 1)[1]


def refused(code: str, folder: Path, key: Path) -> str:
    with pytest.raises(VaultError) as caught:
        vault.read(folder, key)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.__context__ is None, "an exception of a library may quote content"
    return str(caught.value)


def test_g18_what_is_written_is_read_back_and_stands_nowhere_in_the_file(
    folder: Path, key: Path
) -> None:
    write(folder, r1=WORDS, r2="")
    assert opened(folder, key) == {"r1": WORDS, "r2": ""}
    data = (folder / vault.NAME).read_bytes()
    assert data.isascii()
    assert data.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    assert WORDS.encode() not in data
    assert vault.held_ids(folder, key) == {"r1", "r2"}


def test_g18_the_size_tells_nothing_of_a_value_of_up_to_20000_characters(folder: Path) -> None:
    sizes = set[int]()
    for words in ("", "x", "x" * 20_000, "\n" * 20_000, '"\\' * 10_000, "\U0001f600" * 20_000):
        write(folder, r1=words)
        sizes.add(len(body(folder)))
    assert len(sizes) == 1


def test_g18_the_plain_text_is_json_padded_to_a_power_of_two(folder: Path, key: Path) -> None:
    identity = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1])
    for words in ("x", "x" * 200_000):
        write(folder, r1=words)
        plain = pyrage.decrypt((folder / vault.NAME).read_bytes(), [identity])
        assert json.loads(plain) == {"version": 1, "values": {"r1": words}}
        assert len(plain) >= 64 * 1024
        assert len(plain).bit_count() == 1


def test_g18_the_same_values_give_another_file_each_time(folder: Path, key: Path) -> None:
    write(folder, r1=WORDS)
    before = (folder / vault.NAME).read_bytes()
    write(folder, r1=WORDS)
    assert (folder / vault.NAME).read_bytes() != before
    assert opened(folder, key) == {"r1": WORDS}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), st.text()))
def test_g18_any_values_come_back_as_they_were(
    folder: Path, key: Path, values: dict[str, str]
) -> None:
    values = {slot: words.encode("utf-8", "replace").decode() for slot, words in values.items()}
    write(folder, **values)
    assert opened(folder, key) == values


def test_g18_what_was_typed_is_kept_beside_the_value(folder: Path, key: Path) -> None:
    contents = Contents({"r1": Secret("a b")}, {"r1": Secret("a\n  b")})
    replace_files.replace([vault.change(folder, contents, vault.recipients(folder))])
    assert vault.open_(folder, key).written["r1"].reveal() == "a\n  b"
    assert opened(folder, key) == {"r1": "a b"}


def test_g18_every_recipient_can_read_and_nobody_else(folder: Path, tmp_path: Path) -> None:
    keys = [tmp_path / name for name in ("one", "two", "three")]
    public = [vault.generate(path) for path in keys]
    vault.write(folder, {"r1": Secret(WORDS)}, public[:2])
    assert opened(folder, keys[0]) == opened(folder, keys[1]) == {"r1": WORDS}
    refused("wrong-key", folder, keys[2])


def test_g18_key_and_vault_can_be_read_by_their_owner_alone(folder: Path, key: Path) -> None:
    write(folder, r1=WORDS)
    (folder / vault.NAME).chmod(0o644)
    write(folder, r1=WORDS)
    for path in (key, folder / vault.NAME):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_g18_a_key_file_that_others_can_read_gives_a_warning(key: Path) -> None:
    assert vault.exposed_key(key) is None
    assert vault.exposed_key(key.parent / "none") is None
    for mode in (0o640, 0o604, 0o620):
        key.chmod(mode)
        warning = vault.exposed_key(key)
        assert warning is not None
        assert warning.code == "exposed-key"


def test_g18_a_key_is_never_overwritten_and_has_the_form_of_age_keygen(key: Path) -> None:
    before = key.read_text()
    comment, secret = before.splitlines()
    assert comment == f"# public key: {vault.public_keys(key)[0]}"
    assert secret.startswith("AGE-SECRET-KEY-1")
    with pytest.raises(VaultError, match="key-file-exists") as caught:
        vault.generate(key)
    assert key.read_text() == before
    assert "AGE-SECRET" not in str(caught.value)


def test_a_key_file_that_cannot_be_written_is_a_problem(key: Path) -> None:
    with pytest.raises(WriteError, match=r"cannot-write: .*: not a directory"):
        vault.generate(key / "below" / "a-file")


def test_g19_a_missing_vault_has_its_own_error(folder: Path, key: Path) -> None:
    refused("no-vault", folder, key)


def test_g19_a_wrong_key_has_its_own_error(folder: Path, tmp_path: Path) -> None:
    write(folder, r1=WORDS)
    other = tmp_path / "other.txt"
    vault.generate(other)
    assert "No matching" not in refused("wrong-key", folder, other)


@pytest.mark.parametrize("keep", [0, 1, 40, 200, 5_000, -60, -30])
def test_g19_a_truncated_vault_is_refused(folder: Path, key: Path, keep: int) -> None:
    write(folder, r1=WORDS)
    path = folder / vault.NAME
    path.write_bytes(path.read_bytes()[:keep])
    refused("bad-vault", folder, key)


@pytest.mark.parametrize("position", [300, 1_000, 90_000, -50])
def test_g19_a_vault_that_was_tampered_with_is_refused(
    folder: Path, key: Path, position: int
) -> None:
    write(folder, r1=WORDS)
    path = folder / vault.NAME
    data = bytearray(path.read_bytes())
    data[position] = ord("A") if data[position] != ord("A") else ord("B")
    path.write_bytes(data)
    refused("bad-vault", folder, key)


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"\xff\xfe",
        b"[1]",
        b"nonsense Zyxwvut",
        b'{"version":2,"values":{}}',
        b'{"values":{"r1":"Zyxwvut"}}',
        b'{"version":1,"values":["Zyxwvut"]}',
        b'{"version":1,"values":{"r1":1}}',
        b'{"version":1,"values":{"Zyxwvut geheim":"x"}}',
        b'{"version":1,"values":{},"Zyxwvut":{}}',
        b'{"version":1,"values":{},"written":{"r1":"Zyxwvut"}}',
        b"[" * 100_000,
    ],
)
def test_g19_a_plain_text_that_is_no_vault_is_refused_without_quoting_it(
    folder: Path, key: Path, plain: bytes
) -> None:
    encrypted(folder, plain)
    assert "Zyxwvut" not in refused("bad-vault", folder, key)


def test_g19_a_slot_that_stands_twice_is_refused_by_its_id(folder: Path, key: Path) -> None:
    encrypted(folder, b'{"version":1,"values":{"r7":"Zyxwvut","r7":"b"}}')
    said = refused("bad-vault", folder, key)
    assert "slot 'r7' twice" in said
    encrypted(folder, b'{"version":1,"values":{"Zyxwvut!":"a","Zyxwvut!":"b"}}')
    assert "Zyxwvut" not in said + refused("bad-vault", folder, key)


def test_g19_check_names_slots_too_many_and_slots_without_value(folder: Path, key: Path) -> None:
    write(folder, r1=WORDS, r2=WORDS)
    problems = vault.check(folder, key, ["r2", "r3"])
    assert [(one.code, one.message.count("r1")) for one in problems] == [
        ("slot-not-declared", 1),
        ("slot-not-held", 0),
    ]
    assert "Zyxwvut" not in str(problems)
    assert vault.check(folder, key, ["r1", "r2"]) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ""),
        ("# only a comment\n", ""),
        ("# a key\nAGE-SECRET-KEY-1ZYXWVUT\n", ":2:1"),
        ("age-encryption.org/v1\n-> scrypt\n", ":1:1"),
        ("\udcff", ""),
    ],
)
def test_g19_a_bad_key_file_is_named_with_its_line_and_never_quoted(
    folder: Path, tmp_path: Path, text: str, place: str
) -> None:
    write(folder, r1=WORDS)
    bad = tmp_path / "bad.txt"
    bad.write_text(text, "utf-8", "surrogateescape")
    said = refused("bad-key-file", folder, bad)
    assert f"bad.txt{place}: bad-key-file" in said
    assert "ZYXWVUT" not in said
    refused("bad-key-file", folder, tmp_path / "nowhere.txt")


def test_g18_comments_and_several_keys_in_a_key_file_are_read(folder: Path, key: Path) -> None:
    write(folder, r1=WORDS)
    other = key.parent / "other.txt"
    vault.generate(other)
    both = key.parent / "both.txt"
    both.write_text(f"\n# two\n{other.read_text()}\n\n{key.read_text()}")
    assert opened(folder, both) == {"r1": WORDS}


def test_recipients_may_be_commented_and_repeated(folder: Path, key: Path) -> None:
    (public,) = vault.public_keys(key)
    (folder / vault.RECIPIENTS).write_text(f"# who\n\n{public}  # me\n{public}\n")
    assert vault.recipients(folder) == (public,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "recipients.txt: no-recipients"),
        ("# nobody\n", "recipients.txt: no-recipients"),
        ("# x\nage1Zyxwvut\n", "recipients.txt:2:1: bad-recipient"),
        ("ssh-ed25519 AAAA\n", "recipients.txt:1:1: bad-recipient"),
        ("AGE-SECRET-KEY-1ZYXWVUT\n", "recipients.txt:1:1: bad-recipient"),
    ],
)
def test_g19_a_bad_list_of_recipients_is_named_with_its_line(
    folder: Path, text: str, said: str
) -> None:
    (folder / vault.RECIPIENTS).write_text(text)
    with pytest.raises(VaultError) as caught:
        vault.recipients(folder)
    assert said in str(caught.value)
    assert "yxwvut" not in str(caught.value).lower()


def test_g18_nothing_is_written_without_recipients(folder: Path) -> None:
    for to in ([], ["age1bad"]):
        with pytest.raises(VaultError, match="recipient"):
            vault.write(folder, {"r1": Secret(WORDS)}, to)
    assert not vault.exists(folder)


def test_g34_a_full_disk_leaves_the_old_vault(
    folder: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, r1=WORDS)

    def full(*_: object) -> None:
        raise OSError("no space")

    for function in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(f"os.{function}", full)
            with pytest.raises(WriteError, match="cannot-write"):
                write(folder, r2="other")
        assert opened(folder, key) == {"r1": WORDS}
    assert sorted(path.name for path in folder.iterdir()) == [vault.RECIPIENTS, vault.NAME]


def test_a_file_that_changed_since_it_was_read_is_not_replaced(folder: Path) -> None:
    write(folder, r1=WORDS)
    change = vault.change(folder, Contents(), vault.recipients(folder))
    write(folder, r1="newer")
    with pytest.raises(ContentError, match="changed-meanwhile"):
        replace_files.replace([change])


def test_files_left_by_a_killed_command_are_removed(folder: Path) -> None:
    stale = folder / f".{vault.NAME}.1.tmp"
    stale.write_text("half")
    write(folder, r1=WORDS)
    assert not stale.exists()


def test_g19_readers_are_added_and_removed_and_comments_stay(folder: Path, key: Path) -> None:
    write(folder, r1=WORDS)
    other = key.parent / "other.txt"
    public = vault.generate(other)
    path = folder / vault.RECIPIENTS
    path.write_text(f"# us\n{vault.public_keys(key)[0]}  # me\n")
    recipients.change(folder, [public, public], [], key)
    assert path.read_text().endswith(f"# me\n{public}\n")
    assert opened(folder, other) == {"r1": WORDS}
    recipients.change(folder, [], vault.public_keys(key), other)
    assert path.read_text() == f"# us\n{public}\n"
    refused("wrong-key", folder, key)
    for remove, code in (([public], "no-recipients"), (["age1x"], "unknown-recipient")):
        with pytest.raises(VaultError, match=code):
            recipients.change(folder, [], remove, other)
    assert opened(folder, other) == {"r1": WORDS}


def test_g19_a_key_is_rotated_and_the_old_one_opens_nothing_any_more(
    folder: Path, key: Path
) -> None:
    write(folder, r1=WORDS)
    new = key.parent / "new.txt"
    public, listed = recipients.rotate(folder, key, [], new)
    assert listed == (public,) == vault.recipients(folder)
    assert opened(folder, new) == {"r1": WORDS}
    refused("wrong-key", folder, key)


def test_g19_a_wrong_key_rotates_nothing_and_makes_no_key(folder: Path, key: Path) -> None:
    write(folder, r1=WORDS)
    other, new = key.parent / "other.txt", key.parent / "new.txt"
    vault.generate(other)
    with pytest.raises(VaultError, match="wrong-key"):
        recipients.rotate(folder, other, [], new)
    assert not new.exists()


def test_g34_a_rotation_that_was_interrupted_is_mended_by_running_it_again(
    folder: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, r1=WORDS)
    new = key.parent / "new.txt"
    public = vault.generate(new)
    real = replace_files.Path.replace

    def once(self: Path, target: Path) -> Path:
        if target.name == vault.RECIPIENTS:
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", once)
        with pytest.raises(KeyboardInterrupt):
            recipients.rotate(folder, key, [public], None)
    assert opened(folder, new) == {"r1": WORDS}
    recipients.change(folder, [public], vault.public_keys(key), new)
    assert vault.recipients(folder) == (public,)
    assert opened(folder, new) == {"r1": WORDS}


def test_g33_a_new_key_is_never_written_into_the_dossier(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    with pytest.raises(VaultError, match="key-in-dossier"):
        recipients.begin(folder, [], folder / "key.txt")
    with pytest.raises(VaultError, match="no-recipients"):
        recipients.begin(folder, [], None)
    assert list(folder.iterdir()) == []


def test_a_vault_is_begun_once(folder: Path, key: Path) -> None:
    with pytest.raises(VaultError, match="recipients-exist"):
        recipients.begin(folder, vault.public_keys(key), None)


def test_a_key_is_asked_for_only_once_there_is_a_vault(folder: Path) -> None:
    assert vault.held(folder, None).values == {}
    write(folder, r1=WORDS)
    with pytest.raises(VaultError, match="no-key"):
        vault.held(folder, None)
