"""Hold up the card, check what it says: used by every way that needs to know the person.

A QR code is typing help, never authentication (it is not signed); the method used is kept with the work.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.identity import Doubt, IdDocument, VerificationMethod
from kiosk.domain.person import Address, Gender, Person
from kiosk.domain.rules import check_personal_number, clean_text, personal_number_doubts
from kiosk.domain.scan import CardSight, CodeKind, Hint, SeenCode
from kiosk.flow.both_sides import BothSides, is_name_of, lacks_marks
from kiosk.flow.effects import LookForCard, Record
from kiosk.flow.intents import CardLooked, EffectFailed, PersonConfirmed, TypingChosen, WentBack
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.views import CardTrouble, CheckPersonView, ScanCardView
from kiosk.flow.visit import Surroundings, Visit

OFFER_TYPING_AFTER_S = 6.0
TROUBLE_STAYS_S = 4.0
NAME_LIMIT = 120
ADDRESS_LIMIT = 300

_TROUBLES = {
    CodeKind.HEALTH_CARD: CardTrouble.HEALTH_CARD,
    CodeKind.SLIP: CardTrouble.SLIP,
    CodeKind.DOSSIER_CODE: CardTrouble.SLIP,
    CodeKind.DAMAGED_QR: CardTrouble.DAMAGED,
    CodeKind.OTHER_QR: CardTrouble.OTHER_CODE,
    CodeKind.S10: CardTrouble.OTHER_CODE,
}


def id_code_in(sight: CardSight) -> SeenCode | None:
    """The code of an ID document among those of a frame, if there is one."""
    return next((code for code in sight.codes if code.document is not None), None)


def document_in(sight: CardSight) -> IdDocument | None:
    """The ID document of a frame, if there is one."""
    code = id_code_in(sight)
    return code.document if code else None


def trouble_in(sight: CardSight) -> CardTrouble:
    """What was held up instead."""
    return next((_TROUBLES[code.kind] for code in sight.codes if code.kind in _TROUBLES), CardTrouble.NONE)


class CardWatch:
    """A loop of looks at the card camera that belongs to one step."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._watch = ""
        self.hint = Hint.SHOW_CARD
        self.sight: CardSight | None = None
        self.trouble = CardTrouble.NONE
        self.offer_typing = False
        self._trouble_until_s = 0.0

    def begin(self) -> tuple[Effect, ...]:
        """A fresh loop; answers to an older one are then ignored."""
        self._watch = self._around.new_id()
        self.trouble, self._trouble_until_s = CardTrouble.NONE, 0.0
        return (LookForCard(watch=self._watch),)

    def end(self) -> None:
        """Ask no more."""
        self._watch = ""

    def again(self, looked: CardLooked) -> tuple[Effect, ...] | None:
        """Take in one look; the next order, or None when it was not this loop's."""
        if looked.watch != self._watch:
            return None
        self.sight = looked.sight
        self.offer_typing = self.offer_typing or looked.waited_s >= OFFER_TYPING_AFTER_S
        if looked.sight is None:
            self.hint = Hint.SHOW_CARD
            self._remember(
                {"gone": CardTrouble.CAMERA_GONE, "dark": CardTrouble.CAMERA_DARK}.get(
                    looked.camera, CardTrouble.NONE
                ),
                looked.waited_s,
            )
            self.offer_typing = self.offer_typing or self.trouble is CardTrouble.CAMERA_GONE
            return (LookForCard(watch=self._watch),)
        self.hint = looked.sight.hint
        self._remember(trouble_in(looked.sight), looked.waited_s)
        return (LookForCard(watch=self._watch, since_frame=looked.sight.frame_number),)

    def lost(self) -> None:
        """The camera cannot be looked through at all: no more looks, typing is what remains."""
        self._watch, self.sight = "", None
        self.trouble, self.offer_typing = CardTrouble.CAMERA_GONE, True

    def _remember(self, trouble: CardTrouble, now_s: float) -> None:
        """A sentence must stay long enough to be read, also when the card is taken away at once."""
        if trouble is not CardTrouble.NONE:
            self.trouble, self._trouble_until_s = trouble, now_s + TROUBLE_STAYS_S
        elif now_s >= self._trouble_until_s:
            self.trouble = CardTrouble.NONE


