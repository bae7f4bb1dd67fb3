"""Filing for somebody else: the relation and its paper, then the other one's own card, or the organisation's facts."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.errors import RuleBroken
from kiosk.domain.person import Address, Person
from kiosk.domain.rules import check_tax_code, clean_text
from kiosk.flow.behalf_words import (
    POSITIONS,
    RELATIONS,
    BehalfAnswered,
    BehalfKindChosen,
    BehalfView,
)
from kiosk.flow.intents import WentBack
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.scan_identity import ScanCardStep
from kiosk.flow.visit import Surroundings, Visit

TEXT_LIMIT = 200
_NEEDS_PAPER = frozenset({"other", "guardian", "authorised"})


class BehalfStep:
    """The person at the kiosk was identified already; here is said whom the dossier is for."""

    def __init__(self, visit: Visit, around: Surroundings, next_step: Callable[[], Step]) -> None:
        assert visit.applicant is not None
        self._visit = visit
        self._around = around
        self._next = next_step
        self._present = visit.applicant
        self._checked_by = (visit.verification, visit.verified_at)
        self._kind = "citizen"
        self._fields: dict[str, str] = {}
        self._problems: dict[str, str] = {}

    def enter(self) -> tuple[Effect, ...]:
        """Come back here, the person at the kiosk is the one known again."""
        self._visit.applicant, self._visit.representative = self._present, None
        self._visit.verification, self._visit.verified_at = self._checked_by
        return ()

    def view(self) -> View:
        """The questions."""
        return BehalfView(
            kind=self._kind,
            fields=self._fields,
            problems=self._problems,
            step=(2, 5),
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Go on only with a relation, and with its paper where one is needed."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case BehalfKindChosen(kind=kind) if kind in ("citizen", "organisation") and kind != self._kind:
                self._kind, self._fields, self._problems = kind, {}, {}
            case BehalfAnswered(fields=fields):
                self._fields, self._problems = self._checked(dict(fields))
                return Turn() if self._problems else self._go_on()
        return Turn()

    def _checked(self, fields: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        problems: dict[str, str] = {}
        relations = RELATIONS if self._kind == "citizen" else POSITIONS
        for name, value in list(fields.items()):
            try:
                fields[name] = clean_text(value, TEXT_LIMIT)
            except RuleBroken:
                problems[name] = "behalf.too_long"
        if fields.get("relation") not in relations:
            problems["relation"] = "behalf.relation_missing"
        elif fields["relation"] in _NEEDS_PAPER and not fields.get("authority"):
            problems["authority"] = "behalf.authority_missing"
        if self._kind == "organisation":
            for name in ("name", "legal_name", "address"):
                if not fields.get(name):
                    problems.setdefault(name, f"behalf.{name}_missing")
            try:
                fields["tax_code"] = check_tax_code(fields.get("tax_code", ""))
            except RuleBroken:
                problems["tax_code"] = "behalf.tax_code_wrong"
        return fields, problems

    def _go_on(self) -> Turn:
        visit, fields = self._visit, self._fields
        visit.representative = replace(
            self._present, relation=fields["relation"], authority_document=fields.get("authority") or None
        )
        if self._kind == "organisation":
            visit.applicant = Person(
                full_name=fields["legal_name"],
                address=Address(text=fields["address"]),
                phone=self._present.phone,
                email=self._present.email,
                kind="organisation",
                organisation={"name": fields["name"], "tax_code": fields["tax_code"]},
            )
            return Turn(to=self._next())
        visit.applicant = None
        own = self._present.personal_number
        return Turn(to=ScanCardStep(visit, self._around, (2, 5), self._other_read, other_than=own))

    def _other_read(self, other: Person) -> Step:
        """The other one's card was read; who was checked in person stays the one at the kiosk."""
        visit = self._visit
        if other.personal_number == self._present.personal_number:
            self._problems = {"relation": "behalf.same_person"}
            return self
        visit.applicant = replace(other, phone=other.phone or self._present.phone)
        visit.verification, visit.verified_at = self._checked_by
        return self._next()
