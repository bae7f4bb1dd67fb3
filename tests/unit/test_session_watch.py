"""Flags, ratings and training in the session machine, and their orders carried out."""

from dataclasses import replace

import pytest

from kiosk.app.watch_effects import look_for_flags
from kiosk.domain.events import AuditKind
from kiosk.domain.service_watch import FlagKind, FlagReason, SharedContact, Training
from kiosk.domain.staff import Role
from kiosk.flow.effects import EndSession, Record
from kiosk.flow.intents import Left, ProcedureChosen, SearchTyped, WayChosen, WentBack, WentOn
from kiosk.flow.post_words import LoadPostItem
from kiosk.flow.staff_words import LoadWorkItem, SignInStaff
from kiosk.flow.tools_words import ToolChosen, ToolsOpened, ToolsView
from kiosk.flow.views import ProcedureView, SearchView
from kiosk.flow.watch_words import (
    FlaggedOpened,
    FlagOpened,
    FlagSettled,
    FlagsLoaded,
    FlagsView,
    KeepRating,
    LoadFlags,
    LoadTraining,
    NotTrainedView,
    Rated,
    SettleFlag,
    SetTrained,
    TraineeChosen,
    TrainingLoaded,
    TrainingToggled,
    TrainingView,
)
from kiosk.flow.ways import WayName
from kiosk.ui.screens.examples_watch import LATE, REPEATS, SHARED
from tests.unit.test_effects_carried_out import Rig
from tests.unit.test_session_dossier import BIRTH
from tests.unit.visit_driver import CLERK, VisitDriver

CUC = replace(CLERK, id="cuc", name="Phạm Thu Cúc", role=Role.SUPERVISOR)


def at_the_tool(name: str) -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in(CUC)
    driver.say(ToolsOpened(), ToolChosen(tool=name))
    return driver


def test_a_supervisor_settles_a_flag_with_a_reason() -> None:
    visit = at_the_tool("flags")
    assert visit.view(FlagsView).loading
    visit.say(FlagsLoaded(flags=(SHARED, REPEATS), settled=()))
    assert str(visit.view(FlagsView).subjects["f1"]) == "9F3A51"
    visit.say(FlagSettled(reason=FlagReason.SPOKEN))
    assert visit.none_of(SettleFlag), "none is opened"
    visit.say(FlagOpened(flag_id="f1"))
    assert visit.view(FlagsView).opened == SHARED
    visit.say(FlagSettled(reason=FlagReason.REPORTED))
    assert visit.last(SettleFlag) == SettleFlag(flag_id="f1", staff_id="cuc", reason=FlagReason.REPORTED)
    visit.say(FlagsLoaded(flags=(REPEATS,), settled=(SHARED,)))
    assert visit.view(FlagsView).opened is None
    visit.say(WentBack())
    visit.view(ToolsView)


def test_what_stands_behind_a_flag_is_opened_and_who_looked_is_recorded() -> None:
    visit = at_the_tool("flags")
    envelope = replace(LATE, finding=replace(LATE.finding, references=("EE123456785VN",)))
    visit.say(FlagsLoaded(flags=(SHARED, REPEATS, envelope), settled=()), FlagOpened(flag_id="f1"))
    visit.say(FlaggedOpened(reference="K-HN0099-261120-0009-9"))
    assert visit.none_of(LoadWorkItem), "it does not stand behind this flag"
    first = SHARED.finding.references[0]
    visit.say(FlaggedOpened(reference=first))
    assert visit.last(LoadWorkItem) == LoadWorkItem(reference=first, staff_id="cuc")
    seen = visit.last(Record)
    assert (seen.kind, seen.subject) == (AuditKind.FLAG_FOLLOWED, first)
    assert seen.facts == {"staff": "cuc", "flag": "f1"}
    visit.say(WentBack())
    assert visit.view(FlagsView).opened == SHARED, "back at the flag, to settle it"
    visit.say(FlagsLoaded(flags=(SHARED, REPEATS, envelope), settled=()), WentBack())
    visit.say(FlagOpened(flag_id=LATE.id), FlaggedOpened(reference="EE123456785VN"))
    assert visit.last(LoadPostItem).name == "EE123456785VN"


