"""Basic Access Control (ICAO 9303-11, 4.3): card and terminal prove that both know the printed zone."""

import hmac
import secrets

from kiosk.devices.chips.apdu import Channel, Command
from kiosk.devices.chips.ciphers import checksum, decrypt, encrypt
from kiosk.devices.chips.failures import Unreadable, WrongKey
from kiosk.devices.chips.keys import AUTHENTICATION, ENCRYPTION, TDES, bac_seed, derive
from kiosk.devices.chips.secure_messaging import SecureChannel
from kiosk.domain.chip import ChipKey

NOT_OFFERED = frozenset({0x6982, 0x6985, 0x6D00, 0x6E00})
"""How cards that are opened by PACE alone refuse a challenge."""


def open_by_bac(channel: Channel, key: ChipKey) -> SecureChannel:
    """A protected channel to the selected application. WrongKey where the card knows other values."""
    seed = bac_seed(key)
    encryption, authentication = derive(seed, ENCRYPTION, TDES), derive(seed, AUTHENTICATION, TDES)
    challenge = channel.send(Command(0x00, 0x84, 0, 0, expected=8))
    if challenge.status in NOT_OFFERED:
        raise WrongKey(f"the card is not opened in this way: {challenge.status:04X}")
    if not challenge.is_fine or len(challenge.data) != 8:
        raise Unreadable(f"no challenge: {challenge.status:04X}")
    mine, my_part = secrets.token_bytes(8), secrets.token_bytes(16)
    secret = encrypt(TDES, encryption, bytes(8), mine + challenge.data + my_part)
    proof = secret + checksum(TDES, authentication, secret)
    answer = channel.send(Command(0x00, 0x82, 0, 0, proof, expected=len(proof)))
    if not answer.is_fine or len(answer.data) != len(proof):
        raise WrongKey(f"mutual authentication: {answer.status:04X}")
    theirs, mac = answer.data[:-8], answer.data[-8:]
    if not hmac.compare_digest(checksum(TDES, authentication, theirs), mac):
        raise WrongKey("checksum of the card's proof")
    opened = decrypt(TDES, encryption, bytes(8), theirs)
    if opened[:8] != challenge.data or opened[8:16] != mine:
        raise WrongKey("the card's proof is of another exchange")
    shared = bytes(a ^ b for a, b in zip(my_part, opened[16:], strict=True))
    return SecureChannel(channel, TDES, shared, challenge.data[4:] + mine[4:])
