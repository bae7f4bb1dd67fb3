"""Made-up values for every template, so that galleries, previews and tests can print each; nobody real stands here."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.rules import mask_number

_POINT = {
    "point_name": "Bưu điện Linh Đàm – Ki-ốt 01",
    "point_address": "Số 1 đường Mẫu, phường Hoàng Liệt, thành phố Hà Nội",
    "operator": "Đại lý dịch vụ công trực tuyến",
    "hotline": "1900 0000",
}
_REFERENCE = "K-HN001-261122-0007-4"
_PERSON = {"number_masked": mask_number("001199000001"), "phone_masked": mask_number("0912345678")}

_VALUES: Mapping[str, Mapping[str, Any]] = {
    "account": {
        **_POINT,
        **_PERSON,
        "title_state": "link",
        "name": "Nguyễn Thị An",
        "at": "09:41 22/11/2026",
        "clerk": "Trần Văn Bình",
        "reference": "K-HN001-261122-0003-M",
    },
    "submission": {
        **_POINT,
        **_PERSON,
        "reference": _REFERENCE,
        "official_code": "",
        "state": "queued",
        "at": "09:41 22/11/2026",
        "procedure_name": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
        "procedure_code": "2.000635",
        "case_name": "Cấp bản sao trích lục khai sinh",
        "agency": "Ủy ban nhân dân phường Hoàng Liệt",
        "applicant_name": "Nguyễn Thị An",
        "documents": [
            {"name": "Tờ khai cấp bản sao trích lục hộ tịch", "pages": 2, "how": "đã nộp bản chụp"},
            {"name": "Giấy chứng sinh", "pages": 1, "how": "đã nộp bản chụp"},
            {"name": "Thẻ căn cước", "pages": "", "how": "đã xuất trình tại quầy"},
            {"name": "Thông tin cư trú", "pages": "", "how": "lấy từ Cơ sở dữ liệu quốc gia về dân cư"},
        ],
        "missing": ["Văn bản ủy quyền có chứng thực"],
        "fee_text": "8.000 đ × 1 bản",
        "fee_note": "Lệ phí nộp trực tuyến khi cơ quan tiếp nhận hồ sơ.",
        "delivery_text": "Trả tận nhà qua bưu điện",
        "delivery_price_text": "0 đ (ngân sách trả)",
        "total_text": "8.000 đ",
        "clerk": "Trần Văn Bình",
        "qr": _REFERENCE,
    },
    "tracking": {
        **_POINT,
        "code": "H26.99-261120-0001",
        "procedure_name": "Đăng ký khai sinh",
        "agency": "Ủy ban nhân dân phường Hoàng Liệt",
        "state_text": "Đang giải quyết",
        "sent_at": "10:05 20/11/2026",
        "accepted_at": "14:20 20/11/2026",
        "due_at": "16:30 27/11/2026",
        "as_of": "09:41 22/11/2026",
        "next_step": "Đợi tin nhắn của cơ quan. Không phải nộp thêm giấy tờ.",
        "qr": "H26.99-261120-0001",
    },
    "test_page": {
        "point_name": _POINT["point_name"],
        "printer": "tcp://192.168.1.50:9100",
        "at": "09:41 22/11/2026",
    },
    "copy": {"count": "1", "at": "09:41 22/11/2026"},
}

_ENGLISH: Mapping[str, Mapping[str, Any]] = {
    "submission": {
        "documents": [
            {"name": "Tờ khai cấp bản sao trích lục hộ tịch", "pages": 2, "how": "handed in as a copy"},
            {"name": "Giấy chứng sinh", "pages": 1, "how": "handed in as a copy"},
            {"name": "Thẻ căn cước", "pages": "", "how": "shown at the counter"},
            {"name": "Thông tin cư trú", "pages": "", "how": "taken from the population database"},
        ],
        "fee_text": "8.000 đ × 1 copy",
        "fee_note": "The fee is paid online when the agency accepts the application.",
        "delivery_text": "To your home, by post",
        "delivery_price_text": "0 đ (paid by the State)",
    },
    "tracking": {
        "state_text": "Being decided",
        "next_step": "Wait for the agency's message. Nothing more has to be handed in.",
    },
}


def sample_values(template: str, language: str = "vi") -> dict[str, Any]:
    """Values that show every part of a template. Raises KeyError for a template there is not."""
    english = _ENGLISH.get(template, {}) if language == "en" else {}
    return {**_VALUES[template], **english}
