"""Which faults are switched on, as one JSON value; carrying them out is the gate's and the uploads' business."""

import threading
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kiosk.sandbox.calls import CALL_NAMES

SKEW_LIMIT_S = 10 * 366 * 86_400


class _Fault(BaseModel):
    model_config = ConfigDict(extra="forbid")

    times: int | None = Field(None, ge=1, description="How often it still strikes; null: until switched off.")


class _CallFault(_Fault):
    calls: list[str] = Field(["any"], min_length=1, description=f"Any of: {', '.join(CALL_NAMES)}.")

    @field_validator("calls")
    @classmethod
    def _known(cls, calls: list[str]) -> list[str]:
        if unknown := [call for call in calls if call not in CALL_NAMES]:
            raise ValueError(f"no such call: {', '.join(unknown)}")
        return calls


class CutRequest(_CallFault):
    """Break the line once so many bytes of the request body have come; those are kept as a real gateway would."""

    after_bytes: int = Field(65_536, ge=0)


class CutResponse(_CallFault):
    """Break the line after so many bytes of the answer's body."""

    after_bytes: int = Field(0, ge=0)


class SwallowReply(_CallFault):
    """Do the work, then break the line instead of answering. Refusals are still answered."""


class Unavailable(_CallFault):
    """503 with Retry-After."""

    retry_after_s: int = Field(2, ge=0)


class CaptivePortal(_CallFault):
    """A cheerful 200 HTML page of somebody else, without any proof of the gateway."""


class Slow(_CallFault):
    """Both directions at so many bytes a second."""

    bytes_per_s: int = Field(32_768, ge=1)


class ManifestLie(_Fault):
    """Sign a manifest that is not true, or with a key that is not the gateway's."""

    kind: Literal["other_sha", "wrong_key", "missing_document"] = "other_sha"


class WrongBytes(_Fault):
    """Damage a document as its last byte arrives: it is thrown away and stays missing."""


class AcceptLess(_Fault):
    """Keep at most so many bytes of each PATCH, and say so."""

    bytes: int = Field(65_536, ge=0)


class Buffering(_Fault):
    """Keep nothing of a broken request, like a proxy that hands requests on only when they are whole."""


class Faults(BaseModel):
    """Everything that may go wrong. Null is off. `expire_tokens` and `forget_uploads` happen once, at the PUT."""

    model_config = ConfigDict(extra="forbid")

    cut_request: CutRequest | None = None
    cut_response: CutResponse | None = None
    swallow_reply: SwallowReply | None = None
    unavailable: Unavailable | None = None
    captive_portal: CaptivePortal | None = None
    slow: Slow | None = None
    manifest_lie: ManifestLie | None = None
    wrong_bytes: WrongBytes | None = None
    accept_less: AcceptLess | None = None
    buffering: Buffering | None = None
    clock_skew_s: int = Field(
        default=0,
        ge=-SKEW_LIMIT_S,
        le=SKEW_LIMIT_S,
        description="Seconds by which the gateway's clock goes fast (+) or slow (-).",
    )
    expire_tokens: bool = Field(default=False, description="Let every access token given so far expire now.")
    forget_uploads: bool = Field(default=False, description="Lose every upload, finished documents excepted.")


NO_FAULTS = Faults.model_validate({})


class FaultBoard:
    """The switches, shared by the event loop and the worker threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults = NO_FAULTS.model_copy()

    def set(self, faults: Faults) -> None:
        """Replace all switches; the two one-time ones are remembered as off."""
        with self._lock:
            self._faults = faults.model_copy(
                update={"expire_tokens": False, "forget_uploads": False}, deep=True
            )

    def current(self) -> Faults:
        with self._lock:
            return self._faults.model_copy(deep=True)

    def _aimed(self, name: str, call: frozenset[str]) -> Any:
        fault = getattr(self._faults, name)
        if fault is None or (isinstance(fault, _CallFault) and call.isdisjoint(fault.calls)):
            return None
        return fault

    def peek(self, name: str, call: frozenset[str] = frozenset()) -> Any:
        """The fault if it is on and aims at this call; it is not counted yet."""
        with self._lock:
            return self._aimed(name, call)

    def take(self, name: str, call: frozenset[str] = frozenset()) -> Any:
        """The fault if it is on and aims at this call, counted as having struck once."""
        with self._lock:
            fault = self._aimed(name, call)
            if fault is not None and fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    setattr(self._faults, name, None)
            return fault
