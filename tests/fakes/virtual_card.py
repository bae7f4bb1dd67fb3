"""A travel document on a chip, in software: what a card of ICAO 9303 answers, command by command."""

import secrets
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.devices.chips import tlv
from kiosk.devices.chips.ciphers import checksum, decrypt, encrypt, pad, unpad
from kiosk.devices.chips.curves import STANDARD_CURVES, Curve, Point
from kiosk.devices.chips.failures import CardTaken, ChipFailed
from kiosk.devices.chips.files import APPLICATION
from kiosk.devices.chips.keys import (
    AUTHENTICATION,
    ENCRYPTION,
    PASSWORD,
    TDES,
    Suite,
    bac_seed,
    derive,
    password_of,
)
from kiosk.devices.chips.oids import encode_oid
from kiosk.devices.chips.pace import SUITES, token_input
from kiosk.domain.chip import ChipKey, ChipReaderState, ChipTrouble
from kiosk.domain.mrz import check_digit
from tests.fakes.card_authority import Signer

ATR = bytes.fromhex("3B8880010000000000000000 09".replace(" ", ""))
FINE, NOT_FOUND, SECURITY, WRONG, NO_FUNCTION = b"\x90\0", b"\x6a\x82", b"\x69\x82", b"\x63\0", b"\x6d\0"
CHIP_AUTHENTICATION_OID = "0.4.0.127.0.7.2.2.3.2"


@dataclass(frozen=True)
class Holder:
    """An invented person as a Vietnamese card names them."""

    number: str = "001199000001"
    name: str = "Nguyễn Thị An"
    zone_name: str = "NGUYEN<<THI<AN"
    birth: str = "990115"
    sex: str = "F"
    expiry: str = "390115"
    address: str = "Số 1, phường Cửa Nam, Hà Nội"
    old_number: str = "012345678"

    @property
    def key(self) -> ChipKey:
        """What the zone on the back says."""
        return ChipKey(document_number=self.number[3:], birth=self.birth, expiry=self.expiry)

    @property
    def zone(self) -> str:
        """Ninety characters."""
        number, optional = self.number[3:], self.number.ljust(14, "<")
        first = f"IDVNM{number}{check_digit(number)}{optional}{check_digit(optional)}"
        dates = f"{self.birth}{check_digit(self.birth)}{self.sex}{self.expiry}{check_digit(self.expiry)}"
        blank = "<" * 11
        composite = check_digit(first[5:30] + dates[0:7] + dates[8:15] + blank)
        return f"{first}{dates}VNM{blank}{composite}{self.zone_name.ljust(30, '<')}"

    def personal_group(self) -> bytes:
        """Data group 13: numbered texts inside a frame that nobody has published."""
        day = f"{self.birth[4:]}/{self.birth[2:4]}/19{self.birth[:2]}"
        texts = {
            1: self.number,
            2: self.name,
            3: day,
            4: "Nữ" if self.sex == "F" else "Nam",
            5: "Việt Nam",
            6: "Kinh",
            7: "Không",
            8: "Cửa Nam, Hà Nội",
            9: self.address,
            10: "Nốt ruồi C: 1cm trên đầu mày trái",
            11: "10/05/2021",
            12: f"{self.expiry[4:]}/{self.expiry[2:4]}/20{self.expiry[:2]}",
            16: self.old_number,
        }
        entries = b"".join(
            tlv.element(0x30, tlv.element(0x02, bytes([number])) + tlv.element(0x0C, text.encode()))
            for number, text in texts.items()
        )
        parents = tlv.element(0x0C, "Nguyễn Văn Ba".encode()) + tlv.element(0x0C, "Lê Thị Tư".encode())
        entries += tlv.element(0x30, b"\x02\x01\x0d" + tlv.element(0x30, parents))
        framed = tlv.element(0x06, encode_oid("1.2.3.4")) + tlv.element(0x31, entries)
        return tlv.element(0x6D, tlv.element(0x30, tlv.element(0x02, b"\0") + tlv.element(0x30, framed)))


