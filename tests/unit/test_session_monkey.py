"""Hands that press anything at any time, and a world that answers late, fails or is silent: nothing breaks or sticks."""

import random
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from kiosk.domain.chip import ChipKey
from kiosk.domain.draft import Draft
from kiosk.flow import account_words, chip_words, effects, intents, page_words, staff_words, track_words
from kiosk.flow.account_way_words import AccountWayChosen, AccountWayView
from kiosk.flow.account_words import AccountDoneView, OtpView
from kiosk.flow.call_words import ClerkCalledView
from kiosk.flow.chip_words import ChipKeyView, ReadChipView
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.page_words import CheckPageView, ScanPagesView
from kiosk.flow.staff_words import NewPasswordView, SignInView, WorkItemView, WorkListView
from kiosk.flow.track_words import TrackResultView, TrackView
from kiosk.flow.views import (
    CaseView,
    ChecklistView,
    CheckPersonView,
    ConsentView,
    DeliveryView,
    DossierDoneView,
    FormPageView,
    IdleWarningView,
    OutOfOrderView,
    PhoneView,
    ProcedureView,
    ProveIdentityView,
    ScanCardView,
    SearchView,
    SummaryView,
    TroubleView,
    WaitingView,
    WelcomeView,
)
from kiosk.flow.ways import WayName
from tests.unit.chance_world import World, lane_of
from tests.unit.test_session_account import FIELDS
from tests.unit.test_session_dossier import QUAD, SAMPLE
from tests.unit.visit_driver import WITHOUT_ACCOUNT, VisitDriver, a_portal

STEPS = 1500


ALL = frozenset({"submit_dossier", "register_account"})
MEANT: dict[type[View], tuple[Intent, ...]] = {
    IdleWarningView: (intents.StillHere(),),
    ClerkCalledView: (intents.WentBack(),),
    TroubleView: (intents.TriedAgain(), intents.WentBack()),
    ConsentView: (intents.ConsentAnswered(purposes=ALL),),
    ScanCardView: (intents.TypingChosen(), chip_words.ChipChosen()),
    ChipKeyView: (chip_words.ChipKeyEntered(key=ChipKey(can="804219")), intents.WentBack()),
    ReadChipView: (
        intents.TriedAgain(),
        chip_words.ChipSkipped(),
        chip_words.ChipKeyChosen(),
        intents.WentBack(),
    ),
    ProveIdentityView: (staff_words.StaffEntered(staff_id="lan", password="right"), intents.CardChosen()),
    CheckPersonView: (intents.PersonConfirmed(fields=FIELDS),),
    PhoneView: (intents.PhoneEntered(phone="0912345678"),),
    OtpView: (account_words.OtpEntered(otp="123456"), account_words.OtpAskedAgain(), intents.WentBack()),
    ProcedureView: (intents.WentOn(), intents.WentOn(), intents.WentBack()),
    CheckPageView: (page_words.PageAccepted(), page_words.PageAccepted(), page_words.PageRetaken()),
    DeliveryView: (intents.DeliveryChosen(method="agency"), intents.WentBack()),
    SummaryView: (intents.Confirmed(), intents.Confirmed(), intents.WentBack()),
    AccountDoneView: (intents.WayChosen(way=WayName.SUBMIT_DOSSIER), intents.PrintAskedAgain()),
    DossierDoneView: (
        intents.PrintAskedAgain(),
        intents.SlipSeenOnPaper(came_out=False),
        intents.WentOn(),
    ),
    TrackView: (track_words.CodeEntered(code="H26.99-261120-0001"),),
    TrackResultView: (intents.PrintAskedAgain(), intents.WentOn()),
    SignInView: (staff_words.StaffEntered(staff_id="lan", password="right"),),
    NewPasswordView: (staff_words.NewPasswordEntered(old="right", new="another"),),
    WorkItemView: (staff_words.CorrectionChosen(reference="K-1"), staff_words.JobRetried(job_id=1)),
}
"""What the screen is for."""


