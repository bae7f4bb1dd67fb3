"""The post's desk in the session machine and its orders carried out: wrong labels, strangers, things out of order."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.draft import Draft
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.held_result import Receiver, ResultState
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.person import Person
from kiosk.domain.post_item import HandOverLine, HandOverRecord, PostItem, PostState, Signature
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import CardSight, CodeKind, ReadMethod, SeenCode
from kiosk.domain.staff import StaffMember
from kiosk.flow import post_words as post
from kiosk.flow import result_words as words
from kiosk.flow import sign_words as signing
from kiosk.flow.effects import EndSession, LookForCard, PrintSlip, Record, SaveDraft
from kiosk.flow.hand_out_result import HandOutStep
from kiosk.flow.intents import (
    CardLooked,
    ConsentAnswered,
    DraftLoaded,
    EffectFailed,
    PersonConfirmed,
    PhoneEntered,
    ProcedureChosen,
    SearchTyped,
    SessionEnded,
    SlipMoved,
    WentBack,
    WentOn,
)
from kiosk.flow.staff_words import DraftResumed, LoadWork, WorkListView
from kiosk.flow.tools_words import ToolChosen, ToolsOpened
from kiosk.flow.track_words import TrackDossier, TrackingFound
from kiosk.flow.views import CheckPersonView, ScanCardView
from kiosk.flow.visit import Visit
from tests.fakes.post_samples import AN, AT, BINH, LABELS, sample_item, sample_result
from tests.unit.test_effects_carried_out import Rig
from tests.unit.visit_driver import CLERK, NOON, VisitDriver

PNG = b"png of a name"


def at_the_tool(name: str) -> VisitDriver:
    visit = VisitDriver()
    visit.sign_in(CLERK)
    visit.say(ToolsOpened(), ToolChosen(tool=name))
    return visit


@pytest.fixture
def desk() -> VisitDriver:
    return at_the_tool("paper_desk")


def to_the_count(visit: VisitDriver) -> None:
    visit.say(
        post.NewPaperAsked(),
        SearchTyped(text="ban sao tu so goc"),
        ProcedureChosen(code="2.000908"),
        post.PaperPlanned(case_id="self", agency="UBND phường", line="province", service="both"),
        ConsentAnswered(purposes=("submit_dossier", "notices")),
    )
    visit.view(ScanCardView)
    visit.hold_up()
    person = visit.view(CheckPersonView).person
    born = person.birth_date.isoformat() if person.birth_date else ""
    visit.say(
        PersonConfirmed(
            fields={
                "full_name": person.full_name,
                "personal_number": person.personal_number or "",
                "birth_date": born,
                "gender": "female",
                "address": person.address.text,
            }
        )
    )
    visit.say(PhoneEntered(phone=""))


def to_the_label(visit: VisitDriver) -> None:
    to_the_count(visit)
    view = visit.view(post.PaperCountView)
    for paper in view.papers:
        visit.say(post.PaperCounted(component_id=paper.component_id, originals=1, copies=0))
    visit.say(WentOn(), post.SignatureDrawn(picture=PNG), post.SignatureDrawn(picture=PNG))


def test_a_procedure_that_the_post_may_not_take_is_refused_at_once(desk: VisitDriver) -> None:
    desk.say(post.NewPaperAsked(), SearchTyped(text="2.000815"), ProcedureChosen(code="2.000815"))
    view = desk.view(post.PaperChoiceView)
    assert view.notice is not None
    assert "2.000815" in view.why_not


def test_nothing_of_the_list_is_forgotten(desk: VisitDriver) -> None:
    to_the_count(desk)
    view = desk.view(post.PaperCountView)
    assert view.forgotten
    desk.say(WentOn())
    assert desk.view(post.PaperCountView).notice is not None
    for paper_id in view.forgotten:
        desk.say(post.PaperCounted(component_id=paper_id, originals=0, copies=0, lacking=True))
    desk.say(WentOn())
    assert desk.view(post.PaperCountView).notice is not None, "an envelope with nothing in it"
    desk.say(post.PaperAdded(name="Đơn viết tay"), WentOn())
    assert desk.view(post.SignView).role == "citizen"
    desk.say(post.SignatureDrawn(picture=b""))
    assert desk.view(post.SignView).role == "citizen", "an empty field is no signature"


def test_a_label_is_checked_here_and_against_those_used_before(desk: VisitDriver) -> None:
    to_the_label(desk)
    desk.say(post.LabelEntered(text="EE123456786VN"), WentOn())
    assert desk.view(post.PaperLabelView).problem == "error.label_check_digit"
    desk.say(post.LabelEntered(text=LABELS[0]), WentOn())
    assert desk.none_of(post.SealPaper), "it was not answered yet"
    desk.say(post.LabelChecked(number=LABELS[0], is_used=True), WentOn())
    assert desk.view(post.PaperLabelView).problem == "error.label_used"
    assert desk.none_of(post.SealPaper)
    desk.say(post.LabelEntered(text=LABELS[1]), post.LabelChecked(number=LABELS[0], is_used=False))
    assert desk.view(post.PaperLabelView).number == "", "an answer about another label"
    desk.say(post.LabelChecked(number=LABELS[1], is_used=False), WentOn(), WentOn(), WentBack())
    [order] = desk.all_of(post.SealPaper)
    assert order.item.number == LABELS[1]
    assert [one.role for one in order.signatures] == ["citizen", "clerk"]
    assert order.item.dossier_body["channel"] == "paper"
    desk.say(EffectFailed(effect="SealPaper", code="label_used", text_key="error.label_used"))
    assert desk.view(post.PaperLabelView).problem == "error.label_used"


def test_a_label_may_be_held_before_the_camera(desk: VisitDriver) -> None:
    to_the_label(desk)
    seen = SeenCode(CodeKind.S10, ReadMethod.QR, LABELS[0])
    watch = desk.last(LookForCard).watch
    looked = CardLooked(watch=watch, sight=CardSight(1, codes=(seen,)), waited_s=0.1)
    desk.say(looked, looked)
    assert [order.number for order in desk.all_of(post.CheckLabel)] == [LABELS[0]]


def test_what_was_sealed_prints_and_ends_the_visit(desk: VisitDriver) -> None:
    to_the_label(desk)
    desk.say(post.LabelEntered(text=LABELS[0]), post.LabelChecked(number=LABELS[0], is_used=False), WentOn())
    item = replace(desk.last(post.SealPaper).item, reference="K-HN0099-261120-0001-A")
    desk.say(post.PaperSealed(item=item))
    assert desk.view(post.PostItemView).fresh
    slip = desk.last(PrintSlip).receipt
    assert slip.template == "dispatch"
    assert "001199000001" not in str(slip.values)
    desk.say(WentBack())
    assert desk.view(post.PostItemView).fresh
    desk.say(WentOn())
    assert desk.last(EndSession).reason == "completed"


# --- the count as a draft --------------------------------------------------------------------------------------


def kept_draft(visit: VisitDriver) -> Draft:
    return visit.last(SaveDraft).draft


def after_the_cut(draft: Draft, staff: StaffMember = CLERK) -> VisitDriver:
    """Another start: the clerk opens what stands on the bench."""
    visit = VisitDriver()
    visit.sign_in(staff)
    visit.say(DraftResumed(draft_id=draft.id), DraftLoaded(draft=draft, pages=(), thumbnails={}))
    return visit


def test_every_touch_of_the_count_is_kept(desk: VisitDriver) -> None:
    to_the_count(desk)
    first = kept_draft(desk)
    paper = desk.view(post.PaperCountView).papers[0]
    desk.say(post.PaperCounted(component_id=paper.component_id, originals=2, copies=1))
    assert kept_draft(desk).id == first.id
    assert kept_draft(desk).staff_id == CLERK.id
    assert "001199000001" not in kept_draft(desk).masked_number
    again = after_the_cut(json_round(kept_draft(desk)))
    assert again.view(post.PaperCountView).papers[0].originals == 2
    desk.say(EffectFailed(effect="SaveDraft", code="disk_full", text_key="error.disk_full"))
    assert desk.view(post.PaperCountView).notice is not None


def test_who_has_signed_does_not_sign_again(desk: VisitDriver) -> None:
    to_the_count(desk)
    for paper in desk.view(post.PaperCountView).papers:
        desk.say(post.PaperCounted(component_id=paper.component_id, originals=1, copies=0))
    desk.say(WentOn(), post.SignatureDrawn(picture=PNG))
    half, sender = json_round(kept_draft(desk)), desk.last(SaveDraft).draft.content["applicant"]
    desk.say(post.SignatureDrawn(picture=PNG), post.LabelEntered(text=LABELS[0]))
    desk.say(post.LabelChecked(number=LABELS[0], is_used=False))
    whole = json_round(kept_draft(desk))

    again = after_the_cut(half)
    again.say(WentOn())
    assert again.view(post.SignView).role == "clerk"

    again = after_the_cut(whole)
    again.say(WentOn())
    assert again.last(post.CheckLabel).number == LABELS[0], "it is looked up again"
    again.say(post.LabelChecked(number=LABELS[0], is_used=False), WentOn())
    order = again.last(post.SealPaper)
    assert order.item.sender.to_wire() == sender
    assert [one.picture for one in order.signatures] == [PNG, PNG]
    assert order.draft_id == whole.id
    assert order.item.dossier_body["consents"]

    another = after_the_cut(whole, replace(CLERK, id="mai", name="Mai"))
    another.say(WentOn())
    assert another.view(post.SignView).role == "clerk", "she signs for what she has looked over"

    changed = after_the_cut(whole)
    paper = changed.view(post.PaperCountView).papers[0]
    changed.say(post.PaperCounted(component_id=paper.component_id, originals=3, copies=0), WentOn())
    assert changed.view(post.SignView).role == "citizen", "another count is signed for anew"


def test_whoever_takes_the_papers_away_leaves_nothing(desk: VisitDriver) -> None:
    to_the_count(desk)
    draft = kept_draft(desk)
    while not isinstance(desk.session.view, post.PaperChoiceView):
        desk.say(WentBack())
    desk.say(WentBack())
    end = desk.last(EndSession)
    assert (end.draft_id, end.keep_draft) == (draft.id, False)


def test_what_was_taken_up_again_may_be_put_aside(desk: VisitDriver) -> None:
    to_the_count(desk)
    again = after_the_cut(json_round(kept_draft(desk)))
    again.say(WentBack())
    assert again.last(EndSession).keep_draft
    again.say(SessionEnded())
    assert isinstance(again.session.view, WorkListView)


def json_round(draft: Draft) -> Draft:
    """As the store gives it back."""
    return replace(draft, content=json.loads(json.dumps(draft.content)))


# --- who cannot sign on the screen -------------------------------------------------------------------------------


def to_the_signature(visit: VisitDriver) -> None:
    to_the_count(visit)
    for paper in visit.view(post.PaperCountView).papers:
        visit.say(post.PaperCounted(component_id=paper.component_id, originals=1, copies=0))
    visit.say(WentOn())
    assert visit.view(post.SignView).can_sign_instead


def sealed_slip(visit: VisitDriver) -> dict[str, object]:
    """On with the clerk's signature and the label; what the dispatch note says."""
    assert visit.view(post.SignView).role == "clerk"
    assert not visit.view(post.SignView).can_sign_instead
    visit.say(signing.CannotSign(), post.SignatureDrawn(picture=PNG), post.LabelEntered(text=LABELS[0]))
    visit.say(post.LabelChecked(number=LABELS[0], is_used=False), WentOn())
    visit.say(post.PaperSealed(item=visit.last(post.SealPaper).item))
    return dict(visit.last(PrintSlip).receipt.values)


