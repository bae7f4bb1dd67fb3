"""One dossier for a clerk: how it stands, what the portal said in words, and what to do about it."""

from typing import ClassVar

from kiosk.domain.dossier import Dossier, SupplementItem
from kiosk.domain.rules import mask_number
from kiosk.flow.after_sending_words import WithdrawChosen
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.pay_words import PayChosen
from kiosk.flow.printing_words import DossierSlipAsked
from kiosk.flow.staff_words import CorrectionChosen, JobRetried, WorkItemView
from kiosk.ui.amounts import size_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screens.track_result_screen import STATE_LOOKS
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel
from kiosk.ui.work_words import (
    actor_words,
    document_name,
    dossier_state_words,
    next_words,
    phone_words,
    pointer_words,
    reason_words,
    state_words,
    todo_words,
    why_words,
)

SLIPS = ("supplement", "payment", "notice", "acceptance", "submission")
PRINT_MM = 62.0


class WorkItemScreen(Screen):
    """How it stands and what is wrong at the left, whose it is and what happened at the right."""

    name = "work_item"
    view_type: ClassVar[type[View]] = WorkItemView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.procedure = self.label(role="lead")
        self.reference = self.label(role="code")
        self.state = StatePanel(self.theme)
        self.problem = self.section("work_item.problem", "warning")
        self.fields = self.section("work_item.fields", "edit")
        self.again = self.banner(kind="warning")
        self.supplement = self.section("work_item.supplement", "pages")
        self.notice_text = self.section("work_item.notice", "receipt")
        self.facts = self.section("work_item.facts", "info")
        self.documents = self.section("work_item.documents", "page")
        self.history = self.section("work_item.history", "history")
        wrong = self.column(
            self.state,
            self.again,
            self.problem,
            self.fields,
            self.supplement,
            self.notice_text,
            self.documents,
        )
        about = self.column(self.facts, self.history)
        self.prints = {
            kind: self.button(
                f"print_{kind}", f"work_item.print_{kind}", icon="printer", sends=DossierSlipAsked(kind=kind)
            )
            for kind in SLIPS
        }
        self.slip = SlipLine(self)
        self.add(self.procedure, self.reference)
        self.add(RowOrColumn(self.theme, *self.prints.values(), least_mm=PRINT_MM))
        self.add(self.slip)
        self.add(SideBySide(self.theme, wrong, about, (1, 1), least_mm=280.0))
        self.correct = self.go_on("work_item.correct", "edit", sends=self._corrected, purpose="correct")
        self.retry = self.button("retry", "work_item.retry", icon="upload", sends=self._retried)
        self.pay = self.button("pay", "work_item.pay", icon="money", sends=PayChosen())
        self.withdraw = self.button("withdraw", "work_item.withdraw", icon="undo", sends=WithdrawChosen())
        self.footer.put_second(self.withdraw)
        self.footer.put_second(self.pay)
        self.footer.put_second(self.retry)

    # --- showing -----------------------------------------------------------------------------------------

    def show_view(self, view: WorkItemView) -> None:
        """All that is known of it; empty parts are not shown."""
        texts, dossier = self.texts, view.dossier
        self.procedure.set_words(dossier.procedure_name)
        self.reference.set_words(dossier.local_reference)
        self.reference.setAccessibleName(f"{texts('track_result.code')}: {dossier.local_reference}")
        kind, icon = STATE_LOOKS.get(dossier.state, ("info", "info"))
        self.state.show_state(kind, icon, dossier_state_words(texts, dossier), self._next(view))
        self._show_problem(view)
        self.supplement.set_rows(self._supplement_row(dossier, item) for item in dossier.supplement)
        self.notice_text.set_rows((), dossier.notice_text)
        asked_again = texts("supplement.again", count=dossier.notices) if dossier.notices > 1 else ""
        self.again.set_words(asked_again)
        self.facts.set_rows(self._facts(dossier))
        self.documents.set_rows(
            (
                (
                    document.name,
                    texts("work_item.document", pages=document.pages, size=size_words(texts, document.bytes)),
                )
                for document in dossier.documents
            ),
            texts("work_item.no_documents"),
        )
        self.history.set_rows(
            (
                local_time_text(change.server_at or change.at),
                "\n".join(
                    part
                    for part in (
                        state_words(texts, change.state),
                        texts("work_item.by", who=actor_words(texts, change.by)),
                        change.reason,
                    )
                    if part
                ),
            )
            for change in reversed(dossier.history)
        )
        for kind, button in self.prints.items():
            button.setVisible(kind in view.slips)
        self.slip.show_slip(view.slip)
        self._show_buttons(view)

    def _next(self, view: WorkItemView) -> str:
        """For a clerk: why it waits, else what comes next."""
        if view.item is not None and view.item.state != "quarantined":
            return why_words(self.texts, view.item)
        if view.problem is not None:
            return todo_words(self.texts, view.problem)
        key = f"work_item.next_{view.dossier.state.value}"
        return self.texts(key) if self.texts.has(key) else next_words(self.texts, view.dossier.state.value)

    def _show_problem(self, view: WorkItemView) -> None:
        texts, problem = self.texts, view.problem
        if problem is None:
            self.problem.set_rows(())
            self.fields.set_rows(())
            return
        rows = [(texts("work_item.reason"), reason_words(texts, problem))]
        if problem.detail and problem.detail != rows[0][1]:
            rows.append((texts("work_item.portal_says"), problem.detail))
        rows.append((texts("work_item.code"), problem.code))
        self.problem.set_rows(rows)
        self.fields.set_rows(
            (pointer_words(texts, pointer, view.dossier, view.procedure), detail or code)
            for pointer, code, detail in problem.errors
        )

    def _supplement_row(self, dossier: Dossier, item: SupplementItem) -> tuple[str, str]:
        told = [item.reason, item.what_to_do]
        name = document_name(self.texts, dossier, item.component_id, self.view.procedure)
        return name, "\n".join(part for part in told if part)

    def _facts(self, dossier: Dossier) -> list[tuple[str, str]]:
        applicant = dossier.body.get("applicant") or {}
        rows = (
            ("work_item.applicant", applicant.get("full_name") or ""),
            ("work_item.number", mask_number(applicant.get("personal_number") or "")),
            ("work_item.phone", phone_words(applicant.get("phone") or "")),
            ("work_item.official_code", dossier.official_code or ""),
            ("work_item.created_at", local_time_text(dossier.created_at)),
            ("track_result.sent_at", local_time_text(dossier.sent_at)),
            ("track_result.accepted_at", local_time_text(dossier.accepted_at)),
            ("track_result.due_at", local_time_text(dossier.due_at) if dossier.accepted_at else ""),
            ("track_result.counted", "\n".join(self.texts.of(line) for line in self.view.counted)),
            ("work_item.revision", str(dossier.revision) if dossier.revision > 1 else ""),
        )
        return [(self.texts(key), value) for key, value in rows if value]

    # --- what the clerk does -----------------------------------------------------------------------------

    def _show_buttons(self, view: WorkItemView) -> None:
        """The one that makes sense is the main one; both where both do."""
        self.correct.setVisible(view.can_correct)
        self.retry.setVisible(view.can_retry)
        self.pay.setVisible(view.can_pay)
        self.withdraw.setVisible(view.can_withdraw)
        kind = "secondary" if view.can_correct else "primary"
        if self.retry.kind != kind:
            self.retry.set_kind(kind)
        self.footer.primary = self.correct if view.can_correct else self.retry
        self.footer.show_if_needed()

    def _retried(self) -> JobRetried | None:
        item = self.view.item
        return JobRetried(job_id=item.job_id) if item is not None else None

    def _corrected(self) -> CorrectionChosen:
        return CorrectionChosen(reference=self.view.dossier.local_reference)
