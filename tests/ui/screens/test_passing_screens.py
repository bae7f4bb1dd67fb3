"""Screens on which a draft changes hands: each touch says what it is for."""

from pytestqt.qtbot import QtBot

from kiosk.flow.intents import WentOn
from kiosk.flow.passing_words import ClerkCameOver, HandedBack, PassOnAsked
from kiosk.ui.screens.examples_passing import AGREED, CALLED, EXAMPLES, PASSED_ON
from kiosk.ui.screens.passed_on_screen import PassedOnScreen
from tests.ui.screens.dossier_stage import open_stage


def test_each_touch_says_what_it_is_for(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(CALLED)
        assert stage.tap("clerk_called.sign_in") == [ClerkCameOver()]
        assert stage.tap("clerk_called.pass_on") == [PassOnAsked()]
        assert not stage.has("clerk_called.hand_back")
        stage.show(dict(EXAMPLES)["passing-helping"])
        assert stage.tap("clerk_called.hand_back") == [HandedBack()]
        stage.show(AGREED)
        assert "001•••••0001" in stage.words()
        assert stage.tap("agreed.go_on") == [WentOn()]
        screen = stage.show(PASSED_ON)
        assert isinstance(screen, PassedOnScreen)
        assert "7 F 3 A 9 C" in screen.code.accessibleName(), "read aloud letter by letter"
        assert stage.tap("passed_on.finish") == [WentOn()]
        stage.show(dict(EXAMPLES)["passing-own-card"])
        assert not stage.has("resume.drop"), "nobody erases another's draft with its code"
