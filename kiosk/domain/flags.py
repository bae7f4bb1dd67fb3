"""The rules that find what a supervisor should look at, from the audit trail alone; thresholds are settings."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from kiosk.domain.events import AuditEntry, AuditKind, read_wire_time
from kiosk.domain.service_watch import Finding, FlagKind
from kiosk.domain.settings import WatchSettings

_VIETNAM = timezone(timedelta(hours=7))
_MOST_REFERENCES = 10
_STILL_WAITING = frozenset(
    {"CHECKED", "QUEUED", "UPLOADING", "SUBMITTED", "SUPPLEMENTED", "QUARANTINED", "MISMATCH"}
)
"""The agency has not looked at it yet."""
_NOTHING_DUE = frozenset(
    {"SUPPLEMENT_REQUESTED", "REFUSED", "STOPPED", "WITHDRAWN", "SUPERSEDED", "DISCARDED"}
    | {"RESULT_READY", "RETURNED", "CLOSED"}
)
"""The agency's clock stands still, or it has done its work."""


def find_flags(entries: Iterable[AuditEntry], rules: WatchSettings, now: datetime) -> list[Finding]:
    """Walk the trail once; only what happened within `rules.window_d` counts."""
    found = _Patterns(rules, now)
    for entry in entries:
        found.take(entry)
    return found.findings()


@dataclass(slots=True)
class _Clerk:
    """One member of staff within the window."""

    off_hours: int = 0
    drops: int = 0


