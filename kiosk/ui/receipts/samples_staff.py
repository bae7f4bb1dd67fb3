"""Made-up values for the slips that staff print beside a dossier's own: a month, a code to go on, a person's data."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.rules import mask_number

STAFF_VALUES: Mapping[str, Mapping[str, Any]] = {
    "person_data": {
        "number_masked": mask_number("001199000001"),
        "at": "09:41 22/11/2026",
        "clerk": "Phạm Thu Cúc",
        "lines": [
            {"what": "K-HN001-261122-0007-4", "value": "Đăng ký khai sinh"},
            {"what": "submit_dossier (2026-1)", "value": "09:20 22/11/2026"},
        ],
    },
    "sign_sheet": {
        "about": "Gửi hồ sơ giấy: hai bên đã cùng đếm",
        "signer": "Nguyễn Thị An",
        "lines": [
            {"name": "Giấy chứng nhận quyền sử dụng đất", "originals": 1, "copies": 0, "remark": ""},
            {"name": "Hợp đồng tặng cho có chứng thực", "originals": 1, "copies": 1, "remark": ""},
        ],
        "at": "09:41 22/11/2026",
        "clerk": "Trần Văn Bình",
    },
    "pass_on": {
        "code": "7F3A9C",
        "procedure_name": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
        "until": "11:41 22/11/2026",
        "at": "09:41 22/11/2026",
    },
    "month_report": {
        "title": "Báo cáo tháng 11/2026",
        "at": "17:30 30/11/2026",
        "clerk": "Phạm Thu Cúc",
        "lines": [
            {"head": "Hồ sơ tại điểm"},
            {"what": "Hồ sơ đã nhận", "value": "212"},
            {"what": "Hồ sơ đã có kết quả", "value": "187"},
            {"head": "Phục vụ trung thực"},
            {"what": "Lượt đánh giá", "value": "96"},
        ],
        "footing": "Tính từ nhật ký kiểm toán đến mục 18204 (9f3a51c20b7de844…).",
    },
}
"""Without the agent point's own, which stand on every slip."""
STAFF_ENGLISH: Mapping[str, Mapping[str, Any]] = {
    "sign_sheet": {"about": "Papers sent by post, counted by both sides"},
    "month_report": {
        "title": "Month 11/2026",
        "lines": [
            {"head": "Applications at this point"},
            {"what": "Applications taken", "value": "212"},
            {"what": "Applications decided", "value": "187"},
            {"head": "Honest service"},
            {"what": "Ratings", "value": "96"},
        ],
        "footing": "Counted from the audit trail up to entry 18204 (9f3a51c20b7de844…).",
    },
}
