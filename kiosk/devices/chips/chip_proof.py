"""Does the chip hold the secret key that belongs to its data? Chip and active authentication (ICAO 9303-11, 6).

A copy of the files alone passes passive authentication; it cannot pass these. Not every card offers them.
"""

import secrets
from dataclasses import dataclass

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.core import Integer, Sequence
from asn1crypto.keys import PublicKeyInfo
from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk.devices.chips import tlv
from kiosk.devices.chips.apdu import Command
from kiosk.devices.chips.curves import Curve, Point
from kiosk.devices.chips.failures import Unreadable
from kiosk.devices.chips.keys import Suite
from kiosk.devices.chips.oids import decode_oid, encode_oid
from kiosk.devices.chips.pace import SUITES
from kiosk.devices.chips.secure_messaging import SecureChannel
from kiosk.devices.chips.signatures import MethodUnknown, curve_of, digest, fits, public_key

_CHIP_KEY_BY_CURVE = "0.4.0.127.0.7.2.2.1.2"
_CHIP_AUTHENTICATION_BY_CURVE = "0.4.0.127.0.7.2.2.3.2"
_PARSE_ERRORS = (ValueError, KeyError, TypeError, AttributeError)
_TRAILER_DIGESTS = {0x33CC: "sha1", 0x38CC: "sha224", 0x34CC: "sha256", 0x36CC: "sha384", 0x35CC: "sha512"}
_PLAIN_DIGESTS = ("sha256", "sha384", "sha512", "sha224", "sha1")


@dataclass(frozen=True, slots=True)
class ChipAuthentication:
    """What data group 14 offers: the chip's public point and how keys are made with it."""

    oid: str
    suite: Suite
    curve: Curve
    point: Point
    key_id: bytes | None

    def run(self, channel: SecureChannel) -> SecureChannel | None:
        """Agree on new keys; the new channel only works with the true chip. None where the chip takes no part."""
        secret = self.curve.new_secret()
        mine = self.curve.encode(self.curve.multiply(secret, self.curve.generator))
        identifier = tlv.element(0x84, self.key_id) if self.key_id is not None else b""
        if self.suite.cipher == "tdes":
            sent = channel.send(Command(0x00, 0x22, 0x41, 0xA6, tlv.element(0x91, mine) + identifier))
        else:
            chosen = tlv.element(0x80, encode_oid(self.oid)) + identifier
            sent = channel.send(Command(0x00, 0x22, 0x41, 0xA4, chosen))
            if sent.is_fine:
                body = tlv.element(0x7C, tlv.element(0x80, mine))
                sent = channel.send(Command(0x00, 0x86, 0, 0, body, expected=0))
        if not sent.is_fine:
            return None
        shared = self.curve.multiply(secret, self.point)[0]
        return SecureChannel(channel.below, self.suite, shared.to_bytes(self.curve.field_bytes, "big"))


def chip_authentication_in(file: bytes) -> ChipAuthentication | None:
    """The offer of a data group 14 that can be taken up here, if it makes one."""
    offers: list[tuple[str, bytes | None]] = []
    keys: list[tuple[PublicKeyInfo, bytes | None]] = []
    try:
        for info in (value for tag, value in tlv.elements(tlv.need(file, 0x6E, 0x31)) if tag == 0x30):
            parts = list(tlv.elements(info))
            oid = decode_oid(parts[0][1])
            key_id = parts[2][1] if len(parts) > 2 and parts[2][0] == 0x02 else None
            if oid == _CHIP_KEY_BY_CURVE:
                keys.append((PublicKeyInfo.load(tlv.element(0x30, parts[1][1])), key_id))
            elif oid.rpartition(".")[0] == _CHIP_AUTHENTICATION_BY_CURVE:
                offers.append((oid, key_id))
        for key, key_id in keys:
            oids = [oid for oid, of_key in offers if of_key == key_id]
            curve = curve_of(key)
            point = curve.decode(key["public_key"].native)
            # without a stated way it is the first one that was standardised, Triple DES
            oid = max(oids, key=lambda name: int(name.rpartition(".")[2]), default="")
            suite = SUITES[int(oid.rpartition(".")[2])] if oid else SUITES[1]
            return ChipAuthentication(oid, suite, curve, point, key_id)
    except (MethodUnknown, Unreadable, IndexError, *_PARSE_ERRORS):
        return None
    return None


def active_key_in(file: bytes) -> PublicKeyInfo | None:
    """The key of a data group 15, if it can be used here."""
    try:
        key: PublicKeyInfo = PublicKeyInfo.load(tlv.need(file, 0x6F))
        public_key(key)
    except (MethodUnknown, Unreadable, *_PARSE_ERRORS):
        return None
    return key


def passes_active_authentication(channel: SecureChannel, key: PublicKeyInfo) -> bool:
    """The chip signs a fresh number with the secret half of the key."""
    challenge = secrets.token_bytes(8)
    answer = channel.send(Command(0x00, 0x88, 0, 0, challenge, expected=0))
    if not answer.is_fine:
        return False
    known = public_key(key)
    if isinstance(known, rsa.RSAPublicKey):
        return _recovers(known, answer.data, challenge)
    return _fits_plain(key, answer.data, challenge)


def _recovers(key: rsa.RSAPublicKey, signature: bytes, challenge: bytes) -> bool:
    """ISO/IEC 9796-2, scheme 1: the message's first part comes back out of the signature."""
    numbers = key.public_numbers()
    opened = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n)
    for representative in (opened, numbers.n - opened):
        block = representative.to_bytes((numbers.n.bit_length() + 7) // 8, "big")
        if block[-1] == 0xBC:
            name, trailer = "sha1", 1
        elif (known := _TRAILER_DIGESTS.get(int.from_bytes(block[-2:], "big"))) is not None:
            name, trailer = known, 2
        else:
            continue
        size = len(digest(name, b""))
        part, stated = block[1 : -trailer - size], block[-trailer - size : -trailer]
        if block[0] == 0x6A and digest(name, part + challenge) == stated:
            return True
    return False


class _Plain(Sequence):  # type: ignore[misc]
    _fields = [("r", Integer), ("s", Integer)]  # noqa: RUF012  asn1crypto's way


def _fits_plain(key: PublicKeyInfo, signature: bytes, challenge: bytes) -> bool:
    """ECDSA as r and s side by side (BSI TR-03111, 5.2.1); the digest is the card's choice."""
    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    encoded = _Plain({"r": r, "s": s}).dump()
    return any(
        fits(key, SignedDigestAlgorithm({"algorithm": f"{name}_ecdsa"}), encoded, challenge)
        for name in _PLAIN_DIGESTS
    )
