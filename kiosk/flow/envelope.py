"""What is known of a paper dossier while it is put together at the desk, and the sealed envelope it becomes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.domain.calendar import WorkingCalendar
from kiosk.domain.events import wire_time
from kiosk.domain.person import Person
from kiosk.domain.post_item import EnvelopePaper, Line, PostItem, PostState, Signature, hand_over_due
from kiosk.domain.procedure import Procedure
from kiosk.flow.navigation import Step
from kiosk.flow.visit import Surroundings, Visit

STEPS = 6
NAME_LIMIT = 160
SERVICES = ("both", "send")


def working_calendar(around: Surroundings) -> WorkingCalendar:
    """The portal's calendar; weekends alone where it cannot be read."""
    try:
        return WorkingCalendar.from_wire(around.portal.calendar)
    except ValueError:
        return WorkingCalendar(frozenset(), frozenset())


@dataclass(slots=True)
class Envelope:
    """What is known of the dossier so far; lives as long as the visit."""

    visit: Visit
    around: Surroundings
    done: Callable[[PostItem], Step]
    procedure: Procedure | None = None
    procedure_name: str = ""
    case_id: str = ""
    agency: str = ""
    line: Line = Line.PROVINCE
    service: str = SERVICES[0]
    began_at: datetime | None = None
    papers: dict[str, EnvelopePaper] = field(default_factory=dict)
    counted_at: datetime | None = None
    signatures: tuple[Signature, ...] = ()

    def due(self, line: Line) -> datetime:
        """By when it has to be handed over."""
        days = int(getattr(self.around.post, f"{line.value}_days"))
        kind = self.procedure.agency_kind if self.procedure else ""
        return hand_over_due(self.around.now(), days, working_calendar(self.around), kind)

    def item(self, number: str) -> PostItem:
        """The sealed envelope."""
        applicant, staff_id = self.visit.applicant or Person(), self.visit.staff_id or ""
        now = self.around.now()
        citizen, clerk = self.signatures
        return PostItem(
            id=self.around.new_id(),
            number=number,
            state=PostState.SEALED,
            procedure_code=self.procedure.code if self.procedure else "",
            case_id=self.case_id,
            procedure_name=self.procedure_name,
            agency=self.agency,
            sender=applicant,
            contents=tuple(self.papers.values()),
            line=self.line,
            service=self.service,
            price=self.around.post.price,
            staff_id=staff_id,
            counted_at=self.counted_at or now,
            citizen_signed_at=citizen.at,
            clerk_signed_at=clerk.at,
            sealed_at=now,
            due_at=self.due(self.line),
            dossier_body=self._body(number, applicant, staff_id, now) if self.procedure else {},
        )

    def _body(self, number: str, applicant: Person, staff_id: str, now: datetime) -> dict[str, Any]:
        """The contract's dossier without reference and documents: the papers are in the envelope."""
        assert self.procedure is not None
        visit, began = self.visit, self.began_at or now
        checked = visit.verification
        return {
            "revision": 1,
            "replaces": None,
            "procedure": {
                "code": self.procedure.code,
                "version": self.procedure.version,
                "case": self.case_id or None,
            },
            "agency": self.agency,
            "channel": "paper",
            "applicant": applicant.to_wire(),
            "representative": None,
            "form": {},
            "delivery": {
                "method": "agent_point" if self.service == "both" else "agency",
                "address": None,
                "waybill": number,
            },
            "notices": {"sms": bool(applicant.phone), "email": False, "zalo": False},
            "consents": [consent.to_wire() for consent in visit.consents],
            "identity_verification": {
                "method": checked.value,
                "at": wire_time(visit.verified_at or now),
            }
            if checked
            else None,
            "entered_by": {"kind": "clerk", "staff_id": staff_id},
            "confirmed_by_citizen_at": wire_time(self.signatures[0].at),
            "times": {"started_at": wire_time(began), "confirmed_at": wire_time(now)},
            "effort": {"autofilled_fields": 0, "seconds": max(0, round((now - began).total_seconds()))},
        }
