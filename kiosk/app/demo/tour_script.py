"""What the tour does, in the order a person would: an account, a dossier with an outage, a look-up, the clerk's bench."""

import hashlib
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from kiosk.app.demo.main import CLERK
from kiosk.domain.dossier import DossierState
from kiosk.domain.form_field import FormField
from kiosk.flow.page_words import ScanPagesView
from kiosk.flow.views import CardTrouble, CaseView, ChecklistView, FormPageView

if TYPE_CHECKING:
    from kiosk.app.demo.tour import Tour

PHONE = "0912345678"
PROCEDURE = "1.001193"
SEARCHED = "dang ky khai sinh"
LINE_BYTES_PER_S = 400_000
CUT_AFTER_BYTES = 150_000
OUTAGE_WITHIN_S = 60.0
DELIVERED_WITHIN_S = 120.0
GOOD_PAPERS = ("birth_notice", "declaration", "residence")
SAMPLE_ANSWERS = {
    "text": "Bệnh viện mẫu",
    "name": "Nguyễn Minh Khang",
    "digits": "001199000001",
    "phone": PHONE,
    "email": "mau@example.vn",
    "address": "Số 1, Phường Cửa Nam, Hà Nội",
    "long_text": "Không có",
    "number": "1",
}
TOUCHED = ("choice", "yes_no")
SAMPLE_DATE = ("10", "11", "2026")


def script(tour: "Tour") -> Iterator[None]:
    """Each `yield` waits for what was just asked for."""
    yield
    yield from welcome(tour)
    yield from account(tour)
    yield from dossier(tour)
    yield from look_up(tour)
    yield from clerk(tour)


def welcome(tour: "Tour") -> Iterator[None]:
    """The first screen, online."""
    tour.wait(lambda: tour.hands.on("welcome")() and tour.terminal.shows_online, "the welcome screen, online")
    yield
    point = tour.built.parts.around.portal.agent_point
    tour.reached("welcome", agent_point=point.code, procedures=len(tour.built.parts.around.catalogue))


def identify(tour: "Tour", card: str, step: str) -> Iterator[None]:
    """Hold up a card until it is read, and say that it is right."""
    hands = tour.hands
    tour.wait(hands.on("scan_card"), "the card screen")
    yield
    if step == "account":
        tour.dock.hold_card("health_card:front")
        tour.wait(lambda: _view(tour).trouble is CardTrouble.HEALTH_CARD, "another card to be told apart")
        yield
        tour.reached("account-other-card", trouble=_view(tour).trouble.value)
    tour.dock.hold_card(card)
    tour.wait(hands.on("check_person"), "the card to be read from the camera's frames")
    yield
    tour.dock.take_away()
    person: Any = tour.terminal.session.view
    tour.reached(
        f"{step}-card-read", number_read=bool(person.person.personal_number), doubts=len(person.doubts)
    )
    hands.click("check_person.go_on")
    yield


def consent(tour: "Tour", way: str) -> Iterator[None]:
    """Tick what is needed, and the text messages."""
    hands = tour.hands
    tour.wait(hands.on("consent"), "the consent screen")
    yield
    items: Any = tour.terminal.session.view
    for item in items.items:
        if item.required or way == "account":
            hands.click(f"consent.purpose_{item.purpose}")
    tour.reached(f"{way}-consent", purposes=[item.purpose for item in items.items])
    hands.click("consent.go_on")
    yield


def account(tour: "Tour") -> Iterator[None]:
    """Way 1: an account with a one-time code."""
    hands = tour.hands
    hands.click("welcome.register_account")
    yield from consent(tour, "account")
    yield from identify(tour, "cccd_2021:front", "account")
    tour.wait(hands.on("phone"), "the phone screen")
    yield
    hands.type("phone.number", PHONE)
    tour.reached("account-phone")
    hands.click("phone.go_on")
    tour.wait(hands.on("otp"), "the portal's one-time code")
    yield
    tour.wait(lambda: _newest_code(tour) is not None, "the text message with the code")
    yield
    code = _newest_code(tour)
    hands.type("otp.code", str(code))
    tour.reached("account-code")
    hands.click("otp.go_on")
    tour.wait(hands.on("account_done"), "the account to be active")
    yield
    tour.wait(lambda: _slip_printed(tour), "the account's slip")
    yield
    tour.reached("account-done", outcome=_view(tour).outcome, slips=len(tour.dock.roll()))
    hands.click("account_done.finish")
    tour.wait(hands.on("welcome"), "the welcome screen again")
    yield


def _newest_code(tour: "Tour") -> str | None:
    for message in reversed(tour.dock.portal.messages()):
        found = message.get("otp") or next(iter(re.findall(r"\b\d{6}\b", str(message.get("text", "")))), None)
        if found:
            return str(found)
    return None


