"""The citizen's own screen: what of a clerk's work it shows, what may be touched there, and that nothing stays."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.flow.citizen_words import CitizenAnswersView, CitizenRestView, citizen_view
from kiosk.flow.intents import Confirmed, Left
from kiosk.flow.messages import Intent
from kiosk.flow.views import FormPageView, SummaryView
from kiosk.ui.citizen_screen import CitizenScreen
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.places import StaysOnScreen, chosen_screen, named_screen
from kiosk.ui.screens.examples_dossier import EXAMPLES
from kiosk.ui.screens.examples_staff import BENCH
from kiosk.ui.widgets.button import Button
from tests.ui.screens.dossier_stage import open_stage

SUMMARY = next(view for _, view in EXAMPLES if isinstance(view, SummaryView))
FORM = next(view for _, view in EXAMPLES if isinstance(view, FormPageView))
CLERK = "Trần Thị Lan"


def test_only_the_citizens_own_data_is_shown_and_only_while_somebody_helps() -> None:
    assert citizen_view(SUMMARY) == CitizenRestView(), "who works alone has one screen"
    assert citizen_view(replace(BENCH, assisted_by=CLERK)) == CitizenRestView(helped_by=CLERK)
    shown = citizen_view(replace(FORM, assisted_by=CLERK))
    assert isinstance(shown, CitizenAnswersView)
    answered = [one.field.title for one in FORM.fields if one.value not in (None, "")]
    assert [question for question, _ in shown.rows] == answered
    summary = citizen_view(replace(SUMMARY, assisted_by=CLERK))
    assert isinstance(summary, SummaryView)
    assert (summary.total, summary.prices, summary.assisted_by) == (SUMMARY.total, SUMMARY.prices, "")


def test_the_citizen_confirms_and_does_nothing_else(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        kit = replace(stage.kit, keyboard=KeyboardPanel(stage.theme, stage.texts))
        own = CitizenScreen(kit, stage.window, StaysOnScreen(QGuiApplication.primaryScreen))
        said: list[Intent] = []
        stage.window.intent.connect(said.append)
        stage.show(replace(SUMMARY, assisted_by=CLERK))
        shown = own.window.current
        assert shown is not None
        confirm = shown.findChild(Button, "summary.confirm")
        assert confirm is not None
        confirm.click()
        assert said == [Confirmed()]
        own.window.intent.emit(Left())
        assert said == [Confirmed()]
        stage.window.forget_person()
        assert own.window.current is not None
        assert own.window.current.view == CitizenRestView()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert own.window.findChild(Button, "summary.confirm") is None, "nothing of the visit stays"
        own.window.allow_close()
        own.window.close()
        own.window.deleteLater()


def test_a_screen_that_is_away_hides_its_window_and_the_first_falls_back(qtbot: QtBot) -> None:
    assert named_screen("no such screen") is None
    assert chosen_screen("no such screen") is QGuiApplication.primaryScreen()
    assert named_screen("1") is QGuiApplication.screens()[0]
    with open_stage(qtbot) as stage:
        there = [False]
        place = StaysOnScreen(lambda: QGuiApplication.primaryScreen() if there[0] else None)
        place.keep(stage.window)
        assert not stage.window.isVisible()
        there[0] = True
        place.settle()
        assert stage.window.isVisible()
        assert stage.window.geometry() == QGuiApplication.primaryScreen().geometry()
