"""Check of a signed PDF's added revision, and of a detached one: a signature and nothing else.

The audit knows files of one revision. A signed one is that file, whose bytes do not change, and one
more revision after it: the signature, and the proofs for its certificates if there are any. Here
every object of this one is accounted for: what it is, that something leads to it, and that it can
hold nothing but what a signature needs. What replaces an older object may only add to it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from asn1crypto import algos, cms, core, crl, ocsp, parser, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509 import load_der_x509_certificate

from pipeline.audit.pdf import objects

_NULLS = re.compile(rb"\x00*")
_FORMS: Mapping[str, re.Pattern[str]] = {
    "/Type": re.compile(r"/Sig"),
    "/Filter": re.compile(r"/Adobe\.PPKLite"),
    "/SubFilter": re.compile(r"/ETSI\.CAdES\.detached"),
    "/M": re.compile(r"\(D:\d{14}(?:Z|[+-]\d\d'\d\d')\)"),
    "/ByteRange": re.compile(r"\[ 0 \d+ \d+ \d+ \]"),
}
_FIELD: Mapping[str, re.Pattern[str]] = {
    "/FT": re.compile(r"/Sig"),
    "/T": re.compile(r"\(Signature\)"),
    "/TU": re.compile(r"\(Signature\)"),
    "/Type": re.compile(r"/Annot"),
    "/Subtype": re.compile(r"/Widget"),
    "/F": re.compile(r"132"),
    "/Rect": re.compile(r"\[ -9999 -9999 -9999 -9999 \]"),
}
_EXTENSION = re.compile(
    r"<< (?:/(?:ESIC|ADBE) << (?:/(?:BaseVersion /1\.7|ExtensionLevel [1-8]"
    r"|Type /DeveloperExtensions) )+>> )+>>"
)
#: Attributes of a signature that it does not protect itself: the time stamp alone.
_UNSIGNED = frozenset(("signature_time_stamp_token",))
_TRAILER = frozenset(
    ("/Root", "/Info", "/ID", "/Size", "/Prev", "/Index", "/W", "/Type", "/Filter", "/Length",
     "/DecodeParms")
)  # fmt: skip


class _BadRevisionError(ValueError):
    """A revision holds what no signature needs; the message says what."""


def faults(data: bytes, size: int) -> tuple[str, ...]:
    """Return faults of what follows a PDF's first revision: all that is no signature.

    Args:
        data: a signed PDF.
        size: bytes of its first revision.
    """
    revisions, loose = objects.revisions(data, size)
    if loose:
        return tuple(loose)
    if len(revisions) != 1:
        return ("no revision, or more than a signature's",)
    try:
        with (
            pikepdf.open(io.BytesIO(data[:size]), attempt_recovery=False) as before,
            pikepdf.open(io.BytesIO(data), attempt_recovery=False) as after,
        ):
            _Check(before, after, revisions[0]).run()
    except _BadRevisionError as error:
        return (str(error),)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
        pikepdf.PdfError,
    ):
        return ("a revision that cannot be read",)
    return ()


def _written(value: Any) -> str:
    """Return a value as it is written, with references instead of what they lead to."""
    if isinstance(value, pikepdf.Object):
        return bytes(value.unparse()).decode("latin1")
    return str(value)


def _need(is_so: object, what: str) -> None:
    if not is_so:
        raise _BadRevisionError(what)


class _Check:
    """One comparison of a PDF before and after it was signed."""

    def __init__(self, before: pikepdf.Pdf, after: pikepdf.Pdf, added: set[int]) -> None:
        self._before = before
        self._after = after
        self._added = added
        self._reached: set[int] = set()
        self._old = {item.objgen[0] for item in before.objects}

    def run(self) -> None:
        """Check every object of the added revisions."""
        self._trailer()
        root = self._after.Root
        self._grown("the catalog", self._before.Root, root, {"/AcroForm", "/Extensions", "/DSS"})
        if "/Extensions" in root:
            _need(_EXTENSION.fullmatch(_written(root.Extensions)), "an extension that is not ours")
        self._form(root.AcroForm)
        if "/DSS" in root:
            self._proofs(root.DSS)
        for number in self._added - self._reached:
            item = self._after.get_object(number, 0)
            _need(
                isinstance(item, pikepdf.Stream) and item.get("/Type") == pikepdf.Name.XRef,
                "an object that no signature leads to",
            )
            _need(set(item.keys()) <= _TRAILER, "a key that our files do not have")
            width = sum(int(part) for part in item.W)
            rows = [int(part) for part in item.Index][1::2]
            _need(len(item.read_bytes()) == width * sum(rows), "data in its list of objects")

    def _trailer(self) -> None:
        old, new = self._before.trailer, self._after.trailer
        _need(set(new.keys()) <= _TRAILER, "a key that our files do not have")
        for key in ("/Root", "/Info"):
            numbers = [row[key].objgen if key in row else None for row in (old, new)]
            _need(numbers[0] == numbers[1], "another catalog or other properties")
        _need(bytes(old.ID[0]) == bytes(new.ID[0]) and len(new.ID) == len(old.ID), "another id")
        _need(all(len(bytes(part)) <= 64 for part in new.ID), "another id")  # noqa: PLR2004

    def _reach(self, value: Any) -> Any:
        """Note that an object of the added revisions is accounted for."""
        number = value.objgen[0]
        if number:
            _need(number in self._added and number not in self._old, "an object that was there")
            self._reached.add(number)
        return value

    def _grown(self, what: str, old: Any, new: Any, may_add: set[str]) -> None:
        """Check that an object of old only has more keys than it had."""
        _need(old.objgen == new.objgen, f"{what} is another")
        self._reached.add(new.objgen[0])
        _need(set(new.keys()) - set(old.keys()) <= may_add, f"{what} with a key that is not ours")
        for key in old.keys():  # noqa: SIM118 - a dictionary of pikepdf iterates otherwise
            same = key in new and _written(old[key]) == _written(new[key])
            _need(same, f"a change of {what}")

    def _form(self, form: Any) -> None:
        self._reach(form)
        _need(set(form.keys()) == {"/Fields", "/SigFlags"}, "a form that is no signature's")
        _need(int(form.SigFlags) == 3 and len(form.Fields) == 1, "a form that is no signature's")  # noqa: PLR2004
        field = self._reach(form.Fields[0])
        _need(set(field.keys()) == {*_FIELD, "/P", "/V"}, "a field that is no signature's")
        for key, pattern in _FIELD.items():
            _need(pattern.fullmatch(_written(field[key])), "a field that is no signature's")
        page, old = self._after.pages[0].obj, self._before.pages[0].obj
        _need(field.P.objgen == page.objgen, "a field that is not on the first page")
        self._page(old, page, field)
        self._signature(self._reach(field.V))

    def _page(self, old: Any, new: Any, field: Any) -> None:
        notes = list(new.Annots)
        _need(new.Annots.objgen[0] == 0, "annotations apart from their page")
        _need(notes[-1].objgen == field.objgen, "an annotation that is no signature's")
        before = [_written(note) for note in old.get("/Annots", ())]
        _need([_written(note) for note in notes[:-1]] == before, "a change of the annotations")
        self._reached.add(new.objgen[0])
        _need(old.objgen == new.objgen, "another first page")
        _need(set(new.keys()) == {*old.keys(), "/Annots"}, "a page with a key that is not ours")
        for key in filter("/Annots".__ne__, old.keys()):
            _need(_written(old[key]) == _written(new[key]), "a change of the first page")

    def _signature(self, signature: Any) -> None:
        _need(set(signature.keys()) == {*_FORMS, "/Contents"}, "a signature that is not ours")
        for key, pattern in _FORMS.items():
            _need(pattern.fullmatch(_written(signature[key])), "a signature that is not ours")
        envelope(bytes(signature.Contents), room=True)

    def _proofs(self, store: Any) -> None:
        """Check the document security store of PAdES: certificates and answers about them."""
        self._reach(store)
        kinds: dict[str, Callable[[bytes], Any]] = {
            "/Certs": x509.Certificate.load,
            "/OCSPs": ocsp.OCSPResponse.load,
            "/CRLs": crl.CertificateList.load,
        }
        _need(set(store.keys()) <= set(kinds), "a store of proofs that is not ours")
        for key, load in kinds.items():
            for stream in store.get(key, ()):
                self._proof(self._reach(stream), load)

    def _proof(self, stream: Any, load: Callable[[bytes], Any]) -> None:
        _need(set(stream.keys()) <= {"/Length", "/Filter"}, "a proof that is not ours")
        data = bytes(stream.read_bytes())
        _ = load(data).native
        _need(parser.peek(data) == len(data), "bytes after a proof")


def envelope(data: bytes, *, room: bool) -> cms.SignedData:
    """Return a detached signature in CMS, in which nothing stands that it does not need.

    A signature does not protect all of its envelope. What it leaves open is fixed here: the
    envelope is the one that its protected parts give, with the certificates that lead from the
    signer's to its root.

    Args:
        data: in DER.
        room: zeros may follow it, as in a PDF.

    Raises:
        ValueError: it is none, or holds anything else.
    """
    # not by asn1crypto's dump: where a length ends in the octet 0x80 it takes that for an
    # indefinite one, and writes all parts anew, those within a time stamp thousands of times
    info, size = cms.ContentInfo.load(data), parser.peek(data)
    written, rest = data[:size], data[size:]
    _need(not rest or (room and _NULLS.fullmatch(rest)), "bytes after the signature")
    _need(info["content_type"].native == "signed_data", "a signature that cannot be read")
    signed = info["content"]
    _need(len(signed["signer_infos"]) == 1, "more than one signature in one")
    _need(_plain(signed, written) == written, "words that the signature does not protect")
    _lead(signed)
    return signed


def _plain(signed: cms.SignedData, written: bytes) -> bytes:
    """Return the envelope, in DER, that the protected parts of a signature give.

    Raises:
        ValueError: parts are missing, or there are others.
    """
    rows: Any = signed["signer_infos"]
    old = rows[0]
    if not isinstance(old["unsigned_attrs"], core.Void):
        more = old["unsigned_attrs"]
        _need(
            len(more) == 1 and more[0]["type"].native in _UNSIGNED and len(more[0]["values"]) == 1,
            "words that the signature does not protect",
        )
    _, tagged = _members(written)
    (inside,) = _members(tagged)
    _, _, _, certificates, signers = _members(inside)
    (signer,) = _members(signers)
    _, signer_id, _, attributes, algorithm, signature, *unsigned = _members(signer)
    tags = [row[:1] for row in (certificates, attributes, *unsigned)]
    _need(tags in ([b"\xa0"] * 2, [b"\xa0", b"\xa0", b"\xa1"]), "parts that are not ours")
    digest = algos.DigestAlgorithm({"algorithm": old["digest_algorithm"]["algorithm"].native})
    version = core.Integer(1).dump()
    kept = (version, signer_id, digest.dump(), attributes, algorithm, signature, *unsigned)
    signer = _joined(core.Sequence.tag, *kept)
    content = cms.EncapsulatedContentInfo({"content_type": "data"}).dump()
    parts = (version, _joined(core.SetOf.tag, digest.dump()), content, certificates)
    inside = _joined(core.Sequence.tag, *parts, _joined(core.SetOf.tag, signer))
    tagged = parser.emit(2, 1, 0, inside)
    return _joined(core.Sequence.tag, cms.ContentType("signed_data").dump(), tagged)


def _members(value: bytes) -> list[bytes]:
    """Return the values that a constructed value in DER holds."""
    whole: Any = parser.parse(value, strict=True)
    content, found = bytes(whole[4]), list[bytes]()
    while content:
        size = parser.peek(content)
        found.append(content[:size])
        content = content[size:]
    return found


def _joined(tag: int, *parts: bytes) -> bytes:
    """Return a constructed value in DER of values in DER."""
    return bytes(parser.emit(0, 1, tag, b"".join(parts)))


def _lead(signed: cms.SignedData) -> None:
    """Check that each certificate of an envelope has issued the one before, from the signer's on.

    The last one is checked against itself if it is a root; else by a receiver who trusts its root.
    """
    rows: Any = signed["signer_infos"]
    sid = rows[0]["sid"].chosen
    left = [certificate.chosen for certificate in signed["certificates"]]
    mine = [
        certificate
        for certificate in left
        if (certificate.issuer, certificate.serial_number)
        == (sid["issuer"], sid["serial_number"].native)
    ]
    _need(len(mine) == 1, "not the one certificate of its signer")
    last = mine[0]
    left.remove(last)
    while left:
        above = next(
            (certificate for certificate in left if certificate.subject == last.issuer), None
        )
        if above is None:
            raise _BadRevisionError("a certificate that does not lead to a root")
        _issued(last, above)
        left.remove(above)
        last = above
    if last.self_issued:
        _issued(last, last)


def _issued(certificate: x509.Certificate, by: x509.Certificate) -> None:
    """Check that a certificate has issued another."""
    below, above = (load_der_x509_certificate(row.dump()) for row in (certificate, by))
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError):
        raise _BadRevisionError("a certificate that does not lead to a root") from None
