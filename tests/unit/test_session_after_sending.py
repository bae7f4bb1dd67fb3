"""What happens after sending, in the session machine and carried out: a notice point by point, taking back, exemptions."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kiosk.domain.account import Tracking
from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.events import PortalEvent
from kiosk.domain.portal import DeliveryPrice, Subsidy
from kiosk.domain.settings import GatewaySettings
from kiosk.flow.after_sending_words import (
    DossierWithdrawn,
    ExemptionChosen,
    ExemptionView,
    FindOwnDossiers,
    LoadOwnDossier,
    OwnCardView,
    OwnDossierLoaded,
    OwnDossiersFound,
    OwnDossiersView,
    SupplementChosen,
    SupplementItemOpened,
    SupplementItemTicked,
    SupplementView,
    WithdrawChosen,
    WithdrawConfirmed,
    WithdrawDossier,
    WithdrawView,
)
from kiosk.flow.ask_exemption import money_step
from kiosk.flow.dossier_slips import slips_of
from kiosk.flow.effects import SubmitDossier
from kiosk.flow.filing import Filing
from kiosk.flow.intents import Answered, Confirmed, WayChosen, WentOn
from kiosk.flow.page_words import PagesKept, ScanPagesView
from kiosk.flow.prices import Prices
from kiosk.flow.printing_words import PrintDossierSlip
from kiosk.flow.staff_words import CorrectionLoaded, LoadCorrection
from kiosk.flow.supplement_list import SupplementList
from kiosk.flow.track_words import CodeEntered, TrackingFound, TrackResultView
from kiosk.flow.views import FormPageView, SummaryView, WaitingView
from kiosk.flow.visit import Visit
from kiosk.flow.ways import WayName
from kiosk.ui.screens.examples_after_sending import DOSSIER
from tests.fakes.dossier_samples import SAMPLE_NUMBER, sample_dossier
from tests.unit.test_effects_carried_out import Rig
from tests.unit.visit_driver import AN, VisitDriver, a_portal

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CODE = DOSSIER.local_reference
COPIES = "2.000908"


def tracked(driver: VisitDriver, state: str) -> None:
    driver.say(WayChosen(way=WayName.TRACK_DOSSIER), CodeEntered(code=CODE))
    found = Tracking(CODE, COPIES, "", state, AT, None, None)
    driver.say(TrackingFound(tracking=found))


def a_draft(driver: VisitDriver, items: list[list[str]], **more: Any) -> Draft:
    procedure = driver.around.catalogue.get(COPIES)
    assert procedure is not None
    content = {
        "procedure": procedure.to_wire(),
        "case": procedure.cases[0].id,
        "dossier_id": DOSSIER.id,
        "revision": 2,
        "replaces": None,
        "applicant": {"full_name": AN.full_name, "personal_number": AN.number, "account_id": "a"},
        "verification": "qr",
        "verified_at": None,
        "consents": [],
        "answers": {"paper_name": "Bằng", "issuer": "Trường", "issue_year": 1998, "copies": 1},
        "autofilled": [],
        "marks": {},
        "kept": {"identity_copy": ["doc-1", 2]},
        "delivery": {"method": "agent_point", "address": ""},
        "supplement": {
            "items": items,
            "notices": 2,
            "text": "Bổ sung",
            "before": {"paper_name": "Bằng", "issuer": "Trường"},
            "ticked": [],
        },
        "stage": "supplement",
        **more,
    }
    return Draft("d", AT, COPIES, procedure.name.vi, content, None, "", CODE)


ITEMS = [
    ["identity_copy", "mờ", "chụp lại"],
    ["/form/paper_name", "sai tên", "ghi đúng"],
    ["", "thiếu chữ ký", "ký"],
]


def at_the_list(driver: VisitDriver) -> None:
    tracked(driver, "SUPPLEMENT_REQUESTED")
    assert driver.view(TrackResultView).can_supplement
    driver.say(SupplementChosen())
    driver.view(OwnCardView)
    driver.hold_up()
    assert driver.last(LoadOwnDossier) == LoadOwnDossier(reference=CODE, personal_number=AN.number or "")
    driver.say(OwnDossierLoaded(dossier=DOSSIER))
    driver.view(WaitingView)
    draft = replace(a_draft(driver, ITEMS), id=driver.last(LoadCorrection).draft_id)
    driver.say(CorrectionLoaded(draft=draft, pages=(), thumbnails={}))


def test_a_code_alone_opens_nothing_and_another_card_neither() -> None:
    driver = VisitDriver()
    tracked(driver, "SUPPLEMENT_REQUESTED")
    driver.say(SupplementChosen())
    driver.hold_up()
    driver.say(OwnDossierLoaded(dossier=None))
    assert driver.view(OwnCardView).wrong_card
    assert driver.none_of(LoadCorrection)


def test_a_citizen_alone_does_the_points_one_by_one_and_sends_only_when_all_are_done() -> None:
    driver = VisitDriver()
    at_the_list(driver)
    view = driver.view(SupplementView)
    assert [(line.kind, line.done) for line in view.lines] == [
        ("paper", False),
        ("answer", False),
        ("other", False),
    ]
    assert (view.missing, view.notices, view.is_new_dossier) == (3, 2, False)
    driver.say(WentOn())
    notice = driver.view(SupplementView).notice
    assert notice is not None
    assert (notice.key, notice.values) == ("supplement.missing", {"count": 3})
    driver.say(SupplementItemTicked(place=0), SupplementItemTicked(place=9))
    assert driver.view(SupplementView).missing == 3, "a paper is not done by saying so"

    driver.say(SupplementItemOpened(place=0))
    driver.view(ScanPagesView)
    page = DraftPage("p1", driver.session._visit.draft_id, "identity_copy", 0, "image/jpeg", 10, 1)
    driver.say(PagesKept(draft_id=page.draft_id, pages=(page,), thumbnails={}), WentOn())
    assert driver.view(SupplementView).lines[0].done

    driver.say(SupplementItemOpened(place=1))
    driver.view(FormPageView)
    driver.say(Answered(name="paper_name", value="Bằng tốt nghiệp"), Answered(name="owner_is", value="self"))
    driver.say(WentOn())
    assert driver.view(SupplementView).lines[1].done
    driver.say(SupplementItemTicked(place=2))
    assert driver.view(SupplementView).missing == 0
    driver.say(WentOn())
    driver.view(SummaryView)
    driver.say(Confirmed())
    request = driver.last(SubmitDossier).request
    assert request.revision == 2
    how = {answer.component_id: answer.how for answer in request.components}
    assert how["identity_copy"] == "pages", "the faulty paper goes anew"
    assert request.answers["issuer"] == "Trường", "the rest is untouched"


def test_the_holder_of_a_card_finds_own_dossiers() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.TRACK_DOSSIER))
    driver.hold_up()
    assert driver.last(FindOwnDossiers).personal_number == AN.number
    driver.say(OwnDossiersFound(dossiers=()))
    driver.hold_up()
    driver.say(OwnDossiersFound(dossiers=(DOSSIER,)))
    assert driver.view(OwnDossiersView).dossiers == (DOSSIER,)
    assert AN.number not in repr(driver.last(FindOwnDossiers))


def test_taking_back_needs_a_yes() -> None:
    driver = VisitDriver()
    tracked(driver, "SUBMITTED")
    assert driver.view(TrackResultView).can_withdraw
    driver.say(WithdrawChosen())
    driver.hold_up()
    driver.say(OwnDossierLoaded(dossier=DOSSIER))
    assert driver.none_of(WithdrawDossier)
    driver.say(WithdrawConfirmed(reason="  đổi   ý "))
    assert driver.last(WithdrawDossier).reason == "đổi ý"
    driver.say(DossierWithdrawn(dossier=DOSSIER))
    assert driver.view(WithdrawView).done


def test_what_is_ready_is_not_taken_back() -> None:
    driver = VisitDriver()
    tracked(driver, "RESULT_READY")
    assert not driver.view(TrackResultView).can_withdraw
    driver.say(WithdrawChosen())
    driver.view(TrackResultView)


# --- prices ------------------------------------------------------------------------------------------------


def prices(code: str, exemption: str = "", method: str = "home", **portal: Any) -> Prices:
    driver = VisitDriver(a_portal(delivery_prices=(DeliveryPrice("home", 30_000),), **portal))
    procedure = driver.around.catalogue.get(code)
    assert procedure is not None
    return Prices(procedure, driver.around.portal, driver.around.today(), method, exemption)


MERIT = Subsidy("NCC", "NQ 77", {"beneficiary": ["nguoi_co_cong"]}, "2026-01-01", "2026-12-31")
OVER = Subsidy("CU", "NQ 1", {"channel": "online"}, "2024-01-01", "2025-12-31")
ALL = Subsidy("ONLINE", "NQ 77", {"channel": "online", "delivery": "home"}, "2026-01-01", None)


def test_whoever_is_exempted_pays_no_fee_and_sees_the_official_price() -> None:
    plain, exempted = prices("1.004222", "none"), prices("1.004222", "poor")
    assert plain.total() == 40_000
    fee = exempted.lines()[0]
    assert (fee.amount, fee.payer, exempted.total()) == (10_000, "exempt", 30_000)
    assert fee.note is not None
    assert (exempted.counted()["exemption"], exempted.counted()["fee"]) == ("poor", 0)
    assert plain.counted()["fee"] == 10_000


def test_a_subsidy_needs_its_people_and_its_dates() -> None:
    rules = {"subsidies": (OVER, MERIT)}
    assert prices("1.004222", "none", **rules).total() == 40_000
    merit = prices("1.004222", "merit", **rules)
    option = merit.chosen_option()
    assert option is not None
    assert (option.amount, option.payer, option.scheme, option.basis) == (0, "budget", "NCC", "NQ 77")
    assert merit.total() == 0
    assert (merit.counted()["subsidy"], merit.counted()["delivery_price"]) == (30_000, 0)
    assert [each.id for each in merit.exemptions()].count("nguoi_co_cong") == 0, "asked once"
    assert [each.id for each in prices(COPIES, **rules).exemptions()] == ["nguoi_co_cong"]
    assert prices(COPIES, "none", subsidies=(ALL,)).total() == 0
    assert prices(COPIES, "none", method="agency", subsidies=(ALL,)).total() == 0


def test_the_question_comes_before_the_price_and_must_be_answered() -> None:
    driver = VisitDriver()
    procedure = driver.around.catalogue.get("1.004222")
    assert procedure is not None
    filing = Filing(Visit(session_id="s"), driver.around, procedure, procedure.cases[0].id)
    filing.begin()
    step = money_step(filing)
    view = step.view()
    assert isinstance(view, ExemptionView)
    assert step.handle(WentOn()).to is None
    step.handle(ExemptionChosen(exemption="somebody"))
    assert filing.exemption == ""
    step.handle(ExemptionChosen(exemption="poor"))
    assert step.handle(WentOn()).to is not None
    assert filing.draft().content["exemption"] == "poor"


# --- carried out -------------------------------------------------------------------------------------------


def sent(rig: Rig) -> Dossier:
    dossier = rig.stores.dossiers.submit(sample_dossier(), actor="citizen", point="HN0099")
    rig.stores.dossiers.submitted(
        dossier.id, revision=1, state="SUBMITTED", received_at=rig.clock.wall(), manifest="m"
    )
    return dossier


def test_only_the_holders_card_opens_a_dossier() -> None:
    rig = Rig()
    dossier = sent(rig)
    other = LoadOwnDossier(reference=dossier.local_reference, personal_number="001199000009")
    assert rig.run(other) == OwnDossierLoaded(dossier=None)
    own = rig.run(replace(other, personal_number=SAMPLE_NUMBER))
    assert isinstance(own, OwnDossierLoaded)
    assert own.dossier is not None
    found = rig.run(FindOwnDossiers(personal_number=SAMPLE_NUMBER))
    assert isinstance(found, OwnDossiersFound)
    assert [each.local_reference for each in found.dossiers] == [dossier.local_reference]
    assert rig.run(FindOwnDossiers(personal_number="%")) == OwnDossiersFound(dossiers=())


def test_a_withdrawal_is_queued_with_its_reason() -> None:
    rig = Rig()
    dossier = sent(rig)
    order = WithdrawDossier(reference=dossier.local_reference, reason="đổi ý", staff_id="lan")
    done = rig.run(order)
    assert isinstance(done, DossierWithdrawn)
    assert done.dossier.state is DossierState.WITHDRAWN
    assert done.dossier.history[-1].by == "clerk:lan"
    assert "withdraw_dossier" in [item.kind.value for item in rig.stores.queue.items()]


def test_a_second_notice_is_on_record_as_one() -> None:
    rig = Rig()
    dossier = sent(rig)
    notice = {"items": [{"component_id": "x", "reason": "r", "what_to_do": "w"}], "text": "t"}
    for number in (1, 2):
        event = PortalEvent(str(number), dossier.id, rig.clock.wall(), "SUPPLEMENT_REQUESTED", notice=notice)
        assert rig.stores.dossiers.apply_event(event)
    known = rig.stores.dossiers.find(dossier.id)
    assert known is not None
    assert known.notices == 2
    moves = [entry for entry in rig.stores.audit.entries() if entry.kind == "dossier_moved"]
    assert [entry.facts.get("notice") for entry in moves] == [None, 2]
    todo = SupplementList.from_json(SupplementList(known.supplement, known.notices).to_json())
    assert todo is not None
    assert (todo.notices, todo.items) == (2, known.supplement)


def test_what_the_agency_decided_is_printed_as_it_was_said() -> None:
    rig = Rig()
    rig.parts.settings = replace(rig.parts.settings, gateway=GatewaySettings(url="https://portal.example"))
    dossier = sent(rig)
    for number, form in (("1", "https://portal.example/forms/03"), ("2", "https://elsewhere.example/03")):
        notice = {"items": [], "text": "Không thuộc thẩm quyền.", "form_url": form}
        event = PortalEvent(number, dossier.id, rig.clock.wall(), "REFUSED", notice=notice)
        rig.stores.dossiers.apply_event(event)
        known = rig.stores.dossiers.find(dossier.id)
        assert known is not None
        assert "notice" in slips_of(known)
        order = PrintDossierSlip(reference=known.local_reference, kind="notice", clerk="", language="vi")
        rig.run(order)
        job = rig.stores.prints.latest(f"{known.local_reference}/notice")
        assert job is not None
        assert job.receipt.values["notice"] == "Không thuộc thẩm quyền."
        assert job.receipt.values["qr"] == (form if "portal" in form else ""), (
            "another address is not printed"
        )
