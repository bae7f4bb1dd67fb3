"""The screens of what happens after sending: each touch says what it is for."""

from pytestqt.qtbot import QtBot

from kiosk.flow.after_sending_words import (
    ExemptionChosen,
    OwnDossierChosen,
    SupplementItemOpened,
    SupplementItemTicked,
    WithdrawConfirmed,
)
from kiosk.ui.screens.examples_after_sending import EXAMPLES, EXEMPTION, LIST, REFERENCE, WITHDRAW
from tests.ui.screens.dossier_stage import open_stage


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
