"""PACE (ICAO 9303-11, 4.4): a key agreed from a short password; generic mapping over elliptic curves."""

import hmac
from dataclasses import dataclass

from kiosk.devices.chips import tlv
from kiosk.devices.chips.apdu import Answer, Channel, Command
from kiosk.devices.chips.ciphers import checksum, decrypt
from kiosk.devices.chips.curves import STANDARD_CURVES, Curve, Point
from kiosk.devices.chips.failures import Unreadable, WrongKey
from kiosk.devices.chips.keys import (
    AES128,
    AES192,
    AES256,
    AUTHENTICATION,
    PASSWORD,
    TDES,
    Suite,
    derive,
    password_of,
)
from kiosk.devices.chips.oids import decode_oid, encode_oid
from kiosk.devices.chips.secure_messaging import SecureChannel
from kiosk.domain.chip import ChipKey

_ID_PACE = "0.4.0.127.0.7.2.2.4"
GENERIC_MAPPING, CHIP_AUTHENTICATION_MAPPING = f"{_ID_PACE}.2", f"{_ID_PACE}.6"
SUITES = {1: TDES, 2: AES128, 3: AES192, 4: AES256}
BY_ZONE, BY_CAN = 1, 2
NO_SUCH_PASSWORD = 0x6A88


@dataclass(frozen=True, slots=True)
class PaceWay:
    """One way of PACE that a card offers and this program knows."""

    oid: str
    suite: Suite
    parameter_id: int
    curve: Curve


def ways_in(card_access: bytes) -> list[PaceWay]:
    """The ways of an EF.CardAccess that can be gone, strongest cipher first."""
    ways = []
    for tag, info in tlv.elements(tlv.find(card_access, 0x31) or b""):
        parts = list(tlv.elements(info)) if tag == 0x30 else []
        if len(parts) < 3 or parts[0][0] != 0x06:
            continue
        oid = decode_oid(parts[0][1])
        mapping, _, kind = oid.rpartition(".")
        curve = STANDARD_CURVES.get(int.from_bytes(parts[2][1], "big"))
        suite = SUITES.get(int(kind))
        # with the mapping that authenticates the chip the agreement is the generic one
        if mapping in (GENERIC_MAPPING, CHIP_AUTHENTICATION_MAPPING) and curve and suite:
            ways.append(PaceWay(oid, suite, int.from_bytes(parts[2][1], "big"), curve))
    return sorted(ways, key=lambda way: -way.suite.key_bytes)


def open_by_pace(channel: Channel, way: PaceWay, key: ChipKey) -> SecureChannel:
    """A protected channel. WrongKey where the card knows another password."""
    curve, suite = way.curve, way.suite
    chosen = (
        tlv.element(0x80, encode_oid(way.oid))
        + tlv.element(0x83, bytes([BY_CAN if key.can else BY_ZONE]))
        + tlv.element(0x84, bytes([way.parameter_id]))
    )
    begun = channel.send(Command(0x00, 0x22, 0xC1, 0xA4, chosen))
    if begun.status == NO_SUCH_PASSWORD:
        raise WrongKey("the card has no password of this kind")
    # a warning with 63 says how many attempts are left, and goes on
    if not begun.is_fine and begun.status >> 8 != 0x63:
        raise Unreadable(f"PACE is not taken: {begun.status:04X}")

    locked = tlv.need(_step(channel, b"", more=True), 0x80)
    nonce_key = derive(password_of(key), PASSWORD, suite)
    nonce = int.from_bytes(decrypt(suite, nonce_key, bytes(suite.block_bytes), locked), "big")

    secret = curve.new_secret()
    mine = curve.multiply(secret, curve.generator)
    theirs = _their_point(curve, _step(channel, tlv.element(0x81, curve.encode(mine)), more=True), 0x82)
    mapped = curve.add(
        curve.multiply(nonce % curve.n, curve.generator) if nonce % curve.n else None,
        curve.multiply(secret, theirs),
    )
    if mapped is None:
        raise Unreadable("mapped to infinity")

    secret = curve.new_secret()
    mine = curve.multiply(secret, mapped)
    theirs = _their_point(curve, _step(channel, tlv.element(0x83, curve.encode(mine)), more=True), 0x84)
    if theirs == mine:
        raise Unreadable("the card sent this terminal's own key back")
    shared = curve.multiply(secret, theirs)[0].to_bytes(curve.field_bytes, "big")

    authentication = derive(shared, AUTHENTICATION, suite)
    proof = checksum(suite, authentication, token_input(way.oid, curve, theirs))
    answer = _step(channel, tlv.element(0x85, proof), more=False)
    wanted = checksum(suite, authentication, token_input(way.oid, curve, mine))
    if not hmac.compare_digest(tlv.need(answer, 0x86), wanted):
        raise WrongKey("the card's token")
    return SecureChannel(channel, suite, shared)


def token_input(oid: str, curve: Curve, point: Point) -> bytes:
    """What an authentication token is made over: the other side's ephemeral key."""
    return tlv.element(0x7F49, tlv.element(0x06, encode_oid(oid)) + tlv.element(0x86, curve.encode(point)))


def _their_point(curve: Curve, answer: bytes, tag: int) -> Point:
    return curve.decode(tlv.need(answer, tag))


def _step(channel: Channel, data: bytes, *, more: bool) -> bytes:
    """One GENERAL AUTHENTICATE; `more` steps follow."""
    command = Command(0x10 if more else 0x00, 0x86, 0, 0, tlv.element(0x7C, data), expected=0)
    answer: Answer = channel.send(command)
    refused = not more and answer.status in (0x6982, 0x6983, 0x6984, 0x6A80)
    if answer.status >> 8 == 0x63 or refused:
        raise WrongKey(f"PACE: {answer.status:04X}")
    if not answer.is_fine:
        raise Unreadable(f"PACE: {answer.status:04X}")
    return tlv.need(answer.data, 0x7C)
