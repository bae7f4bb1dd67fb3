"""What becomes of the session's orders: the app's runner on stores in memory, a portal in memory, fake cameras."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.effects import EffectRunner
from kiosk.app.known_procedures import follow
from kiosk.app.parts import Devices, Parts, Store
from kiosk.domain.account import Tracking
from kiosk.domain.brought import PDF, StickContents, TakenFile
from kiosk.domain.dossier import DossierState, NewDocument, NewDossier, Problem
from kiosk.domain.draft import Draft
from kiosk.domain.errors import FileRefused, KioskError, RuleBroken, ServerAway, ServerRefused
from kiosk.domain.events import AuditKind
from kiosk.domain.person import Person
from kiosk.domain.procedure import Procedure
from kiosk.domain.receipt import PrintState, Receipt
from kiosk.domain.scan import CameraStatus, CardSight, CodeMatrix, Frame, PageSight, Quad, ScannedPage
from kiosk.domain.settings import Settings
from kiosk.flow import effects, intents, page_words, staff_words, track_words
from kiosk.flow.catalogue import Catalogue
from kiosk.flow.dossier_request import ComponentAnswer, DossierRequest
from kiosk.flow.dossier_slips import dossier_slip
from kiosk.flow.filing import Filing
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.visit import Visit
from kiosk.storage import verify_ed25519
from tests.fakes.hand_clock import HandClock
from tests.fakes.memory_gateway import MemoryGateway
from tests.fakes.stores import MemoryStores
from tests.unit.test_session_dossier import BIRTH, QUAD
from tests.unit.visit_driver import VisitDriver


@dataclass
class HandCamera:
    """Delivers one more frame at every look while it is on."""

    address: str = "camera:0"
    on: bool = False
    frames: int = 0
    starts: int = 0

    def start(self) -> None:
        self.starts += not self.on
        self.on = True

    def newest(self) -> Frame | None:
        if not self.on:
            return None
        self.frames += 1
        return Frame(1, 1, b"\0\0\0", self.frames, 0.0)

    def status(self) -> CameraStatus:
        return CameraStatus.DELIVERING if self.on else CameraStatus.GONE

    def stop(self) -> None:
        self.on = False


class PlainReader:
    def look(self, frame: Frame) -> CardSight:
        return CardSight(frame.number)

    def begin_anew(self) -> None:
        pass


class PlainScanner:
    def look(self, frame: Frame) -> PageSight:
        return PageSight(frame.number, QUAD)

    def capture(self, frame: Frame, corners: Quad | None = None, earlier: Sequence[int] = ()) -> ScannedPage:
        return ScannedPage(b"page", 1, 1, 200.0, QUAD, 1.0, 0.0, 1)

    def take_picture(self, frame: Frame, earlier: Sequence[int] = ()) -> ScannedPage:
        return self.capture(frame)

    def rotate(self, page_jpeg: bytes, quarter_turns: int) -> bytes:
        return page_jpeg + b"turned"

    def capture_card(self, frame: Frame, corners: Quad) -> ScannedPage:
        return self.capture(frame)

    def copy_card(self, sides: Sequence[bytes], words: str) -> ScannedPage:
        return ScannedPage(b"+".join(sides) + words.encode(), 1, 1, 300.0, QUAD, 1.0, 0.0, 1)

    def count_pages(self, pdf: bytes) -> int:
        return 3

    def make_pdf(self, pages: Sequence[bytes], *, limit_bytes: int, title: str) -> bytes:
        return b"%PDF" + b"".join(pages)


class NoStick:
    def contents(self) -> StickContents:
        return StickContents()

    def take(self, file_id: str, *, limit_bytes: int) -> TakenFile:
        raise FileRefused("no stick", code="file_missing")


class PlainPictures:
    def jpeg(self, frame: Frame) -> bytes:
        return b"jpeg"

    def frame(self, jpeg: bytes) -> Frame:
        return Frame(1, 1, b"\0\0\0", 1, 0.0)

    def thumbnail(self, jpeg: bytes, *, width: int) -> bytes:
        return jpeg[:4]


class NoCodes:
    def qr(self, text: str) -> CodeMatrix:
        return CodeMatrix(())

    def code128(self, text: str) -> CodeMatrix:
        return CodeMatrix(())


class NoPainter:
    def paint(self, receipt: Receipt, width_dots: int, copy: object = None) -> object:
        raise AssertionError("nothing is printed without a printer")


@dataclass
class NoLink:
    online: bool = True
    problem: str = ""
    clock_skew_s: float | None = None
    heard_s: float | None = None

    def wait_s(self) -> float:
        return 0.0


@dataclass
class Rig:
    """A runner whose orders are carried out at once."""

    clock: HandClock = field(default_factory=HandClock)
    camera: HandCamera = field(default_factory=HandCamera)
    gateway: MemoryGateway = field(default_factory=MemoryGateway)

    def __post_init__(self) -> None:
        self.stores = MemoryStores.build(clock=self.clock.wall, monotonic=self.clock.monotonic)
        stores = self.stores
        self.driver = VisitDriver()
        self.parts = Parts(
            home=Path(),
            settings=Settings(),
            clock=self.clock.wall,
            monotonic=self.clock.monotonic,
            store=Store(
                drafts=stores.drafts,
                dossiers=stores.dossiers,
                accounts=stores.accounts,
                queue=stores.queue,
                prints=stores.prints,
                post=stores.post,
                catalogue=stores.catalogue,
                reviews=stores.reviews,
                marks=stores.marks,
                audit=stores.audit,
                upkeep=stores.upkeep,
                mail_bag=stores.mail_bag,
                payments=stores.payments,
                staff=stores.staff,
                device_key=stores.keys,
                watch=stores.watch,
                people=stores.people,
                calls=stores.calls,
            ),
            devices=Devices(
                card_camera=self.camera,
                page_camera=self.camera,
                make_reader=PlainReader,
                make_scanner=PlainScanner,
                make_pictures=PlainPictures,
                make_stick=NoStick,
                codes=NoCodes(),
                printer=None,
                width_dots=576,
            ),
            gateway=self.gateway,
            payments=self.gateway,
            link=NoLink(),
            painter=NoPainter(),  # type: ignore[arg-type]
            templates=NoPainter(),  # type: ignore[arg-type]
            verify=verify_ed25519,
            check_storage=lambda: ([], "machine-file"),
            around=self.driver.around,
            wake_line=lambda: None,
        )
        self.runner = EffectRunner(self.parts)

    def run(self, effect: Effect) -> Intent | None:
        return self.runner.order_for(effect).work()

    def trail(self) -> list[tuple[str, str]]:
        return [(entry.kind, entry.subject) for entry in self.stores.audit.unacknowledged(limit=1000)]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def a_draft(rig: Rig, draft_id: str, *, age_s: float = 0.0, staff_id: str | None = None) -> Draft:
    saved_at = rig.clock.wall() - timedelta(seconds=age_s)
    return Draft(draft_id, saved_at, BIRTH, "Đăng ký khai sinh", {}, staff_id)


# --- after a power cut -------------------------------------------------------------------------------------


def test_of_two_drafts_the_newest_is_the_one_to_go_on_with(rig: Rig) -> None:
    for name, age_s in (("older", 300.0), ("newest", 5.0), ("oldest", 500.0)):
        rig.stores.drafts.save(a_draft(rig, name, age_s=age_s))
    found = rig.run(effects.FindResume())
    assert isinstance(found, intents.ResumeFound)
    assert found.draft is not None and found.draft.id == "newest"
    assert [draft.id for draft in rig.stores.drafts.open_drafts()] == ["newest"]


def test_a_citizens_draft_is_erased_after_its_time_and_a_clerks_is_not(rig: Rig) -> None:
    rig.stores.drafts.save(a_draft(rig, "citizen", age_s=16 * 60))
    rig.stores.drafts.save(a_draft(rig, "clerk", age_s=16 * 60, staff_id="lan"))
    assert rig.run(effects.FindResume()) == intents.ResumeFound(draft=None)
    assert [draft.id for draft in rig.stores.drafts.all_staff_drafts()] == ["clerk"]


# --- the trail ---------------------------------------------------------------------------------------------


def test_a_visit_that_never_began_leaves_no_line_in_the_trail(rig: Rig) -> None:
    assert rig.run(effects.EndSession(session_id="", reason="left")) == intents.SessionEnded()
    assert rig.trail() == []


def test_a_visit_is_recorded_under_one_name(rig: Rig) -> None:
    rig.run(effects.BeginSession(session_id="s", way="submit_dossier", staff_id=None))
    rig.run(effects.EndSession(session_id="s", reason="completed"))
    assert rig.trail() == [("session_began", "s"), ("session_ended", "s")]


def test_a_clerk_who_opens_a_draft_is_recorded_and_a_citizen_is_not(rig: Rig) -> None:
    rig.stores.drafts.save(a_draft(rig, "d", staff_id="lan"))
    rig.run(effects.LoadDraft(draft_id="d"))
    assert (AuditKind.RECORD_VIEWED.value, "d") not in rig.trail()
    rig.run(effects.LoadDraft(draft_id="d", staff_id="lan"))
    assert (AuditKind.RECORD_VIEWED.value, "d") in rig.trail()


def test_a_wrong_sign_in_does_not_keep_what_was_typed(rig: Rig) -> None:
    rig.run(staff_words.SignInStaff(staff_id="my-password", password="typed in the wrong field"))
    assert "my-password" not in str(rig.stores.audit.unacknowledged(limit=10))


# --- cameras -----------------------------------------------------------------------------------------------


def test_a_camera_is_looked_through_again_at_once_after_it_was_rested(rig: Rig) -> None:
    rig.run(effects.LookForCard(watch="first"))
    rig.run(effects.RestCameras())
    assert not rig.camera.on
    looked = rig.run(effects.LookForCard(watch="second"))
    assert isinstance(looked, intents.CardLooked)
    assert looked.sight is not None
    assert rig.camera.starts == 2


def test_cameras_belong_to_the_camera_lane_alone(rig: Rig) -> None:
    orders = (effects.RestCameras(), effects.LookForCard(watch="x"), page_words.LookForPage(watch="x"))
    assert {rig.runner.order_for(each).lane for each in orders} == {Lane.CAMERA}
    rig.run(effects.LookForCard(watch="x"))
    rig.run(effects.EndSession(session_id="", reason="left"))
    assert rig.camera.on  # another order rests it, in the lane that uses it


# --- the portal --------------------------------------------------------------------------------------------


def test_a_code_the_portal_will_not_look_for_is_unknown_and_the_portal_not_away(rig: Rig) -> None:
    rig.gateway.trouble = ServerRefused(422, "validation_failed")
    assert rig.run(track_words.TrackDossier(code="X")) == track_words.TrackingFound(tracking=None, away=False)


def test_while_the_portal_is_away_what_this_kiosk_knows_is_said(rig: Rig) -> None:
    dossier = submitted(rig)
    rig.gateway.trouble = ServerAway()
    found = rig.run(track_words.TrackDossier(code=dossier))
    assert isinstance(found, track_words.TrackingFound)
    assert isinstance(found.tracking, Tracking)
    assert (found.away, found.tracking.local) == (True, True)


# --- pages -----------------------------------------------------------------------------------------------


def test_a_page_that_was_kept_is_not_said_to_be_lost_for_want_of_a_small_picture(rig: Rig) -> None:
    class Blind(PlainPictures):
        def thumbnail(self, jpeg: bytes, *, width: int) -> bytes:
            raise FileRefused(code="file_damaged")

    rig.parts.devices.make_pictures = Blind
    rig.stores.drafts.save(a_draft(rig, "d"))
    kept = rig.run(
        page_words.KeepPage(
            draft_id="d", component_id="c", page_id="p", position=0, content=b"jpeg", fingerprint=1
        )
    )
    assert isinstance(kept, page_words.PagesKept)
    assert ([page.id for page in kept.pages], kept.thumbnails) == (["p"], {"p": b""})


# --- slips -------------------------------------------------------------------------------------------------


def test_a_slip_that_is_not_there_is_trouble_and_not_silence(rig: Rig) -> None:
    with pytest.raises(RuleBroken):
        rig.run(effects.PrintSlipAgain(reference="nothing"))


def test_what_became_of_a_slip_names_the_slip(rig: Rig) -> None:
    moved = rig.run(effects.PrintSlip(receipt=Receipt("account", {}), reference="TK-000001"))
    assert isinstance(moved, intents.SlipMoved)
    assert (moved.reference, moved.state) == ("TK-000001", PrintState.NOT_PRINTED)


# --- corrections -------------------------------------------------------------------------------------------

DOSSIER_ID = "00000000-0000-7000-8000-0000000000aa"
DOCUMENT_ID = "00000000-0000-7000-8000-0000000000bb"


def submitted(rig: Rig, *, account_id: str | None = None, **body: object) -> str:
    """A dossier with one paper; its reference."""
    applicant = Person(full_name="Nguyễn Thị An", personal_number="001199000001", account_id=account_id)
    whole = {
        "procedure": {"code": BIRTH, "version": "1", "case": "gone"},
        "applicant": applicant.to_wire(),
        "form": {},
        "replaces": None,
        **body,
    }
    paper = NewDocument(DOCUMENT_ID, "birth_notice", "birth_notice.pdf", "application/pdf", 1, b"%PDF-1")
    dossier = NewDossier(DOSSIER_ID, BIRTH, "Đăng ký khai sinh", whole, (paper,))
    return rig.stores.dossiers.submit(dossier, actor="citizen", point="HN0099").local_reference


def corrected(rig: Rig, reference: str) -> Draft:
    loaded = rig.run(staff_words.LoadCorrection(reference=reference, draft_id="draft", staff_id="lan"))
    assert isinstance(loaded, staff_words.CorrectionLoaded)
    return loaded.draft


def supplement_asked(rig: Rig) -> None:
    for state in (DossierState.UPLOADING, DossierState.SUBMITTED, DossierState.SUPPLEMENT_REQUESTED):
        rig.stores.dossiers.moved(DOSSIER_ID, state, by="portal")


def test_a_supplement_of_an_account_is_the_next_revision_with_its_papers_kept(rig: Rig) -> None:
    reference = submitted(rig, account_id="00000000-0000-7000-8000-0000000000cc")
    supplement_asked(rig)
    content = corrected(rig, reference).content
    assert (content["dossier_id"], content["revision"], content["replaces"]) == (DOSSIER_ID, 2, None)
    assert content["kept"] == {"birth_notice": [DOCUMENT_ID, 1]}


def test_a_supplement_without_an_account_is_a_new_dossier_in_place_of_the_first(rig: Rig) -> None:
    reference = submitted(rig)
    supplement_asked(rig)
    content = corrected(rig, reference).content
    assert content["dossier_id"] != DOSSIER_ID
    assert (content["revision"], content["replaces"]) == (1, DOSSIER_ID)


def test_the_papers_of_a_replaced_dossier_go_along_and_it_is_superseded(rig: Rig) -> None:
    reference = submitted(rig)
    supplement_asked(rig)
    visit = Visit()
    filing = Filing.restore(visit, rig.driver.around, corrected(rig, reference), (), {})
    rig.stores.drafts.save(filing.draft())
    kept = rig.run(effects.SubmitDossier(request=replace(filing.request(), confirmed=True)))
    assert isinstance(kept, intents.DossierKept)
    assert kept.dossier.replaces == DOSSIER_ID
    [paper] = kept.dossier.documents
    assert paper.id != DOCUMENT_ID
    with rig.stores.dossiers.open_document(paper.id) as file:
        assert file.read() == b"%PDF-1"
    old = rig.stores.dossiers.find(DOSSIER_ID)
    assert old is not None and old.state is DossierState.SUPERSEDED


def test_a_brought_pdf_goes_as_it_is_with_its_own_count_of_pages(rig: Rig) -> None:
    reference = submitted(rig)
    supplement_asked(rig)
    filing = Filing.restore(Visit(), rig.driver.around, corrected(rig, reference), (), {})
    rig.stores.drafts.save(filing.draft())
    [component] = filing.kept
    kept = rig.run(
        page_words.KeepPage(
            draft_id=filing.visit.draft_id,
            component_id=component,
            page_id="brought",
            position=0,
            content=b"%PDF-1.7 brought",
            fingerprint=0,
            media_type=PDF,
        )
    )
    assert isinstance(kept, page_words.PagesKept)
    assert kept.thumbnails == {}
    filing.take_pages(kept)
    sent = rig.run(effects.SubmitDossier(request=replace(filing.request(), confirmed=True)))
    assert isinstance(sent, intents.DossierKept)
    [paper] = sent.dossier.documents
    assert (paper.media_type, paper.pages) == (PDF, 3)
    with rig.stores.dossiers.open_document(paper.id) as file:
        assert file.read() == b"%PDF-1.7 brought"


def test_what_the_portal_refused_goes_again_as_the_same_revision(rig: Rig) -> None:
    reference = submitted(rig)
    rig.stores.dossiers.quarantined(DOSSIER_ID, Problem("validation_failed"))
    content = corrected(rig, reference).content
    assert (content["dossier_id"], content["revision"], content["replaces"]) == (DOSSIER_ID, 1, None)


def test_a_case_the_procedure_no_longer_has_becomes_its_first(rig: Rig) -> None:
    procedure = rig.parts.around.catalogue.get(BIRTH)
    assert procedure is not None
    assert corrected(rig, submitted(rig)).content["case"] == procedure.cases[0].id


@pytest.mark.parametrize(
    "body",
    [
        {"consents": [{"purpose": "submit_dossier"}, "x", {"agreed_at": "soon"}]},
        {"consents": "yes"},
        {"identity_verification": {"method": None, "at": "yesterday"}},
        {"identity_verification": {"method": "trust me"}},
        {"delivery": {"method": "home", "address": "Số 1"}},
        {"delivery": None},
    ],
)
def test_a_prepared_body_that_people_wrote_can_be_opened(rig: Rig, body: dict[str, Any]) -> None:
    draft = corrected(rig, submitted(rig, **body))
    filing = Filing.restore(Visit(), rig.driver.around, draft, (), {})
    assert filing.visit.verification is None  # nobody is named who would have checked
    assert filing.visit.consents == ()


def test_an_applicant_that_cannot_be_read_is_said(rig: Rig) -> None:
    reference = submitted(rig, applicant={**Person().to_wire(), "birth_date": "15/01/1999"})
    with pytest.raises(RuleBroken) as trouble:
        corrected(rig, reference)
    assert trouble.value.code == "dossier_unreadable"


def test_a_dossier_is_corrected_by_the_rules_it_was_begun_with(rig: Rig) -> None:
    catalogue = rig.parts.around.catalogue
    old = catalogue.get(BIRTH)
    assert old is not None
    follow(rig.parts, old)
    chosen = {"code": BIRTH, "version": old.version, "case": old.cases[0].id}
    reference = submitted(rig, procedure=chosen)
    wire = {**old.to_wire(), "version": "2027.1", "cases": [{"id": "new", "name": "Quy định mới"}]}
    index = catalogue._search
    followed = [Procedure.from_wire(body) for body in rig.stores.catalogue.followed()]
    rig.parts.around.catalogue = Catalogue(
        [Procedure.from_wire(wire)], lambda _all: index, rig.parts.around.today, followed
    )
    content = corrected(rig, reference).content
    assert content["procedure"]["version"] == old.version, "also after a restart, with only new rules listed"
    dossier = rig.stores.dossiers.find(reference)
    assert dossier is not None
    slip = dossier_slip("submission", dossier, rig.parts.around, proof="", clerk="", language="vi")
    assert slip.values["case_name"] == old.cases[0].name.vi


def test_a_dossier_whose_procedure_is_gone_is_said(rig: Rig) -> None:
    reference = submitted(rig)
    rig.parts.around.catalogue = type(rig.parts.around.catalogue)(
        [], lambda procedures: None, rig.parts.around.today
    )  # type: ignore[arg-type, return-value]
    with pytest.raises(KioskError) as trouble:
        corrected(rig, reference)
    assert trouble.value.code == "procedure_unknown"


def test_a_paper_that_is_gone_meanwhile_stops_nothing_but_this_dossier(rig: Rig) -> None:
    procedure = rig.parts.around.catalogue.get(BIRTH)
    assert procedure is not None
    request = DossierRequest(
        dossier_id="00000000-0000-7000-8000-0000000000dd",
        draft_id="",
        procedure=procedure,
        case_id=procedure.cases[0].id,
        agency="commune",
        applicant=Person(),
        answers={},
        components=(ComponentAnswer("birth_notice", "kept", ("gone",)),),
        delivery_method="agency",
        replaces=DOSSIER_ID,
        confirmed=True,
    )
    with pytest.raises(RuleBroken) as refused:
        rig.run(effects.SubmitDossier(request=request))
    assert refused.value.code == "document_unknown"


def test_what_the_citizen_has_not_confirmed_never_becomes_a_job(rig: Rig) -> None:
    procedure = rig.parts.around.catalogue.get(BIRTH)
    assert procedure is not None
    filing = Filing(Visit(), rig.parts.around, procedure, procedure.cases[0].id, dossier_id=DOSSIER_ID)
    rig.stores.drafts.save(a_draft(rig, "d", staff_id="lan"))
    filing.visit.draft_id = "d"
    with pytest.raises(RuleBroken) as refused:
        rig.run(effects.SubmitDossier(request=filing.request()))
    assert refused.value.code == "not_confirmed"
    assert rig.stores.queue.counts().left == 0
    assert rig.stores.drafts.load("d") is not None, "the draft is still there"
    assert (AuditKind.DOSSIER_CONFIRMED.value, DOSSIER_ID) not in rig.trail()
