"""The countries' signing certificates that the operator installed in a folder, and what they say of a signer.

Certificates as `.cer`, `.crt`, `.der` or `.pem`, revocation lists as `.crl` or `.pem`; nothing is fetched.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate

from kiosk.devices.chips.failures import ChipFailed
from kiosk.devices.chips.signatures import MethodUnknown, fits
from kiosk.domain.chip import ChipTrouble

ENDINGS = frozenset({".cer", ".crt", ".der", ".pem", ".crl"})
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What a lazily parsed certificate raises where it is none."""


@dataclass(frozen=True, slots=True)
class CountryCertificates:
    """The folder's content as it was read."""

    certificates: tuple[Certificate, ...] = field(default=(), repr=False)
    revocations: tuple[CertificateList, ...] = field(default=(), repr=False)
    unreadable: tuple[str, ...] = ()
    """Names of files that are neither."""

    def valid_at(self, now: datetime) -> int:
        """How many of the certificates are in force."""
        return sum(_is_in_force(certificate, now) for certificate in self.certificates)

    def old_lists(self, now: datetime) -> int:
        """How many revocation lists should have been replaced by now."""
        ends = [item["tbs_cert_list"]["next_update"].native for item in self.revocations]
        return sum(end is not None and end < now for end in ends)

    def check(self, signer: Certificate, now: datetime) -> None:
        """Raises SIGNER_UNKNOWN, SIGNER_EXPIRED or SIGNER_REVOKED unless a certificate here vouches for the signer."""
        try:
            vouching = [own for own in self.certificates if _vouches(own, signer)]
            if not vouching:
                raise ChipFailed(
                    ChipTrouble.SIGNER_UNKNOWN, "no installed certificate vouches for the signer"
                )
            if not _is_in_force(signer, now):
                raise ChipFailed(ChipTrouble.SIGNER_EXPIRED, "the signer's certificate")
            in_force = [own for own in vouching if _is_in_force(own, now)]
            if not in_force:
                raise ChipFailed(ChipTrouble.SIGNER_EXPIRED, "the country's certificate")
            if any(_revokes(revoked, own, signer) for revoked in self.revocations for own in in_force):
                raise ChipFailed(ChipTrouble.SIGNER_REVOKED, "revocation list")
        except _UNREADABLE as error:
            raise ChipFailed(
                ChipTrouble.SIGNER_UNKNOWN, f"signer's certificate: {type(error).__name__}"
            ) from error


def read_folder(folder: Path) -> CountryCertificates:
    """Everything usable in the folder; a missing folder is an empty one."""
    certificates: list[Certificate] = []
    revocations: list[CertificateList] = []
    unreadable: list[str] = []
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    for file in files:
        if file.suffix.lower() not in ENDINGS or not file.is_file():
            continue
        try:
            for kind, content in _pieces(file.read_bytes(), file.suffix.lower()):
                if kind == "X509 CRL":
                    revocations.append(_whole_list(content))
                else:
                    certificates.append(_whole_certificate(content))
        except (*_UNREADABLE, OSError):
            unreadable.append(file.name)
    return CountryCertificates(tuple(certificates), tuple(revocations), tuple(unreadable))


def _pieces(data: bytes, ending: str) -> list[tuple[str, bytes]]:
    if pem.detect(data):
        return [(kind, content) for kind, _, content in pem.unarmor(data, multiple=True)]
    return [("X509 CRL" if ending == ".crl" else "CERTIFICATE", data)]


def _whole_certificate(data: bytes) -> Certificate:
    certificate = Certificate.load(data, strict=True)
    _ = certificate.subject, certificate.public_key.algorithm, certificate.not_valid_after
    return certificate


def _whole_list(data: bytes) -> CertificateList:
    revoked = CertificateList.load(data, strict=True)
    _ = revoked.issuer, revoked["tbs_cert_list"]["next_update"].native
    return revoked


def _is_in_force(certificate: Certificate, now: datetime) -> bool:
    return bool(certificate.not_valid_before <= now <= certificate.not_valid_after)


def _vouches(own: Certificate, signer: Certificate) -> bool:
    if own.subject != signer.issuer or not _may_sign(own):
        return False
    ours, theirs = own.key_identifier, signer.authority_key_identifier
    if ours and theirs and ours != theirs:
        return False
    return _signed(
        own, signer["signature_algorithm"], signer["signature_value"].native, signer["tbs_certificate"]
    )


def _may_sign(own: Certificate) -> bool:
    limits, usage = own.basic_constraints_value, own.key_usage_value
    is_authority = limits is None or limits["ca"].native
    return bool(is_authority and (usage is None or "key_cert_sign" in usage.native))


def _revokes(revoked: CertificateList, own: Certificate, signer: Certificate) -> bool:
    if revoked.issuer != own.subject:
        return False
    body = revoked["tbs_cert_list"]
    listed = (item["user_certificate"].native for item in body["revoked_certificates"] or ())
    return signer.serial_number in set(listed) and _signed(
        own, revoked["signature_algorithm"], revoked["signature"].native, body
    )


def _signed(own: Certificate, algorithm: object, signature: bytes, body: object) -> bool:
    try:
        return fits(own.public_key, algorithm, signature, body.dump())  # type: ignore[attr-defined]
    except MethodUnknown:
        return False
