"""Made-up values for the house's own slips: the end of a shift, the guide to the terminal."""

from collections.abc import Mapping
from typing import Any

HOUSE_VALUES: Mapping[str, Mapping[str, Any]] = {
    "closing": {
        "terminal": "Ki-ốt 01",
        "opened_at": "07:30 23/11/2026",
        "opened_by": "Trần Văn Bình",
        "cash": "500.000 đ",
        "at": "17:05 23/11/2026",
        "clerk": "Lê Thị Hoa",
        "done": [
            {"what": "Hồ sơ đã nhận", "value": "14"},
            {"what": "Hồ sơ đã gửi lên Cổng", "value": "12"},
            {"what": "Phiếu đã in", "value": "21"},
        ],
        "waits": [
            {"what": "Hồ sơ chờ gửi", "value": "2"},
            {"what": "Hồ sơ phải xem lại", "value": "1"},
        ],
        "note": "Máy in sắp hết giấy, cuộn mới ở ngăn dưới.",
    },
    "guide": {
        "title": "Cách dùng ki-ốt",
        "steps": [
            {"words": "Đưa thẻ căn cước vào trước máy quay.", "more": "Giữ yên tay một chút."},
            {"words": "Nhận phiếu hẹn có mã hồ sơ.", "more": "Giữ phiếu để tra cứu."},
        ],
        "bring": "Mang thẻ căn cước và giấy tờ của thủ tục.",
        "ask": "Cần giúp, xin bấm Gọi nhân viên.",
    },
}

HOUSE_ENGLISH: Mapping[str, Mapping[str, Any]] = {
    "closing": {
        "done": [{"what": "Applications taken", "value": "14"}, {"what": "Slips printed", "value": "21"}],
        "waits": [{"what": "Applications waiting", "value": "2"}],
        "note": "Paper is low, the new roll is in the lower drawer.",
    },
    "guide": {
        "title": "How to use the kiosk",
        "steps": [{"words": "Hold your ID card in front of the camera.", "more": "Keep still a moment."}],
        "bring": "Bring your ID card and the procedure's papers.",
        "ask": "For help, press Call staff.",
    },
}
