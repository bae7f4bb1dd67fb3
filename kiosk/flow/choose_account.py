"""With an account or without: asked before the person is, told in plain words, and kept to until the dossier ends."""

from collections.abc import Callable

from kiosk.domain.account import AccountWay
from kiosk.domain.events import AuditKind
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.procedure import Procedure
from kiosk.flow.account_done import LEVEL_TO_FILE
from kiosk.flow.account_way_words import AccountWayChosen, AccountWayView
from kiosk.flow.effects import Record
from kiosk.flow.give_consent import ConsentStep
from kiosk.flow.intents import WentBack
from kiosk.flow.log_in_by_vneid import VneidStep
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.register_account import PhoneStep
from kiosk.flow.scan_identity import ScanCardStep
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.ways import WayName


class AccountWayStep:
    """One decision. `known_person` goes on with whoever is known or is read from a card; `form` with a known account."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        procedure: Procedure,
        step: tuple[int, int],
        known_person: Callable[[], Step],
        form: Callable[[], Step],
    ) -> None:
        self._visit = visit
        self._around = around
        self._procedure = procedure
        self._step = step
        self._known_person = known_person
        self._form = form

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """What can be chosen, and what it means."""
        methods = self._around.portal.account_methods
        return AccountWayView(
            procedure_name=self._procedure.name,
            ways=self._ways(),
            known=self._known() is not None,
            without_account=self._around.without_account,
            waits_for_line="vneid" in methods and not self._around.online,
            chosen=self._visit.account_way,
            step=self._step,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One touch chooses and goes on; what was chosen is on record."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case AccountWayChosen(way=way) if way in self._ways():
                self._visit.account_way = way
                chosen = Record(
                    kind=AuditKind.ACCOUNT_WAY_CHOSEN,
                    subject=self._visit.session_id,
                    facts={"account": way.value, "procedure": self._procedure.code},
                )
                return Turn(effects=(chosen,), to=self._next(way))
        return Turn()

    def _known(self) -> AccountWay | None:
        """The account of this visit."""
        person = self._visit.applicant
        if person is None:
            return None
        if person.account_id:
            return AccountWay.PORTAL
        return AccountWay.VNEID if self._visit.verification is VerificationMethod.VNEID else None

    def _ways(self) -> tuple[AccountWay, ...]:
        methods = self._around.portal.account_methods
        without = (AccountWay.NONE,) if self._around.without_account else ()
        if (known := self._known()) is not None:
            return (known, *without)
        by_vneid = "vneid" in methods and self._around.online
        offered = ((AccountWay.VNEID, by_vneid), (AccountWay.PORTAL, "portal" in methods))
        return (*(way for way, is_there in offered if is_there), *without)

    def _next(self, way: AccountWay) -> Step:
        visit, around = self._visit, self._around
        if way is AccountWay.NONE or way is self._known():
            return self._known_person()
        submit = WayName.SUBMIT_DOSSIER
        if way is AccountWay.VNEID:

            def log_in() -> Step:
                return VneidStep(visit, around, lambda _person: self._form(), level_needed=LEVEL_TO_FILE)

            return ConsentStep(visit, around, submit, self._step, log_in)

        def register() -> Step:
            return PhoneStep(visit, around, self._form)

        def card() -> Step:
            if visit.applicant is not None:
                return register()
            return ScanCardStep(visit, around, self._step, lambda _person: register())

        return ConsentStep(visit, around, submit, self._step, card, also=WayName.REGISTER_ACCOUNT)
