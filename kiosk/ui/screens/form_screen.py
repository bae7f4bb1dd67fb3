"""One page of a procedure's form: each question by its own control, saved at every change."""

from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from kiosk.flow.intents import Answered, WentOn
from kiosk.flow.messages import Intent, View
from kiosk.flow.views import FormPageView, Question
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.frame import Sign
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.question import QuestionControl
from kiosk.ui.widgets.question_grid import QuestionGrid
from kiosk.ui.widgets.row_in_sight import RowInSight


class FormScreen(Screen):
    """Questions come and go with the answers; those that stay keep their text, cursor and focus.

    While a person is still typing an answer for the first time, it is not called wrong: the problem appears
    when the field is left or the page is to be finished, and goes as soon as the answer is right.

    Touches are spared: one that brings up a question to be typed puts the cursor there, and a page where nothing
    can be done but type has it in its first question while that one is empty.
    """

    name = "form"
    view_type: ClassVar[type[View]] = FormPageView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.saved = Sign(self.theme, "check", "success")
        self.saved.label.setWordWrap(False)
        steps = self.header.steps.layout()
        assert isinstance(steps, QHBoxLayout)
        steps.insertWidget(2, self.saved)
        self.grid = QuestionGrid(self.theme)
        self.add(self.grid)
        RowInSight(self._scrolling)
        self.go_on("form.go_on", sends=self._finish_page)
        self._page = -1
        self._controls: dict[str, QuestionControl] = {}
        self._looks_for_problems = False
        self._follows_touch = False

    def show_view(self, view: FormPageView) -> None:
        """Bring the page's questions, answers and problems to the controls."""
        self.set_title(self.texts.of(view.title))
        self.saved.mark.show_icon(
            "check" if view.saved else "upload", "success" if view.saved else "ink_soft"
        )
        self.saved.set_words(self.texts("form.saved" if view.saved else "form.saving"))
        turned = view.form_page != self._page
        if turned:
            self._drop(list(self._controls))
            self._page = view.form_page
        before = set(self._controls)
        self._arrange(view)
        for question in view.fields:
            self._show_question(question)
        if self._looks_for_problems:
            self._looks_for_problems = False
            self._go_to_first_problem(view)
        if turned:
            self._go_to_first_of_typed_page(view)
        elif self._follows_touch:
            self._go_to_what_appeared(before)

    def control(self, field_name: str) -> QuestionControl:
        """The control of a question that is asked now. Raises KeyError."""
        return self._controls[field_name]

    # --- questions ---------------------------------------------------------------------------------------

    def _arrange(self, view: FormPageView) -> None:
        asked = {question.field.name: question.field for question in view.fields}
        gone = [
            name
            for name, control in self._controls.items()
            if name not in asked or replace(asked[name], required=control.field.required) != control.field
        ]
        if not gone and list(asked) == list(self._controls):
            return
        self._drop(gone)
        for name, field in asked.items():
            if name not in self._controls:
                control = QuestionControl(self, field)
                control.answered.connect(self._answered)
                control.left.connect(self._left)
                self._controls[name] = control
        self._controls = {name: self._controls[name] for name in asked}
        self.grid.set_questions([(control.row, control.whole_width) for control in self._controls.values()])

    def _drop(self, names: list[str]) -> None:
        dropped = [self._controls.pop(name) for name in names]
        self.grid.set_questions([(control.row, control.whole_width) for control in self._controls.values()])
        for control in dropped:
            control.row.setParent(None)
            control.row.deleteLater()
            control.deleteLater()

    def _show_question(self, question: Question) -> None:
        control = self._controls[question.field.name]
        problem = self.texts.of(question.problem.text) if question.problem else ""
        still_typing = control.is_being_typed() and not control.row.has_problem()
        if still_typing and not self._looks_for_problems:
            problem = ""
        control.show_question(question, problem)

    def _go_to_first_problem(self, view: FormPageView) -> None:
        wrong = next((question.field.name for question in view.fields if question.problem), None)
        if wrong is not None:
            self._controls[wrong].take_focus()

    def _go_to_first_of_typed_page(self, view: FormPageView) -> None:
        if self.theme.text_scale > 1.0:
            return  # the keyboard would take the place of a title that nobody has read yet
        only_typed = all(control.is_typed() for control in self._controls.values())
        if view.fields and only_typed and view.fields[0].value in (None, ""):
            self._controls[view.fields[0].field.name].take_focus()

    def _go_to_what_appeared(self, before: set[str]) -> None:
        first = next((control for name, control in self._controls.items() if name not in before), None)
        if first is not None and first.is_typed():
            first.take_focus()

    @override
    def focus_first(self) -> None:
        """Nowhere, but for a page where there is nothing to do but type."""
        super().focus_first()
        if isinstance(self.view, FormPageView):
            self._go_to_first_of_typed_page(self.view)

    # --- what the person does ----------------------------------------------------------------------------

    def _answered(self, name: str, value: object) -> None:
        control = self._controls[name]
        self._follows_touch = not control.is_typed() and not control.is_chosen_by_keys()
        self.send(Answered(name=name, value=value))
        self._follows_touch = False

    def _left(self, name: str) -> None:
        view = self.view
        if not isinstance(view, FormPageView) or view.form_page != self._page:
            return
        for question in view.fields:
            if question.field.name == name and name in self._controls:
                problem = self.texts.of(question.problem.text) if question.problem else ""
                self._controls[name].row.set_problem(problem)

    def _finish_page(self) -> Intent:
        self._looks_for_problems = True
        return WentOn()
