"""The words of money: what is ordered, what happened, and what the screens of fees, payments and the drawer show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.bilingual import Text
from kiosk.domain.payment import CashClosing, Payment
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState

# --- orders ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPayment(Effect):
    """Ask the portal what is owed for this dossier; go on with a payment that is still open."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPayment(Effect):
    """Has the money come? Cash that the portal was not told of yet is looked up here."""

    payment_id: str
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCash(Effect):
    """Cash for what the portal asked, into the drawer and on record; the portal is told as soon as it can be."""

    payment_id: str
    reference: str
    amount: int
    staff_id: str
    payer: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPayments(Effect):
    """The newest payments, and those that need a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePayment(Effect):
    """A member of staff saw to a refund or a difference."""

    payment_id: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadDrawer(Effect):
    """What should lie in the cash drawer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDrawer(Effect):
    """Close the day with the second person's own sign-in."""

    closing_id: str
    clerk_id: str
    payment_ids: tuple[str, ...]
    pieces: Mapping[int, int]
    reason: str
    supervisor_id: str
    password: str = field(repr=False)


# --- what happened -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PayChosen(Intent):
    """Pay the fee of the dossier on the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentBegan(Intent):
    """The portal's answer. Without a payment `why_not` names the sentence; `demanded` is what its last demand said."""

    payment: Payment | None = None
    why_not: str = ""
    demanded: int | None = None
    procedure_name: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSeen(Intent):
    """Where it stands now."""

    payment: Payment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRenewed(Intent):
    """A fresh code instead of one whose time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashChosen(Intent):
    """The citizen wants to pay cash at the counter; or back to the code."""

    cash: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CashReceived(Intent):
    """The clerk has the money in hand; `payer` only where somebody else pays."""

    payer: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsLoaded(Intent):
    """For the list."""

    to_see_to: tuple[Payment, ...]
    recent: tuple[Payment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOpened(Intent):
    """One of the list."""

    payment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSeenTo(Intent):
    """The refund or the difference of the opened one was seen to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerLoaded(Intent):
    """Cash not yet counted, and the last closings."""

    payments: tuple[Payment, ...]
    closings: tuple[CashClosing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesCounted(Intent):
    """How many of each note lie there, as typed so far."""

    pieces: Mapping[int, int]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFinished(Intent):
    """Now the second person confirms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountConfirmed(Intent):
    """By the supervisor's own number and password."""

    staff_id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerClosed(Intent):
    """The closing is on record; without one `problem` says why not (`wait_s` > 0: sign-in is locked)."""

    closing: CashClosing | None = None
    problem: str = ""


# --- what is shown -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PayView(View):
    """The fee of one dossier on the citizen's own screen: the amount first, then the code, then what became of it."""

    reference: str
    procedure_name: Text | None = None
    payment: Payment | None = None
    amount: int | None = None
    why_not: str = ""
    """Text key of why nothing can be paid here now."""
    by_cash: bool = False
    can_take_cash: bool = False
    keeping: bool = False
    slip: SlipState | None = None
    can_leave: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsView(View):
    """The point's payments; `opened` is the one looked at."""

    to_see_to: tuple[Payment, ...] = ()
    recent: tuple[Payment, ...] = ()
    opened: Payment | None = None
    loading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerView(View):
    """The cash drawer. `stage`: counting, confirming or closed. The expected amount is shown only after counting."""

    stage: str = "counting"
    payments: int = 0
    is_counted: bool = False
    expected: int = 0
    pieces: Mapping[int, int] = field(default_factory=dict)
    reason: str = ""
    problem: str = ""
    checking: bool = False
    closing: CashClosing | None = None
    closings: tuple[CashClosing, ...] = ()
    slip: SlipState | None = None
    loading: bool = False

    @property
    def counted(self) -> int:
        """In đồng."""
        return sum(value * count for value, count in self.pieces.items())
