"""The key ring: everything derived from the one master key, the device's own signing key, and the recovery copy.

Key tree: master (32 bytes) -> HKDF-SHA256 -> database key and salt, key that wraps the keys of sealed files, key that
seals the device key. The master itself never leaves the process except sealed for a recipient (`export_recovery`).
"""

import base64
import binascii
import hashlib
import logging
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyrage
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.domain.errors import ConfigurationInvalid, KeysLost
from kiosk.storage.durable_files import disk_errors, write_durably
from kiosk.storage.key_protectors import MASTER_BYTES, keep_master, load_master

_log = logging.getLogger(__name__)
REFERENCE_PLACES = 98_900
_DEVICE_FILE = "device.key"
_DEVICE_CONTEXT = b"kiosk device key"


class KeyRing:
    """Opened once at start. Also the DeviceKey port: signs with the kiosk's own Ed25519 key."""

    def __init__(self, master: bytes, protector: str, device: Ed25519PrivateKey) -> None:
        self._master = master
        self._device = device
        self.protector = protector
        """What guards the master key, for `kiosk doctor`."""

    @classmethod
    def open(cls, home: Path, *, may_create: bool, environ: Mapping[str, str] | None = None) -> "KeyRing":
        """Load the keys under `home/keys`, or make them where nothing has been kept yet.

        KeysLost when the master key is missing though data is there (`may_create` False), or does not open.
        """
        folder = home / "keys"
        found = load_master(folder, os.environ if environ is None else environ)
        if found is None:
            if not may_create:
                raise KeysLost("data is there, but its master key is not; use the recovery copy")
            found = keep_master(folder, secrets.token_bytes(MASTER_BYTES))
        return cls(found.master, found.protector, _device_key(folder, found.master))

    @property
    def database_key(self) -> bytes:
        """32 bytes for SQLCipher, used raw."""
        return _derive(self._master, b"kiosk/database/1", 32)

    @property
    def database_salt(self) -> bytes:
        """The first 16 bytes of a database made with this master key."""
        return _derive(self._master, b"kiosk/database-salt/1", 16)

    @property
    def file_wrapping_key(self) -> bytes:
        """32 bytes that wrap the key of each sealed file."""
        return _derive(self._master, b"kiosk/files/1", 32)

    @property
    def contact_key(self) -> bytes:
        """32 bytes for digests of phones, e-mails, accounts and personal numbers: equal ones are seen, none is kept."""
        return _derive(self._master, b"kiosk/contacts/1", 32)

    @property
    def branch_proof(self) -> str:
        """Equal for two terminals that hold the same master key, and of no other use."""
        return _derive(self._master, b"kiosk/branch/1", 16).hex()

    def public_jwk(self) -> dict[str, str]:
        """The public half (RFC 8037), for the enrolment."""
        return {"kty": "OKP", "crv": "Ed25519", "x": _text(self._device.public_key().public_bytes_raw())}

    @property
    def terminal_id(self) -> str:
        """A name of this terminal that no other has, 16 hexadecimal digits."""
        return hashlib.sha256(b"kiosk terminal" + self._device.public_key().public_bytes_raw()).hexdigest()[
            :16
        ]

    @property
    def reference_place(self) -> int:
        """0 to 98,899, from the device key: where a terminal whose number nobody has set counts its references."""
        digest = hashlib.sha256(b"kiosk reference place" + self._device.public_key().public_bytes_raw())
        return int.from_bytes(digest.digest()[:8], "big") % REFERENCE_PLACES

    def sign(self, data: bytes) -> bytes:
        """64 bytes, Ed25519 (RFC 8032)."""
        return self._device.sign(data)

    def export_recovery(self, recipient: str) -> bytes:
        """The master key sealed for an age public key (`age1…`); ConfigurationInvalid when it is not one."""
        try:
            to = pyrage.x25519.Recipient.from_str(recipient.strip())
            return bytes(pyrage.encrypt(self._master.hex().encode(), [to]))
        except pyrage.RecipientError as error:
            raise ConfigurationInvalid("the recipient is not an age public key (age1…)") from error


def restore_master(home: Path, recovery: bytes, identity: str) -> str:
    """Put the master key of a recovery copy in place on this machine; the name of what now guards it.

    `identity` is the age secret key (`AGE-SECRET-KEY-1…`). ConfigurationInvalid when it does not open the copy.
    """
    try:
        master = bytes.fromhex(
            pyrage.decrypt(recovery, [pyrage.x25519.Identity.from_str(identity.strip())]).decode("ascii")
        )
    except (pyrage.IdentityError, pyrage.DecryptError, ValueError) as error:
        raise ConfigurationInvalid("this secret key does not open the recovery copy") from error
    if len(master) != MASTER_BYTES:
        raise ConfigurationInvalid("the recovery copy holds no master key")
    protector = keep_master(home / "keys", master).protector
    try:
        _device_key(home / "keys", master)
    except KeysLost:
        # sealed under the master key that was there before: nobody can open it again
        with disk_errors():
            (home / "keys" / _DEVICE_FILE).replace(home / "keys" / f"{_DEVICE_FILE}.of-another-master")
    return protector


def verify_ed25519(public_jwk: Mapping[str, Any], data: bytes, signature: bytes) -> bool:
    """VerifyEd25519: False for a wrong signature as well as for anything that is no Ed25519 key."""
    if public_jwk.get("kty") != "OKP" or public_jwk.get("crv") != "Ed25519":
        return False
    try:
        raw = base64.urlsafe_b64decode(str(public_jwk["x"]) + "==")
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except (InvalidSignature, KeyError, ValueError, binascii.Error):
        return False
    return True


def _device_key(folder: Path, master: bytes) -> Ed25519PrivateKey:
    """The sealed device key. It also shows at once whether the master key is the right one for this folder."""
    path, cipher = folder / _DEVICE_FILE, AESGCM(_derive(master, b"kiosk/device-key/1", 32))
    if path.exists():
        with disk_errors():
            raw = path.read_bytes()
        try:
            return Ed25519PrivateKey.from_private_bytes(cipher.decrypt(raw[:12], raw[12:], _DEVICE_CONTEXT))
        except (InvalidTag, ValueError) as error:
            raise KeysLost("the master key does not open this terminal's device key") from error
    _log.info("a new device key is made; the terminal has to be enrolled with it")
    with disk_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    device, nonce = Ed25519PrivateKey.generate(), secrets.token_bytes(12)
    write_durably(path, nonce + cipher.encrypt(nonce, device.private_bytes_raw(), _DEVICE_CONTEXT))
    return device


def _derive(master: bytes, purpose: bytes, count: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=count, salt=None, info=purpose).derive(master)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
