"""What is said about a card's chip: what the person chooses, what the reader tells, orders, and views."""

from dataclasses import dataclass, field

from kiosk.domain.chip import ChipKey, ChipReaderState, ChipStage, ChipStep, ChipTrouble
from kiosk.flow.messages import Effect, Intent, View


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipChosen(Intent):
    """ "Đọc chip": the card goes onto the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKeyChosen(Intent):
    """ "Nhập số trên thẻ": what opens the chip is to be typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKeyEntered(Intent):
    """The key of a chip, typed and of the right shape."""

    key: ChipKey = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipSkipped(Intent):
    """ "Không đọc chip": go on with what the camera read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipLooked(Intent):
    """One look at the chip reader."""

    watch: str
    state: ChipReaderState


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipStepped(Intent):
    """One step of reading a chip, the last one with its outcome."""

    watch: str
    step: ChipStep = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForChip(Effect):
    """Is there a chip reader, and a card on it? `after_s` from now → ChipLooked."""

    watch: str
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChip(Effect):
    """Begin to read the chip that lies on the reader → ChipStepped. An unfinished reading before it is given up."""

    watch: str
    keys: tuple[ChipKey, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOnReadingChip(Effect):
    """The next step of the reading that `watch` began → ChipStepped."""

    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveChip(Effect):
    """Give up an unfinished reading; no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChipView(View):
    """The card goes onto the chip reader. `state`: lay, reading or trouble."""

    state: str = "lay"
    reader: ChipReaderState = ChipReaderState.EMPTY
    stage: ChipStage | None = None
    share: int = 0
    """Percent of the stage's file, 0 where it has no length."""
    trouble: ChipTrouble | None = None
    can_skip: bool = False
    """What the camera read may be used without the chip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKeyView(View):
    """What opens the chip, typed: the card access number, or number, birth date and expiry date."""
