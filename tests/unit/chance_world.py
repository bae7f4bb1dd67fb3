"""A store, a portal and devices that answer as chance has it; for tests of the session machine."""

import random
from dataclasses import dataclass, field, replace

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
from kiosk.domain.chip import ChipFailure, ChipProgress, ChipReaderState, ChipReading, ChipStage, ChipTrouble
from kiosk.domain.dossier import DossierState
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import CardSight, CodeKind, PageProblem, PageSight, ReadMethod, SeenCode
from kiosk.domain.staff import SignIn
from kiosk.domain.upload import JobKind, QueueCounts, QueueItem
from kiosk.flow import account_words, chip_words, effects, intents, page_words, staff_words, track_words
from kiosk.flow.filing import Filing
from kiosk.flow.messages import Effect, Intent
from tests.unit.test_session_dossier import QUAD, a_dossier, a_page
from tests.unit.visit_driver import AN, CLERK, NOON

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

    def LookForPage(self, order: page_words.LookForPage) -> Intent:
        sight = self.chance.choice([None, PageSight(1), PageSight(1, QUAD), PageSight(1, QUAD, still=True)])
        return page_words.PageLooked(watch=order.watch, sight=sight)

    def CapturePage(self, order: page_words.CapturePage) -> Intent:
        problems = self.chance.choice([(), (), (), (PageProblem.BLANK,), (PageProblem.NO_PAGE,)])
        return page_words.PageCaptured(shot=order.shot, page=a_page(*problems), still=b"still")

    def _kept(self, draft_id: str) -> Intent:
        return page_words.PagesKept(
            draft_id=draft_id, pages=tuple(self.pages.get(draft_id, ())), thumbnails={}
        )

    def KeepPage(self, order: page_words.KeepPage) -> Intent:
        page = DraftPage(
            order.page_id, order.draft_id, order.component_id, order.position, "image/jpeg", 4, 1
        )
        self.pages.setdefault(order.draft_id, []).append(page)
        return self._kept(order.draft_id)

    def RemovePage(self, order: page_words.RemovePage) -> Intent:
        there = self.pages.get(order.draft_id, [])
        self.pages[order.draft_id] = [page for page in there if page.id != order.page_id]
        return self._kept(order.draft_id)

    def OrderPages(self, order: page_words.OrderPages) -> Intent:
        return self._kept(order.draft_id)

    def SaveDraft(self, order: effects.SaveDraft) -> Intent:
        assert order.draft.id, "a draft without a name cannot be kept"
        self.drafts[order.draft.id] = order.draft
        return intents.DraftSaved(draft=order.draft)

    def LoadDraft(self, order: effects.LoadDraft) -> Intent:
        draft = self.drafts.get(order.draft_id)
        return intents.DraftLoaded(draft=draft, pages=tuple(self.pages.get(order.draft_id, ())))

    def DropDraft(self, order: effects.DropDraft) -> None:
        self.drafts.pop(order.draft_id, None)

    def RegisterAccount(self, order: account_words.RegisterAccount) -> Intent:
        sent = OtpSent("sms", "091•••••678", None)
        answers: list[AccountRegistered | AccountExists] = [
            AccountRegistered(order.account_id, True, None),
            AccountRegistered(order.account_id, False, sent),
            AccountExists("098•••••111"),
        ]
        return account_words.AccountAnswered(answer=self.chance.choice(answers))

    def QueueAccount(self, _: account_words.QueueAccount) -> Intent:
        return account_words.AccountQueued(reference="TK-000001")

    def VerifyOtp(self, _: account_words.VerifyOtp) -> Intent:
        return account_words.OtpJudged(answer=OtpAnswer(self.chance.choice(list(OtpVerdict)), 1))

    def SendOtp(self, _: account_words.SendOtp) -> Intent:
        return account_words.OtpWasSent(sent=OtpSent("sms", "091•••••678", None))

    def BeginLogin(self, _: account_words.BeginLogin) -> Intent:
        login = DeviceLogin("x", f"AAAA-{self.chance.randrange(3)}", "https://id", "https://id", 300.0, 5.0)
        return account_words.LoginBegan(login=login)

    def PollLogin(self, order: account_words.PollLogin) -> Intent:
        claims = {"sub": AN.number, "name": AN.full_name, "vneid_level": self.chance.choice([1, 2])}
        answer = LoginAnswer(self.chance.choice(list(LoginState)), claims)
        return account_words.LoginAnswered(user_code=order.login.user_code, answer=answer)

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

    def TrackDossier(self, order: track_words.TrackDossier) -> Intent:
        found = self.chance.choice([None, Tracking(order.code, "1.001193", "", "ACCEPTED")])
        return track_words.TrackingFound(tracking=found, away=self.chance.random() < 0.5)

    def SignInStaff(self, _: staff_words.SignInStaff) -> Intent:
        first = replace(CLERK, must_change=True)
        result = self.chance.choice([SignIn(CLERK), SignIn(CLERK), SignIn(first), SignIn()])
        return staff_words.StaffJudged(result=result, wait_s=self.chance.choice([0.0, 30.0]))

    def LookOfStaff(self, _: staff_words.LookOfStaff) -> Intent:
        return staff_words.StaffJudged(result=self.chance.choice([SignIn(CLERK), SignIn()]))

    def LookForChip(self, order: chip_words.LookForChip) -> Intent:
        return chip_words.ChipLooked(watch=order.watch, state=self.chance.choice(list(ChipReaderState)))

    def ReadChip(self, order: chip_words.ReadChip | chip_words.GoOnReadingChip) -> Intent:
        steps = (
            ChipProgress(ChipStage.PHOTO, 1, 3),
            ChipFailure(self.chance.choice(list(ChipTrouble))),
            ChipReading(AN, photo=b"a picture", access="bac"),
        )
        return chip_words.ChipStepped(watch=order.watch, step=self.chance.choice(steps))

    GoOnReadingChip = ReadChip

    def ChangePassword(self, _: staff_words.ChangePassword) -> Intent:
        return staff_words.PasswordChanged(done=self.chance.random() < 0.7)

    def LoadWork(self, _: staff_words.LoadWork) -> Intent:
        mine = tuple(draft for draft in self.drafts.values() if draft.staff_id)
        return staff_words.WorkLoaded(
            drafts=mine, queue=(), counts=QueueCounts(), supplements=(), recent=(a_dossier(),)
        )

    def LoadCorrection(self, order: staff_words.LoadCorrection) -> Intent | None:
        if not self.drafts:
            return None
        content = {**next(iter(self.drafts.values())).content, "kept": {}, "stage": "form:0"}
        draft = Draft(
            order.draft_id, NOON, "1.001193", "x", content, order.staff_id, reference=order.reference
        )
        return staff_words.CorrectionLoaded(draft=draft, pages=(), thumbnails={})

    def LoadWorkItem(self, _: staff_words.LoadWorkItem) -> Intent:
        dossier = self.chance.choice([None, *(a_dossier(DossierState.QUARANTINED) for _ in range(4))])
        item = QueueItem(1, JobKind.DELIVER_DOSSIER, "x", "K-1", "quarantined", NOON)
        return staff_words.WorkItemLoaded(dossier=dossier, item=item)


def lane_of(order: Effect) -> str:
    """The lane that the app runs an order in, by its kind."""
    name = type(order).__name__
    if "Chip" in name:
        return "chip"
    if name.startswith(("LookFor", "Capture", "Rest")):
        return "camera"
    if "Slip" in name:
        return "printer"
    return "network" if name in NETWORK else "store"