def test_a_witness_signs_for_whoever_cannot_write(desk: VisitDriver) -> None:
    to_the_signature(desk)
    desk.say(signing.CannotSign())
    for why, name, problem in (
        ("", "Lê Thị Hoa", "error.sign_why_missing"),
        ("screen", "Lê Thị Hoa", "error.sign_pad_broken"),
        ("cannot_write", "Hoa", "error.witness_missing"),
        ("cannot_write", "nguyễn thị  an", "error.witness_is_signer"),
        ("cannot_write", CLERK.name, "error.witness_is_clerk"),
    ):
        desk.say(signing.WitnessNamed(why=why, name=name))
        assert desk.view(signing.SignInsteadView).problem == problem
    desk.say(post.SignatureDrawn(picture=PNG))
    assert isinstance(desk.session.view, signing.SignInsteadView), "nobody has signed yet"
    desk.say(signing.WitnessNamed(why="cannot_write", name="Lê Thị Hoa"))
    view = desk.view(post.SignView)
    assert (view.role, view.signer, view.can_sign_instead) == ("witness", "Lê Thị Hoa", False)
    desk.say(WentBack())
    assert isinstance(desk.session.view, signing.SignInsteadView)
    desk.say(signing.WitnessNamed(why="cannot_write", name="Lê Thị Hoa"), post.SignatureDrawn(picture=PNG))
    again = after_the_cut(json_round(kept_draft(desk)))
    again.say(WentOn())
    values = sealed_slip(again)
    assert (values["signed_way"], values["witness"]) == ("witness", "Lê Thị Hoa")
    citizen, clerk = again.last(post.SealPaper).signatures
    assert citizen.instead is not None
    assert (citizen.role, citizen.instead.witness, clerk.instead) == ("citizen", "Lê Thị Hoa", None)
    assert "Lê Thị Hoa" not in repr(citizen)


