"""One dossier on the bench: what the portal said of it, in words, and what to do about it; lists of them are elsewhere."""

from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.receipt import PrintState
from kiosk.domain.upload import QueueItem
from kiosk.flow.after_sending_words import WithdrawChosen
from kiosk.flow.dossier_slips import counted_of, slip_subject, slips_of
from kiosk.flow.effects import PrintSlipAgain, SettleSlip
from kiosk.flow.filing import Filing
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, SlipMoved, SlipSeenOnPaper, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.pay_fee import PAYABLE, PayStep
from kiosk.flow.pay_words import PayChosen
from kiosk.flow.printing_words import DossierSlipAsked, PrintDossierSlip
from kiosk.flow.resume_filing import resume_step
from kiosk.flow.staff_words import (
    CorrectionChosen,
    CorrectionLoaded,
    JobRetried,
    LoadCorrection,
    LoadWorkItem,
    RetryJob,
    WorkItemLoaded,
    WorkItemView,
)
from kiosk.flow.views import SlipState, WaitingView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.ways import WayName
from kiosk.flow.withdraw_dossier import WithdrawStep, may_withdraw

CORRECTABLE = frozenset({DossierState.QUARANTINED, DossierState.SUPPLEMENT_REQUESTED, DossierState.DRAFT})
"""DRAFT: given back to a person whose correction was broken off."""


class WorkItemStep:
    """One dossier: what the portal said, in words, and what to do about it."""

    def __init__(self, visit: Visit, around: Surroundings, reference: str) -> None:
        self._visit = visit
        self._around = around
        self._reference = reference
        self._dossier: Dossier | None = None
        self._item: QueueItem | None = None
        self._missing = False
        self._slip: SlipState | None = None
        self._printed = ""
        """The print job's subject of the slip that was asked for last."""
        self._opening = ""
        """The draft that a correction is being made in."""
        self._retries = False
        """It was ordered once more, and the answer is not here yet."""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Load; looking at it is recorded."""
        return (LoadWorkItem(reference=self._reference, staff_id=self._visit.staff_id or ""),)

    def view(self) -> View:
        """The dossier as it stands."""
        if self._dossier is None:
            key = "work.not_found" if self._missing else "work.loading"
            return WaitingView(
                text_key=key, can_go_back=True, busy=False, assisted_by=self._visit.assisted_by
            )
        return WorkItemView(
            dossier=self._dossier,
            procedure=self._around.catalogue.begun_with(self._dossier),
            item=self._item,
            problem=self._dossier.problem or (self._item.problem if self._item else None),
            can_retry=self._item is not None and self._item.state != "uploading",
            can_correct=self._dossier.state in CORRECTABLE,
            can_pay=self._dossier.state in PAYABLE,
            can_withdraw=may_withdraw(self._dossier.state),
            slips=slips_of(self._dossier),
            slip=self._slip,
            counted=counted_of(self._dossier, self._around),
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Send again, or open it for correction."""
        staff_id = self._visit.staff_id or ""
        match intent:
            case WentBack():
                return Turn(back=1)
            case WorkItemLoaded(dossier=dossier, item=item):
                self._dossier, self._item, self._missing = dossier, item, dossier is None
                self._retries = False
            case JobRetried(job_id=job_id) if not self._retries:
                self._retries = True
                self._notice = Notice("success", "work.retried")
                return Turn(effects=(RetryJob(job_id=job_id, staff_id=staff_id), *self.enter()))
            case DossierSlipAsked(kind=kind) if self._dossier is not None and not self._is_printing:
                return self._print(self._dossier, kind)
            case SlipMoved(reference=subject, state=state, printer=printer) if subject == self._printed:
                self._slip = SlipState(state, printer)
            case PrintAskedAgain() if self._printed and not self._is_printing:
                self._slip = SlipState()
                return Turn(effects=(PrintSlipAgain(reference=self._printed),))
            case SlipSeenOnPaper(came_out=came_out) if self._slip is not None and self._slip.asks_the_person:
                self._slip = SlipState()
                return Turn(effects=(SettleSlip(reference=self._printed, came_out=came_out),))
            case EffectFailed(effect="PrintDossierSlip" | "PrintSlipAgain" | "SettleSlip"):
                self._slip = SlipState(PrintState.NOT_PRINTED)
                self._notice = Notice("error", intent.text_key)
            case PayChosen() if self._dossier is not None and self._dossier.state in PAYABLE:
                begin = self._visit.begin(self._around, WayName.TRACK_DOSSIER)
                pay = PayStep(self._visit, self._around, self._dossier.local_reference)
                return Turn(effects=begin, to=pay)
            case WithdrawChosen() if self._dossier is not None and may_withdraw(self._dossier.state):
                begin = self._visit.begin(self._around, WayName.TRACK_DOSSIER)
                withdraw = WithdrawStep(self._visit, self._around, self._dossier)
                return Turn(effects=begin, to=withdraw)
            case CorrectionChosen() if self._dossier is not None and not self._opening:
                return self._correct(self._dossier)
            case CorrectionLoaded(draft=draft, pages=pages, thumbnails=thumbnails) if (
                draft.id == self._opening
            ):
                self._opening = ""
                begin = self._visit.begin(self._around, WayName.SUBMIT_DOSSIER)
                filing = Filing.restore(self._visit, self._around, draft, pages, thumbnails)
                return Turn(effects=begin, to=resume_step(filing))
            case EffectFailed():
                self._opening, self._retries = "", False
                self._notice = Notice("error", intent.text_key)
        return Turn()

    @property
    def _is_printing(self) -> bool:
        return self._slip is not None and self._slip.is_printing

    def _print(self, dossier: Dossier, kind: str) -> Turn:
        self._slip, self._printed = SlipState(), slip_subject(dossier.local_reference, kind)
        order = PrintDossierSlip(
            reference=dossier.local_reference,
            kind=kind,
            clerk=self._visit.assisted_by,
            language=self._visit.language,
        )
        return Turn(effects=(order,))

    def _correct(self, dossier: Dossier) -> Turn:
        self._notice = None
        begun = self._visit.filing
        if begun is not None and begun.reference == dossier.local_reference:
            return Turn(to=resume_step(begun))  # gone back to look at it once more
        self._opening = self._around.new_id()
        load = LoadCorrection(
            reference=dossier.local_reference, draft_id=self._opening, staff_id=self._visit.staff_id
        )
        return Turn(effects=(load,))
