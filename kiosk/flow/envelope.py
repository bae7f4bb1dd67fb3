"""What is known of a paper dossier while it is put together, its way into a draft and back, and the envelope it becomes."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from kiosk.domain.calendar import WorkingCalendar
from kiosk.domain.draft import Draft
from kiosk.domain.events import wire_time
from kiosk.domain.person import Person
from kiosk.domain.post_item import EnvelopePaper, Line, PostItem, PostState, Signature, hand_over_due
from kiosk.domain.procedure import Procedure
from kiosk.domain.signing import SignedInstead
from kiosk.flow.draft_content import masked_applicant, restore_visit, time_of, visit_to_json
from kiosk.flow.effects import SaveDraft
from kiosk.flow.navigation import Step
from kiosk.flow.visit import Surroundings, Visit

STEPS = 6
NAME_LIMIT = 160
SERVICES = ("both", "send")
_KIND = "envelope"


def working_calendar(around: Surroundings) -> WorkingCalendar:
    """The portal's calendar; weekends alone where it cannot be read."""
    try:
        return WorkingCalendar.from_wire(around.portal.calendar)
    except ValueError:
        return WorkingCalendar(frozenset(), frozenset())


@dataclass(slots=True)
class Envelope:
    """What is known of the dossier so far. From the count on it is also a draft: a power cut loses the last touch."""

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
    """The citizen's, then the clerk's; they stand for exactly what was counted."""
    number: str = ""
    """Of the label, once it was found to be good."""
    item_id: str = ""
    spent_before_s: float = 0.0
    """Work before a power cut."""
    restored: bool = False

    def begin_draft(self) -> None:
        """From here on there is something to lose; whoever leaves on purpose takes it along."""
        if not self.item_id:
            self.item_id = self.around.new_id()
            self.visit.draft_id = self.around.new_id()
            self.visit.leaves_nothing = True

    def save(self) -> tuple[SaveDraft, ...]:
        """The order that makes everything so far durable."""
        return (SaveDraft(draft=self._draft()),)

    def _draft(self) -> Draft:
        visit = self.visit
        return Draft(
            id=visit.draft_id,
            saved_at=self.around.now(),
            procedure_code=self.procedure.code if self.procedure else "",
            procedure_name=self.procedure_name,
            staff_id=visit.staff_id,
            masked_number=masked_applicant(visit),
            content={
                **visit_to_json(visit),
                "kind": _KIND,
                "item_id": self.item_id,
                "procedure": self.procedure.to_wire() if self.procedure else None,
                "case": self.case_id,
                "agency": self.agency,
                "line": self.line.value,
                "service": self.service,
                "began_at": wire_time(self.began_at) if self.began_at else None,
                "spent_s": self._spent_s(self.around.now()),
                "papers": [asdict(paper) for paper in self.papers.values()],
                "counted_at": wire_time(self.counted_at) if self.counted_at else None,
                "signatures": [_signature_to_json(one) for one in self.signatures],
                "clerk": visit.staff_id,
                "number": self.number,
            },
        )

    @classmethod
    def restore(
        cls, visit: Visit, around: Surroundings, draft: Draft, done: Callable[[PostItem], Step]
    ) -> "Envelope":
        """As it was kept; another clerk than the one who signed signs anew."""
        restore_visit(visit, draft)
        content = draft.content
        signatures = tuple(_signature_from_json(one) for one in content["signatures"])
        return cls(
            visit,
            around,
            done,
            procedure=Procedure.from_wire(content["procedure"]) if content["procedure"] else None,
            procedure_name=draft.procedure_name,
            case_id=content["case"],
            agency=content["agency"],
            line=Line(content["line"]),
            service=content["service"],
            began_at=time_of(content["began_at"]),
            papers={paper["component_id"]: EnvelopePaper(**paper) for paper in content["papers"]},
            counted_at=time_of(content["counted_at"]),
            signatures=signatures if content["clerk"] == visit.staff_id else signatures[:1],
            number=content["number"],
            item_id=content["item_id"],
            spent_before_s=content["spent_s"],
            restored=True,
        )

    def _spent_s(self, now: datetime) -> int:
        """Seconds of work, the time without power left out."""
        since = self.visit.began_at if self.restored else self.began_at
        return round(self.spent_before_s + max(0.0, (now - (since or now)).total_seconds()))

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
            id=self.item_id or self.around.new_id(),
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
            sender_signed=citizen.instead,
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
            "effort": {"autofilled_fields": 0, "seconds": self._spent_s(now)},
        }


def is_envelope(draft: Draft) -> bool:
    """Whether the draft is of papers that are being counted, and not of a form that is being filled in."""
    return draft.content.get("kind") == _KIND


def _signature_to_json(signature: Signature) -> dict[str, Any]:
    return {
        "role": signature.role,
        "at": wire_time(signature.at),
        "picture": b64encode(signature.picture).decode("ascii"),
        "instead": signature.instead.to_json() if signature.instead else None,
    }


def _signature_from_json(told: Mapping[str, Any]) -> Signature:
    at, picture = datetime.fromisoformat(told["at"]), b64decode(told["picture"])
    return Signature(told["role"], at, picture, SignedInstead.from_json(told["instead"]))
