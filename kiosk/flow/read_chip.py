"""Lay the card on the reader: its key by camera or typed, progress, and what the chip said; for every way that needs it.

What a chip proved is kept with the work as `chip`. Nothing is taken over from a chip that could not be proved.
"""

from collections.abc import Callable

from kiosk.domain.chip import (
    ChipFailure,
    ChipKey,
    ChipProgress,
    ChipReaderState,
    ChipReading,
    ChipTrouble,
    key_of_zone,
    keys_of_document,
)
from kiosk.domain.events import AuditKind
from kiosk.domain.mrz import read_zone, split_lines
from kiosk.domain.scan import CodeKind, ReadMethod, SeenCode
from kiosk.flow.chip_words import (
    ChipKeyChosen,
    ChipKeyEntered,
    ChipKeyView,
    ChipLooked,
    ChipSkipped,
    ChipStepped,
    GoOnReadingChip,
    LeaveChip,
    LookForChip,
    ReadChip,
    ReadChipView,
)
from kiosk.flow.effects import Record
from kiosk.flow.intents import EffectFailed, TriedAgain, WentBack
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.visit import Surroundings, Visit

LOOK_EVERY_S = 0.4
LOOK_FOR_READER_EVERY_S = 3.0
FromChip = Callable[[SeenCode, bytes], Step]
"""What comes after a proved chip: its document as a code, and the holder's picture (JPEG, may be empty)."""


def keys_of_code(code: SeenCode) -> tuple[ChipKey, ...]:
    """What opens the chip of the card that a code was read from; () where the code does not say it."""
    if code.method is ReadMethod.MRZ:
        zone = read_zone(split_lines(code.raw))
        return (key_of_zone(zone),) if zone else ()
    return keys_of_document(code.document) if code.document else ()


class ChipWatch:
    """A loop of looks at the chip reader that belongs to one step; `laid` once a card comes onto an empty reader."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._watch = ""
        self._was_empty = False
        self.state = ChipReaderState.OFF
        self.laid = False

    def begin(self) -> tuple[Effect, ...]:
        """A fresh loop; nothing where no reader is configured."""
        self.end()
        if not self._around.has_chip_reader:
            return ()
        self._watch = self._around.new_id()
        return (LookForChip(watch=self._watch),)

    def end(self) -> None:
        """Ask no more."""
        self._watch, self._was_empty, self.laid = "", False, False

    def again(self, looked: ChipLooked) -> tuple[Effect, ...]:
        """Take in one look; the next order, () when it was not this loop's."""
        if looked.watch != self._watch:
            return ()
        self.state = looked.state
        self.laid = self._was_empty and self.state is ChipReaderState.CARD
        self._was_empty = self._was_empty or self.state is ChipReaderState.EMPTY
        if self.state is ChipReaderState.OFF:
            return ()
        wait_s = LOOK_EVERY_S if self.state.is_there else LOOK_FOR_READER_EVERY_S
        return (LookForChip(watch=self._watch, after_s=wait_s),)


class ChipKeyStep:
    """The six digits of the card access number, or the three values of the zone, typed."""

    def __init__(
        self, visit: Visit, around: Surroundings, step: tuple[int, int], use: Callable[[ChipKey], Turn]
    ) -> None:
        self._visit = visit
        self._around = around
        self._step = step
        self._use = use

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Two ways to say it."""
        return ChipKeyView(step=self._step, can_go_back=True, assisted_by=self._visit.assisted_by)

    def handle(self, intent: Intent) -> Turn:
        """Go on with what was typed; the screen has checked its shape."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case ChipKeyEntered(key=key):
                return self._use(key)
        return Turn()


