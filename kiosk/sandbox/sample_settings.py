"""The settings of the invented agent point that the sandbox starts with; nothing here is an official figure."""

from typing import Any

_OFFICE_HOURS = [["07:30", "11:30"], ["13:00", "17:00"]]

SAMPLE_SETTINGS: dict[str, Any] = {
    "agent_point": {
        "code": "HN0099",
        "name": "Đại lý dịch vụ công – Bưu cục Cửa Nam (mô phỏng)",
        "address": "Số 99, Phường Cửa Nam, Hà Nội",
        "operator": "Bưu điện (mô phỏng)",
        "hotline": "1900 0000",
        "hours": "Thứ Hai – Thứ Bảy, 07:30 – 17:30",
        "province_code": "01",
    },
    "account_methods": ["portal", "vneid"],
    "limits": {"document_bytes": 20_000_000, "offline_days": 30},
    "allowed_procedures": ["*"],
    "delivery_prices": [
        {"method": "home", "amount": 30_000, "payer": "citizen"},
        {"method": "agent_point", "amount": 0, "payer": "budget"},
        {"method": "agency", "amount": 0, "payer": "citizen"},
        {"method": "electronic", "amount": 0, "payer": "citizen"},
    ],
    "subsidies": [
        {
            "scheme": "MAU-TRA-KET-QUA",
            "legal_basis": "Quy định mẫu của cổng mô phỏng",
            "when": {"channel": "online", "delivery": "home"},
            "from": "2026-01-01",
            "to": None,
        },
        {
            "scheme": "MAU-NGUOI-CO-CONG",
            "legal_basis": "Quy định mẫu của cổng mô phỏng",
            "when": {"beneficiary": ["nguoi_co_cong", "bao_tro_xa_hoi"]},
            "from": "2026-01-01",
            "to": None,
        },
    ],
    "calendar": {
        # Public holidays of Vietnam 2026 and 2027 as commonly published; a real portal sends its own.
        "holidays": [
            *("2026-01-01", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"),
            *(
                "2026-04-27",
                "2026-04-30",
                "2026-05-01",
                "2026-08-31",
                "2026-09-01",
                "2026-09-02",
                "2026-11-24",
            ),
            *("2027-01-01", "2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10"),
            *("2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02", "2027-09-03", "2027-11-24"),
        ],
        "working_swaps": ["2026-08-22"],
        "hours": {"commune": _OFFICE_HOURS, "province": _OFFICE_HOURS, "police": _OFFICE_HOURS},
    },
    "consents": [
        {
            "purpose": "submit_dossier",
            "version": "1",
            "text": {
                "vi": "Tôi đồng ý cho đại lý nhập, quét và gửi thông tin, giấy tờ của tôi tới cơ quan giải quyết "
                "hồ sơ này. Bản quét tại đại lý được xóa sau khi cổng xác nhận đã nhận đủ.",
                "en": "I agree that the agent types, scans and sends my details and papers to the agency that handles "
                "this dossier. The scans kept here are erased once the portal has confirmed them all.",
            },
        },
        {
            "purpose": "register_account",
            "version": "1",
            "text": {
                "vi": "Tôi đồng ý cho đại lý gửi thông tin của tôi tới Cổng dịch vụ công để đăng ký tài khoản.",
                "en": "I agree that the agent sends my details to the public-service portal to register an account.",
            },
        },
        {
            "purpose": "notices",
            "version": "1",
            "text": {
                "vi": "Tôi muốn nhận tin báo tình trạng hồ sơ trên điện thoại hoặc thư điện tử của mình.",
                "en": "I want notices about the state of my dossier on my own phone or by e-mail.",
            },
        },
    ],
    "notice_channels": ["sms", "email", "zalo"],
}
