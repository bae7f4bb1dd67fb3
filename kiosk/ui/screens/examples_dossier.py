"""Every screen of the dossier's way in each of its notable states, with invented data; for the gallery and tests."""

import json
from dataclasses import replace
from datetime import date
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from kiosk.domain.bilingual import Text
from kiosk.domain.brought import BroughtFile
from kiosk.domain.form_field import FormField
from kiosk.domain.person import Address, Gender, Person
from kiosk.domain.procedure import Problem, Procedure
from kiosk.domain.procedure_parts import Component
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import PageProblem, Quad
from kiosk.flow.messages import Notice, View
from kiosk.flow.page_words import BroughtFilesView, CheckPageView, CopyCardView, PageThumb, ScanPagesView
from kiosk.flow.views import (
    CaseView,
    ChecklistView,
    ComponentLine,
    DeliveryOption,
    DeliveryView,
    DossierDoneView,
    FormPageView,
    PriceLine,
    ProcedureLine,
    ProcedureView,
    Question,
    SearchView,
    SlipState,
    SummaryView,
)
from kiosk.ui.resource_files import resource_folder

PERSON = Person(
    full_name="Nguyễn Thị An",
    personal_number="001199000001",
    birth_date=date(1999, 1, 15),
    gender=Gender.FEMALE,
    address=Address(text="Số 1 phố Thử Nghiệm, phường Mẫu, thành phố Hà Nội"),
    phone="+84912345678",
)
COMMUNE = Text("Ủy ban nhân dân xã, phường", "People's Committee of the commune")
CLERK = "Trần Văn Bình"
REFERENCE = "HN01-261122-0042-7"
CORNERS: Quad = ((140.0, 90.0), (1110.0, 120.0), (1150.0, 1500.0), (100.0, 1490.0))


@cache
def procedure(code: str) -> Procedure:
    """One of the shipped procedures."""
    file = resource_folder() / "procedures" / f"{code}.json"
    return Procedure.from_wire(json.loads(file.read_text(encoding="utf-8")))


def _line(code: str) -> ProcedureLine:
    found = procedure(code)
    return ProcedureLine(found.code, found.name, found.field, found.online_mode)


def _jpeg(picture: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"jpeg")).write(picture)
    return bytes(content.data())