class ReadChipStep:
    """Wait for the card, read it, and say why where nothing came of it."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        keys: tuple[ChipKey, ...],
        step: tuple[int, int],
        from_chip: FromChip,
        *,
        code: SeenCode | None = None,
        without: Callable[[], Step] | None = None,
    ) -> None:
        """`code`: what the camera read before, which must be of the same card; `without`: going on without the chip."""
        self._visit = visit
        self._around = around
        self._keys = keys
        self._step = step
        self._from_chip = from_chip
        self._code = code
        self._without = without
        self._watch = ChipWatch(around)
        self._reading = ""
        self._at: ChipProgress | None = None
        self._trouble: ChipTrouble | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Wait for a card."""
        self._reading, self._at = "", None
        return self._watch.begin()

    def view(self) -> View:
        """Where the reading is, or what stands in its way."""
        at = self._at
        return ReadChipView(
            state="reading" if self._reading else "trouble" if self._trouble else "lay",
            reader=self._watch.state,
            stage=at.stage if at else None,
            share=round(100 * at.done / at.total) if at and at.total else 0,
            trouble=self._trouble,
            can_skip=self._without is not None,
            busy=bool(self._reading),
            step=self._step,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Read as soon as a card lies there; after trouble only when it is laid down anew, or on a touch."""
        match intent:
            case ChipLooked():
                more = self._watch.again(intent)
                fresh = self._watch.laid or (
                    self._trouble is None and self._watch.state is ChipReaderState.CARD
                )
                return self._begin() if more and fresh and not self._reading else Turn(effects=more)
            case ChipStepped(watch=watch, step=step) if watch == self._reading:
                return self._stepped(step)
            case EffectFailed(effect="ReadChip" | "GoOnReadingChip") if self._reading:
                return self._failed(ChipTrouble.UNREADABLE)
            case TriedAgain() if not self._reading:
                return self._begin()
            case ChipKeyChosen() if not self._reading:
                typed = ChipKeyStep(self._visit, self._around, self._step, self._typed)
                return Turn(effects=self._leave(), to=typed)
            case ChipSkipped() if self._without is not None:
                return Turn(effects=self._leave(), to=self._without(), instead=True)
            case WentBack():
                return Turn(effects=self._leave(), back=1)
        return Turn()

    def _begin(self) -> Turn:
        self._watch.end()
        self._trouble, self._at = None, None
        self._reading = self._around.new_id()
        return Turn(effects=(ReadChip(watch=self._reading, keys=self._keys),))

    def _stepped(self, step: object) -> Turn:
        match step:
            case ChipProgress():
                self._at = step
                return Turn(effects=(GoOnReadingChip(watch=self._reading),))
            case ChipFailure(trouble=trouble):
                return self._failed(trouble)
            case ChipReading(document=document) as reading:
                scanned = self._code.document if self._code else None
                if scanned is not None and scanned.number != document.number:
                    return self._failed(ChipTrouble.OTHER_PERSON)
                self._reading, self._visit.card_is_suspicious = "", False
                code = SeenCode(CodeKind.CHIP, ReadMethod.CHIP, raw="", document=document)
                kept = self._record("read", access=reading.access, chip_proved=reading.chip_proved)
                return Turn(effects=(kept,), to=self._from_chip(code, reading.photo), instead=True)
        return Turn()

    def _failed(self, trouble: ChipTrouble) -> Turn:
        self._reading, self._trouble = "", trouble
        self._visit.card_is_suspicious = self._visit.card_is_suspicious or trouble.is_suspicious
        return Turn(effects=(self._record(trouble.value), *self._watch.begin()))

    def _record(self, outcome: str, **facts: object) -> Effect:
        return Record(
            kind=AuditKind.IDENTITY_READ,
            subject=self._visit.session_id,
            facts={"kind": "chip", "outcome": outcome, **facts},
        )

    def _typed(self, key: ChipKey) -> Turn:
        self._keys, self._trouble = (key,), None
        return Turn(back=1)

    def _leave(self) -> tuple[Effect, ...]:
        reading, self._reading = self._reading, ""
        self._watch.end()
        return (LeaveChip(),) if reading else ()
