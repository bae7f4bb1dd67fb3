"""PC/SC through the system's own library (pcsclite, winscard) by ctypes: readers, cards, and nothing of what they say."""

import ctypes
import logging
import sys
from ctypes import byref, c_char_p, c_ubyte, c_void_p
from typing import Any

from kiosk.devices.chips.failures import CardTaken, ChipFailed
from kiosk.domain.chip import ChipReaderState, ChipTrouble

_log = logging.getLogger(__name__)

_WINDOWS = sys.platform == "win32"
_LIBRARY = {"win32": "winscard.dll", "darwin": "/System/Library/Frameworks/PCSC.framework/PCSC"}.get(
    sys.platform, "libpcsclite.so.1"
)
_Word: Any = ctypes.c_uint32 if sys.platform in ("win32", "darwin") else ctypes.c_ulong
_Handle: Any = c_void_p if _WINDOWS else (ctypes.c_int32 if sys.platform == "darwin" else ctypes.c_long)
_LIST = "SCardListReadersA" if _WINDOWS else "SCardListReaders"
_STATUS = "SCardGetStatusChangeA" if _WINDOWS else "SCardGetStatusChange"
_CONNECT = "SCardConnectA" if _WINDOWS else "SCardConnect"

_SYSTEM, _SHARED, _T0, _T1, _LEAVE, _RESET = 2, 2, 1, 2, 0, 1
_PRESENT, _MUTE = 0x20, 0x200
_FINE = 0
_NO_READER = frozenset({0x8010002E, 0x80100017, 0x80100009})
_NO_CARD = frozenset({0x8010000C, 0x80100066, 0x80100067, 0x80100069})
_NO_SERVICE = frozenset({0x8010001D, 0x8010001E, 0x80100003, 0x80100013, 0x8010006A})
"""Not running, stopped, forgotten this context (it was started anew), broken, not allowed for this user."""
LONGEST_ANSWER_BYTES = 65538
_CONTACTLESS = ("contactless", "picc", "nfc", "rfid", " cl ", "(cl")


class _ReaderState(ctypes.Structure):
    _fields_ = [
        ("name", c_char_p),
        ("own", c_void_p),
        ("current", _Word),
        ("now", _Word),
        ("atr_bytes", _Word),
        ("atr", c_ubyte * (36 if _WINDOWS else 33)),
    ]
    if sys.platform == "darwin":
        _pack_ = 1


class _Protocol(ctypes.Structure):
    _fields_ = [("protocol", _Word), ("length", _Word)]


