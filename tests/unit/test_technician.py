"""The technician's door and panel: who gets in, what stays behind, and what is done to the machine."""

import inspect
import re
from dataclasses import replace
from pathlib import Path
from typing import Never

import pytest

from kiosk.app import doctor
from kiosk.app.looking import Looking
from kiosk.app.opening import conditions
from kiosk.app.technician_effects import log_lines
from kiosk.domain.chip import ChipReaderState
from kiosk.domain.errors import KioskError
from kiosk.domain.events import AuditKind
from kiosk.domain.scan import Frame
from kiosk.domain.setting_check import problem_with
from kiosk.domain.settings import Settings
from kiosk.domain.staff import Role, SignIn
from kiosk.flow import technician_words as words
from kiosk.flow.effects import EndSession, Record
from kiosk.flow.intents import EffectFailed, SessionEnded, WayChosen, WentBack
from kiosk.flow.session import Session
from kiosk.flow.staff_words import SignInStaff, SignInView, StaffEntered, StaffJudged, WorkListView
from kiosk.flow.tools_words import ToolsView
from kiosk.flow.views import OutOfOrderView, WaitingView, WelcomeView
from kiosk.flow.ways import WayName
from kiosk.ui.corner_taps import CornerTaps
from kiosk.ui.texts import Texts
from tests.unit.test_effects_carried_out import HandCamera, Rig
from tests.unit.visit_driver import CLERK, VisitDriver

TECHNICIAN = replace(CLERK, id="binh", role=Role.TECHNICIAN)
BROKEN = EffectFailed(effect="", code="stopped_too_often", text_key="error.stopped_too_often", broken=True)


def let_in(driver: VisitDriver, member: object = TECHNICIAN) -> None:
    driver.say(StaffEntered(staff_id="binh", password="right"))
    driver.say(StaffJudged(result=SignIn(member)))  # type: ignore[arg-type]


@pytest.fixture
def panel() -> VisitDriver:
    driver = VisitDriver()
    driver.say(words.TechnicianCalled())
    let_in(driver)
    return driver


# --- the door ------------------------------------------------------------------------------------------------


def test_the_knock_leads_to_a_door_for_technicians_alone_and_is_recorded() -> None:
    driver = VisitDriver()
    driver.say(words.TechnicianCalled())
    assert driver.last(Record).kind is AuditKind.TECHNICIAN_CALLED
    assert driver.view(SignInView).role is Role.TECHNICIAN
    let_in(driver, CLERK)
    assert driver.view(SignInView).problem == "staff.not_technician"
    assert driver.last(Record).kind is AuditKind.STAFF_REFUSED
    assert driver.session.staff_name == ""
    let_in(driver)
    assert driver.view(words.TechnicianView).assisted_by == TECHNICIAN.name


def test_after_wrong_pins_the_wait_is_shown() -> None:
    driver = VisitDriver()
    driver.say(words.TechnicianCalled(), StaffEntered(staff_id="binh", password="wrong"))
    assert driver.last(SignInStaff).staff_id == "binh"
    driver.say(StaffJudged(result=SignIn(), wait_s=30.0))
    assert driver.view(SignInView).wait_s == 30


def test_a_visit_under_way_ends_before_the_door_opens() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    before = driver.session.visit_number
    driver.say(words.TechnicianCalled())
    driver.view(WaitingView)
    assert driver.last(EndSession).reason == "technician"
    driver.say(SessionEnded())
    assert driver.session.visit_number > before
    driver.view(SignInView)
    driver.say(WentBack(), SessionEnded())
    driver.view(WelcomeView)


def test_back_from_the_panel_ends_in_the_technicians_own_sign_out(panel: VisitDriver) -> None:
    panel.say(WentBack(), SessionEnded())
    assert isinstance(panel.session.view, WorkListView | WelcomeView)


def test_a_machine_out_of_order_lets_staff_take_out_what_waits() -> None:
    driver = VisitDriver()
    driver.session = Session(driver.around, broken=BROKEN)
    assert driver.view(OutOfOrderView).has_door
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    driver.view(OutOfOrderView)
    driver.say(WayChosen(way=WayName.STAFF))
    let_in(driver, replace(CLERK, role=Role.SUPERVISOR))
    assert ("mail_bag", "upload") in driver.view(ToolsView).tools
    driver.say(WentBack(), SessionEnded())
    driver.view(OutOfOrderView)
    assert driver.session.staff_name == ""


# --- the panel -----------------------------------------------------------------------------------------------


