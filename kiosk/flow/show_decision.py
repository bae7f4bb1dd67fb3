"""The owner of a dossier reads what the agency decided, word for word, and takes it along on a slip or on A4."""

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.receipt import PrintState
from kiosk.domain.sheet import Facts, Heading, Sentence, Sheet, SheetState
from kiosk.flow.bring_words import PrintSheet, SheetAsked, SheetMoved
from kiosk.flow.decision_words import (
    DecisionLoaded,
    DecisionView,
    LoadDecision,
    WrittenDecision,
)
from kiosk.flow.dossier_slips import SUBMISSION, applicant_of, slip_subject, slips_of
from kiosk.flow.effects import PrintSlipAgain, SettleSlip
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, SlipMoved, SlipSeenOnPaper, WentBack, WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Turn
from kiosk.flow.printing_words import PrintDossierSlip
from kiosk.flow.views import SlipState
from kiosk.flow.visit import Surroundings, Visit


def written_in(dossier: Dossier) -> tuple[WrittenDecision, ...]:
    """Every notice of the portal that had words, the newest first."""
    told = [step for step in dossier.history if step.by == "portal" and step.reason]
    return tuple(
        WrittenDecision(step.state, step.server_at or step.at, step.reason) for step in reversed(told)
    )


class DecisionStep:
    """Only for whoever showed the card that the dossier was filed with."""

    def __init__(self, visit: Visit, around: Surroundings, dossier: Dossier) -> None:
        self._visit = visit
        self._around = around
        self._dossier = dossier
        self._form_url = ""
        self._loading = True
        self._slip: SlipState | None = None
        self._sheet: SheetState | None = None
        self._kind = next((kind for kind in slips_of(dossier) if kind != SUBMISSION), "")

    def enter(self) -> tuple[Effect, ...]:
        """Where the portal keeps its own document."""
        return (LoadDecision(reference=self._dossier.local_reference),)

    def view(self) -> View:
        """As it was written."""
        dossier = self._dossier
        return DecisionView(
            reference=dossier.local_reference,
            code=dossier.official_code or "",
            procedure_name=dossier.procedure_name,
            agency=self._agency(),
            written=written_in(dossier),
            items=tuple((self._about(item.component_id), item) for item in dossier.supplement),
            due_at=dossier.due_at,
            form_url=self._form_url,
            loading=self._loading,
            has_slip=bool(self._kind),
            slip=self._slip,
            sheet=self._sheet,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Read, print, go."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case WentOn():
                return Turn(leave="completed")
            case DecisionLoaded(form_url=form_url):
                self._form_url, self._loading = form_url, False
            case EffectFailed(effect="LoadDecision"):
                self._loading = False
            case SheetAsked() if self._sheet is not SheetState.WORKING and not self._loading:
                self._sheet = SheetState.WORKING
                name = f"thong-bao-{self._dossier.local_reference}"
                return Turn(effects=(PrintSheet(sheet=self._written_sheet(), name=name),))
            case SheetMoved(state=state) if self._sheet is SheetState.WORKING:
                self._sheet = state
            case EffectFailed(effect="PrintSheet") if self._sheet is SheetState.WORKING:
                self._sheet = SheetState.FAILED
            case PrintAskedAgain() if self._kind and not self._is_printing:
                return self._print()
            case SlipMoved(reference=subject, state=state, printer=printer) if subject == self._subject:
                self._slip = SlipState(state, printer)
            case SlipSeenOnPaper(came_out=came_out) if self._slip is not None and self._slip.asks_the_person:
                self._slip = SlipState()
                return Turn(effects=(SettleSlip(reference=self._subject, came_out=came_out),))
            case EffectFailed(effect="PrintDossierSlip" | "PrintSlipAgain" | "SettleSlip"):
                self._slip = SlipState(PrintState.NOT_PRINTED)
        return Turn()

    @property
    def _is_printing(self) -> bool:
        return self._slip is not None and self._slip.is_printing

    @property
    def _subject(self) -> str:
        return slip_subject(self._dossier.local_reference, self._kind)

    def _print(self) -> Turn:
        again = self._slip is not None
        self._slip = SlipState()
        if again:
            return Turn(effects=(PrintSlipAgain(reference=self._subject),))
        order = PrintDossierSlip(
            reference=self._dossier.local_reference,
            kind=self._kind,
            clerk=self._visit.assisted_by,
            language=self._visit.language,
        )
        return Turn(effects=(order,))

    def _agency(self) -> Text | str:
        named = self._dossier.body.get("agency")
        return self._around.agency(str(named)) if named else ""

    def _about(self, name: str) -> Text | str:
        """The component's or the question's own name, where the procedure is known; else as the portal wrote it."""
        procedure = self._around.catalogue.begun_with(self._dossier)
        if procedure is None:
            return name
        known = {component.id: component.name for case in procedure.cases for component in case.components}
        field = procedure.fields().get(name.removeprefix("/form/").removeprefix("form."))
        return known.get(name) or (field.title if field else name)

    # --- on A4 -----------------------------------------------------------------------------------------------

    def _written_sheet(self) -> Sheet:
        """The words of the portal unchanged; what stands around them says where they come from."""
        language, words, dossier = self._visit.language, self._around.words, self._dossier

        def says(text: Text | str) -> str:
            return text.in_language(language) if isinstance(text, Text) else text

        facts = (
            ("decision.code", dossier.official_code or ""),
            ("decision.reference", dossier.local_reference),
            ("decision.procedure", dossier.procedure_name),
            ("decision.agency", says(self._agency())),
            ("decision.applicant", applicant_of(dossier).full_name),
            ("decision.due_at", local_time_text(dossier.due_at)),
            ("decision.document", self._form_url),
        )
        blocks: list[Heading | Sentence | Facts] = [
            Facts(tuple((words(key, language), value) for key, value in facts if value))
        ]
        for place, one in enumerate(written_in(dossier)):
            known = DossierState.read(one.state) is not DossierState.UNKNOWN
            state = words(f"state.{one.state}", language) if known else one.state
            blocks.append(Heading(f"{state} – {local_time_text(one.at)}"))
            blocks += [Sentence(line) for line in one.text.splitlines() if line.strip()]
            for item in dossier.supplement if place == 0 else ():
                blocks.append(Sentence(says(self._about(item.component_id)), strong=True))
                blocks += [Sentence(part) for part in (item.reason, item.what_to_do) if part]
        return Sheet(
            title=words("decision.sheet_title", language),
            subtitle=words("decision.sheet_subtitle", language),
            blocks=tuple(blocks),
            footing=words("decision.sheet_footing", language),
        )
