"""Runs the session's orders: which lane, which use case, which intent comes back."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from kiosk.app.after_sending_effects import AfterSendingEffects
from kiosk.app.call_effects import CallEffects
from kiosk.app.correction import draft_of
from kiosk.app.known_procedures import follow
from kiosk.app.looking import Looking
from kiosk.app.mail_bag_effects import MailBagEffects
from kiosk.app.money_effects import MoneyEffects
from kiosk.app.month_report_effects import MonthReportEffects
from kiosk.app.parts import Parts
from kiosk.app.passing_effects import PassingEffects
from kiosk.app.person_data_effects import PersonDataEffects
from kiosk.app.post_effects import PostEffects, own_facts, with_post
from kiosk.app.practice.effects import PracticeEffects
from kiosk.app.reading_chips import ReadingChips
from kiosk.app.result_effects import ResultEffects
from kiosk.app.review_effects import ReviewEffects
from kiosk.app.sheet_effects import SheetEffects
from kiosk.app.shift_effects import ShiftEffects
from kiosk.app.slip_effects import SlipEffects
from kiosk.app.technician_effects import TechnicianEffects
from kiosk.app.watch_effects import WatchEffects, refresh_training
from kiosk.domain.account import Account, AccountExists, AccountState, OtpVerdict
from kiosk.domain.brought import PDF
from kiosk.domain.dossier import DossierState
from kiosk.domain.draft import DraftPage
from kiosk.domain.errors import KioskError, LinkRefused, RuleBroken, ServerAway, ServerRefused
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.rules import mask_number
from kiosk.domain.upload import JobKind, NewJob
from kiosk.flow import account_words, chip_words, intents, page_words, staff_words, track_words
from kiosk.flow import effects as order
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.submit_dossier import submit_dossier
from kiosk.ui.presenter import Order

_log = logging.getLogger(__name__)

THUMBNAIL_WIDTH = 240
QUEUE_STATES = ("quarantined", "uploading", "waiting")
"""Each by itself: a month's waiting work must not hide what needs a person."""