class ScanCardStep:
    """Live preview until an ID code is read; typing is always possible."""

    def __init__(
        self, visit: Visit, around: Surroundings, step: tuple[int, int], next_step: Callable[[Person], Step]
    ) -> None:
        self._visit = visit
        self._around = around
        self._step = step
        self._next = next_step
        self._watch = CardWatch(around)
        self._sides = BothSides()

    def enter(self) -> tuple[Effect, ...]:
        """Begin to look."""
        return self._watch.begin()

    def view(self) -> View:
        """Hint, found area, and what was held up instead."""
        watch = self._watch
        return ScanCardView(
            hint=watch.hint,
            area=watch.sight.area if watch.sight else None,
            trouble=watch.trouble,
            offer_typing=watch.offer_typing or self._sides.zone is not None,
            zone_read=self._sides.zone is not None,
            step=self._step,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Read, typed, or keep looking."""
        match intent:
            case CardLooked():
                effects = self._watch.again(intent)
                if effects is None:
                    return Turn()
                code = id_code_in(intent.sight) if intent.sight else None
                code = self._sides.take(code) if code else None
                return self._read(code) if code else Turn(effects=effects)
            case EffectFailed(effect="LookForCard"):
                self._watch.lost()
            case TypingChosen() if self._sides.zone is not None:
                return self._read(self._sides.zone)
            case TypingChosen():
                self._watch.end()
                return Turn(to=CheckPersonStep(self._visit, self._around, None, self._step, self._next))
            case WentBack():
                self._watch.end()
                return Turn(back=1)
        return Turn()

    def _read(self, code: SeenCode) -> Turn:
        self._watch.end()
        doubts = code.document.doubts if code.document else ()
        kept = Record(
            kind=AuditKind.IDENTITY_READ,
            subject=self._visit.session_id,
            facts={"kind": code.kind.value, "doubts": [doubt.value for doubt in doubts]},
        )
        check = CheckPersonStep(self._visit, self._around, code, self._step, self._next)
        check.conflicts = self._sides.conflicts(code)
        return Turn(effects=(kept,), to=check)


class CheckPersonStep:
    """The person checks (or types) name, number, birth date, sex and address."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        code: SeenCode | None,
        step: tuple[int, int],
        next_step: Callable[[Person], Step],
    ) -> None:
        """`code`: what was read off the card; None when there was none to read."""
        document = code.document if code else None
        self._visit = visit
        self._around = around
        self._code = code
        self._document = document
        self._read_at = around.now()
        self._step = step
        self._next = next_step
        self._person = document.to_person() if document else Person()
        self._number_is_read = _is_personal_number(document.number if document else "")
        if not self._number_is_read:
            self._person = replace(
                self._person, personal_number=None
            )  # a foreign passport's own number is none
        self._bare_name = document.full_name if document and lacks_marks(code) else ""
        if self._bare_name:
            self._person = replace(self._person, full_name="")
        self._birth_date_text = document.birth_date_text if document else ""
        self._problems: dict[str, str] = {}
        self.conflicts: Mapping[str, str] = {}
        """Field → what the card's zone says instead."""

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The fields with doubts and problems."""
        return CheckPersonView(
            person=self._person,
            birth_date_text=self._birth_date_text,
            doubts=self._document.doubts if self._document else (),
            problems=dict(self._problems),
            bare_name=self._bare_name,
            conflicts=dict(self.conflicts),
            typed=self._document is None,
            locked=("personal_number",) if self._number_is_read else (),
            step=self._step,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Go on only with fields that keep the rules."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case PersonConfirmed(fields=fields):
                self._person, self._problems = self._checked(fields)
                if self._problems:
                    return Turn()
                self._visit.applicant = self._person
                self._visit.verification = self._method()
                self._visit.verified_at = self._read_at
                return Turn(to=self._next(self._person))
        return Turn()

    def _method(self) -> VerificationMethod:
        """With staff at the desk it is the clerk who compares card and face; alone, what the card was read by.

        The contract has no word for somebody who typed alone: QR is its weakest, typing help and no proof.
        """
        if self._visit.staff is not None:
            return VerificationMethod.CLERK
        return VerificationMethod(self._code.method.value) if self._code else VerificationMethod.QR

    def _checked(self, fields: Mapping[str, str]) -> tuple[Person, dict[str, str]]:
        person = self._person
        problems: dict[str, str] = {}
        try:
            person = replace(person, full_name=clean_text(fields.get("full_name", ""), NAME_LIMIT))
        except RuleBroken:
            problems["full_name"] = "person.name_too_long"
        if not person.full_name:
            problems["full_name"] = "person.name_missing"
        elif self._bare_name and self._code and not is_name_of(self._code, person.full_name):
            problems["full_name"] = "person.name_not_of_zone"
        if not self._number_is_read:
            try:
                number = check_personal_number(fields.get("personal_number", ""))
            except RuleBroken:
                number = fields.get("personal_number", "").strip()
                problems["personal_number"] = "person.number_wrong"
            person = replace(person, personal_number=number)
        born_text = fields.get("birth_date", "")
        try:
            born = date.fromisoformat(born_text) if born_text else None
        except ValueError:
            born = None
            problems["birth_date"] = "person.birth_date_wrong"
        if born is None and "birth_date" not in problems and not self._partial_birth_date():
            problems["birth_date"] = "person.birth_date_wrong"
        if born and not date(1890, 1, 1) <= born <= self._around.today():
            problems["birth_date"] = "person.birth_date_wrong"
        gender = fields.get("gender", "")
        person = replace(person, birth_date=born, gender=Gender(gender) if gender in set(Gender) else None)
        if person.gender is None:
            problems["gender"] = "person.gender_missing"
        try:
            person = replace(
                person, address=Address(text=clean_text(fields.get("address", ""), ADDRESS_LIMIT))
            )
        except RuleBroken:
            problems["address"] = "person.address_too_long"
        if not person.address.text:
            problems["address"] = "person.address_missing"
        typed_well = not self._number_is_read and not problems
        if typed_well and personal_number_doubts(
            person.personal_number or "", born.year if born else None, person.gender
        ):
            problems["personal_number"] = "person.number_does_not_fit"
        return person, problems

    def _partial_birth_date(self) -> bool:
        return self._document is not None and Doubt.BIRTH_DATE in self._document.doubts


def _is_personal_number(number: str) -> bool:
    try:
        return bool(check_personal_number(number))
    except RuleBroken:
        return False
