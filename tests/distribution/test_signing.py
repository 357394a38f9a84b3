"""Signatures: what they add to a PDF, what they keep, and how a key is reached."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from pipeline import cli
from pipeline.core.errors import DistributeError
from pipeline.design import theme
from pipeline.distribution import received, verify
from pipeline.distribution.signing import make_signatures, pdf_revision
from pipeline.distribution.signing.certificates import parsed
from pipeline.edition.edition import view_for
from pipeline.output.freshness import sha256
from pipeline.workflow import package_order
from pipeline.workflow.publish import render
from tests.conftest import MINI, ready
from tests.support import certificates, validators

PDF = "st-7606-2024/public/de/st07606-re01.de24.PA.pdf"


@pytest.fixture(scope="session")
def plain(built: Path) -> bytes:
    return (built / PDF).read_bytes()


@pytest.fixture(scope="session")
def signed_pdf(plain: bytes, seal: make_signatures.SigningKey) -> bytes:
    return seal.pdf(plain)


def test_a_signed_pdf_is_the_audited_one_with_a_signature_after_it(
    plain: bytes, signed_pdf: bytes
) -> None:
    assert signed_pdf.startswith(plain)
    assert pdf_revision.faults(signed_pdf, len(plain)) == ()


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_signed_pdf_keeps_the_standards_it_had(signed_pdf: bytes, profile: str) -> None:
    assert validators.pdf_profile(signed_pdf, profile) == []
    assert validators.pdf_syntax(signed_pdf) == []


def test_a_pdf_of_the_newer_standards_is_signed_as_well(seal: make_signatures.SigningKey) -> None:
    """PDF 2.0 has no place for properties but its metadata."""
    newer = ready(MINI, "public").model_copy(update={"pdf_profile": "ua2-a4"})
    plain = render(view_for(newer, "pdf"), "pdf", theme.load())
    signed = seal.pdf(plain)
    assert plain.startswith(b"%PDF-2.0")
    assert pdf_revision.faults(signed, len(plain)) == ()
    assert validators.pdf_syntax(signed) == []


def test_a_reader_finds_one_field_and_nothing_on_the_page(plain: bytes, signed_pdf: bytes) -> None:
    with (
        pikepdf.open(io.BytesIO(plain)) as before,
        pikepdf.open(io.BytesIO(signed_pdf)) as after,
    ):
        (field,) = after.Root.AcroForm.Fields
        assert (field.FT, str(field.T)) == (pikepdf.Name.Sig, "Signature")
        x, y, right, top = (float(side) for side in field.Rect)
        assert max(x, y, right, top) < 0
        assert before.docinfo == after.docinfo
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()


def revised(plain: bytes, signed: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a PDF with the one revision that leads from a plain file to a changed signed one."""
    old = objects(plain)
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        change(pdf)
        new = {
            item.objgen[0]: bytes(item.unparse(resolved=True))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary)
        }
        size = max([int(pdf.trailer.Size), *(number + 1 for number in new)])
        trailer = {key: pdf.trailer[key].unparse().decode() for key in ("/Root", "/Info")}
        ids = pdf.trailer.ID.unparse().decode("latin-1")
    out, rows = plain, []
    for number, row in sorted(new.items()):
        if old.get(number) != row:
            rows.append(f"{number} 1\n{len(out):010} 00000 n \n")
            out += f"{number} 0 obj\n".encode() + row + b"\nendobj\n"
    start = len(out)
    before = int(re.findall(rb"startxref\s+(\d+)", plain)[-1])
    table = f"xref\n{''.join(rows)}trailer\n<< /Size {size} /Root {trailer['/Root']}"
    table += f" /Info {trailer['/Info']} /Prev {before} /ID {ids} >>\n"
    return out + table.encode("latin-1") + f"startxref\n{start}\n%%EOF\n".encode()


