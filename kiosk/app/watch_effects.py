"""Carries out the session's orders about flags, ratings and training; looks for flags by itself now and then, too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kiosk.app.parts import Parts
from kiosk.domain.flags import find_flags
from kiosk.domain.service_watch import Finding, FlagKind, Training
from kiosk.domain.staff import Role
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.visit import VIETNAM
from kiosk.flow.watch_words import (
    FlagsLoaded,
    KeepRating,
    LoadFlags,
    LoadTraining,
    SettleFlag,
    SetTrained,
    TrainingLoaded,
)
from kiosk.storage.sign_in_rules import staff_key

Carries = Callable[[Any], Intent | None]


class WatchEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._watch = parts.store.watch

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        return {
            LoadFlags: (Lane.CARE, self._load),
            SettleFlag: (Lane.CARE, self._settle),
            KeepRating: (Lane.STORE, self._rate),
            LoadTraining: (Lane.STORE, self._load_training),
            SetTrained: (Lane.STORE, self._set_trained),
        }

    def _load(self, _: LoadFlags) -> Intent:
        look_for_flags(self._parts)
        return self._flags()

    def _settle(self, effect: SettleFlag) -> Intent:
        self._watch.settle(effect.flag_id, staff_id=effect.staff_id, reason=effect.reason)
        return self._flags()

    def _flags(self) -> Intent:
        return FlagsLoaded(flags=tuple(self._watch.flags()), settled=tuple(self._watch.flags(settled=True)))

    def _rate(self, effect: KeepRating) -> None:
        self._watch.rate(effect.stars, day=(self._parts.clock() + VIETNAM).date())

    def _load_training(self, _: Effect) -> Intent:
        members = tuple(
            member
            for member in self._parts.store.staff.members()
            if member.active and member.role is not Role.TECHNICIAN
        )
        kept = self._watch.training()
        codes = {member.id: kept.get(staff_key(member.id), frozenset()) for member in members}
        refresh_training(self._parts)
        return TrainingLoaded(members=members, codes=codes)

    def _set_trained(self, effect: SetTrained) -> Intent:
        self._watch.set_trained(effect.staff_id, effect.code, effect.trained, by=effect.by)
        return self._load_training(effect)


def refresh_training(parts: Parts) -> None:
    """What the session goes by, as the lists stand now."""
    kept = parts.store.watch.training()
    known = [member for member in parts.store.staff.members() if member.active]
    codes = {member.id: kept[key] for member in known if (key := staff_key(member.id)) in kept}
    parts.around.training = Training(codes, {member.id: member.name for member in known})
    parts.around.untrained = parts.settings.watch.untrained


def look_for_flags(parts: Parts) -> int:
    """Ask all rules; how many flags are new. May take a while over a long trail."""
    rules, now = parts.settings.watch, parts.clock()
    findings = find_flags(parts.store.audit.entries(), rules, now)
    month = (now + VIETNAM).strftime("%Y-%m")
    since = now - timedelta(days=rules.window_d)
    for contact in parts.store.watch.shared_contacts(since=since, least=rules.contact_people):
        findings.append(
            Finding(
                FlagKind.SHARED_CONTACT,
                f"{FlagKind.SHARED_CONTACT}/{contact.kind}/{contact.digest}/{month}",
                contact.digest,
                {"count": contact.people, "what": contact.kind},
                contact.references,
            )
        )
    return parts.store.watch.raise_flags(findings)
