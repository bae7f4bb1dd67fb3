"""The search box over 10,000 invented procedures, letter by letter, beside rapidfuzz over all their names."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.figures import Figure, Progress, at_most, figure, percentile, plain
from benchmarks.search_ranking import SHOWN as RANKED
from benchmarks.search_ranking import rank_figures
from kiosk.catalogue.search import ProcedureIndex
from kiosk.catalogue.shipped import load_shipped
from kiosk.domain.bilingual import Text, fold
from kiosk.domain.procedure import Procedure

PROCEDURES = 10_000
SHOWN = 20
PEER = "rapidfuzz WRatio over all names"
QUERIES = (
    "đăng ký khai sinh",
    "dang ky ket hon",
    "cấp lại giấy phép lái xe",
    "giay pheb lai xe",
    "xác nhận tình trạng hôn nhân",
    "ddawng kys tamj trus",
    "cho vay ho ngheo",
    "1.004",
)
"""With and without tone marks, with slips, as raw Telex keys, by code."""
QUICK_QUERIES = 3
_ACTIONS = "cấp;cấp lại;cấp đổi;đăng ký;gia hạn;điều chỉnh;thu hồi;xác nhận;thẩm định;phê duyệt;công nhận;chuyển đổi;hỗ trợ;trợ cấp;miễn giảm"
_PAPERS = "giấy phép;giấy chứng nhận;chứng chỉ;bản sao;quyết định;thẻ;hồ sơ;phù hiệu;văn bản xác nhận;giấy xác nhận;sổ;tờ khai"
_SUBJECTS = (
    "khai sinh;khai tử;kết hôn;tình trạng hôn nhân;lái xe;kinh doanh vận tải;xây dựng nhà ở;quyền sử dụng đất;an toàn thực phẩm;"
    "hành nghề dược;khám bệnh chữa bệnh;hộ nghèo;người có công;bảo trợ xã hội;lao động nước ngoài;khai thác thủy sản;tàu cá;"
    "nuôi trồng thủy sản;bảo vệ thực vật;thú y;môi trường;tài nguyên nước;khoáng sản;quảng cáo;di tích lịch sử;xuất bản phẩm;"
    "internet công cộng;bưu chính;viễn thông;giáo dục mầm non;dạy thêm học thêm;văn bằng tốt nghiệp;luật sư;công chứng viên;"
    "nuôi con nuôi;hộ tịch;thường trú;tạm trú;vũ khí thể thao;phòng cháy chữa cháy;điện lực;hóa chất;xăng dầu;rượu;thuốc lá;"
    "hợp tác xã;hộ kinh doanh;đấu giá tài sản;giám định tư pháp;nhà chung cư;đường thủy nội địa;đăng kiểm;rừng sản xuất"
)
_TAILS = (
    ";lần đầu;do bị mất;do bị hỏng;có yếu tố nước ngoài;cho cá nhân;cho tổ chức;thuộc thẩm quyền cấp tỉnh;cấp xã;trên địa bàn;"
    "đối với người cao tuổi;trong trường hợp thay đổi tên;theo cơ chế một cửa;tại nơi cư trú;qua đường bưu chính"
)
SHIPPED = Path(__file__).resolve().parents[1] / "resources" / "procedures"


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Every beginning of every query, as typing asks for it."""
    progress.step("making procedures and index")
    procedures = invent_procedures(PROCEDURES)
    began = perf_counter()
    index = ProcedureIndex(procedures)
    build_ms = (perf_counter() - began) * 1000
    names = [fold(procedure.name.vi) for procedure in procedures]

    def peer(text: str) -> Sequence[object]:
        return process.extract(fold(text), names, scorer=fuzz.WRatio, limit=SHOWN)

    own_ms: list[float] = []
    peer_ms: list[float] = []
    keystrokes = [query[:end] for query in _chosen(quick) for end in range(1, len(query) + 1)]
    for place, text in enumerate(keystrokes):
        progress.step("keystrokes", place, len(keystrokes))
        turns: list[tuple[Callable[[str], Sequence[object]], list[float]]] = [
            (index.search, own_ms),
            (peer, peer_ms),
        ]
        for search, taken in turns if place % 2 else reversed(turns):
            began = perf_counter()
            search(text)
            taken.append((perf_counter() - began) * 1000)
    sample = f"{plain(PROCEDURES)} procedures, n = {len(keystrokes)}"
    return [
        figure(
            f"a keystroke, median, {sample}",
            median(own_ms),
            "ms",
            peer=median(peer_ms),
            peer_name=PEER,
            goal=at_most(16),
        ),
        figure(
            f"a keystroke, p95, {sample}",
            percentile(own_ms, 95),
            "ms",
            peer=percentile(peer_ms, 95),
            peer_name=PEER,
            goal=at_most(16),
        ),
        figure("a keystroke, slowest", max(own_ms), "ms", peer=max(peer_ms), peer_name=PEER),
        figure("build the index once", build_ms, "ms"),
        *rank_figures(procedures, lambda text: [hit.code for hit in index.search(text, RANKED)]),
    ]


def _chosen(quick: bool) -> tuple[str, ...]:
    return QUERIES[:QUICK_QUERIES] if quick else QUERIES


def invent_procedures(count: int) -> list[Procedure]:
    """The shipped ones and so many more, with names as the national catalogue has them; always the same."""
    shipped = load_shipped(SHIPPED, forms_were_checked=True)
    rng = np.random.default_rng(20261122)
    parts = [words.split(";") for words in (_ACTIONS, _PAPERS, _SUBJECTS, _TAILS)]
    names: dict[str, None] = {}
    while len(names) < count - len(shipped):
        chosen = (each[int(rng.integers(len(each)))] for each in parts)
        names[" ".join(" ".join(chosen).split()).capitalize()] = None
    invented = [
        replace(
            shipped[number % len(shipped)],
            code=f"9.{number:06d}",
            name=Text(name, f"Procedure {number}"),
            keywords=(),
        )
        for number, name in enumerate(names)
    ]
    return [*shipped, *invented]
