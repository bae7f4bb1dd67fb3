"""Drives the session machine in tests: says intents, keeps the orders, answers them when the test wants."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from kiosk.catalogue.form_rules import JsonSchemaFormRules
from kiosk.catalogue.search import ProcedureIndex
from kiosk.catalogue.shipped import load_shipped
from kiosk.domain.account import AccountWay
from kiosk.domain.bilingual import Text
from kiosk.domain.identity import IdDocument
from kiosk.domain.person import Gender
from kiosk.domain.portal import AgentPoint, ConsentText, PortalSettings
from kiosk.domain.scan import CardSight, CodeKind, ReadMethod, SeenCode
from kiosk.domain.staff import Role, SignIn, StaffMember
from kiosk.flow.account_way_words import AccountWayChosen
from kiosk.flow.catalogue import Catalogue
from kiosk.flow.effects import LookForCard
from kiosk.flow.intents import CardLooked, WayChosen
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.session import Session
from kiosk.flow.staff_words import StaffEntered, StaffJudged
from kiosk.flow.visit import VIETNAM, Surroundings
from kiosk.flow.ways import WayName

RESOURCES = Path(__file__).parents[2] / "resources"
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
CLERK = StaffMember("lan", "Trần Thị Lan", Role.CLERK)
AN = IdDocument(
    number="001199000001",
    full_name="Nguyễn Thị An",
    birth_date=date(1999, 1, 15),
    gender=Gender.FEMALE,
    address="Số 1, Phường Cửa Nam, Hà Nội",
    issued_on=date(2021, 5, 10),
)
WITHOUT_ACCOUNT = AccountWayChosen(way=AccountWay.NONE)
E = TypeVar("E", bound=Effect)
V = TypeVar("V", bound=View)


def a_portal(**changes: Any) -> PortalSettings:
    """Settings of an invented agent point."""
    consents = tuple(
        ConsentText(purpose, "1", Text.of(purpose))
        for purpose in ("submit_dossier", "register_account", "notices")
    )
    return PortalSettings(
        agent_point=AgentPoint(code="HN0099", name="Bưu cục mẫu", hotline="1900 0000"),
        consents=consents,
        **changes,
    )


class VisitDriver:
    """One session machine with everything it ordered so far."""

    def __init__(self, portal: PortalSettings | None = None) -> None:
        numbers = count(1)
        self.at = NOON
        self.around = Surroundings(
            catalogue=Catalogue(
                load_shipped(RESOURCES / "procedures", forms_were_checked=True),
                ProcedureIndex,
                self.today,
            ),
            forms=JsonSchemaFormRules(lambda: date(2026, 11, 20)),
            new_id=lambda: f"00000000-0000-7000-8000-{next(numbers):012d}",
            now=lambda: self.at,
            words=lambda key, _language: key,
            portal=portal or a_portal(),
            online=True,
        )
        self.session = Session(self.around)
        self.orders: list[Effect] = []
        self._take(self.session.start()[1])

    def today(self) -> date:
        """The day by the driver's clock."""
        return (self.at + VIETNAM).date()

    def _take(self, effects: Iterable[Effect]) -> None:
        self.orders.extend(effects)

    def say(self, *intents: Intent) -> View:
        """Hand in intents; the view after the last."""
        for intent in intents:
            self._take(self.session.handle(intent)[1])
        return self.session.view

    def view(self, kind: type[V]) -> V:
        """The view, which must be of that kind."""
        assert isinstance(self.session.view, kind), self.session.view
        return self.session.view

    def last(self, kind: type[E]) -> E:
        """The last order of that kind."""
        found = [order for order in self.orders if isinstance(order, kind)]
        assert found, f"no {kind.__name__} was ordered"
        return found[-1]

    def none_of(self, kind: type[Effect]) -> bool:
        """Whether nothing of that kind was ordered."""
        return not any(isinstance(order, kind) for order in self.orders)

    def hold_up(self, document: IdDocument | None = AN, kind: CodeKind = CodeKind.CCCD_QR) -> View:
        """The card camera sees a code."""
        code = SeenCode(kind, ReadMethod.QR, "raw", document)
        return self.say(
            CardLooked(watch=self.last(LookForCard).watch, sight=CardSight(1, (code,)), waited_s=1.0)
        )

    def all_of(self, kind: type[E]) -> list[E]:
        """Every order of that kind."""
        return [order for order in self.orders if isinstance(order, kind)]

    def sign_in(self, member: StaffMember = CLERK) -> View:
        """A clerk comes to work."""
        self.say(WayChosen(way=WayName.STAFF), StaffEntered(staff_id="lan", password="right"))
        return self.say(StaffJudged(result=SignIn(member)))