def drawn_page(number: int = 1, width: int = 1240, height: int = 1754, ground: str = "#FFFFFF") -> bytes:
    """A JPEG of a sheet with lines like writing; nobody's paper."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor(ground))
    painter = QPainter(picture)
    painter.scale(width / 1240, height / 1754)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#2B3A42"))
    painter.drawRect(QRectF(360, 140, 520, 30))
    painter.drawRect(QRectF(430, 200, 380, 22))
    painter.setBrush(QColor("#8A969B"))
    for line in range(26):
        painter.drawRect(QRectF(140, 320 + line * 44, 960 - (line * 137 * number) % 380, 14))
    painter.setBrush(QColor("#A8332A"))
    painter.drawEllipse(QRectF(820, 1480, 170, 170))
    painter.end()
    return _jpeg(picture)


def drawn_still() -> bytes:
    """A JPEG of that sheet lying a little askew on a desk, with its corners at `CORNERS`."""
    picture = QImage(1260, 1600, QImage.Format.Format_RGB32)
    picture.fill(QColor("#6B5B4B"))
    sheet = QImage.fromData(drawn_page())
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(CORNERS[0][0], 105, 980, 1390), sheet)
    painter.end()
    return _jpeg(picture)


# --- search, procedure, case -----------------------------------------------------------------------------------

ALL_CODES = ("2.000635", "1.004873", "1.010041", "1.001193", "1.000894", "1.000656", "2.000815", "3.000347")
SEARCH = SearchView(
    lines=tuple(_line(code) for code in ALL_CODES), total=21, step=(1, 5), can_go_back=True, personal=False
)
SEARCHES: tuple[tuple[str, View], ...] = (
    ("search-all", SEARCH),
    (
        "search-found",
        replace(SEARCH, text="khai sinh", lines=(_line("1.001193"), _line("2.000635"))),
    ),
    ("search-nothing", replace(SEARCH, text="xyzw", lines=())),
)


def _procedure_view(code: str, agency: Text, why_not: Text | None = None) -> ProcedureView:
    return ProcedureView(
        procedure=procedure(code),
        agency=agency,
        can_file=why_not is None,
        why_not=why_not,
        step=(1, 5),
        can_go_back=True,
        personal=False,
    )


PROCEDURES: tuple[tuple[str, View], ...] = (
    ("procedure-birth", _procedure_view("1.001193", COMMUNE)),
    ("procedure-partial", _procedure_view("1.000894", COMMUNE)),
    (
        "procedure-licence",
        _procedure_view("3.000347", Text("Công an tỉnh, thành phố", "Provincial police")),
    ),
    (
        "procedure-not-online",
        _procedure_view("2.000815", COMMUNE, procedure("2.000815").online_reason),
    ),
)
CASE = CaseView(
    procedure_name=procedure("1.001193").name,
    cases=procedure("1.001193").cases,
    step=(1, 5),
    can_go_back=True,
    personal=False,
)
CASES: tuple[tuple[str, View], ...] = (
    ("case-four", CASE),
    ("case-chosen", replace(CASE, chosen=CASE.cases[1].id, assisted_by=CLERK)),
    (
        "case-two",
        replace(CASE, procedure_name=procedure("1.000894").name, cases=procedure("1.000894").cases),
    ),
)


# --- form ----------------------------------------------------------------------------------------------------


def _field(
    name: str, vi: str, en: str, widget: str, required: bool = True, help_words: Text | None = None
) -> FormField:
    return FormField(name=name, title=Text(vi, en), widget=widget, required=required, help=help_words)


FULL_NAME = _field(
    "full_name",
    "Họ và tên",
    "Full name",
    "name",
    help_words=Text("Viết như trên thẻ căn cước.", "As on the ID card."),
)
NUMBER = _field(
    "personal_number",
    "Số định danh",
    "Personal number",
    "digits",
    help_words=Text("12 số trên thẻ căn cước.", "The 12 digits on the ID card."),
)
BORN = _field("birth_date", "Ngày sinh", "Date of birth", "date")
GENDER = replace(
    _field("gender", "Giới tính", "Gender", "choice"),
    choices=(("male", Text("Nam", "Male")), ("female", Text("Nữ", "Female"))),
)
RELATION = replace(
    _field("relation", "Là gì của trẻ?", "What are you to the child?", "choice"),
    choices=(
        ("father", Text("Cha", "Father")),
        ("mother", Text("Mẹ", "Mother")),
        ("grandparent", Text("Ông, bà", "Grandparent")),
        ("relative", Text("Người thân khác", "Another relative")),
        ("caretaker", Text("Người đang nuôi dưỡng trẻ", "The person raising the child")),
    ),
)
MARRIED = _field("parents_married", "Cha mẹ đã đăng ký kết hôn chưa?", "Are the parents married?", "yes_no")
PHONE = _field("phone", "Số điện thoại", "Phone", "phone", required=False)
EMAIL = _field("email", "Thư điện tử", "E-mail", "email", required=False)
ADDRESS = _field("address", "Nơi cư trú", "Residence", "address")
COPIES = _field("copies", "Cần mấy bản sao?", "How many copies?", "number")
PURPOSE = _field("purpose", "Dùng vào việc gì?", "What is it for?", "text")
REMARKS = _field(
    "remarks",
    "Muốn nói thêm điều gì?",
    "Anything to add?",
    "long_text",
    required=False,
    help_words=Text("Không có thì để trống.", "Leave it empty if there is nothing."),
)
PERSON_PAGE = FormPageView(
    form_page=0,
    title=Text("Người đi khai", "Who registers"),
    fields=(
        Question(FULL_NAME, "Nguyễn Thị An", autofilled=True),
        Question(NUMBER, "001199000001", autofilled=True),
        Question(BORN, "1999-01-15", autofilled=True),
        Question(GENDER, "female", autofilled=True),
        Question(RELATION),
    ),
    step=(3, 5),
    can_go_back=True,
)
MORE_PAGE = FormPageView(
    form_page=1,
    title=Text("Thông tin thêm", "Further details"),
    fields=(
        Question(MARRIED, True),
        Question(ADDRESS, "Số 1 phố Thử Nghiệm, phường Mẫu, thành phố Hà Nội"),
        Question(PHONE, "+84912345678"),
        Question(EMAIL),
        Question(COPIES, 2),
        Question(PURPOSE, "Làm thẻ bảo hiểm y tế"),
        Question(REMARKS),
    ),
    saved=False,
    step=(3, 5),
    can_go_back=True,
)
WRONG_NUMBER = Problem(
    "pattern",
    Text(
        "Số định danh có đúng 12 chữ số. Xin xem lại trên thẻ căn cước.",
        "The personal number has exactly 12 digits. Please look at the ID card again.",
    ),
)
NO_RELATION = Problem("required", Text("Xin trả lời câu này.", "Please answer this question."))
PROBLEM_PAGE = replace(
    PERSON_PAGE,
    fields=(
        Question(FULL_NAME, "Nguyễn Thị An", autofilled=True),
        Question(NUMBER, "0011990", problem=WRONG_NUMBER),
        Question(BORN, "1999-01-15", autofilled=True),
        Question(GENDER, "female", autofilled=True),
        Question(RELATION, problem=NO_RELATION),
    ),
    notice=Notice("warning", "form.problems", {"count": 2}),
)
FORMS: tuple[tuple[str, View], ...] = (
    ("form-person", PERSON_PAGE),
    ("form-more", MORE_PAGE),
    ("form-problems", PROBLEM_PAGE),
    ("form-assisted", replace(PERSON_PAGE, assisted_by=CLERK)),
)


# --- papers --------------------------------------------------------------------------------------------------


def _component(
    component_id: str,
    vi: str,
    en: str,
    kind: str = "submit",
    satisfied_by: tuple[str, ...] = (),
    originals: int = 1,
    copies: int = 0,
    form_no: str | None = None,
) -> Component:
    return Component(component_id, Text(vi, en), form_no, originals, copies, kind, (), satisfied_by)


DECLARATION = _component(
    "declaration",
    "Tờ khai đăng ký khai sinh",
    "Birth registration declaration",
    satisfied_by=("form",),
)
CERTIFICATE = _component(
    "birth_certificate_hospital",
    "Giấy chứng sinh do cơ sở y tế cấp",
    "Certificate of live birth from the hospital",
    satisfied_by=("health_db",),
)
WITNESS = _component(
    "witness_statement",
    "Văn bản của người làm chứng việc sinh",
    "Statement of a witness of the birth",
    copies=1,
)
ID_CARD = _component(
    "identity_paper",
    "Thẻ căn cước, hộ chiếu hoặc giấy tờ có ảnh còn hạn của người đi khai",
    "Valid ID card, passport or other paper with a photo of the person registering",
    kind="show",
    satisfied_by=("vneid", "population_db"),
)
AUTHORITY = _component(
    "authorisation", "Giấy ủy quyền có chứng thực", "Certified authorisation", form_no="Mẫu 02"
)
NOTE = _component(
    "married_note",
    "Cha mẹ đã kết hôn: chỉ cần khai số giấy kết hôn, không phải nộp giấy",
    "Married parents only state the number of the marriage certificate; no paper is needed",
    kind="note",
    originals=0,
)
CHECKLIST = ChecklistView(
    procedure_name=procedure("1.001193").name,
    lines=(
        ComponentLine(DECLARATION, "by_data"),
        ComponentLine(CERTIFICATE, "missing", can_be_data=True),
        ComponentLine(WITNESS, "missing", required=False),
        ComponentLine(ID_CARD, "missing", can_be_data=True),
        ComponentLine(AUTHORITY, "pages", pages=2),
        ComponentLine(NOTE, "note", required=False),
    ),
    missing=2,
    step=(4, 5),
    can_go_back=True,
)
CHECKLISTS: tuple[tuple[str, View], ...] = (
    ("checklist-missing", CHECKLIST),
    (
        "checklist-held-back",
        replace(CHECKLIST, notice=Notice("warning", "checklist.missing", {"count": 2})),
    ),
    (
        "checklist-complete",
        replace(
            CHECKLIST,
            lines=(
                ComponentLine(DECLARATION, "by_data"),
                ComponentLine(CERTIFICATE, "pages", pages=1, can_be_data=True),
                ComponentLine(WITNESS, "alternative", required=False),
                ComponentLine(ID_CARD, "shown", can_be_data=True),
                ComponentLine(AUTHORITY, "by_data", can_be_data=True),
                ComponentLine(NOTE, "note", required=False),
            ),
            missing=0,
            assisted_by=CLERK,
        ),
    ),
)
FOUND: Quad = ((420.0, 120.0), (1480.0, 140.0), (1500.0, 960.0), (400.0, 940.0))
SCAN = ScanPagesView(component_name=CERTIFICATE.name, step=(4, 5), can_go_back=True)
CHECK = CheckPageView(
    component_name=CERTIFICATE.name,
    picture=drawn_page(),
    still=drawn_still(),
    corners=CORNERS,
    step=(4, 5),
    can_go_back=True,
)
COPY_CARD = CopyCardView(
    component_name=CERTIFICATE.name,
    purpose="Chỉ dùng cho hồ sơ 1.001193 – 22/11/2026",
    step=(4, 5),
    can_go_back=True,
)
BROUGHT = BroughtFilesView(component_name=CERTIFICATE.name, looked=True, step=(4, 5), can_go_back=True)
FILES = (
    BroughtFile("0/giay-chung-sinh.pdf", "giay-chung-sinh.pdf", "application/pdf", 640_000),
    BroughtFile("0/Anh/IMG_2041.JPG", "IMG_2041.JPG", "image/jpeg", 3_240_000),
    BroughtFile("0/to-khai.png", "to-khai.png", "image/png", 1_100_000),
)
THUMBS = tuple(PageThumb(f"page-{number}", drawn_page(number, 248, 351)) for number in (1, 2, 3))
SCANS: tuple[tuple[str, View], ...] = (
    ("scan_pages-waiting", SCAN),
    ("scan_pages-glare", replace(SCAN, corners=FOUND, problem=PageProblem.GLARE, thumbs=THUMBS[:1])),
    ("scan_pages-still", replace(SCAN, corners=FOUND, still=True, thumbs=THUMBS)),
    ("scan_pages-taking", replace(SCAN, corners=FOUND, still=True, taking=True, thumbs=THUMBS[:2])),
    ("scan_pages-gone", replace(SCAN, camera_gone=True, camera_state="gone")),
    ("scan_pages-dark", replace(SCAN, camera_state="dark")),
    ("scan_pages-finer", replace(SCAN, corners=FOUND, nearer_is_finer=True, thumbs=THUMBS[:2], replacing=2)),
    (
        "scan_pages-document",
        replace(SCAN, corners=FOUND, has_document=True, thumbs=(PageThumb("page-1", b"", is_document=True),)),
    ),
    ("copy_card-front", COPY_CARD),
    (
        "copy_card-back",
        replace(COPY_CARD, side="back", front=drawn_page(1, 430, 270), corners=FOUND, still=True),
    ),
    ("brought_files-none", BROUGHT),
    ("brought_files-some", replace(BROUGHT, is_there=True, files=FILES, other_files=4)),
    (
        "brought_files-refused",
        replace(BROUGHT, is_there=True, files=FILES, notice=Notice("warning", "error.file_active_content")),
    ),
    ("check_page-coarse", replace(CHECK, dpi=131.0)),
    ("check_page-copy", replace(CHECK, is_copy=True)),
    ("check_page-good", CHECK),
    ("check_page-doubts", replace(CHECK, problems=(PageProblem.BLURRED, PageProblem.CUT_OFF))),
    ("check_page-working", replace(CHECK, working=True)),
)


# --- delivery, summary, done -----------------------------------------------------------------------------------

OPTIONS = (
    DeliveryOption("agent_point", 0, "citizen"),
    DeliveryOption("home", 28000, "citizen", needs_address=True),
    DeliveryOption("agency", 0, "citizen"),
    DeliveryOption("electronic", 0, "citizen"),
)
DELIVERY = DeliveryView(options=OPTIONS, address=PERSON.address.text, step=(5, 5), can_go_back=True)
DELIVERIES: tuple[tuple[str, View], ...] = (
    ("delivery-open", DELIVERY),
    ("delivery-home", replace(DELIVERY, chosen="home")),
    (
        "delivery-no-address",
        replace(DELIVERY, chosen="home", address="", problem="delivery.address_missing"),
    ),
    (
        "delivery-subsidy",
        replace(
            DELIVERY,
            options=(
                DeliveryOption("home", 0, "budget", scheme="HN-2026", needs_address=True),
                DeliveryOption("agent_point", None, "citizen"),
            ),
        ),
    ),
)
SUMMARY = SummaryView(
    procedure_name=procedure("1.001193").name,
    case_name=procedure("1.001193").cases[0].name,
    agency=COMMUNE,
    prices=(PriceLine("price.fee", 8000), PriceLine("price.delivery", 28000)),
    total=36000,
    applicant=PERSON,
    answers=(
        (Text("Họ và tên trẻ", "The child's full name"), "Nguyễn Minh Châu"),
        (Text("Ngày sinh", "Date of birth"), "01/11/2026"),
        (Text("Giới tính", "Gender"), "Nữ"),
        (Text("Nơi sinh", "Place of birth"), "Bệnh viện Thử Nghiệm, phường Mẫu, thành phố Hà Nội"),
        (Text("Cha mẹ đã đăng ký kết hôn chưa?", "Are the parents married?"), "Có"),
    ),
    documents=(
        (DECLARATION.name, 0, "by_data"),
        (CERTIFICATE.name, 2, "pages"),
        (ID_CARD.name, 0, "shown"),
    ),
    delivery="home",
    delivery_address=PERSON.address.text,
    time=Text("Trong ngày", "The same day"),
    step=(5, 5),
    can_go_back=True,
)
SUMMARIES: tuple[tuple[str, View], ...] = (
    ("summary-priced", SUMMARY),
    (
        "summary-province",
        replace(
            SUMMARY,
            prices=(
                PriceLine("price.fee", None),
                PriceLine("price.delivery", 0, "budget"),
            ),
            total=None,
            assisted_by=CLERK,
        ),
    ),
    (
        "summary-keeping",
        replace(
            SUMMARY,
            prices=(PriceLine("price.fee", 0), PriceLine("price.delivery", 0)),
            total=0,
            delivery="agent_point",
            delivery_address="",
            keeping=True,
            busy=True,
            can_go_back=False,
        ),
    ),
    ("summary-failed", replace(SUMMARY, notice=Notice("error", "error.disk_full"))),
)
DONE = DossierDoneView(
    reference=REFERENCE,
    state="QUEUED",
    slip=SlipState(PrintState.SENDING, PrinterState.READY),
    procedure_name=procedure("1.001193").name,
    hotline="1900 0000",
)
DONES: tuple[tuple[str, View], ...] = (
    ("dossier_done-printing", DONE),
    (
        "dossier_done-sent",
        replace(DONE, state="SUBMITTED", slip=SlipState(PrintState.PRINTED, PrinterState.READY)),
    ),
    (
        "dossier_done-no-paper",
        replace(DONE, slip=SlipState(PrintState.NOT_PRINTED, PrinterState.PAPER_OUT)),
    ),
    (
        "dossier_done-unknown-slip",
        replace(DONE, state="UPLOADING", slip=SlipState(PrintState.UNKNOWN, PrinterState.GONE)),
    ),
    (
        "dossier_done-attention",
        replace(DONE, state="QUARANTINED", slip=SlipState(PrintState.CANCELLED, PrinterState.READY)),
    ),
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    *SEARCHES,
    *PROCEDURES,
    *CASES,
    *FORMS,
    *CHECKLISTS,
    *SCANS,
    *DELIVERIES,
    *SUMMARIES,
    *DONES,
)
