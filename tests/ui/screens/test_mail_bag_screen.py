"""The screen of mail-bags: everything legible in every state and size, and each touch says what it is for."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from kiosk.flow.mail_bag_words import BagChosen, BagConfirmed, BagPutAside, BagStickChosen, SticksAsked
from kiosk.ui.screens.examples_mail_bag import BAG, CONTENTS, DESK
from tests.ui.screens.dossier_stage import open_stage


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
