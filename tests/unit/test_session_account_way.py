"""With an account or without: said beforehand, recorded, and kept to from the card to the dossier."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.account import (
    AccountExists,
    AccountRegistered,
    AccountWay,
    DeviceLogin,
    LoginAnswer,
    LoginState,
    OtpAnswer,
    OtpSent,
    OtpVerdict,
)
from kiosk.domain.events import AuditKind
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.portal import PortalSettings
from kiosk.flow.account_way_words import AccountWayChosen, AccountWayView
from kiosk.flow.account_words import (
    AccountAnswered,
    AccountDoneView,
    AccountQueued,
    LoginAnswered,
    LoginBegan,
    OtpEntered,
    OtpJudged,
    OtpView,
    QueueAccount,
    RegisterAccount,
)
from kiosk.flow.effects import Record, SaveDraft
from kiosk.flow.filing import Filing
from kiosk.flow.intents import (
    CaseChosen,
    ConsentAnswered,
    EffectFailed,
    PersonConfirmed,
    PhoneEntered,
    ProcedureChosen,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.views import CaseView, ConsentView, FormPageView, PhoneView
from kiosk.flow.visit import Visit
from kiosk.flow.ways import WayName
from tests.unit.test_session_account import FIELDS
from tests.unit.visit_driver import VisitDriver, a_portal

COPIES = "2.000908"
BOTH = ("portal", "vneid")
CLAIMS = {
    "sub": "001199000001",
    "name": "Nguyễn Thị An",
    "birthdate": "1999-01-15",
    "gender": "female",
    "phone_number": "0912345678",
    "vneid_level": 2,
}


def asked(portal: PortalSettings | None = None, **around: bool) -> VisitDriver:
    driver = VisitDriver(portal or a_portal(account_methods=BOTH))
    for name, value in around.items():
        setattr(driver.around, name, value)
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code=COPIES), WentOn())
    driver.say(CaseChosen(case_id=driver.view(CaseView).cases[0].id))
    return driver


def choose(driver: VisitDriver, way: AccountWay) -> None:
    driver.say(AccountWayChosen(way=way))
    consent = driver.view(ConsentView)
    driver.say(ConsentAnswered(purposes=frozenset(item.purpose for item in consent.items)))


def with_phone(driver: VisitDriver) -> str:
    """The card, the phone; the id of the account that is asked for."""
    driver.hold_up()
    driver.say(PersonConfirmed(fields=FIELDS))
    driver.view(PhoneView)
    driver.say(PhoneEntered(phone="0912345678"))
    return driver.last(RegisterAccount).account_id


def log_in(driver: VisitDriver, **changes: object) -> None:
    login = DeviceLogin(
        "device", "ABCD", "https://vneid.example", "https://vneid.example/?u=ABCD", 600.0, 5.0
    )
    driver.say(LoginBegan(login=login))
    answer = LoginAnswer(LoginState.APPROVED, {**CLAIMS, **changes})
    driver.say(LoginAnswered(user_code="ABCD", answer=answer))


def filing(driver: VisitDriver) -> Filing:
    found = driver.session._visit.filing
    assert found is not None
    return found


def test_it_is_asked_before_anything_about_the_person_and_is_on_record() -> None:
    driver = asked()
    view = driver.view(AccountWayView)
    assert view.ways == (AccountWay.VNEID, AccountWay.PORTAL, AccountWay.NONE)
    assert (view.chosen, view.known) == (None, False)
    choose(driver, AccountWay.NONE)
    record = next(order for order in driver.all_of(Record) if order.kind is AuditKind.ACCOUNT_WAY_CHOSEN)
    assert record.facts == {"account": "none", "procedure": COPIES}


def test_without_an_account_none_goes_out_even_where_one_was_opened_before() -> None:
    driver = asked()
    choose(driver, AccountWay.PORTAL)
    account_id = with_phone(driver)
    driver.say(AccountAnswered(answer=AccountRegistered(account_id, active=True, otp=None)), WentOn())
    assert filing(driver).request().applicant.account_id == account_id
    for _ in range(10):
        if isinstance(driver.session.view, AccountWayView):
            break
        driver.say(WentBack())
    view = driver.view(AccountWayView)
    assert (view.ways, view.known) == ((AccountWay.PORTAL, AccountWay.NONE), True)
    driver.say(AccountWayChosen(way=AccountWay.NONE))
    driver.view(FormPageView)
    request = filing(driver).request()
    assert (request.applicant.account_id, request.account_way) == (None, AccountWay.NONE)


def test_the_choice_outlives_a_power_cut() -> None:
    driver = asked()
    choose(driver, AccountWay.NONE)
    driver.hold_up()
    driver.say(PersonConfirmed(fields=FIELDS), PhoneEntered(phone="0912345678"))
    restored = Filing.restore(Visit(), driver.around, driver.last(SaveDraft).draft, (), {})
    assert restored.request().account_way is AccountWay.NONE


def test_an_account_is_opened_on_the_way_and_the_dossier_goes_under_it() -> None:
    driver = asked()
    choose(driver, AccountWay.PORTAL)
    assert {c.purpose for c in driver.session._visit.consents} >= {"submit_dossier", "register_account"}
    account_id = with_phone(driver)
    sent = OtpSent("sms", "09•••678", datetime(2026, 11, 20, 6, 0, tzinfo=UTC))
    driver.say(AccountAnswered(answer=AccountRegistered(account_id, active=False, otp=sent)))
    driver.view(OtpView)
    driver.say(OtpEntered(otp="123456"), OtpJudged(answer=OtpAnswer(OtpVerdict.RIGHT)))
    assert driver.view(AccountDoneView).goes_on
    driver.say(WentOn())
    driver.view(FormPageView)
    request = filing(driver).request()
    assert (request.applicant.account_id, request.account_way) == (account_id, AccountWay.PORTAL)


def test_a_registration_by_link_goes_on_too() -> None:
    driver = asked()
    choose(driver, AccountWay.PORTAL)
    account_id = with_phone(driver)
    driver.say(EffectFailed(effect="RegisterAccount", code="away", text_key="error.server_away"))
    assert driver.last(QueueAccount).account_id == account_id
    driver.say(AccountQueued(reference="TK-1"))
    assert driver.view(AccountDoneView).reference == "TK-1"
    driver.say(WentOn())
    driver.view(FormPageView)


def test_somebody_who_has_an_account_already_is_told_what_can_be_done() -> None:
    driver = asked()
    choose(driver, AccountWay.PORTAL)
    with_phone(driver)
    driver.say(AccountAnswered(answer=AccountExists("09•••999")))
    notice = driver.view(PhoneView).notice
    assert notice is not None and notice.key == "account_way.exists"


def test_vneid_fills_in_and_needs_no_card_and_no_phone() -> None:
    driver = asked()
    choose(driver, AccountWay.VNEID)
    log_in(driver)
    driver.view(FormPageView)
    request = filing(driver).request()
    assert request.account_way is AccountWay.VNEID
    assert request.verification is VerificationMethod.VNEID
    assert request.applicant.phone == "+84912345678"


def test_a_vneid_account_of_level_1_may_not_file() -> None:
    driver = asked()
    choose(driver, AccountWay.VNEID)
    log_in(driver, vneid_level=1)
    assert driver.view(AccountDoneView).level == 1
    assert driver.session._visit.filing is None


@pytest.mark.parametrize(
    ("methods", "online", "without", "ways"),
    [
        (("portal",), True, True, (AccountWay.PORTAL, AccountWay.NONE)),
        (BOTH, False, True, (AccountWay.PORTAL, AccountWay.NONE)),
        (("vneid",), True, False, (AccountWay.VNEID,)),
        (("vneid",), False, False, ()),
    ],
)
def test_only_what_can_be_done_here_and_now_is_offered(
    methods: tuple[str, ...], online: bool, without: bool, ways: tuple[AccountWay, ...]
) -> None:
    driver = asked(a_portal(account_methods=methods), online=online, without_account=without)
    view = driver.view(AccountWayView)
    assert (view.ways, view.without_account) == (ways, without)
    assert view.waits_for_line is ("vneid" in methods and not online)
    if AccountWay.NONE not in ways:
        driver.say(AccountWayChosen(way=AccountWay.NONE))
        driver.view(AccountWayView)
