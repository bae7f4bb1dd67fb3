"""The technician's screens: what each touch says, and that no PIN stays behind."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.staff import Role
from kiosk.flow.technician_words import (
    LeaveConfirmed,
    LeavePutAside,
    MemberChosen,
    MemberEntered,
    MemberLockChanged,
    PanelToolChosen,
    ScreenMeasured,
)
from kiosk.ui.screens.examples_technician import PANEL, SIZE, STAFF
from kiosk.ui.screens.technician_screen import TOOLS
from tests.ui.screens.dossier_stage import open_stage


def test_every_tool_has_its_button_and_leaving_is_asked_for(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(PANEL)
        for name, _ in TOOLS:
            assert stage.tap(f"technician.{name}") == [PanelToolChosen(tool=name)]
        assert not stage.has("technician.confirm")
        stage.show(replace(PANEL, asks="desktop"))
        assert stage.tap("technician.confirm") == [LeaveConfirmed()]
        assert stage.tap("technician.put_aside") == [LeavePutAside()]


def test_a_larger_frame_means_a_smaller_screen(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(SIZE)
        stage.tap("screen_size.much_larger")
        (sent,) = stage.tap("screen_size.it_fits")
        assert isinstance(sent, ScreenMeasured)
        assert sent.diagonal_inch == pytest.approx(SIZE.diagonal_inch / 1.05, abs=0.01)


def test_a_member_is_added_with_a_pin_that_does_not_stay(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(STAFF)
        assert stage.tap("staff_desk.member_2") == [MemberChosen(staff_id="lan")]
        assert stage.tap("staff_desk.new") == [MemberChosen(staff_id="")]
        stage.show(replace(STAFF, chosen=""))
        assert stage.tap("staff_desk.save") == [], "number and PIN are missing"
        stage.type("staff_desk.staff_id", "nam")
        stage.type("staff_desk.pin", "482915")
        (sent,) = stage.tap("staff_desk.save")
        assert sent == MemberEntered(staff_id="nam", name="", role=Role.CLERK, pin="482915")
        assert "482915" not in repr(sent)
        stage.show(replace(STAFF, chosen="mai"))
        assert stage.tap("staff_desk.lock") == [MemberLockChanged(active=True)]
        stage.show(replace(STAFF, chosen="binh"))
        assert not stage.has("staff_desk.lock"), "nobody shuts themselves out"