class EffectRunner:
    """One method an effect class, found by its annotation in the table below."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._store = parts.store
        self._looking = Looking(parts)
        self._post = PostEffects(parts)
        self._slips = SlipEffects(parts, self._looking)
        self.practice = PracticeEffects(parts)
        self.calls = CallEffects(parts)
        self._chips = ReadingChips(parts.devices.chip_reader)
        store, network, camera = Lane.STORE, Lane.NETWORK, Lane.CAMERA
        self._table: dict[type[Effect], tuple[Lane, Callable[[Any], Intent | None]]] = {
            order.FindResume: (store, self._find_resume),
            order.BeginSession: (store, self._begin_session),
            order.EndSession: (store, self._end_session),
            order.RestCameras: (camera, self._rest_cameras),
            order.Record: (store, self._record),
            order.LookForCard: (camera, self._looking.for_card),
            chip_words.LookForChip: (Lane.CHIP, self._chips.look),
            chip_words.ReadChip: (Lane.CHIP, self._chips.begin),
            chip_words.GoOnReadingChip: (Lane.CHIP, self._chips.go_on),
            chip_words.LeaveChip: (Lane.CHIP, self._chips.leave),
            page_words.LookForPage: (camera, self._looking.for_page),
            page_words.CapturePage: (camera, self._looking.capture),
            page_words.TurnPage: (camera, self._looking.turn),
            page_words.CaptureCard: (camera, self._looking.capture_card),
            page_words.CopyCard: (camera, self._looking.copy_card),
            page_words.LookAtStick: (camera, self._looking.at_stick),
            page_words.TakeBroughtFile: (camera, self._looking.take_brought),
            page_words.KeepPage: (store, self._keep_page),
            page_words.RemovePage: (store, self._remove_page),
            page_words.OrderPages: (store, self._order_pages),
            order.SaveDraft: (store, self._save_draft),
            order.LoadDraft: (store, self._load_draft),
            order.DropDraft: (store, self._drop_draft),
            account_words.RegisterAccount: (network, self._register_account),
            account_words.QueueAccount: (store, self._queue_account),
            account_words.VerifyOtp: (network, self._verify_otp),
            account_words.SendOtp: (network, self._send_otp),
            account_words.BeginLogin: (network, self._begin_login),
            account_words.PollLogin: (network, self._poll_login),
            order.SubmitDossier: (store, self._submit_dossier),
            order.FollowDossier: (store, self._follow_dossier),
            track_words.TrackDossier: (network, self._track),
            staff_words.SignInStaff: (store, self._sign_in),
            staff_words.LookOfStaff: (store, self._look_of_staff),
            staff_words.ChangePassword: (store, self._change_password),
            staff_words.LoadWork: (store, self._load_work),
            staff_words.LoadWorkItem: (store, self._load_work_item),
            staff_words.RetryJob: (store, self._retry_job),
            staff_words.LoadCorrection: (store, self._load_correction),
            **self._slips.table(),
            **MailBagEffects(parts).table(),
            **TechnicianEffects(parts, self._looking).table(),
            **MonthReportEffects(parts).table(),
            **WatchEffects(parts).table(),
            **PersonDataEffects(parts).table(),
            **SheetEffects(parts).table(),
            **MoneyEffects(parts).table(),
            **self._post.table(),
            **PassingEffects(parts, self._pages).table(),
            **self.practice.table(),
            **ShiftEffects(parts).table(),
            **ReviewEffects(parts).table(),
            **ResultEffects(parts).table(),
            **AfterSendingEffects(parts).table(),
            **self.calls.table(),
        }

    def order_for(self, effect: Effect) -> Order:
        """The effect as work for its lane."""
        lane, run = self._table[type(effect)]
        return Order(lane, partial(_run, run, effect), getattr(effect, "after_s", 0.0))

    def rest_cameras(self) -> None:
        """In the camera lane: let go of cameras that nobody looked through lately (their light goes off)."""
        self._looking.rest()

    # --- session ---------------------------------------------------------------------------------------------

    def _find_resume(self, _: order.FindResume) -> Intent:
        keep = timedelta(minutes=self._parts.settings.storage.draft_keep_min)
        self._store.drafts.discard_citizen_drafts(self._parts.clock() - keep)
        drafts = self._store.drafts.open_drafts(staff_id=None)
        newest = max(drafts, key=lambda draft: draft.saved_at, default=None)
        for draft in drafts:
            if draft is not newest:
                self._drop(draft.id, "older")
        return intents.ResumeFound(draft=newest)

    def _begin_session(self, effect: order.BeginSession) -> None:
        self._store.audit.append(
            AuditKind.SESSION_BEGAN, effect.session_id, {"way": effect.way, "staff": effect.staff_id}
        )

    def _end_session(self, effect: order.EndSession) -> Intent:
        if effect.draft_id and not effect.keep_draft:
            self._drop(effect.draft_id, effect.reason)
        if effect.session_id:
            self._store.audit.append(AuditKind.SESSION_ENDED, effect.session_id, {"reason": effect.reason})
            self._store.upkeep.forget()
        return intents.SessionEnded()

    def _rest_cameras(self, _: order.RestCameras) -> None:
        self._looking.stop()

    def _record(self, effect: order.Record) -> None:
        self._store.audit.append(effect.kind, effect.subject, dict(effect.facts))

    # --- drafts and pages ------------------------------------------------------------------------------------

    def _save_draft(self, effect: order.SaveDraft) -> Intent:
        self._store.drafts.save(effect.draft)
        return intents.DraftSaved(draft=effect.draft)

    def _load_draft(self, effect: order.LoadDraft) -> Intent:
        draft = self._store.drafts.load(effect.draft_id)
        if draft is not None and effect.staff_id:
            self._store.audit.append(AuditKind.RECORD_VIEWED, draft.id, {"staff": effect.staff_id})
        pages, thumbnails = self._pages(effect.draft_id) if draft else ((), {})
        return intents.DraftLoaded(draft=draft, pages=pages, thumbnails=thumbnails)

    def _drop_draft(self, effect: order.DropDraft) -> None:
        self._drop(effect.draft_id, "dropped", effect.staff_id)

    def _drop(self, draft_id: str, reason: str, staff_id: str | None = None) -> None:
        self._store.drafts.discard(draft_id)
        by = {"staff": staff_id} if staff_id else {}
        self._store.audit.append(AuditKind.DRAFT_DISCARDED, draft_id, {"reason": reason, **by})

    def _keep_page(self, effect: page_words.KeepPage) -> Intent:
        page = DraftPage(
            id=effect.page_id,
            draft_id=effect.draft_id,
            component_id=effect.component_id,
            position=effect.position,
            media_type=effect.media_type,
            bytes=len(effect.content),
            fingerprint=effect.fingerprint,
        )
        self._store.drafts.add_page(page, effect.content)
        return self._pages_kept(effect.draft_id)

    def _remove_page(self, effect: page_words.RemovePage) -> Intent:
        self._store.drafts.remove_page(effect.page_id)
        return self._pages_kept(effect.draft_id)

    def _order_pages(self, effect: page_words.OrderPages) -> Intent:
        self._store.drafts.order_pages(effect.draft_id, effect.component_id, effect.page_ids)
        return self._pages_kept(effect.draft_id)

    def _pages_kept(self, draft_id: str) -> Intent:
        pages, thumbnails = self._pages(draft_id)
        return page_words.PagesKept(draft_id=draft_id, pages=pages, thumbnails=thumbnails)

    def _pages(self, draft_id: str) -> tuple[tuple[DraftPage, ...], dict[str, bytes]]:
        pages = tuple(self._store.drafts.pages(draft_id))
        # a brought PDF has no picture: nothing here draws one
        pictures = [page for page in pages if page.media_type != PDF]
        return pages, {page.id: self._small(page.id) for page in pictures}

    def _small(self, page_id: str) -> bytes:
        """Without a picture where there is none to be made: the page itself was kept, and that is what is asked."""
        try:
            content = self._store.drafts.page_content(page_id)
            return self._parts.devices.pictures.thumbnail(content, width=THUMBNAIL_WIDTH)
        except KioskError as error:
            _log.warning("a page without a small picture: %s", error.code)
            return b""

    # --- accounts --------------------------------------------------------------------------------------------

    def _register_account(self, effect: account_words.RegisterAccount) -> Intent:
        self._keep_account(effect.account_id, effect.body, AccountState.REGISTERING)
        answer = self._parts.gateway.register_account(effect.account_id, effect.body)
        accounts = self._store.accounts
        if isinstance(answer, AccountExists):
            accounts.moved(effect.account_id, AccountState.EXISTS)
        else:
            accounts.moved(effect.account_id, AccountState.ACTIVE if answer.active else AccountState.PENDING)
            self._store.audit.append(AuditKind.ACCOUNT_REGISTERED, effect.account_id, {"activation": "otp"})
        return account_words.AccountAnswered(answer=answer)

    def _queue_account(self, effect: account_words.QueueAccount) -> Intent:
        job = NewJob(JobKind.REGISTER_ACCOUNT, effect.account_id)
        account = self._keep_account(effect.account_id, effect.body, AccountState.QUEUED, job)
        self._parts.wake_line()
        return account_words.AccountQueued(reference=account.reference)

    def _keep_account(
        self, account_id: str, body: Any, state: AccountState, job: NewJob | None = None
    ) -> Account:
        account = Account(
            id=account_id,
            state=state,
            body=dict(body),
            created_at=self._parts.clock(),
            masked_number=mask_number(body.get("personal_number") or ""),
            reference=f"TK-{account_id[-6:].upper()}",
        )
        staff_id = body["registered_by"]["staff_id"]
        self._store.accounts.keep(account, job=job, actor=f"clerk:{staff_id}" if staff_id else "citizen")
        return account

    def _verify_otp(self, effect: account_words.VerifyOtp) -> Intent:
        answer = self._parts.gateway.verify_account(effect.account_id, effect.otp)
        if answer.verdict is OtpVerdict.RIGHT:
            self._store.accounts.moved(effect.account_id, AccountState.ACTIVE)
        return account_words.OtpJudged(answer=answer)

    def _send_otp(self, effect: account_words.SendOtp) -> Intent:
        return account_words.OtpWasSent(sent=self._parts.gateway.send_otp(effect.account_id))

    def _begin_login(self, _: account_words.BeginLogin) -> Intent:
        return account_words.LoginBegan(login=self._parts.gateway.begin_device_login())

    def _poll_login(self, effect: account_words.PollLogin) -> Intent:
        answer = self._parts.gateway.poll_device_login(effect.login)
        return account_words.LoginAnswered(user_code=effect.login.user_code, answer=answer)

    # --- dossiers --------------------------------------------------------------------------------------------

    def _submit_dossier(self, effect: order.SubmitDossier) -> Intent:
        portal = self._parts.around.portal
        follow(self._parts, effect.request.procedure)
        dossier = submit_dossier(
            effect.request,
            drafts=self._store.drafts,
            dossiers=self._store.dossiers,
            pdf=self._parts.devices.scanner,
            clock=self._parts.clock,
            point=portal.agent_point.reference_code,
            limit_bytes=portal.document_bytes,
        )
        self._parts.wake_line()
        return intents.DossierKept(dossier=dossier, proof=self._slips.proof_of(dossier))

    def _follow_dossier(self, effect: order.FollowDossier) -> Intent:
        return intents.DossierFollowed(dossier=self._store.dossiers.find(effect.reference))

    def _track(self, effect: track_words.TrackDossier) -> Intent:
        dossiers, post = self._store.dossiers, self._store.post
        known = dossiers.find(effect.code)
        paper = post.item(known.id if known else effect.code)
        if paper is not None:
            known = known or dossiers.find(paper.id)
        own = dossiers.track(effect.code) or (dossiers.track(known.local_reference) if known else None)
        if own is None and paper is not None:
            own = own_facts(paper)
        code = (known.official_code or known.local_reference if known else "") or effect.code
        try:
            tracking = self._parts.gateway.track(code)
        except (ServerAway, LinkRefused):
            return track_words.TrackingFound(tracking=with_post(own, paper), away=True)
        except ServerRefused:
            tracking = None  # not a code the portal can look for
        return track_words.TrackingFound(tracking=with_post(tracking or own, paper))

    # --- staff -----------------------------------------------------------------------------------------------

    def _sign_in(self, effect: staff_words.SignInStaff) -> Intent:
        result = self._store.staff.sign_in(effect.staff_id, effect.password)
        if result.member is not None:
            refresh_training(self._parts)
        kind = AuditKind.STAFF_SIGNED_IN if result.member else AuditKind.STAFF_REFUSED
        self._store.audit.append(kind, result.member.id if result.member else "")
        wait = (result.locked_until - self._parts.clock()).total_seconds() if result.locked_until else 0.0
        return staff_words.StaffJudged(result=result, wait_s=max(0.0, wait))

    def _look_of_staff(self, effect: staff_words.LookOfStaff) -> Intent:
        result = self._store.staff.sign_in(effect.staff_id, effect.password)
        member = result.member
        if member is None or member.must_change:
            self._store.audit.append(AuditKind.STAFF_REFUSED, member.id if member else "")
        else:
            self._store.audit.append(AuditKind.IDENTITY_SEEN, effect.session_id, {"staff": member.id})
        wait = (result.locked_until - self._parts.clock()).total_seconds() if result.locked_until else 0.0
        return staff_words.StaffJudged(result=result, wait_s=max(0.0, wait))

    def _change_password(self, effect: staff_words.ChangePassword) -> Intent:
        done = self._store.staff.change_password(effect.staff_id, effect.old, effect.new)
        return staff_words.PasswordChanged(done=done)

    def _load_work(self, effect: staff_words.LoadWork) -> Intent:
        store = self._store
        return staff_words.WorkLoaded(
            drafts=tuple(store.drafts.all_staff_drafts()),
            queue=tuple(
                item for state in QUEUE_STATES for item in store.queue.items(limit=effect.reach, state=state)
            ),
            counts=store.queue.counts(),
            supplements=tuple(
                store.dossiers.recent(limit=effect.reach, states=[DossierState.SUPPLEMENT_REQUESTED])
            ),
            recent=tuple(store.dossiers.recent(limit=effect.reach)),
            papers_due=self._post.papers_due(),
            accounts=tuple(
                (account.masked_number, account.state.value, account.reference)
                for account in store.accounts.needing_attention()
            ),
        )

    def _load_work_item(self, effect: staff_words.LoadWorkItem) -> Intent:
        dossier = self._store.dossiers.find(effect.reference)
        item = None
        if dossier is not None:
            self._store.audit.append(
                AuditKind.RECORD_VIEWED, dossier.local_reference, {"staff": effect.staff_id}
            )
            item = self._store.queue.item_of(dossier.id)
        return staff_words.WorkItemLoaded(dossier=dossier, item=item)

    def _retry_job(self, effect: staff_words.RetryJob) -> None:
        if self._store.queue.retry(effect.job_id, actor=f"clerk:{effect.staff_id}"):
            self._parts.wake_line()

    def _load_correction(self, effect: staff_words.LoadCorrection) -> Intent:
        dossier = self._store.dossiers.find(effect.reference)
        if dossier is None:
            raise RuleBroken("not there any more", code="dossier_unknown")
        procedure = self._parts.around.catalogue.begun_with(dossier)
        if procedure is None:
            raise RuleBroken("the portal no longer lists its procedure", code="procedure_unknown")
        draft = draft_of(
            dossier,
            procedure,
            draft_id=effect.draft_id,
            replacing_id=new_id(),
            staff_id=effect.staff_id,
            saved_at=self._parts.clock(),
        )
        return staff_words.CorrectionLoaded(draft=draft, pages=(), thumbnails={})


def _run(run: Callable[[Any], Intent | None], effect: Effect) -> Intent | None:
    """Some orders nobody waits for: that they failed stands at least in the log."""
    try:
        return run(effect)
    except KioskError as error:
        _log.warning("%s: %s", type(effect).__name__, error)
        raise
