"""Envelopes of signatures: read in a few steps, whatever their lengths are."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from asn1crypto import cms, core, tsp

from pipeline.distribution.package import package_manifest
from pipeline.distribution.signing import pdf_revision
from pipeline.distribution.signing.certificates import parsed
from tests.distribution.test_revocation import packed
from tests.support import certificates

#: Without it, asn1crypto does not look into time stamps; other tests load it.
assert tsp


@pytest.fixture(scope="module")
def signature(built: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a signature with a time stamp."""
    folder = tmp_path_factory.mktemp("signed")
    root = certificates.issued("Root")
    with certificates.revocation_lists(root, []) as lists:
        officer = certificates.issued("Release Officer", root, lists=lists)
        clock = certificates.issued("Clock", root, stamps=True, lists=lists)
        with certificates.time_stamps(folder, clock) as address:
            path = packed(built, folder, officer, address, parsed(root.pem, "root"))
    with zipfile.ZipFile(path) as package:
        (name,) = (row for row in package.namelist() if row.endswith(package_manifest.SIGNATURE))
        return package.read(name)


def lengthened(signature: bytes, octets: int) -> bytes:
    """Return it with a value of so many octets for what was signed: no envelope looks at it."""
    info = cms.ContentInfo.load(signature)
    info["content"]["signer_infos"][0]["signature"] = bytes(octets)
    return bytes(info.dump())


def test_a_length_that_ends_like_an_indefinite_one_costs_no_more(
    signature: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = (lengthened(signature, octets) for octets in range(100, 500))
    odd = next(data for data in made if data[3] == 0x80)
    calls = 0
    dump = core.Asn1Value.dump

    def counted(value: core.Asn1Value, force: bool = False) -> bytes:
        nonlocal calls
        calls += 1
        assert calls < 1000
        return bytes(dump(value, force))

    monkeypatch.setattr(core.Asn1Value, "dump", counted)
    pdf_revision.envelope(odd, room=False)


@pytest.mark.parametrize("at", [4, 20, 40, 300, 700, 1200, 1800])
def test_an_octet_more_anywhere_is_refused(signature: bytes, at: int) -> None:
    pdf_revision.envelope(signature, room=False)
    with pytest.raises(ValueError, match=r"."):
        pdf_revision.envelope(signature[:at] + b"\0" + signature[at:], room=False)
    with pytest.raises(ValueError, match="after the signature"):
        pdf_revision.envelope(signature + b"\0", room=False)
