"""The versions of one procedure side by side: which one is in force on a day, what comes, what ended; it keeps nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure import Procedure

_A_DAY = timedelta(days=1)


class Standing(StrEnum):
    """How a procedure stands on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two versions that cannot both be right: `kind` is same_version, overlap or gap; `later` is the one to put right."""

    kind: str
    earlier: Procedure
    later: Procedure

    @property
    def member(self) -> str:
        """Which member of `later` is wrong."""
        return "version" if self.kind == "same_version" else "valid_from"

    @property
    def reason(self) -> Text:
        """For whoever edits or reviews the data."""
        earlier, later = self.earlier.version, self.later.version
        if self.kind == "same_version":
            return Text(
                f"bản {later!r} có hai lần; mỗi bản phải có tên riêng.",
                f"version {later!r} stands here a second time; each version needs its own name.",
            )
        ends, begins = day_words(self.earlier.valid_to), day_words(self.later.valid_from)
        if self.kind == "gap":
            return Text(
                f"bản {earlier!r} hết hiệu lực {ends.vi}, bản {later!r} đến {begins.vi} mới có hiệu lực: ở giữa không có"
                " bản nào.",
                f"version {earlier!r} ends on {ends.en}, version {later!r} begins only on {begins.en}: no version would"
                " be in force between them.",
            )
        return Text(
            f"bản {later!r} có hiệu lực từ {begins.vi}, trong khi bản {earlier!r} còn hiệu lực (đến {ends.vi}): một ngày"
            " không thể có hai bản.",
            f"version {later!r} begins on {begins.en}, while version {earlier!r} is still in force (until {ends.en}):"
            " two versions would be in force on one day.",
        )


@dataclass(frozen=True, slots=True)
class Validity:
    """What a person has to know of a procedure's dates on a day."""

    standing: Standing
    begins: date | None = None
    """Of one that comes."""
    ended_after: date | None = None
    """The last day of one that ended."""
    next_from: date | None = None
    """From when newer rules apply to one that is in force."""
    last_day: date | None = None
    """Of one that is in force and for which nothing newer is known."""
    replaced_by: Procedure | None = None
    """Of one that ended or ends, where the data names it and the catalogue has it."""


class Versions:
    """All known versions of one code. An open end is closed by the next version's first day."""

    def __init__(self, versions: Iterable[Procedure]) -> None:
        """`versions`: at least one; of two that begin on the same day the later given counts."""
        by_start = {each.valid_from: each for each in versions}
        self.all = tuple(sorted(by_start.values(), key=_start))

    def begun(self, day: date) -> Procedure | None:
        """The last one that began by that day, whether or not it has ended since."""
        return next((each for each in reversed(self.all) if _start(each) <= day), None)

    def in_force(self, day: date) -> Procedure | None:
        """The one that dossiers begun on that day follow."""
        found = self.begun(day)
        return found if found is not None and found.is_in_force(day) else None

    def coming(self, day: date) -> Procedure | None:
        """The first that begins after that day."""
        return next((each for each in self.all if _start(each) > day), None)

    def shown(self, day: date) -> Procedure:
        """The one in force, else the next that comes, else the last that was."""
        return self.in_force(day) or self.coming(day) or self.all[-1]

    def validity(self, day: date) -> Validity:
        """How the code stands on that day, without what takes its place."""
        coming, begun = self.coming(day), self.begun(day)
        begins = coming.valid_from if coming else None
        if (current := self.in_force(day)) is not None:
            return Validity(
                Standing.IN_FORCE, next_from=begins, last_day=None if begins else current.valid_to
            )
        if begins is not None:
            return Validity(Standing.COMING, begins=begins)
        return Validity(Standing.ENDED, ended_after=begun.valid_to if begun else None)


def clashes(versions: Sequence[Procedure]) -> list[Clash]:
    """What is wrong with versions of one code side by side, in the order of their first days."""
    found: list[Clash] = []
    labels: dict[str, Procedure] = {}
    for each in versions:
        label = version_label(each.version)
        if label in labels:
            found.append(Clash("same_version", labels[label], each))
        labels.setdefault(label, each)
    in_order = sorted(versions, key=_start)
    for earlier, later in pairwise(in_order):
        if _start(earlier) == _start(later) or (earlier.valid_to and earlier.valid_to >= _start(later)):
            found.append(Clash("overlap", earlier, later))
        elif earlier.valid_to and earlier.valid_to + _A_DAY < _start(later):
            found.append(Clash("gap", earlier, later))
    return found


def version_label(version: object) -> str:
    """A version's name as a key; "" for none."""
    return "" if version is None else str(version)


def displaces(new: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Whether a newly delivered record takes the place of a known one of the same code, both in the gateway's shape.

    It does when it has the same version or the same first day; one without a first day stands for all that begin
    before it ends.
    """
    if version_label(new.get("version")) == version_label(known.get("version")):
        return True
    begins, ends = new.get("valid_from") or "", new.get("valid_to") or ""
    known_begins = known.get("valid_from") or ""
    if begins == known_begins:
        return True
    return not begins and (not ends or known_begins <= ends)


def day_words(day: date | None) -> Text:
    """For example 31/12/2026, in English 2026-12-31; "open" for none."""
    return Text(day_text(day), day.isoformat()) if day else Text("chưa định", "open")


def day_text(day: date) -> str:
    """As people here write it: 31/12/2026."""
    return f"{day:%d/%m/%Y}"


def validity_words(validity: Validity) -> Text | None:
    """What a person is told first of a procedure that cannot be begun today; None where it can."""
    if validity.standing is Standing.COMING and validity.begins:
        day = day_text(validity.begins)
        return Text(
            f"Thủ tục này có hiệu lực từ ngày {day}. Trước ngày đó chưa nộp được.",
            f"This procedure takes effect on {day}. It cannot be filed before that day.",
        )
    if validity.standing is not Standing.ENDED:
        return None
    new = validity.replaced_by
    after_vi = f" Thay bằng thủ tục {new.short_code} – {new.name.vi}." if new else ""
    after_en = f" It is replaced by procedure {new.short_code} – {new.name.en}." if new else ""
    if validity.ended_after is None:
        return Text(
            f"Thủ tục này hiện không còn hiệu lực.{after_vi}",
            f"This procedure is no longer in force.{after_en}",
        )
    day = day_text(validity.ended_after + _A_DAY)
    return Text(
        f"Thủ tục này đã hết hiệu lực từ ngày {day}.{after_vi}",
        f"This procedure has not been in force since {day}.{after_en}",
    )


def dates_words(validity: Validity) -> Text | None:
    """The dates that a list of papers carries with it; None where nothing is known to change."""
    if (words := validity_words(validity)) is not None:
        return words
    if validity.next_from:
        day = day_text(validity.next_from)
        return Text(f"Từ ngày {day} áp dụng quy định mới.", f"New rules apply from {day}.")
    if validity.last_day:
        day = day_text(validity.last_day)
        return Text(f"Quy định này áp dụng đến hết ngày {day}.", f"These rules apply until the end of {day}.")
    return None


def _start(procedure: Procedure) -> date:
    return procedure.valid_from or date.min
