"""The form, one group of questions a page: checked as typed, saved at every keystroke."""

from dataclasses import replace

from kiosk.domain.procedure import Problem
from kiosk.flow.filing import Filing
from kiosk.flow.gather_pages import ChecklistStep
from kiosk.flow.intents import Answered, DraftSaved, EffectFailed, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.print_form import PaperFormStep
from kiosk.flow.views import FormPageView, Question

STEP = (3, 5)


def first_form_step(filing: Filing) -> Step:
    """The first page with a question to ask, or what follows when the form asks nothing."""
    return form_step_from(filing, 0)


def form_step_from(filing: Filing, page: int) -> Step:
    """The first page from `page` on that asks anything after the answers so far."""
    for number in range(page, len(filing.procedure.form_layout)):
        step = FormPageStep(filing, number)
        if step.asks_anything():
            return step
    return papers_step(filing)


def papers_step(filing: Filing) -> Step:
    """What follows the form: the papers, or its print where the dossier goes on paper."""
    return PaperFormStep(filing) if filing.procedure.prints_form else ChecklistStep(filing)


class FormPageStep:
    """One page of questions."""

    def __init__(self, filing: Filing, page: int) -> None:
        self._filing = filing
        self._page = page
        self._layout = filing.procedure.form_layout[page]
        self._problems: dict[str, Problem] = {}
        self._touched: set[str] = set()
        self._saved = True
        self._notice: Notice | None = None

    def asks_anything(self) -> bool:
        """Whether any question of this page is asked."""
        return bool(self._visible())

    def _visible(self) -> tuple[str, ...]:
        filing = self._filing
        return filing.around.forms.visible_fields(filing.procedure.form, self._layout.fields, filing.answers)

    def enter(self) -> tuple[Effect, ...]:
        """Remember where the person is."""
        return self._filing.stand_at(f"form:{self._page}")

    def view(self) -> View:
        """The questions with their answers and what is wrong with them."""
        filing = self._filing
        fields = filing.procedure.fields()
        return FormPageView(
            form_page=self._page,
            title=self._layout.title,
            fields=tuple(
                Question(
                    field=replace(fields[name], required=self._is_required(name)),
                    value=filing.answers.get(name),
                    problem=self._problems.get(name),
                    autofilled=name in filing.autofilled,
                )
                for name in self._visible()
            ),
            saved=self._saved,
            step=STEP,
            can_go_back=True,
            notice=self._notice,
            assisted_by=filing.visit.assisted_by,
        )

    def _is_required(self, name: str) -> bool:
        """After the answers so far: a form may need one answer only because of another."""
        filing = self._filing
        problem = filing.around.forms.check_field(filing.procedure.form, name, {**filing.answers, name: None})
        return problem is not None and problem.code == "required"

    def handle(self, intent: Intent) -> Turn:
        """Keep each answer; go on only when the page is right."""
        match intent:
            case Answered(name=name, value=value) if name in self._layout.fields:
                return self._answered(name, value)
            case DraftSaved(draft=draft):
                self._saved = draft.content.get("answers") == self._filing.answers
            case EffectFailed(effect="SaveDraft"):
                self._notice = Notice("error", intent.text_key)
            case WentBack():
                return Turn(back=1)
            case WentOn():
                return self._went_on()
        return Turn()

    def _answered(self, name: str, value: object) -> Turn:
        filing = self._filing
        if filing.answers.get(name) == value:
            return Turn()
        filing.answers[name] = value
        filing.autofilled.discard(name)
        self._touched.add(name)
        self._check(self._touched)
        self._saved = False
        if self._is_all_there_is(name):
            return Turn(effects=(filing.save(),), to=form_step_from(filing, self._page + 1))
        return Turn(effects=(filing.save(),))

    def _is_all_there_is(self, name: str) -> bool:
        """One question a page, answered by a touch: the touch goes on, as with every other choice of this house."""
        field = self._filing.procedure.fields()[name]
        alone = self._layout.fields == (name,) and not self._problems
        return alone and field.widget in ("choice", "yes_no") and self._is_required(name)

    def _went_on(self) -> Turn:
        self._touched = set(self._visible())
        self._check(self._touched)
        if self._problems:
            self._notice = Notice("warning", "form.problems", {"count": len(self._problems)})
            return Turn()
        self._notice = None
        return Turn(to=form_step_from(self._filing, self._page + 1))

    def _check(self, names: set[str]) -> None:
        filing = self._filing
        found = {
            name: filing.around.forms.check_field(filing.procedure.form, name, filing.answers)
            for name in self._visible()
            if name in names
        }
        self._problems = {name: problem for name, problem in found.items() if problem is not None}