def test_a_name_or_fingerprint_on_paper_is_confirmed_by_the_clerk(desk: VisitDriver) -> None:
    to_the_signature(desk)
    desk.say(signing.CannotSign(), signing.SignedOnSheet(why="hand"))
    assert desk.view(signing.SignInsteadView).problem == "error.sign_sheet_missing"
    desk.say(signing.SheetAsked(why="hand"))
    sheet = desk.last(PrintSlip)
    assert sheet.receipt.template == "sign_sheet"
    desk.say(signing.SignedOnSheet(why="hand"))
    assert desk.view(signing.SignInsteadView).problem == "error.sign_sheet_missing", "it is being printed"
    desk.say(SlipMoved(reference=sheet.reference, state=PrintState.PRINTED, printer=PrinterState.READY))
    desk.say(signing.SignedOnSheet(why="hand"))
    values = sealed_slip(desk)
    assert (values["signed_way"], values["witness"]) == ("paper", "")
    item = desk.last(post.SealPaper).item
    assert item.sender_signed is not None
    assert item.sender_signed.why == "hand"


def test_an_officer_may_sign_on_paper(desk: VisitDriver) -> None:
    item = sample_item()
    hand_over(desk, item)
    desk.say(post.LabelEntered(text=item.number), post.OfficerNamed(name="Phạm Văn Minh", agency=item.agency))
    desk.say(post.SignatureDrawn(picture=PNG), signing.CannotSign(), signing.SheetAsked(why="screen"))
    sheet = desk.last(PrintSlip)
    desk.say(SlipMoved(reference=sheet.reference, state=PrintState.PRINTED, printer=PrinterState.READY))
    desk.say(signing.SignedOnSheet(why="screen"))
    order = desk.last(post.KeepHandOver)
    assert order.signatures[1].instead is not None
    record = HandOverRecord(
        order.record_id, "BB-1", order.agency, order.officer, order.staff_id, NOON, order.lines
    )
    desk.say(post.HandOverKept(record=record, items=(item,)))
    assert desk.last(PrintSlip).receipt.values["signed_way"] == "paper"


