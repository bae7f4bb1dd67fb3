"""What must I bring? The case's questions, the exact list, and its slip and sheet; nobody's data is asked for."""

from collections.abc import Callable

from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case
from kiosk.domain.sheet import SheetState
from kiosk.domain.what_to_bring import WhatToBring, ways_of_filing, what_to_bring
from kiosk.flow.bring_on_paper import BringWriter
from kiosk.flow.bring_words import (
    BringView,
    DataAnswered,
    ExemptionChosen,
    FilingWayChosen,
    PrintSheet,
    SheetAsked,
    SheetMoved,
)
from kiosk.flow.intents import EffectFailed, Left, PrintAskedAgain, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.slip import Slip
from kiosk.flow.visit import Surroundings, Visit


class BringStep:
    """The list follows every answer; what is not answered counts as "not there", so that nothing is left at home."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        procedure: Procedure,
        case: Case,
        *,
        begin: Callable[[], Step] | None,
    ) -> None:
        """`begin` leads into the filing; None where it cannot be filed here."""
        self._visit = visit
        self._around = around
        self._procedure = procedure
        self._case = case
        self._begin = begin
        self._channels = ways_of_filing(procedure, may_file_here=begin is not None)
        self._channel = self._channels[0]
        self._known_to: tuple[str, ...] = ()
        self._exemption: str | None = None
        self._printed = 0
        self._slip = self._new_slip()
        self._sheet: SheetState | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Questions and list."""
        papers = self._papers()
        return BringView(
            procedure=self._procedure,
            case_name=self._case.name if len(self._procedure.cases) > 1 else None,
            agency=self._around.agency(self._procedure.agency_kind),
            channels=self._channels,
            channel=self._channel,
            known_to=tuple(source for source in papers.questions if source in self._known_to),
            exemption=self._exemption,
            papers=papers,
            time=self._procedure.time(self._channel),
            fee=self._procedure.price(self._channel),
            can_file=self._begin is not None and self._channel == "online",
            validity=self._around.catalogue.validity(self._procedure.code),
            slip=self._slip.state,
            sheet=self._sheet,
            can_go_back=True,
            personal=False,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Every answer makes another list, and another list another slip."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case Left():
                return Turn(leave="completed")
            case WentOn() if self._begin is not None and self._channel == "online":
                return Turn(to=self._begin())
            case FilingWayChosen(channel=channel) if channel in self._channels:
                self._channel = channel
                self._forget_prints()
            case DataAnswered(sources=sources):
                self._known_to = sources
                self._forget_prints()
            case ExemptionChosen(exemption_id=chosen) if not chosen or self._knows(chosen):
                self._exemption = chosen
                self._forget_prints()
            case SheetAsked() if self._sheet is not SheetState.WORKING:
                self._sheet = SheetState.WORKING
                return Turn(
                    effects=(
                        PrintSheet(sheet=self._writer().sheet(), name=f"can-mang-{self._procedure.code}"),
                    )
                )
            case SheetMoved(state=state) if self._sheet is SheetState.WORKING:
                self._sheet = state
            case EffectFailed(effect="PrintSheet") if self._sheet is SheetState.WORKING:
                self._sheet = SheetState.FAILED
            case PrintAskedAgain() if self._slip.state is None:
                return Turn(effects=self._slip.order())
            case _:
                return Turn(effects=self._slip.handle(intent))
        return Turn()

    def _knows(self, exemption_id: str) -> bool:
        return any(each.id == exemption_id for each in self._procedure.exemptions)

    def _papers(self) -> WhatToBring:
        return what_to_bring(self._case, self._channel, self._known_to)

    # --- on paper --------------------------------------------------------------------------------------------

    def _forget_prints(self) -> None:
        """What was printed says something else."""
        self._printed += 1
        self._sheet = None
        self._slip = self._new_slip()

    def _new_slip(self) -> Slip:
        subject = f"bring/{self._visit.session_id}/{self._procedure.code}/{self._case.id}/{self._printed}"
        return Slip(subject, lambda: self._writer().receipt())

    def _writer(self) -> BringWriter:
        chosen = next((e for e in self._procedure.exemptions if e.id == self._exemption), None)
        return BringWriter(
            self._around,
            self._visit.language,
            self._procedure,
            self._case,
            self._channel,
            self._papers(),
            proof=(chosen.proof or chosen.name) if chosen else None,
        )
