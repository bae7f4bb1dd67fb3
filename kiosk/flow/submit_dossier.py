"""Delivery, the summary on the citizen's own screen, confirmation, and then: durable, slip, sent."""

from dataclasses import replace
from hashlib import sha256
from typing import Protocol
from uuid import UUID, uuid5

from kiosk.domain.brought import PDF
from kiosk.domain.dossier import Dossier, DossierState, NewDocument, NewDossier
from kiosk.domain.errors import RuleBroken
from kiosk.domain.person import Person
from kiosk.domain.ports import Clock, DossierStore, DraftStore
from kiosk.domain.procedure_parts import FORM_ITSELF
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import plain_text
from kiosk.flow.dossier_request import DossierRequest, wire_body
from kiosk.flow.effects import FollowDossier, SubmitDossier
from kiosk.flow.filing import Filing
from kiosk.flow.intents import (
    Confirmed,
    DeliveryChosen,
    DeliveryConsidered,
    DossierFollowed,
    DossierKept,
    EffectFailed,
    Left,
    WentBack,
    WentOn,
)
from kiosk.flow.issue_receipt import money_text, submission_slip
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.pay_fee import PayStep
from kiosk.flow.pay_words import PayChosen
from kiosk.flow.prices import CHANNEL
from kiosk.flow.slip import Slip
from kiosk.flow.views import (
    ComponentLine,
    DeliveryOption,
    DeliveryView,
    DossierDoneView,
    SlipState,
    SummaryView,
)

STEP = (5, 5)
FOLLOW_EVERY_S = 2.0
HERE = "agent_point"
"""Where the terminal stands."""