# --- hand-over -------------------------------------------------------------------------------------------------


def hand_over(desk: VisitDriver, *items: PostItem) -> None:
    desk.say(post.PostDeskLoaded(items=items, now=NOON), post.HandOverAsked())


def test_an_unknown_envelope_stops_nothing(desk: VisitDriver) -> None:
    here, other = sample_item(), sample_item(LABELS[1], agency="UBND khác")
    hand_over(desk, here, other)
    for text, problem in (
        ("???", "error.label_shape"),
        (LABELS[2], "error.item_unknown"),
        (LABELS[1], "hand_over.other_agency"),
        (LABELS[0], ""),
        (LABELS[0], "error.item_scanned_twice"),
    ):
        desk.say(post.LabelEntered(text=text))
        assert desk.view(post.HandOverView).problem == problem
    assert dict(desk.view(post.HandOverView).scanned) == {here.id: ""}


def test_both_sign_and_the_difference_is_noted(desk: VisitDriver) -> None:
    item = sample_item()
    hand_over(desk, item)
    desk.say(post.OfficerNamed(name="Minh", agency=item.agency))
    assert desk.view(post.HandOverView).notice is not None, "nothing was scanned"
    desk.say(post.LabelEntered(text=item.number), post.OfficerNamed(name=" ", agency=item.agency))
    assert desk.view(post.HandOverView).notice is not None, "nobody takes it"
    desk.say(post.AmissTold(item_id=item.id, remark="phong bì rách"))
    desk.say(post.OfficerNamed(name="Phạm Văn Minh", agency=item.agency))
    desk.say(post.SignatureDrawn(picture=PNG), post.SignatureDrawn(picture=PNG))
    order = desk.last(post.KeepHandOver)
    assert [one.role for one in order.signatures] == ["clerk", "officer"]
    assert order.lines == (HandOverLine(item.id, item.number, False, "phong bì rách"),)
    desk.say(EffectFailed(effect="KeepHandOver", code="item_moved_on", text_key="error.item_moved_on"))
    assert desk.view(post.HandOverView).notice is not None
    assert desk.view(post.HandOverView).can_go_back


