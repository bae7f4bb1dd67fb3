"""The citizen's way to an account, through the session machine alone."""

from datetime import timedelta

from kiosk.domain.account import (
    AccountExists,
    AccountRegistered,
    DeviceLogin,
    LoginAnswer,
    LoginState,
    OtpAnswer,
    OtpSent,
    OtpVerdict,
)
from kiosk.domain.identity import Doubt
from kiosk.domain.scan import CodeKind
from kiosk.flow.account_words import (
    AccountAnswered,
    AccountDoneView,
    AccountQueued,
    LoginAnswered,
    LoginBegan,
    OtpAskedAgain,
    OtpEntered,
    OtpJudged,
    OtpView,
    OtpWasSent,
    PollLogin,
    QueueAccount,
    RegisterAccount,
    VerifyOtp,
    VneidView,
)
from kiosk.flow.effects import EndSession, LookForCard, PrintSlip
from kiosk.flow.intents import (
    CardLooked,
    ConsentAnswered,
    EffectFailed,
    IdleNoticed,
    IdleRanOut,
    Left,
    PersonConfirmed,
    PhoneEntered,
    SessionEnded,
    StillHere,
    TypingChosen,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.log_in_by_vneid import person_from_claims
from kiosk.flow.views import (
    CardTrouble,
    CheckPersonView,
    ConsentView,
    IdleWarningView,
    PhoneView,
    ScanCardView,
    WaitingView,
    WelcomeView,
)
from kiosk.flow.ways import WayName
from tests.unit.visit_driver import AN, NOON, VisitDriver, a_portal

FIELDS = {
    "full_name": AN.full_name,
    "personal_number": AN.number,
    "birth_date": "1999-01-15",
    "gender": "female",
    "address": AN.address,
}


def at_the_card() -> VisitDriver:
    driver = VisitDriver()
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    return driver


def at_the_phone() -> VisitDriver:
    driver = at_the_card()
    driver.hold_up()
    driver.say(PersonConfirmed(fields=FIELDS))
    return driver


def test_nothing_goes_on_without_the_required_consent() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.REGISTER_ACCOUNT))
    assert {item.purpose for item in driver.view(ConsentView).items} == {"register_account", "notices"}
    driver.say(ConsentAnswered(purposes=frozenset({"notices"})))
    notice = driver.view(ConsentView).notice
    assert notice is not None and notice.key == "consent.required_missing"


def test_a_read_card_fills_the_fields_and_locks_the_number() -> None:
    driver = at_the_card()
    driver.view(ScanCardView)
    driver.hold_up()
    view = driver.view(CheckPersonView)
    assert view.person.full_name == "Nguyễn Thị An"
    assert "personal_number" in view.locked


def test_another_card_is_named_and_the_camera_goes_on_looking() -> None:
    driver = at_the_card()
    looks = len([o for o in driver.orders if isinstance(o, LookForCard)])
    driver.hold_up(None, CodeKind.HEALTH_CARD)
    assert driver.view(ScanCardView).trouble is CardTrouble.HEALTH_CARD
    assert len([o for o in driver.orders if isinstance(o, LookForCard)]) == looks + 1


def test_a_late_look_of_a_screen_that_is_gone_starts_nothing() -> None:
    driver = at_the_card()
    stale = driver.last(LookForCard).watch
    driver.say(TypingChosen())
    before = len(driver.orders)
    driver.say(CardLooked(watch=stale, sight=None, waited_s=2.0))
    assert len(driver.orders) == before


def test_typing_is_offered_after_six_seconds() -> None:
    driver = at_the_card()
    driver.say(CardLooked(watch=driver.last(LookForCard).watch, sight=None, waited_s=6.5))
    assert driver.view(ScanCardView).offer_typing


def test_a_typed_number_that_contradicts_birth_year_or_sex_is_not_taken() -> None:
    driver = at_the_card()
    driver.say(TypingChosen(), PersonConfirmed(fields={**FIELDS, "birth_date": "1998-01-15"}))
    assert driver.view(CheckPersonView).problems == {"personal_number": "person.number_does_not_fit"}


def test_doubts_of_a_card_are_shown_but_do_not_stop() -> None:
    from dataclasses import replace

    driver = at_the_card()
    driver.hold_up(replace(AN, doubts=(Doubt.YEAR_AND_NUMBER,)))
    assert driver.view(CheckPersonView).doubts == (Doubt.YEAR_AND_NUMBER,)
    driver.say(PersonConfirmed(fields=FIELDS))
    driver.view(PhoneView)


