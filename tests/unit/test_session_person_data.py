"""A citizen's request in the session machine: no look before the card and the comparison, no erasure by one touch."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.events import AuditKind
from kiosk.domain.settings import StickSettings
from kiosk.domain.staff import Role
from kiosk.flow.effects import PrintSlip
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, WentBack
from kiosk.flow.person_data_words import (
    DataErased,
    DataExported,
    ErasePersonData,
    ErasureAsked,
    ErasureConfirmed,
    ErasurePutAside,
    ExportAsked,
    ExportPersonData,
    LoadPersonData,
    PersonDataLoaded,
    PersonDataView,
    PersonSeen,
)
from kiosk.flow.tools_words import ToolChosen, ToolsOpened, ToolsView
from kiosk.ui.screens.examples_person_data import DATA, ERASURE
from tests.unit.test_effects_carried_out import Rig
from tests.unit.visit_driver import AN, CLERK, VisitDriver

CUC = replace(CLERK, id="cuc", role=Role.SUPERVISOR)
LOADED = PersonDataLoaded(data=DATA, sticks=("/media/stick",))


@pytest.fixture
def visit() -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in(CUC)
    driver.say(ToolsOpened(), ToolChosen(tool="person_data"))
    return driver


def test_nothing_is_looked_for_before_card_and_face_were_compared(visit: VisitDriver) -> None:
    visit.say(PersonSeen(), ErasureAsked(), ErasureConfirmed(), ExportAsked(folder="x", sealed=False))
    assert (
        visit.none_of(LoadPersonData) and visit.none_of(ErasePersonData) and visit.none_of(ExportPersonData)
    )
    visit.hold_up(replace(AN, number="C1234567"))
    assert visit.view(PersonDataView).wrong_card
    visit.hold_up(AN)
    view = visit.view(PersonDataView)
    assert (view.masked_number, view.checked) == ("001•••••0001", False)
    assert visit.none_of(LoadPersonData)
    visit.say(PersonSeen())
    assert visit.last(LoadPersonData).number == AN.number
    assert AN.number not in repr(visit.last(LoadPersonData)), "no log shows it"
    visit.say(LOADED)
    assert visit.view(PersonDataView).data == DATA


def test_erasing_takes_two_touches_and_says_what_stays(visit: VisitDriver) -> None:
    visit.hold_up(AN)
    visit.say(PersonSeen(), LOADED, ErasureAsked(), ErasurePutAside(), ErasureConfirmed())
    assert visit.none_of(ErasePersonData)
    visit.say(ErasureAsked(), ErasureConfirmed())
    assert visit.last(ErasePersonData).staff_id == "cuc"
    visit.say(WentBack())
    assert not isinstance(visit.session.view, ToolsView), "not while it is under way"
    visit.say(DataErased(erasure=ERASURE), LOADED)
    assert visit.view(PersonDataView).erasure == ERASURE
    visit.say(WentBack())
    visit.view(ToolsView)


def test_handing_over_open_sealed_and_on_paper(visit: VisitDriver) -> None:
    visit.hold_up(AN)
    visit.say(PersonSeen(), LOADED, ExportAsked(folder="/media/stick", sealed=True))
    assert visit.last(ExportPersonData).sealed
    visit.say(DataExported(names=("a.age",), passphrase="1-2"))
    assert visit.view(PersonDataView).passphrase == "1-2"
    visit.say(PrintAskedAgain())
    printed = str(visit.last(PrintSlip).receipt.values)
    assert DATA.dossiers[0].reference in printed
    assert AN.number not in printed and AN.full_name not in printed
    visit.say(ExportAsked(folder="/media/stick", sealed=False))
    visit.say(EffectFailed(effect="ExportPersonData", code="stick_full", text_key="error.stick_full"))
    assert visit.view(PersonDataView).notice is not None


def test_a_clerk_does_not_look() -> None:
    driver = VisitDriver()
    driver.sign_in(CLERK)
    driver.say(ToolsOpened(), ToolChosen(tool="person_data"))
    driver.view(ToolsView)


@pytest.mark.usefixtures("qapp")
def test_the_request_is_in_the_trail_and_nobody_in_it(tmp_path: Path) -> None:
    rig = Rig()
    rig.parts.settings = replace(rig.parts.settings, stick=StickSettings(folder=str(tmp_path)))
    content = {"applicant": {"full_name": AN.full_name}}
    whole = {
        "dossiers": [{"reference": "K-1", "state": "X", "content": content}],
        "registrations": [],
        "drafts": [],
        "signatures": [{"role": "citizen", "at": "2026-11-20", "kept_why": "complaint_term"}],
    }
    rig.stores.people.data[AN.number] = replace(DATA, whole=whole)
    rig.run(LoadPersonData(number=AN.number, staff_id="cuc"))
    order = ExportPersonData(
        number=AN.number, staff_id="cuc", folder=str(tmp_path), sealed=False, language="vi"
    )
    exported = rig.run(order)
    assert isinstance(exported, DataExported)
    told = (tmp_path / exported.names[0]).read_text(encoding="utf-8")
    assert AN.full_name in told
    why = rig.parts.around.words("kept_why.complaint_term", "vi")
    assert json.loads(told)["signatures"][0]["kept_why"] == why
    assert (tmp_path / exported.names[1]).read_bytes().startswith(b"%PDF")
    sealed = rig.run(replace(order, sealed=True))
    assert isinstance(sealed, DataExported)
    assert len(sealed.passphrase.split("-")) == 5 and sealed.passphrase not in repr(sealed)
    assert (tmp_path / sealed.names[0]).read_bytes() == b"sealed"
    rig.run(ErasePersonData(number=AN.number, staff_id="cuc"))
    assert rig.stores.people.erased == [AN.number]
    kinds = [kind for kind, subject in rig.trail() if not subject]
    assert kinds == [
        AuditKind.PERSON_DATA_VIEWED.value,
        AuditKind.PERSON_DATA_EXPORTED.value,
        AuditKind.PERSON_DATA_EXPORTED.value,
        AuditKind.PERSON_DATA_ERASED.value,
    ]
    trail = str(rig.stores.audit.unacknowledged(limit=100))
    assert AN.number not in trail and "001•" not in trail
