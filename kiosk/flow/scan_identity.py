"""Hold up the card, check what it says: used by every way that needs to know the person.

A QR code is typing help, never authentication (it is not signed); a chip is. The method used is kept with the work.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kiosk.domain.chip import ChipKey
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.identity import Doubt, VerificationMethod
from kiosk.domain.person import Address, Gender, Person
from kiosk.domain.rules import check_personal_number, clean_text, personal_number_doubts
from kiosk.domain.scan import ReadMethod, SeenCode
from kiosk.flow.both_sides import BothSides, is_name_of, lacks_marks
from kiosk.flow.chip_words import ChipChosen, ChipLooked
from kiosk.flow.effects import Record
from kiosk.flow.intents import CardLooked, EffectFailed, PersonConfirmed, TypingChosen, WentBack
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.prove_identity import ProveIdentityStep
from kiosk.flow.read_chip import ChipKeyStep, ChipWatch, ReadChipStep, keys_of_code
from kiosk.flow.views import CardTrouble, CheckPersonView, ScanCardView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_card import CardWatch, id_code_in

NAME_LIMIT = 120
ADDRESS_LIMIT = 300


class ScanCardStep:
    """Live preview until an ID code is read, or a card lies on the chip reader; typing is always possible."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        step: tuple[int, int],
        next_step: Callable[[Person], Step],
        *,
        other_than: str | None = None,
    ) -> None:
        """`other_than`: the number of a card that may still lie there and is not the one asked for."""
        self._other_than = other_than
        self._visit = visit
        self._around = around
        self._step = step
        self._next = next_step
        self._watch = CardWatch(around)
        self._sides = BothSides()
        self._chip = ChipWatch(around)

    def enter(self) -> tuple[Effect, ...]:
        """Begin to look."""
        return (*self._watch.begin(), *self._chip.begin())

    def view(self) -> View:
        """Hint, found area, and what was held up instead."""
        watch = self._watch
        return ScanCardView(
            hint=watch.hint,
            area=watch.sight.area if watch.sight else None,
            trouble=watch.trouble,
            offer_typing=watch.offer_typing or self._sides.zone is not None,
            zone_read=self._sides.zone is not None,
            chip=self._chip.state.is_there,
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
                if code is not None and code.document and code.document.number == self._other_than:
                    self._watch.tell(CardTrouble.OWN_CARD, intent.waited_s)
                    return Turn(effects=effects)
                if code is not None and not self._opens_chip(code):
                    code = self._sides.take(code)
                return self._read(code) if code else Turn(effects=effects)
            case EffectFailed(effect="LookForCard"):
                self._watch.lost()
            case TypingChosen() if self._sides.zone is not None:
                return self._read(self._sides.zone)
            case ChipLooked():
                more = self._chip.again(intent)
                return self._ask_for_key() if self._chip.laid else Turn(effects=more)
            case ChipChosen():
                return self._ask_for_key()
            case TypingChosen():
                self._end()
                return Turn(to=self._check(None))
            case WentBack():
                self._end()
                return Turn(back=1)
        return Turn()

    def _opens_chip(self, code: SeenCode) -> bool:
        """The chip tells the rest: no other side needs to be shown."""
        return self._chip.state.is_there and bool(keys_of_code(code))

    def _end(self) -> None:
        self._watch.end()
        self._chip.end()

    def _check(self, code: SeenCode | None, photo: bytes = b"") -> Step:
        check = CheckPersonStep(self._visit, self._around, code, self._step, self._next, photo=photo)
        check.conflicts = self._sides.conflicts(code)
        return check

    def _ask_for_key(self) -> Turn:
        self._end()
        return Turn(to=ChipKeyStep(self._visit, self._around, self._step, self._use_key))

    def _use_key(self, key: ChipKey) -> Turn:
        chip = ReadChipStep(self._visit, self._around, (key,), self._step, self._check)
        return Turn(to=chip, instead=True)

    def _read(self, code: SeenCode) -> Turn:
        opens_chip = self._opens_chip(code)
        self._end()
        doubts = code.document.doubts if code.document else ()
        kept = Record(
            kind=AuditKind.IDENTITY_READ,
            subject=self._visit.session_id,
            facts={"kind": code.kind.value, "doubts": [doubt.value for doubt in doubts]},
        )
        if not opens_chip:
            return Turn(effects=(kept,), to=self._check(code))
        chip = ReadChipStep(
            self._visit,
            self._around,
            keys_of_code(code),
            self._step,
            self._check,
            code=code,
            without=lambda: self._check(code),
        )
        return Turn(effects=(kept,), to=chip)


class CheckPersonStep:
    """The person checks (or types) name, number, birth date, sex and address."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        code: SeenCode | None,
        step: tuple[int, int],
        next_step: Callable[[Person], Step],
        *,
        photo: bytes = b"",
    ) -> None:
        """`code`: what was read off the card; None when there was none to read. `photo`: out of its chip."""
        document = code.document if code else None
        self._visit = visit
        self._around = around
        self._code = code
        self._document = document
        self._read_at = around.now()
        self._step = step
        self._next = next_step
        self._photo = photo
        self._by_chip = code is not None and code.method is ReadMethod.CHIP
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
            locked=self._locked(),
            by_chip=self._by_chip,
            photo=self._photo if self._visit.staff is not None else b"",
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
                self._visit.verified_at = self._read_at if self._visit.verification else None
                if self._visit.verification is None:
                    return Turn(to=ProveIdentityStep(self._visit, self._around, self._step, self._next))
                return Turn(to=self._next(self._person))
        return Turn()

    def _locked(self) -> tuple[str, ...]:
        """What was read and is not typed over: the number, and of a proved chip all that it says of the person."""
        number = ("personal_number",) if self._number_is_read else ()
        if not self._by_chip:
            return number
        person = self._person
        known = {
            "full_name": not self._bare_name,
            "birth_date": person.birth_date is not None,
            "gender": person.gender is not None,
        }
        return (*number, *(name for name, is_known in known.items() if is_known))

    def _method(self) -> VerificationMethod | None:
        """A chip proves itself; else with staff at the desk it is the clerk who compares card and face; alone, what
        the card was read by. None for somebody who typed alone, or whose card's chip was refused: nobody has checked,
        and no word may say otherwise.
        """
        if self._by_chip:
            return VerificationMethod.CHIP
        if self._visit.staff is not None:
            return VerificationMethod.CLERK
        if self._code is None or self._visit.card_is_suspicious:
            return None
        return VerificationMethod(self._code.method.value)

    def _checked(self, fields: Mapping[str, str]) -> tuple[Person, dict[str, str]]:
        person = self._person
        fields = {**fields, **self._said_by_chip()}
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
        if not problems:
            problems = self._cross_check(person, born)
        return person, problems

    def _said_by_chip(self) -> dict[str, str]:
        person, locked = self._person, self._locked() if self._by_chip else ()
        born = person.birth_date.isoformat() if person.birth_date else ""
        said = {
            "full_name": person.full_name,
            "birth_date": born,
            "gender": person.gender.value if person.gender else "",
        }
        return {name: value for name, value in said.items() if name in locked and value}

    def _cross_check(self, person: Person, born: date | None) -> dict[str, str]:
        """What was typed against the number; what the card itself contradicts is its own doubt and stands above."""
        own = set(self._document.doubts) if self._document else set()
        number = person.personal_number or ""
        doubts = set(personal_number_doubts(number, born.year if born else None, person.gender)) - own
        if not doubts:
            return {}
        if not self._number_is_read:
            return {"personal_number": "person.number_does_not_fit"}
        wrong = {Doubt.YEAR_AND_NUMBER: "birth_date", Doubt.SEX_AND_NUMBER: "gender"}
        open_fields = {wrong[doubt] for doubt in doubts} - set(self._locked())
        return dict.fromkeys(open_fields, "person.does_not_fit_number")

    def _partial_birth_date(self) -> bool:
        return self._document is not None and Doubt.BIRTH_DATE in self._document.doubts


def _is_personal_number(number: str) -> bool:
    try:
        return bool(check_personal_number(number))
    except RuleBroken:
        return False
