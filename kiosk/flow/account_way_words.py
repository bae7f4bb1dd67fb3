"""The words of choosing how a dossier is filed: with an account or without."""

from dataclasses import dataclass

from kiosk.domain.account import AccountWay
from kiosk.domain.bilingual import Text
from kiosk.flow.messages import Intent, View


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWayChosen(Intent):
    """Under which account the dossier goes, or under none."""

    way: AccountWay


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWayView(View):
    """What either choice means, before anything is asked."""

    procedure_name: Text
    ways: tuple[AccountWay, ...]
    """What can be chosen here and now; `NONE` is shown even where the portal does not take it."""
    known: bool = False
    """The account was opened or logged in to in this very visit."""
    without_account: bool = True
    """False: this portal takes dossiers only from people with an account."""
    waits_for_line: bool = False
    """An account could be logged in to if the portal could be reached."""
    chosen: AccountWay | None = None
