"""VietQR payloads (EMVCo merchant-presented QR, TLV, as NAPAS publishes it); who is paid how much is `payments`."""

_CRC_POLYNOMIAL = 0x1021


def crc16_ccitt_false(data: bytes) -> int:
    """Polynomial 0x1021, start 0xFFFF, nothing reflected, no final exclusive-or."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ _CRC_POLYNOMIAL if crc & 0x8000 else crc << 1
            crc &= 0xFFFF
    return crc


def _field(tag: str, value: str) -> str:
    if len(value) > 99:
        raise ValueError(f"field {tag} is longer than 99 characters")
    return f"{tag}{len(value):02d}{value}"


def vietqr_payload(*, bank_bin: str, account: str, amount: int, purpose: str) -> str:
    """A dynamic transfer QR to an account. `amount` in đồng; `purpose` ASCII, at most 25 characters.

    Raises ValueError where a value does not fit its field.
    """
    if not (len(bank_bin) == 6 and bank_bin.isdigit()) or not 0 < len(account) <= 19:
        raise ValueError("a bank's BIN has 6 digits, an account at most 19 characters")
    if amount <= 0 or len(purpose) > 25 or not purpose.isascii():
        raise ValueError("the amount must be positive, the purpose ASCII of at most 25 characters")
    beneficiary = _field("00", bank_bin) + _field("01", account)
    merchant = _field("00", "A000000727") + _field("01", beneficiary) + _field("02", "QRIBFTTA")
    payload = (
        _field("00", "01")
        + _field("01", "12")
        + _field("38", merchant)
        + _field("53", "704")
        + _field("54", str(amount))
        + _field("58", "VN")
        + _field("62", _field("08", purpose))
        + "6304"
    )
    return f"{payload}{crc16_ccitt_false(payload.encode()):04X}"
