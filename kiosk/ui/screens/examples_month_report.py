"""The month's report in every notable state, with invented figures; for the gallery and tests."""

from dataclasses import replace

from kiosk.domain.month_report import Month
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.report_table import ReportBars, ReportLine, ReportSection, ReportTable
from kiosk.flow.messages import Notice, View
from kiosk.flow.month_report_words import MonthReportView
from kiosk.flow.views import SlipState

DAYS = (3, 9, 11, 8, 12, 4, 0, 10, 13, 9, 7, 15, 5, 0, 8, 12, 14, 10, 9, 6, 0, 11, 13, 8, 9, 12, 3, 0, 7, 10)
TABLE = ReportTable(
    title="Báo cáo tháng 11/2026",
    subtitle="HN-0099 · Bưu điện Linh Đàm · Số 1 đường Mẫu, phường Hoàng Liệt, thành phố Hà Nội",
    sections=(
        ReportSection(
            "Hồ sơ tại điểm",
            (
                ReportLine("filed", "Hồ sơ đã nhận", "248"),
                ReportLine("results", "Hồ sơ đã có kết quả", "187"),
                ReportLine("both", "Nhận và có kết quả trong tháng", "131"),
                ReportLine("repeat_visits", "Đến lại vì cùng một thủ tục", "6"),
            ),
        ),
        ReportSection(
            "Kết quả giải quyết",
            (
                ReportLine("on_time", "Đúng hạn", "180"),
                ReportLine("late", "Quá hạn", "7"),
                ReportLine("on_time_share", "Tỷ lệ đúng hạn", "96 %"),
            ),
        ),
        ReportSection("Tiền", (ReportLine("fees", "Phí, lệ phí theo quy định (đồng)", "1.984.000"),)),
    ),
    charts=(
        ReportBars("Hồ sơ đã nhận theo ngày", tuple((str(day), n) for day, n in enumerate(DAYS, 1))),
        ReportBars(
            "Thủ tục nhiều hồ sơ nhất",
            (
                ("Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", 96),
                ("Đăng ký khai sinh", 51),
                ("Cấp giấy xác nhận tình trạng hôn nhân", 33),
            ),
        ),
    ),
    footing="Tính từ nhật ký kiểm toán đến mục 18204 (9f3a51c20b7de844…). 17:30 30/11/2026",
)
REPORT = MonthReportView(
    month=Month(2026, 11),
    can_go_on=False,
    table=TABLE,
    sticks=("/media/kiosk/HANOI-1",),
    can_go_back=True,
    personal=False,
    assisted_by="Phạm Thu Cúc",
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("month-report", REPORT),
    ("month-report-counting", replace(REPORT, table=None, busy=True)),
    ("month-report-earlier", replace(REPORT, month=Month(2026, 10), can_go_on=True, sticks=())),
    ("month-report-saved", replace(REPORT, saved=("HN0099-2026-11.csv", "HN0099-2026-11.pdf"))),
    ("month-report-printed", replace(REPORT, slip=SlipState(PrintState.PRINTED, PrinterState.READY))),
    ("month-report-broken", replace(REPORT, broken_at=1204)),
    ("month-report-refused", replace(REPORT, notice=Notice("error", "error.stick_full"))),
)
