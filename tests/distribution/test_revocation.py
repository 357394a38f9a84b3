"""Whether certificates were revoked: by what a package brings, and by asking."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.distribution import verify
from pipeline.distribution.signing import make_signatures
from pipeline.distribution.signing.certificates import parsed
from pipeline.workflow import package_order
from tests.conftest import MINI
from tests.support import certificates


def packed(built: Path, folder: Path, officer: certificates.Identity, *stamp: object) -> Path:
    """Return a package that an officer signed; with a time stamp, also for the long term."""
    (folder / "key.p12").write_bytes(officer.p12)
    key = make_signatures.from_file(folder / "key.p12", certificates.PASSPHRASE)
    address, roots = stamp or (None, ())
    seal = make_signatures.SigningKey(key, make_signatures.timestamper(address), roots)  # type: ignore[arg-type]
    wanted = package_order.Wanted(built, "public", "pdf-only")
    path = folder / "package.zip"
    path.write_bytes(package_order.packed(MINI, wanted, seal).data)
    return path


def codes(path: Path, root: bytes, how: verify.Revocation) -> list[str]:
    return sorted({row.code for row in verify.verify(path, [root], how).problems})


def test_proofs_that_a_package_brings_need_no_network_and_hold_afterwards(
    built: Path, tmp_path: Path
) -> None:
    root = certificates.issued("Root with Lists")
    pem = root.pem
    revoked: list[object] = []
    with certificates.revocation_lists(root, revoked) as lists:  # type: ignore[arg-type]
        officer = certificates.issued("Release Officer", root, lists=lists)
        clock = certificates.issued("Clock", root, stamps=True, lists=lists)
        with certificates.time_stamps(tmp_path, clock) as address:
            roots = parsed(pem, "root")
            path = packed(built, tmp_path, officer, address, roots)
        assert codes(path, pem, "fetch") == []
        # revoked after it was signed: today's answer is another one than that of the time stamp
        revoked.append(officer.certificate)
        assert codes(path, pem, "fetch") == ["revoked-certificate"]
        assert codes(path, pem, "embedded") == []
    # nobody answers any more
    assert codes(path, pem, "embedded") == []
    assert codes(path, pem, "fetch") == ["not-proved"]
    report = verify.verify(path, [pem], "embedded")
    assert [row.revocation for row in report.signatures] == ["embedded"] * 2
    # nothing is asked for unless it is wanted
    assert [row.revocation for row in verify.verify(path, [pem]).signatures] == ["none"] * 2


def test_a_package_without_proofs_says_so(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = certificates.issued("Root with Lists")
    with certificates.revocation_lists(root, []) as lists:
        path = packed(built, tmp_path, certificates.issued("Officer", root, lists=lists))
        assert codes(path, root.pem, "embedded") == ["not-proved"]
        assert codes(path, root.pem, "fetch") == []
        (tmp_path / "root.pem").write_bytes(root.pem)
        command = ["verify", str(path), "--trust", str(tmp_path / "root.pem")]
        assert cli.main([*command, "--revocation"]) == 6
        assert "not-proved" in capsys.readouterr().err
        assert cli.main([*command, "--revocation", "fetch"]) == 0
        assert ", not revoked today\n" in capsys.readouterr().out
        assert cli.main([*command, "--revocation", "fetch", "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert {row["revocation"] for row in said["signatures"]} == {"fetch"}
    with pytest.raises(SystemExit) as ended:
        cli.main(["verify", str(path), "--revocation"])
    assert ended.value.code == 2


def test_a_certificate_that_names_nobody_to_ask_is_not_proved(built: Path, tmp_path: Path) -> None:
    root = certificates.root().pem
    path = packed(built, tmp_path, certificates.signer())
    assert codes(path, root, "fetch") == ["not-proved"]
    assert codes(path, root, "none") == []
    # one that was issued by nobody but itself can be trusted, and not revoked
    assert codes(path, certificates.stranger().pem, "fetch") == ["not-trusted"]
