"""A bench hears calls: once for each new one, again while somebody waits, and not when nobody is to hear them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.gallery import examples
from kiosk.domain.clerk_call import CallReason, ClerkCall
from kiosk.flow.call_staff import step_of
from kiosk.flow.call_words import CallState
from kiosk.flow.views import TerminalStatus
from kiosk.ui.call_sign import call_sign_words
from kiosk.ui.chime import AGAIN_AFTER_S, Chime
from kiosk.ui.texts import Texts
from tests.fakes.hand_clock import HandClock

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
SOUND = Path(__file__).parents[3] / "resources" / "sounds" / "call.wav"


@pytest.mark.parametrize("player", [(), ("/no/such/player",)])
def test_it_rings_for_each_new_call_and_again_while_somebody_waits(
    qtbot: QtBot, player: tuple[str, ...]
) -> None:
    clock = HandClock()
    chime = Chime(SOUND, clock.monotonic, lambda: player)
    for waiting, rang in (((), 0), (("a",), 1), (("a",), 1), (("a", "b"), 2), (("b",), 2)):
        chime.hear(waiting)
        assert chime.rings == rang
    clock.advance(AGAIN_AFTER_S)
    chime.hear(("b",))
    assert chime.rings == 3
    chime.hear(())
    clock.advance(AGAIN_AFTER_S)
    chime.hear(())
    assert chime.rings == 3


def test_the_sound_is_there() -> None:
    assert SOUND.read_bytes()[:4] == b"RIFF"


def test_the_header_tells_staff_who_calls_and_callers_who_comes() -> None:
    texts = Texts(strict=True)
    call = ClerkCall("c", "Máy 2", "", "welcome", CallReason.UNKNOWN, AT)
    assert call_sign_words(texts, TerminalStatus(calls=(call,))) == "", "callers hear nothing of one another"
    assert "Máy 2" in call_sign_words(texts, TerminalStatus(calls=(call,), staff_name="Lan"))
    assert call_sign_words(texts, TerminalStatus(staff_name="Lan")) == ""
    assert call_sign_words(texts, TerminalStatus(own_call=CallState.WAITING)) == texts("call_sign.waiting")
    coming = TerminalStatus(own_call=CallState.COMING, comes="Lan")
    assert call_sign_words(texts, coming) == texts("call_sign.coming", name="Lan")
    assert call_sign_words(texts, TerminalStatus(own_call=CallState.SETTLED)) == ""


def test_a_bench_has_words_for_every_screen_somebody_may_call_from() -> None:
    texts = Texts(strict=True)
    shown_to_nobody_who_calls = {"citizen_answers", "citizen_rest"}
    steps = {step_of(view) for _, view in examples()} - shown_to_nobody_who_calls
    told = [texts(key) for step in steps if texts.has(key := f"{step}.title")]
    assert {step for step in steps if not texts.has(f"{step}.title")} == {"form_page", "sign"}
    assert all(texts.has(f"call_step.{step}") for step in ("form_page", "sign"))
    assert not [words for words in told if "{" in words], (
        "a title with a gap could hold what is somebody's own"
    )