def test_checks_are_made_again_and_again_while_they_are_looked_at(panel: VisitDriver) -> None:
    first = panel.last(words.MakeChecks)
    checks = (words.Check("disk", "ok", "disk_free", {"free": "3"}),)
    panel.say(words.ChecksMade(watch=first.watch, checks=checks))
    assert panel.view(words.TechnicianView).checks == checks
    again = panel.last(words.MakeChecks)
    assert again.after_s > 0
    panel.say(words.PanelToolChosen(tool="log"), words.ChecksMade(watch=again.watch, checks=()))
    panel.say(WentBack())
    rounds = len(panel.all_of(words.MakeChecks))
    panel.say(words.ChecksMade(watch=again.watch, checks=()))
    assert len(panel.all_of(words.MakeChecks)) == rounds, "the earlier round goes on no more"
    assert panel.view(words.TechnicianView).checks == checks


def test_the_program_ends_only_when_asked_twice(panel: VisitDriver) -> None:
    panel.say(words.LeaveConfirmed(), words.PanelToolChosen(tool="desktop"), words.LeavePutAside())
    panel.say(words.LeaveConfirmed())
    assert panel.none_of(words.LeaveProgram)
    panel.say(words.PanelToolChosen(tool="restart"), words.LeaveConfirmed())
    assert panel.last(words.LeaveProgram) == words.LeaveProgram(how="restart", staff_id="binh")


def test_the_best_focus_is_kept_until_it_is_begun_anew(panel: VisitDriver) -> None:
    panel.say(words.PanelToolChosen(tool="focus"))
    for number, score in enumerate((40, 72, 55), 1):
        watch = panel.last(words.LookForFocus).watch
        panel.say(words.FocusSeen(watch=watch, camera="card", score=score, frame_number=number))
    view = panel.view(words.FocusView)
    assert (view.best, view.seen and view.seen.score) == (72, 55)
    assert panel.last(words.LookForFocus).since_frame == 3
    panel.say(words.FocusBegunAnew())
    assert panel.view(words.FocusView).best == 0


def test_nobody_shuts_themselves_out(panel: VisitDriver) -> None:
    members = (TECHNICIAN, CLERK)
    panel.say(words.PanelToolChosen(tool="staff"), words.StaffListed(members=members))
    panel.say(words.MemberChosen(staff_id=TECHNICIAN.id), words.MemberLockChanged(active=False))
    assert panel.none_of(words.LockMember)
    panel.say(WentBack(), words.MemberChosen(staff_id=CLERK.id), words.MemberLockChanged(active=False))
    assert panel.last(words.LockMember) == words.LockMember(staff_id=CLERK.id, active=False)
    panel.say(words.StaffListed(members=members))
    assert panel.view(words.StaffDeskView).chosen is None


# --- carried out ---------------------------------------------------------------------------------------------


def test_staff_are_added_given_a_new_pin_and_another_role_and_it_is_recorded() -> None:
    rig = Rig()
    rig.run(words.KeepMember(staff_id="mai", name="Mai", role=Role.CLERK, pin="482915"))
    rig.run(words.KeepMember(staff_id="mai", name="", role=Role.SUPERVISOR, pin="", is_new=False))
    listed = rig.run(words.LockMember(staff_id="mai", active=False))
    assert isinstance(listed, words.StaffListed)
    (member,) = listed.members
    assert (member.name, member.role, member.active) == ("Mai", Role.SUPERVISOR, False)
    assert rig.trail().count((AuditKind.STAFF_CHANGED.value, "mai")) == 3
    with pytest.raises(KioskError, match="length"):
        rig.run(words.KeepMember(staff_id="nam", name="", role=Role.CLERK, pin="1"))


def rig_with_everything(folder: Path) -> Rig:
    """A shared folder, a second camera and a chip reader with a card on it."""
    rig = Rig()
    settings = rig.parts.settings
    rig.parts.settings = replace(settings, storage=replace(settings.storage, files=str(folder)))
    rig.parts.devices.page_camera = HandCamera()
    rig.parts.devices.chip_reader = ReaderWithCard()
    return rig


class ReaderWithCard:
    def state(self) -> ChipReaderState:
        return ChipReaderState.CARD

    def read(self, *_: object) -> Never:
        raise AssertionError("nobody asked to read it")


def test_every_check_of_the_doctor_is_live_on_the_panel_and_on_the_opening_slip(tmp_path: Path) -> None:
    source = inspect.getsource(doctor)
    of_the_doctor = set(re.findall(r'(?:Finding|_made)\(\s*"([a-z ]+)"', source))
    assert len(of_the_doctor) >= 18
    rig = rig_with_everything(tmp_path)
    made = rig.run(words.MakeChecks(watch="w"))
    assert isinstance(made, words.ChecksMade)
    on_the_panel = {check.check for check in made.checks}
    assert {name.replace(" ", "_") for name in of_the_doctor} == on_the_panel - {"page_camera"}
    on_the_slip = {condition.check for condition in conditions(rig.parts, Looking(rig.parts))}
    assert on_the_slip == on_the_panel
    for language in ("vi", "en"):
        texts = Texts(language)
        for check in made.checks:
            assert texts.has(f"opening.check_{check.check}") and texts.has(f"opening.{check.says}")
            assert not check.todo or texts.has(f"opening.{check.todo}")