ONLY_ONCE = (
    account_words.QueueAccount,
    account_words.RegisterAccount,
    account_words.SendOtp,
    account_words.VerifyOtp,
    effects.PrintSlip,
    effects.PrintSlipAgain,
    effects.SettleSlip,
    effects.SubmitDossier,
    staff_words.ChangePassword,
    staff_words.SignInStaff,
)
"""Nothing is sent, printed or tried twice by a second tap."""


class Hands:
    """Mostly what the screen offers, sometimes anything."""

    def __init__(self, driver: VisitDriver, chance: random.Random) -> None:
        self._driver = driver
        self._chance = chance

    def touch(self) -> Intent:
        view = self._driver.session.view
        meant = self.offered(view) or MEANT.get(type(view), ())
        if meant and self._chance.random() < 0.93:
            return self._chance.choice(meant)
        return self._chance.choice(self._anything())

    def offered(self, view: View) -> list[Intent]:
        """What can be done on a screen that offers different things each time."""
        match view:
            case WelcomeView():
                return [intents.WayChosen(way=way) for way in WayName]
            case SearchView(lines=lines):
                return [intents.ProcedureChosen(code=line.code) for line in lines[:5]]
            case WorkListView(drafts=drafts):
                return [
                    *(intents.WayChosen(way=way) for way in WayName),
                    staff_words.WorkItemOpened(key="K-1"),
                    *(staff_words.DraftResumed(draft_id=draft.id) for draft in drafts[:2]),
                ]
            case CaseView(cases=cases):
                return [intents.CaseChosen(case_id=case.id) for case in cases]
            case AccountWayView(ways=ways):
                return [AccountWayChosen(way=way) for way in ways]
            case FormPageView(fields=questions):
                answers: list[Intent] = [intents.WentOn() for _ in questions]
                for question in questions:
                    choices = [value for value, _ in question.field.choices]
                    value = choices[0] if choices else SAMPLE[question.field.widget]
                    answers.append(intents.Answered(name=question.field.name, value=value))
                return answers
            case ChecklistView(lines=lines):
                return [
                    *(intents.WentOn() for _ in lines),
                    *(intents.ComponentOpened(component_id=line.component.id) for line in lines),
                    *(intents.ComponentMarked(component_id=line.component.id, how="shown") for line in lines),
                    *(
                        intents.ComponentMarked(component_id=line.component.id, how="by_data")
                        for line in lines
                    ),
                ]
            case ScanPagesView(thumbs=thumbs):
                return [
                    page_words.ShutterPressed(),
                    intents.WentOn(),
                    *(page_words.PageRemoved(page_id=thumb.page_id) for thumb in thumbs),
                    *(page_words.PageMoved(page_id=thumb.page_id, by=1) for thumb in thumbs),
                ]
        return []

    def _anything(self) -> list[Intent]:
        staff_drafts = [draft for draft in self._drafts() if draft.staff_id]
        return [
            intents.WentBack(),
            *(intents.WentOn() for _ in range(4)),
            intents.Left(),
            intents.ClerkCalled(),
            intents.LanguageChosen(language="en"),
            intents.TriedAgain(),
            intents.IdleNoticed(),
            intents.StillHere(),
            intents.IdleRanOut(),
            intents.PortalRefreshed(),
            intents.ConsentAnswered(purposes=frozenset({"submit_dossier", "register_account"})),
            intents.ConsentAnswered(purposes=frozenset()),
            WITHOUT_ACCOUNT,
            intents.TypingChosen(),
            chip_words.ChipChosen(),
            chip_words.ChipSkipped(),
            intents.CardChosen(),
            intents.VneidChosen(),
            intents.PersonConfirmed(fields=FIELDS),
            intents.PersonConfirmed(fields={}),
            intents.PhoneEntered(phone="0912345678"),
            intents.PhoneEntered(phone="1"),
            account_words.OtpEntered(otp="123456"),
            account_words.OtpAskedAgain(),
            intents.SearchTyped(text="khai sinh"),
            page_words.ShutterPressed(corners=QUAD),
            page_words.PageAccepted(),
            page_words.PageRetaken(),
            page_words.CornersMoved(corners=QUAD),
            intents.DeliveryChosen(method="agency"),
            intents.DeliveryChosen(method="home", address=" "),
            intents.Confirmed(),
            intents.Confirmed(),
            intents.PrintAskedAgain(),
            intents.SlipSeenOnPaper(came_out=True),
            intents.SlipSeenOnPaper(came_out=False),
            track_words.CodeEntered(code="H26.99-261120-0001"),
            staff_words.StaffEntered(staff_id="lan", password="right"),
            staff_words.NewPasswordEntered(old="right", new="another"),
            staff_words.SignedOut(),
            staff_words.WorkTabChosen(tab="drafts"),
            staff_words.WorkItemOpened(key="K-HN0099-261120-1-X"),
            staff_words.JobRetried(job_id=1),
            staff_words.CorrectionChosen(reference="K-HN0099-261120-1-X"),
            staff_words.DraftDropped(draft_id="none"),
            *(staff_words.DraftResumed(draft_id=draft.id) for draft in staff_drafts[:1]),
            *(intents.WayChosen(way=way) for way in WayName),
        ]

    _drafts: Callable[[], list[Draft]] = staticmethod(list)


