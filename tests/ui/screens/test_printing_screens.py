"""Printer desk, template editor and slip check as a person meets them, in every state of the examples."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kiosk.domain.content_proof import ProofVerdict
from kiosk.domain.receipt import PrinterState
from kiosk.flow.printing_words import (
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
from kiosk.flow.staff_words import WorkItemView
from kiosk.flow.track_words import CodeEntered
from kiosk.flow.views import SlipState, TerminalStatus
from kiosk.ui.receipts.fields import FIELDS
from kiosk.ui.screens.examples_printing import CHECK, DESK, JOBS, TEMPLATE
from kiosk.ui.screens.examples_staff import BENCH, RESULT, SUPPLEMENT
from tests.ui.screens.dossier_stage import Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
RESULT_PRINTING = replace(RESULT, slip=SlipState())


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


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