def test_an_envelope_that_went_elsewhere_meanwhile_takes_no_other_with_it(desk: VisitDriver) -> None:
    here, gone = sample_item(), sample_item(LABELS[1])
    hand_over(desk, here, gone)
    desk.say(post.LabelEntered(text=here.number), post.LabelEntered(text=gone.number))
    desk.say(post.AmissTold(item_id=here.id, remark="phong bì rách"))
    desk.say(post.OfficerNamed(name="Phạm Văn Minh", agency=here.agency))
    desk.say(post.SignatureDrawn(picture=PNG), post.SignatureDrawn(picture=PNG))
    desk.say(EffectFailed(effect="KeepHandOver", code="item_moved_on", text_key="error.item_moved_on"))
    desk.last(post.LoadPostDesk)
    desk.say(post.PostDeskLoaded(items=(here,), now=NOON))
    view = desk.view(post.HandOverView)
    assert dict(view.scanned) == {here.id: "phong bì rách"}
    assert view.notice is not None
    assert view.notice.values["numbers"] == "EE 473 124 829 VN"
    desk.say(post.OfficerNamed(name="Phạm Văn Minh", agency=here.agency))
    desk.say(post.SignatureDrawn(picture=PNG), post.SignatureDrawn(picture=PNG))
    assert [line.item_id for line in desk.last(post.KeepHandOver).lines] == [here.id]


# --- results ---------------------------------------------------------------------------------------------------


def opened(**changes: object) -> VisitDriver:
    visit = at_the_tool("results")
    held = sample_result(**changes)
    visit.say(words.ResultOpened(result_id=held.id))
    visit.say(words.ResultLoaded(result=held, applicant=AN))
    return visit


def test_an_invitation_goes_by_the_portal_or_as_a_letter() -> None:
    visit = opened()
    visit.say(words.InviteAsked())
    assert visit.last(words.MoveResult).invites
    letter = opened(dossier_id="")
    letter.say(words.InviteAsked())
    order = letter.last(words.MoveResult)
    assert not order.invites
    letter.say(words.ResultChanged(result=order.after))
    assert letter.last(PrintSlip).receipt.template == "invitation"


def test_a_move_out_of_order_is_a_sentence() -> None:
    visit = opened(state=ResultState.INVITED_1, invited_at=(NOON,))
    visit.say(words.InviteAsked())
    assert visit.view(words.HeldResultView).problem == "error.invited_too_soon"
    visit.say(words.SendBackAsked())
    assert visit.view(words.HeldResultView).problem == "error.sent_back_too_soon"
    visit.say(words.DoorTold(given=True))
    assert visit.view(words.HeldResultView).problem == "error.result_moved_on", "it is not out for delivery"
    visit.say(words.DoorAsked(label="EE123456786VN"))
    assert visit.view(words.HeldResultView).problem == "error.label_check_digit"
    assert visit.none_of(words.MoveResult)


@pytest.mark.parametrize("holder", [BINH, Person(full_name=AN.full_name), replace(AN, personal_number="")])
def test_nobody_elses_result_is_handed_out(holder: Person) -> None:
    visit = Visit(staff=CLERK, session_id="s", verification=VerificationMethod.CLERK)
    around = VisitDriver().around
    moves: list[words.MoveResult] = []

    def given(move: words.MoveResult) -> HandOutStep:
        moves.append(move)
        return step

    step = HandOutStep(visit, around, sample_result(), holder, (AN, None), given)
    [told] = step.enter()
    assert isinstance(told, Record)
    assert told.kind is AuditKind.RESULT_REFUSED
    assert step.enter() == ()
    turn = step.handle(words.OldPapersTold(old_papers=(), authority_paper=" "))
    assert turn.to is None
    view = step.view()
    assert isinstance(view, words.HandOutView)
    assert view.receiver is Receiver.STRANGER
    assert view.notice is not None
    assert moves == []