def is_empty(visit: Any) -> bool:
    """Nothing of anybody: as a visit is made, but for the clerk at the bench."""
    plain = type(visit)(staff=visit.staff, language="vi")
    return all(getattr(visit, each.name) == getattr(plain, each.name) for each in fields(visit))


def swing(seed: int, steps: int) -> int:
    """So many events from this seed; how many visits ended. Raises AssertionError where something is wrong."""
    chance = random.Random(seed)
    methods = ("portal",) if seed % 3 else ("vneid",)
    driver = VisitDriver(a_portal(account_methods=methods))
    world = World(chance)
    driver.around.has_chip_reader = bool(seed % 2)
    hands = Hands(driver, chance)
    hands._drafts = lambda: list(world.drafts.values())  # type: ignore[method-assign]
    waiting: list[tuple[int, Effect]] = [(0, order) for order in driver.orders]
    ends = 0

    def say(intent: Intent) -> None:
        nonlocal ends
        before = driver.session.visit_number
        _, orders = driver.session.handle(intent)
        under_way = [order for visit, order in waiting if visit == driver.session.visit_number]
        doubled = [order for order in orders if type(order) in ONLY_ONCE and order in under_way]
        assert not doubled, f"ordered again before it was answered: {type(doubled[0]).__name__}"
        if driver.session.visit_number != before:
            ends += 1
            assert is_empty(driver.session._visit)
        waiting.extend((driver.session.visit_number, order) for order in orders)

    for _ in range(steps):
        assert not isinstance(driver.session.view, OutOfOrderView)
        if waiting and chance.random() < 0.55:
            # each lane answers in the order it was asked, but no lane waits for another
            lane = lane_of(chance.choice(waiting)[1])
            place = next(n for n, (_, order) in enumerate(waiting) if lane_of(order) == lane)
            visit, order = waiting.pop(place)
            answer = world.answer(order)
            if answer is not None and visit == driver.session.visit_number:
                say(answer)
        else:
            say(hands.touch())
        if not any(lane_of(order) == "store" for _, order in waiting):
            world.is_what_is_shown(driver.session._visit.filing)
    # whatever stands there now: when everything is answered and the time is over, the start comes back
    for _ in range(4):
        say(intents.IdleRanOut())
        if isinstance(driver.session.view, WaitingView):
            say(intents.SessionEnded())
    assert isinstance(driver.session.view, WelcomeView)
    return ends


@pytest.mark.parametrize("seed", range(8))
def test_nothing_breaks_sticks_or_stays_behind(seed: int) -> None:
    assert swing(seed, STEPS) > 3