class PcscTerminal:
    """The reader with a card on it, else the first contactless one, among those whose name contains `name`."""

    def __init__(self, name: str = "") -> None:
        self._name = name.strip().casefold()
        self._library: Any = None
        self._context: Any = None
        self._card: PcscCard | None = None

    def state(self) -> ChipReaderState:
        """What is there now; reconnects to a service that was started anew. A mute card is as good as none."""
        try:
            readers = self._readers()
            if not readers:
                return ChipReaderState.NO_READER
            speaking = any(not mute for _, mute in self._cards_on(readers))
            return ChipReaderState.CARD if speaking else ChipReaderState.EMPTY
        except ChipFailed:
            return ChipReaderState.NO_SERVICE if self._context is None else ChipReaderState.NO_READER

    def reader_names(self) -> list[str]:
        """The readers that count here; empty where the service does not answer."""
        try:
            return [name.decode(errors="replace") for name in self._readers()]
        except ChipFailed:
            return []

    def connect(self) -> "PcscCard":
        """The card, for this program alone until it is let go of."""
        readers = self._readers()
        if not readers:
            raise ChipFailed(ChipTrouble.NO_READER)
        cards = sorted(self._cards_on(readers), key=lambda card: card[1])
        if not cards:
            raise ChipFailed(ChipTrouble.NO_CARD)
        chosen = cards[0][0]  # a mute one gets another chance: it may lie better now
        handle, protocol = _Handle(), _Word()
        code = self.call(
            _CONNECT, self._context, chosen, _Word(_SHARED), _Word(_T0 | _T1), byref(handle), byref(protocol)
        )
        if code != _FINE:
            raise _failure(code, ChipTrouble.NO_CARD)
        self._card = PcscCard(self, handle, protocol.value)
        return self._card

    def release(self) -> None:
        """Let go of card and context, so that nothing is held while nobody reads."""
        if self._card is not None:
            self._card.disconnect()
            self._card = None

    def close(self) -> None:
        """At the end of the program."""
        self.release()
        if self._context is not None:
            self.call("SCardReleaseContext", self._context)
            self._context = None

    def call(self, function: str, *arguments: Any) -> int:
        """One call on the library, its answer as the unsigned code of the specification."""
        called = getattr(self._library, function)
        called.restype = ctypes.c_int32
        return int(called(*arguments)) & 0xFFFFFFFF

    def _begin(self) -> None:
        if self._context is not None:
            return
        try:
            self._library = self._library or ctypes.CDLL(_LIBRARY)
        except OSError as error:
            raise ChipFailed(ChipTrouble.NO_READER, "the system has no PC/SC library") from error
        context = _Handle()
        code = self.call("SCardEstablishContext", _Word(_SYSTEM), None, None, byref(context))
        if code != _FINE:
            raise ChipFailed(ChipTrouble.NO_READER, f"smart-card service: {code:08X}")
        self._context = context

    def _forget(self, code: int) -> None:
        """A context of a service that has gone is worth nothing."""
        if code in _NO_SERVICE:
            self.call("SCardReleaseContext", self._context)
            self._context = None

    def _readers(self, again: bool = True) -> list[bytes]:
        self._begin()
        length = _Word(0)
        code = self.call(_LIST, self._context, None, None, byref(length))
        buffer = ctypes.create_string_buffer(max(2, length.value))
        if code == _FINE:
            code = self.call(_LIST, self._context, None, buffer, byref(length))
        if code in _NO_READER:
            return []
        if code != _FINE:
            self._forget(code)
            if self._context is None and again:
                return self._readers(again=False)
            raise ChipFailed(ChipTrouble.NO_READER, f"list of readers: {code:08X}")
        names = [name for name in buffer.raw[: length.value].split(b"\0") if name]
        if self._name:
            return [name for name in names if self._name in name.decode(errors="replace").casefold()]
        # of a device with a slot for contacts and a field for the air, the field counts
        return sorted(names, key=lambda name: not _is_contactless(name.decode(errors="replace")))

    def _cards_on(self, readers: list[bytes]) -> list[tuple[bytes, bool]]:
        """(reader, whether its card is mute) of each reader with a card on it."""
        states = (_ReaderState * len(readers))()
        for state, name in zip(states, readers, strict=True):
            state.name = name
        code = self.call(_STATUS, self._context, _Word(0), states, _Word(len(readers)))
        if code != _FINE:
            self._forget(code)
            raise ChipFailed(ChipTrouble.NO_READER, f"state of readers: {code:08X}")
        return [(state.name, bool(state.now & _MUTE)) for state in states if state.now & _PRESENT]


class PcscCard:
    """One card that lies on a reader."""

    def __init__(self, terminal: PcscTerminal, handle: Any, protocol: int) -> None:
        self._terminal = terminal
        self._handle = handle
        self._protocol = protocol
        self._is_gone = False

    def transmit(self, command: bytes) -> bytes:
        """Send one command; answer with status bytes. CardTaken where the card or the reader has gone."""
        pci = _Protocol(self._protocol, ctypes.sizeof(_Protocol))
        answer = (c_ubyte * LONGEST_ANSWER_BYTES)()
        length = _Word(LONGEST_ANSWER_BYTES)
        code = self._terminal.call(
            "SCardTransmit",
            self._handle,
            byref(pci),
            command,
            _Word(len(command)),
            None,
            answer,
            byref(length),
        )
        if code != _FINE or length.value < 2:  # not even a status: nobody is there to answer
            self._is_gone = True
            raise CardTaken(f"{code:08X}")
        return bytes(answer[: length.value])

    def reset(self) -> None:
        """Warm reset."""
        protocol = _Word()
        code = self._terminal.call(
            "SCardReconnect",
            self._handle,
            _Word(_SHARED),
            _Word(_T0 | _T1),
            _Word(_RESET),
            byref(protocol),
        )
        if code != _FINE:
            raise CardTaken(f"{code:08X}")
        self._protocol = protocol.value

    def disconnect(self) -> None:
        """Reset it, so that the session keys are forgotten by the card too, and let go.

        A card that has gone is left alone: after a reset that fails, the service takes the next card for the mute
        rest of this one.
        """
        self._terminal.call("SCardDisconnect", self._handle, _Word(_LEAVE if self._is_gone else _RESET))


def _is_contactless(name: str) -> bool:
    return any(mark in f" {name} ".casefold() for mark in _CONTACTLESS)


def _failure(code: int, otherwise: ChipTrouble) -> ChipFailed:
    if code in _NO_READER | _NO_SERVICE:
        return ChipFailed(ChipTrouble.NO_READER, f"{code:08X}")
    if code in _NO_CARD:
        return ChipFailed(ChipTrouble.NO_CARD, f"{code:08X}")
    return ChipFailed(otherwise, f"{code:08X}")
