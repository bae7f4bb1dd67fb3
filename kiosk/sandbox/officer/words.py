"""Vietnamese words for what the officer pages show; nothing of it goes over the wire."""

from kiosk.sandbox.clock import moment_of
from kiosk.sandbox.working_time import VIETNAM

STATES: dict[str, tuple[str, str]] = {
    "UPLOADING": ("Đang nhận tệp", "info"),
    "SUBMITTED": ("Chờ tiếp nhận", "warn"),
    "ACCEPTED": ("Đã tiếp nhận", "ok"),
    "SUPPLEMENT_REQUESTED": ("Chờ bổ sung", "warn"),
    "SUPPLEMENTED": ("Đã bổ sung", "warn"),
    "REFUSED": ("Từ chối tiếp nhận", "bad"),
    "PAYMENT_REQUIRED": ("Chờ nộp phí", "warn"),
    "IN_PROCESS": ("Đang xử lý", "info"),
    "EXTENDED": ("Xin lỗi, gia hạn", "bad"),
    "STOPPED": ("Dừng xử lý", "bad"),
    "WITHDRAWN": ("Công dân rút", ""),
    "RESULT_READY": ("Có kết quả", "ok"),
    "RETURNED": ("Đã trả kết quả", "ok"),
    "SUPERSEDED": ("Thay bằng hồ sơ mới", ""),
}
"""State → words and colour of its chip."""

PAYMENT_STATES: dict[str, tuple[str, str]] = {
    "PENDING": ("Chờ xác nhận", "warn"),
    "CONFIRMED": ("Đã nộp", "ok"),
    "EXPIRED": ("Hết hạn", ""),
    "REFUND_DUE": ("Phải hoàn tiền", "bad"),
}

CHANNELS = {"sms": "Tin nhắn", "email": "Thư điện tử", "zalo": "Zalo"}
DELIVERY = {
    "home": "Tại nhà, qua bưu điện",
    "agent_point": "Tại điểm đại lý",
    "agency": "Tại cơ quan",
    "electronic": "Bản điện tử",
}
FILED = {"online": "Trực tuyến", "paper": "Hồ sơ giấy, qua bưu điện"}
MEMBERS = {
    "kind": "Đối tượng",
    "personal_number": "Số định danh",
    "old_number": "Số CMND cũ",
    "full_name": "Họ và tên",
    "birth_date": "Ngày sinh",
    "gender": "Giới tính",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "email": "Thư điện tử",
    "account_id": "Tài khoản",
    "organisation": "Tổ chức",
    "relation": "Quan hệ",
    "authority_document": "Giấy ủy quyền",
}
CLAIMS = {
    "fee_exemption": "Xin miễn, giảm phí theo diện (mã)",
    "fee_exemption_reason": "Xin miễn, giảm phí vì là",
    "fee_exemption_proof": "Giấy tờ chứng minh",
}
"""Members that a form may have beside its questions."""
VERIFIED = {
    "clerk": "Nhân viên xem thẻ",
    "qr": "Chưa xác minh, chỉ đọc mã QR trên thẻ",
    "mrz": "Chưa xác minh, chỉ đọc dòng MRZ trên thẻ",
    "chip": "Chip trên thẻ",
    "vneid": "VNeID",
}
VALUES = {
    "citizen": "Công dân",
    "organisation": "Tổ chức",
    "male": "Nam",
    "female": "Nữ",
    "clerk": "Nhân viên",
}


def local_time(at: str | None) -> str:
    """`22/11/2026 15:04` in Vietnam; a dash where there is none."""
    return moment_of(at).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") if at else "–"


def dong(amount: int) -> str:
    return f"{amount:,} đ".replace(",", ".")


def size(byte_count: int) -> str:
    if byte_count < 1_000_000:
        return f"{byte_count / 1000:.0f} kB".replace(".", ",")
    return f"{byte_count / 1_000_000:.1f} MB".replace(".", ",")