def test_voice_and_letters_are_told_as_the_window_found_them(tmp_path: Path) -> None:
    rig = rig_with_everything(tmp_path)

    def told(check: str) -> tuple[str, str]:
        made = rig.run(words.MakeChecks(watch="w"))
        assert isinstance(made, words.ChecksMade)
        return next((one.state, one.facts.get("name", "")) for one in made.checks if one.check == check)

    assert (told("voice")[0], told("fonts")[0], told("chip_certificates")[0]) == ("warn", "warn", "fail")
    rig.parts.window_facts.voice, rig.parts.window_facts.fonts_whole = "espeak-ng", False
    assert told("voice") == ("ok", "espeak-ng")
    assert told("fonts")[0] == "fail"
    rig.parts.window_facts.fonts_whole = True
    assert told("fonts")[0] == "ok"


def test_a_measured_screen_stands_in_the_settings(tmp_path: Path) -> None:
    rig = Rig()
    with pytest.raises(KioskError):
        rig.run(words.KeepScreenSize(diagonal_inch=23.8, staff_id="binh"))
    rig.parts.config = tmp_path / "kiosk.toml"
    rig.run(words.KeepScreenSize(diagonal_inch=23.8, staff_id="binh"))
    assert "diagonal_inch = 23.8" in rig.parts.config.read_text(encoding="utf-8")
    assert (AuditKind.SETTING_CHANGED.value, "binh") in rig.trail()


def test_leaving_is_recorded_before_it_happens() -> None:
    rig, left = Rig(), list[str]()
    rig.parts.leave = left.append
    rig.run(words.LeaveProgram(how="desktop", staff_id="binh"))
    assert left == ["desktop"]
    assert (AuditKind.PROGRAM_LEFT.value, "binh") in rig.trail()


def test_a_sharper_picture_scores_higher_and_a_darker_one_says_so() -> None:
    from kiosk.devices.focus import judge_focus

    sharp = bytes(
        255 if (x // 4 + y // 4) % 2 else 0 for y in range(96) for x in range(128) for _ in range(3)
    )
    soft = bytes(int(x * 1.5) for y in range(96) for x in range(128) for _ in range(3))
    scores = [
        judge_focus(Frame(number=1, width=128, height=96, bgr=picture, at_s=0.0))
        for picture in (sharp, soft, bytes(128 * 96 * 3))
    ]
    assert scores[0].score > 60 > scores[1].score >= scores[2].score
    assert scores[2].light == 0


def test_the_log_is_read_line_by_line_with_where_an_error_was() -> None:
    text = (
        "2026-11-20 09:14:51,120 INFO kiosk.sync: back\n"
        "2026-11-20 09:15:00,001 CRITICAL kiosk.app.crash: a bug: KeyError\nKeyError\n  form.py:12 in show\n"
    )
    first, second = log_lines(text)
    assert (first.level, first.where, first.words) == ("INFO", "kiosk.sync", "back")
    assert second.words == "a bug: KeyError · KeyError · form.py:12 in show"


# --- the knock -----------------------------------------------------------------------------------------------

PLACES = {"1": (3, 3), "2": (1277, 3), "3": (1277, 797), "4": (3, 797)}


def knock(taps: CornerTaps, order: str) -> list[bool]:
    return [taps.press(*PLACES.get(corner, (640, 400)), 1280, 800) for corner in order]


def test_only_the_right_order_in_time_opens() -> None:
    now = [0.0]
    taps = CornerTaps("11324", 40, lambda: now[0])
    assert knock(taps, "11324") == [False, False, True, True, True], "no button feels the last taps"
    assert taps.complete
    for wrong in ("1132", "11342", "113x24", "21324"):
        knock(taps, "x" + wrong)
        assert not taps.complete, wrong
    knock(taps, "x1132")
    now[0] += 60.0
    knock(taps, "4")
    assert not taps.complete


@pytest.mark.parametrize("order", ["", "1234", "115", "11", "12324"])
def test_an_order_that_a_citizen_could_tap_is_refused(order: str) -> None:
    from dataclasses import fields

    part = next(field for field in fields(type(Settings().terminal)) if field.name == "technician_taps")
    assert problem_with(part, order)
    assert not problem_with(part, "33142")
