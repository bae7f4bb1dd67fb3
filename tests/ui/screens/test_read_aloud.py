"""Screens read aloud: what is said unasked, what on a touch, and that nobody's data is said without one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.call_words import ClerkCalledView
from kiosk.flow.messages import Notice
from kiosk.flow.views import PhoneView, WelcomeView
from kiosk.ui.screens.examples_account import EXAMPLES
from kiosk.ui.speech.speaker import Speaker
from kiosk.ui.widgets.button import Button
from tests.fakes.memory_voice import MemoryVoice
from tests.ui.screens.dossier_stage import Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = dict(EXAMPLES)
NAME = "NGUYỄN THỊ AN"


@pytest.fixture
def voice() -> MemoryVoice:
    return MemoryVoice()


@pytest.fixture
def stage(qtbot: QtBot, voice: MemoryVoice) -> Iterator[Stage]:
    with open_stage(qtbot, voice=voice) as opened:
        assert opened.kit.speaker is not None
        opened.kit.speaker.load()
        yield opened


def speaker_of(stage: Stage) -> Speaker:
    speaker = stage.kit.speaker
    assert speaker is not None
    return speaker


def test_nothing_is_read_until_the_button_is_touched(stage: Stage, voice: MemoryVoice) -> None:
    stage.show(WelcomeView())
    speaker_of(stage)._read_new()
    button = stage.find("welcome.speak", Button)
    assert button.accessibleName() == "Đọc to"
    voice.said.clear()
    stage.tap("welcome.speak")
    assert "Hôm nay cần làm việc gì? Hãy chạm vào một ô." in voice.said
    assert button.accessibleName() == "Đọc lại"


def test_each_screen_and_each_new_problem_is_read_once(stage: Stage, voice: MemoryVoice) -> None:
    stage.show(WelcomeView())
    stage.tap("welcome.speak")
    voice.said.clear()
    phone = PhoneView(step=(3, 5), can_go_back=True)
    stage.show(phone)
    speaker_of(stage)._read_new()
    assert stage.texts("phone.title") in voice.said
    voice.said.clear()
    stage.show(replace(phone, notice=Notice("error", "error.server_away")))
    speaker_of(stage)._read_new()
    assert voice.said == [stage.texts("error.server_away")]
    speaker_of(stage)._read_new()
    assert len(voice.said) == 1


def test_no_word_of_a_person_is_said_unasked(stage: Stage, voice: MemoryVoice) -> None:
    stage.show(WelcomeView())
    stage.tap("welcome.speak")
    for name, view in VIEWS.items():
        voice.said.clear()
        stage.show(view)
        speaker_of(stage)._read_new()
        foreign = [sentence for sentence in voice.said if not stage.texts.holds(sentence)]
        assert foreign == [], name


def test_what_is_touched_for_is_said_whole(stage: Stage, voice: MemoryVoice) -> None:
    stage.show(ClerkCalledView(hotline="1900 0000", session_code="4F2A9C", can_go_back=True))
    stage.tap("clerk_called.speak")
    assert stage.texts("clerk_called.heading") in voice.said


def test_the_next_person_is_met_by_silence(stage: Stage, voice: MemoryVoice) -> None:
    stage.show(WelcomeView())
    stage.tap("welcome.speak")
    assert voice.is_speaking
    stage.window.forget_person()
    assert not voice.is_speaking
    assert not speaker_of(stage).reads


def test_where_nothing_can_be_said_there_is_no_button(qtbot: QtBot) -> None:
    with open_stage(qtbot, voice=MemoryVoice(languages=())) as stage:
        speaker_of(stage).load()
        stage.show(WelcomeView())
        assert not stage.has("welcome.speak")
