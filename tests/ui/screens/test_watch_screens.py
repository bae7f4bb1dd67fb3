"""Flags, training and the rating: each touch says what it is for."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from kiosk.domain.service_watch import FlagReason
from kiosk.flow.account_words import AccountDoneView
from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.flow.views import DossierDoneView
from kiosk.flow.watch_words import FlagOpened, FlagSettled, Rated, TraineeChosen, TrainingToggled
from kiosk.ui.screens import examples_account, examples_dossier
from kiosk.ui.screens.examples_watch import EXAMPLES, FLAGS, NOT_TRAINED, TRAINING
from tests.ui.screens.dossier_stage import open_stage


def ends() -> list[View]:
    all_ = [*examples_account.EXAMPLES, *examples_dossier.EXAMPLES]
    return [view for _, view in all_ if isinstance(view, AccountDoneView | DossierDoneView)]


def test_each_touch_says_what_it_is_for(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(FLAGS)
        assert "#9F3A51" in stage.words()
        assert stage.tap("flags.flag_1") == [FlagOpened(flag_id="f1")]
        assert stage.tap("flags.settled_1") == [FlagOpened(flag_id="f3")]
        stage.show(dict(EXAMPLES)["flags-contact"])
        assert "K-HN0099-261120-0017-7" in stage.words().replace("\N{ZERO WIDTH SPACE}", "")
        assert stage.tap("flags.settle_spoken") == [FlagSettled(reason=FlagReason.SPOKEN)]
        stage.show(dict(EXAMPLES)["flags-settled"])
        assert not stage.has("flags.settle_spoken")
        stage.show(TRAINING)
        assert stage.tap("training.person_2") == [TraineeChosen(staff_id="lan")]
        stage.show(dict(EXAMPLES)["training-person"])
        assert stage.tap("training.on_1") == [TrainingToggled(code="1.001193")]
        assert stage.tap("training.off_1") == [TrainingToggled(code="2.000635")]
        stage.show(NOT_TRAINED)
        assert stage.tap("not_trained.go_on") == [WentOn()]
        stage.show(replace(NOT_TRAINED, blocked=True))
        assert not stage.has("not_trained.go_on")


def test_one_touch_rates_and_finishing_needs_none(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        for view in ends()[:1] + ends()[-1:]:
            screen = stage.show(view)
            assert stage.tap(f"{screen.name}.finish") == [WentOn()]
            assert stage.tap(f"{screen.name}.rate_4") == [Rated(stars=4)]
            stage.show(replace(view, stars=4))
            assert not stage.has(f"{screen.name}.rate_4")
