"""The words of help: the demonstration on the first screen, and calls for staff."""

from dataclasses import dataclass

from kiosk.flow.messages import Intent, View


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationDue(Intent):
    """Nobody has touched the first screen for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationEnded(Intent):
    """Somebody touched the demonstration beside its choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationView(View):
    """How it goes, step by step, over and over; the ways can be chosen all the while."""

    account_method: str = "portal"
    personal: bool = False