class _Patterns:
    def __init__(self, rules: WatchSettings, now: datetime) -> None:
        self._rules = rules
        self._since = now - timedelta(days=rules.window_d)
        self._now = now
        self._clerks: defaultdict[str, _Clerk] = defaultdict(_Clerk)
        self._seconds: defaultdict[str, list[float]] = defaultdict(list)
        self._references: defaultdict[str, list[str]] = defaultdict(list)
        self._repeats: defaultdict[str, list[str]] = defaultdict(list)
        self._asked: Counter[str] = Counter()
        self._asked_lately: set[str] = set()
        self._follows: dict[str, str] = {}
        self._unsent: dict[str, datetime] = {}
        self._late: list[str] = []
        self._untold: list[str] = []
        self._unaccepted: dict[str, datetime] = {}
        self._taken_up: set[str] = set()
        self._due: dict[str, datetime] = {}

    def take(self, entry: AuditEntry) -> None:
        lately = entry.at >= self._since
        facts = entry.facts
        match entry.kind:
            case AuditKind.SESSION_BEGAN if lately and facts.get("staff"):
                hour = entry.at.astimezone(_VIETNAM).hour
                outside = not self._rules.work_from_h <= hour < self._rules.work_until_h
                self._clerks[str(facts["staff"])].off_hours += outside
            case AuditKind.DRAFT_DISCARDED if lately and facts.get("staff"):
                self._clerks[str(facts["staff"])].drops += 1
            case AuditKind.DOSSIER_CONFIRMED:
                self._confirmed(entry, lately)
            case AuditKind.DOSSIER_SUBMITTED:
                self._sent(entry.subject, entry.at)
            case AuditKind.DOSSIER_MOVED:
                self._moved(entry, lately)
            case AuditKind.RESULT_ARRIVED if lately and facts.get("portal_knows") is False:
                self._untold.append(entry.subject)
            case AuditKind.PAPER_HANDED_OVER if lately and facts.get("late"):
                self._late.append(entry.subject)

    def _moved(self, entry: AuditEntry, lately: bool) -> None:
        state, reference = str(entry.facts.get("to")), entry.subject
        if state in ("DISCARDED", "WITHDRAWN", "SUPERSEDED"):
            self._unsent.pop(reference, None)
        if state == "SUPPLEMENT_REQUESTED":
            self._asked[reference] += 1
            if lately:
                self._asked_lately.add(reference)
        if state not in _STILL_WAITING:
            self._unaccepted.pop(reference, None)
            self._taken_up.add(reference)
        if entry.facts.get("came_late"):
            return
        if state in _NOTHING_DUE:
            self._due.pop(reference, None)
        elif entry.facts.get("due"):
            self._due[reference] = read_wire_time(str(entry.facts["due"]))

    def _confirmed(self, entry: AuditEntry, lately: bool) -> None:
        self._unsent[entry.subject] = entry.at
        self._taken_up.discard(entry.subject)
        earlier = str(entry.facts.get("follows", ""))
        if followed := self._asked.get(earlier):
            # the once-only rule holds for the matter, whatever number it goes under
            self._asked[entry.subject] = max(followed, self._asked[entry.subject])
            self._follows[entry.subject] = earlier
        actor = str(entry.facts.get("actor", ""))
        if not lately or entry.facts.get("revision", 1) != 1:
            return
        if actor.startswith("clerk:"):
            staff_id = actor.removeprefix("clerk:")
            self._seconds[staff_id].append(float(entry.facts.get("seconds", 0)))
            self._references[staff_id].append(entry.subject)
        if entry.facts.get("repeat"):
            self._repeats[str(entry.facts.get("procedure", ""))].append(entry.subject)

    def _sent(self, reference: str, at: datetime) -> None:
        if reference not in self._taken_up:  # an agency may be quicker than its portal's receipt
            self._unaccepted[reference] = at
        confirmed = self._unsent.pop(reference, None)
        if confirmed is not None and at >= self._since and self._is_late(confirmed, at):
            self._late.append(reference)

    def _is_late(self, confirmed: datetime, at: datetime) -> bool:
        return at - confirmed > timedelta(hours=self._rules.late_h)

    def _chain(self, reference: str) -> list[str]:
        """The dossier and those that it follows, the oldest first."""
        chain = [reference]
        while (earlier := self._follows.get(chain[0])) and earlier not in chain:
            chain.insert(0, earlier)
        return chain

    # --- what of it is worth a look --------------------------------------------------------------------------

    def findings(self) -> list[Finding]:
        from statistics import median  # here, because it loads fractions and decimals for it

        rules, month = self._rules, self._now.astimezone(_VIETNAM).strftime("%Y-%m")
        found = []

        def add(kind: FlagKind, subject: str, references: Iterable[str], **facts: str | int) -> None:
            newest = tuple(list(dict.fromkeys(references))[::-1][:_MOST_REFERENCES])
            found.append(Finding(kind, f"{kind}/{subject}/{month}", subject, facts, newest))

        for staff_id, clerk in sorted(self._clerks.items()):
            if clerk.off_hours >= rules.off_hours_least:
                add(FlagKind.OFF_HOURS, staff_id, self._references[staff_id], count=clerk.off_hours)
            if clerk.drops >= rules.drops_least:
                add(FlagKind.MANY_DROPS, staff_id, (), count=clerk.drops)
        for staff_id, seconds in sorted(self._seconds.items()):
            others = [each for other, list_ in self._seconds.items() if other != staff_id for each in list_]
            if len(seconds) < rules.fast_least or len(others) < rules.fast_least:
                continue
            own, theirs = median(seconds), median(others)
            if own * 100 < theirs * rules.fast_percent:
                facts = {"seconds": round(own), "others": round(theirs)}
                add(FlagKind.TOO_FAST, staff_id, self._references[staff_id], **facts)
        still = [name for name, at in self._unsent.items() if self._is_late(at, self._now)]
        if late := [*self._late, *still]:
            add(FlagKind.LATE_HANDOVER, "", late, count=len(set(late)), hours=rules.late_h)
        limit = timedelta(hours=rules.late_acceptance_h)
        waiting = [name for name, at in self._unaccepted.items() if self._since <= at < self._now - limit]
        if waiting:
            hours = rules.late_acceptance_h
            add(FlagKind.LATE_ACCEPTANCE, "", waiting, count=len(waiting), hours=hours)
        if overdue := [name for name, due in self._due.items() if self._since <= due < self._now]:
            add(FlagKind.OVERDUE_RESULT, "", overdue, count=len(overdue))
        if self._untold:
            add(FlagKind.UNTOLD_RESULT, "", self._untold, count=len(set(self._untold)))
        for code, references in sorted(self._repeats.items()):
            if len(references) >= rules.repeats_least:
                add(FlagKind.REPEAT_VISITS, code, references, count=len(references))
        for reference in sorted(self._asked_lately):
            if self._asked[reference] > 1:
                count = self._asked[reference]
                add(FlagKind.SECOND_SUPPLEMENT, reference, self._chain(reference), count=count)
        return found
