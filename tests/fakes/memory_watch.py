"""Flags, ratings and training in memory; contacts are what the test puts there."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.ports import AuditLog, Clock
from kiosk.domain.service_watch import Finding, Flag, FlagReason, SharedContact
from kiosk.storage.sign_in_rules import staff_key


class MemoryWatch:
    def __init__(self, audit: AuditLog, clock: Clock) -> None:
        self._audit, self._clock = audit, clock
        self.contacts: list[SharedContact] = []
        self._flags: dict[str, Flag] = {}
        self._ratings: dict[str, tuple[int, date, bool]] = {}
        self._training: dict[str, set[str]] = {}

    def shared_contacts(self, *, since: datetime, least: int) -> list[SharedContact]:
        return [contact for contact in self.contacts if contact.people >= least]

    def raise_flags(self, findings: Collection[Finding]) -> int:
        raised = 0
        for finding in findings:
            known = next((f for f in self._flags.values() if f.finding.key == finding.key), None)
            if known is None:
                flag = Flag(new_id(), finding, self._clock())
                self._flags[flag.id] = flag
                self._audit.append(AuditKind.FLAG_RAISED, flag.id, {"kind": finding.kind.value})
                raised += 1
            elif known.settled_at is None:
                self._flags[known.id] = replace(known, finding=finding)
        return raised

    def flags(self, *, settled: bool = False) -> list[Flag]:
        return [flag for flag in reversed(self._flags.values()) if (flag.settled_at is not None) == settled]

    def settle(self, flag_id: str, *, staff_id: str, reason: FlagReason) -> bool:
        flag = self._flags.get(flag_id)
        if flag is None or flag.settled_at is not None:
            return False
        self._flags[flag_id] = replace(flag, settled_at=self._clock(), settled_by=staff_id, reason=reason)
        facts = {"kind": flag.finding.kind.value, "staff": staff_id, "reason": reason.value}
        self._audit.append(AuditKind.FLAG_SETTLED, flag_id, facts)
        return True

    def rate(self, stars: int, *, day: date) -> None:
        self._ratings[new_id()] = (stars, day, False)

    def count_ratings(self, *, before: date) -> int:
        over = {key: each for key, each in self._ratings.items() if not each[2] and each[1] < before}
        for day in sorted({each[1] for each in over.values()}):
            stars = Counter(str(each[0]) for each in over.values() if each[1] == day)
            facts = {"day": day.isoformat(), "stars": dict(stars)}
            self._audit.append(AuditKind.RATINGS_COUNTED, day.isoformat(), facts)
        self._ratings.update({key: (stars, day, True) for key, (stars, day, _) in over.items()})
        return len(over)

    def unsent_ratings(self, *, limit: int) -> list[tuple[str, int, date]]:
        counted = [(key, stars, day) for key, (stars, day, done) in self._ratings.items() if done]
        return sorted(counted)[:limit]

    def ratings_sent(self, rating_ids: Collection[str]) -> None:
        for rating_id in rating_ids:
            self._ratings.pop(rating_id, None)

    def training(self) -> Mapping[str, frozenset[str]]:
        return {key: frozenset(codes) for key, codes in self._training.items() if codes}

    def set_trained(self, staff_id: str, code: str, trained: bool, *, by: str) -> None:
        codes = self._training.setdefault(staff_key(staff_id), set())
        (codes.add if trained else codes.discard)(code)
        facts = {"procedure": code, "trained": trained, "by": by}
        self._audit.append(AuditKind.TRAINING_CHANGED, staff_id, facts)
