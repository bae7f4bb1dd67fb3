"""The master key: where it lives, and how it comes back when the machine is gone."""

from pathlib import Path

import pyrage
import pytest

from kiosk.domain.errors import ConfigurationInvalid, KeysLost
from kiosk.storage.key_protectors import CREDENTIAL_NAME
from kiosk.storage.keys import KeyRing, restore_master


def same(one: KeyRing, two: KeyRing) -> bool:
    return (one.database_key, one.file_wrapping_key) == (two.database_key, two.file_wrapping_key)


def test_keys_stay_and_are_all_different(tmp_path: Path) -> None:
    first = KeyRing.open(tmp_path, may_create=True, environ={})
    again = KeyRing.open(tmp_path, may_create=False, environ={})
    assert same(first, again)
    assert first.database_key != first.file_wrapping_key
    assert (len(first.database_key), len(first.database_salt)) == (32, 16)
    assert first.protector in ("machine-file", "plain-file")
    for path in (tmp_path / "keys").iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert first.database_key not in path.read_bytes()


@pytest.mark.parametrize("form", ["bytes", "hexadecimal"])
def test_a_systemd_credential_goes_before_the_file(tmp_path: Path, form: str) -> None:
    master = bytes(range(32))
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / CREDENTIAL_NAME).write_bytes(master if form == "bytes" else master.hex().encode() + b"\n")
    ring = KeyRing.open(
        tmp_path / "home", may_create=False, environ={"CREDENTIALS_DIRECTORY": str(credentials)}
    )
    assert ring.protector == "systemd-credential"
    assert not (tmp_path / "home" / "keys" / "master.key").exists()
    other = KeyRing.open(tmp_path / "other", may_create=True, environ={})
    assert not same(ring, other)


def test_a_broken_credential_is_said_to_be_broken(tmp_path: Path) -> None:
    (tmp_path / CREDENTIAL_NAME).write_bytes(b"too short")
    with pytest.raises(KeysLost):
        KeyRing.open(tmp_path, may_create=True, environ={"CREDENTIALS_DIRECTORY": str(tmp_path)})


def test_the_recovery_copy_brings_everything_back_on_another_machine(tmp_path: Path) -> None:
    operator = pyrage.x25519.Identity.generate()
    ring = KeyRing.open(tmp_path, may_create=True, environ={})
    copy = ring.export_recovery(str(operator.to_public()))
    assert ring.database_key not in copy
    (tmp_path / "keys" / "master.key").unlink()
    with pytest.raises(KeysLost):
        KeyRing.open(tmp_path, may_create=False, environ={})
    restore_master(tmp_path, copy, str(operator))
    back = KeyRing.open(tmp_path, may_create=False, environ={})
    assert same(ring, back)
    assert back.public_jwk() == ring.public_jwk()


def test_a_wrong_recipient_or_identity_is_refused(tmp_path: Path) -> None:
    ring = KeyRing.open(tmp_path, may_create=True, environ={})
    with pytest.raises(ConfigurationInvalid):
        ring.export_recovery("age1nobody")
    copy = ring.export_recovery(str(pyrage.x25519.Identity.generate().to_public()))
    for identity in ("AGE-SECRET-KEY-1", str(pyrage.x25519.Identity.generate())):
        with pytest.raises(ConfigurationInvalid):
            restore_master(tmp_path, copy, identity)


def test_a_device_key_of_another_master_is_noticed(tmp_path: Path) -> None:
    KeyRing.open(tmp_path / "one", may_create=True, environ={})
    KeyRing.open(tmp_path / "two", may_create=True, environ={})
    stolen = (tmp_path / "one" / "keys" / "device.key").read_bytes()
    (tmp_path / "two" / "keys" / "device.key").write_bytes(stolen)
    with pytest.raises(KeysLost):
        KeyRing.open(tmp_path / "two", may_create=False, environ={})
