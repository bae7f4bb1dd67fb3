"""The screen of mail-bags: everything legible in every state and size, and each touch says what it is for."""

import re
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.intents import (
    BagChosen,
    BagConfirmed,
    BagPutAside,
    BagStickChosen,
    SticksAsked,
)
from kiosk.ui.screen_faults import find_faults
from kiosk.ui.screens.examples_mail_bag import BAG, CONTENTS, DESK, EXAMPLES
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, SMALL, open_stage

KEY = re.compile(r"^[a-z_]+\.[a-z_A-Z.]+$")


@pytest.mark.parametrize(
    ("size", "text_scale", "language"), [(FULL_HD, 1.0, "en"), (SMALL, 2.0, "vi"), (PORTRAIT, 1.6, "en")]
)
def test_no_word_is_cut_and_no_key_is_shown(
    qtbot: QtBot, size: tuple[int, int, float], text_scale: float, language: str
) -> None:
    with open_stage(qtbot, size, language, text_scale) as stage:
        for name, view in EXAMPLES:
            stage.show(view)
            assert find_faults(stage.window, stage.theme) == [], name
            assert not [line for line in stage.words().splitlines() if KEY.match(line)], name


def test_each_touch_says_what_it_is_for(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(BAG)
        assert stage.tap("mail_bag.stick_1") == [BagStickChosen(folder=DESK.sticks[0].folder)]
        assert stage.tap("mail_bag.bag_2") == [BagChosen(path=DESK.bags[1].path)]
        assert stage.tap("mail_bag.refresh") == [SticksAsked()]
        assert not stage.has("mail_bag.take_in")
        stage.show(replace(BAG, seen=CONTENTS))
        assert CONTENTS.seal in stage.words()
        assert not stage.has("mail_bag.bag_1")
        assert stage.tap("mail_bag.take_in") == [BagConfirmed()]
        assert stage.tap("mail_bag.put_aside") == [BagPutAside()]
        stage.show(replace(BAG, working="packing", percent=7))
        assert not stage.has("mail_bag.stick_1")
        assert "7 %" in stage.words()
