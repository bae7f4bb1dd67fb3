"""The worked examples of ICAO Doc 9303-11 (appendices D and G): the same numbers come out here."""

from kiosk.devices.chips.apdu import Answer, Command
from kiosk.devices.chips.ciphers import checksum, decrypt
from kiosk.devices.chips.curves import STANDARD_CURVES
from kiosk.devices.chips.keys import (
    AES128,
    AUTHENTICATION,
    ENCRYPTION,
    PASSWORD,
    TDES,
    bac_seed,
    derive,
    password_of,
)
from kiosk.devices.chips.secure_messaging import SecureChannel
from kiosk.domain.chip import ChipKey

BAC_KEY = ChipKey(document_number="L898902C", birth="690806", expiry="940623")
PACE_KEY = ChipKey(document_number="T22000129", birth="640812", expiry="101031")


def without_parity(key: bytes) -> bytes:
    """The lowest bit of each byte means nothing to Triple DES."""
    return bytes(byte & 0xFE for byte in key)


def test_keys_of_basic_access_control() -> None:
    seed = bac_seed(BAC_KEY)
    assert BAC_KEY.zone_text == "L898902C<369080619406236"
    assert seed.hex().upper() == "239AB9CB282DAF66231DC5A4DF6BFBAE"
    assert without_parity(derive(seed, ENCRYPTION, TDES)) == without_parity(
        bytes.fromhex("AB94FDECF2674FDFB9B391F85D7F76F2")
    )
    assert without_parity(derive(seed, AUTHENTICATION, TDES)) == without_parity(
        bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")
    )


def test_key_of_pace_opens_the_nonce() -> None:
    key = derive(password_of(PACE_KEY), PASSWORD, AES128)
    assert password_of(PACE_KEY).hex().upper() == "7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD"
    assert key.hex().upper() == "89DED1B26624EC1E634C1989302849DD"
    nonce = decrypt(AES128, key, bytes(16), bytes.fromhex("95A3A016522EE98D01E76CB6B98B42C3"))
    assert nonce.hex().upper() == "3F00C4D39D153F2B2A214A078D899B22"


class Wire:
    """Keeps what was sent and answers what it was told to."""

    def __init__(self, *answers: str) -> None:
        self.sent: list[bytes] = []
        self._answers = [bytes.fromhex(answer) for answer in answers]

    def send(self, command: Command) -> Answer:
        self.sent.append(command.to_bytes())
        answer = self._answers.pop(0)
        return Answer(answer[:-2], int.from_bytes(answer[-2:], "big"))


def test_a_protected_exchange() -> None:
    """Select EF.COM, read its first four bytes, then the other eighteen (appendix D.4)."""
    wire = Wire(
        "990290008E08FA855A5D4C50A8ED9000",
        "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
        "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
    )
    channel = SecureChannel(wire, TDES, bytes(16))
    channel._encryption = bytes.fromhex("979EC13B1CBFE9DCD01AB0FED307EAE5")
    channel._authentication = bytes.fromhex("F1CB1F1FB5ADF208806B89DC579DC1F8")
    channel._counter = 0x887022120C06C226
    assert channel.send(Command(0, 0xA4, 2, 0x0C, b"\x01\x1e")).status == 0x9000
    assert wire.sent[0].hex().upper() == "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800"
    assert channel.send(Command(0, 0xB0, 0, 0, expected=4)).data.hex().upper() == "60145F01"
    assert wire.sent[1].hex().upper() == "0CB000000D9701048E08ED6705417E96BA5500"
    rest = channel.send(Command(0, 0xB0, 0, 4, expected=0x12))
    assert rest.data.hex().upper() == "04303130365F36063034303030305C026175"


def test_every_curve_has_the_order_it_claims() -> None:
    for curve in STANDARD_CURVES.values():
        assert curve.holds(curve.generator), curve.name
        x, y = curve.multiply(curve.n - 1, curve.generator)
        assert (x, curve.p - y) == curve.generator, curve.name


def test_the_retail_checksum_is_the_standards() -> None:
    """Appendix D.3: checksum over the encrypted proof of the terminal."""
    key = bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")
    secret = bytes.fromhex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    assert checksum(TDES, key, secret).hex().upper() == "5F1448EEA8AD90A7"
