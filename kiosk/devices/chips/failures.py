"""Why a chip could not be read or believed, as the driver's own exceptions; `reader` turns them into outcomes."""

from kiosk.domain.chip import ChipTrouble


class ChipFailed(Exception):
    """Reading ended; `trouble` is what the person is told, the argument what the log may say (no personal data)."""

    def __init__(self, trouble: ChipTrouble, detail: str = "") -> None:
        super().__init__(detail)
        self.trouble = trouble


class CardTaken(ChipFailed):
    """The card left the reader's field, or the reader was unplugged, in the middle of it."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(ChipTrouble.CARD_TAKEN, detail)


class WrongKey(ChipFailed):
    """The card knows another number, birth date or expiry date, or another access number."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(ChipTrouble.WRONG_KEY, detail)


class Unreadable(ChipFailed):
    """An answer that keeps to no rule of ICAO 9303, or asks for a method this program does not know."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(ChipTrouble.UNREADABLE, detail)
