"""The screens of what happens after sending: each touch says what it is for."""

from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.domain.events import PortalEvent
from kiosk.flow.after_sending_words import (
    ExemptionChosen,
    OwnDossierChosen,
    SupplementItemOpened,
    SupplementItemTicked,
    WithdrawConfirmed,
)
from kiosk.flow.track_words import TrackResultView
from kiosk.ui.screens.examples_after_sending import EXAMPLES, EXEMPTION, LIST, REFERENCE, WITHDRAW
from kiosk.ui.screens.track_result_screen import TrackResultScreen
from kiosk.ui.work_words import state_words
from tests.fakes.dossier_samples import sample_dossier
from tests.fakes.stores import MemoryStores
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


def test_the_look_up_shows_the_newest_state_and_the_history_by_time(qtbot: QtBot) -> None:
    stores = MemoryStores.build()
    dossier = stores.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")
    sent = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    stores.dossiers.submitted(dossier.id, revision=1, state="SUBMITTED", received_at=sent, manifest="a.b.c")
    for hours, state in ((9, "RESULT_READY"), (1, "ACCEPTED"), (4, "IN_PROCESS")):
        event = PortalEvent(state, dossier.id, sent + timedelta(hours=hours), state)
        assert stores.dossiers.apply_event(event)
    tracking = stores.dossiers.track(dossier.local_reference)
    assert tracking is not None
    with open_stage(qtbot) as stage:
        screen = stage.show(TrackResultView(tracking=tracking))
        assert isinstance(screen, TrackResultScreen)
        told = [state_words(stage.texts, state) for state in ("RESULT_READY", "IN_PROCESS", "ACCEPTED")]
        assert screen.state.title.text() == told[0]
        rows = [label.text() for label in screen.steps.findChildren(QLabel)]
        assert [row for row in rows if row in told] == told, "newest first"
