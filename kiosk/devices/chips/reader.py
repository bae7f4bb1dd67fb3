"""Reads one chip from laying down to proof: opens it, checks who signed it, reads who it is of, tells a copy.

The order is that of trust: nothing is read that could not be believed, and a chip that is not genuine is found out
before its large files are waited for.
"""

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from kiosk.devices.chips import tlv
from kiosk.devices.chips.apdu import Card, PlainChannel
from kiosk.devices.chips.bac import open_by_bac
from kiosk.devices.chips.chip_proof import (
    active_key_in,
    chip_authentication_in,
    passes_active_authentication,
)
from kiosk.devices.chips.failures import ChipFailed, Unreadable, WrongKey
from kiosk.devices.chips.files import (
    COM,
    SOD,
    data_group_file,
    read_card_access,
    read_file,
    select_application,
)
from kiosk.devices.chips.pace import open_by_pace, ways_in
from kiosk.devices.chips.personal_data import holder_of, issuing_state, photo_of
from kiosk.devices.chips.secure_messaging import SecureChannel
from kiosk.devices.chips.security_object import SecurityObject, read_security_object
from kiosk.devices.chips.trust import read_folder
from kiosk.domain.chip import (
    ChipFailure,
    ChipKey,
    ChipProgress,
    ChipReaderState,
    ChipReading,
    ChipStage,
    ChipStep,
    ChipTrouble,
)
from kiosk.domain.mrz import VIETNAM

_log = logging.getLogger(__name__)

ZONE, FACE, PERSONAL, CHIP_KEYS, ACTIVE_KEY = 1, 2, 13, 14, 15
_TAGS = {0x61: 1, 0x75: 2, 0x6D: 13, 0x6E: 14, 0x6F: 15}
"""Tag of a data group as EF.COM lists it → its number (9303-10, table 37), for those that are read here."""
Reading = Generator[ChipStep, None, bytes | None]


class Terminal(Protocol):
    """A device that cards are laid on."""

    def state(self) -> ChipReaderState:
        """What it sees now; never raises."""

    def connect(self) -> Card:
        """The card that lies on it. ChipFailed with NO_READER or NO_CARD where there is none."""

    def release(self) -> None:
        """Let go of the card; harmless where there is none."""


class IcaoChipReader:
    """The driver behind the `ChipReader` port, over any terminal."""

    def __init__(
        self,
        terminal: Terminal,
        certificates: Path,
        now: Callable[[], datetime],
        today: Callable[[], date],
    ) -> None:
        """`certificates`: the folder of country signing certificates, read anew for each card."""
        self._terminal = terminal
        self._certificates = certificates
        self._now = now
        self._today = today

    def state(self) -> ChipReaderState:
        """What the reader sees."""
        return self._terminal.state()

    def read(self, keys: Sequence[ChipKey]) -> Iterator[ChipStep]:
        """Try the keys in turn, then read; closing the iterator lets go of the card."""
        try:
            yield from self._read(self._terminal.connect(), keys)
        except ChipFailed as failed:
            _log.info("chip not read: %s (%s)", failed.trouble.value, failed)
            yield ChipFailure(failed.trouble, str(failed))
        finally:
            self._terminal.release()

    def _read(self, card: Card, keys: Sequence[ChipKey]) -> Iterator[ChipStep]:
        yield ChipProgress(ChipStage.OPENING)
        channel, access = _opened(card, keys)
        yield ChipProgress(ChipStage.DATA)
        listed = yield from _whole(channel, COM, ChipStage.DATA)
        signed = yield from _needed(channel, SOD, ChipStage.DATA)
        security = read_security_object(signed)
        read_folder(self._certificates).check(security.signer, self._now())
        if not _listed_in(listed) <= security.digests.keys():
            raise ChipFailed(ChipTrouble.ALTERED, "EF.COM lists what was not signed")
        channel, proved = yield from _proved(channel, security)
        zone = yield from _checked(channel, security, ZONE, ChipStage.DATA)
        if zone is None:
            raise Unreadable("no data group 1")
        _check_country(issuing_state(zone), security)
        personal = yield from _checked(channel, security, PERSONAL, ChipStage.DATA)
        document = holder_of(zone, personal, self._today())
        face = yield from _checked(channel, security, FACE, ChipStage.PHOTO)
        yield ChipReading(document, photo_of(face) if face else b"", access, proved)


