"""What to tell a person about an answer that cannot be taken, in plain words; it decides nothing."""

from kiosk.domain.bilingual import Text
from kiosk.domain.form_field import FormField
from kiosk.domain.procedure import Problem

WHOLE_FORM = ""
"""Stands in place of a question where no single one can be blamed; a key of `check_all` too."""

_SENTENCES = {
    "too_short": Text(
        "Còn thiếu. Xin ghi ít nhất {limit} ký tự.", "Please write at least {limit} characters."
    ),
    "too_long": Text(
        "Dài quá. Xin ghi nhiều nhất {limit} ký tự.", "Please write at most {limit} characters."
    ),
    "choice": Text("Xin chọn một trong các câu trả lời có sẵn.", "Please choose one of the answers shown."),
    "not_a_date": Text(
        "Ngày này không có thật. Xin xem lại ngày, tháng, năm.",
        "There is no such date. Please look at day, month and year again.",
    ),
    "year": Text(
        "Năm này chưa đúng. Xin xem lại năm.", "This year cannot be right. Please look at the year again."
    ),
    "in_future": Text(
        "Ngày này chưa tới. Xin ghi hôm nay hoặc ngày trước đó.",
        "This day is still to come. Please give today or an earlier day.",
    ),
    "in_past": Text(
        "Ngày này đã qua. Xin ghi hôm nay hoặc ngày sau đó.",
        "This day has passed. Please give today or a later day.",
    ),
    "too_early": Text("Xin ghi ngày từ {limit} trở đi.", "Please give {limit} or a later day."),
    "too_late": Text("Xin ghi ngày {limit} hoặc trước đó.", "Please give {limit} or an earlier day."),
    "not_a_number": Text("Xin ghi một số, ví dụ: 2.", "Please write a number, for example: 2."),
    "too_small": Text(
        "Số này nhỏ quá. Ít nhất là {limit}.", "This number is too small. The least is {limit}."
    ),
    "too_big": Text("Số này lớn quá. Nhiều nhất là {limit}.", "This number is too big. The most is {limit}."),
    "email": Text("Xin ghi thư điện tử như an@example.com.", "Please write the e-mail as an@example.com."),
    "control_characters": Text(
        "Có ký tự lạ không nhìn thấy được. Xin xóa đi và gõ lại.",
        "There are characters that cannot be seen. Please delete them and type it again.",
    ),
}
_OTHERWISE = Text("Chưa đúng. Xin xem lại: {title}.", "This is not right yet. Please look again at: {title}.")
_FIELDS_OWN_SENTENCE_FITS = frozenset(
    {"pattern", "format", "too_short", "too_small", "too_big", "email", "not_a_number", "invalid"}
)


def problem(code: str, field: FormField, limit: object = None) -> Problem:
    """The problem with its sentence; the form's own (`x-error`) comes first where it says what is right."""
    if field.error is not None and code in _FIELDS_OWN_SENTENCE_FITS:
        return Problem(code, field.error)
    if code == "required":
        return Problem(code, Text(_please_answer(field.title.vi, "vi"), _please_answer(field.title.en, "en")))
    words = _SENTENCES.get(code, _OTHERWISE)
    vi, en = (limit.vi, limit.en) if isinstance(limit, Text) else (limit, limit)
    return Problem(
        code,
        Text(
            words.vi.format(title=_bare(field.title.vi), limit=vi),
            words.en.format(title=_bare(field.title.en), limit=en),
        ),
    )


def form_as_a_whole() -> Problem:
    """For a rule of the form that no single question can be blamed for."""
    return Problem(
        "invalid",
        Text(
            "Các câu trả lời chưa khớp nhau. Xin xem lại các trang đã khai.",
            "The answers do not fit together. Please look through the pages again.",
        ),
    )


def _please_answer(title: str, language: str) -> str:
    if title.endswith("?"):
        return f"Xin trả lời câu hỏi: {title}" if language == "vi" else f"Please answer: {title}"
    return f"Xin điền: {title}." if language == "vi" else f"Please fill in: {title}."


def _bare(title: str) -> str:
    return title.rstrip(".?: ")
