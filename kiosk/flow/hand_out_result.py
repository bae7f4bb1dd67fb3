"""A result is handed out: who stands here, what is taken back, both sign; nobody else's result leaves the desk."""

from collections.abc import Callable

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.held_result import (
    HandOut,
    HeldResult,
    Receiver,
    ResultState,
    check_hand_out,
    moved,
    who_receives,
)
from kiosk.domain.paper_slip import ResultHandedOut
from kiosk.domain.person import Person
from kiosk.domain.post_item import Signature
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import clean_text, mask_number
from kiosk.flow.effects import Record
from kiosk.flow.envelope import NAME_LIMIT
from kiosk.flow.intents import WentBack
from kiosk.flow.issue_paper_slip import result_slip
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.post_words import SignLine
from kiosk.flow.result_words import HandOutView, MoveResult, OldPapersTold
from kiosk.flow.sign_paper import SignStep, signed_words
from kiosk.flow.visit import Surroundings, Visit

STEPS = 3


class HandOutStep:
    """`entitled`: (applicant, representative). `given` is the step that keeps the move."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        result: HeldResult,
        holder: Person,
        entitled: tuple[Person | None, Person | None],
        given: Callable[[MoveResult], Step],
    ) -> None:
        self._visit = visit
        self._around = around
        self._result = result
        self._holder = holder
        self._kind = who_receives(holder, *entitled)
        self._given = given
        self._applicant_name = entitled[0].full_name if entitled[0] else ""
        self._out: HandOut | None = None
        self._signatures: tuple[Signature, ...] = ()
        self._notice: Notice | None = None
        self._refused = False

    def enter(self) -> tuple[Effect, ...]:
        """That somebody else came for it is recorded, without who it was."""
        if self._kind is not Receiver.STRANGER or self._refused:
            return ()
        self._refused = True
        facts = {"staff": self._visit.staff_id or "", "why": "not_entitled"}
        return (Record(kind=AuditKind.RESULT_REFUSED, subject=self._result.name, facts=facts),)

    def view(self) -> View:
        """Who it is, as far as that decides."""
        return HandOutView(
            result=self._result,
            receiver=self._kind,
            receiver_name=self._holder.full_name,
            masked_number=mask_number(self._holder.personal_number or ""),
            step=(2, STEPS),
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """On to the signatures, if this person may take it."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case OldPapersTold(old_papers=old_papers, authority_paper=authority_paper):
                return self._decide(old_papers, authority_paper)
        return Turn()

    def _decide(self, old_papers: tuple[str, ...], authority_paper: str) -> Turn:
        checked = self._visit.verification
        try:
            out = HandOut(
                receiver=self._holder,
                kind=self._kind,
                id_checked=checked.value if checked else "",
                old_papers=tuple(clean_text(paper, NAME_LIMIT) for paper in old_papers if paper.strip()),
                authority_paper=clean_text(authority_paper, NAME_LIMIT),
                on_behalf_of="" if self._kind is Receiver.APPLICANT else self._applicant_name,
            )
            check_hand_out(out)
        except RuleBroken as broken:
            self._notice = Notice("error", broken.text_key)
            return Turn()
        self._notice, self._out = None, out
        return Turn(to=self._sign("receiver", out))

    def _sign(self, role: str, out: HandOut) -> Step:
        def then(signature: Signature) -> Turn:
            if role == "receiver":
                self._signatures = (signature,)
                return Turn(to=self._sign("clerk", out))
            self._signatures = (self._signatures[0], signature)
            return Turn(to=self._given(self._move(out)))

        taken = tuple(
            SignLine(name=paper, remark=self._words("hand_out.taken_back")) for paper in out.old_papers
        )
        result = SignLine(name=self._result.procedure_name or self._result.code, remark=self._result.code)
        return SignStep(
            self._visit,
            self._around,
            subject="result",
            role=role,
            signer=self._holder.full_name if role == "receiver" else self._visit.assisted_by,
            lines=(result, *taken),
            then=then,
            step=(3, STEPS),
        )

    def _words(self, key: str) -> str:
        return self._around.words(key, self._visit.language)

    def _move(self, out: HandOut) -> MoveResult:
        facts = {
            "where": "point",
            "to": out.kind.value,
            "by": out.id_checked,
            "old_papers": len(out.old_papers),
        }
        return MoveResult(
            before=self._result,
            after=moved(self._result, ResultState.DELIVERED, at=self._around.now()),
            staff_id=self._visit.staff_id or "",
            facts=facts,
            out=out,
            signatures=self._signatures,
        )


def result_receipt(
    visit: Visit, around: Surroundings, result: HeldResult, out: HandOut, signatures: tuple[Signature, ...]
) -> Receipt:
    """The slip that both keep."""
    language = visit.language
    procedure = around.catalogue.get(result.procedure_code)
    named = procedure.result.name.in_language(language) if procedure and procedure.result else ""
    given = ResultHandedOut(
        reference=result.reference,
        code=result.code,
        procedure_name=result.procedure_name,
        agency=result.agency,
        result_name=named or result.procedure_name,
        papers=1,
        receiver=out.receiver,
        on_behalf_of=out.on_behalf_of,
        id_checked=around.words(f"hand_out.checked_{out.id_checked}", language),
        taken_back=out.old_papers,
        at=result.changed_at,
        clerk=visit.assisted_by,
        signed=signed_words(signatures[0].instead if signatures else None, around, language),
    )
    return result_slip(around.portal, given, language=language)
