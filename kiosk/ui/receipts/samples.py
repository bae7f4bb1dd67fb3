"""Made-up values for every template, so that galleries, previews and tests can print each; nobody real stands here."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.rules import mask_number
from kiosk.ui.receipts.house_samples import HOUSE_ENGLISH, HOUSE_VALUES
from kiosk.ui.receipts.samples_staff import STAFF_ENGLISH, STAFF_VALUES

_POINT = {
    "point_name": "Bưu điện Linh Đàm – Ki-ốt 01",
    "point_address": "Số 1 đường Mẫu, phường Hoàng Liệt, thành phố Hà Nội",
    "operator": "Đại lý dịch vụ công trực tuyến",
    "hotline": "1900 0000",
}
_REFERENCE = "K-HN001-261122-0007-4"
_PROVEN = (
    "K-HN001-261122-0007-4/AEAQAA3IB6OTYAQGYVFQ4HFTBTSJVDWYT47XGOPC4F2LHV5G5JGZMXV"
    "6ECJ3WAK7GBOUNRDA7FWTO2QZR3KSNV5HJQ2XVSYMTY64LWCBAEO7UPVGFIH2KDNPZ3TQRWYXS5C46ELJBDQ"
)
"""Looks like a proof of content and has its length; no key ever signed it."""
_PERSON = {"number_masked": mask_number("001199000001"), "phone_masked": mask_number("0912345678")}

_VALUES: Mapping[str, Mapping[str, Any]] = {
    **{name: {**_POINT, **values} for name, values in HOUSE_VALUES.items()},
    "practice": {},
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
        "pages_total": "3",
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
        "qr": _PROVEN,
    },
    "bring": {
        **_POINT,
        "procedure_name": "Đăng ký khai sinh",
        "procedure_code": "1.001193",
        "case_name": "Cha, mẹ, ông bà hoặc người thân đi khai",
        "agency": "Ủy ban nhân dân xã, phường",
        "dates": "Từ ngày 01/03/2027 áp dụng quy định mới.",
        "way": "Nộp tại máy này",
        "here": "yes",
        "hand_in": [
            {
                "name": "Giấy chứng sinh của bệnh viện, trạm y tế",
                "details": "1 bản chính. Hoặc một trong: Giấy xác nhận của người làm chứng; Giấy cam đoan",
            }
        ],
        "show": [{"name": "Thẻ căn cước hoặc hộ chiếu của người đi khai", "details": "1 bản chính"}],
        "proof": "Thẻ người có công",
        "spared": [{"name": "Tờ khai đăng ký khai sinh", "details": "Khai ngay trên máy"}],
        "notes": ["Cha mẹ đã kết hôn: chỉ cần khai số giấy kết hôn"],
        "papers_unknown": "",
        "time_text": "Trong ngày",
        "fee_text": "Miễn phí",
        "fee_note": "Khi đăng ký trong 60 ngày",
        "at": "09:41 22/11/2026",
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
        "counted": [
            "Tiếp nhận lúc 14:20 thứ sáu 20/11/2026.",
            "Thời hạn 3 ngày làm việc, đếm từ thứ hai 23/11/2026.",
            "Không đếm: 21/11–22/11 (thứ bảy, chủ nhật); 24/11 (Ngày Văn hóa Việt Nam).",
            "Cách đếm này đến thứ năm 26/11/2026, nhưng cơ quan hẹn thứ sáu 27/11/2026. Ngày cơ quan hẹn là ngày có giá trị.",
        ],
        "as_of": "09:41 22/11/2026",
        "next_step": "Đợi tin nhắn của cơ quan. Không phải nộp thêm giấy tờ.",
        "qr": "H26.99-261120-0001",
    },
    "acceptance": {
        **_POINT,
        "code": "H26.99-261122-0007",
        "reference": _REFERENCE,
        "procedure_name": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
        "agency": "Ủy ban nhân dân phường Hoàng Liệt",
        "applicant_name": "Nguyễn Thị An",
        "number_masked": _PERSON["number_masked"],
        "sent_at": "09:43 22/11/2026",
        "accepted_at": "14:20 22/11/2026",
        "due_at": "16:30 24/11/2026",
        "counted": ["Tiếp nhận lúc 14:20 chủ nhật 22/11/2026.", "Vì vậy hẹn trả vào thứ ba 24/11/2026."],
        "notice": "Hồ sơ hợp lệ. Kết quả trả tận nhà qua bưu điện.",
        "next_step": "Đợi tin nhắn của cơ quan. Không phải nộp thêm giấy tờ.",
        "as_of": "15:02 22/11/2026",
        "qr": "H26.99-261122-0007",
    },
    "supplement": {
        **_POINT,
        "reference": _REFERENCE,
        "code": "H26.99-261122-0007",
        "procedure_name": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
        "applicant_name": "Nguyễn Thị An",
        "at": "10:15 23/11/2026",
        "items": [
            {
                "name": "Giấy chứng sinh",
                "reason": "Ảnh chụp mờ, không đọc được số giấy.",
                "what_to_do": "Chụp lại bản chính ở nơi đủ sáng.",
            },
            {
                "name": "Văn bản ủy quyền có chứng thực",
                "reason": "Chưa có trong hồ sơ.",
                "what_to_do": "Nộp bản chính văn bản ủy quyền.",
            },
        ],
        "notice": "Thời gian giải quyết được tính lại từ khi bổ sung đủ.",
        "qr": _REFERENCE,
    },
    "payment": {
        **_POINT,
        "state": "due",
        "reference": _REFERENCE,
        "code": "H26.99-261122-0007",
        "procedure_name": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
        "applicant_name": "Nguyễn Thị An",
        "lines": [{"what": "Lệ phí cấp bản sao trích lục (2 bản)", "amount": "16.000 đ"}],
        "total_text": "16.000 đ",
        "payee": "Ủy ban nhân dân phường Hoàng Liệt",
        "pay_by": "16:30 25/11/2026",
        "look_up": "",
        "qr": "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA53037045405160005802VN"
        "62170813DVC26112200076304A0C9",
    },
    "dispatch": {
        **_POINT,
        **_PERSON,
        "number": "RR 123 456 785 VN",
        "reference": _REFERENCE,
        "sender_name": "Nguyễn Thị An",
        "sender_address": "Số 2 đường Mẫu, phường Hoàng Liệt, thành phố Hà Nội",
        "agency": "Trung tâm Phục vụ hành chính công phường Hoàng Liệt",
        "agency_address": "Số 3 đường Mẫu, phường Hoàng Liệt, thành phố Hà Nội",
        "procedure_name": "Đăng ký biến động quyền sử dụng đất",
        "contents": [
            {"name": "Giấy chứng nhận quyền sử dụng đất", "originals": 1, "copies": 0},
            {"name": "Hợp đồng tặng cho có chứng thực", "originals": 1, "copies": 1},
            {"name": "Đơn đăng ký biến động", "originals": 1, "copies": 0},
        ],
        "originals_total": "3",
        "copies_total": "1",
        "at": "09:41 22/11/2026",
        "due_at": "17:00 24/11/2026",
        "price_text": "26.000 đ",
        "payment_text": "Người gửi trả tiền mặt",
        "clerk": "Trần Văn Bình",
    },
    "handover": {
        **_POINT,
        "number": "BBGN-HN001-261122-01",
        "agency": "Trung tâm Phục vụ hành chính công phường Hoàng Liệt",
        "place": "Quầy số 2",
        "at": "15:30 22/11/2026",
        "dossiers": [
            {"number": "RR 123 456 785 VN", "reference": _REFERENCE, "papers": 4, "complete": "yes"},
            {
                "number": "RR 123 456 799 VN",
                "reference": "K-HN001-261122-0009-X",
                "papers": 2,
                "complete": "no",
                "remark": "Thiếu tờ khai; cơ quan trả lại.",
            },
        ],
        "total": "2",
        "papers_total": "6",
        "clerk": "Trần Văn Bình",
        "officer": "Lê Thị Cúc",
    },
    "result": {
        **_POINT,
        "reference": _REFERENCE,
        "code": "H26.99-261122-0007",
        "procedure_name": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
        "agency": "Ủy ban nhân dân phường Hoàng Liệt",
        "result_name": "Trích lục khai sinh (bản sao)",
        "papers": "2",
        "receiver_name": "Nguyễn Văn Dũng",
        "number_masked": _PERSON["number_masked"],
        "on_behalf_of": "Nguyễn Thị An",
        "id_checked": "Quét mã QR trên thẻ căn cước",
        "taken_back": ["Bản sao cũ bị rách"],
        "at": "10:05 24/11/2026",
        "clerk": "Trần Văn Bình",
    },
    "invitation": {
        **_POINT,
        "code": "H26.99-261122-0007",
        "reference": _REFERENCE,
        "receiver_name": "Nguyễn Thị An",
        "receiver_address": "Số 1, Phường Cửa Nam, Hà Nội",
        "turn": "1",
        "at": "10:05 24/11/2026",
        "clerk": "Trần Văn Bình",
    },
    "notice": {
        **_POINT,
        "what": "Xin lỗi và gia hạn (Mẫu 04)",
        "reference": _REFERENCE,
        "procedure_name": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
        "at": "09:41 25/11/2026",
        "due_at": "17:00 02/12/2026",
        "notice": "Cơ quan xin lỗi vì chậm trả kết quả do phải xác minh sổ gốc, và xin gia hạn đến ngày ghi ở trên.",
        "next_step": "Không cần làm gì thêm. Kết quả được trả theo cách đã chọn.",
        "qr": "https://cong.example/van-ban/04/019a8d00",
    },
    "drawer": {
        **_POINT,
        "terminal": "Quầy 1",
        "at": "17:05 22/11/2026",
        "payments": "7",
        "notes": [
            {"note": "200.000 đ", "pieces": "1", "amount": "200.000 đ"},
            {"note": "1.000 đ", "pieces": "5", "amount": "5.000 đ"},
        ],
        "counted_text": "205.000 đ",
        "expected_text": "206.000 đ",
        "difference_text": "-1.000 đ",
        "reason": "Trả lại thừa một tờ 1.000 đồng, đã đếm lại hai lần",
        "clerk": "lan",
        "supervisor": "hoa",
    },
    "opening": {
        **_POINT,
        "terminal": "Ki-ốt 01",
        "version": "1.0.0",
        "at": "07:30 23/11/2026",
        "clerk": "Trần Văn Bình",
        "checks": [
            {"what": "Đĩa", "state": "ok", "value": "Còn trống 182,4 GB"},
            {"what": "Máy in", "state": "warn", "value": "Sắp hết giấy", "todo": "Chuẩn bị cuộn giấy mới"},
            {"what": "Camera", "state": "ok", "value": "1920×1080"},
            {
                "what": "Cổng dịch vụ công",
                "state": "fail",
                "value": "Không có đường truyền",
                "todo": "Kiểm tra dây mạng; hồ sơ vẫn được giữ và gửi sau",
            },
        ],
        "counts": [
            {"what": "Hồ sơ chờ gửi", "value": "3"},
            {"what": "Hồ sơ phải xem lại", "value": "0"},
            {"what": "Phiếu chưa in xong", "value": "1"},
        ],
        "wrong": "1",
    },
    "test_page": {
        "point_name": _POINT["point_name"],
        "printer": "tcp://192.168.1.50:9100",
        "at": "09:41 22/11/2026",
    },
    "copy": {"count": "1", "at": "09:41 22/11/2026"},
}

_ENGLISH: Mapping[str, Mapping[str, Any]] = {
    **HOUSE_ENGLISH,
    "bring": {
        "procedure_name": "Birth registration",
        "dates": "New rules apply from 01/03/2027.",
        "way": "Filed at this terminal",
        "hand_in": [
            {
                "name": "Medical birth notice from the hospital or clinic",
                "details": "1 original. Or one of: statement of a witness; affidavit",
            }
        ],
        "show": [{"name": "ID card or passport of the person who registers", "details": "1 original"}],
        "spared": [{"name": "Declaration", "details": "filled in at the terminal"}],
        "time_text": "The same day",
        "fee_text": "Free of charge",
    },
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
    "acceptance": {
        "notice": "Hồ sơ hợp lệ. Kết quả trả tận nhà qua bưu điện.",
        "next_step": "Wait for the agency's message. Nothing more has to be handed in.",
    },
    "payment": {"lines": [{"what": "Fee for certified extracts (2 copies)", "amount": "16.000 đ"}]},
    "notice": {"what": "Apology and a new date (form 04)"},
    "drawer": {"terminal": "Counter 1", "reason": "Gave 1,000 đồng too much change, counted twice"},
    "dispatch": {"payment_text": "Paid in cash by the sender"},
    "result": {"id_checked": "QR code of the identity card read"},
    "opening": {
        "checks": [
            {"what": "Disk", "state": "ok", "value": "182.4 GB free"},
            {"what": "Printer", "state": "warn", "value": "Paper is low", "todo": "Have a new roll ready"},
            {"what": "Camera", "state": "ok", "value": "1920×1080"},
            {
                "what": "Gateway",
                "state": "fail",
                "value": "No line",
                "todo": "Check the network cable; applications are kept and sent later",
            },
        ],
        "counts": [
            {"what": "Applications waiting", "value": "3"},
            {"what": "Applications to look at", "value": "0"},
            {"what": "Slips not printed", "value": "1"},
        ],
    },
    "tracking": {
        "state_text": "Being decided",
        "next_step": "Wait for the agency's message. Nothing more has to be handed in.",
    },
}


def sample_values(template: str, language: str = "vi") -> dict[str, Any]:
    """Values that show every part of a template. Raises KeyError for a template there is not."""
    values = {**_VALUES, **{name: {**_POINT, **more} for name, more in STAFF_VALUES.items()}}
    english = {**_ENGLISH, **STAFF_ENGLISH}.get(template, {}) if language == "en" else {}
    return {**values[template], **english}