def face_group(picture: bytes) -> bytes:
    """Data group 2 with one picture in a face record (ISO/IEC 19794-5)."""
    record = b"FAC\x00010\x00" + bytes(40) + picture
    body = tlv.element(0x02, b"\x01") + tlv.element(
        0x7F60, tlv.element(0xA1, tlv.element(0x87, b"\x01\x01")) + tlv.element(0x5F2E, record)
    )
    return tlv.element(0x75, tlv.element(0x7F61, body))


def zone_group(zone: str) -> bytes:
    """Data group 1."""
    return tlv.element(0x61, tlv.element(0x5F1F, zone.encode()))


def _spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def chip_key_group(key: ec.EllipticCurvePrivateKey, suite_id: int) -> bytes:
    """Data group 14: chip authentication over a curve."""
    offer = tlv.element(0x06, encode_oid(f"{CHIP_AUTHENTICATION_OID}.{suite_id}")) + tlv.element(0x02, b"\1")
    held = tlv.element(0x06, encode_oid("0.4.0.127.0.7.2.2.1.2")) + _spki(key)
    return tlv.element(0x6E, tlv.element(0x31, tlv.element(0x30, offer) + tlv.element(0x30, held)))


def active_key_group(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Data group 15."""
    return tlv.element(0x6F, _spki(key))


@dataclass
class CardData:
    """Everything a personalised chip holds."""

    files: dict[int, bytes]
    key: ChipKey
    can: str = ""
    pace: tuple[tuple[str, int], ...] = ()
    """(object identifier, parameter id) of each way offered."""
    pace_takes_zone: bool = True
    bac: bool = True
    chip_key: ec.EllipticCurvePrivateKey | None = None
    chip_suite: int = 2
    active_key: ec.EllipticCurvePrivateKey | None = None


def personalise(signer: Signer, holder: Holder, picture: bytes, **how: object) -> CardData:
    """Files of a whole card, signed."""
    data = replace(CardData({}, holder.key), **how)  # type: ignore[arg-type]
    groups = {1: zone_group(holder.zone), 2: face_group(picture), 13: holder.personal_group()}
    if data.chip_key is not None:
        groups[14] = chip_key_group(data.chip_key, data.chip_suite)
    if data.active_key is not None:
        groups[15] = active_key_group(data.active_key)
    data.files = files_of(signer, groups)
    if data.pace:
        infos = b"".join(
            tlv.element(
                0x30,
                tlv.element(0x06, encode_oid(oid)) + b"\x02\x01\x02" + tlv.element(0x02, bytes([parameter])),
            )
            for oid, parameter in data.pace
        )
        data.files[0x011C] = tlv.element(0x31, infos)
    return data


def files_of(signer: Signer, groups: dict[int, bytes]) -> dict[int, bytes]:
    """The data groups with their list and their signature."""
    tags = bytes(content[0] for _, content in sorted(groups.items()))
    common = tlv.element(0x60, tlv.element(0x5F01, b"0107") + tlv.element(0x5C, tags))
    return {
        0x011E: common,
        0x011D: signer.security_object(groups),
        **{0x0100 + number: content for number, content in groups.items()},
    }


@dataclass
class _Session:
    """The card's half of secure messaging."""

    suite: Suite
    secret: bytes
    counter: int = 0
    encryption: bytes = field(init=False)
    authentication: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.encryption = derive(self.secret, ENCRYPTION, self.suite)
        self.authentication = derive(self.secret, AUTHENTICATION, self.suite)

    def _next(self) -> bytes:
        self.counter += 1
        return self.counter.to_bytes(self.suite.block_bytes, "big")

    def _iv(self, counter: bytes) -> bytes:
        return (
            encrypt(self.suite, self.encryption, bytes(16), counter)
            if self.suite.cipher == "aes"
            else bytes(8)
        )

    def _mac(self, data: bytes) -> bytes:
        padded = pad(data, self.suite.block_bytes) if self.suite.cipher == "aes" else data
        return checksum(self.suite, self.authentication, padded)

    def open(self, head: bytes, body: bytes) -> bytes | None:
        """The command's plain data; None where the checksum is wrong."""
        counter = self._next()
        parts = dict(tlv.elements(body))
        covered = b"".join(tlv.element(tag, value) for tag, value in parts.items() if tag != 0x8E)
        if self._mac(counter + pad(head, self.suite.block_bytes) + covered) != parts.get(0x8E):
            return None
        secret = parts.get(0x87, b"")[1:] or parts.get(0x85, b"")
        return unpad(decrypt(self.suite, self.encryption, self._iv(counter), secret)) if secret else b""

    def close(self, data: bytes, status: bytes, *, odd: bool) -> bytes:
        """The protected answer."""
        counter = self._next()
        body = b""
        if data:
            secret = encrypt(
                self.suite, self.encryption, self._iv(counter), pad(data, self.suite.block_bytes)
            )
            body += tlv.element(0x85, secret) if odd else tlv.element(0x87, b"\x01" + secret)
        body += tlv.element(0x99, status)
        return body + tlv.element(0x8E, self._mac(counter + body)) + status


@dataclass
class _Pace:
    """How far a run of PACE is."""

    oid: str
    suite: Suite
    curve: Curve
    password: bytes
    nonce: bytes = b""
    generator: Point | None = None
    mine: Point | None = None
    theirs: Point | None = None
    shared: bytes = b""


class VirtualCard:
    """Answers commands as bytes; `taken_after` commands it is lifted off the reader."""

    def __init__(self, data: CardData, *, taken_after: int | None = None) -> None:
        self.data = data
        self.taken_after = taken_after
        self.commands = 0
        self.reset()

    def reset(self) -> None:
        """Power lost: nothing selected, no keys."""
        self._selected: bytes | None = None
        self._in_application = False
        self._session: _Session | None = None
        self._renewed: _Session | None = None
        self._challenge = b""
        self._pace: _Pace | None = None

    @property
    def is_taken(self) -> bool:
        """It does not lie on the reader any more."""
        return self.taken_after is not None and self.commands >= self.taken_after

    def transmit(self, command: bytes) -> bytes:
        """One command. CardTaken when it has been lifted off."""
        if self.is_taken:
            raise CardTaken
        self.commands += 1
        return self.answer(command)

    def answer(self, command: bytes) -> bytes:
        """What the chip says, status bytes last."""
        head, body, expected = _parsed(command)
        if head[0] & 0x0C != 0x0C:
            if self._session is not None and head[1] != 0xA4:
                return SECURITY
            self._session = None
            data, status = self._plain(head, body, expected)
            return data + status
        session = self._session
        if session is None:
            return b"\x69\x88"
        plain = session.open(head, body)
        if plain is None:
            self._session = None
            return b"\x69\x88"
        wanted = tlv.find(body, 0x97)
        count = int.from_bytes(wanted, "big") or 256 if wanted else 0
        data, status = self._protected(head, plain, count)
        answer = session.close(data, status, odd=bool(head[1] & 1))
        if self._renewed is not None:
            self._session, self._renewed = self._renewed, None
        return answer

    # --- in the clear ----------------------------------------------------------------------------------------

    def _plain(self, head: bytes, body: bytes, expected: int) -> tuple[bytes, bytes]:
        kind = head[1]
        if kind == 0xA4:
            return self._select(head, body)
        if kind == 0xB0:
            readable = self._selected is not None and not self._in_application
            return self._read(int.from_bytes(head[2:4], "big"), expected) if readable else (b"", SECURITY)
        if kind == 0x84 and self._in_application and self.data.bac:
            self._challenge = secrets.token_bytes(8)
            return self._challenge, FINE
        if kind == 0x82 and self._challenge:
            return self._mutual(body)
        if kind == 0x22 and head[2:4] == b"\xc1\xa4":
            return self._begin_pace(body)
        if kind == 0x86 and self._pace is not None:
            return self._go_on_with_pace(body)
        return b"", NO_FUNCTION

    def _select(self, head: bytes, body: bytes) -> tuple[bytes, bytes]:
        if head[2] == 0x04:
            self._in_application = body == APPLICATION and 0x0101 in self.data.files
            self._selected = None
            return b"", FINE if self._in_application else NOT_FOUND
        if body == b"\x3f\0":
            self._in_application, self._selected = False, None
            return b"", FINE
        identifier = int.from_bytes(body, "big")
        open_to_all = identifier == 0x011C
        self._selected = self.data.files.get(identifier) if open_to_all != self._in_application else None
        return b"", FINE if self._selected is not None else NOT_FOUND

    def _read(self, offset: int, count: int) -> tuple[bytes, bytes]:
        content = self._selected or b""
        if offset > len(content):
            return b"", b"\x6b\0"
        return content[offset : offset + count], FINE if offset + count <= len(content) else b"\x62\x82"

    def _mutual(self, body: bytes) -> tuple[bytes, bytes]:
        seed, challenge, self._challenge = bac_seed(self.data.key), self._challenge, b""
        encryption, authentication = derive(seed, ENCRYPTION, TDES), derive(seed, AUTHENTICATION, TDES)
        secret, mac = body[:32], body[32:]
        if checksum(TDES, authentication, secret) != mac:
            return b"", WRONG
        opened = decrypt(TDES, encryption, bytes(8), secret)
        if opened[8:16] != challenge:
            return b"", WRONG
        part = secrets.token_bytes(16)
        theirs = encrypt(TDES, encryption, bytes(8), challenge + opened[:8] + part)
        shared = bytes(a ^ b for a, b in zip(part, opened[16:], strict=True))
        self._session = _Session(TDES, shared, int.from_bytes(challenge[4:] + opened[4:8], "big"))
        return theirs + checksum(TDES, authentication, theirs), FINE

    # --- PACE ------------------------------------------------------------------------------------------------

    def _begin_pace(self, body: bytes) -> tuple[bytes, bytes]:
        parts = dict(tlv.elements(body))
        for oid, parameter in self.data.pace:
            if encode_oid(oid) == parts.get(0x80):
                by_can = parts.get(0x83) == b"\x02"
                if not self.data.can if by_can else not self.data.pace_takes_zone:
                    return b"", b"\x6a\x88"
                key = ChipKey(can=self.data.can) if by_can else self.data.key
                suite = SUITES[int(oid.rpartition(".")[2])]
                self._pace = _Pace(oid, suite, STANDARD_CURVES[parameter], password_of(key))
                return b"", FINE
        return b"", b"\x6a\x80"

    def _go_on_with_pace(self, body: bytes) -> tuple[bytes, bytes]:
        run = self._pace
        assert run is not None
        step = dict(tlv.elements(tlv.need(body, 0x7C)))
        if not step:
            run.nonce = secrets.token_bytes(run.suite.block_bytes * (2 if run.suite.cipher == "tdes" else 1))
            locked = encrypt(
                run.suite,
                derive(run.password, PASSWORD, run.suite),
                bytes(run.suite.block_bytes),
                run.nonce,
            )
            return tlv.element(0x7C, tlv.element(0x80, locked)), FINE
        curve = run.curve
        if 0x81 in step:
            secret = curve.new_secret()
            shared = curve.multiply(secret, curve.decode(step[0x81]))
            number = int.from_bytes(run.nonce, "big") % curve.n
            run.generator = curve.add(curve.multiply(number, curve.generator), shared)
            mine = curve.encode(curve.multiply(secret, curve.generator))
            return tlv.element(0x7C, tlv.element(0x82, mine)), FINE
        if 0x83 in step:
            assert run.generator is not None
            secret = curve.new_secret()
            run.mine, run.theirs = curve.multiply(secret, run.generator), curve.decode(step[0x83])
            run.shared = curve.multiply(secret, run.theirs)[0].to_bytes(curve.field_bytes, "big")
            return tlv.element(0x7C, tlv.element(0x84, curve.encode(run.mine))), FINE
        assert run.mine is not None
        assert run.theirs is not None
        authentication = derive(run.shared, AUTHENTICATION, run.suite)
        self._pace = None
        if checksum(run.suite, authentication, token_input(run.oid, curve, run.mine)) != step[0x85]:
            return b"", WRONG
        token = checksum(run.suite, authentication, token_input(run.oid, curve, run.theirs))
        self._session = _Session(run.suite, run.shared)
        return tlv.element(0x7C, tlv.element(0x86, token)), FINE

    # --- under keys ------------------------------------------------------------------------------------------

    def _protected(self, head: bytes, body: bytes, expected: int) -> tuple[bytes, bytes]:
        kind = head[1]
        if kind == 0xA4:
            return self._select(head, body)
        if kind == 0xB0:
            if self._selected is None:
                return b"", b"\x69\x86"
            return self._read(int.from_bytes(head[2:4], "big"), expected)
        if kind == 0xB1:
            data, status = self._read(int.from_bytes(tlv.need(body, 0x54), "big"), expected)
            return tlv.element(0x53, data), status
        if kind == 0x22 and head[3] == 0xA4:
            return b"", FINE if self.data.chip_key is not None else NO_FUNCTION
        if kind == 0x22 and head[3] == 0xA6:
            return self._authenticate_chip(tlv.need(body, 0x91))
        if kind == 0x86:
            data, status = self._authenticate_chip(tlv.need(body, 0x7C, 0x80))
            return tlv.element(0x7C, b"") if status == FINE else data, status
        if kind == 0x88 and self.data.active_key is not None:
            return _signed_plainly(self.data.active_key, body), FINE
        return b"", NO_FUNCTION

    def _authenticate_chip(self, point: bytes) -> tuple[bytes, bytes]:
        key = self.data.chip_key
        if key is None:
            return b"", NO_FUNCTION
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(key.curve, point)
        self._renewed = _Session(SUITES[self.data.chip_suite], key.exchange(ec.ECDH(), theirs))
        return b"", FINE


def _signed_plainly(key: ec.EllipticCurvePrivateKey, challenge: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    r, s = decode_dss_signature(key.sign(challenge, ec.ECDSA(hashes.SHA256())))
    size = (key.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _parsed(command: bytes) -> tuple[bytes, bytes, int]:
    """(four head bytes, data, expected length or 0)."""
    head, rest = command[:4], command[4:]
    if not rest:
        return head, b"", 0
    if rest[0] == 0 and len(rest) > 2:
        size = int.from_bytes(rest[1:3], "big")
        if len(rest) == 3:
            return head, b"", size or 65536
        tail = rest[3 + size :]
        return head, rest[3 : 3 + size], (int.from_bytes(tail, "big") or 65536) if tail else 0
    if len(rest) == 1:
        return head, b"", rest[0] or 256
    body, tail = rest[1 : 1 + rest[0]], rest[1 + rest[0] :]
    return head, body, (tail[0] or 256) if tail else 0


class MemoryTerminal:
    """A reader without any hardware: lay a card on it, take it away, unplug it."""

    def __init__(self, card: VirtualCard | None = None, *, plugged_in: bool = True) -> None:
        self.card = card
        self.plugged_in = plugged_in

    def state(self) -> ChipReaderState:
        """As set."""
        if not self.plugged_in:
            return ChipReaderState.NO_READER
        there = self.card is not None and not self.card.is_taken
        return ChipReaderState.CARD if there else ChipReaderState.EMPTY

    def connect(self) -> VirtualCard:
        """The card that lies there, as freshly laid down."""
        if not self.plugged_in:
            raise ChipFailed(ChipTrouble.NO_READER)
        if self.card is None or self.card.is_taken:
            raise ChipFailed(ChipTrouble.NO_CARD)
        self.card.reset()
        return self.card

    def release(self) -> None:
        """Nothing is held."""
