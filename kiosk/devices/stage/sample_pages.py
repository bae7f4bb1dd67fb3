"""Papers to try the kiosk with, good and bad ones: invented people, every sheet marked MẪU / SPECIMEN."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.stage.page_art import PageCanvas, blurred
from kiosk.domain.bilingual import Text
from kiosk.domain.scan import Frame


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One sheet of A4 to lay before the stage camera; `good` is False where the scanner should refuse it."""

    id: str
    label: Text
    picture: Frame
    good: bool = True
    glare: bool = False
    """Lies under a lamp that is mirrored in it."""


def sample_pages(font_dirs: Sequence[Path] = ()) -> list[SamplePage]:
    """Set all sample papers; takes about a second. Fonts are looked for in `font_dirs`, then in the system."""
    declaration = _declaration(font_dirs)
    authority = _authority(font_dirs)
    return [
        SamplePage("birth_notice", Text("Giấy chứng sinh", "Birth notice"), _birth_notice(font_dirs)),
        SamplePage("declaration", Text("Tờ khai đăng ký khai sinh", "Birth declaration"), declaration),
        SamplePage("authority", Text("Giấy ủy quyền", "Authorisation"), authority),
        SamplePage("residence", Text("Xác nhận nơi cư trú", "Proof of residence"), _residence(font_dirs)),
        SamplePage("land_paper", Text("Giấy tờ đất", "Land paper"), _land_paper(font_dirs)),
        SamplePage("blurred", Text("Trang chụp mờ", "Blurred page"), blurred(declaration), good=False),
        SamplePage("glare", Text("Trang bị lóa", "Page with glare"), authority, good=False, glare=True),
        SamplePage(
            "blank", Text("Tờ giấy trắng", "Blank sheet"), PageCanvas(font_dirs).finished(), good=False
        ),
    ]


def _birth_notice(font_dirs: Sequence[Path]) -> Frame:
    page = PageCanvas(font_dirs)
    page.watermark()
    page.heading("GIẤY CHỨNG SINH", "Số: 0001/2026 – Trạm y tế mẫu")
    page.answer("Họ và tên mẹ:", "Nguyễn Thị An")
    page.answer("Năm sinh:", "1999")
    page.answer("Nơi thường trú:", "Số 1, Phường Cửa Nam, Hà Nội")
    page.answer("Số định danh cá nhân:", "001199000001")
    page.answer("Đã sinh con vào lúc:", "07 giờ 30 phút, ngày 12 tháng 11 năm 2026")
    page.answer("Tại:", "Trạm y tế mẫu, Phường Cửa Nam")
    page.answer("Số con trong lần sinh này:", "01")
    page.answer("Giới tính của con:", "Nữ")
    page.answer("Cân nặng:", "3 200 g")
    page.answer("Dự định đặt tên con là:", "Trần An Bình")
    page.paragraph("Lưu ý: tên dự định đặt có thể khác với tên đăng ký khi làm thủ tục khai sinh.")
    page.signature("Hà Nội, ngày 14 tháng 11 năm 2026", "NGƯỜI ĐỠ ĐẺ", "Lê Thị Mẫu")
    return page.finished()


def _declaration(font_dirs: Sequence[Path]) -> Frame:
    page = PageCanvas(font_dirs)
    page.watermark()
    page.heading("TỜ KHAI ĐĂNG KÝ KHAI SINH", "Kính gửi: Ủy ban nhân dân Phường Cửa Nam")
    page.answer("Họ, chữ đệm, tên người yêu cầu:", "Trần Văn Mẫu")
    page.answer("Giấy tờ tùy thân:", "079085000002")
    page.answer("Quan hệ với người được khai sinh:", "Cha")
    page.paragraph("Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:", style="serif_bold")
    page.answer("Họ, chữ đệm, tên:", "Trần An Bình")
    page.answer("Ngày, tháng, năm sinh:", "12/11/2026")
    page.answer("Giới tính:", "Nữ")
    page.answer("Dân tộc:", "Kinh")
    page.answer("Quốc tịch:", "Việt Nam")
    page.answer("Nơi sinh:", "Trạm y tế mẫu, Phường Cửa Nam, Hà Nội")
    page.answer("Họ và tên mẹ:", "Nguyễn Thị An")
    page.answer("Họ và tên cha:", "Trần Văn Mẫu")
    page.paragraph(
        "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật và chịu hoàn toàn trách nhiệm "
        "trước pháp luật về cam đoan của mình."
    )
    page.signature("Hà Nội, ngày 20 tháng 11 năm 2026", "NGƯỜI YÊU CẦU", "Trần Văn Mẫu")
    return page.finished()


