"""What must I bring, and forms that are only printed: no person, no consent, no paper too many or too few."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.app.sheet_effects import SheetEffects
from kiosk.domain.procedure import Procedure
from kiosk.domain.sheet import Sheet, SheetState
from kiosk.flow.account_way_words import AccountWayView
from kiosk.flow.bring_words import (
    BringAsked,
    BringView,
    DataAnswered,
    ExemptionChosen,
    FilingWayChosen,
    PaperFormView,
    PrintSheet,
    SheetAsked,
    SheetMoved,
)
from kiosk.flow.catalogue import Catalogue
from kiosk.flow.effects import BeginSession, DropDraft, PrintSlip, SubmitDossier
from kiosk.flow.intents import (
    CaseChosen,
    ConsentAnswered,
    PersonConfirmed,
    PhoneEntered,
    PrintAskedAgain,
    ProcedureChosen,
    WayChosen,
    WentOn,
)
from kiosk.flow.views import CaseView, ChecklistView, ConsentView, FormPageView, ProcedureView, SearchView
from kiosk.flow.ways import WayName
from tests.unit.test_effects_carried_out import Rig
from tests.unit.test_session_account import FIELDS
from tests.unit.test_session_dossier import fill_the_form
from tests.unit.visit_driver import WITHOUT_ACCOUNT, VisitDriver


def asked(code: str = "1.001193", case: str = "parent_or_relative") -> VisitDriver:
    visit = VisitDriver()
    visit.say(WayChosen(way=WayName.WHAT_TO_BRING))
    assert visit.view(SearchView).step is None
    visit.say(ProcedureChosen(code=code))
    if case:
        visit.view(CaseView)
        visit.say(CaseChosen(case_id=case))
    return visit


def brought(view: BringView) -> set[str]:
    return {needed.paper.id for needed in (*view.papers.hand_in, *view.papers.show)}


def test_the_list_needs_no_consent_and_follows_every_answer() -> None:
    visit = asked()
    view = visit.view(BringView)
    assert (view.personal, view.channel, view.can_file) == (False, "online", True)
    assert brought(view) == {"birth_notice", "identity_card"}
    visit.say(DataAnswered(sources=("health_db",)))
    assert brought(visit.view(BringView)) == {"identity_card"}
    visit.say(FilingWayChosen(channel="direct"))
    view = visit.view(BringView)
    assert brought(view) == {"declaration", "identity_card"}
    assert view.known_to == ("health_db",)
    assert not view.can_file
    visit.say(FilingWayChosen(channel="by pigeon"))
    assert visit.view(BringView).channel == "direct"
    assert visit.last(BeginSession).way == "what_to_bring"
    assert visit.none_of(SubmitDossier)


def test_an_exemption_is_asked_for_before_the_price_and_its_proof_is_brought() -> None:
    visit = asked("1.004873", "")
    visit.say(CaseChosen(case_id=visit.view(CaseView).cases[0].id))
    assert visit.view(BringView).exemption is None
    chosen = visit.view(BringView).procedure.exemptions[0]
    visit.say(ExemptionChosen(exemption_id="nobody"), ExemptionChosen(exemption_id=chosen.id))
    assert visit.view(BringView).exemption == chosen.id
    visit.say(PrintAskedAgain())
    assert visit.last(PrintSlip).receipt.values["proof"] == (chosen.proof or chosen.name).vi


def test_slip_and_sheet_say_what_the_screen_says_and_another_answer_makes_others() -> None:
    visit = asked()
    visit.say(PrintAskedAgain(), SheetAsked(), SheetAsked())
    assert len(visit.all_of(PrintSheet)) == 1, "not twice while it is printed"
    slip = visit.last(PrintSlip)
    assert [line["name"] for line in slip.receipt.values["hand_in"]] == [
        needed.paper.name.vi for needed in visit.view(BringView).papers.hand_in
    ]
    assert "Giấy chứng sinh" in str(visit.last(PrintSheet).sheet)
    visit.say(SheetMoved(state=SheetState.HANDED_OVER))
    assert visit.view(BringView).sheet is SheetState.HANDED_OVER
    visit.say(DataAnswered(sources=("health_db",)))
    assert (visit.view(BringView).sheet, visit.view(BringView).slip) == (None, None)
    visit.say(PrintAskedAgain())
    assert visit.last(PrintSlip).reference != slip.reference
    assert visit.last(PrintSlip).receipt.values["hand_in"] == []


def test_from_the_list_straight_into_the_filing() -> None:
    visit = asked()
    visit.say(WentOn())
    visit.view(AccountWayView)
    visit.say(WITHOUT_ACCOUNT)
    visit.view(ConsentView)
    visit = asked()
    visit.say(FilingWayChosen(channel="post"), WentOn())
    visit.view(BringView)


def test_the_procedures_page_leads_to_the_list_too() -> None:
    visit = VisitDriver()
    visit.say(WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code="2.000815"))
    assert not visit.view(ProcedureView).can_file
    visit.say(BringAsked())
    view = visit.view(BringView)
    assert view.channels == ("direct",)
    assert not view.can_file


# --- levels of the old scheme ---------------------------------------------------------------------------------


def at_level(level: int, code: str = "1.004873") -> VisitDriver:
    """A visit at a portal that names levels."""
    visit = VisitDriver()
    known = visit.around.catalogue.get(code)
    assert known is not None
    procedure = Procedure.from_wire({**known.to_wire(), "service_level": level})
    visit.around.catalogue = Catalogue(
        [procedure], lambda _all: visit.around.catalogue._search, visit.around.today
    )
    visit.say(WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code=code))
    return visit


def test_level_1_only_tells() -> None:
    visit = at_level(1)
    view = visit.view(ProcedureView)
    assert (view.can_file, view.prints_form) == (False, False)
    visit.say(WentOn())
    visit.view(ProcedureView)


def filled_in(visit: VisitDriver) -> Any:
    """Through person and form, to whatever comes after it."""
    visit.say(WentOn())
    visit.say(CaseChosen(case_id=visit.view(CaseView).cases[0].id))
    visit.say(WITHOUT_ACCOUNT)
    visit.say(ConsentAnswered(purposes=frozenset({"submit_dossier", "notices"})))
    visit.hold_up()
    visit.say(PersonConfirmed(fields=FIELDS), PhoneEntered(phone="0912345678"))
    visit.view(FormPageView)
    fill_the_form(visit)
    return visit.session.view


def test_level_2_fills_the_form_in_and_prints_it_but_sends_nothing() -> None:
    visit = at_level(2)
    view = visit.view(ProcedureView)
    assert (view.can_file, view.prints_form) == (False, True)
    view = filled_in(visit)
    assert isinstance(view, PaperFormView)
    visit.say(SheetAsked())
    sheet = visit.last(PrintSheet).sheet
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in sheet.head
    words = str(sheet)
    assert "Nguyễn Thị An" in words
    for _, answer in view.answers:
        assert answer in words
    assert "Nguyễn Thị An" not in repr(visit.last(PrintSheet)), "an order shows nobody in a log"
    draft_id = visit.session._visit.draft_id
    visit.say(SheetMoved(state=SheetState.HANDED_OVER), WentOn())
    assert visit.last(DropDraft).draft_id == draft_id
    assert visit.none_of(SubmitDossier)


def test_level_3_goes_online_but_is_never_paid_online_and_level_4_is() -> None:
    for level, paid in ((3, False), (4, True)):
        visit = at_level(level)
        assert visit.view(ProcedureView).can_file
        assert visit.view(ProcedureView).procedure.pays_online is paid
        assert isinstance(filled_in(visit), ChecklistView)


def test_todays_modes_stand_for_levels() -> None:
    around = VisitDriver().around
    levels = {"1.001193": 4, "1.000894": 3, "2.000815": 1}
    for code, level in levels.items():
        procedure = around.catalogue.get(code)
        assert procedure is not None
        assert procedure.service_level == level


# --- the sheet carried out ------------------------------------------------------------------------------------


def test_without_a_printer_the_sheet_goes_onto_the_stick(tmp_path: Path, qapp: object) -> None:
    parts = Rig().parts
    order = PrintSheet(sheet=Sheet(title="Giấy tờ cần mang"), name="can-mang-1.001193")

    def carried_out(**changes: Any) -> SheetState:
        settings = parts.settings
        for name, value in changes.items():
            section, key = name.split("__")
            settings = replace(settings, **{section: replace(getattr(settings, section), **{key: value})})
        ((_, carry),) = SheetEffects(replace(parts, settings=settings)).table().values()
        moved = carry(order)
        assert isinstance(moved, SheetMoved)
        return moved.state

    stick = tmp_path / "stick"
    stick.mkdir()
    assert carried_out(stick__folder=str(stick)) is SheetState.ON_STICK
    assert carried_out(stick__folder=str(stick)) is SheetState.ON_STICK
    assert {file.name for file in stick.iterdir()} == {"can-mang-1.001193.pdf", "can-mang-1.001193-2.pdf"}
    assert (stick / "can-mang-1.001193.pdf").read_bytes().startswith(b"%PDF")
    assert carried_out(stick__folder=str(tmp_path / "none")) is SheetState.NO_PRINTER
    out = tmp_path / "out"
    assert carried_out(printer__sheets=f"pdf:{out}") is SheetState.HANDED_OVER
    assert len(list(out.iterdir())) == 1