def objects(data: bytes) -> dict[int, bytes]:
    """Return a PDF's dictionaries as they are written, by number."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            item.objgen[0]: bytes(item.unparse(resolved=True))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary)
        }


def _set(owner: str, key: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        field = pdf.Root.AcroForm.Fields[0]
        owners = {
            "catalog": pdf.Root,
            "page": pdf.pages[0].obj,
            "other page": pdf.pages[1].obj,
            "form": pdf.Root.AcroForm,
            "field": field,
            "signature": field.V,
            "properties": pdf.trailer.Info,
        }
        owners[owner][key] = value

    return change


@pytest.mark.parametrize(
    ("owner", "key", "value"),
    [
        ("catalog", "/OpenAction", pikepdf.Array([])),
        ("catalog", "/PageMode", pikepdf.Name.UseOutlines),
        ("catalog", "/Lang", pikepdf.String("xx")),
        ("catalog", "/Extensions", pikepdf.Dictionary(ADBE=pikepdf.String("withheld words"))),
        ("page", "/AA", pikepdf.Dictionary()),
        ("page", "/Tabs", pikepdf.Name.R),
        ("page", "/Annots", pikepdf.Array([])),
        ("other page", "/Rotate", 90),
        ("form", "/XFA", pikepdf.String("words")),
        ("form", "/SigFlags", 1),
        ("field", "/TU", pikepdf.String("withheld words")),
        ("field", "/Rect", pikepdf.Array([0, 0, 90, 90])),
        ("field", "/AP", pikepdf.Dictionary()),
        ("signature", "/Reason", pikepdf.String("withheld words")),
        ("signature", "/Contents", pikepdf.String(b"withheld words")),
        ("properties", "/Title", pikepdf.String("withheld words")),
    ],
)
def test_what_is_no_signature_is_found_after_the_audited_file(
    plain: bytes, signed_pdf: bytes, owner: str, key: str, value: object
) -> None:
    changed = revised(plain, signed_pdf, _set(owner, key, value))
    assert pdf_revision.faults(changed, len(plain)) != ()


def test_an_object_that_nothing_leads_to_is_found(plain: bytes, signed_pdf: bytes) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.make_indirect(pikepdf.Dictionary(Words=pikepdf.String("withheld words")))

    changed = revised(plain, signed_pdf, add)
    found = pdf_revision.faults(changed, len(plain))
    assert found == ("an object that no signature leads to",)


def test_the_same_revision_written_otherwise_is_no_fault(plain: bytes, signed_pdf: bytes) -> None:
    """The changes above are found for what they are."""
    same = revised(plain, signed_pdf, lambda _: None)
    assert same != signed_pdf
    assert pdf_revision.faults(same, len(plain)) == ()
    twice = revised(same, same, _set("field", "/F", 4))
    assert pdf_revision.faults(twice, len(plain)) == ("no revision, or more than a signature's",)


@pytest.mark.parametrize(
    "change",
    [
        lambda data, _: data + b"% withheld words\n",
        lambda data, _: data + b"withheld words",
        lambda data, size: data[:size] + b"%words\n" + data[size:],
        lambda data, size: data[:size],
        lambda data, _: re.sub(rb"0{40}>", lambda row: b"41" * 20 + row[0][-1:], data),
        lambda data, _: data.replace(b"/M (", b"/N (", 1),
        lambda data, _: data.replace(b"/T (Signature)", b"/T (Withheld!)", 1),
    ],
    ids=["comment", "bytes", "between", "nothing", "padding", "key", "name"],
)
def test_bytes_that_no_signature_needs_are_found(
    plain: bytes, signed_pdf: bytes, change: Callable[[bytes, int], bytes]
) -> None:
    changed = change(signed_pdf, len(plain))
    assert changed != signed_pdf
    assert pdf_revision.faults(changed, len(plain)) != ()


def test_the_same_pdf_signed_at_another_time_is_another_file(
    signed: bytes, signed_pdf: bytes, tmp_path: Path
) -> None:
    (tmp_path / "package.zip").write_bytes(signed)
    members, faults = received.read(tmp_path / "package.zip")
    name = next(name for name in members if name.endswith(".pdf"))
    assert sha256(members[name]) != sha256(signed_pdf)  # the time of signing differs
    members[name] = signed_pdf
    assert {row.code for row in received.problems(members, faults)} == {"changed-file"}


def stamped(
    address: str, tmp_path: Path, roots: tuple[bytes, ...] = ()
) -> make_signatures.SigningKey:
    key = tmp_path / "key.p12"
    key.write_bytes(certificates.signer().p12)
    return make_signatures.SigningKey(
        make_signatures.from_file(key, certificates.PASSPHRASE),
        make_signatures.timestamper(address),
        tuple(one for root in roots for one in parsed(root, "root")),
    )


@pytest.mark.parametrize("is_long_term", [False, True], ids=["B-T", "B-LT"])
def test_signatures_bear_time_stamps(
    built: Path, plain: bytes, tmp_path: Path, is_long_term: bool
) -> None:
    root = certificates.root().pem
    with certificates.time_stamps(tmp_path) as address:
        seal = stamped(address, tmp_path, (root,) if is_long_term else ())
        made = package_order.packed(MINI, package_order.Wanted(built, "public"), seal)
    (tmp_path / "package.zip").write_bytes(made.data)
    report = verify.verify(tmp_path / "package.zip", [root])
    assert report.problems == ()
    assert all(row.time and row.trusted for row in report.signatures)
    members, _ = received.read(tmp_path / "package.zip")
    pdf = next(data for name, data in members.items() if name.endswith(".pdf"))
    assert pdf.startswith(plain)
    assert pdf.count(b"%%EOF") == 2
    assert (b"/DSS" in pdf) == is_long_term
    assert [validators.pdf_profile(pdf, profile) for profile in ("ua1", "2a")] == [[], []]


def test_a_server_that_gives_no_time_stamp_is_a_problem(plain: bytes, tmp_path: Path) -> None:
    seal = stamped("http://127.0.0.1:9/", tmp_path)
    for sign in (seal.pdf, seal.detached):
        with pytest.raises(DistributeError) as caught:
            sign(plain)
        assert caught.value.problems[0].code == "no-timestamp"
    with pytest.raises(DistributeError):
        make_signatures.timestamper("clock.example")


def test_proofs_that_lead_elsewhere_are_a_problem(plain: bytes, tmp_path: Path) -> None:
    with certificates.time_stamps(tmp_path) as address:
        seal = stamped(address, tmp_path, (certificates.stranger().pem,))
        with pytest.raises(DistributeError) as caught:
            seal.pdf(plain)
    assert caught.value.problems[0].code == "bad-certificate"


def dist(output: Path, *more: str) -> int:
    return cli.main(["dist", str(MINI), "--audience", "public", "--output", str(output), *more])


def passphrase(text: bytes) -> str:
    """Return the number of a descriptor that a passphrase can be read from."""
    inlet, outlet = os.pipe()
    os.write(outlet, text)
    os.close(outlet)
    return str(inlet)


def test_a_passphrase_comes_from_a_descriptor(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key.p12"
    key.write_bytes(certificates.signer().p12)
    words = passphrase(certificates.PASSPHRASE + b"\n")
    assert dist(output, "--sign-with", str(key), "--passphrase-fd", words) == 0
    said = capsys.readouterr().err
    assert "signed by Release Officer" in said
    assert certificates.PASSPHRASE.decode() not in said
    for wrong in (passphrase(b"wrong\n"), passphrase(b""), "987"):
        assert dist(output, "--sign-with", str(key), "--passphrase-fd", wrong) == 6
    said = capsys.readouterr().err
    assert (said.count("bad-signing-key"), said.count("no-passphrase")) == (2, 1)


def test_a_passphrase_is_asked_for_in_a_terminal_and_nowhere_else(
    output: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    key = tmp_path / "key.p12"
    key.write_bytes(certificates.signer().p12)
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    assert dist(output, "--sign-with", str(key)) == 6
    assert "no-passphrase" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: certificates.PASSPHRASE.decode())
    assert dist(output, "--sign-with", str(key)) == 0


def test_choices_of_a_key_that_cannot_be_are_problems(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--passphrase-fd", passphrase(b"1\n"))
    for more in (
        ("--timestamp", "https://clock.example/"),
        ("--sign-with-token", "/nowhere.so", *words),
        ("--sign-with", str(tmp_path / "none.p12"), "--long-term", "root.pem"),
        ("--sign-with", str(tmp_path / "none.p12"), *words),
    ):
        assert dist(output, *more) == 6
    said = re.findall(r"^\S+: ([a-z-]+): ", capsys.readouterr().err, re.MULTILINE)
    assert said == ["not-signed", "bad-signing-key", "no-timestamp", "bad-signing-key"]


_MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")


@pytest.mark.slow
def test_a_key_can_stay_on_a_token(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SoftHSM is a token in software; make test-all installs it."""
    assert _MODULE.exists(), "run make test-all"
    assert shutil.which("softhsm2-util"), "run make test-all"
    (tmp_path / "tokens").mkdir()
    settings = tmp_path / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {tmp_path}/tokens\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    util = ["softhsm2-util", "--init-token", "--free", "--label", "office"]
    subprocess.run([*util, "--pin", "1234", "--so-pin", "5678"], check=True, capture_output=True)
    _import(certificates.signer())
    for pin, certificate in (("9999", "officer"), ("1234", "nobody")):
        with pytest.raises(DistributeError) as caught:
            make_signatures.from_token(_MODULE, "office", certificate, pin)
        assert caught.value.problems[0].code == "bad-signing-key"
    seal = make_signatures.SigningKey(
        make_signatures.from_token(_MODULE, "office", "officer", "1234")
    )
    made = package_order.packed(MINI, package_order.Wanted(built, "public"), seal)
    (tmp_path / "package.zip").write_bytes(made.data)
    report = verify.verify(tmp_path / "package.zip", [certificates.root().pem])
    assert report.problems == ()
    assert {row.signer for row in report.signatures} == {"Release Officer"}


def _import(identity: certificates.Identity) -> None:
    """Put a key and its certificate on the token."""
    import pkcs11  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415
    from pkcs11.util.ec import decode_ec_private_key  # noqa: PLC0415
    from pkcs11.util.x509 import decode_x509_certificate  # noqa: PLC0415

    private = identity.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    der = identity.certificate.public_bytes(serialization.Encoding.DER)
    token = pkcs11.lib(str(_MODULE)).get_token(token_label="office")
    with token.open(user_pin="1234", rw=True) as session:
        session.create_object(
            decode_ec_private_key(private)
            | {Attribute.TOKEN: True, Attribute.LABEL: "officer", Attribute.ID: b"1"}
        )
        session.create_object(
            decode_x509_certificate(der)
            | {
                Attribute.TOKEN: True,
                Attribute.LABEL: "officer",
                Attribute.ID: b"1",
                Attribute.CLASS: ObjectClass.CERTIFICATE,
            }
        )