def dossier(tour: "Tour") -> Iterator[None]:
    """Way 2: a birth registration, with the cable pulled in the middle of its upload."""
    hands = tour.hands
    hands.click("welcome.submit_dossier")
    tour.wait(hands.on("search"), "the search screen")
    yield
    hands.type("search.text", SEARCHED)
    tour.wait(hands.ready(f"search.result_{PROCEDURE}"), "the procedure to be found without tone marks")
    yield
    tour.reached("dossier-search", typed=SEARCHED, found=PROCEDURE)
    hands.click(f"search.result_{PROCEDURE}")
    tour.wait(hands.on("procedure"), "the procedure's page")
    yield
    tour.reached("dossier-procedure")
    hands.click("procedure.go_on")
    yield
    if isinstance(_view(tour), CaseView):
        tour.reached("dossier-case")
        hands.click(f"case.case_{_view(tour).cases[0].id}")
        yield
    tour.wait(hands.on("account_way"), "the question whether it is filed with an account")
    yield
    tour.reached("dossier-account-way", ways=[str(way) for way in _view(tour).ways])
    hands.click("account_way.way_none")
    yield
    yield from consent(tour, "dossier")
    yield from identify(tour, "cccd_2021:front", "dossier")
    tour.wait(hands.on("phone"), "the phone screen")
    yield
    hands.type("phone.number", PHONE)
    hands.click("phone.go_on")
    tour.wait(hands.on("form"), "the form")
    yield
    yield from fill_form(tour)
    yield from photograph(tour)
    yield from deliver(tour)


def fill_form(tour: "Tour") -> Iterator[None]:
    """Answer what is required, page by page."""
    pages = 0
    while isinstance(_view(tour), FormPageView):
        page = _view(tour).form_page
        for _ in range(8):
            empty = [q.field for q in _view(tour).fields if q.field.required and q.value in (None, "")]
            if not empty or _is_another_page(tour, page):
                break
            # what is typed first, one field after the other without a finger on the glass
            _answer(tour, min(empty, key=lambda field: field.widget in TOUCHED))
            yield
        pages += 1
        if pages in (1, 2):
            tour.reached(f"dossier-form-{pages}", questions=len(_view(tour).fields))
        if not _is_another_page(tour, page):
            tour.hands.click("form.go_on")
        tour.wait(
            partial(_is_another_page, tour, page),
            f"page {page + 1} of the form to be right",
        )
        yield


def _page_is_found(tour: "Tour") -> bool:
    view = _view(tour)
    return view.corners is not None and view.problem is None


def _is_kept(tour: "Tour", count: int) -> bool:
    view = _view(tour)
    return isinstance(view, ScanPagesView) and view.kept and len(view.thumbs) == count


def _is_taken(tour: "Tour", count: int) -> bool:
    return bool(tour.hands.on("check_page")()) or _is_kept(tour, count)


def _desk_is_empty(tour: "Tour") -> bool:
    view = _view(tour)
    return isinstance(view, ScanPagesView) and not view.kept


def _is_another_page(tour: "Tour", page: int) -> bool:
    view = _view(tour)
    return not isinstance(view, FormPageView) or view.form_page != page


def _answer(tour: "Tour", field: FormField) -> None:
    name = f"form.{field.name}"
    if field.choices:
        tour.hands.click(f"{name}.{field.choices[0][0]}")
    elif field.widget == "yes_no":
        tour.hands.click(f"{name}.True")
    elif field.widget == "date":
        tour.hands.go_on_to(f"{name}_day")
        for part, text in zip(("day", "month", "year"), SAMPLE_DATE, strict=True):
            tour.hands.type(f"{name}_{part}", text)
    else:
        tour.hands.go_on_to(name)
        tour.hands.type(name, SAMPLE_ANSWERS.get(field.widget, "Mẫu"))


def photograph(tour: "Tour") -> Iterator[None]:
    """Every paper of the checklist; the camera shoots by itself when the page lies still."""
    hands = tour.hands
    tour.wait(hands.on("checklist"), "the checklist")
    yield
    tour.reached("dossier-checklist", missing=_view(tour).missing)
    papers = iter(GOOD_PAPERS)
    first = True
    while _view(tour).missing:
        line = next(line for line in _view(tour).lines if line.state == "missing" and line.required)
        if line.component.kind == "show":
            hands.click(f"checklist.shown_{line.component.id}")
            yield
            continue
        hands.click(f"checklist.scan_{line.component.id}")
        tour.wait(hands.on("scan_pages"), "the page camera")
        yield
        for count in range(1, (3 if first else 1) + 1):
            paper = next(papers, GOOD_PAPERS[0])
            tour.dock.put_page(paper)
            if first and paper == GOOD_PAPERS[0]:
                tour.wait(partial(_page_is_found, tour), "the page to be found", settle_s=0.0)
                yield
                tour.reached("dossier-page-found")
            tour.wait(partial(_is_taken, tour, count), f"the page {paper} to be photographed by itself")
            yield
            doubted = hands.on("check_page")()
            if doubted:
                hands.click("check_page.accept")
                tour.wait(partial(_is_kept, tour, count), f"the page {paper} to be kept")
                yield
            tour.reached(f"dossier-page-{paper}", kept=count, doubted=bool(doubted))
            tour.dock.take_away()
            tour.wait(partial(_desk_is_empty, tour), "the sheet to be taken away", settle_s=0.0)
            yield
        first = False
        hands.click("scan_pages.finish")
        tour.wait(lambda: isinstance(_view(tour), ChecklistView), "the checklist again")
        yield
    tour.reached("dossier-papers-complete")
    hands.click("checklist.go_on")
    tour.wait(hands.on("delivery"), "the ways of delivery")
    yield


