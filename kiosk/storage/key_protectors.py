"""Where the master key lives and what guards it there; what is derived from it is no matter here.

Tried in this order: a systemd credential, Windows DPAPI, and a file that only opens on this machine.
"""

import base64
import hashlib
import json
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.errors import KeysLost
from kiosk.storage.durable_files import disk_errors, write_durably

MASTER_BYTES = 32
CREDENTIAL_NAME = "kiosk-master"
MACHINE_FILE = "master.key"
DPAPI_FILE = "master.dpapi"
_MACHINE_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**14, 8, 1
_CONTEXT = b"kiosk master key"


@dataclass(frozen=True, slots=True)
class Protected:
    """The master key and the name of what guards it."""

    master: bytes
    protector: str
    """"systemd-credential", "windows-dpapi", "machine-file", or "plain-file" on a machine that has no id."""

    def __repr__(self) -> str:
        return f"Protected({self.protector})"


def load_master(folder: Path, environ: Mapping[str, str]) -> Protected | None:
    """The master key of this terminal, None when there is none yet; KeysLost when it is there but does not open."""
    given = environ.get("CREDENTIALS_DIRECTORY")
    if given and (credential := Path(given) / CREDENTIAL_NAME).exists():
        return Protected(_read_credential(credential), "systemd-credential")
    if sys.platform == "win32" and (folder / DPAPI_FILE).exists():
        return Protected(_dpapi_open((folder / DPAPI_FILE).read_bytes()), "windows-dpapi")
    if (folder / MACHINE_FILE).exists():
        with disk_errors():
            return _open_machine_file((folder / MACHINE_FILE).read_bytes())
    return None


def keep_master(folder: Path, master: bytes) -> Protected:
    """Store a master key with the best guard there is on this machine."""
    with disk_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform == "win32":
        write_durably(folder / DPAPI_FILE, _dpapi_seal(master))
        return Protected(master, "windows-dpapi")
    else:  # noqa: RET505  (each platform is checked by itself)
        machine = _machine_id()
        write_durably(folder / MACHINE_FILE, seal_for_machine(master, machine))
        return Protected(master, "machine-file" if machine else "plain-file")


def _read_credential(path: Path) -> bytes:
    with disk_errors():
        raw = path.read_bytes()
    if len(raw) == MASTER_BYTES:
        return raw
    try:
        master = bytes.fromhex(raw.decode("ascii").strip())
    except (UnicodeDecodeError, ValueError):
        master = b""
    if len(master) != MASTER_BYTES:
        raise KeysLost(f"the credential {CREDENTIAL_NAME} is neither 32 bytes nor 64 hexadecimal digits")
    return master


def _machine_id() -> bytes:
    for path in _MACHINE_ID_FILES:
        try:
            if text := path.read_text("ascii").strip():
                return text.encode("ascii")
        except (OSError, UnicodeDecodeError):
            continue
    return b""


def seal_for_machine(master: bytes, machine: bytes) -> bytes:
    """The content of the key file for the machine with this id; empty for one that has none."""
    salt, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
    sealed = AESGCM(_machine_key(machine, salt, _SCRYPT_N)).encrypt(nonce, master, _CONTEXT)
    content = {
        "version": 1,
        "bound_to": "machine-id" if machine else "nothing",
        "scrypt_n": _SCRYPT_N,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }
    return json.dumps(content, indent=1).encode()


def _open_machine_file(raw: bytes) -> Protected:
    try:
        content = json.loads(raw)
        bound = content["bound_to"] == "machine-id"
        salt, nonce, sealed = (base64.b64decode(content[name]) for name in ("salt", "nonce", "sealed"))
        key = _machine_key(_machine_id() if bound else b"", salt, int(content["scrypt_n"]))
        master = AESGCM(key).decrypt(nonce, sealed, _CONTEXT)
    except InvalidTag as error:
        raise KeysLost("the master key belongs to another machine; use the recovery copy") from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeysLost("the file of the master key is damaged; use the recovery copy") from error
    return Protected(master, "machine-file" if bound else "plain-file")


def _machine_key(machine: bytes, salt: bytes, scrypt_n: int) -> bytes:
    """The machine id never leaves this function in clear: systemd asks for a keyed hash (machine-id(5))."""
    return hashlib.scrypt(
        b"kiosk/" + machine, salt=salt, n=scrypt_n, r=_SCRYPT_R, p=_SCRYPT_P, maxmem=2**26, dklen=32
    )


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _UI_FORBIDDEN = 0x1

    class _Blob(ctypes.Structure):
        _fields_ = [("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char))]

    def _dpapi(call: str, data: bytes) -> bytes:
        source = _Blob(len(data), ctypes.create_string_buffer(data, len(data)))
        target = _Blob()
        done = getattr(ctypes.windll.crypt32, call)(
            ctypes.byref(source), None, None, None, None, _UI_FORBIDDEN, ctypes.byref(target)
        )
        if not done:
            raise KeysLost("Windows does not open the master key for this user; use the recovery copy")
        try:
            return ctypes.string_at(target.data, target.size)
        finally:
            ctypes.windll.kernel32.LocalFree(target.data)

    def _dpapi_seal(master: bytes) -> bytes:
        return _dpapi("CryptProtectData", master)

    def _dpapi_open(sealed: bytes) -> bytes:
        return _dpapi("CryptUnprotectData", sealed)
