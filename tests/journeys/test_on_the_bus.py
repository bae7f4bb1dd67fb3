"""The citizen's whole way over the real accessibility bus: a terminal in a process of its own, driven by names alone."""

from pathlib import Path

import cv2
import pytest

from kiosk.devices.pixels import picture_of
from kiosk.devices.stage.sample_cards import sample_cards
from kiosk.ui.texts import Texts
from tests.cli.program import Kiosk, Portal, wait_until
from tests.journeys.on_the_bus import BUTTON, RADIO, TICK, assistive_technology, launcher, screen_with_bus

pytestmark = pytest.mark.skipif(launcher() is None, reason="needs xvfb, dbus and at-spi2-core")


def test_a_dossier_is_filed_over_the_bus(kiosk: Kiosk, portal: Portal, tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    cards.mkdir()
    card = next(each for each in sample_cards() if each.id == "cccd_2021")
    assert cv2.imwrite(str(cards / "card.jpg"), picture_of(card.front))
    kiosk.write_settings(f"full_screen = false\n[camera]\ncard = 'folder:{cards}'")
    says = Texts("vi")
    with screen_with_bus() as around, kiosk.running("run", around=around), assistive_technology(around) as at:
        at.press(says("welcome.submit_dossier"))
        at.write(says("search.label"), "cap ban sao tu so goc")
        at.press("Cấp bản sao từ sổ gốc")
        at.press(says("procedure.go_on"))
        at.press("Người có tên trong giấy", TICK)
        at.press(says("account_way.none"), BUTTON, TICK, RADIO)
        at.wait_for(says("consent.intro"))
        for purpose in at.names(TICK):
            at.press(purpose, TICK)
        at.press("Đồng ý")
        at.press("Thông tin đúng")
        at.write("Số điện thoại", "0912345678")
        at.press("Tiếp tục")
        for name, text in (
            ("Tên giấy tờ", "Bằng tốt nghiệp"),
            ("Nơi đã cấp", "Trường mẫu"),
            ("Năm cấp", "1998"),
            ("Cần mấy bản?", "1"),
        ):
            at.write(name, text)
        at.press("Tiếp tục")
        at.press("Của tôi", RADIO)
        at.press("Tiếp tục")
        at.press(says("checklist.by_data"))
        at.press("Tiếp tục")
        at.press("Nhận tại", RADIO)
        at.press("Tiếp tục")
        at.press(says("summary.confirm"))
        at.wait_for(says("dossier_done.photograph"))
        at.press(says("dossier_done.finish"))
        at.wait_for("Xin chào!")
        with kiosk.storage() as storage:
            (dossier,) = storage.dossiers.recent(limit=10)
        wait_until(lambda: portal.taken(dossier.id), "the dossier to arrive")