def test_code_right_ends_in_an_active_account_and_a_slip() -> None:
    driver = at_the_phone()
    driver.say(PhoneEntered(phone="0912 345 678"))
    order = driver.last(RegisterAccount)
    assert order.body["phone"] == "+84912345678"
    assert order.body["activation"] == "otp"
    driver.say(
        AccountAnswered(
            answer=AccountRegistered(order.account_id, False, OtpSent("sms", "091•••••678", None))
        )
    )
    assert driver.view(OtpView).masked_to == "091•••••678"
    driver.say(OtpEntered(otp="123456"), OtpJudged(answer=OtpAnswer(OtpVerdict.WRONG, 4)))
    assert (driver.view(OtpView).problem, driver.view(OtpView).attempts_left) == ("otp.wrong", 4)
    driver.say(OtpEntered(otp="123457"), OtpJudged(answer=OtpAnswer(OtpVerdict.EXPIRED)))
    assert driver.view(OtpView).problem == "otp.expired"
    driver.say(OtpEntered(otp="654321"))
    assert driver.last(VerifyOtp).otp == "654321"
    driver.say(OtpJudged(answer=OtpAnswer(OtpVerdict.RIGHT)))
    assert driver.view(AccountDoneView).outcome == "active"
    assert "001199000001" not in str(driver.last(PrintSlip).receipt.values)


def test_a_wrong_phone_is_said_at_once() -> None:
    driver = at_the_phone()
    driver.say(PhoneEntered(phone="0212345678"))
    assert driver.view(PhoneView).problem == "phone.wrong"
    assert driver.none_of(RegisterAccount)


def test_an_account_that_exists_is_an_answer() -> None:
    driver = at_the_phone()
    driver.say(PhoneEntered(phone="0912345678"), AccountAnswered(answer=AccountExists("098•••••111")))
    view = driver.view(AccountDoneView)
    assert (view.outcome, view.masked_phone) == ("exists", "098•••••111")
    assert driver.none_of(PrintSlip)


def test_without_a_line_the_registration_is_queued_with_a_link() -> None:
    driver = at_the_phone()
    driver.say(PhoneEntered(phone="0912345678"))
    driver.say(
        EffectFailed(effect="RegisterAccount", code="server_away", text_key="error.server_away", sent=False)
    )
    assert driver.last(QueueAccount).body["activation"] == "link"
    assert driver.last(QueueAccount).account_id == driver.last(RegisterAccount).account_id
    driver.say(AccountQueued(reference="TK-000001"))
    assert driver.view(AccountDoneView).outcome == "link"


def test_vneid_shows_waiting_refusal_and_expiry_and_never_asks_a_secret() -> None:
    driver = VisitDriver(a_portal(account_methods=("vneid",)))
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    login = DeviceLogin(
        "secret-device-code", "WDJB-MJHT", "https://id.example", "https://id.example?c=1", 300.0, 5.0
    )
    driver.say(LoginBegan(login=login))
    assert driver.view(VneidView).verification_uri.startswith("https://id.example")
    driver.say(LoginAnswered(user_code="WDJB-MJHT", answer=LoginAnswer(LoginState.SLOW_DOWN)))
    assert driver.last(PollLogin).after_s == 10.0
    driver.say(LoginAnswered(user_code="WDJB-MJHT", answer=LoginAnswer(LoginState.EXPIRED)))
    assert driver.view(VneidView).state == "expired"
    driver.say(
        LoginAnswered(
            user_code="WDJB-MJHT",
            answer=LoginAnswer(
                LoginState.APPROVED, {"sub": AN.number, "name": AN.full_name, "vneid_level": 1}
            ),
        )
    )
    view = driver.view(AccountDoneView)
    assert (view.outcome, view.level, view.full_name) == ("vneid", 1, "Nguyễn Thị An")


def test_idle_warns_then_wipes_and_the_next_person_finds_nothing() -> None:
    driver = at_the_phone()
    driver.say(IdleNoticed())
    driver.view(IdleWarningView)
    driver.say(StillHere())
    driver.view(PhoneView)
    driver.say(IdleNoticed(), IdleRanOut())
    assert driver.last(EndSession).reason == "idle"
    driver.say(SessionEnded())
    driver.view(WelcomeView)
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    driver.say(TypingChosen())
    assert driver.view(CheckPersonView).person.full_name == ""


def test_back_to_the_welcome_screen_ends_the_visit() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.REGISTER_ACCOUNT), WentBack())
    assert driver.last(EndSession).reason == "left"


def test_leaving_anywhere_ends_the_visit() -> None:
    driver = at_the_phone()
    driver.say(Left())
    assert driver.last(EndSession).reason == "left"
    driver.say(SessionEnded(), WentOn())
    driver.view(WelcomeView)


# --- asked again, asked too soon, asked in vain ------------------------------------------------------------