def _opened(card: Card, keys: Sequence[ChipKey]) -> tuple[SecureChannel, str]:
    """(protected channel with the application selected, pace or bac). Raises WrongKey when no key fits."""
    first: ChipFailed | None = None
    for key in keys:
        if first is not None:
            card.reset()
        try:
            return _opened_with(card, key)
        except ChipFailed as failed:
            if failed.trouble not in (ChipTrouble.WRONG_KEY, ChipTrouble.KEY_KIND):
                raise
            first = first or failed
    raise first or WrongKey("no key")


def _opened_with(card: Card, key: ChipKey) -> tuple[SecureChannel, str]:
    plain = PlainChannel(card)
    ways = ways_in(read_card_access(plain))
    if ways:
        try:
            channel = open_by_pace(plain, ways[0], key)
            select_application(channel)
        except (WrongKey, Unreadable):
            # some cards take only the access number for PACE, and the zone's values the older way
            if key.can:
                raise
            card.reset()
            plain = PlainChannel(card)
        else:
            return channel, "pace"
    select_application(plain)
    if key.can:
        raise ChipFailed(ChipTrouble.KEY_KIND, "the card offers no PACE that is known here")
    return open_by_bac(plain, key), "bac"


def _whole(channel: SecureChannel, identifier: int, stage: ChipStage) -> Reading:
    """A file with its progress; None where the chip has none."""
    reading = read_file(channel, identifier)
    while True:
        try:
            done, total = next(reading)
        except StopIteration as end:
            content: bytes | None = end.value
            return content
        yield ChipProgress(stage, done, total)


def _needed(channel: SecureChannel, identifier: int, stage: ChipStage) -> Generator[ChipStep, None, bytes]:
    content = yield from _whole(channel, identifier, stage)
    if content is None:
        raise Unreadable(f"no file {identifier:04X}")
    return content


def _checked(channel: SecureChannel, security: SecurityObject, number: int, stage: ChipStage) -> Reading:
    """A data group that was signed, compared with its digest; None where none was signed."""
    if number not in security.digests:
        return None
    content = yield from _needed(channel, data_group_file(number), stage)
    security.check(number, content)
    return content


def _check_country(state: str, security: SecurityObject) -> None:
    """Another country's authority, though installed here, must not vouch for Vietnamese cards, nor the other way."""
    if (state == VIETNAM) != (security.signer_country == "VN"):
        raise ChipFailed(ChipTrouble.SIGNER_UNKNOWN, "signed by another country than issued the card")


def _listed_in(common: bytes | None) -> set[int]:
    """Numbers of the data groups that EF.COM says are there, of those that are read here."""
    tags = tlv.find(common, 0x60, 0x5C) if common else None
    return {_TAGS[tag] for tag in tags or b"" if tag in _TAGS}


def _proved(
    channel: SecureChannel, security: SecurityObject
) -> Generator[ChipStep, None, tuple[SecureChannel, bool]]:
    """(channel to go on with, whether the chip showed its secret key). COPIED where it should have and could not."""
    offered = False
    keys = yield from _checked(channel, security, CHIP_KEYS, ChipStage.PROOF)
    if keys is not None and (authentication := chip_authentication_in(keys)) is not None:
        offered = True
        renewed = authentication.run(channel)
        if renewed is not None:
            # only a chip with the secret key can answer under the new keys
            try:
                yield from _needed(renewed, SOD, ChipStage.PROOF)
            except Unreadable as error:
                raise ChipFailed(ChipTrouble.COPIED, "chip authentication") from error
            return renewed, True
    active = yield from _checked(channel, security, ACTIVE_KEY, ChipStage.PROOF)
    if active is not None and (key := active_key_in(active)) is not None:
        if not passes_active_authentication(channel, key):
            raise ChipFailed(ChipTrouble.COPIED, "active authentication")
        return channel, True
    if offered:
        raise ChipFailed(ChipTrouble.COPIED, "chip authentication is offered and not taken up")
    return channel, False
