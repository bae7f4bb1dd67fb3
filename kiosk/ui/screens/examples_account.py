"""The screens of start, identity and account in every notable state, with invented people; for gallery and tests."""

from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.domain.bilingual import Text
from kiosk.domain.identity import Doubt
from kiosk.domain.person import Address, Gender, Person
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import Hint
from kiosk.flow.account_words import AccountDoneView, OtpView, VneidView
from kiosk.flow.call_words import ClerkCalledView
from kiosk.flow.messages import Notice, View
from kiosk.flow.views import (
    CardTrouble,
    CheckPersonView,
    ConsentItem,
    ConsentView,
    IdleWarningView,
    OutOfOrderView,
    PhoneView,
    ResumeView,
    ScanCardView,
    SlipState,
    TroubleView,
    WaitingView,
    WelcomeView,
)
from kiosk.flow.ways import WayName

_AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
_AN = Person(
    full_name="Nguyễn Thị An",
    personal_number="001199000001",
    birth_date=date(1999, 1, 15),
    gender=Gender.FEMALE,
    address=Address(text="Số 1, Phường Cửa Nam, Hà Nội"),
    phone="+84912345678",
)
_ITEMS = (
    ConsentItem(
        "register_account",
        "1",
        Text(
            "Tôi đồng ý cho đại lý đọc thẻ và gửi thông tin của tôi tới Cổng dịch vụ công để đăng ký tài khoản.",
            "I agree that the agent reads my card and sends my details to the portal to register an account.",
        ),
        required=True,
    ),
    ConsentItem(
        "notices",
        "1",
        Text("Tôi muốn nhận tin nhắn báo tình trạng hồ sơ.", "I want text messages about my dossier."),
        required=False,
    ),
)
_PRINTED = SlipState(PrintState.PRINTED, PrinterState.READY)

