"""Carries out the session's orders about slips, printer, templates and proofs; each runs in the lane it names."""

from collections.abc import Callable
from typing import Any

from kiosk.app.decision_effects import own_form
from kiosk.app.looking import Looking
from kiosk.app.opening import opening_receipt
from kiosk.app.parts import Parts
from kiosk.app.printer_memory import keep_as_found, own_mark
from kiosk.domain.content_proof import ProofVerdict, judge, judge_kept, prove, read_proof
from kiosk.domain.dossier import Document, Dossier
from kiosk.domain.errors import KioskError, PrinterGone, RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.receipt import PrinterState, PrintJob, PrintOutcome, PrintState, Receipt
from kiosk.flow import effects as order
from kiosk.flow import intents, printing_words
from kiosk.flow.dossier_slips import SUBMISSION, dossier_slip, slip_subject
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.print_slip import print_slip
from kiosk.flow.visit import VIETNAM
from kiosk.ui.receipts import TemplateInvalid, png_bytes, sample_values

OPENED_ON = "opening_slip.day"
UNREADABLE = "00" * 32
"""Stands for a document whose kept copy cannot be read any more: it is not what was handed in."""

Carries = Callable[[Any], Intent | None]


class SlipEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts, looking: Looking) -> None:
        self._parts, self._looking = parts, looking
        self._prints = parts.store.prints

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        printer, store = Lane.PRINTER, Lane.STORE
        return {
            order.PrintSlip: (printer, self._print_slip),
            order.PrintSlipAgain: (printer, self._print_again),
            order.SettleSlip: (printer, self._settle_slip),
            printing_words.PrintDossierSlip: (printer, self._print_dossier_slip),
            printing_words.PrintDeskSlip: (printer, self._print_desk_slip),
            printing_words.PrintKeptSlip: (printer, self._print_kept),
            printing_words.DropKeptSlip: (printer, self._drop_kept),
            printing_words.LoadPrinterDesk: (printer, self._load_desk),
            printing_words.ProbePrinter: (printer, self._probe),
            printing_words.LoadTemplate: (store, self._load_template),
            # the painter works in one lane only
            printing_words.DrawTemplate: (printer, self._draw_template),
            printing_words.KeepTemplate: (printer, self._keep_template),
            printing_words.RestoreTemplate: (printer, self._restore_template),
            printing_words.CheckProof: (store, self._check_proof),
        }

    # --- slips of visits -------------------------------------------------------------------------------------

    def _print_slip(self, effect: order.PrintSlip) -> Intent:
        return self._print(self._prints.add(effect.receipt, reference=effect.reference))

    def _print_again(self, effect: order.PrintSlipAgain) -> Intent:
        return self._print(self._latest(effect.reference))

    def _settle_slip(self, effect: order.SettleSlip) -> Intent:
        job = self._latest(effect.reference)
        if not effect.came_out:
            return self._print(job)
        self._prints.settle(job.id, PrintState.PRINTED)
        return intents.SlipMoved(
            reference=job.reference, state=PrintState.PRINTED, printer=PrinterState.UNKNOWN
        )

    def _print_dossier_slip(self, effect: printing_words.PrintDossierSlip) -> Intent:
        dossier = self._parts.store.dossiers.find(effect.reference)
        if dossier is None:
            raise RuleBroken("not there any more", code="dossier_unknown")
        receipt = dossier_slip(
            effect.kind,
            dossier,
            self._parts.around,
            proof=self.proof_of(dossier),
            clerk=effect.clerk,
            language=effect.language,
            payment=self._parts.store.dossiers.payment_asked(dossier.id),
            form_url=self._own_form(dossier.id),
        )
        subject = slip_subject(dossier.local_reference, effect.kind)
        earlier = self._prints.latest(subject)
        if earlier is not None and _says_the_same(earlier.receipt, receipt):
            return self._print(earlier)
        return self._print(self._prints.add(receipt, reference=subject))

    def _own_form(self, dossier_id: str) -> str:
        """Only an address of the portal's own origin is printed for people to open."""
        notice = self._parts.store.dossiers.newest_notice(dossier_id) or {}
        return own_form(notice.get("form_url"), self._parts.settings.gateway.url)

    def proof_of(self, dossier: Dossier) -> str:
        """What the QR of its slip says."""
        key = self._parts.store.device_key
        return prove(dossier, key.sign, key.public_jwk())

    # --- the printer's desk ----------------------------------------------------------------------------------

    def _print_desk_slip(self, effect: printing_words.PrintDeskSlip) -> Intent | None:
        marks, opened_on = self._parts.store.marks, own_mark(OPENED_ON, self._parts.settings)
        today = (self._parts.clock() + VIETNAM).date().isoformat()
        if effect.once_a_day and marks.get(opened_on) == today:
            return None
        printer = self._parts.devices.printer
        if effect.once_a_day and printer is None:
            return None
        receipt = (
            opening_receipt(self._parts, self._looking, clerk=effect.clerk, language=effect.language)
            if effect.kind == "opening"
            else test_page(
                printer.address if printer else "", local_time_text(self._parts.clock()), effect.language
            )
        )
        moved = self._print(self._prints.add(receipt, reference=effect.kind))
        if effect.kind == "opening" and moved.state is not PrintState.NOT_PRINTED:
            marks.put(opened_on, today)
        return moved

    def _print_kept(self, effect: printing_words.PrintKeptSlip) -> Intent:
        return self._print(self._kept(effect.job_id))

    def _drop_kept(self, effect: printing_words.DropKeptSlip) -> Intent:
        self._prints.settle(self._kept(effect.job_id).id, PrintState.CANCELLED)
        return self._load_desk(effect)

    def _kept(self, job_id: str) -> PrintJob:
        job = next((job for job in self._prints.unfinished() if job.id == job_id), None)
        if job is None:
            raise RuleBroken("no such print job waits", code="print_job_unknown")
        return job

    def _load_desk(self, _: Effect) -> Intent:
        devices = self._parts.devices
        printer = devices.printer
        return printing_words.PrinterDeskLoaded(
            address=printer.address if printer else "",
            width_dots=devices.width_dots,
            state=printer.status() if printer else PrinterState.GONE,
            abilities=printer.abilities if printer else None,
            jobs=tuple(self._prints.unfinished()),
        )

    def _probe(self, effect: printing_words.ProbePrinter) -> Intent:
        printer = self._parts.devices.printer
        if printer is None:
            raise PrinterGone("none is configured")
        found = printer.probe()
        keep_as_found(self._parts.store.marks, self._parts.settings, found)
        self._parts.store.audit.append(
            AuditKind.PRINTER_PROBED,
            printer.address,
            {"staff": effect.staff_id, "model": found.model, "confirms": found.can_confirm},
        )
        return self._load_desk(effect)

    # --- templates -------------------------------------------------------------------------------------------

    def _load_template(self, effect: printing_words.LoadTemplate) -> Intent:
        return self._template(effect.name, effect.language)

    def _template(self, name: str, language: str, *, saved: bool = False) -> Intent:
        templates = self._parts.templates
        return printing_words.TemplateLoaded(
            name=name,
            language=language,
            source=templates.source(name, language),
            is_changed=templates.is_changed(name, language),
            names=tuple(templates.names()),
            saved=saved,
        )

    def _draw_template(self, effect: printing_words.DrawTemplate) -> Intent:
        try:
            bitmap = self._parts.templates.draw(
                effect.name, effect.language, effect.source, effect.width_dots
            )
        except TemplateInvalid as wrong:
            return printing_words.TemplateDrawn(picture=b"", line=wrong.line, problem=wrong.problem)
        return printing_words.TemplateDrawn(picture=png_bytes(bitmap))

    def _keep_template(self, effect: printing_words.KeepTemplate) -> Intent:
        try:
            self._parts.templates.keep(effect.name, effect.language, effect.source)
        except TemplateInvalid as wrong:
            return printing_words.TemplateDrawn(picture=b"", line=wrong.line, problem=wrong.problem)
        self._template_changed(effect.name, effect.language, effect.staff_id, "changed")
        return self._template(effect.name, effect.language, saved=True)

    def _restore_template(self, effect: printing_words.RestoreTemplate) -> Intent:
        self._parts.templates.restore(effect.name, effect.language)
        self._template_changed(effect.name, effect.language, effect.staff_id, "restored")
        return self._template(effect.name, effect.language, saved=True)

    def _template_changed(self, name: str, language: str, staff_id: str, what: str) -> None:
        self._parts.store.audit.append(
            AuditKind.TEMPLATE_CHANGED, f"{name}.{language}", {"staff": staff_id, "what": what}
        )

    # --- proofs ----------------------------------------------------------------------------------------------

    def _check_proof(self, effect: printing_words.CheckProof) -> Intent:
        proof = read_proof(effect.text)
        if proof is None:
            return printing_words.ProofChecked(verdict=ProofVerdict.NO_PROOF, proof=None)
        key = self._parts.store.device_key.public_jwk()
        dossiers, verify = self._parts.store.dossiers, self._parts.verify
        dossier = dossiers.find(proof.reference)
        if dossier is None:
            return printing_words.ProofChecked(verdict=judge(proof, key, verify), proof=proof)

        def rehash(document: Document) -> str:
            return kept_hash(document, dossiers.rehash_document)

        return printing_words.ProofChecked(
            verdict=judge_kept(proof, dossier, key, verify, rehash), proof=proof
        )

    # --- one try ---------------------------------------------------------------------------------------------

    def _latest(self, reference: str) -> PrintJob:
        job = self._prints.latest(reference)
        if job is None:
            raise RuleBroken(f"no slip of {reference}", code="print_job_unknown")
        return job

    def _print(self, job: PrintJob) -> intents.SlipMoved:
        outcome: PrintOutcome = print_slip(
            job,
            prints=self._prints,
            painter=self._parts.painter,
            printer=self._parts.devices.printer,
            width_dots=self._parts.devices.width_dots,
            clock=self._parts.clock,
        )
        return intents.SlipMoved(reference=job.reference, state=outcome.state, printer=outcome.printer)


def kept_hash(document: Document, rehash: Callable[[str], str]) -> str:
    """SHA-256 of the kept copy, read anew; as recorded once its pages were erased after delivery."""
    if document.purged:
        return document.sha256
    try:
        return rehash(document.id)
    except KioskError:
        return UNREADABLE


def test_page(printer: str, at: str, language: str) -> Receipt:
    """The test page of this very printer."""
    values = {**sample_values("test_page", language), "at": at, "printer": printer}
    return Receipt("test_page", values, language)


def _says_the_same(earlier: Receipt, receipt: Receipt) -> bool:
    if receipt.template != SUBMISSION:
        return earlier == receipt
    # it goes out again as it was issued, as long as it speaks of the same pages, whichever terminal signs
    first, second = (read_proof(str(each.values.get("qr"))) for each in (earlier, receipt))
    return (
        first is not None
        and second is not None
        and (first.reference, first.revision, first.prefixes)
        == (second.reference, second.revision, second.prefixes)
    )
