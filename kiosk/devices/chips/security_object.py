"""EF.SOD, the document's signed list of digests (ICAO 9303-10, 4.6.2): parsed, and its signature checked."""

import hmac
from dataclasses import dataclass, field

from asn1crypto.cms import ContentInfo, SignedData, SignerInfo
from asn1crypto.x509 import Certificate

from kiosk.devices.chips import tlv
from kiosk.devices.chips.failures import ChipFailed, Unreadable
from kiosk.devices.chips.oids import decode_oid
from kiosk.devices.chips.signatures import MethodUnknown, digest, fits
from kiosk.domain.chip import ChipTrouble

_DIGESTS = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@dataclass(frozen=True, slots=True)
class SecurityObject:
    """Which digests were signed, and by whose certificate."""

    digest_name: str
    digests: dict[int, bytes] = field(repr=False)
    """Data group number → digest."""
    signer: Certificate = field(repr=False)

    @property
    def signer_country(self) -> str:
        """Two capital letters of the signer's certificate."""
        return str(self.signer.issuer.native.get("country_name") or "").upper()

    def check(self, number: int, content: bytes) -> None:
        """ALTERED where the content of a data group is not the one that was signed."""
        signed = self.digests.get(number)
        if signed is None or not hmac.compare_digest(signed, digest(self.digest_name, content)):
            raise ChipFailed(ChipTrouble.ALTERED, f"data group {number}")


def read_security_object(file: bytes) -> SecurityObject:
    """The object in an EF.SOD whose signature fits its own signer's certificate; who that is, is not judged here.

    Raises SIGNATURE_BROKEN where it does not fit, Unreadable where it cannot be told.
    """
    try:
        signed: SignedData = ContentInfo.load(tlv.need(file, 0x77))["content"]
        signers = list(signed["signer_infos"])
        certificates = [choice.chosen for choice in signed["certificates"]]
        content = bytes(signed["encap_content_info"]["content"].contents)
        if not signers:
            raise Unreadable("security object without a signer")
        signer = _certificate_of(signers[0], certificates)
        _check_signature(signers[0], signer, content, signed["encap_content_info"]["content_type"].dotted)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"security object: {type(error).__name__}") from error
    except MethodUnknown as error:
        raise Unreadable(f"signature of the security object: {error}") from error
    name, digests = _listed(content)
    return SecurityObject(name, digests, signer)


def _certificate_of(signer: SignerInfo, certificates: list[Certificate]) -> Certificate:
    chosen = signer["sid"].chosen
    for certificate in certificates:
        if signer["sid"].name == "subject_key_identifier":
            if certificate.key_identifier == chosen.native:
                return certificate
        elif (
            certificate.serial_number == chosen["serial_number"].native
            and certificate.issuer == chosen["issuer"]
        ):
            return certificate
    raise ChipFailed(ChipTrouble.SIGNER_UNKNOWN, "the security object brings no certificate of its signer")


def _check_signature(signer: SignerInfo, certificate: Certificate, content: bytes, kind: str) -> None:
    name = signer["digest_algorithm"]["algorithm"].native
    covered = content
    if signer["signed_attrs"]:
        attributes = {item["type"].native: item["values"][0] for item in signer["signed_attrs"]}
        stated = attributes.get("message_digest")
        fitting = stated is not None and hmac.compare_digest(stated.native, digest(name, content))
        if not fitting or attributes["content_type"].dotted != kind:
            raise ChipFailed(ChipTrouble.SIGNATURE_BROKEN, "digest of the signed list")
        # what is signed is the set itself, not the tag under which it stands in the signer's part (RFC 5652, 5.4)
        covered = signer["signed_attrs"].untag().dump(force=False)
    algorithm = signer["signature_algorithm"]
    if not fits(certificate.public_key, algorithm, signer["signature"].native, covered, name):
        raise ChipFailed(ChipTrouble.SIGNATURE_BROKEN, "signature of the signed list")


def _listed(content: bytes) -> tuple[str, dict[int, bytes]]:
    parts = list(tlv.elements(tlv.need(content, 0x30)))
    if len(parts) < 3:
        raise Unreadable("list of digests")
    name = _DIGESTS.get(decode_oid(tlv.need(parts[1][1], 0x06)))
    if name is None:
        raise Unreadable("digest of the data groups")
    digests = {}
    for _, entry in tlv.elements(parts[2][1]):
        number = int.from_bytes(tlv.need(entry, 0x02), "big")
        digests[number] = tlv.need(entry, 0x04)
    return name, digests