# --- carried out -----------------------------------------------------------------------------------------------


def signatures() -> tuple[Signature, ...]:
    return Signature("citizen", AT, PNG), Signature("clerk", AT, PNG)


def seal(rig: Rig, **changes: object) -> PostItem:
    body = {"channel": "paper", "agency": "UBND", "applicant": AN.to_wire(), "effort": {}, "form": {}}
    item = sample_item(dossier_body=body, **changes)
    sealed = rig.run(post.SealPaper(item=item, signatures=signatures(), counted={"level": "none"}))
    assert isinstance(sealed, post.PaperSealed)
    return sealed.item


def test_a_sealed_envelope_is_a_dossier_of_the_paper_channel() -> None:
    rig = Rig()
    item = seal(rig)
    dossier = rig.stores.dossiers.find(item.reference)
    assert dossier is not None
    assert (dossier.id, dossier.documents) == (item.id, ())
    assert dossier.body["channel"] == "paper"


def test_a_power_cut_between_envelope_and_dossier_is_made_good() -> None:
    rig = Rig()
    item = seal(rig)
    rig.stores.post.refer(item.id, "")
    loaded = rig.run(post.LoadPostDesk())
    assert isinstance(loaded, post.PostDeskLoaded)
    assert [each.reference for each in loaded.items] == [item.reference]


def test_tracking_shows_both_clocks_of_a_paper_dossier() -> None:
    rig = Rig()
    item = seal(rig)
    for code in (item.reference, item.number):
        found = rig.run(TrackDossier(code=code))
        assert isinstance(found, TrackingFound)
        assert found.tracking is not None
        assert (found.tracking.posted_at, found.tracking.filed_at) == (item.sealed_at, None)
        assert AN.full_name not in str(found.tracking)
    keep = post.KeepHandOver(
        record_id="019a0000-0000-7000-8000-0000000000aa",
        agency=item.agency,
        officer="Minh",
        staff_id="lan",
        lines=(HandOverLine(item.id, item.number),),
        signatures=(Signature("clerk", AT, PNG), Signature("officer", AT + timedelta(hours=1), PNG)),
    )
    kept = rig.run(keep)
    assert isinstance(kept, post.HandOverKept)
    assert kept.record.at == AT + timedelta(hours=1)
    found = rig.run(TrackDossier(code=item.number))
    assert isinstance(found, TrackingFound)
    assert found.tracking is not None
    assert found.tracking.filed_at == kept.record.at
    typed = seal(rig, number=LABELS[1], procedure_code="")
    assert typed.state is PostState.SEALED


def test_an_unknown_result_is_kept_apart_and_a_given_one_refused() -> None:
    rig = Rig()
    item = seal(rig)
    taken = rig.run(words.TakeResultIn(code=item.number, staff_id="lan"))
    assert isinstance(taken, words.ResultTaken)
    assert (taken.result.reference, taken.is_new) == (item.reference, True)
    again = rig.run(words.TakeResultIn(code=item.reference, staff_id="lan"))
    assert isinstance(again, words.ResultTaken)
    strange = rig.run(words.TakeResultIn(code="H26.99-261101-0007", staff_id="lan"))
    assert isinstance(strange, words.ResultTaken)
    assert strange.result.state is ResultState.UNMATCHED
    with pytest.raises(RuleBroken):
        rig.run(words.TakeResultIn(code="001199000001", staff_id="lan"))
    loaded = rig.run(words.LoadResult(result_id=taken.result.id, staff_id="lan"))
    assert isinstance(loaded, words.ResultLoaded)
    assert loaded.applicant is not None
    assert loaded.applicant.personal_number == AN.personal_number


def test_the_bench_raises_the_alarm() -> None:
    visit = VisitDriver()
    visit.sign_in(CLERK)
    view = visit.view(WorkListView)
    assert view.notice is None
    rig = Rig()
    seal(rig, due_at=rig.clock.wall() - timedelta(days=1))
    loaded = rig.run(LoadWork(staff_id="lan"))
    visit.say(loaded)
    notice = visit.view(WorkListView).notice
    assert notice is not None
    assert (notice.key, notice.values["count"]) == ("paper_desk.alarm", 1)
