"""The citizen's own screen at the counter in every state, with invented data; for the gallery and tests."""

from kiosk.domain.bilingual import Text
from kiosk.flow.citizen_words import CitizenAnswersView, CitizenRestView
from kiosk.flow.messages import View

ANSWERS = CitizenAnswersView(
    title=Text("Thông tin người đăng ký", "About the applicant"),
    rows=(
        ("summary.full_name", "Nguyễn Thị An"),
        ("summary.birth_date", "15/01/1999"),
        (Text("Số bản", "Copies"), "3"),
        (Text("Nhận kết quả tại nhà", "Result sent home"), "base.yes"),
    ),
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("citizen-rest", CitizenRestView()),
    ("citizen-helped", CitizenRestView(helped_by="Trần Thị Lan")),
    ("citizen-answers", ANSWERS),
    ("citizen-no-answers", CitizenAnswersView(title=ANSWERS.title)),
)
