"""Hands that press anything at any time, and a world that answers late, fails or is silent: nothing breaks or sticks."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest

from kiosk.domain.account import (
    AccountExists,
    AccountRegistered,
    DeviceLogin,
    LoginAnswer,
    LoginState,
    OtpAnswer,
    OtpSent,
    OtpVerdict,
    Tracking,
)
from kiosk.domain.dossier import DossierState
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import CardSight, CodeKind, PageProblem, PageSight, ReadMethod, SeenCode
from kiosk.domain.staff import SignIn
from kiosk.domain.upload import JobKind, QueueCounts, QueueItem
from kiosk.flow import effects, intents
from kiosk.flow.filing import Filing
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import (
    AccountDoneView,
    CaseView,
    ChecklistView,
    CheckPageView,
    CheckPersonView,
    ClerkCalledView,
    ConsentView,
    DeliveryView,
    DossierDoneView,
    FormPageView,
    IdleWarningView,
    NewPasswordView,
    OtpView,
    OutOfOrderView,
    PhoneView,
    ProcedureView,
    ScanCardView,
    ScanPagesView,
    SearchView,
    SignInView,
    SummaryView,
    TrackResultView,
    TrackView,
    TroubleView,
    WaitingView,
    WelcomeView,
    WorkItemView,
    WorkListView,
)
from kiosk.flow.ways import WayName
from tests.unit.test_session_account import FIELDS
from tests.unit.test_session_dossier import QUAD, SAMPLE, a_dossier, a_page
from tests.unit.visit_driver import AN, CLERK, NOON, VisitDriver, a_portal

STEPS = 1500


ALL = frozenset({"submit_dossier", "register_account"})
MEANT: dict[type[View], tuple[Intent, ...]] = {
    IdleWarningView: (intents.StillHere(),),
    ClerkCalledView: (intents.WentBack(),),
    TroubleView: (intents.TriedAgain(), intents.WentBack()),
    ConsentView: (intents.ConsentAnswered(purposes=ALL),),
    ScanCardView: (intents.TypingChosen(),),
    CheckPersonView: (intents.PersonConfirmed(fields=FIELDS),),
    PhoneView: (intents.PhoneEntered(phone="0912345678"),),
    OtpView: (intents.OtpEntered(otp="123456"), intents.OtpAskedAgain(), intents.WentBack()),
    ProcedureView: (intents.WentOn(), intents.WentOn(), intents.WentBack()),
    CheckPageView: (intents.PageAccepted(), intents.PageAccepted(), intents.PageRetaken()),
    DeliveryView: (intents.DeliveryChosen(method="agency"), intents.WentBack()),
    SummaryView: (intents.Confirmed(), intents.Confirmed(), intents.WentBack()),
    AccountDoneView: (intents.WayChosen(way=WayName.SUBMIT_DOSSIER), intents.PrintAskedAgain()),
    DossierDoneView: (
        intents.PrintAskedAgain(),
        intents.SlipSeenOnPaper(came_out=False),
        intents.WentOn(),
    ),
    TrackView: (intents.CodeEntered(code="H26.99-261120-0001"),),
    TrackResultView: (intents.PrintAskedAgain(), intents.WentOn()),
    SignInView: (intents.StaffEntered(staff_id="lan", password="right"),),
    NewPasswordView: (intents.NewPasswordEntered(old="right", new="another"),),
    WorkItemView: (intents.CorrectionChosen(reference="K-1"), intents.JobRetried(job_id=1)),
}
"""What the screen is for."""


NETWORK = frozenset({"RegisterAccount", "VerifyOtp", "SendOtp", "BeginLogin", "PollLogin", "TrackDossier"})


@dataclass
class World:
    """Answers orders as a store, a portal and devices might; keeps drafts and pages."""

    chance: random.Random
    drafts: dict[str, Draft] = field(default_factory=dict)
    pages: dict[str, list[DraftPage]] = field(default_factory=dict)

    def answer(self, order: Effect) -> Intent | None:
        if self.chance.random() < 0.12:
            return intents.EffectFailed(
                effect=type(order).__name__,
                code="too_many_requests",
                text_key="error.too_many_requests",
                final=self.chance.random() < 0.5,
                after_s=self.chance.choice([None, 3.0]),
                fields=(("/phone", "pattern", ""),) if self.chance.random() < 0.3 else (),
            )
        method = getattr(self, type(order).__name__, None)
        found: Intent | None = method(order) if method else None
        return found

    def is_what_is_shown(self, filing: Filing | None) -> None:
        """Once the store has answered everything, the session knows the very pages that are there."""
        if filing is not None:
            there = self.pages.get(filing.visit.draft_id, [])
            assert [page.id for page in filing.pages] == [page.id for page in there]

    def FindResume(self, _: effects.FindResume) -> Intent:
        mine = [draft for draft in self.drafts.values() if draft.staff_id is None]
        return intents.ResumeFound(draft=mine[-1] if mine else None)

    def EndSession(self, order: effects.EndSession) -> Intent:
        if order.draft_id and not order.keep_draft:
            self.drafts.pop(order.draft_id, None)
        return intents.SessionEnded()

    def LookForCard(self, order: effects.LookForCard) -> Intent:
        kinds = [CodeKind.CCCD_QR, CodeKind.TD3, CodeKind.SLIP, CodeKind.HEALTH_CARD]
        kind = self.chance.choice(kinds)
        document = AN if kind in kinds[:2] and self.chance.random() < 0.9 else None
        if document and self.chance.random() < 0.2:
            document = replace(AN, number="C1234567")
        code = SeenCode(kind, ReadMethod.QR, "H26.99-261120-0001", document)
        sight = self.chance.choice([None, CardSight(1), CardSight(1, (code,))])
        camera = self.chance.choice(["delivering", "gone", "dark"])
        return intents.CardLooked(watch=order.watch, sight=sight, camera=camera, waited_s=7.0)

    def LookForPage(self, order: effects.LookForPage) -> Intent:
        sight = self.chance.choice([None, PageSight(1), PageSight(1, QUAD), PageSight(1, QUAD, still=True)])
        return intents.PageLooked(watch=order.watch, sight=sight)

    def CapturePage(self, order: effects.CapturePage) -> Intent:
        problems = self.chance.choice([(), (), (), (PageProblem.BLANK,), (PageProblem.NO_PAGE,)])
        return intents.PageCaptured(shot=order.shot, page=a_page(*problems), still=b"still")

    def _kept(self, draft_id: str) -> Intent:
        return intents.PagesKept(draft_id=draft_id, pages=tuple(self.pages.get(draft_id, ())), thumbnails={})

    def KeepPage(self, order: effects.KeepPage) -> Intent:
        page = DraftPage(
            order.page_id, order.draft_id, order.component_id, order.position, "image/jpeg", 4, 1
        )
        self.pages.setdefault(order.draft_id, []).append(page)
        return self._kept(order.draft_id)

    def RemovePage(self, order: effects.RemovePage) -> Intent:
        there = self.pages.get(order.draft_id, [])
        self.pages[order.draft_id] = [page for page in there if page.id != order.page_id]
        return self._kept(order.draft_id)

    def OrderPages(self, order: effects.OrderPages) -> Intent:
        return self._kept(order.draft_id)

    def SaveDraft(self, order: effects.SaveDraft) -> Intent:
        assert order.draft.id, "a draft without a name cannot be kept"
        self.drafts[order.draft.id] = order.draft
        return intents.DraftSaved()

    def LoadDraft(self, order: effects.LoadDraft) -> Intent:
        draft = self.drafts.get(order.draft_id)
        return intents.DraftLoaded(draft=draft, pages=tuple(self.pages.get(order.draft_id, ())))

    def DropDraft(self, order: effects.DropDraft) -> None:
        self.drafts.pop(order.draft_id, None)

    def RegisterAccount(self, order: effects.RegisterAccount) -> Intent:
        sent = OtpSent("sms", "091•••••678", None)
        answers: list[AccountRegistered | AccountExists] = [
            AccountRegistered(order.account_id, True, None),
            AccountRegistered(order.account_id, False, sent),
            AccountExists("098•••••111"),
        ]
        return intents.AccountAnswered(answer=self.chance.choice(answers))

    def QueueAccount(self, _: effects.QueueAccount) -> Intent:
        return intents.AccountQueued(reference="TK-000001")

    def VerifyOtp(self, _: effects.VerifyOtp) -> Intent:
        return intents.OtpJudged(answer=OtpAnswer(self.chance.choice(list(OtpVerdict)), 1))

    def SendOtp(self, _: effects.SendOtp) -> Intent:
        return intents.OtpWasSent(sent=OtpSent("sms", "091•••••678", None))

    def BeginLogin(self, _: effects.BeginLogin) -> Intent:
        login = DeviceLogin("x", f"AAAA-{self.chance.randrange(3)}", "https://id", "https://id", 300.0, 5.0)
        return intents.LoginBegan(login=login)

    def PollLogin(self, order: effects.PollLogin) -> Intent:
        claims = {"sub": AN.number, "name": AN.full_name, "vneid_level": self.chance.choice([1, 2])}
        answer = LoginAnswer(self.chance.choice(list(LoginState)), claims)
        return intents.LoginAnswered(user_code=order.login.user_code, answer=answer)

    def SubmitDossier(self, order: effects.SubmitDossier) -> Intent:
        kept = {page.id for page in self.pages.get(order.request.draft_id, ())}
        wanted = {
            page for paper in order.request.components if paper.how == "pages" for page in paper.page_ids
        }
        if not wanted <= kept:  # erased in the very last moment: the next try knows
            return intents.EffectFailed(
                effect="SubmitDossier", code="page_unknown", text_key="error.page_unknown", final=True
            )
        self.drafts.pop(order.request.draft_id, None)
        return intents.DossierKept(dossier=a_dossier(id=order.request.dossier_id))

    def FollowDossier(self, _: effects.FollowDossier) -> Intent:
        return intents.DossierFollowed(dossier=a_dossier(self.chance.choice(list(DossierState))))

    def PrintSlip(self, order: effects.PrintSlip) -> Intent:
        state = self.chance.choice(list(PrintState))
        return intents.SlipMoved(reference=order.reference, state=state, printer=PrinterState.READY)

    PrintSlipAgain = SettleSlip = PrintSlip

    def TrackDossier(self, order: effects.TrackDossier) -> Intent:
        found = self.chance.choice([None, Tracking(order.code, "1.001193", "", "ACCEPTED")])
        return intents.TrackingFound(tracking=found, away=self.chance.random() < 0.5)

    def SignInStaff(self, _: effects.SignInStaff) -> Intent:
        first = replace(CLERK, must_change=True)
        result = self.chance.choice([SignIn(CLERK), SignIn(CLERK), SignIn(first), SignIn()])
        return intents.StaffJudged(result=result, wait_s=self.chance.choice([0.0, 30.0]))

    def ChangePassword(self, _: effects.ChangePassword) -> Intent:
        return intents.PasswordChanged(done=self.chance.random() < 0.7)

    def LoadWork(self, _: effects.LoadWork) -> Intent:
        mine = tuple(draft for draft in self.drafts.values() if draft.staff_id)
        return intents.WorkLoaded(
            drafts=mine, queue=(), counts=QueueCounts(), supplements=(), recent=(a_dossier(),)
        )

    def LoadCorrection(self, order: effects.LoadCorrection) -> Intent | None:
        if not self.drafts:
            return None
        content = {**next(iter(self.drafts.values())).content, "kept": {}, "stage": "form:0"}
        draft = Draft(
            order.draft_id, NOON, "1.001193", "x", content, order.staff_id, reference=order.reference
        )
        return intents.CorrectionLoaded(draft=draft, pages=(), thumbnails={})

    def LoadWorkItem(self, _: effects.LoadWorkItem) -> Intent:
        dossier = self.chance.choice([None, *(a_dossier(DossierState.QUARANTINED) for _ in range(4))])
        item = QueueItem(1, JobKind.DELIVER_DOSSIER, "x", "K-1", "quarantined", NOON)
        return intents.WorkItemLoaded(dossier=dossier, item=item)


def lane_of(order: Effect) -> str:
    """The lane that the app runs an order in, by its kind."""
    name = type(order).__name__
    if name.startswith(("LookFor", "Capture", "Rest")):
        return "camera"
    if "Slip" in name:
        return "printer"
    return "network" if name in NETWORK else "store"


class Hands:
    """Mostly what the screen offers, sometimes anything."""

    def __init__(self, driver: VisitDriver, chance: random.Random) -> None:
        self._driver = driver
        self._chance = chance

    def touch(self) -> Intent:
        view = self._driver.session.view
        meant = self._meant(view) or MEANT.get(type(view), ())
        if meant and self._chance.random() < 0.93:
            return self._chance.choice(meant)
        return self._chance.choice(self._anything())

    def _meant(self, view: View) -> list[Intent]:
        match view:
            case WelcomeView():
                return [intents.WayChosen(way=way) for way in WayName]
            case SearchView(lines=lines):
                return [intents.ProcedureChosen(code=line.code) for line in lines[:5]]
            case WorkListView(drafts=drafts):
                return [
                    *(intents.WayChosen(way=way) for way in WayName),
                    intents.WorkItemOpened(key="K-1"),
                    *(intents.DraftResumed(draft_id=draft.id) for draft in drafts[:2]),
                ]
            case CaseView(cases=cases):
                return [intents.CaseChosen(case_id=case.id) for case in cases]
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
                    intents.ShutterPressed(),
                    intents.WentOn(),
                    *(intents.PageRemoved(page_id=thumb.page_id) for thumb in thumbs),
                    *(intents.PageMoved(page_id=thumb.page_id, by=1) for thumb in thumbs),
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
            intents.TypingChosen(),
            intents.PersonConfirmed(fields=FIELDS),
            intents.PersonConfirmed(fields={}),
            intents.PhoneEntered(phone="0912345678"),
            intents.PhoneEntered(phone="1"),
            intents.OtpEntered(otp="123456"),
            intents.OtpAskedAgain(),
            intents.SearchTyped(text="khai sinh"),
            intents.ShutterPressed(corners=QUAD),
            intents.PageAccepted(),
            intents.PageRetaken(),
            intents.CornersMoved(corners=QUAD),
            intents.DeliveryChosen(method="agency"),
            intents.DeliveryChosen(method="home", address=" "),
            intents.Confirmed(),
            intents.Confirmed(),
            intents.PrintAskedAgain(),
            intents.SlipSeenOnPaper(came_out=True),
            intents.SlipSeenOnPaper(came_out=False),
            intents.CodeEntered(code="H26.99-261120-0001"),
            intents.StaffEntered(staff_id="lan", password="right"),
            intents.NewPasswordEntered(old="right", new="another"),
            intents.SignedOut(),
            intents.WorkTabChosen(tab="drafts"),
            intents.WorkItemOpened(key="K-HN0099-261120-1-X"),
            intents.JobRetried(job_id=1),
            intents.CorrectionChosen(reference="K-HN0099-261120-1-X"),
            intents.DraftDropped(draft_id="none"),
            *(intents.DraftResumed(draft_id=draft.id) for draft in staff_drafts[:1]),
            *(intents.WayChosen(way=way) for way in WayName),
        ]

    _drafts: Callable[[], list[Draft]] = staticmethod(list)


def is_empty(visit: Any) -> bool:
    """Nothing of anybody: as a visit is made, but for the clerk at the bench."""
    plain = type(visit)(staff=visit.staff, language="vi")
    return all(getattr(visit, each.name) == getattr(plain, each.name) for each in fields(visit))


@pytest.mark.parametrize("seed", range(8))
def test_nothing_breaks_sticks_or_stays_behind(seed: int) -> None:
    chance = random.Random(seed)
    methods = ("portal",) if seed % 3 else ("vneid",)
    driver = VisitDriver(a_portal(account_methods=methods))
    world = World(chance)
    hands = Hands(driver, chance)
    hands._drafts = lambda: list(world.drafts.values())  # type: ignore[method-assign]
    waiting: list[tuple[int, Effect]] = [(0, order) for order in driver.orders]
    ends = 0

    def say(intent: Intent) -> None:
        nonlocal ends
        before = driver.session.visit_number
        _, orders = driver.session.handle(intent)
        if driver.session.visit_number != before:
            ends += 1
            assert is_empty(driver.session._visit)
        waiting.extend((driver.session.visit_number, order) for order in orders)

    for _ in range(STEPS):
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
    assert ends > 3
