"""Commands under session keys (ISO 7816-4 and ICAO 9303-11, 9.8): encrypted, counted and authenticated both ways."""

import hmac

from kiosk.devices.chips import tlv
from kiosk.devices.chips.apdu import Answer, Channel, Command
from kiosk.devices.chips.ciphers import checksum, decrypt, encrypt, pad, unpad
from kiosk.devices.chips.failures import Unreadable
from kiosk.devices.chips.keys import AUTHENTICATION, ENCRYPTION, Suite, derive

CRYPTOGRAM, PLAIN, EXPECTED, STATUS, CHECKSUM = 0x87, 0x85, 0x97, 0x99, 0x8E


class SecureChannel:
    """A channel through another one, from the moment both sides hold the keys."""

    def __init__(self, below: Channel, suite: Suite, secret: bytes, counter: bytes = b"") -> None:
        """`counter`: the first send sequence counter; zeros where a protocol names none."""
        self._below = below
        self._suite = suite
        self._encryption = derive(secret, ENCRYPTION, suite)
        self._authentication = derive(secret, AUTHENTICATION, suite)
        self._counter = int.from_bytes(counter, "big")

    @property
    def below(self) -> Channel:
        """What the protected commands go through."""
        return self._below

    def send(self, command: Command) -> Answer:
        """One exchange. Unreadable where the answer is not authentic: somebody else is talking."""
        return self._open(self._below.send(self._wrap(command)))

    def _count(self) -> bytes:
        self._counter += 1
        return self._counter.to_bytes(self._suite.block_bytes, "big")

    def _iv(self, counter: bytes) -> bytes:
        if self._suite.cipher == "aes":
            return encrypt(self._suite, self._encryption, bytes(16), counter)
        return bytes(8)

    def _wrap(self, command: Command) -> Command:
        counter, block = self._count(), self._suite.block_bytes
        head = bytes((command.cla | 0x0C, command.ins, command.p1, command.p2))
        body = b""
        if command.data:
            secret = encrypt(self._suite, self._encryption, self._iv(counter), pad(command.data, block))
            odd = command.ins & 1  # its data is made of elements itself
            body += tlv.element(PLAIN, secret) if odd else tlv.element(CRYPTOGRAM, b"\x01" + secret)
        if command.expected is not None:
            wide = command.expected > 256
            length = (command.expected % (0x10000 if wide else 256)).to_bytes(2 if wide else 1, "big")
            body += tlv.element(EXPECTED, length)
        mac = self._mac(counter, pad(head, block) + body)
        body += tlv.element(CHECKSUM, mac)
        return Command(head[0], head[1], head[2], head[3], body, 0)

    def _mac(self, counter: bytes, data: bytes) -> bytes:
        whole = counter + data
        if self._suite.cipher == "aes":
            whole = pad(whole, self._suite.block_bytes)
        return checksum(self._suite, self._authentication, whole)

    def _open(self, answer: Answer) -> Answer:
        counter = self._count()
        if not answer.data:
            # a card may refuse in the clear, and the session is then over; success is never believed unproved
            if answer.is_fine:
                raise Unreadable("unprotected success")
            return answer
        found: dict[int, bytes] = {}
        covered = b""
        for tag, value in tlv.elements(answer.data):
            found[tag] = value
            if tag != CHECKSUM:
                covered += tlv.element(tag, value)
        wanted = self._mac(counter, covered)
        if not hmac.compare_digest(found.get(CHECKSUM, b""), wanted):
            raise Unreadable("checksum of an answer")
        data = b""
        if cryptogram := found.get(CRYPTOGRAM, b"")[1:] or found.get(PLAIN, b""):
            data = unpad(decrypt(self._suite, self._encryption, self._iv(counter), cryptogram))
        status = found.get(STATUS)
        if status is None or len(status) != 2:
            raise Unreadable("answer without a protected status")
        return Answer(data, int.from_bytes(status, "big"))
