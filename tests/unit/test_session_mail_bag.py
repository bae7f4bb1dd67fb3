"""The mail-bag in the session machine and its orders carried out: pack, look, compare, take in."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.errors import KioskError
from kiosk.domain.settings import MailbagSettings
from kiosk.domain.staff import Role
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.mail_bag_words import (
    BagChosen,
    BagConfirmed,
    BagMoved,
    BagPacked,
    BagPutAside,
    BagSeen,
    BagStickChosen,
    BagTakenIn,
    LoadMailBag,
    LookIntoBag,
    MailBagLoaded,
    MailBagView,
    PackBag,
    TakeBagIn,
    WatchBag,
)
from kiosk.flow.staff_words import WorkListView
from kiosk.flow.tools_words import ToolChosen, ToolsOpened
from kiosk.ui.screens.examples_mail_bag import CONTENTS, DESK
from tests.fakes.dossier_samples import sample_dossier
from tests.unit.test_effects_carried_out import Rig
from tests.unit.visit_driver import CLERK, VisitDriver

TECHNICIAN = replace(CLERK, role=Role.TECHNICIAN)


@pytest.fixture
def visit() -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in(TECHNICIAN)
    driver.say(ToolsOpened(), ToolChosen(tool="mail_bag"), MailBagLoaded(desk=DESK))
    return driver


def test_a_clerk_carries_nothing_away() -> None:
    driver = VisitDriver()
    driver.sign_in(CLERK)
    driver.say(ToolsOpened(), ToolChosen(tool="mail_bag"))
    assert driver.none_of(LoadMailBag)


def test_packing_shows_how_far_it_is_and_cannot_be_left(visit: VisitDriver) -> None:
    visit.say(BagStickChosen(folder="/media/stick"))
    assert visit.last(PackBag) == PackBag(folder="/media/stick")
    visit.say(BagMoved(percent=42), WentBack(), BagStickChosen(folder="/media/other"))
    view = visit.view(MailBagView)
    assert (view.working, view.percent, view.busy, view.can_go_back) == ("packing", 42, True, False)
    assert len(visit.all_of(PackBag)) == 1
    assert len(visit.all_of(WatchBag)) == 2
    visit.say(BagPacked(contents=CONTENTS))
    view = visit.view(MailBagView)
    assert (view.working, view.packed) == ("", CONTENTS)
    visit.say(BagMoved(percent=100))
    assert len(visit.all_of(WatchBag)) == 2, "nobody watches what is done"
    visit.say(WentBack(), WentBack())
    visit.view(WorkListView)


def test_a_bag_is_taken_in_only_after_its_seal_was_seen(visit: VisitDriver) -> None:
    visit.say(BagConfirmed())
    assert visit.none_of(TakeBagIn)
    visit.say(BagChosen(path="/media/stick/a.kioskbag"), BagSeen(contents=CONTENTS))
    assert visit.view(MailBagView).seen == CONTENTS
    visit.say(BagPutAside())
    assert visit.view(MailBagView).seen is None
    visit.say(BagConfirmed())
    assert visit.none_of(TakeBagIn)
    visit.say(BagChosen(path="/media/stick/a.kioskbag"), BagSeen(contents=CONTENTS), BagConfirmed())
    assert visit.last(TakeBagIn) == TakeBagIn(path="/media/stick/a.kioskbag", seal=CONTENTS.seal)


@pytest.mark.parametrize("effect", ["PackBag", "LookIntoBag", "TakeBagIn"])
def test_what_went_wrong_is_said_and_the_next_may_begin(visit: VisitDriver, effect: str) -> None:
    visit.say(BagStickChosen(folder="/media/stick"))
    visit.say(EffectFailed(effect=effect, code="stick_full", text_key="error.stick_full"))
    view = visit.view(MailBagView)
    assert view.working == ""
    assert view.notice is not None
    assert view.notice.key == "error.stick_full"
    assert view.can_go_back


def carrier(tmp_path: Path, key: str = "age1memory") -> Rig:
    rig = Rig()
    stick = tmp_path / "stick"
    stick.mkdir()
    (tmp_path / "key").write_text(key)
    mailbag = MailbagSettings(recipient="age1memory", identity_file=str(tmp_path / "key"), folder=str(stick))
    rig.parts.settings = replace(rig.parts.settings, mailbag=mailbag)
    rig.stores.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")
    return rig


def test_the_orders_are_carried_out_on_a_stick(tmp_path: Path) -> None:
    rig = carrier(tmp_path)
    packed = rig.run(PackBag(folder=str(tmp_path / "stick")))
    assert isinstance(packed, BagPacked)
    loaded = rig.run(LoadMailBag())
    assert isinstance(loaded, MailBagLoaded)
    desk = loaded.desk
    assert (desk.can_pack, desk.can_take_in, desk.waiting, len(desk.sticks), len(desk.bags)) == (
        True,
        True,
        1,
        1,
        1,
    )
    seen = rig.run(LookIntoBag(path=desk.bags[0].path))
    assert seen == BagSeen(contents=packed.contents)
    taken = rig.run(TakeBagIn(path=desk.bags[0].path, seal=packed.contents.seal))
    assert isinstance(taken, BagTakenIn)
    assert taken.outcome.already_here == 1
    assert rig.run(WatchBag()) == BagMoved(percent=100)


def test_a_stick_that_was_pulled_out_and_a_key_that_does_not_fit_are_said(tmp_path: Path) -> None:
    rig = carrier(tmp_path, key="another")
    rig.run(PackBag(folder=str(tmp_path / "stick")))
    desk = rig.run(LoadMailBag()).desk  # type: ignore[union-attr]
    for file, code in ((desk.bags[0].path, "bag_foreign"), (str(tmp_path / "gone"), "stick_failed")):
        with pytest.raises(KioskError) as refused:
            rig.run(LookIntoBag(path=file))
        assert refused.value.code == code
    (tmp_path / "key").unlink()
    with pytest.raises(KioskError) as refused:
        rig.run(LookIntoBag(path=desk.bags[0].path))
    assert refused.value.code == "bag_not_set_up"
    rig.parts.settings = replace(
        rig.parts.settings, mailbag=replace(rig.parts.settings.mailbag, folder=str(tmp_path / "unplugged"))
    )
    assert rig.run(LoadMailBag()).desk.sticks == ()  # type: ignore[union-attr]
