"""Every shipped procedure on the screens: its page, its cases, each page of its form, each checklist."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.bilingual import Text
from kiosk.flow.views import CaseView, ChecklistView, ComponentLine, FormPageView, ProcedureView, Question
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.screens.examples_dossier import procedure
from tests.ui.screens.dossier_stage import SMALL, Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CODES = sorted(file.stem for file in (resource_folder() / "procedures").glob("*.json"))


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot, SMALL) as opened:
        yield opened


def test_each_procedure_has_its_page_and_its_cases(stage: Stage) -> None:
    for code in CODES:
        found = procedure(code)
        agency = Text("Cơ quan giải quyết", "The agency")
        stage.show(ProcedureView(procedure=found, agency=agency, can_file=found.goes_online))
        words = stage.words()
        assert found.name.vi in words, code
        for case in found.cases:
            for component in case.components:
                assert component.name.vi in words, (code, component.id)
        stage.show(CaseView(procedure_name=found.name, cases=found.cases))
        for case in found.cases:
            assert stage.has(f"case.case_{case.id}"), (code, case.id)


def test_each_question_of_each_form_has_a_control(stage: Stage) -> None:
    for code in CODES:
        found = procedure(code)
        fields = found.fields()
        for number, page in enumerate(found.form_layout):
            asked = tuple(Question(fields[name]) for name in page.fields)
            screen = stage.show(FormPageView(form_page=number, title=page.title, fields=asked))
            words = stage.words()
            for question in asked:
                assert question.field.title.vi in words, (code, question.field.name)
                control = screen.control(question.field.name)  # type: ignore[attr-defined]
                assert control.row.isVisible(), (code, question.field.name)
                assert control.row.width() <= screen.width(), (code, question.field.name)


def test_each_paper_of_each_case_has_a_line(stage: Stage) -> None:
    for code in CODES:
        for case in procedure(code).cases:
            lines = tuple(
                ComponentLine(
                    each, "note" if each.kind == "note" else "missing", can_be_data=bool(each.satisfied_by)
                )
                for each in case.components
            )
            stage.show(ChecklistView(procedure_name=procedure(code).name, lines=lines, missing=len(lines)))
            words = stage.words()
            for component in case.components:
                assert component.name.vi in words, (code, case.id, component.id)
