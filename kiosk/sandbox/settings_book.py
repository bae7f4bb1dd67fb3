"""The portal's settings: what the kiosk is told (the wire's `/v1/settings`) and how the portal itself behaves."""

import dataclasses
import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.sandbox.sample_settings import SAMPLE_SETTINGS
from kiosk.sandbox.store import Store
from kiosk.sandbox.tables import Note


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The portal's own knobs; none of them goes over the wire as such."""

    maintenance: bool = False
    maintenance_until: str | None = None
    minimum_kiosk_version: str | None = None
    code_prefix: str = "H26.99"
    token_lifetime_s: int = 3600
    otp_lifetime_s: int = 300
    otp_attempts: int = 5
    otp_resend_after_s: int = 30
    login_lifetime_s: int = 600
    login_interval_s: int = 5
    payment_lifetime_s: int = 900
    upload_lifetime_s: int = 14 * 86_400


class SettingRefused(ValueError):
    """A setting that does not exist or has the wrong kind of value; the text says which."""


_KNOBS = {field.name: field for field in dataclasses.fields(Behaviour)}
_TEXT_KNOBS = ("maintenance_until", "minimum_kiosk_version", "code_prefix")


def _checked_knob(name: str, value: Any) -> Any:
    if name in _TEXT_KNOBS:
        fits = isinstance(value, str) or (value is None and name != "code_prefix")
    elif name == "maintenance":
        fits = isinstance(value, bool)
    else:
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if not fits:
        raise SettingRefused(f"{name}: wrong kind of value")
    return value


def _laid_over(ground: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """`patch` over `ground`; objects are merged one level deep, everything else is replaced."""
    merged = dict(ground)
    for name, value in patch.items():
        if isinstance(value, Mapping) and isinstance(merged.get(name), Mapping):
            merged[name] = {**merged[name], **value}
        else:
            merged[name] = value
    return merged


class SettingsBook:
    """Settings in force: samples, then what the starter gave, then what the officer changed (kept over restarts)."""

    def __init__(self, store: Store, given: Mapping[str, Any] | None = None) -> None:
        self._store = store
        self._lock = threading.Lock()
        own = {name: value for name, value in (given or {}).items() if name != "version"}  # counted here
        self._refuse_unknown(own)
        self._ground = _laid_over(SAMPLE_SETTINGS, own)
        with store.read() as session:
            kept = session.get(Note, "settings")
            self._changes: dict[str, Any] = dict(kept.value["changes"]) if kept else {}
            self._version: int = kept.value["version"] if kept else 0
            self._digest: str = kept.value["digest"] if kept else ""
        self._put_in_force()

    @staticmethod
    def _refuse_unknown(patch: Mapping[str, Any]) -> None:
        for name, value in patch.items():
            if name in _KNOBS:
                _checked_knob(name, value)
            elif name not in SAMPLE_SETTINGS:
                raise SettingRefused(f"{name}: there is no such setting")
            elif type(value) is not type(SAMPLE_SETTINGS[name]):
                raise SettingRefused(f"{name}: wrong kind of value")

    def _put_in_force(self) -> None:
        everything = _laid_over(self._ground, self._changes)
        self.behaviour = Behaviour(**{name: everything[name] for name in _KNOBS if name in everything})
        told = {name: value for name, value in everything.items() if name not in _KNOBS}
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        if digest != self._digest:
            self._version += 1
            self._digest = digest
        self._wire: dict[str, Any] = {"version": str(self._version), **told}
        with self._store.write() as session:
            value = {"changes": self._changes, "version": self._version, "digest": self._digest}
            session.merge(Note(name="settings", value=value))

    def change(self, patch: Mapping[str, Any]) -> None:
        """Lay the officer's changes over what is in force. Raises SettingRefused and then changes nothing."""
        with self._lock:
            self._refuse_unknown(patch)
            self._changes = _laid_over(self._changes, patch)
            self._put_in_force()

    def wire(self) -> dict[str, Any]:
        return self._wire

    def etag(self) -> str:
        return f'"{self._version}-{self._digest[:16]}"'

    def everything(self) -> dict[str, Any]:
        return {**self._wire, **dataclasses.asdict(self.behaviour)}