@pytest.mark.parametrize("tool", ["flags", "training"])
def test_a_clerk_keeps_neither(tool: str) -> None:
    driver = VisitDriver()
    driver.sign_in(CLERK)
    driver.say(ToolsOpened(), ToolChosen(tool=tool))
    assert driver.none_of(LoadFlags) and driver.none_of(LoadTraining)


def test_a_rating_counts_once_and_delays_nothing() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.TRACK_DOSSIER))
    before = driver.session.view
    driver.say(Rated(stars=9), Rated(stars=4), Rated(stars=1))
    assert driver.all_of(KeepRating) == [KeepRating(stars=4)]
    assert type(driver.session.view) is type(before)
    driver.say(Left())
    assert driver.last(EndSession)


def test_a_clerk_who_is_not_trained_is_told_whom_to_ask() -> None:
    driver = VisitDriver()
    driver.around.training = Training({"binh": frozenset({BIRTH})}, {"binh": "Trần Văn Bình"})
    driver.sign_in(CLERK)
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), SearchTyped(text="khai sinh"))
    driver.say(ProcedureChosen(code=BIRTH), WentOn())
    assert driver.view(NotTrainedView).ask == ("Trần Văn Bình",)
    driver.around.untrained = "block"
    driver.say(WentOn())
    assert driver.view(NotTrainedView).blocked
    driver.around.untrained = "warn"
    driver.say(WentOn())
    assert not isinstance(driver.session.view, NotTrainedView | ProcedureView | SearchView)


@pytest.mark.parametrize("untrained", ["off", "warn"])
def test_nobody_is_warned_without_lists_or_alone(untrained: str) -> None:
    driver = VisitDriver()
    driver.around.untrained = untrained
    if untrained == "off":
        driver.around.training = Training({"binh": frozenset({"x"})})
        driver.sign_in(CLERK)
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), SearchTyped(text="khai sinh"))
    driver.say(ProcedureChosen(code=BIRTH), WentOn())
    assert not isinstance(driver.session.view, NotTrainedView)


def test_a_list_is_kept_by_touches() -> None:
    visit = at_the_tool("training")
    visit.say(TrainingLoaded(members=(CLERK,), codes={CLERK.id: frozenset()}))
    visit.say(TraineeChosen(staff_id=CLERK.id), TrainingToggled(code=BIRTH))
    assert visit.last(SetTrained) == SetTrained(staff_id=CLERK.id, code=BIRTH, trained=True, by="cuc")
    visit.say(TrainingLoaded(members=(CLERK,), codes={CLERK.id: frozenset({BIRTH})}))
    assert [code for code, _ in visit.view(TrainingView).trained] == [BIRTH]
    visit.say(TrainingToggled(code=BIRTH))
    assert not visit.last(SetTrained).trained


def test_the_orders_are_carried_out() -> None:
    rig = Rig()
    rig.stores.staff.add("lan", "Trần Thị Lan", Role.CLERK, "Buu-cuc-2026", must_change=False)
    rig.stores.watch.contacts = [SharedContact("phone", "9F3A51", 7, ("K-1",))]
    loaded = rig.run(LoadFlags())
    assert isinstance(loaded, FlagsLoaded)
    [flag] = loaded.flags
    assert flag.finding.kind is FlagKind.SHARED_CONTACT
    assert look_for_flags(rig.parts) == 0, "it stands there already"
    settled = rig.run(SettleFlag(flag_id=flag.id, staff_id="cuc", reason=FlagReason.EXPLAINED))
    assert isinstance(settled, FlagsLoaded)
    assert (len(settled.flags), len(settled.settled)) == (0, 1)
    rig.run(KeepRating(stars=5))
    kept = rig.run(SetTrained(staff_id="lan", code=BIRTH, trained=True, by="cuc"))
    assert isinstance(kept, TrainingLoaded)
    assert kept.codes["lan"] == {BIRTH}
    rig.parts.around.training = Training()
    rig.run(SignInStaff(staff_id="lan", password="Buu-cuc-2026"))
    assert rig.parts.around.training.whom_to_ask(BIRTH) == ("Trần Thị Lan",)