class DeliveryStep:
    """How the result comes back."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        self._problem = ""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Remember where the person is. Fetching it here costs nothing and needs no address: it is there to be confirmed."""
        here = self._option(HERE)
        if not self._filing.delivery_method and here is not None and here.amount == 0:
            self._filing.delivery_method = HERE
        return self._filing.stand_at("delivery")

    def view(self) -> View:
        """The ways with their prices."""
        return DeliveryView(
            options=self._filing.delivery_options(),
            chosen=self._filing.delivery_method,
            address=self._filing.delivery_address,
            problem=self._problem,
            step=STEP,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Home needs an address."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case DeliveryConsidered(method=method, address=address) if self._option(method) is not None:
                self._filing.delivery_method, self._filing.delivery_address = method, address
                return Turn(effects=(self._filing.save(),))
            case DeliveryChosen(method=method, address=address):
                option = self._option(method)
                if option is None:
                    return Turn()
                self._filing.delivery_method = method
                if option.needs_address:
                    self._filing.delivery_address = plain_text(address)
                    if not self._filing.delivery_address:
                        self._problem = "delivery.address_missing"
                        return Turn()
                self._problem = ""
                return Turn(effects=(self._filing.save(),), to=SummaryStep(self._filing))
            case EffectFailed(effect="SaveDraft"):
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _option(self, method: str) -> DeliveryOption | None:
        return next((o for o in self._filing.delivery_options() if o.method == method), None)


class SummaryStep:
    """Price first, then everything that will be sent; the citizen presses the button."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        self._keeping = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The whole dossier in the citizen's words."""
        filing = self._filing
        time = filing.procedure.time(CHANNEL)
        return SummaryView(
            procedure_name=filing.procedure.name,
            case_name=filing.case.name if len(filing.procedure.cases) > 1 else None,
            agency=filing.around.agency(filing.procedure.agency_kind),
            prices=filing.costs.lines(),
            total=filing.costs.total(),
            applicant=filing.visit.applicant or Person(),
            representative=filing.visit.representative,
            answers=filing.answer_lines(),
            documents=tuple(
                (line.component.name, line.pages, line.state)
                for line in filing.lines()
                if line.state != "note"
            ),
            delivery=filing.delivery_method,
            delivery_address=filing.delivery_address if filing.delivery_method == "home" else "",
            time=time.words if time else None,
            keeping=self._keeping,
            busy=self._keeping,
            account_way=filing.visit.account_way,
            exemption_is_told=filing.exemption_is_told,
            step=STEP,
            can_go_back=not self._keeping,
            notice=self._notice,
            assisted_by=filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Confirmed: make it durable; a failure keeps everything as it is."""
        match intent:
            case WentBack() if not self._keeping:
                return Turn(back=1)
            case Confirmed() if not self._keeping:
                self._keeping, self._notice = True, None
                return Turn(effects=(SubmitDossier(request=replace(self._filing.request(), confirmed=True)),))
            case DossierKept(dossier=dossier, proof=proof) if self._keeping:
                self._filing.visit.draft_id = ""
                self._filing.visit.filing = None
                return Turn(to=DossierDoneStep(self._filing, dossier, proof))
            case EffectFailed(effect="SubmitDossier"):
                self._keeping = False
                self._notice = Notice("error", intent.text_key)
            case EffectFailed(effect="SaveDraft"):
                self._notice = Notice("error", intent.text_key)
        return Turn()


class DossierDoneStep:
    """The reference large, the slip, and what becomes of it while one looks."""

    def __init__(self, filing: Filing, dossier: Dossier, proof: str = "") -> None:
        self._filing = filing
        self._dossier = dossier
        self._proof = proof
        self._slip = Slip(dossier.local_reference, self._receipt)

    def enter(self) -> tuple[Effect, ...]:
        """Print once, and follow."""
        follow = FollowDossier(reference=self._dossier.local_reference, after_s=FOLLOW_EVERY_S)
        return (*(self._slip.order() if self._slip.state is None else ()), follow)

    def view(self) -> View:
        """Local reference, QR, state, slip."""
        return DossierDoneView(
            reference=self._dossier.local_reference,
            code=self._proof or self._dossier.local_reference,
            state=self._dossier.state.value,
            slip=self._slip.state or SlipState(),
            procedure_name=self._filing.procedure.name,
            hotline=self._filing.around.portal.agent_point.hotline,
            can_pay=self._can_pay,
            stars=self._filing.visit.stars,
            assisted_by=self._filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Finish, or see to the slip."""
        follow = FollowDossier(reference=self._dossier.local_reference, after_s=FOLLOW_EVERY_S)
        match intent:
            case WentOn() | Left():
                return Turn(leave="completed")
            case PayChosen() if self._can_pay:
                visit, around = self._filing.visit, self._filing.around
                return Turn(to=PayStep(visit, around, self._dossier.local_reference))
            case DossierFollowed(dossier=dossier):
                if dossier is not None and dossier.id == self._dossier.id:
                    self._dossier = dossier
                return Turn(effects=(follow,))
            case EffectFailed(effect="FollowDossier"):
                return Turn(effects=(follow,))
        return Turn(effects=self._slip.handle(intent))

    @property
    def _can_pay(self) -> bool:
        """A fee with a fixed amount, once the portal has the dossier; never where it is paid at the agency."""
        procedure = self._filing.procedure
        fee = procedure.price(CHANNEL)
        named = fee is not None and bool(fee.amount) and not fee.varies
        state = self._dossier.state
        owed = state in (DossierState.SUBMITTED, DossierState.ACCEPTED) and named
        return procedure.pays_online and (owed or state is DossierState.PAYMENT_REQUIRED)

    @staticmethod
    def _how(line: ComponentLine) -> str:
        """The form filled in here is its own paper, not somebody's data."""
        typed_here = line.state == "by_data" and FORM_ITSELF in line.component.satisfied_by
        return "form" if typed_here else line.state

    def _receipt(self) -> Receipt:
        filing = self._filing
        language = filing.visit.language
        words = filing.around.words
        fee = filing.procedure.price(CHANNEL)
        delivery = filing.costs.chosen_option()
        delivery_price = ""
        if delivery is not None and delivery.amount is not None:
            free = delivery.amount == 0 or delivery.payer != "citizen"
            delivery_price = words("price.free", language) if free else money_text(delivery.amount)
        return submission_slip(
            filing.around.portal,
            self._dossier,
            filing.procedure,
            filing.visit.applicant or Person(),
            agency=filing.around.agency(filing.procedure.agency_kind).in_language(language),
            case_name=filing.case.name.in_language(language) if len(filing.procedure.cases) > 1 else "",
            documents=[
                (
                    line.component.name.in_language(language),
                    line.pages,
                    words(f"how.{self._how(line)}", language),
                )
                for line in filing.lines()
                if line.state in ("pages", "shown", "by_data")
            ],
            missing=[component.name.in_language(language) for component in filing.missing()],
            total=None if filing.costs.fee_is_a_guide() else filing.costs.total(),
            fee_text=fee.words.in_language(language) if fee else words("price.unknown", language),
            fee_note=fee.basis.in_language(language) if fee and fee.basis else "",
            delivery_text=words(f"delivery.{filing.delivery_method}", language),
            delivery_price_text=delivery_price,
            clerk=filing.visit.assisted_by,
            language=language,
            proof=self._proof,
            representative=filing.visit.representative,
        )


# --- the use case ------------------------------------------------------------------------------------------


class PdfMaker(Protocol):
    """Turns page pictures into one document (part of the `PageScanner` port)."""

    def make_pdf(self, pages: list[bytes], *, limit_bytes: int, title: str) -> bytes:
        """One PDF within the limit; FileRefused when legibility would be lost."""

    def count_pages(self, pdf: bytes) -> int:
        """Pages of a PDF that somebody brought."""


def submit_dossier(
    request: DossierRequest,
    *,
    drafts: DraftStore,
    dossiers: DossierStore,
    pdf: PdfMaker,
    clock: Clock,
    point: str,
    limit_bytes: int,
) -> Dossier:
    """Make one PDF a component and keep the whole dossier durably, in one transaction with its job.

    Returns only after COMMIT. A document's id derives from dossier, component and bytes: a repeated call makes
    the same dossier, never a second one, and changed bytes get a new id. Raises FileRefused, DiskFull, RuleBroken(`not_confirmed`).
    """
    if not request.confirmed:
        raise RuleBroken("the citizen has not confirmed it", code="not_confirmed")
    documents = []
    kept = tuple(answer.page_ids[0] for answer in request.components if answer.how == "kept")
    if request.replaces is not None:
        # another dossier cannot keep documents of the first: its copies are handed in anew
        documents, kept = [_copied(request, document_id, dossiers) for document_id in kept], ()
    media_types = {page.id: page.media_type for page in drafts.pages(request.draft_id)}
    for answer in request.components:
        if answer.how != "pages":
            continue
        component = next(
            c for c in request.procedure.components_for(request.case_id) if c.id == answer.component_id
        )
        pages = [drafts.page_content(page_id) for page_id in answer.page_ids]
        if media_types.get(answer.page_ids[0]) == PDF:
            content, count = pages[0], pdf.count_pages(pages[0])
        else:
            content = pdf.make_pdf(pages, limit_bytes=limit_bytes, title=component.name.vi)
            count = len(pages)
        documents.append(
            NewDocument(
                id=_document_id(request, answer.component_id, content),
                component_id=answer.component_id,
                name=f"{answer.component_id}.pdf",
                media_type=PDF,
                pages=count,
                content=content,
            )
        )
    dossier = NewDossier(
        id=request.dossier_id,
        procedure_code=request.procedure.code,
        procedure_name=request.procedure.name.vi,
        body=wire_body(request, confirmed_at=clock()),
        documents=tuple(documents),
        revision=request.revision,
        draft_id=request.draft_id or None,
        kept_document_ids=kept,
        account_way=request.account_way,
        counted=request.counted,
    )
    known = dossiers.find(request.dossier_id)
    if known is not None and known.state is DossierState.QUARANTINED and known.revision == request.revision:
        # a person has put right what the portal refused: the same dossier under the same reference goes again
        dossiers.moved(known.id, DossierState.DRAFT, by=request.actor, reason="corrected")
    return dossiers.submit(dossier, actor=request.actor, point=point)


def _document_id(request: DossierRequest, component_id: str, content: bytes) -> str:
    return str(uuid5(UUID(request.dossier_id), f"{component_id}:{sha256(content).hexdigest()}"))


def _copied(request: DossierRequest, document_id: str, dossiers: DossierStore) -> NewDocument:
    old = dossiers.find(request.replaces or "")
    document = next((each for each in old.documents if each.id == document_id), None) if old else None
    if document is None:
        raise RuleBroken("a document to take over is not there any more", code="document_unknown")
    with dossiers.open_document(document_id) as file:
        content = file.read()
    return NewDocument(
        id=_document_id(request, document.component_id, content),
        component_id=document.component_id,
        name=document.name,
        media_type=document.media_type,
        pages=document.pages,
        content=content,
    )