def _authority(font_dirs: Sequence[Path]) -> Frame:
    page = PageCanvas(font_dirs)
    page.watermark()
    page.heading("GIẤY ỦY QUYỀN", "Về việc nộp hồ sơ và nhận kết quả")
    page.paragraph("I. Bên ủy quyền", style="serif_bold")
    page.answer("Họ và tên:", "Nguyễn Thị An")
    page.answer("Số định danh cá nhân:", "001199000001")
    page.paragraph("II. Bên được ủy quyền", style="serif_bold")
    page.answer("Họ và tên:", "Trần Văn Mẫu")
    page.answer("Số định danh cá nhân:", "079085000002")
    page.paragraph("III. Nội dung ủy quyền", style="serif_bold")
    page.paragraph(
        "Bên được ủy quyền thay mặt bên ủy quyền nộp hồ sơ, nộp lệ phí, bổ sung giấy tờ khi có yêu cầu và nhận "
        "kết quả giải quyết thủ tục hành chính tại điểm đại lý dịch vụ công trực tuyến."
    )
    page.paragraph(
        "Hai bên đã đọc lại, hiểu rõ quyền và nghĩa vụ của mình và cùng ký tên dưới đây. Giấy này có giá trị ba "
        "mươi ngày kể từ ngày ký."
    )
    page.signature("Hà Nội, ngày 18 tháng 11 năm 2026", "BÊN ỦY QUYỀN", "Nguyễn Thị An")
    return page.finished()


def _residence(font_dirs: Sequence[Path]) -> Frame:
    page = PageCanvas(font_dirs)
    page.watermark()
    page.heading("XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ", "Công an Phường Cửa Nam (mẫu)")
    page.answer("Họ, chữ đệm và tên:", "Nguyễn Thị An")
    page.answer("Ngày, tháng, năm sinh:", "15/01/1999")
    page.answer("Số định danh cá nhân:", "001199000001")
    page.answer("Nơi thường trú:", "Số 1, Phường Cửa Nam, Hà Nội")
    page.answer("Nơi ở hiện tại:", "Số 1, Phường Cửa Nam, Hà Nội")
    page.paragraph("Thành viên trong hộ gia đình:", style="serif_bold")
    page.table(
        ("TT", "Họ và tên", "Ngày sinh", "Quan hệ"),
        (
            ("1", "Nguyễn Thị An", "15/01/1999", "Chủ hộ"),
            ("2", "Trần Văn Mẫu", "02/09/1985", "Chồng"),
            ("3", "Trần An Bình", "12/11/2026", "Con"),
        ),
        (14, 66, 44, 42),
    )
    page.signature("Hà Nội, ngày 19 tháng 11 năm 2026", "CÁN BỘ ĐĂNG KÝ", "Phạm Văn Mẫu")
    return page.finished()


def _land_paper(font_dirs: Sequence[Path]) -> Frame:
    red = (176, 34, 46)
    page = PageCanvas(font_dirs, paper=(252, 234, 230))
    page.frame(red)
    page.watermark()
    page.y_mm = 26
    page.heading("GIẤY TỜ VỀ QUYỀN SỬ DỤNG ĐẤT", "Bản mẫu để tập quét giấy tờ có nền màu", colour=red)
    page.paragraph("I. Người sử dụng đất", style="serif_bold")
    page.answer("Ông:", "Trần Văn Mẫu")
    page.answer("Bà:", "Nguyễn Thị An")
    page.paragraph("II. Thửa đất", style="serif_bold")
    page.table(
        ("Thửa đất số", "Tờ bản đồ số", "Diện tích", "Hình thức"),
        (("12", "3", "86,5 m²", "Riêng"),),
        (40, 42, 42, 42),
    )
    page.answer("Địa chỉ:", "Số 1, Phường Cửa Nam, Hà Nội")
    page.answer("Mục đích sử dụng:", "Đất ở tại đô thị")
    page.answer("Thời hạn sử dụng:", "Lâu dài")
    page.signature("Hà Nội, ngày 05 tháng 3 năm 2020", "ĐẠI DIỆN MẪU", "Lê Văn Mẫu")
    return page.finished()
