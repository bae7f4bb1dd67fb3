"""The form filled in here on A4: it counts as the paper form, goes with the list of papers, and is sent nowhere."""

from dataclasses import replace

from kiosk.domain.person import Person
from kiosk.domain.procedure_parts import FORM_ITSELF
from kiosk.domain.rules import mask_number
from kiosk.domain.sheet import Block, Facts, Heading, Sentence, Sheet, SheetState, Signatures
from kiosk.domain.what_to_bring import WhatToBring, ways_of_filing, what_to_bring
from kiosk.flow.bring_on_paper import BringWriter
from kiosk.flow.bring_words import PaperFormView, PrintSheet, SheetAsked, SheetMoved
from kiosk.flow.effects import DropDraft
from kiosk.flow.filing import PAGES_STEP, Filing
from kiosk.flow.intents import EffectFailed, WentBack, WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Turn

COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc")
"""Quốc hiệu và tiêu ngữ, above every form in Vietnam, whatever the language of the screen."""


class PaperFormStep:
    """All answers once more, and the print."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        ways = ways_of_filing(filing.procedure, may_file_here=False)
        self._channel = "direct" if "direct" in ways else ways[0]
        self._can_be_posted = "post" in ways
        self._sheet: SheetState | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Remember where the person is."""
        return self._filing.stand_at("checklist")

    def view(self) -> View:
        """What was answered, and what goes with the form."""
        filing = self._filing
        return PaperFormView(
            procedure=filing.procedure,
            agency=filing.around.agency(filing.procedure.agency_kind),
            answers=filing.answer_lines(),
            papers=self._papers(),
            can_be_posted=self._can_be_posted,
            sheet=self._sheet,
            step=PAGES_STEP,
            can_go_back=True,
            assisted_by=filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Print as often as wanted; to finish erases what was typed."""
        filing = self._filing
        match intent:
            case WentBack():
                return Turn(back=1)
            case SheetAsked() if self._sheet is not SheetState.WORKING:
                self._sheet = SheetState.WORKING
                name = f"to-khai-{filing.procedure.code}"
                return Turn(effects=(PrintSheet(sheet=form_sheet(filing, self._papers()), name=name),))
            case SheetMoved(state=state) if self._sheet is SheetState.WORKING:
                self._sheet = state
            case EffectFailed(effect="PrintSheet") if self._sheet is SheetState.WORKING:
                self._sheet = SheetState.FAILED
            case WentOn():
                draft_id, filing.visit.draft_id = filing.visit.draft_id, ""
                filing.visit.filing = None
                return Turn(effects=(DropDraft(draft_id=draft_id),), leave="completed")
        return Turn()

    def _papers(self) -> WhatToBring:
        """Beside the form itself, which is printed here."""
        papers = what_to_bring(self._filing.case, self._channel)
        others = tuple(each for each in papers.hand_in if FORM_ITSELF not in each.paper.satisfied_by)
        return replace(papers, hand_in=others)


def form_sheet(filing: Filing, papers: WhatToBring) -> Sheet:
    """The form as one sheet: whom it goes to, who asks, every answer, what is enclosed, and where to sign."""
    procedure, visit, around = filing.procedure, filing.visit, filing.around
    writer = BringWriter(around, visit.language, procedure, filing.case, "direct", papers)
    person = visit.applicant or Person()
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date else ""
    about = (
        (writer.say("paper_form.full_name"), person.full_name),
        (writer.say("paper_form.birth_date"), born),
        (writer.say("paper_form.number"), person.personal_number or ""),
        (writer.say("paper_form.address"), person.address.text),
        (writer.say("paper_form.phone"), (person.phone or "").replace("+84", "0", 1)),
    )
    form_names = [
        writer.words(each.paper.name)
        for each in what_to_bring(filing.case, "online").spared
        if each.source == "form"
    ]
    answers = tuple((writer.words(question), answer) for question, answer in filing.answer_lines())
    blocks: list[Block] = [
        Facts(((writer.say("paper_form.to"), writer.words(around.agency(procedure.agency_kind))),)),
        Heading(writer.say("paper_form.applicant")),
        Facts(about),
        Heading(writer.say("paper_form.content")),
        Facts(answers),
        *writer.blocks("paper_form.enclosed"),
        Sentence(writer.say("paper_form.promise")),
        Signatures(
            (
                ("", ""),
                (writer.say("paper_form.signs"), writer.say("paper_form.signs_sentence")),
            )
        ),
    ]
    return Sheet(
        title=(form_names[0] if form_names else writer.words(procedure.name)).upper(),
        subtitle=writer.words(procedure.name) if form_names else "",
        head=COUNTRY,
        blocks=tuple(blocks),
        footing=writer.say(
            "paper_form.footing",
            code=procedure.short_code,
            version=procedure.version or "–",
            number=mask_number(person.personal_number or ""),
            at=local_time_text(around.now()),
        ),
    )