def deliver(tour: "Tour") -> Iterator[None]:
    """Confirm, then an outage in the middle of the upload, then proof that it arrived once and whole."""
    hands = tour.hands
    if not hands.checked("delivery.method_agent_point"):
        hands.click("delivery.method_agent_point")
        yield
    tour.reached("dossier-delivery")
    hands.click("delivery.go_on")
    tour.wait(hands.on("summary"), "the summary")
    yield
    tour.reached("dossier-summary", total=_view(tour).total)
    cable = tour.dock.cable
    cable.slow_to(LINE_BYTES_PER_S)
    cable.cut_after(CUT_AFTER_BYTES)
    hands.click("summary.confirm")
    tour.wait(hands.on("dossier_done"), "the dossier to be durable")
    yield
    reference = _view(tour).reference
    tour.wait(lambda: _slip_printed(tour), "the dossier's slip")
    yield
    tour.reached("dossier-durable", reference=reference, state=_view(tour).state)
    tour.wait(
        lambda: not cable.plugged, "the cable to be cut in the middle of the upload", within_s=OUTAGE_WITHIN_S
    )
    yield
    tour.wait(
        lambda: not tour.terminal.shows_online, "the kiosk to notice the outage", within_s=OUTAGE_WITHIN_S
    )
    yield
    sent = cable.up_bytes
    tour.reached("dossier-outage", bytes_before=sent, state=_view(tour).state)
    cable.slow_to(None)
    cable.plug()
    tour.wait(
        lambda: _view(tour).state == DossierState.SUBMITTED.value,
        "the upload to go on and the signed manifest to be verified",
        within_s=DELIVERED_WITHIN_S,
    )
    yield
    tour.reached("dossier-submitted", **_arrived_whole(tour, reference))
    hands.click("dossier_done.finish")
    tour.wait(hands.on("welcome"), "the welcome screen again")
    yield


def _arrived_whole(tour: "Tour", reference: str) -> dict[str, Any]:
    """Every document's bytes at the portal hash to what the kiosk kept, and it was submitted exactly once."""
    from kiosk.app.demo.tour import NotReached

    kept = tour.built.storage.dossiers.find(reference)
    assert kept is not None
    portal = tour.dock.portal
    for document in kept.documents:
        content = portal.read_bytes(f"dossiers/{kept.id}/documents/{document.id}")
        if hashlib.sha256(content).hexdigest() != document.sha256:
            raise NotReached(f"the portal has other bytes of {document.component_id}")
    submissions = portal.submissions_of(kept.id)
    if submissions != 1:
        raise NotReached(f"the portal counts {submissions} submissions")
    return {
        "documents": len(kept.documents),
        "bytes": sum(document.bytes for document in kept.documents),
        "equal_bytes": True,
        "submissions": submissions,
    }


def look_up(tour: "Tour") -> Iterator[None]:
    """The officer accepts; the citizen looks it up by the slip's reference."""
    hands = tour.hands
    dossiers = tour.built.storage.dossiers
    newest = dossiers.recent(limit=1)[0]
    tour.dock.portal.ask("POST", f"dossiers/{newest.id}/accept", {})
    tour.wait(
        lambda: (dossiers.find(newest.id) or newest).state is DossierState.ACCEPTED,
        "the officer's acceptance to come back",
    )
    yield
    code = (dossiers.find(newest.id) or newest).official_code
    hands.click("welcome.track_dossier")
    tour.wait(hands.on("track"), "the look-up screen")
    yield
    hands.type("track.code", newest.local_reference)
    tour.reached("look-up")
    hands.click("track.go_on")
    tour.wait(hands.on("track_result"), "where the dossier stands")
    yield
    tour.reached("look-up-result", state=_view(tour).tracking.state, official_code=code)
    hands.click("track_result.finish")
    tour.wait(hands.on("welcome"), "the welcome screen again")
    yield


def clerk(tour: "Tour") -> Iterator[None]:
    """Way 3: the clerk signs in and looks at the bench."""
    hands = tour.hands
    hands.click("welcome.staff")
    tour.wait(hands.on("sign_in"), "the sign-in")
    yield
    hands.type("sign_in.staff_id", CLERK[0])
    hands.type("sign_in.password", CLERK[2])
    hands.click("sign_in.go_on")
    tour.wait(hands.on("work_list"), "the clerk's bench")
    yield
    hands.click("work_list.tab_recent")
    tour.wait(lambda: len(_view(tour).recent) > 0, "the work list")
    yield
    tour.reached("clerk-bench", recent=len(_view(tour).recent), waiting=_view(tour).counts.left)
    hands.click("work_list.sign_out")
    tour.wait(hands.on("welcome"), "the welcome screen again")
    yield


def _view(tour: "Tour") -> Any:
    return tour.terminal.session.view


def _slip_printed(tour: "Tour") -> bool:
    slip = _view(tour).slip
    return slip is not None and slip.state.value == "printed"
