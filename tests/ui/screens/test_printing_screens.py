"""Printer desk, template editor and slip check as a person meets them, in every state of the examples."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.content_proof import ProofVerdict
from kiosk.domain.receipt import PrinterState
from kiosk.flow.intents import (
    CodeEntered,
    DeskSlipAsked,
    DossierSlipAsked,
    KeptSlipAsked,
    KeptSlipDropped,
    PrinterDeskOpened,
    ProbeAsked,
    TemplateChosen,
    TemplateConfirmed,
    TemplateTyped,
)
from kiosk.flow.views import SlipState, TerminalStatus, WorkItemView
from kiosk.ui.receipts.fields import FIELDS
from kiosk.ui.screen_faults import find_faults
from kiosk.ui.screens.examples_printing import CHECK, DESK, EXAMPLES, JOBS, TEMPLATE
from kiosk.ui.screens.examples_staff import BENCH, RESULT, SUPPLEMENT
from kiosk.ui.theme import SMALLEST_TARGET_MM
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, SMALL, Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
RESULT_PRINTING = replace(RESULT, slip=SlipState())
KEY = re.compile(r"^[a-z_]+\.[a-z_A-Z.]+$")


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


def controls(screen: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
    return [child for kind in kinds for child in screen.findChildren(kind) if child.isVisible()]


def test_every_control_is_named_for_machine_and_ear_and_no_key_is_shown(stage: Stage) -> None:
    least = stage.theme.mm(SMALLEST_TARGET_MM) - 1
    for name, view in EXAMPLES:
        screen = stage.show(view)
        seen = controls(screen)
        names = [control.objectName() for control in seen]
        assert all(each.startswith(f"{screen.name}.") for each in names), (name, names)
        assert len(set(names)) == len(names), (name, names)
        for control in seen:
            assert control.accessibleName().strip(), (name, control.objectName())
            assert min(control.height(), control.width()) >= least, (name, control.objectName())
        assert not [line for line in stage.words().splitlines() if KEY.match(line)], name


@pytest.mark.parametrize(
    ("size", "text_scale", "language"), [(FULL_HD, 1.0, "en"), (SMALL, 2.0, "vi"), (PORTRAIT, 1.6, "en")]
)
def test_no_word_is_cut_and_nothing_lies_on_anything(
    qtbot: QtBot, size: tuple[int, int, float], text_scale: float, language: str
) -> None:
    with open_stage(qtbot, size, language, text_scale) as stage:
        for name, view in EXAMPLES:
            stage.show(view)
            assert find_faults(stage.window, stage.theme) == [], name


def test_the_desk_asks_for_slips_and_lets_waiting_ones_go(stage: Stage) -> None:
    stage.show(replace(DESK, jobs=JOBS))
    assert stage.tap("printer_desk.test_page") == [DeskSlipAsked(kind="test_page")]
    assert stage.tap("printer_desk.opening") == [DeskSlipAsked(kind="opening")]
    assert stage.tap("printer_desk.probe") == [ProbeAsked()]
    assert stage.tap("printer_desk.print_1") == [KeptSlipAsked(job_id=JOBS[0].id)]
    assert stage.tap("printer_desk.drop_2") == [KeptSlipDropped(job_id=JOBS[1].id)]
    stage.show(replace(DESK, can_edit=False))
    assert not stage.has("printer_desk.templates")
    assert not stage.has("printer_desk.print_1")


def test_an_unknown_printer_is_never_shown_as_fine(stage: Stage) -> None:
    screen = stage.show(DESK)
    for state in PrinterState:
        stage.window.show_status(TerminalStatus(online=True, printer=state))
        assert screen.header.printer_sign.isVisible() is (state is not PrinterState.READY)
        stage.show(replace(DESK, state=state))
        assert stage.texts(f"printer.{state}") in stage.words()


def test_typing_is_told_after_a_pause_and_saving_tells_the_whole_text(qtbot: QtBot, stage: Stage) -> None:
    stage.show(replace(TEMPLATE, is_unsaved=True))
    editor = stage.find("template.source", QPlainTextEdit)
    editor.setFocus()
    QTest.keyClicks(editor, "x")
    QTest.keyClicks(editor, "y")
    qtbot.waitUntil(lambda: bool(stage.sent), timeout=30_000)
    assert stage.sent == [TemplateTyped(source="xy" + TEMPLATE.source)]
    stage.sent.clear()
    assert stage.tap("template.save") == [TemplateConfirmed(source="xy" + TEMPLATE.source)]
    chosen = TemplateChosen(name="account", language="vi", width_dots=576)
    assert stage.tap("template.next") == [chosen]
    assert stage.tap("template.width_384") == [replace(chosen, name="tracking", width_dots=384)]


def test_what_is_typed_survives_the_view_of_its_own_drawing(stage: Stage) -> None:
    stage.show(TEMPLATE)
    editor = stage.find("template.source", QPlainTextEdit)
    editor.setPlainText("[dam] mine")
    stage.show(replace(TEMPLATE, picture=b"", is_unsaved=True))
    assert editor.toPlainText() == "[dam] mine"
    stage.show(replace(TEMPLATE, source="[dam] another", load_number=2))
    assert editor.toPlainText() == "[dam] another"


def test_a_wrong_line_is_named_and_cannot_be_saved(stage: Stage) -> None:
    stage.show(replace(TEMPLATE, line=2, problem="không hiểu [xanh]", is_unsaved=True))
    words = stage.words()
    assert "2" in words and "không hiểu [xanh]" in words
    assert not stage.find("template.save", QAbstractButton).isEnabled()


def test_a_scanned_code_goes_in_whole(stage: Stage) -> None:
    stage.show(CHECK)
    code = "K-HN001-261122-0007-4/" + "A" * 200
    stage.find("slip_check.code", QLineEdit).setText(code)
    assert stage.tap("slip_check.check") == [CodeEntered(code=code)]


def test_every_verdict_and_template_has_its_words_in_both_languages(stage: Stage) -> None:
    for language in ("vi", "en"):
        stage.texts.set_language(language)
        for verdict in ProofVerdict:
            assert stage.texts(f"verify.{verdict}") and stage.texts(f"verify.{verdict}_sentence")
        for template in FIELDS:
            assert stage.texts(f"template.name_{template}")


def test_the_bench_leads_to_the_printer_and_a_dossier_to_its_slips(stage: Stage) -> None:
    stage.show(BENCH)
    assert stage.tap("work_list.printer") == [PrinterDeskOpened()]
    stage.show(WorkItemView(dossier=SUPPLEMENT, slips=("supplement", "submission"), can_go_back=True))
    assert stage.tap("work_item.print_supplement") == [DossierSlipAsked(kind="supplement")]
    assert not stage.has("work_item.print_payment")


def test_a_slip_that_waits_for_paper_says_so_while_it_prints(stage: Stage) -> None:
    stage.show(RESULT_PRINTING)
    stage.window.show_status(TerminalStatus(online=True, printer=PrinterState.PAPER_OUT))
    assert stage.words().count(stage.texts("printer.paper_out")) == 2, "in the header, and beside the slip"
    stage.window.show_status(TerminalStatus(online=True, printer=PrinterState.READY))
    assert stage.texts("printer.paper_out") not in stage.words()
