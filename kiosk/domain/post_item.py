"""A paper dossier in the post's hands: its envelope, label and hand-over, with the rules of each; it keeps and sends nothing.

Source: the postal decision on sending dossiers and returning results (QĐ 45/2016/QĐ-TTg), articles 6 to 9 and 16.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from kiosk.domain.calendar import VIETNAM, WorkingCalendar
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import wire_time
from kiosk.domain.person import Person
from kiosk.domain.procedure_parts import Case, Component
from kiosk.domain.rules import group_s10, mask_number, s10_is_valid
from kiosk.domain.signing import SignedInstead

MOST_OF_ONE_PAPER = 99
DOMESTIC = "VN"
_RESERVED = frozenset("JKSTW")
"""First letters that the UPU keeps back: no service of a post office begins with them."""


class PostState(StrEnum):
    """Where the envelope is. Counting and both signatures happen before it is kept at all."""

    SEALED = "SEALED"
    HANDED_OVER = "HANDED_OVER"
    LOST = "LOST"
    DAMAGED = "DAMAGED"


class Line(StrEnum):
    """The lines of the time limits (J + n working days), nearest first."""

    DISTRICT = "district"
    PROVINCE = "province"
    CITY = "city"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EnvelopePaper:
    """One line of the count: what is in the envelope, or why a paper of the list is not."""

    component_id: str
    name: str
    originals: int = 0
    copies: int = 0
    lacking: bool = False
    """On the list, but the citizen sends the dossier without it, knowingly."""

    @property
    def sheets(self) -> int:
        """Papers of this line."""
        return self.originals + self.copies


@dataclass(frozen=True, slots=True)
class Signature:
    """A name drawn on the screen. `picture`: PNG; the witness's where one signs, empty where it was signed on paper."""

    role: str
    """"citizen", "clerk", "officer"."""
    at: datetime
    picture: bytes = field(repr=False)
    instead: SignedInstead | None = None

    def sealed(self) -> bytes:
        """What is kept: the picture, else how it was signed instead, as JSON with the picture in it."""
        if self.instead is None:
            return self.picture
        told = self.instead.to_json() | {"picture": b64encode(self.picture).decode("ascii")}
        return json.dumps(told, ensure_ascii=False).encode()


def signed_fact(signatures: Iterable[Signature]) -> dict[str, str]:
    """For the audit trail: that somebody did not sign on the screen, and how instead; never who."""
    ways = [one.instead.way.value for one in signatures if one.instead]
    return {"signed": ways[0]} if ways else {}


@dataclass(frozen=True, slots=True)
class PostItem:
    """A sealed paper dossier. `id` is the dossier's; `reference` is empty until the portal's dossier is kept here."""

    id: str
    number: str
    """S10, thirteen characters."""
    state: PostState
    procedure_code: str
    """Empty where the procedure was typed, because no catalogue knows it."""
    case_id: str
    procedure_name: str
    agency: str
    sender: Person = field(repr=False)
    contents: tuple[EnvelopePaper, ...]
    line: Line
    service: str
    """"send", or "both" where the result comes back to this point."""
    price: int
    staff_id: str
    counted_at: datetime
    citizen_signed_at: datetime
    clerk_signed_at: datetime
    sealed_at: datetime
    due_at: datetime
    dossier_body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The wire's dossier; empty without a procedure code."""
    reference: str = ""
    handed_over_at: datetime | None = None
    handover_number: str = ""
    remark: str = ""
    """What was amiss at the hand-over, or what happened to it."""
    sender_signed: SignedInstead | None = None
    """Where the sender has no name on the screen."""

    @property
    def name(self) -> str:
        """What people call it: its reference, else its label's number."""
        return self.reference or group_s10(self.number)

    @property
    def papers(self) -> int:
        """All sheets of the envelope as counted."""
        return sum(paper.sheets for paper in self.contents)

    def is_late(self, now: datetime) -> bool:
        """Not handed over in time, or handed over too late."""
        return (self.handed_over_at or now) > self.due_at

    def days_left(self, now: datetime) -> int:
        """Calendar days until the deadline's day; negative when it is over."""
        return (self.due_at.astimezone(VIETNAM).date() - now.astimezone(VIETNAM).date()).days

    def waybill_wire(self, payer: str) -> dict[str, Any]:
        """The contract's waybill."""
        return {
            "dossier_id": self.id,
            "service": self.service,
            "contents": [
                {
                    "component_id": paper.component_id,
                    "name": paper.name,
                    "originals": paper.originals,
                    "copies": paper.copies,
                }
                for paper in self.contents
                if not paper.lacking
            ],
            "sender": self.sender.to_wire(),
            "recipient": None,
            "agency": self.agency,
            "price": self.price,
            "payer": payer,
            "clerk_signed_at": wire_time(self.clerk_signed_at),
            "citizen_signed_at": wire_time(self.citizen_signed_at),
            "sealed_at": wire_time(self.sealed_at),
            "due_at": wire_time(self.due_at),
        }


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """One envelope at the hand-over: there and whole, or what is amiss."""

    item_id: str
    number: str
    is_complete: bool = True
    remark: str = ""


