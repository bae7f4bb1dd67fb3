"""The screens of what happens after sending: everything legible in every state and size, each touch says what it is for."""

import re

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.after_sending_words import (
    ExemptionChosen,
    OwnDossierChosen,
    SupplementItemOpened,
    SupplementItemTicked,
    WithdrawConfirmed,
)
from kiosk.ui.screen_faults import find_faults
from kiosk.ui.screens.examples_after_sending import EXAMPLES, EXEMPTION, LIST, REFERENCE, WITHDRAW
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
        stage.show(LIST)
        assert stage.tap("supplement.open_1") == [SupplementItemOpened(place=0)]
        assert stage.tap("supplement.untick_2") == [SupplementItemTicked(place=1, done=False)]
        assert stage.tap("supplement.tick_3") == [SupplementItemTicked(place=2)]
        assert not stage.has("supplement.tick_1"), "a paper is done by its page"
        assert "Ảnh mờ" in stage.words()
        stage.show(dict(EXAMPLES)["own-dossiers"])
        assert stage.tap("own_dossiers.dossier_1") == [OwnDossierChosen(reference=REFERENCE)]
        stage.show(WITHDRAW)
        assert stage.tap("withdraw.yes") == [WithdrawConfirmed()]
        stage.show(EXEMPTION)
        assert stage.tap("exemption.group.poor") == [ExemptionChosen(exemption="poor")]