def at_the_code() -> VisitDriver:
    driver = at_the_phone()
    driver.say(PhoneEntered(phone="0912345678"))
    account_id = driver.last(RegisterAccount).account_id
    sent = OtpSent("sms", "091•••••678", None)
    driver.say(AccountAnswered(answer=AccountRegistered(account_id, False, sent)))
    return driver


def test_the_same_registration_goes_under_the_same_id_and_a_corrected_one_under_another() -> None:
    driver = at_the_code()
    first = driver.last(RegisterAccount)
    driver.say(WentBack(), PhoneEntered(phone="0912 345 678"))
    again = driver.last(RegisterAccount)
    assert (again.account_id, again.body) == (first.account_id, first.body)
    driver.say(AccountAnswered(answer=AccountRegistered(again.account_id, False, None)))
    driver.say(WentBack(), WentBack(), PersonConfirmed(fields=FIELDS), PhoneEntered(phone="0912345678"))
    assert driver.last(RegisterAccount).account_id == first.account_id
    driver.say(AccountAnswered(answer=AccountRegistered(again.account_id, False, None)))
    driver.say(WentBack(), PhoneEntered(phone="0912345679"))
    assert driver.last(RegisterAccount).account_id != first.account_id


def test_a_refused_phone_is_said_beside_the_phone_and_can_be_put_right() -> None:
    driver = at_the_phone()
    driver.say(PhoneEntered(phone="0912345678"))
    driver.say(
        EffectFailed(
            effect="RegisterAccount",
            code="validation_failed",
            text_key="error.validation_failed",
            fields=(("/phone", "pattern", ""),),
            final=True,
        )
    )
    assert driver.view(PhoneView).problem == "phone.refused"
    driver.say(PhoneEntered(phone="0912345679"))
    assert driver.last(RegisterAccount).body["phone"] == "+84912345679"


def test_a_registration_that_cannot_even_be_queued_can_be_tried_again() -> None:
    driver = at_the_phone()
    driver.say(PhoneEntered(phone="0912345678"))
    away = EffectFailed(effect="RegisterAccount", code="server_away", text_key="error.server_away")
    driver.say(away, EffectFailed(effect="QueueAccount", code="unavailable", text_key="error.unavailable"))
    notice = driver.view(PhoneView).notice
    assert notice is not None and notice.key == "error.unavailable"
    driver.say(PhoneEntered(phone="0912345678"))
    assert driver.last(RegisterAccount)


def test_trouble_of_another_order_does_not_end_the_asking() -> None:
    driver = at_the_phone()
    driver.say(PhoneEntered(phone="0912345678"))
    driver.say(EffectFailed(effect="VerifyOtp", code="server_away", text_key="error.server_away"))
    driver.view(WaitingView)


def test_a_code_asked_for_too_soon_says_how_long_to_wait() -> None:
    driver = at_the_code()
    driver.say(OtpAskedAgain())
    driver.say(
        EffectFailed(
            effect="SendOtp",
            code="too_many_requests",
            text_key="error.too_many_requests",
            after_s=41.2,
        )
    )
    view = driver.view(OtpView)
    assert view.notice is not None
    assert (view.notice.key, view.notice.values) == ("otp.too_soon", {"seconds": 42})
    assert not view.checking


def test_the_last_wrong_code_asks_for_another_one() -> None:
    driver = at_the_code()
    driver.say(OtpEntered(otp="000000"), OtpJudged(answer=OtpAnswer(OtpVerdict.WRONG, 0)))
    assert driver.view(OtpView).problem == "otp.used_up"


def test_another_code_that_says_nothing_of_its_way_went_the_old_one() -> None:
    driver = at_the_code()
    driver.say(OtpAskedAgain(), OtpWasSent(sent=OtpSent("", "", None)))
    assert driver.view(OtpView).masked_to == "091•••••678"


def test_nobody_waits_for_ever_at_a_code_for_the_phone() -> None:
    driver = VisitDriver(a_portal(account_methods=("vneid",)))
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    driver.say(LoginBegan(login=DeviceLogin("x", "WDJB-MJHT", "https://id", "https://id?c=1", 3600.0, 5.0)))
    assert driver.view(VneidView).busy
    driver.around.now = lambda: NOON + timedelta(minutes=4)
    assert not driver.view(VneidView).busy


def test_claims_that_are_not_of_their_kind_are_left_out() -> None:
    person, level = person_from_claims(
        {
            "sub": AN.number,
            "name": " Nguyễn  Thị An ",
            "birthdate": "1999",
            "gender": "other",
            "address": ["x"],
            "phone_number": "0912 345 678",
            "vneid_level": "2",
        }
    )
    assert (person.full_name, person.phone, level) == ("Nguyễn Thị An", "+84912345678", 0)
    assert (person.birth_date, person.gender, person.address.text) == (None, None, "")
