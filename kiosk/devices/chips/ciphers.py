"""The block ciphers and checksums of secure messaging, by `cryptography`; padding ISO/IEC 9797-1 method 2."""

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from kiosk.devices.chips.failures import Unreadable
from kiosk.devices.chips.keys import Suite

MAC_BYTES = 8


def pad(data: bytes, block_bytes: int) -> bytes:
    """80, then zeros up to a whole block."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block_bytes)


def unpad(data: bytes) -> bytes:
    """Without the padding; Unreadable where there is none."""
    stripped = data.rstrip(b"\0")
    if not stripped.endswith(b"\x80"):
        raise Unreadable("padding")
    return stripped[:-1]


def _run(context: CipherContext, data: bytes) -> bytes:
    return context.update(data) + context.finalize()


def _cipher(suite: Suite, key: bytes, iv: bytes) -> "Cipher[modes.CBC]":
    algorithm = AES(key) if suite.cipher == "aes" else TripleDES(key + key[:8])
    return Cipher(algorithm, modes.CBC(iv))


def encrypt(suite: Suite, key: bytes, iv: bytes, data: bytes) -> bytes:
    """CBC over whole blocks."""
    return _run(_cipher(suite, key, iv).encryptor(), data)


def decrypt(suite: Suite, key: bytes, iv: bytes, data: bytes) -> bytes:
    """CBC over whole blocks; Unreadable where they are not whole."""
    if not data or len(data) % suite.block_bytes:
        raise Unreadable("cipher text is not made of whole blocks")
    return _run(_cipher(suite, key, iv).decryptor(), data)


def checksum(suite: Suite, key: bytes, data: bytes) -> bytes:
    """Eight bytes: CMAC with AES; with Triple DES the retail MAC over padded data (9303-11, 9.8.6)."""
    if suite.cipher == "aes":
        mac = CMAC(AES(key))
        mac.update(data)
        return mac.finalize()[:MAC_BYTES]
    data = pad(data, 8)
    first, second = key[:8], key[8:]
    single = _cipher_of_one(first)
    last = _run(Cipher(single, modes.CBC(bytes(8))).encryptor(), data)[-8:]
    opened = _run(Cipher(_cipher_of_one(second), modes.CBC(bytes(8))).decryptor(), last)
    return _run(Cipher(single, modes.CBC(bytes(8))).encryptor(), opened)


def _cipher_of_one(key: bytes) -> TripleDES:
    """Single DES: three times the same key."""
    return TripleDES(key * 3)