EXAMPLES: tuple[tuple[str, View], ...] = (
    (
        "welcome",
        WelcomeView(
            point_name="Bưu cục Cửa Nam (mẫu)", hotline="1900 0000", hours="Thứ Hai – Thứ Bảy, 07:30 – 17:30"
        ),
    ),
    ("welcome-vneid", WelcomeView(account_method="vneid", point_name="Bưu cục Cửa Nam (mẫu)")),
    (
        "resume-card",
        ResumeView(procedure_name="Đăng ký khai sinh", saved_at=_AT, draft_id="d", needs_card=True),
    ),
    (
        "resume-wrong-card",
        ResumeView(
            procedure_name="Đăng ký khai sinh", saved_at=_AT, draft_id="d", needs_card=True, wrong_card=True
        ),
    ),
    ("resume-touch", ResumeView(procedure_name="Đăng ký khai sinh", saved_at=_AT, draft_id="d")),
    ("waiting", WaitingView(text_key="account.asking")),
    ("waiting-for-line", WaitingView(text_key="vneid.asking", busy=False, can_go_back=True)),
    ("trouble", TroubleView(code="server_away", text_key="error.server_away", can_go_back=True)),
    (
        "trouble-for-good",
        TroubleView(code="device_revoked", text_key="error.device_revoked", can_retry=False, can_leave=True),
    ),
    ("clerk-called", ClerkCalledView(hotline="1900 0000", session_code="7KQ2MX", can_go_back=True)),
    ("clerk-called-plain", ClerkCalledView(hotline="", session_code="", can_go_back=True)),
    ("idle-warning", IdleWarningView(warning_s=20)),
    (
        "out-of-order",
        OutOfOrderView(terminal="Quầy 1", code="database_damaged", text_key="error.database_damaged"),
    ),
    ("consent", ConsentView(items=_ITEMS, way=WayName.REGISTER_ACCOUNT, step=(1, 4), can_go_back=True)),
    (
        "consent-missing",
        ConsentView(
            items=_ITEMS,
            way=WayName.REGISTER_ACCOUNT,
            step=(1, 4),
            can_go_back=True,
            notice=Notice("warning", "consent.required_missing"),
        ),
    ),
    ("scan-card", ScanCardView(step=(2, 4), can_go_back=True)),
    ("scan-card-glare", ScanCardView(hint=Hint.LESS_GLARE, step=(2, 4), can_go_back=True, offer_typing=True)),
    ("scan-card-zone", ScanCardView(zone_read=True, offer_typing=True, step=(2, 4), can_go_back=True)),
    (
        "scan-card-health-card",
        ScanCardView(
            trouble=CardTrouble.HEALTH_CARD, step=(2, 4), can_go_back=True, assisted_by="Trần Thị Lan"
        ),
    ),
    (
        "scan-card-no-camera",
        ScanCardView(trouble=CardTrouble.CAMERA_GONE, offer_typing=True, can_go_back=True),
    ),
    ("scan-card-dark", ScanCardView(trouble=CardTrouble.CAMERA_DARK, step=(2, 4), can_go_back=True)),
    (
        "scan-card-damaged",
        ScanCardView(trouble=CardTrouble.DAMAGED, step=(2, 4), can_go_back=True, offer_typing=True),
    ),
    ("check-person", CheckPersonView(person=_AN, locked=("personal_number",), step=(2, 4), can_go_back=True)),
    (
        "check-person-doubt",
        CheckPersonView(
            person=_AN,
            doubts=(Doubt.YEAR_AND_NUMBER,),
            locked=("personal_number",),
            step=(2, 4),
            can_go_back=True,
        ),
    ),
    (
        "check-person-typed",
        CheckPersonView(
            person=Person(),
            typed=True,
            problems={"full_name": "person.name_missing", "birth_date": "person.birth_date_wrong"},
            step=(2, 4),
            can_go_back=True,
        ),
    ),
    (
        "check-person-part-of-date",
        CheckPersonView(
            person=replace(_AN, birth_date=None),
            birth_date_text="1941",
            doubts=(Doubt.BIRTH_DATE, Doubt.MRZ_AND_QR),
            locked=("personal_number",),
            step=(2, 4),
            can_go_back=True,
        ),
    ),
    (
        "check-person-zone",
        CheckPersonView(
            person=replace(_AN, full_name="", address=Address()),
            bare_name="NGUYEN THI AN",
            problems={"full_name": "person.name_not_of_zone"},
            locked=("personal_number",),
            step=(2, 4),
            can_go_back=True,
        ),
    ),
    (
        "check-person-two-sides",
        CheckPersonView(
            person=_AN,
            doubts=(Doubt.MRZ_AND_QR,),
            conflicts={
                "personal_number": "079085000002",
                "full_name": "TRAN VAN MAU",
                "birth_date": "02/09/1985",
                "gender": "male",
            },
            locked=("personal_number",),
            step=(2, 4),
            can_go_back=True,
        ),
    ),
    ("phone", PhoneView(step=(3, 4), can_go_back=True)),
    ("phone-wrong", PhoneView(phone="0212345678", problem="phone.wrong", step=(3, 4), can_go_back=True)),
    ("phone-offline", PhoneView(online=False, step=(3, 4), can_go_back=True)),
    (
        "phone-refused",
        PhoneView(
            phone="0912345678",
            problem="phone.refused",
            notice=Notice("error", "error.server_refused"),
            step=(3, 4),
            can_go_back=True,
        ),
    ),
    ("otp", OtpView(channel="sms", masked_to="091•••••678", step=(4, 4), can_go_back=True)),
    (
        "otp-wrong",
        OtpView(
            channel="sms",
            masked_to="091•••••678",
            problem="otp.wrong",
            attempts_left=4,
            step=(4, 4),
            can_go_back=True,
        ),
    ),
    (
        "otp-expired",
        OtpView(channel="sms", masked_to="091•••••678", problem="otp.expired", step=(4, 4), can_go_back=True),
    ),
    (
        "otp-used-up",
        OtpView(
            channel="sms",
            masked_to="091•••••678",
            problem="otp.used_up",
            attempts_left=0,
            notice=Notice("warning", "otp.too_soon", {"seconds": 30}),
            step=(4, 4),
            can_go_back=True,
        ),
    ),
    (
        "otp-checking",
        OtpView(channel="sms", masked_to="091•••••678", checking=True, step=(4, 4), can_go_back=True),
    ),
    (
        "otp-sent-again",
        OtpView(
            channel="sms",
            masked_to="091•••••678",
            notice=Notice("success", "otp.sent_again"),
            step=(4, 4),
            can_go_back=True,
        ),
    ),
    (
        "account-active",
        AccountDoneView(
            outcome="active",
            full_name="Nguyễn Thị An",
            masked_phone="091•••••678",
            slip=_PRINTED,
            can_submit=True,
        ),
    ),
    (
        "account-link",
        AccountDoneView(
            outcome="link",
            masked_phone="091•••••678",
            reference="TK-3F9A21",
            slip=SlipState(PrintState.NOT_PRINTED, PrinterState.PAPER_OUT),
            can_submit=True,
        ),
    ),
    ("account-exists", AccountDoneView(outcome="exists", masked_phone="098•••••111")),
    (
        "account-vneid-level-1",
        AccountDoneView(outcome="vneid", level=1, slip=SlipState(PrintState.UNKNOWN), can_submit=True),
    ),
    (
        "account-vneid",
        AccountDoneView(
            outcome="vneid",
            full_name="Nguyễn Thị An",
            level=2,
            slip=SlipState(PrintState.SENDING),
            can_submit=True,
        ),
    ),
    (
        "vneid",
        VneidView(
            verification_uri="https://id.example/device?code=WDJB-MJHT",
            user_code="WDJB-MJHT",
            expires_in_s=300,
            step=(2, 2),
            can_go_back=True,
        ),
    ),
    ("vneid-expired", VneidView(state="expired", user_code="WDJB-MJHT", step=(2, 2), can_go_back=True)),
    ("vneid-refused", VneidView(state="refused", user_code="WDJB-MJHT", step=(2, 2), can_go_back=True)),
)
