"""Carries out the session's orders about mail-bags, in the lane for what takes minutes."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.app.known_procedures import recall_followed
from kiosk.app.parts import Parts
from kiosk.devices.sticks import mounted_sticks
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.mailbag import FILE_SUFFIX, BagDesk, BagFile, BagRefused, Stick, read_seals
from kiosk.flow import mail_bag_words
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.visit import VIETNAM

Carries = Callable[[Any], Intent | None]
MOST_BAGS = 12


class MailBagEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._percent = 0
        """Written by the worker, read by whoever watches."""

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        store, care = Lane.STORE, Lane.CARE
        return {
            mail_bag_words.LoadMailBag: (store, self._load),
            mail_bag_words.WatchBag: (store, self._watch),
            mail_bag_words.PackBag: (care, _set_up(self._pack)),
            mail_bag_words.LookIntoBag: (care, _set_up(self._look)),
            mail_bag_words.TakeBagIn: (care, _set_up(self._take_in)),
        }

    def _load(self, _: mail_bag_words.LoadMailBag) -> Intent:
        settings = self._parts.settings.mailbag
        folders = [Path(settings.folder)] if settings.folder else mounted_sticks(writable=True)
        sticks, bags = [], []
        for folder in folders:
            try:
                sticks.append(Stick(str(folder), folder.name or str(folder), shutil.disk_usage(folder).free))
                bags += [(file, file.stat()) for file in folder.glob(f"*{FILE_SUFFIX}")]
            except OSError:
                continue  # pulled out meanwhile
        newest = sorted(bags, key=lambda bag: bag[1].st_mtime, reverse=True)[:MOST_BAGS]
        desk = BagDesk(
            seal=self._parts.store.mail_bag.seal,
            can_pack=bool(settings.recipient),
            can_take_in=bool(settings.identity_file),
            waiting=self._parts.store.queue.counts().left,
            sticks=tuple(sticks),
            bags=tuple(BagFile(str(file), file.name, stat.st_size) for file, stat in newest),
        )
        return mail_bag_words.MailBagLoaded(desk=desk)

    def _watch(self, _: mail_bag_words.WatchBag) -> Intent:
        return mail_bag_words.BagMoved(percent=self._percent)

    def _pack(self, effect: mail_bag_words.PackBag) -> Intent:
        settings, around = self._parts.settings, self._parts.around
        point = around.portal.agent_point.code
        terminal = settings.terminal.name or point
        at = self._parts.clock() + VIETNAM
        named = f"{point} {settings.terminal.number or ''}"
        name = re.sub(r"[^0-9A-Za-z]+", "-", named).strip("-")
        contents = self._parts.store.mail_bag.pack(
            Path(effect.folder) / f"{name}-{at:%Y%m%d-%H%M%S}{FILE_SUFFIX}",
            recipient=settings.mailbag.recipient,
            terminal=terminal,
            point=point,
            gateway=settings.gateway.url,
            progress=self._moved,
        )
        return mail_bag_words.BagPacked(contents=contents)

    def _look(self, effect: mail_bag_words.LookIntoBag) -> Intent:
        contents = self._parts.store.mail_bag.look(
            Path(effect.path), identity=self._identity(), progress=self._moved
        )
        return mail_bag_words.BagSeen(contents=contents)

    def _take_in(self, effect: mail_bag_words.TakeBagIn) -> Intent:
        outcome = self._parts.store.mail_bag.take_in(
            Path(effect.path),
            identity=self._identity(),
            senders=read_seals(self._parts.settings.mailbag.senders) | {effect.seal},
            gateway=self._parts.settings.gateway.url,
            progress=self._moved,
        )
        recall_followed(self._parts)
        self._parts.wake_line()
        return mail_bag_words.BagTakenIn(outcome=outcome)

    def _identity(self) -> str:
        file = self._parts.settings.mailbag.identity_file
        try:
            return Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationInvalid(f"mailbag.identity_file: {file}: cannot be read") from error

    def _moved(self, done: int, of: int) -> None:
        self._percent = done * 100 // of if of else 0
        if self._parts.stopping.is_set():
            raise BagRefused("the program is being stopped", code="bag_broken_off")


def _set_up(carry: Carries) -> Carries:
    """A wrong key in kiosk.toml is said as such: staff at the screen cannot mend it."""

    def carry_out(effect: Any) -> Intent | None:
        try:
            return carry(effect)
        except ConfigurationInvalid as error:
            raise BagRefused(error.detail, code="bag_not_set_up") from error

    return carry_out