@dataclass(frozen=True, slots=True)
class HandOverRecord:
    """Biên bản giao nhận: the moment of its last signature is the legal time of filing (article 7.4)."""

    id: str
    number: str
    """Its own, the kiosk's: `BB-<point>-<yymmdd>-<n>`."""
    agency: str
    officer: str = field(repr=False)
    staff_id: str
    at: datetime
    lines: tuple[HandOverLine, ...]

    def to_wire(self) -> dict[str, Any]:
        """The contract's hand-over."""
        remarks = [f"{line.number}: {line.remark}" for line in self.lines if line.remark]
        return {
            "waybills": [line.number for line in self.lines],
            "agency": self.agency,
            "officer": self.officer,
            "clerk": self.staff_id,
            "handed_over_at": wire_time(self.at),
            "complete": all(line.is_complete for line in self.lines),
            "remarks": "; ".join(remarks) or None,
        }


def check_label(text: str) -> str:
    """The S10 number of a domestic label, thirteen characters.

    RuleBroken: `label_shape` (not thirteen characters of the right kind), `label_check_digit`, `label_foreign`
    (another country), `label_service` (reserved first letter). Source: UPU S10.
    """
    number = "".join(text.split()).upper()
    shaped = len(number) == 13 and number[:2].isalpha() and number[2:11].isdigit() and number[11:].isalpha()
    if not shaped or not number.isascii():
        raise RuleBroken("not the shape of an S10 number", code="label_shape")
    if not s10_is_valid(number):
        raise RuleBroken(f"{number[:2]}…{number[-2:]}", code="label_check_digit")
    if number[11:] != DOMESTIC:
        raise RuleBroken(f"country {number[11:]}", code="label_foreign")
    if number[0] in _RESERVED:
        raise RuleBroken(f"service {number[:2]}", code="label_service")
    return number


def papers_to_count(case: Case | None) -> tuple[Component, ...]:
    """What goes into the envelope on paper: papers to hand in and, as papers, forms that would be filled in online."""
    return tuple(part for part in (case.components if case else ()) if part.is_handed_in("post"))


def forgotten(case: Case | None, counted: Iterable[EnvelopePaper]) -> tuple[Component, ...]:
    """Papers of the list that were neither counted nor given up knowingly; one of each group of stand-ins is enough."""
    seen = [paper.component_id for paper in counted if paper.sheets or paper.lacking]
    return case.missing(seen, "post") if case else ()


def hand_over_due(
    sealed_at: datetime, days: int, calendar: WorkingCalendar, agency_kind: str = ""
) -> datetime:
    """End of the n-th working day after the envelope was taken over; the day itself does not count."""
    day = sealed_at.astimezone(VIETNAM).date()
    for _ in range(days):
        day = calendar.next_working_day(day)
    if not calendar.is_working_day(day):
        day = calendar.next_working_day(day)
    spans = calendar.hours_on(day, agency_kind)
    return datetime.combine(day, spans[-1][1] if spans else time(17, 0), VIETNAM)


def check_hand_over(number: str, open_items: Sequence[PostItem], taken: Iterable[str]) -> PostItem:
    """The item a scanned label belongs to. RuleBroken: a label's own codes, `item_scanned_twice`, `item_unknown`."""
    label = check_label(number)
    if label in taken:
        raise RuleBroken("scanned already", code="item_scanned_twice")
    for item in open_items:
        if item.number == label:
            return item
    raise RuleBroken("no such envelope waits here", code="item_unknown")


def hand_over_number(point: str, on: date, n: int) -> str:
    """`BB-<point>-<yymmdd>-<n>`."""
    return f"BB-{point}-{on:%y%m%d}-{n:02d}"


def masked_sender(person: Person) -> Person:
    """What is left of a sender once the complaint term is over: nothing but the masked number."""
    return Person(full_name="", personal_number=mask_number(person.personal_number or ""), kind=person.kind)


def is_alarming(item: PostItem, now: datetime, soon: timedelta) -> bool:
    """Too late already, or so soon that somebody has to go now."""
    return item.state is PostState.SEALED and item.due_at - now <= soon
